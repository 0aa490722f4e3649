"""A workspace as an edition kept it: its settings, templates and inputs as files again."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place, phrase

if TYPE_CHECKING:
    from flashreport.archive import Archive
    from flashreport.archive.edition import Edition
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import ReportSettings


@contextmanager
def kept_settings(archive: "Archive", edition: "Edition", *, templates: bool = True) -> Iterator["Workspace"]:
    """The workspace with the settings of an edition, in a folder that goes with the block.

    ``templates`` brings the kept ones with it; without, pages are made by those of today.
    """
    from flashreport.archive.restore import restore_settings
    from flashreport.workspace.load import load

    with TemporaryDirectory(prefix="flashreport-") as name:
        folder = Path(name)
        restore_settings(archive, edition, folder, templates=templates)
        yield load(folder, check_country=False)


@contextmanager
def kept_workspace(archive: "Archive", edition: "Edition") -> Iterator["Workspace"]:
    """The same with the inputs; FlashreportError ``archive.not-kept`` when one isn't there any more."""
    with kept_settings(archive, edition) as workspace:
        for name, kept in edition.named("input").items():
            _write(workspace.root / name, archive.bytes_of(kept))
        for name, kept in edition.named("reference").items():
            _copy_referred(archive.place.root / name, workspace.root / name, kept.sha256, edition.number)
        yield workspace


def report_settings_of(workspace: "Workspace", edition: "Edition") -> "ReportSettings":
    """The settings of the edition's report, as they were kept."""
    found = [item for item in workspace.settings.reports if item.name == edition.report_name]
    if not found:
        raise FlashreportError(
            "archive.damaged",
            phrase(
                "the settings kept with edition {number} have no report '{name}'.",
                number=str(edition.number),
                name=edition.report_name,
            ),
            "Run: flashreport verify",
        )
    return found[0]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _sha256(path: Path) -> str:
    """Of a file's content; empty for one that cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _copy_referred(source: Path, target: Path, sha256: str, number: int) -> None:
    """An input of which only the hash was kept: taken from the workspace while it is the same file."""
    if _sha256(source) != sha256:
        raise FlashreportError(
            "archive.not-kept",
            phrase(
                "edition {number} kept only its hash, and the file is another one now.", number=str(number)
            ),
            phrase("Bring back the file with the sha256 {sha256}.", sha256=sha256),
            Place(file=str(source)),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
