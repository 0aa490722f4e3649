"""The head: number and hash of the newest edition, kept outside the database.

Without it, a chain whose end was cut off would look whole.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flashreport.archive.trouble import not_written
from flashreport.workspace.atomic import write_whole

HEAD = "head.json"


@dataclass(frozen=True)
class Head:
    """The newest edition; ``hash`` is that of its record."""

    number: int
    hash: str

    def content(self) -> bytes:
        """The one form of the file."""
        return (json.dumps(asdict(self)) + "\n").encode()


def read_head(folder: Path) -> Head | None:
    """The head; None when there is no file. ValueError when the file is not in its one form."""
    try:
        content = (folder / HEAD).read_bytes()
    except FileNotFoundError:
        return None
    told = json.loads(content)
    head = Head(**told) if isinstance(told, dict) else None
    if head is None or not isinstance(head.number, int) or head.content() != content:
        raise ValueError("it is not in the form that the archive writes")
    return head


def write_head(folder: Path, head: Head) -> None:
    """Put the head in place, all or nothing."""
    with not_written(folder):
        write_whole(folder / HEAD, head.content())
