"""Files by the hash of their content. A file is there whole or not at all."""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.archive.trouble import not_written
from flashreport.workspace.atomic import write_whole

if TYPE_CHECKING:
    from flashreport.archive.place import ArchivePlace

FILES = "files"
INCOMING = "incoming"
_LOCK = "archive.lock"
_CHUNK = 1 << 20
_HASH = re.compile("[0-9a-f]{64}")


def name_of(sha256: str) -> str:
    """The name of a content below ``files``; for any other text one that is never there."""
    return f"{sha256[:2]}/{sha256}" if _HASH.fullmatch(sha256) else "no-hash/none"


class FileStore:
    """The folder ``files`` of an archive: ``files/ab/abcdef…`` holds what has that sha256."""

    at_once = 4

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._folders: set[Path] = set()

    def path(self, sha256: str) -> Path:
        """Where the content with this hash is, or would be; for any other text a place with nothing."""
        return self.folder / FILES / name_of(sha256)

    def where(self, sha256: str) -> str:
        """The place of a content, for people."""
        return str(self.path(sha256))

    def local(self, sha256: str, _content: bytes | None = None) -> Path:
        """A file on this machine with the content, which is given where it was read already."""
        return self.path(sha256)

    def read(self, sha256: str) -> bytes:
        """The content; OSError when it is not there."""
        return self.path(sha256).read_bytes()

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file below ``files`` by its name, piece by piece; OSError when it cannot be read."""
        with (self.folder / FILES / name).open("rb", buffering=0) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def exists(self, sha256: str) -> bool:
        """Whether there is a file in the content's place."""
        return self.path(sha256).exists()

    def names(self) -> Iterator[str]:
        """The names of all files below ``files``: ``ab/abcdef…``, and any other that somebody put there."""
        home = self.folder / FILES
        for folder, _, names in os.walk(home):
            yield from (Path(folder, name).relative_to(home).as_posix() for name in names)

    def reach(self) -> None:
        """See that the files can be come at; an error says why not."""

    def place_of(self, name: str) -> str:
        """The place of a file below ``files``, or of another one of the archive, for people."""
        return str(self.folder / name)

    def read_beside(self, name: str) -> bytes:
        """A file beside ``files``; FileNotFoundError when there is none."""
        return (self.folder / name).read_bytes()

    def write_beside(self, name: str, content: bytes) -> None:
        """Put a file beside ``files`` in place, all or nothing."""
        with not_written(self.folder):
            write_whole(self.folder / name, content)

    def holds(self, sha256: str, size: int) -> bool:
        """Whether the content is there in full length."""
        try:
            return self.path(sha256).stat().st_size == size
        except OSError:
            return False

    def keep(self, content: bytes) -> str:
        """Put content in, if it isn't there yet; its sha256. The disk has the bytes on return."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self.holds(sha256, len(content)):
            return sha256
        target = self.path(sha256)
        with not_written(self.folder):
            temporary = self.incoming()
            with temporary.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            self._folder(target.parent)
            temporary.replace(target)
            self._folders.add(target.parent)
        return sha256

    def remove(self, sha256: str) -> None:
        """Take content out for good."""
        with not_written(self.folder):
            self.path(sha256).unlink(missing_ok=True)

    def incoming(self) -> Path:
        """A new name for a file that is being written."""
        folder = self.folder / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        return folder / secrets.token_hex(8)

    def settle(self) -> None:
        """Wait until the disk also has the names of all files that were put in."""
        with not_written(self.folder):
            for folder in sorted(self._folders):
                sync_folder(folder)
            self._folders.clear()

    def sweep(self) -> None:
        """Remove what a killed build left half written. Only under :meth:`locked`."""
        with not_written(self.folder):
            for path in (self.folder / INCOMING).glob("*"):
                path.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time on this machine; the system frees the lock of a killed process."""
        with not_written(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            self._folders.add(folder.parent)


def content_of(place: "ArchivePlace") -> FileStore:
    """Where a workspace's archive has its files: in its folder, or in an object store."""
    if not place.files:
        return FileStore(place.folder)
    from flashreport.archive.object_files import ObjectFiles

    return ObjectFiles(place.folder, place.files)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the folder's names."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
