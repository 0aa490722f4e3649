"""Meta's results: one series after another, each with its name above ``Date`` and ``Primary``.

The file is UTF-16 and begins with ``sep=,``. Facebook and Instagram are told by the names of their
series; names that both use are told by the file's name or by ``constants``.
"""

from collections.abc import Iterator
from itertools import pairwise

from flashreport.domain.export_cells import normalised_header
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.social.cells import cell, whole
from flashreport.inputs.social.days import day_of
from flashreport.inputs.social.grid import Cells, Grid
from flashreport.inputs.social.model import DayRow, Export
from flashreport.inputs.social.names import RESULTS
from flashreport.workspace.inputs import InputSettings

_SERIES = {
    "reach": "reach", "viewers": "reach", "views": "views", "impressions": "impressions",
    "content interactions": "engagements", "interactions": "engagements", "link clicks": "clicks",
    "follows": "followers_gained", "new followers": "followers_gained", "followers": "followers",
}  # fmt: skip
_PLATFORMS = ("facebook", "instagram")
_HEADERS = ({"date", "primary"}, {"datum", "primär"})


def is_results(grid: Grid) -> bool:
    """Whether a series with its name above begins in the first rows."""
    rows = grid.rows[:10]
    return any(_is_header(row) and bool(_title(before)) for before, row in pairwise(rows))


def read_results(grid: Grid, export: Export, settings: InputSettings) -> None:
    """Every series that is one of our counts; the others are left out."""
    export.sheet = grid.sheet
    series: tuple[str, str] | None = None
    for at, (line, cells) in enumerate(zip(grid.lines, grid.rows, strict=True)):
        if _is_header(cells) and at:
            series = _series(grid.rows[at - 1], export, settings, line)
        elif series and len(cells) > 1 and cells[0].strip():
            _take(series, line, cells, export, settings)


def _is_header(cells: Cells) -> bool:
    return {normalised_header(each) for each in cells if each.strip()} in _HEADERS


def _title(cells: Cells) -> str:
    filled = [normalised_header(each) for each in cells if each.strip()]
    return filled[0] if len(filled) == 1 else ""


def _series(cells: Cells, export: Export, settings: InputSettings, line: int) -> tuple[str, str] | None:
    """The platform and count of a series; None for one that is none of ours."""
    title = _title(cells)
    count = next((_SERIES[each] for each in _shorter(title) if each in _SERIES), None)
    if count is None:
        return None
    told = f"{title} {settings.constants.get('platform', '')} {export.file}".casefold()
    platforms = [each for each in _PLATFORMS if each in told]
    own = [each for each in _PLATFORMS if each in title]
    if len(own or platforms) != 1:
        message = phrase("nothing says whether '{title}' is of Facebook or Instagram.", title=title)
        advice = "Put it into the file's name, or write constants = { platform = 'instagram' }."
        raise FlashreportError("inputs.no-platform", message, advice, Place(file=export.file, line=line - 1))
    return (own or platforms)[0], count


def _shorter(title: str) -> Iterator[str]:
    """``facebook page reach``, then ``page reach``, then ``reach``."""
    words = title.split()
    yield from (" ".join(words[at:]) for at in range(len(words)))


def _take(series: tuple[str, str], line: int, cells: Cells, export: Export, settings: InputSettings) -> None:
    platform, count = series
    day = day_of(cells[0], settings.date_format)
    place = Place(file=export.file, line=line, column=count, value=cell(cells, 1))
    if day is None:
        message = phrase("'{text}' is no day.", text=cells[0].strip())
        export.refuse("inputs.bad-day", message, "Use the file as it was exported.", place)
        return
    try:
        value = whole(cells[1], settings.decimal or ".", place)
    except FlashreportError as error:
        problem = error.problem
        export.refuse(problem.code, problem.message, problem.advice, problem.place)
        return
    if value is not None:
        export.days.append(DayRow(platform, f"{RESULTS} {count}", day, line, {count: value}))
