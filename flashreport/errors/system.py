"""Why the system or the database refused, in words of this program.

What neither this list nor the user's language knows is quoted as the system said it.
"""

import errno

from flashreport.errors.phrase import Phrase, phrase

_OF_SYSTEM = {
    errno.ENOENT: phrase("it is not there"),
    errno.EACCES: phrase("this user may not"),
    errno.EPERM: phrase("this user may not"),
    errno.EEXIST: phrase("there is something of that name"),
    errno.ENOTDIR: phrase("a part of its path is no folder"),
    errno.EISDIR: phrase("it is a folder"),
    errno.ENOTEMPTY: phrase("the folder is not empty"),
    errno.ENOSPC: phrase("the disk is full"),
    errno.EDQUOT: phrase("the quota is used up"),
    errno.EROFS: phrase("the disk is read-only"),
    errno.EIO: phrase("the disk reports an error"),
    errno.EMFILE: phrase("too many files are open"),
    errno.ENFILE: phrase("too many files are open"),
    errno.ENAMETOOLONG: phrase("its name is too long"),
    errno.ELOOP: phrase("its links lead in a circle"),
    errno.EBUSY: phrase("another program uses it"),
    errno.ETXTBSY: phrase("another program uses it"),
    errno.ESTALE: phrase("the network share is gone"),
    errno.EFBIG: phrase("the file is too large for the disk"),
    errno.ENOEXEC: phrase("it is no program"),
    errno.ECONNREFUSED: phrase("nothing listens there"),
    errno.ECONNRESET: phrase("the other side broke the connection off"),
    errno.ETIMEDOUT: phrase("there was no answer in time"),
    errno.EHOSTUNREACH: phrase("the host cannot be reached"),
    errno.ENETUNREACH: phrase("the network cannot be reached"),
}
_OF_SQLITE = (
    ("SQLITE_BUSY", phrase("another process is using it")),
    ("SQLITE_LOCKED", phrase("another process is using it")),
    ("SQLITE_FULL", phrase("the disk is full")),
    ("SQLITE_READONLY", phrase("it is read-only")),
    ("SQLITE_IOERR", phrase("the disk reports an error")),
    ("SQLITE_CANTOPEN", phrase("it cannot be opened")),
    ("SQLITE_PERM", phrase("this user may not")),
    ("SQLITE_CORRUPT", phrase("the database is damaged")),
    ("SQLITE_NOTADB", phrase("it is no database")),
    ("SQLITE_TOOBIG", phrase("a value is too large")),
)


def reason_of(error: BaseException) -> Phrase:
    """Why something failed: a phrase of ours where the kind is known, else what the error says, quoted."""
    if isinstance(error, UnicodeDecodeError):
        return phrase("it is not UTF-8 text")
    known = _OF_SYSTEM.get(error.errno or 0) if isinstance(error, OSError) else None
    name = getattr(error, "sqlite_errorname", None) or ""
    known = known or next((text for start, text in _OF_SQLITE if name.startswith(start)), None)
    if known is not None:
        return known
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return quoted(said)


def quoted(said: str) -> Phrase:
    """The first line of what a library or the system said, as a quotation."""
    lines = said.strip().splitlines()
    return phrase("the system says: {text}", text=f"“{lines[0].rstrip('.') if lines else ''}”")
