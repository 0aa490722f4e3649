"""The short of a report, and how texts of the model read in plain English."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from flashreport.archive.summary import findings_of, level_of, said
from flashreport.domain.report import Argument, Day, Figure, Report, Words, name, words
from flashreport.domain.units import COUNT, DATE, PERCENT, POINTS, money

MakeReport = Callable[..., Report]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (Figure(unit=money("USD"), value=Decimal("-1234.5")), "-1,234.50 USD"),
        (Figure(unit=money("JPY"), value=Decimal("1234.4")), "1,234 JPY"),
        (Figure(unit=PERCENT, value=Decimal("0.1416")), "14.2%"),
        (Figure(unit=POINTS, value=Decimal("0.029"), signed=True), "+2.9 pt"),
        (Figure(unit=COUNT), "n/a"),
        (Figure(unit=DATE, on=date(2026, 12, 31)), "2026-12-31"),
        (Day(on=date(2026, 11, 19)), "2026-11-19"),
        (name("Bar & Grill {x}"), "Bar & Grill {x}"),
        (Words(message="{n} day", plural="{n} days", count=3, args={"n": name("3")}), "3 days"),
        (Words(message="{n} day", plural="{n} days", count=1, args={"n": name("1")}), "1 day"),
        (words("{a} of {b}", a=name("{b}")), "{b} of {b}"),
    ],
)
def test_parts_of_the_model_read_in_plain_english(part: Argument, text: str) -> None:
    assert said(part) == text


@pytest.mark.parametrize("level", ["act", "watch", "good"])
def test_the_level_is_the_worst_of_findings_and_statuses(make_report: MakeReport, level: str) -> None:
    assert level_of(make_report(level=level)) == level
    assert level_of(make_report().model_copy(update={"findings": (), "scorecard": ()})) == "none"


def test_findings_are_kept_with_age_and_text(make_report: MakeReport) -> None:
    assert findings_of(make_report()) == [
        {
            "id": "overtime",
            "level": "act",
            "since_days": 4,
            "text": "Overtime in the kitchen is 14.1% of hours.",
        }
    ]
