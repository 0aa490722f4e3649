"""Make the test data of the format that the program writes now: ``python tests/archive/make_format.py``.

The workspace of format 1, with Monday, Tuesday, and Tuesday again after a correction of the rent, built
anew into ``formats/format-N.tar.gz``. Run it once, just before a release that changes the format; what
was released is never made again. It prints the hash that ``test_formats.py`` holds.
"""

import io
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flashreport.archive.edition import FORMAT
from flashreport.pipeline import Order, build
from flashreport.workspace.load import load

FORMATS = Path(__file__).parent / "formats"
DAYS = ((3, 6, "-45.50"), (4, 6, "-45.50"), (4, 9, "-46.50"))


def make(target: Path) -> str:
    """Build three editions and pack the workspace; the newest hash."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        with tarfile.open(FORMATS / "format-1.tar.gz") as packed:
            kept = [
                item for item in packed.getmembers() if not item.name.removeprefix("./").startswith("archive")
            ]
            packed.extractall(root, kept, filter="data")
        bank = root / "bank.csv"
        text = bank.read_text()
        newest = ""
        for day, hour, rent in DAYS:
            bank.write_text(text.replace("-46.50", rent))
            stored = build(load(root), Order(now=datetime(2026, 3, day, hour, tzinfo=UTC), send=False)).stored
            newest = stored.hash if stored else ""
        _pack(root, target)
        return newest


def _pack(root: Path, target: Path) -> None:
    """The same files give the same names, order, dates and owners."""
    leave = {".flashreport", "reports", "outbox", "incoming", "archive.lock"}
    with tarfile.open(target, "w:gz") as packed:
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if path.is_file() and not leave & set(parts):
                item = tarfile.TarInfo("/".join(parts))
                content = path.read_bytes()
                item.size = len(content)
                packed.addfile(item, io.BytesIO(content))


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else FORMATS / f"format-{FORMAT}.tar.gz"
    if path.exists():
        sys.exit(f"{path} was released already.")
    print(f"format-{FORMAT}: {make(path)}")  # noqa: T201 - its result
