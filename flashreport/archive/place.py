"""Where a workspace's archive is, also while other settings of the workspace are wrong."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of

if TYPE_CHECKING:
    from flashreport.workspace.load import Workspace

_SETTINGS = "flashreport.toml"
_KEPT = (_SETTINGS, "kpis.toml", "acks.toml", "notes.toml", "notes.csv")
_TEMPLATES = "templates"


@dataclass(frozen=True)
class ArchivePlace:
    """The folder of files, the database (``url`` empty: SQLite in the folder), the company's zone.

    ``files`` is an address in an object store that holds files and head instead of the folder.
    ``root`` is the workspace, whose settings and own templates are kept with each edition.
    """

    root: Path
    folder: Path
    url: str = ""
    timezone: str = "UTC"
    files: str = ""

    def settings_files(self) -> dict[str, Path]:
        """The workspace's settings and own templates by their names inside the workspace."""
        found = {name: self.root / name for name in _KEPT if (self.root / name).is_file()}
        own = self.root / _TEMPLATES
        templates = sorted(path for path in own.rglob("*") if path.is_file()) if own.is_dir() else []
        return {**found, **{path.relative_to(self.root).as_posix(): path for path in templates}}


def place_in(workspace: "Workspace") -> ArchivePlace:
    """The archive of a workspace that is loaded."""
    settings = workspace.settings
    return ArchivePlace(
        workspace.root,
        workspace.archive_path,
        settings.archive.url,
        settings.company.timezone,
        settings.archive.files,
    )


def place_of(root: Path) -> ArchivePlace:
    """The archive of the workspace at ``root``, out of four keys of its settings.

    It spares the check of all settings, which takes longer than reading the archive.
    Raises FlashreportError ``settings.unreadable`` when the file is not TOML.
    """
    try:
        settings = tomllib.loads((root / _SETTINGS).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FlashreportError(
            "settings.unreadable",
            phrase("cannot be read: {error}.", error=reason_of(error)),
            "Run: flashreport check",
            Place(file=_SETTINGS),
        ) from error
    archive, company = (_table(settings, name) for name in ("archive", "company"))
    return ArchivePlace(
        root,
        root / (archive.get("path") or "archive"),
        archive.get("url", ""),
        company.get("timezone", "UTC"),
        archive.get("files", ""),
    )


def _table(settings: dict[str, object], name: str) -> dict[str, str]:
    """The texts of one table of the settings; anything else is for the full check to tell."""
    table = settings.get(name)
    items = table.items() if isinstance(table, dict) else ()
    return {key: value for key, value in items if isinstance(value, str)}
