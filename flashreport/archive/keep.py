"""Putting files into the store: bytes, or the hash alone of what is too large or too private to keep."""

import hashlib
from pathlib import Path

from flashreport.archive.edition import Draft, Kept, Role
from flashreport.archive.files import FileStore
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of

_CHUNK = 1 << 20


def keep(content: FileStore, role: Role, name: str, data: bytes) -> Kept:
    """Put bytes in under a name of the edition."""
    return Kept(role, _printable(name), content.keep(data), len(data))


def _printable(name: str) -> str:
    """A name that UTF-8 cannot write, with its odd bytes spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()


def kept_inputs(content: FileStore, draft: Draft) -> list[Kept]:
    """The inputs, whose bytes must be those that the report was made from."""
    read = {file.file: file.sha256 for file in draft.report.provenance.files} | dict(draft.read)
    kept = []
    for name, path in draft.inputs.items():
        if name in draft.referred:
            found = _reference(path, name)
        else:
            found = keep(content, "input", name, read_whole(path, name))
        if read.get(name, found.sha256) != found.sha256:
            raise FlashreportError(
                "archive.input-changed",
                "the file was changed while the report was built from it.",
                "Build again.",
                Place(file=name),
            )
        kept.append(found)
    return kept


def _reference(path: Path, name: str) -> Kept:
    """Hash and size of a file, read in pieces: it may be larger than the memory."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise _unread(name, error) from error
    return Kept("reference", _printable(name), digest.hexdigest(), size)


def read_whole(path: Path, name: str) -> bytes:
    """A file of the workspace; FlashreportError ``archive.input-changed`` when it is gone."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unread(name, error) from error


def _unread(name: str, error: OSError) -> FlashreportError:
    return FlashreportError(
        "archive.input-changed",
        phrase("the file cannot be read any more: {reason}.", reason=reason_of(error)),
        "Bring it back and build again.",
        Place(file=name),
    )
