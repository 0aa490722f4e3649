"""The settings of an edition as files again, to make its pages once more."""

from pathlib import Path

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition
from flashreport.archive.trouble import damaged


def restore_settings(archive: Archive, edition: Edition, folder: Path) -> None:
    """Write the settings files and own templates that the edition was made with into ``folder``."""
    home = folder.resolve()
    for name, kept in edition.named("settings").items():
        path = (home / name).resolve()
        if not path.is_relative_to(home):
            raise damaged(f"edition {edition.number}", f"the name '{name}' leads out of the workspace")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.bytes_of(kept))
