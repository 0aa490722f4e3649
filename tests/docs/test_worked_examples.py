"""The pages of the blocks: their inputs, read from the page and built, give the figures that it prints."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable, rounded
from flashreport.domain.measure_frame import Measures
from flashreport.domain.measures import BLOCKS, MEASURES
from flashreport.domain.measures_reference import block_table
from flashreport.pipeline import Order, check_workspace, context_of, measures_of, report_settings
from flashreport.pipeline.forecast import with_forecast
from flashreport.workspace.load import load

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "blocks"
PERIODS: dict[str, Period] = {"day": "day", "week": "week", "month": "month", "year": "year"}
_ROW = re.compile(
    r"^\| `([a-z_.0-9]+)` \| ([^|]*) \| (day|week|month|year) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE
)
_DAY = re.compile(r"business date is (\d{4}-\d\d-\d\d)")
BLOCK_PAGES = [block for block in BLOCKS if block != "own"]
Blocks = Callable[[Path], list[Any]]


@dataclass(frozen=True)
class Printed:
    """One figure of a page: its measure, slice, period and text."""

    measure: str
    where: tuple[str, str]
    period: Period
    text: str


def printed(page: Path) -> list[Printed]:
    found = []
    for measure, where, period, text, _ in _ROW.findall(page.read_text(encoding="utf-8")):
        name, _, member = where.strip().partition("=")
        found.append(Printed(measure, (name, member), PERIODS[period], text.strip()))
    return found


def context_on_page(page: Path, blocks: Blocks, folder: Path) -> Context:
    """The page's files as a workspace, read and calculated for its business date."""
    for block in blocks(page):
        if block.name:
            (folder / block.name).write_text(block.text, encoding="utf-8")
    found = _DAY.search(page.read_text(encoding="utf-8"))
    assert found
    day = date.fromisoformat(found[1])
    morning = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC) + timedelta(days=1)
    workspace, order = load(folder, MEASURES), Order(now=morning, business_date=day)
    checked = check_workspace(workspace, day, morning)
    assert checked.problems == ()
    frame, outlook = with_forecast(workspace, checked, measures_of(workspace, checked), "")
    return context_of(workspace, order, report_settings(workspace, order), checked, frame, outlook)


def shown(context: Context, figure: Printed) -> str:
    """What the program calculates, to as many places as the page prints."""
    reading = context.measures.read(figure.measure, context.business_date, figure.period, "", *figure.where)
    if isinstance(reading, Unavailable):
        return f"n/a: {reading.reason}"
    value, mark = displayed(context, figure.measure, reading), ""
    if MEASURES[figure.measure].kind == "percent":
        value, mark = value * 100, " %"
    digits = figure.text.removesuffix(" %").partition(".")[2]
    return f"{rounded(value, len(digits)):,}{mark}"


@pytest.mark.parametrize("block", BLOCK_PAGES)
def test_the_figures_of_the_page_are_those_of_its_inputs(block: str, blocks: Blocks, tmp_path: Path) -> None:
    page = PAGES / f"{block}.md"
    context = context_on_page(page, blocks, tmp_path)
    figures = printed(page)
    assert {figure: shown(context, figure) for figure in figures} == {
        figure: figure.text for figure in figures
    }


@pytest.mark.parametrize("block", BLOCK_PAGES)
def test_every_measure_of_the_block_is_listed_and_worked_out(block: str) -> None:
    page = PAGES / f"{block}.md"
    wanted = {key for key, measure in MEASURES.items() if measure.block == block}
    assert {figure.measure for figure in printed(page)} == wanted
    assert block_table(block) in page.read_text(encoding="utf-8")


def test_a_wrong_figure_would_be_found(blocks: Blocks, tmp_path: Path) -> None:
    context = context_on_page(PAGES / "credit.md", blocks, tmp_path)
    held = next(figure for figure in printed(PAGES / "credit.md") if figure.measure == "credit.drawn")
    frame = context.measures.frame
    moved = Measures(frame.assign(value=frame["value"] + 1), context.calendar)
    assert shown(context, held) == held.text
    assert shown(replace(context, measures=moved), held) != held.text
