"""What needs attention: at most five sentences, worst first.

Each number in a sentence is a figure of the report's measures; rules pick the sentence.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import plain, read, shown
from flashreport.compose.scorecard import label, target_words
from flashreport.compose.verdicts import actual, days_off_target, last_good_day, variation, verdict
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Value
from flashreport.domain.measures import MEASURES
from flashreport.domain.report import Argument, Day, Figure, Finding, Words, name, words
from flashreport.domain.targets import Verdict
from flashreport.domain.units import COUNT, money
from flashreport.workspace.kpis import Kpi

MOST = 5
_RANK = {"act": 0, "watch": 1, "good": 2, "none": 3}
Extra = Callable[[Context, Kpi], list[Words]]


def findings(context: Context) -> tuple[Finding, ...]:
    """Inputs that are not there, then KPIs off target by level and size of the miss."""
    found = list(_input_findings(context))
    ranked = []
    for kpi in context.kpis:
        if kpi.status != "active" or not context.shows(MEASURES[kpi.measure].block):
            continue
        held = verdict(context, kpi)
        if isinstance(held, Verdict) and held.level != "good":
            miss = held.shortfall / max(abs(held.due), Fraction(1, 10**6))
            ranked.append((_RANK[held.level], -miss, kpi.id, kpi, held))
    found += [_finding(context, kpi, held) for *_, kpi, held in sorted(ranked, key=lambda item: item[:3])]
    found.sort(key=lambda finding: _RANK[finding.level])
    return tuple(found[:MOST])


def _input_findings(context: Context) -> Iterator[Finding]:
    bad = [item for item in context.inputs if item.state in ("missing", "failed", "stale", "incomplete")]
    for item in bad:
        texts = {
            "missing": "{input} has not arrived.",
            "failed": "{input} could not be read.",
            "stale": "{input} is not up to date.",
            "incomplete": "{input} is incomplete.",
        }
        detail = [item.note] if item.note.message else []
        if item.as_of:
            detail.append(words("Its newest day is {day}.", day=Day(on=item.as_of)))
        yield Finding(
            id=f"input-{item.name}",
            level="act" if item.state in ("missing", "failed") else "watch",
            lead=words(texts[item.state], input=name(item.name)),
            detail=tuple(detail),
        )


def _finding(context: Context, kpi: Kpi, held: Verdict) -> Finding:
    age = days_off_target(context, kpi)
    extras = [text for extra in _EXTRAS.get(kpi.measure, ()) for text in extra(context, kpi)]
    return Finding(
        id=f"kpi-{kpi.id}",
        level=held.level,
        lead=_lead(context, kpi, held),
        detail=tuple(_path_words(context, kpi, held) + extras),
        aside=tuple(_aside(context, kpi, held, age)),
        measure=kpi.measure,
        where=kpi.where,
        since_days=age or None,
    )


def _lead(context: Context, kpi: Kpi, held: Verdict) -> Words:
    value = actual(context, kpi, context.business_date)
    now: Argument = plain(context, kpi.measure, value if value is not None else Fraction(0))
    parts: dict[str, Argument] = {
        "measure": label(context, kpi),
        "now": now,
        "target": target_words(context, kpi),
    }
    if held.path is not None:
        return words("{measure} is {now}, and the target is {target}.", **parts)
    if kpi.target and kpi.target.period == "month":
        return words("{measure} is {now} this month to date; the target is {target}.", **parts)
    return words("{measure} is {now}; the target is {target}.", **parts)


def _path_words(context: Context, kpi: Kpi, held: Verdict) -> list[Words]:
    if held.path is None or kpi.measure.startswith("credit."):
        return []
    needed = held.path.needed_per_day
    if isinstance(needed, Unavailable):
        return [words("No working day is left to reach it.")]
    amount = plain(context, kpi.measure, abs(needed), gap=True)
    return [words("It takes {amount} each working day.", amount=amount)]


def _aside(context: Context, kpi: Kpi, held: Verdict, age: int) -> Iterator[Words]:
    if age > 1:
        yield words("Day {n}.", n=_count(age))
    if kpi.owner:
        yield words("Owner: {owner}.", owner=name(kpi.owner))
    since = last_good_day(context, kpi, held.due)
    if since is not None and age > 1 and kpi.target is not None:
        edge = plain(context, kpi.measure, held.due)
        text = "Last at {edge} or better on {day}."
        yield words(text, edge=edge, day=Day(on=since, form="long"))


def _count(number: int) -> Argument:
    return Figure(unit=COUNT, value=Decimal(number))


def _paydown(context: Context, _kpi: Kpi) -> list[Words]:
    total, daily = shown(context, "credit.paydown"), shown(context, "credit.paydown_per_day")
    if total.value is None or daily.value is None:
        return []
    return [
        words("Reaching it takes a paydown of {total}: {daily} each working day.", total=total, daily=daily)
    ]


def _largest_payment(context: Context, _kpi: Kpi) -> list[Words]:
    """The category that took most cash on the day."""
    held = [
        (reading.amount, member)
        for member in context.measures.members("cash.disbursements", "category", context.scope)
        for reading in [read(context, "cash.disbursements", "day", None, "category", member)]
        if isinstance(reading, Value) and reading.amount > 0
    ]
    if not held:
        return []
    _, member = max(held)
    took = shown(context, "cash.disbursements", "day", None, "category", member)
    return [words("{category} took {amount} on the day.", category=name(member.capitalize()), amount=took)]


def _overtime_place(context: Context, _kpi: Kpi) -> list[Words]:
    """The department with most overtime this month, and what low-yield jobs cost."""
    total = read(context, "staff.overtime_hours", "month")
    members = context.measures.members("staff.overtime_hours", "department", context.scope)
    held = [
        (reading.amount, member)
        for member in members
        for reading in [read(context, "staff.overtime_hours", "month", None, "department", member)]
        if isinstance(reading, Value)
    ]
    if not held or not isinstance(total, Value) or total.amount == 0:
        return []
    most, member = max(held)
    place = name(context.department(member))
    share = plain(context, "staff.overtime_share", most / total.amount)
    texts = [words("{place} has {share} of this month's overtime.", place=place, share=share)]
    low = shown(context, "staff.low_yield_overtime", "month")
    if low.value:
        texts.append(words("{amount} of overtime pay went to low-yield jobs.", amount=low))
    return texts


def _signal(context: Context, kpi: Kpi) -> list[Words]:
    signal = variation(context, kpi.measure, kpi.where).signal
    if signal is None:
        return []
    if str(signal.rule) == "shift":
        return [
            words(
                "That is no chance: {n} days in a row lie on one side of the mean.",
                n=_count(len(signal.points)),
            )
        ]
    return [words("That is outside its normal variation.")]


def _pay_budget(context: Context, _kpi: Kpi) -> list[Words]:
    end, budget = read(context, "staff.pay_month_end"), read(context, "staff.pay_budget", "month")
    if not isinstance(end, Value) or not isinstance(budget, Value) or end.amount <= budget.amount:
        return []
    over = plain(context, "staff.pay", (end.amount - budget.amount) / money(context.currency).step)
    return [words("Month-end pay is heading {amount} over budget.", amount=over)]


_EXTRAS: dict[str, tuple[Extra, ...]] = {
    "credit.utilization": (_paydown,),
    "credit.available": (),
    "cash.closing": (_largest_payment,),
    "cash.net": (_largest_payment,),
    "staff.overtime_share": (_overtime_place, _signal, _pay_budget),
    "staff.revenue_per_hour": (_signal,),
}
