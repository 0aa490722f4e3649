"""What a KPI's contract lacks on a day: the gaps that the register shows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flashreport.domain.calendar import BusinessCalendar
from flashreport.workspace.kpis import Kpi

GapKind = Literal["no_target", "no_baseline", "no_owner", "no_data", "overdue", "expired", "review_due"]
_MONTHS = {"monthly": 1, "two_months": 2}


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap. ``since`` is the first day on which it was one, where a day begins it."""

    kind: GapKind
    since: date | None = None


def gaps(kpi: Kpi, today: date, calendar: BusinessCalendar, newest: date | None) -> tuple[Gap, ...]:
    """Every gap of an active KPI on ``today``; a retired one has none.

    ``newest`` is the newest day that has a figure, None without any.
    """
    if kpi.status == "retired":
        return ()
    return (*contract_gaps(kpi, today), *_update_gaps(kpi, today, calendar, newest))


def contract_gaps(kpi: Kpi, today: date) -> tuple[Gap, ...]:
    """The gaps that the register alone shows: target, baseline, owner, deadline, review."""
    if kpi.status == "retired":
        return ()
    found: list[Gap] = []
    aim = kpi.target
    if aim is None:
        found.append(Gap("no_target"))
    elif aim.kind in ("reach", "change") and kpi.baseline is None:
        found.append(Gap("no_baseline"))
    if not kpi.owner.strip():
        found.append(Gap("no_owner"))
    if aim is not None and aim.by is not None and today > aim.by:
        found.append(Gap("expired", aim.by + timedelta(days=1)))
    due = next_review(kpi)
    if due is None or today >= due:
        found.append(Gap("review_due", due))
    return tuple(found)


def _update_gaps(kpi: Kpi, today: date, calendar: BusinessCalendar, newest: date | None) -> tuple[Gap, ...]:
    if newest is None:
        return (Gap("no_data"),)
    due = update_due(kpi, newest, calendar)
    return (Gap("overdue", due),) if today >= due else ()


def update_due(kpi: Kpi, newest: date, calendar: BusinessCalendar) -> date:
    """The day by whose end the figure after ``newest`` should be there, by the KPI's cadence.

    Daily: the next working day; weekly: seven days on; monthly and every two months: the
    same day of the month.
    """
    if kpi.cadence == "daily":
        days = (newest + timedelta(days=ahead) for ahead in range(1, 62))
        return next((day for day in days if calendar.is_working(day)), newest + timedelta(days=62))
    if kpi.cadence == "weekly":
        return newest + timedelta(weeks=1)
    return months_after(newest, _MONTHS[kpi.cadence])


def last_review(kpi: Kpi) -> date | None:
    """The day of the newest review; None when there was none."""
    days = [review.on for review in kpi.review]
    if kpi.last_review is not None:
        days.append(kpi.last_review)
    return max(days, default=None)


def next_review(kpi: Kpi) -> date | None:
    """When to ask again whether the KPI matters; None when nothing says from when to count."""
    start = last_review(kpi) or kpi.start or (kpi.baseline.on if kpi.baseline else None)
    return None if start is None else months_after(start, kpi.review_every_months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
