"""Files of an audience input that are no export which is read: tables of one's own, and the rest by name."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from flashreport.domain.column_names import plain
from flashreport.domain.persian_columns import names_of
from flashreport.domain.social_unread import foreign, other_letters, unread
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.social.grid import Grid
from flashreport.inputs.social.model import Export
from flashreport.workspace.inputs import InputSettings


def is_plain(grid: Grid) -> bool:
    """Whether it is a table of days with our own columns."""
    dates = {plain("date"), *names_of("audience", "date")}
    rows = ({plain(each) for each in row} for row in grid.rows[:10])
    return any("platform" in names and bool(dates & names) for names in rows)


def not_read(grids: Sequence[Grid], export: Export, settings: InputSettings) -> Export | None:
    """An export that is told and brings nothing; None for a table whose columns are to be mapped.

    Raises ``inputs.export-language`` for one in another language than English.
    """
    for grid in grids:
        known = unread(grid.rows)
        if known:
            message = phrase("it isn't read: it has {what}.", what=known.what)
            export.warn("inputs.unread-export", message, known.instead)
            return export
    stem = PurePosixPath(export.file).stem
    platform = next((found for grid in grids if (found := foreign(grid.rows, stem))), "")
    if platform:
        raise FlashreportError(
            "inputs.export-language",
            phrase("it is an export of {platform} in another language than English.", platform=platform),
            phrase("Set the language of your account there to English, and export it again."),
            Place(file=export.file),
        )
    if "platform" not in settings.constants and all(other_letters(grid.rows) for grid in grids):
        raise FlashreportError(
            "inputs.export-language",
            "its columns are none of ours, and of no export in English.",
            "Set the platform's language to English and export it again; map the columns of your own table.",
            Place(file=export.file),
        )
    return None
