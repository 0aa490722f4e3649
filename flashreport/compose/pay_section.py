"""The month-end pay report: what the month has cost so far, where it ends, and against what budget."""

from fractions import Fraction
from numbers import Integral
from typing import Any

from flashreport.compose.context import Context
from flashreport.compose.figures import difference, figure, read, shown
from flashreport.compose.tables import (
    MOST_ROWS,
    Spec,
    against_budget,
    budget_gap,
    member_table,
    number_cell,
    period_table,
    text_cell,
)
from flashreport.domain.alphabet import sort_key
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Reading, Value
from flashreport.domain.pay import tells_pay
from flashreport.domain.report import Block, Column, Day, Note, Row, Table, Words, name, words

_METHOD = words(
    "Pay to date plus, for each day left in the month, that weekday's average pay of the last 8 weeks; low "
    "and high take the least and the most that the weekday paid. Pay is an estimate, not payroll."
)


def pay_blocks(context: Context) -> tuple[Block | None, ...]:
    """The sections of staff in the month-end report."""
    return (
        _headline(context),
        _by_department(context),
        _by_person(context),
        period_table(
            context,
            "pay-parts",
            words("What pay is made of"),
            (
                "staff.pay",
                "staff.overtime_premium",
                "staff.surcharges",
                "staff.extra_pay",
                "staff.labour_share",
            ),
        ),
    )


def _headline(context: Context) -> Note | None:
    """Where the month ends, between what and what, and how far from the budget that is."""
    end, low, high = (shown(context, f"staff.pay_month_end{which}") for which in ("", "_low", "_high"))
    if end.value is None or low.value is None or high.value is None:
        return None
    day = Day(on=context.calendar.month_end(context.business_date), form="long")
    there = read(context, "staff.pay_month_end")
    budget = read(context, "staff.pay_budget", "month")
    if isinstance(budget, Unavailable) or not isinstance(there, Value):
        text = words(
            "Pay is heading for {end} by {day}, between {low} and {high}.",
            end=end,
            day=day,
            low=low,
            high=high,
        )
        return Note(text=text)
    gap = difference(context, "staff.pay", there, budget)
    over = there.amount > budget.amount
    text = words(
        "Pay is heading for {end} by {day}, between {low} and {high}; the budget is {budget}, a variance "
        "of {gap}.",
        end=end, day=day, low=low, high=high, budget=figure(context, "staff.pay_budget", budget), gap=gap,
    )  # fmt: skip
    return Note(text=text, level="watch" if over else "none")


def _by_department(context: Context) -> Table | None:
    found = member_table(
        context,
        "pay-departments",
        (words("Pay by department"), _until(context)),
        "department",
        words("Department"),
        (
            Spec("hours", words("Hours"), "staff.hours", "month"),
            Spec("overtime", words("Overtime"), "staff.overtime_hours", "month"),
            Spec("premium", words("Overtime premium"), "staff.overtime_premium", "month"),
            Spec("pay", words("Pay to date"), "staff.pay", "month"),
            Spec("month_end", words("Month-end pay"), "staff.pay_month_end"),
            Spec("low", words("Low"), "staff.pay_month_end_low"),
            Spec("high", words("High"), "staff.pay_month_end_high"),
            Spec("budget", words("Budget"), "staff.pay_budget", "month"),
        ),
        last=(Column(key="vs_budget", label=words("vs budget")), budget_gap),
    )
    if found is None:
        return None
    rows = tuple(_with_total_gap(context, row) for row in found.rows)
    return found.model_copy(update={"note": _METHOD, "rows": rows})


def _with_total_gap(context: Context, row: Row) -> Row:
    if row.kind != "total":
        return row
    end, budget = read(context, "staff.pay_month_end"), read(context, "staff.pay_budget", "month")
    return row.model_copy(
        update={"cells": (*row.cells, number_cell(difference(context, "staff.pay", end, budget)))}
    )


def _by_person(context: Context) -> Table | None:
    """Each person's month; audiences that may not see pay never get this table."""
    people = context.people
    if people is None or people.empty:
        return None
    held = people[people["entity"] == context.scope] if context.scope else people
    order = sorted(held.to_dict("records"), key=lambda each: _place(context, each))
    planned = bool(held["budget"].notna().any())
    rows = [_person(context, each, planned=planned) for each in order[:MOST_ROWS]]
    columns = (
        Column(key="employee", label=words("Employee"), kind="text", width=1.4),
        Column(key="department", label=words("Department"), kind="text", width=1.4),
        *(
            Column(key=key, label=label)
            for key, label in (
                ("hours", words("Hours")),
                ("overtime", words("Overtime")),
                ("premium", words("Overtime premium")),
                ("pay", words("Pay to date")),
                ("month_end", words("Month-end pay")),
                *([("budget", words("Budget")), ("vs_budget", words("vs budget"))] if planned else []),
            )
        ),
    )
    return Table(
        key="pay-employees",
        title=words("Pay by employee"),
        subtitle=_until(context),
        columns=columns,
        rows=tuple(rows),
        cut=max(0, len(held) - MOST_ROWS),
    )


def _place(context: Context, person: "dict[Any, Any]") -> tuple[tuple[str, str], ...]:
    """By the printed name of the department, then by the employee."""
    department = context.department(str(person["department"]))
    return sort_key(department), sort_key(str(person["employee"]))


def _person(context: Context, person: "dict[Any, Any]", *, planned: bool) -> Row:
    amounts = (
        ("staff.hours", person["seconds"]),
        ("staff.overtime_hours", person["overtime"]),
        ("staff.overtime_premium", person["premium"]),
        ("staff.pay", person["pay"]),
        ("staff.pay_month_end", person["month_end"]),
    )
    why = "no exchange rate" if not isinstance(person["pay"], Integral) else "no data"
    cells = [
        number_cell(figure(context, measure, _reading(context, measure, amount, why)))
        for measure, amount in amounts
    ]
    if planned:
        end, budget = (
            _reading(context, measure, person[name], why)
            for measure, name in (("staff.pay_month_end", "month_end"), ("staff.pay_budget", "budget"))
        )
        cells += [
            number_cell(figure(context, "staff.pay_budget", budget)),
            against_budget(context, end, budget),
        ]
    department = name(context.department(str(person["department"])))
    return Row(cells=(text_cell(name(str(person["employee"]))), text_cell(department), *cells))


def _reading(context: Context, measure: str, amount: Any, why: str) -> Reading:
    few = tells_pay(measure) and context.settings.delivery.smallest_group > 1  # one person is the fewest
    if not isinstance(amount, Integral):  # pandas' null
        return Unavailable(why)
    return Value(Fraction(int(amount)), 1, context.business_date, few=few)


def _until(context: Context) -> Words:
    end = context.calendar.month_end(context.business_date)
    return words("month to date, pay projected to {day}", day=Day(on=end, form="long"))
