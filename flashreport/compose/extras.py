"""What some measures have to add to a finding about them."""

from collections.abc import Callable
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import few_behind, plain, read, shown
from flashreport.compose.sentences import say
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import Words, name
from flashreport.domain.units import money

Extra = Callable[[Context], list[Words]]


def extras(context: Context, measure: str) -> list[Words]:
    """The sentences that the measure adds; none for most."""
    return [text for extra in _EXTRAS.get(measure, ()) for text in extra(context)]


def _paydown(context: Context) -> list[Words]:
    total, daily = shown(context, "credit.paydown"), shown(context, "credit.paydown_per_day")
    if total.value is None or daily.value is None:
        return []
    return [say("paydown", total=total, daily=daily)]


def _largest_payment(context: Context) -> list[Words]:
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
    return [say("took_most", category=name(member.capitalize()), amount=took)]


def _overtime_place(context: Context) -> list[Words]:
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
    share = plain(context, "staff.overtime_share", most / total.amount)
    texts = [say("overtime_place", place=name(context.department(member)), share=share)]
    low = shown(context, "staff.low_yield_overtime", "month")
    return [*texts, say("low_yield", amount=low)] if low.value else texts


def _pay_budget(context: Context) -> list[Words]:
    end, budget = read(context, "staff.pay_month_end"), read(context, "staff.pay_budget", "month")
    if not isinstance(end, Value) or not isinstance(budget, Value) or end.amount <= budget.amount:
        return []
    gap = Fraction(end.amount - budget.amount) / money(context.currency).step
    over = plain(context, "staff.pay", gap, few=few_behind(end, budget))
    return [say("over_budget", amount=over)]


_EXTRAS: dict[str, tuple[Extra, ...]] = {
    "credit.utilization": (_paydown,),
    "cash.closing": (_largest_payment,),
    "cash.net": (_largest_payment,),
    "staff.overtime_share": (_overtime_place, _pay_budget),
}
