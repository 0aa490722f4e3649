"""Which export a file is, by what is in it, and its rows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from flashreport.domain.exact import Unavailable
from flashreport.domain.export_cells import normalised_header
from flashreport.domain.social_exports import Identified, identify, identify_workbook
from flashreport.domain.social_formats import FORMATS, YOUTUBE_DAYS
from flashreport.domain.social_unread import unread
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.fingerprint import Fingerprint
from flashreport.inputs.social.days import day_of
from flashreport.inputs.social.demographics import tiktok_categories, tiktok_header
from flashreport.inputs.social.grid import LARGEST, Grid, sheet_grids, text_grids
from flashreport.inputs.social.linkedin import followers_in_target, read_creator
from flashreport.inputs.social.model import DayRow, Export
from flashreport.inputs.social.names import CREATOR, FOLLOWERS_ARE, NAMES, RESULTS
from flashreport.inputs.social.not_read import is_plain, not_read
from flashreport.inputs.social.results import is_results, read_results
from flashreport.inputs.social.tables import read_table
from flashreport.inputs.social.target import take_share
from flashreport.workspace.inputs import InputSettings

_SAMPLE = 60
_FOLLOWERS = "linkedin_page_visitors_followers"
_TOTALS = ("totals", "gesamtwerte")  # YouTube's names of the days of the whole channel


@dataclass(frozen=True, slots=True)
class _Known:
    """A grid and what it is: a table with a known header, Meta's results, or a creator's workbook."""

    name: str
    grid: Grid
    table: Identified | None = None


def read_export(
    path: Path, file: str, found: Fingerprint, settings: InputSettings, *, workbook: bool
) -> Export | None:
    """The export; None for a plain table of days.

    Raises ``inputs.ambiguous-format`` when two exports claim the file, ``inputs.not-that-export`` when
    it isn't the declared one, and what reading as text or workbook raises.
    """
    declared = settings.format if settings.format in NAMES else None
    if declared is None and (settings.format or settings.map or found.size > LARGEST):
        return None
    grids = (sheet_grids if workbook else text_grids)(path, file, found, settings)
    if any(is_plain(grid) for grid in grids):
        return None
    known = [each for grid in grids if (each := _known(grid, declared, file, settings))]
    if not identify_names(grids) and declared in (None, CREATOR):
        known = [_Known(CREATOR, grids[0])]
    if not known and declared is None:
        return not_read(grids, Export(file), settings)
    known = [each for each in known if declared in (None, each.name)]
    if not workbook:  # one table, cut by the mark that makes most cells of it
        known = sorted(known, key=lambda each: sum(map(len, each.grid.rows)))[-1:]
    if not known:
        message = phrase("it is no export of the kind {name}.", name=declared)
        advice = "Leave format out, and the content tells; or export it again as the how-to says."
        raise FlashreportError("inputs.not-that-export", message, advice, Place(file=file))
    return _read(known, grids, Export(file), settings)


def identify_names(grids: Sequence[Grid]) -> str:
    """Empty when the sheets' names are those of a creator's workbook, else why they aren't."""
    names = identify_workbook([grid.sheet for grid in grids])
    return names.reason if isinstance(names, Unavailable) else ""


def _known(grid: Grid, declared: str | None, file: str, settings: InputSettings) -> _Known | None:
    if declared in (None, RESULTS) and is_results(grid):
        return _Known(RESULTS, grid)
    if declared in (None, FOLLOWERS_ARE) and tiktok_header(grid):
        return _Known(FOLLOWERS_ARE, grid)
    formats = [one for one in FORMATS if declared in (None, one.name)]
    try:
        table = identify(grid.rows[:_SAMPLE], formats)
    except FlashreportError as error:
        advice = phrase("Name it: format = '{name}'.", name=FORMATS[0].name)
        raise FlashreportError(
            "inputs.ambiguous-format", error.problem.message, advice, Place(file=file)
        ) from None
    if isinstance(table, Unavailable) or (table.format.name == _FOLLOWERS and "date" not in table.places):
        return None  # a sheet of demographics has followers too, but no days
    if table.format.platform == "youtube" and not _whole(table, grid, declared, file, settings):
        return None
    return _Known(table.format.name, grid, table)


def _whole(table: Identified, grid: Grid, declared: str | None, file: str, settings: InputSettings) -> bool:
    """Whether it is YouTube's whole channel or its videos: no chart of parts, and nobody else's days."""
    if unread([grid.rows[table.header_row]]):
        return False
    if table.format.name != YOUTUBE_DAYS or declared or "watch_hours" in table.places:
        return True
    stem = PurePosixPath(file).stem.casefold()
    return stem.startswith(_TOTALS) and settings.constants.get("platform", "youtube") == "youtube"


def _read(known: list[_Known], grids: Sequence[Grid], export: Export, settings: InputSettings) -> Export:
    for each in known:
        if each.table:
            read_table(each.table, each.grid, export, settings)
        elif each.name == RESULTS:
            read_results(each.grid, export, settings)
        elif each.name == FOLLOWERS_ARE:
            _read_followers(each.grid, export, settings)
        else:
            read_creator(grids, export, settings)
    if any(each.name == "linkedin_page_content" for each in known):
        _count_posts(grids, export, settings)
    if any(each.name == _FOLLOWERS for each in known):
        followers_in_target(grids, export, settings)
    return export


def _read_followers(grid: Grid, export: Export, settings: InputSettings) -> None:
    """TikTok's followers by gender or country."""
    export.sheet = grid.sheet
    categories = tiktok_categories(grid)
    if categories:
        take_share("tiktok", categories, export, settings)
        return
    message = "it has no rows: TikTok tells who the followers are once there are enough of them."
    export.warn("inputs.no-rows", message, "Keep it; nothing is wrong.")


def _count_posts(grids: Sequence[Grid], export: Export, settings: InputSettings) -> None:
    """The sheet of all posts beside LinkedIn's metrics: how many were created on each day."""
    for grid in grids:
        for at, row in enumerate(grid.rows[:5]):
            names = [normalised_header(each) for each in row]
            if "created date" in names and normalised_header(grid.sheet) == "all posts":
                _add_created(grid, at, names.index("created date"), export, settings)
                return


def _add_created(grid: Grid, header: int, place: int, export: Export, settings: InputSettings) -> None:
    lines: dict[date, list[int]] = defaultdict(list)
    for line, cells in grid.below(header):
        day = day_of(cells[place], settings.date_format) if place < len(cells) else None
        if day:
            lines[day].append(line)
    for day, found in lines.items():
        part, counts = "linkedin_page_content posts", {"posts": len(found)}
        export.days.append(DayRow("linkedin", part, day, found[0], counts))
