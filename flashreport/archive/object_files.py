"""The archive's files in an object store, under the same names; the lock and what is in work stay here.

The head is an object too: an archive whose rows are on a server needs no folder that is shared.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from flashreport.archive.files import FILES, FileStore, name_of
from flashreport.archive.trouble import not_written
from flashreport.workspace.object_store import ObjectFolder


class ObjectFiles(FileStore):
    """As FileStore; errors are those of ``ObjectFolder``."""

    at_once = 16

    def __init__(self, folder: Path, url: str) -> None:
        """``folder`` is for the lock and for files that are being written."""
        super().__init__(folder)
        self._objects = ObjectFolder(url, key="archive.files")

    def where(self, sha256: str) -> str:
        """As in FileStore: an address."""
        return self._objects.where(_name(sha256))

    def reach(self) -> None:
        """As in FileStore: asks for one name."""
        next(self.names(), None)

    def place_of(self, name: str) -> str:
        """As in FileStore: an address."""
        return self._objects.where(name)

    def local(self, sha256: str, content: bytes | None = None) -> Path:
        """As in FileStore: a copy, which goes when this object does."""
        path = Path(self._copies.name, name_of(sha256).rpartition("/")[2])
        if not path.exists():
            with not_written(path.parent):
                path.write_bytes(self.read(sha256) if content is None else content)
        return path

    def read(self, sha256: str) -> bytes:
        """As in FileStore."""
        return self._objects.get(_name(sha256))

    def pieces(self, name: str) -> Iterator[bytes]:
        """As in FileStore: in one piece."""
        yield self._objects.get(f"{FILES}/{name}")

    def exists(self, sha256: str) -> bool:
        """As in FileStore."""
        return self._objects.size(_name(sha256)) is not None

    def holds(self, sha256: str, size: int) -> bool:
        """As in FileStore."""
        return self._objects.size(_name(sha256)) == size

    def keep(self, content: bytes) -> str:
        """As in FileStore: the store has the bytes on return."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.holds(sha256, len(content)):
            self._objects.put(_name(sha256), content)
        return sha256

    def remove(self, sha256: str) -> None:
        """As in FileStore."""
        self._objects.delete(_name(sha256))

    def names(self) -> Iterator[str]:
        """As in FileStore."""
        return (name.removeprefix(f"{FILES}/") for name in self._objects.names(FILES))

    def read_beside(self, name: str) -> bytes:
        """As in FileStore."""
        return self._objects.get(name)

    def write_beside(self, name: str, content: bytes) -> None:
        """As in FileStore."""
        self._objects.put(name, content)

    @cached_property
    def _copies(self) -> "tempfile.TemporaryDirectory[str]":
        return tempfile.TemporaryDirectory(prefix="flashreport-archive-")


def _name(sha256: str) -> str:
    return f"{FILES}/{name_of(sha256)}"
