"""The settings of an edition as files again, to make its pages once more."""

from pathlib import Path

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition
from flashreport.archive.trouble import damaged

_TEMPLATES = "templates"


def restore_settings(archive: Archive, edition: Edition, folder: Path, *, templates: bool = True) -> None:
    """Write the settings that the edition was made with into ``folder``, and the templates.

    The workspace's own templates lie over the program's. Without ``templates`` neither is written.
    """
    home = folder.resolve()
    files = {f"{_TEMPLATES}/{name}": kept for name, kept in edition.named("template").items()}
    files |= edition.named("settings")
    for name, kept in files.items():
        if name.startswith(f"{_TEMPLATES}/") and not templates:
            continue
        path = (home / name).resolve()
        if not path.is_relative_to(home):
            raise damaged(f"edition {edition.number}", f"the name '{name}' leads out of the workspace")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.bytes_of(kept))
