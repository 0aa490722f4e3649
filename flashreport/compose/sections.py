"""From page 2 on: the detail of each block in the same columns."""

from flashreport.compose.audience_section import audience_blocks
from flashreport.compose.charts import overtime_by_department
from flashreport.compose.context import Context
from flashreport.compose.credit_section import credit_blocks
from flashreport.compose.currency_table import currency_table
from flashreport.compose.forecast_section import forecast_blocks
from flashreport.compose.notes import note_blocks
from flashreport.compose.pay_section import pay_blocks
from flashreport.compose.project_section import project_blocks
from flashreport.compose.reconciliation import reconciliation
from flashreport.compose.register import register_section
from flashreport.compose.tables import (
    Spec,
    comparison_table,
    departments,
    member_table,
    period_table,
)
from flashreport.compose.work_section import work_blocks
from flashreport.domain.measures import BLOCKS
from flashreport.domain.pay import tells_pay
from flashreport.domain.report import Block, Section, Table, words
from flashreport.domain.sight import OWN_PAY_TABLE


def sections(context: Context) -> tuple[Section, ...]:
    """A section per block that has data."""
    makers = {
        "cash": _cash,
        "staff": _staff,
        "credit": credit_blocks,
        "projects": project_blocks,
        "audience": audience_blocks,
        "own": _own,
    }
    found = []
    for block in context.report.sections:
        if block not in makers or not context.shows(block):
            continue
        blocks = tuple(item for item in makers[block](context) if item is not None and _filled(item))
        blocks += note_blocks(context, block)
        found.append(Section(key=block, title=words(BLOCKS[block]), blocks=blocks))
    register = register_section(context)
    return (*found, register) if register is not None else tuple(found)


def _filled(block: Block) -> bool:
    return not isinstance(block, Table) or bool(block.rows)


def _own(context: Context) -> tuple[Block | None, ...]:
    """The workspace's own measures; what tells pay stands by itself, so that it can be left out."""
    keys = [found.key for found in context.own_measures()]
    return (
        period_table(
            context,
            "own-periods",
            words("Other measures by period"),
            [key for key in keys if not tells_pay(key)],
        ),
        period_table(
            context,
            OWN_PAY_TABLE,
            words("Other measures of pay by period"),
            [key for key in keys if tells_pay(key)],
        ),
    )


def _cash(context: Context) -> tuple[Block | None, ...]:
    return (
        period_table(
            context,
            "cash-periods",
            words("Cash by period"),
            _roll(context),
        ),
        comparison_table(
            context,
            "cash-comparison",
            words("Cash against plan and the past"),
            (
                ("cash.receipts", "cash.planned_receipts"),
                ("cash.disbursements", "cash.planned_disbursements"),
                ("cash.net", "cash.planned_net"),
            ),
        ),
        member_table(
            context,
            "cash-accounts",
            (words("Accounts"), words("on the day")),
            "account",
            words("Account"),
            (
                Spec("opening", words("Opening"), "cash.opening"),
                Spec("receipts", words("In"), "cash.receipts"),
                Spec("disbursements", words("Out"), "cash.disbursements"),
                Spec("transfers", words("Transfers"), "cash.transfers"),
                *(Spec(key, label, measure) for key, label, measure in _STEPS if _moved(context, measure)),
                Spec("closing", words("Closing"), "cash.closing"),
            ),
        ),
        member_table(
            context,
            "cash-categories",
            (words("Categories"), words("on the day and month to date")),
            "category",
            words("Category"),
            (
                Spec("receipts", words("In, day"), "cash.receipts"),
                Spec("disbursements", words("Out, day"), "cash.disbursements"),
                Spec("receipts_month", words("In, month"), "cash.receipts", "month"),
                Spec("disbursements_month", words("Out, month"), "cash.disbursements", "month"),
                Spec("net_month", words("Net, month"), "cash.net", "month"),
            ),
        ),
        currency_table(context),
        reconciliation(context),
        *forecast_blocks(context),
    )


_STEPS = (
    ("exchange", words("Exchange"), "cash.exchange_difference"),
    ("gap", words("Statement gap"), "cash.statement_gap"),
)


def _roll(context: Context) -> tuple[str, ...]:
    """What leads from opening to closing cash; steps that never moved are left out."""
    steps = [measure for _, _, measure in _STEPS if _moved(context, measure)]
    moved = ("cash.transfers",) if _moved(context, "cash.transfers") else ()
    flows = ("cash.receipts", "cash.disbursements", "cash.net")
    return ("cash.opening", *flows, *moved, *steps, "cash.closing")


def _moved(context: Context, measure: str) -> bool:
    """Whether any day of the year to date has more than zero of it."""
    first = context.calendar.start(context.business_date, "year")
    held = context.measures.span(measure, context.scope).between(first, context.business_date)
    return bool((held.values != 0).any())


def _staff(context: Context) -> tuple[Block | None, ...]:
    if context.report.cadence == "month_end":
        return pay_blocks(context)
    return (
        period_table(
            context,
            "staff-periods",
            words("Staff by period"),
            (
                "staff.hours",
                "staff.overtime_hours",
                "staff.overtime_share",
                "staff.revenue",
                "staff.revenue_per_hour",
                "staff.pay",
                "staff.overtime_premium",
                "staff.labour_share",
                "staff.low_yield_overtime",
                "staff.jobs_due",
                "staff.jobs_on_time",
                "staff.completion",
            ),
        ),
        comparison_table(
            context,
            "staff-comparison",
            words("Staff against the past"),
            (
                ("staff.hours", ""),
                ("staff.overtime_hours", ""),
                ("staff.overtime_share", ""),
                ("staff.revenue", ""),
                ("staff.revenue_per_hour", ""),
                ("staff.pay", ""),
            ),
        ),
        departments(context),
        overtime_by_department(context),
        *work_blocks(context),
    )
