"""Writing a file all or nothing."""

import os
import secrets
from contextlib import suppress
from glob import escape
from pathlib import Path

_PART = ".part"


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Put ``content`` at ``path``: readers see the old file or the whole new one, never a part.

    ``durable`` also waits until the disk has it. Raises OSError; then the old file is untouched.
    """
    try:
        _write(path, content, durable=durable)
    except FileNotFoundError:
        # another process began to write the same file, and swept our part of it
        _write(path, content, durable=durable)


def _write(path: Path, content: bytes, *, durable: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        temporary.replace(path)
        if durable:
            _sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sweep(path: Path) -> None:
    """Remove what a write of this file left that was killed: nothing else would."""
    for left in path.parent.glob(f".{escape(path.name)}.*{_PART}"):
        with suppress(OSError):
            left.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
