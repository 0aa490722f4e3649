"""Where a platform's series ends: marked with its last day, and with the one that begins then."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from flashreport.compose.report import compose
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Measures, Value
from flashreport.domain.report import Day, Note, Report
from flashreport.pipeline import Order, check_workspace, context_of, measures_of, report_settings
from flashreport.workspace.load import load

SETTINGS = """
[company]
name = "Harbor Grill"
currency = "USD"
timezone = "UTC"
[[entities]]
id = "main"
name = "Main"
[[inputs]]
name = "audience"
table = "audience"
path = "days.csv"
[[reports]]
name = "daily"
sections = ["audience"]
"""
FIRST = date(2024, 10, 25)
BREAK = date(2024, 11, 18)  # impressions are told up to this day


def made(folder: Path, days: int) -> tuple[Report, Measures]:
    lines = ["date,platform,impressions,views,engagements"]
    for ahead in range(days):
        day = FIRST + timedelta(days=ahead)
        shown = "100,," if day <= BREAK else ",400,"
        lines += [f"{day},instagram,{shown}10", f"{day},x,1000,,50"]
    (folder / "days.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "flashreport.toml").write_text(SETTINGS, encoding="utf-8")
    last = FIRST + timedelta(days=days - 1)
    now = datetime(last.year, last.month, last.day, 6, tzinfo=UTC) + timedelta(days=1)
    workspace, order = load(folder), Order(now=now, business_date=last)
    checked = check_workspace(workspace, last, now)
    assert checked.problems == ()
    frame = measures_of(workspace, checked)
    context = context_of(workspace, order, report_settings(workspace, order), checked, frame)
    return compose(context), context.measures


def marks(report: Report) -> list[Note]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Note)]


def test_a_withdrawn_metric_ends_with_a_mark_and_is_not_joined(tmp_path: Path) -> None:
    report, measures = made(tmp_path, 45)
    (mark,) = marks(report)
    told = {key: value.on for key, value in mark.text.args.items() if isinstance(value, Day)}
    assert told == {"day": BREAK, "first": BREAK + timedelta(days=1)}
    november = (date(2024, 11, 1), date(2024, 11, 30))

    def amount(measure: str) -> Fraction:
        found = measures.read_between(f"audience.{measure}", *november, "", "platform", "instagram")
        assert isinstance(found, Value)
        return found.amount

    assert (amount("impressions"), amount("views")) == (Fraction(1800), Fraction(4800))
    # each rate is of the days that its base has: 18 and 12 days of 10 engagements
    assert (amount("rate_by_impressions"), amount("rate_by_views")) == (Fraction(1, 10), Fraction(1, 40))
    after = measures.read(
        "audience.rate_by_impressions", date(2024, 12, 5), "day", "", "platform", "instagram"
    )
    assert isinstance(after, Unavailable)


@pytest.mark.parametrize("days", [20, 30])
def test_a_metric_that_is_only_late_has_no_mark(tmp_path: Path, days: int) -> None:
    assert marks(made(tmp_path, days)[0]) == []
