"""Where an export is written: a new folder or a new zip file, all or nothing."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from flashreport.archive.trouble import not_written
from flashreport.errors import FlashreportError, Place

_MIDNIGHT = (1980, 1, 1, 0, 0, 0)
_PERMISSIONS = 0o644 << 16


class Pack(Protocol):
    """Takes files by name, each once."""

    def put(self, name: str, content: bytes) -> None:
        """Write one file."""


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class _Zip:
    """The same files give the same bytes: all of them have one date."""

    def __init__(self, packed: zipfile.ZipFile, stem: str) -> None:
        self._packed = packed
        self._stem = stem

    def put(self, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(f"{self._stem}/{name}", _MIDNIGHT)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = _PERMISSIONS
        self._packed.writestr(entry, content)


@contextmanager
def new_pack(target: Path) -> Iterator[Pack]:
    """A pack that is at ``target`` when the block ends well, and nowhere when it doesn't.

    A name that ends with ``.zip`` makes one file. FlashreportError ``archive.export-exists``
    when something is there already.
    """
    if target.exists():
        raise FlashreportError(
            "archive.export-exists",
            "there is something already.",
            "Name a new folder or file.",
            Place(file=str(target)),
        )
    with not_written(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            if target.suffix.lower() == ".zip":
                with zipfile.ZipFile(work / target.name, "x", allowZip64=True) as packed:
                    yield _Zip(packed, target.stem)
                (work / target.name).rename(target)
            else:
                yield _Folder(work)
                work.chmod(0o755)
                work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
