"""LinkedIn's workbooks: a creator's sheets, and the followers of a page by what they are.

Followers are given as a total on the day of the export and the new ones of each day before it: the
total is walked back by them. Shares of demographics are printed whole; ``< 1%`` counts as nothing.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from flashreport.domain.export_cells import normalised_header, number_cell, visible
from flashreport.errors import FlashreportError, Place
from flashreport.inputs.social.cells import cell, whole
from flashreport.inputs.social.days import day_of
from flashreport.inputs.social.grid import Grid
from flashreport.inputs.social.model import DayRow, Export
from flashreport.inputs.social.names import CREATOR
from flashreport.inputs.social.target import category_of, member_of, wanted
from flashreport.workspace.inputs import InputSettings

_TOTAL = re.compile(r"total followers on (.+?)\s*:?", re.IGNORECASE)
_LINKEDIN = "linkedin"
_FEW = re.compile(r"<\s*1\s*%")


def read_creator(grids: Sequence[Grid], export: Export, settings: InputSettings) -> None:
    """The sheets ENGAGEMENT, FOLLOWERS and DEMOGRAPHICS of a creator's workbook."""
    sheets = {normalised_header(grid.sheet): grid for grid in grids}
    columns = {"impressions": "impressions", "engagements": "engagements"}
    for day, line, counts in _days(sheets["engagement"], columns, export, settings):
        export.days.append(DayRow(_LINKEDIN, CREATOR, day, line, counts))
    followers = sheets["followers"]
    gained = _days(followers, {"new followers": "followers_gained"}, export, settings)
    total, on = _total(followers, settings)
    for day, line, counts in _walked_back(gained, total, on):
        export.days.append(DayRow(_LINKEDIN, f"{CREATOR} followers", day, line, counts))
    if settings.target and total is not None and on is not None:
        share, line = creator_share(sheets["demographics"], settings.target)
        if share is not None:
            counts = {"target_followers": int((share * total).quantize(Decimal(1), ROUND_HALF_UP))}
            export.days.append(DayRow(_LINKEDIN, f"{CREATOR} demographics", on, line, counts))


def creator_share(grid: Grid, target: dict[str, tuple[str, ...]]) -> tuple[Decimal | None, int]:
    """The share of followers in the target, from category, value and percentage; and the first line."""
    category, names = wanted(target, {cell(cells, 0) for cells in grid.rows})
    shares: list[Decimal] = []
    first = 1
    for line, cells in zip(grid.lines, grid.rows, strict=True):
        if category_of(cell(cells, 0)) != category_of(category) or member_of(cell(cells, 1)) not in names:
            continue
        text = visible(cell(cells, 2))
        share = Decimal(0) if _FEW.fullmatch(text) else number_cell(text)
        if share is not None:
            first = first if shares else line
            shares.append(share)
    return (sum(shares, Decimal(0)) if shares else None), first


Day = tuple[date, int, dict[str, int]]


def _days(grid: Grid, columns: dict[str, str], export: Export, settings: InputSettings) -> list[Day]:
    """Rows under the header that has ``Date`` and the wanted columns."""
    for at, row in enumerate(grid.rows[:10]):
        places = {normalised_header(each): number for number, each in enumerate(row)}
        if "date" in places and any(name in places for name in columns):
            known = {ours: places[theirs] for theirs, ours in columns.items() if theirs in places}
            return _rows(grid, at, places["date"], known, export, settings)
    return []


def _rows(
    grid: Grid, header: int, date_at: int, known: dict[str, int], export: Export, settings: InputSettings
) -> list[Day]:
    found: list[Day] = []
    for line, cells in grid.below(header):
        place = Place(file=export.file, line=line, sheet=grid.sheet, value=cell(cells, date_at)[:80] or None)
        day = day_of(cell(cells, date_at), settings.date_format)
        if day is None:
            export.refuse("inputs.bad-day", "the row has no day.", "Use the file as it was exported.", place)
            continue
        try:
            counts = {
                name: whole(cell(cells, at), settings.decimal or ".", place) for name, at in known.items()
            }
        except FlashreportError as error:
            export.refuse(error.problem.code, error.problem.message, error.problem.advice, place)
            continue
        found.append((day, line, {name: value for name, value in counts.items() if value is not None}))
    return found


def _total(grid: Grid, settings: InputSettings) -> tuple[int | None, date | None]:
    for row in grid.rows[:5]:
        found = _TOTAL.fullmatch(visible(cell(row, 0)))
        if found:
            number = number_cell(cell(row, 1))
            return (None if number is None else int(number)), day_of(found[1], settings.date_format)
    return None, None


def _walked_back(gained: list[Day], total: int | None, on: date | None) -> list[Day]:
    """The days with the followers at their end, where every day up to the total is there."""
    if total is None or on is None:
        return gained
    known = {day: counts.get("followers_gained") for day, _, counts in gained}
    at_end: dict[date, int] = {}
    day, held = on, total
    while day in known:
        at_end[day] = held
        step = known[day]
        if step is None:
            break
        held -= step
        day -= timedelta(days=1)
    if on not in known:
        gained = [*gained, (on, 1, {"followers": total})]
    return [
        (day, line, {**counts, **({"followers": at_end[day]} if day in at_end else {})})
        for day, line, counts in gained
    ]


def followers_in_target(grids: Sequence[Grid], export: Export, settings: InputSettings) -> None:
    """A page's followers by what they are, one sheet a category, as of the newest day of the workbook."""
    newest = max((row.day for row in export.days), default=None)
    tables = {grid.rows[0][0]: grid for grid in grids if grid.rows and len(grid.rows[0]) == 2}
    category, names = wanted(settings.target, tables)
    if not category or newest is None:
        return
    below = tables[category].below(0)
    rows = [(line, cells, number_cell(cell(cells, 1))) for line, cells in below]
    inside = [
        (line, int(n)) for line, cells, n in rows if n is not None and member_of(cell(cells, 0)) in names
    ]
    if inside:
        counts = {"target_followers": sum(n for _, n in inside)}
        part = "linkedin_page_visitors_followers demographics"
        export.days.append(DayRow(_LINKEDIN, part, newest, inside[0][0], counts))
