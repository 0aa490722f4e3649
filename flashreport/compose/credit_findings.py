"""What needs attention on the credit lines: over-advances, covenants, old bases, the limit ahead."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from flashreport.compose.context import Context
from flashreport.compose.covenant_table import (
    CovenantRow,
    covenant_name,
    covenant_rows,
    figure_of,
    standing,
    tested,
)
from flashreport.compose.figures import near_day, read, shown
from flashreport.compose.forecast_finding import SOON
from flashreport.compose.member_names import member_names
from flashreport.compose.sentences import count, say, say_counted
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import Finding, Words, name


def credit_findings(context: Context) -> Iterator[Finding]:
    """All of them, where the report has the credit block."""
    if not context.shows("credit"):
        return
    yield from _over_advances(context)
    yield from _covenants(context)
    yield from _old_bases(context)
    yield from _limit_ahead(context)


def _over_advances(context: Context) -> Iterator[Finding]:
    """Each line that uses more than its cap: by how much, since when, and until when it must be cured."""
    names = member_names(context, "line")
    for line in context.measures.members("credit.over_advance", "line", context.scope):
        over = read(context, "credit.over_advance", "day", None, "line", line)
        if not isinstance(over, Value) or over.amount <= 0:
            continue
        amount = shown(context, "credit.over_advance", "day", None, "line", line)
        first, days = _since(context, line)
        yield Finding(
            id=f"over-advance-{line}",
            level="act",
            lead=say("over_advance", line=name(names.get(line, line)), amount=amount),
            detail=(_cure(context, line, first),),
            aside=(say("day_n", n=count(days)),) if days > 1 else (),
            measure="credit.over_advance",
            where={"line": line},
            since_days=days,
        )


def _since(context: Context, line: str) -> tuple[date, int]:
    """The first day of the over-advance, and how many days it has lasted."""
    span = context.measures.span("credit.over_advance", context.scope, "line", line)
    held = span.between(date.min, context.business_date)
    sound = np.flatnonzero(held.values <= 0)
    days = len(held) - (int(sound[-1]) + 1 if len(sound) else 0)
    return context.business_date - timedelta(days=days - 1), days


def _cure(context: Context, line: str, first: date) -> Words:
    """Until when it must be paid back: so many working days after it began."""
    facts = context.facts.get("credit_lines")
    allowed = facts.loc[facts["line"] == line, "cure_days"].dropna() if facts is not None else None
    left = int(allowed.iloc[0]) if allowed is not None and len(allowed) else 0
    day = first
    while left > 0:
        day += timedelta(days=1)
        left -= context.calendar.is_working(day)
    if day <= context.business_date:
        return say("cure_now")
    return say("cure_by", day=near_day(context, day))


def _covenants(context: Context) -> Iterator[Finding]:
    for row in covenant_rows(context):
        level = standing(context, row)
        if level in ("act", "watch"):
            yield _covenant(context, row, breached=level == "act")
        elif row.next_test is not None and row.next_test < context.business_date:
            text = say(
                "test_overdue", covenant=covenant_name(context, row), day=near_day(context, row.next_test)
            )
            yield Finding(id=f"covenant-{_id(row)}", level="watch", lead=text, measure="credit.covenant_days")


def _covenant(context: Context, row: CovenantRow, *, breached: bool) -> Finding:
    actual, threshold = figure_of(context, row, "actual"), figure_of(context, row, "threshold")
    room = figure_of(context, row, "headroom")
    key = f"covenant_{row.bound}" if breached else f"covenant_near_{row.bound}"
    detail = [say("headroom", amount=room)]
    now = tested(context, row)
    if isinstance(now, Value) and not now.amount:
        detail.append(say("not_tested"))
    if row.next_test is not None:
        detail.append(say("next_test", day=near_day(context, row.next_test)))
    return Finding(
        id=f"covenant-{_id(row)}",
        level="act" if breached else "watch",
        lead=say(key, covenant=covenant_name(context, row), actual=actual, threshold=threshold),
        detail=tuple(detail),
        measure="credit.covenant_headroom",
        where={"covenant": row.member},
    )


def _id(row: CovenantRow) -> str:
    return f"{row.line}-{row.covenant}".lower().replace(" ", "-")


def _old_bases(context: Context) -> Iterator[Finding]:
    names = member_names(context, "line")
    for line in context.measures.members("credit.base_age", "line", context.scope):
        age = read(context, "credit.base_age", "day", None, "line", line)
        if isinstance(age, Value) and age.stale:
            days = int(age.amount)
            day = near_day(context, context.business_date - timedelta(days=days))
            yield Finding(
                id=f"base-{line}",
                level="watch",
                lead=say_counted("base_old", days, line=name(names.get(line, line)), day=day),
                measure="credit.base_age",
                where={"line": line},
            )


def _limit_ahead(context: Context) -> Iterator[Finding]:
    """The day on which the lines pass their cap, if they fill the gaps of the cash forecast."""
    days = read(context, "credit.forecast_days_to_limit")
    over = read(context, "credit.over_advance")
    if not isinstance(days, Value) or (isinstance(over, Value) and over.amount > 0):
        return
    ahead = timedelta(days=int(days.amount))
    yield Finding(
        id="credit-forecast",
        level="act" if ahead <= SOON else "watch",
        lead=say("limit_ahead", day=near_day(context, context.business_date + ahead)),
        detail=(say("peak", peak=shown(context, "credit.forecast_peak"), cap=shown(context, "credit.cap")),),
        measure="credit.forecast_peak",
    )
