"""Planted stories: the first finding says the right thing, and nothing is said when nothing happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from flashreport.compose.findings import findings
from flashreport.domain.report import Finding
from flashreport.workspace.kpis import Kpi

DAYS = 125
Values = list[float | None]


def flat(value: float, *last: float, days: int = DAYS) -> Values:
    """One value throughout, and others on the newest days."""
    return [*[value] * (days - len(last)), *last]


def calm(mean: float, spread: float, *last: float | None, days: int = DAYS) -> Values:
    """A see-saw about a mean, which meets no rule, and others on the newest days."""
    return [*(mean + (spread if at % 2 else -spread) for at in range(days - len(last))), *last]


def weekly(week: dict[int, float], spread: float, newest: date, days: int = DAYS) -> Values:
    """A level for each weekday (Monday is 0) and a see-saw of a share of it."""
    dates = [newest - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [week[day.weekday()] * (1 + (spread if day.toordinal() % 2 else -spread)) for day in dates]


CASH = {
    "id": "cash",
    "measure": "cash.closing",
    "owner": "CFO",
    "target": {"kind": "at_least", "value": 50000},
}
OVERTIME = {
    "id": "overtime",
    "measure": "staff.overtime_share",
    "owner": "Operations",
    "target": {"kind": "at_most", "value": "0.08"},
}
DRAWN = {"id": "drawn", "measure": "credit.drawn", "owner": "Finance"}
REVENUE = {"id": "revenue", "measure": "staff.revenue", "owner": "Sales"}
WEEKEND_PEAK = {0: 4000.0, 1: 4100.0, 2: 4200.0, 3: 4300.0, 4: 9000.0, 5: 8500.0, 6: 5000.0}
FRIDAY = date(2026, 11, 20)


@dataclass
class Story:
    """Figures, KPIs, and what the first finding must say; '' for silence."""

    figures: dict[str, Values]
    kpis: tuple[dict[str, Any], ...] = ()
    first: str = ""
    says: tuple[str, ...] = ()
    level: str = ""
    day: date | None = None
    weekend: tuple[int, ...] = ()
    slices: tuple[tuple[str, str, str, Values], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


def cash(*last: float, value: float = 60000.0, **more: Any) -> Story:
    return Story({"cash.closing": flat(value, *last)}, (CASH,), **more)


def walk(start: float, step: float, *jumps: float, days: int = DAYS) -> Values:
    """A balance that moves up and down by small steps, and by the jumps on the newest days."""
    values = [start]
    for at in range(1, days - len(jumps)):
        values.append(values[-1] + step * (1 + at % 3) * (1 if at % 2 else -1))
    for jump in jumps:
        values.append(values[-1] + jump)
    return list(values)


def share(*last: float, **more: Any) -> Story:
    """Overtime hours of 100 hours a day: the last figures are percent."""
    return Story(
        {"staff.hours": flat(100.0), "staff.overtime_hours": calm(6.0, 0.5, *last)}, (OVERTIME,), **more
    )


STORIES: dict[str, Callable[[], Story]] = {
    "cash falls under its floor": lambda: cash(
        42000.0, first="kpi-cash", says=("42000", "50000"), level="act"
    ),
    "a floor just missed is to be watched": lambda: cash(49000.0, first="kpi-cash", level="watch"),
    "fourth day under the floor": lambda: cash(
        42000.0, 42000.0, 42000.0, 42000.0, first="kpi-cash", says=("Day 4.", "asked for a note 3 days ago")
    ),
    "it gets worse": lambda: cash(45000.0, 44900.0, 30000.0, first="kpi-cash", says=("Worse than before.",)),
    "it is no worse by a little": lambda: cash(
        45000.0, 44900.0, 44800.0, first="kpi-cash", says=("!Worse than before.",)
    ),
    "a clear recovery": lambda: cash(
        42000.0, 42000.0, 65000.0, first="kpi-cash", says=("back on target", "After 2 days"), level="good"
    ),
    "a recovery by a hair waits a day": lambda: cash(
        42000.0, 42000.0, 50100.0, first="kpi-cash", says=("near it",), level="good"
    ),
    "two days by a hair are a recovery": lambda: cash(
        42000.0, 42000.0, 50100.0, 50100.0, first="kpi-cash", says=("back on target",), level="good"
    ),
    "recovered yesterday is no news": lambda: cash(42000.0, 42000.0, 65000.0, 65000.0),
    "one good day among bad ones doesn't start anew": lambda: cash(
        42000.0, 42000.0, 50100.0, 42000.0, first="kpi-cash", says=("Day 4.",)
    ),
    "a spike in overtime": lambda: share(15.0, first="kpi-overtime", says=("0.15",), level="act"),
    "overtime over its limit that is usual is over its limit": lambda: share(
        8.2, first="kpi-overtime", level="watch"
    ),
    "a spike without a target": lambda: Story(
        {"staff.hours": calm(100.0, 2.0, 140.0)}, first="signal-staff-hours", says=("above its normal",)
    ),
    "a fall without a target": lambda: Story(
        {"staff.revenue": calm(5000.0, 100.0, 3000.0)},
        (REVENUE,),
        first="signal-revenue",
        says=("3000", "below its normal"),
        level="watch",
    ),
    "a rise of what should rise is no alarm": lambda: Story(
        {"staff.revenue": calm(5000.0, 100.0, 7000.0)}, (REVENUE,)
    ),
    "a balance that jumps": lambda: Story(
        {"credit.drawn": walk(300000.0, 1000.0, 60000.0)},
        (DRAWN,),
        first="signal-drawn",
        says=("changed more in a day than is normal",),
        level="watch",
    ),
    "a balance that moves as ever": lambda: Story({"credit.drawn": walk(300000.0, 1000.0, 2500.0)}, (DRAWN,)),
    "a balance that jumps the good way": lambda: Story(
        {"credit.drawn": walk(300000.0, 1000.0, -60000.0)}, (DRAWN,)
    ),
    "cash that jumps is told by its flows": lambda: Story({"cash.closing": walk(60000.0, 500.0, -30000.0)}),
    "a level that is known to be new is normal": lambda: Story(
        {"staff.revenue": [*calm(5000.0, 100.0, days=DAYS - 30), *calm(3000.0, 100.0, days=30)]},
        ({**REVENUE, "event": [{"on": date(2026, 10, 21), "reason": "One floor is closed"}]},),
    ),
    "the same level that nobody knows of is news": lambda: Story(
        {"staff.revenue": [*calm(5000.0, 100.0, days=DAYS - 30), *calm(3000.0, 100.0, days=30)]},
        (REVENUE,),
        first="signal-revenue",
    ),
    "a fall from the new level is news again": lambda: Story(
        {"staff.revenue": [*calm(5000.0, 100.0, days=DAYS - 30), *calm(3000.0, 100.0, 2000.0, days=30)]},
        ({**REVENUE, "event": [{"on": date(2026, 10, 21), "reason": "One floor is closed"}]},),
        first="signal-revenue",
        says=("2000",),
    ),
    "a drift": lambda: Story(
        {"staff.revenue": [*calm(5000.0, 300.0, days=DAYS - 9), *[4750.0, 4760.0, 4740.0] * 3]},
        (REVENUE,),
        first="signal-revenue",
        says=("8 days in a row or more lie below",),
    ),
    "a dip inside the limits is no news": lambda: Story(
        {"staff.revenue": calm(5000.0, 100.0, 4850.0)}, (REVENUE,)
    ),
    "a Friday's peak is no news": lambda: Story(
        {"staff.revenue": weekly(WEEKEND_PEAK, 0.03, FRIDAY)}, (REVENUE,), day=FRIDAY
    ),
    "a Sunday's fall after the peak is no news": lambda: Story(
        {"staff.revenue": weekly(WEEKEND_PEAK, 0.03, date(2026, 11, 22))},
        (REVENUE,),
        day=date(2026, 11, 22),
    ),
    "a Friday like a Monday is news": lambda: Story(
        {"staff.revenue": [*weekly(WEEKEND_PEAK, 0.03, FRIDAY)[:-1], 4200.0]},
        (REVENUE,),
        day=FRIDAY,
        first="signal-revenue",
        says=("for this weekday",),
    ),
    "a day without data is no fall": lambda: Story(
        {"staff.revenue": calm(5000.0, 100.0, None)},
        (REVENUE | {"target": {"kind": "at_least", "value": 4500}},),
    ),
    "an input that has not come is the news": lambda: Story(
        {"staff.revenue": calm(5000.0, 100.0, None)},
        (REVENUE | {"target": {"kind": "at_least", "value": 4500}},),
        first="input-timesheets",
        level="act",
        more={"states": {"timesheets": "missing"}},
    ),
    "half a day of data is no fall": lambda: Story(
        {"staff.revenue": calm(5000.0, 100.0, 2500.0)},
        (REVENUE | {"target": {"kind": "at_least", "value": 4500}},),
        first="input-timesheets",
        level="watch",
        more={"states": {"timesheets": "incomplete"}},
    ),
    "a gap in the month to date is no fall behind": lambda: Story(
        {"staff.revenue": [*flat(1000.0, days=DAYS - 3), None, None, None]},
        (
            REVENUE
            | {
                "target": {"kind": "reach", "value": 30000, "by": "2026-11-30", "period": "month"},
                "baseline": {"value": 0, "on": "2026-10-31"},
            },
        ),
    ),
    "behind a path": lambda: Story(
        {"cash.closing": flat(100000.0, 102000.0)},
        (
            CASH
            | {
                "target": {"kind": "reach", "value": 130000, "by": "2026-11-30"},
                "baseline": {"value": 100000, "on": "2026-10-31"},
            },
        ),
        first="kpi-cash",
        says=("17 working days behind", "It takes 2545.45"),
        level="act",
    ),
    "a deadline missed": lambda: Story(
        {"cash.closing": flat(100000.0)},
        (
            CASH
            | {
                "target": {"kind": "reach", "value": 130000, "by": "2026-11-15"},
                "baseline": {"value": 100000, "on": "2026-10-15"},
            },
        ),
        first="kpi-cash",
        says=("deadline has passed",),
        level="act",
    ),
    "ahead of a path": lambda: Story(
        {"cash.closing": flat(100000.0, *(100000.0 + 1500 * day for day in range(1, 20)))},
        (
            CASH
            | {
                "target": {"kind": "reach", "value": 130000, "by": "2026-11-30"},
                "baseline": {"value": 100000, "on": "2026-10-31"},
            },
        ),
    ),
    "outside a band": lambda: Story(
        {"staff.hours": calm(100.0, 4.0, 121.0)},
        ({"id": "hours", "measure": "staff.hours", "target": {"kind": "between", "low": 85, "high": 115}},),
        first="kpi-hours",
        says=("121", "85 to 115"),
    ),
    "the neutral band is on target": lambda: Story(
        {"cash.closing": flat(60000.0, 49950.0)}, (CASH | {"neutral": 100},)
    ),
    "a tighter target does not rewrite the days before": lambda: Story(
        {"cash.closing": flat(60000.0)},
        (
            CASH
            | {
                "target": {"kind": "at_least", "value": 70000},
                "version": [
                    {
                        "until": "2026-11-17",
                        "measure": "cash.closing",
                        "target": {"kind": "at_least", "value": 50000},
                    }
                ],
            },
        ),
        first="kpi-cash",
        says=("Day 2.",),
    ),
    "the worst of two comes first": lambda: Story(
        {
            "cash.closing": flat(60000.0, 49000.0),
            "staff.hours": flat(100.0),
            "staff.overtime_hours": calm(6.0, 0.5, 14.0),
        },
        (CASH, OVERTIME),
        first="kpi-overtime",
    ),
    "the department behind a fall is named": lambda: Story(
        {"staff.revenue": calm(5000.0, 100.0, 3000.0)},
        (REVENUE,),
        first="signal-revenue",
        says=("Kitchen contributes most: -2300",),
        slices=(
            ("staff.revenue", "department", "kitchen", calm(4000.0, 100.0, 1800.0)),
            ("staff.revenue", "department", "bar", flat(1000.0, 1200.0)),
        ),
    ),
    "a retired KPI is silent": lambda: cash(42000.0),
}


def said(found: Finding, tell: Any) -> str:
    return " ".join(tell(text) for text in (found.lead, *found.detail, *found.aside))


@pytest.mark.parametrize("title", STORIES)
def test_the_story_is_told_first(title: str, company: Any, tell: Any) -> None:
    story = STORIES[title]()
    company.weekend = story.weekend
    company.day = story.day or company.day
    for measure, values in story.figures.items():
        company.put(measure, values)
    for measure, dimension, member, values in story.slices:
        company.put(measure, values, dimension, member)
    retired = {"status": "retired"} if "retired" in title else {}
    kpis = [Kpi.model_validate(fields | retired) for fields in story.kpis]
    found = findings(company.on(*kpis, **story.more))
    if not story.first:
        assert [said(one, tell) for one in found] == []
        return
    assert found, "nothing was said"
    assert found[0].id == story.first, [said(one, tell) for one in found]
    assert story.level in ("", found[0].level)
    text = said(found[0], tell)
    for part in story.says:
        assert (part[1:] not in text) if part.startswith("!") else (part in text), text


def test_there_are_at_least_thirty_stories() -> None:
    assert len(STORIES) >= 30
