"""Where the files that travel with the program are: templates, sample data, caches."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=8)
def data_dir(name: str) -> Path:
    """The folder ``name`` (``templates``, ``sample_data``) of the installed program.

    A wheel carries it in ``flashreport/_data``; a checkout has it beside the package.
    Raises FileNotFoundError for a name that neither has.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the program was installed without its folder {name!r}")


@lru_cache(maxsize=8)
def cache_dir(name: str) -> Path:
    """A writable folder for things that can be made again; a temporary one where there is no home."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    folder = base / "flashreport" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix=f"flashreport-{name}-"))
