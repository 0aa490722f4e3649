"""Where the workspace is: the nearest folder upwards that holds ``flashreport.toml``, like git."""

from pathlib import Path

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.workspace.load import SETTINGS_FILE


def find_workspace(start: Path) -> Path:
    """The workspace that ``start`` lies in.

    Raises FlashreportError ``workspace.not-found``, also when ``start`` is no folder.
    """
    folder = start.expanduser().resolve()
    if not folder.is_dir():
        raise FlashreportError(
            "workspace.not-found",
            "there is no such folder.",
            "Give an existing folder after -C or in FLASHREPORT_DIR.",
            Place(file=str(start)),
        )
    for candidate in (folder, *folder.parents):
        if _holds_settings(candidate):
            return candidate
    raise FlashreportError(
        "workspace.not-found",
        phrase("neither this folder nor one above it holds {settings_file}.", settings_file=SETTINGS_FILE),
        "Go to your workspace, name it with -C DIR, or make one: flashreport init DIR",
        Place(file=str(folder)),
    )


def _holds_settings(folder: Path) -> bool:
    path = folder / SETTINGS_FILE
    try:
        return path.exists() or path.is_symlink()
    except PermissionError:
        return False
