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
    if isinstance(told, dict) and isinstance(told.get("number"), int):
        head = Head(told["number"], str(told.get("hash", "")))
        if head.content() == content:
            return head
    raise ValueError("it is not in the form that the archive writes")


def write_head(folder: Path, head: Head) -> None:
    """Put the head in place, all or nothing."""
    with not_written(folder):
        write_whole(folder / HEAD, head.content())
