"""The head: number and hash of the newest edition, kept outside the database.

Without it, a chain whose end was cut off would look whole.
"""

import json
from dataclasses import asdict, dataclass

from flashreport.archive.edition import Edition
from flashreport.archive.files import FileStore
from flashreport.archive.trouble import damaged
from flashreport.errors import phrase

HEAD = "head.json"


@dataclass(frozen=True)
class Head:
    """The newest edition; ``hash`` is that of its record."""

    number: int
    hash: str

    def content(self) -> bytes:
        """The one form of the file."""
        return (json.dumps(asdict(self)) + "\n").encode()


def read_head(files: FileStore) -> Head | None:
    """The head; None when there is no file. ValueError when the file is not in its one form."""
    try:
        content = files.read_beside(HEAD)
    except FileNotFoundError:
        return None
    told = json.loads(content)
    if isinstance(told, dict) and isinstance(told.get("number"), int):
        head = Head(told["number"], str(told.get("hash", "")))
        if head.content() == content:
            return head
    raise ValueError("it is not in the form that the archive writes")


def write_head(files: FileStore, head: Head) -> None:
    """Put the head in place, all or nothing."""
    files.write_beside(HEAD, head.content())


def chain_end(files: FileStore, last: Edition | None) -> Edition | None:
    """The last edition, after seeing that the chain ends where the head says.

    A build that was killed after its commit left the head one edition behind: that is mended.
    Any other disagreement must stay to be seen, so nothing may be added.
    """
    number, end = (last.number, last.hash) if last else (0, "")
    try:
        head = read_head(files)
    except ValueError as error:
        raise damaged(
            files.place_of(HEAD), phrase("the head cannot be read: {reason}", reason=str(error))
        ) from error
    if last is not None and (head is None or head.number == number - 1):
        write_head(files, Head(number, end))
    elif head is not None and (head.number, head.hash) != (number, end):
        raise damaged(
            files.place_of(HEAD),
            phrase(
                "the newest edition was {head}, with another hash than edition {number}, "
                "the last in the database",
                head=str(head.number),
                number=str(number),
            ),
        )
    return last
