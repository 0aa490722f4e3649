"""Meta's results: one series after another, each with its name above ``Date`` and ``Primary``.

The file is UTF-16 and begins with ``sep=,``. Facebook and Instagram are told by the names of their
series; names that both use are told by the file's name or by ``constants``. ``Audience.csv`` has
blocks of demographics among its series.
"""

from collections.abc import Iterator
from itertools import pairwise

from flashreport.domain.export_cells import normalised_header
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.social.cells import cell, whole
from flashreport.inputs.social.days import day_of
from flashreport.inputs.social.demographics import has_blocks, meta_categories, title
from flashreport.inputs.social.grid import Cells, Grid
from flashreport.inputs.social.model import DayRow, Export
from flashreport.inputs.social.names import RESULTS
from flashreport.inputs.social.target import take_share
from flashreport.workspace.inputs import InputSettings

_SERIES = {
    "reach": "reach", "viewers": "reach", "views": "views", "impressions": "impressions",
    "content interactions": "engagements", "interactions": "engagements", "link clicks": "clicks",
    "follows": "followers_gained", "new followers": "followers_gained", "followers": "followers",
}  # fmt: skip
_PLATFORMS = ("facebook", "instagram")
_HEADERS = ({"date", "primary"}, {"datum", "primär"})


def is_results(grid: Grid) -> bool:
    """Whether a series with its name above, or a block of demographics, begins in the first rows."""
    rows = grid.rows[:10]
    return has_blocks(grid) or any(_is_header(row) and bool(title(before)) for before, row in pairwise(rows))


def read_results(grid: Grid, export: Export, settings: InputSettings) -> None:
    """Every series that is one of our counts; the others are left out."""
    export.sheet = grid.sheet
    series: tuple[str, str] | None = None
    for at, (line, cells) in enumerate(zip(grid.lines, grid.rows, strict=True)):
        if _is_header(cells) and at:
            series = _series(grid.rows[at - 1], export, settings, line)
        elif not any(each.strip() for each in cells):
            series = None  # a blank row ends it
        elif series and len(cells) > 1 and cells[0].strip():
            _take(series, line, cells, export, settings)
    categories = meta_categories(grid)
    if categories:
        until = max((row.day for row in export.days), default=None)
        platform = _platform("", export, settings, 1)
        take_share(platform, categories, export, settings, until, percent=True)


def _is_header(cells: Cells) -> bool:
    return {normalised_header(each) for each in cells if each.strip()} in _HEADERS


def _series(cells: Cells, export: Export, settings: InputSettings, line: int) -> tuple[str, str] | None:
    """The platform and count of a series; None for one that is none of ours."""
    name = title(cells)
    count = next((_SERIES[each] for each in _shorter(name) if each in _SERIES), None)
    return None if count is None else (_platform(name, export, settings, line - 1), count)


def _platform(name: str, export: Export, settings: InputSettings, line: int) -> str:
    """Facebook or Instagram, as the series says, else the file's name or ``constants``."""
    told = f"{settings.constants.get('platform', '')} {export.file}".casefold()
    platforms = [each for each in _PLATFORMS if each in name] or [each for each in _PLATFORMS if each in told]
    if len(platforms) != 1:
        message = phrase(
            "nothing says whether '{title}' is of Facebook or Instagram.", title=name or "Audience"
        )
        advice = "Put it into the file's name, or write constants = { platform = 'instagram' }."
        raise FlashreportError("inputs.no-platform", message, advice, Place(file=export.file, line=line))
    return platforms[0]


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
