"""The measures: what each is called, how it is made, in which unit, and which way is good.

A measure is a *flow* (adds over days), a *stock* (the last value of a period counts), an
*opening* (a stock whose first value counts) or a *ratio* of two of the others, divided last
from their sums.
"""

from dataclasses import dataclass
from typing import Literal

from flashreport.domain.units import Kind

Nature = Literal["flow", "stock", "opening", "ratio"]
Direction = Literal["more", "less", "within"]
GROUP = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``label``, ``formula`` are messages of the catalogue.

    A ratio's ``parts`` are its numerator and denominator; other measures list what they
    are made of. ``dimensions`` are those it can be sliced by.
    """

    key: str
    label: str
    kind: Kind
    nature: Nature
    direction: Direction
    formula: str
    parts: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    source: str = ""

    @property
    def block(self) -> str:
        """The block it belongs to: the word before the first dot."""
        return self.key.split(".", 1)[0]


_CASH = ("account", "category")
_STAFF = ("department",)
_LINE = ("line",)


def _measures(*measures: Measure) -> dict[str, Measure]:
    return {measure.key: measure for measure in measures}


MEASURES: dict[str, Measure] = _measures(
    Measure(
        "cash.opening", "Opening cash", "money", "opening", "more",
        "Closing cash of the day before.", ("cash.closing",), ("account",),
    ),
    Measure(
        "cash.receipts", "Cash in", "money", "flow", "more",
        "Sum of money received, without transfers between own accounts.", (), _CASH,
    ),
    Measure(
        "cash.disbursements", "Cash out", "money", "flow", "less",
        "Sum of money paid, without transfers between own accounts.", (), _CASH,
    ),
    Measure(
        "cash.transfers", "Transfers", "money", "flow", "within",
        "Net of transfers between own accounts; zero for the group.", (), ("account",),
    ),
    Measure(
        "cash.net", "Net cash flow", "money", "flow", "more",
        "Cash in less cash out.", ("cash.receipts", "cash.disbursements"), _CASH,
    ),
    Measure(
        "cash.closing", "Closing cash", "money", "stock", "more",
        "Opening cash plus cash in less cash out plus transfers; held against each statement.",
        ("cash.opening", "cash.receipts", "cash.disbursements", "cash.transfers"), ("account",),
    ),
    Measure(
        "cash.planned_receipts", "Cash in, plan", "money", "flow", "more",
        "The month's plan spread evenly over its working days, to the cent.", (), ("category",),
    ),
    Measure(
        "cash.planned_disbursements", "Cash out, plan", "money", "flow", "less",
        "The month's plan spread evenly over its working days, to the cent.", (), ("category",),
    ),
    Measure(
        "cash.planned_net", "Net cash flow, plan", "money", "flow", "more",
        "Planned cash in less planned cash out.", ("cash.planned_receipts", "cash.planned_disbursements"),
        ("category",),
    ),
    Measure(
        "staff.hours", "Hours worked", "hours", "flow", "within",
        "Sum of hours on the timesheets.", (), _STAFF,
    ),
    Measure(
        "staff.overtime_hours", "Overtime hours", "hours", "flow", "less",
        "Hours above the overtime rule's thresholds, in the day and department where they were worked.",
        ("staff.hours",), _STAFF, "29 CFR 778.101; California Labor Code 510",
    ),
    Measure(
        "staff.overtime_share", "Overtime share", "percent", "ratio", "less",
        "Overtime hours divided by hours worked.", ("staff.overtime_hours", "staff.hours"), _STAFF,
    ),
    Measure(
        "staff.revenue", "Revenue", "money", "flow", "more", "Sum of revenue.", (), _STAFF,
    ),
    Measure(
        "staff.units", "Units", "count", "flow", "more", "Sum of units of output.", (), _STAFF,
    ),
    Measure(
        "staff.revenue_per_hour", "Revenue per hour", "rate", "ratio", "more",
        "Revenue divided by hours worked, of all staff.", ("staff.revenue", "staff.hours"), _STAFF,
    ),
    Measure(
        "staff.pay", "Pay", "money", "flow", "less",
        "Hours times rate, plus the overtime premium; salaries spread over the month's working days. "
        "An estimate, not payroll.",
        ("staff.hours", "staff.overtime_premium"), _STAFF, "29 CFR 778.107 to 778.113",
    ),
    Measure(
        "staff.overtime_premium", "Overtime premium", "money", "flow", "less",
        "Overtime hours times rate times the multiplier less one.", ("staff.overtime_hours",), _STAFF,
    ),
    Measure(
        "staff.overtime_pay", "Overtime pay", "money", "flow", "less",
        "Overtime hours times rate times the multiplier.", ("staff.overtime_hours",), _STAFF,
    ),
    Measure(
        "staff.low_yield_overtime", "Overtime on low-yield jobs", "money", "flow", "less",
        "Overtime pay on jobs whose revenue per hour is under the workspace's yield floor.",
        ("staff.overtime_pay",), _STAFF,
    ),
    Measure(
        "staff.labour_share", "Labour cost share", "percent", "ratio", "less",
        "Pay divided by revenue.", ("staff.pay", "staff.revenue"), _STAFF,
    ),
    Measure(
        "staff.pay_month_end", "Month-end pay", "money", "stock", "less",
        "Pay to date plus, for each day left in the month, that weekday's average pay of the last 8 weeks.",
        ("staff.pay",), _STAFF,
    ),
    Measure(
        "staff.pay_budget", "Pay budget", "money", "stock", "within",
        "The month's budget for pay.", (), _STAFF,
    ),
    Measure(
        "staff.jobs_due", "Jobs due", "count", "flow", "within", "Jobs due on the day.", (), _STAFF,
    ),
    Measure(
        "staff.jobs_on_time", "Jobs done on time", "count", "flow", "more",
        "Jobs due on the day that were completed by then.", (), _STAFF,
    ),
    Measure(
        "staff.completion", "Jobs completed on time", "percent", "ratio", "more",
        "Jobs done on time divided by jobs due.", ("staff.jobs_on_time", "staff.jobs_due"), _STAFF,
    ),
    Measure(
        "credit.limit", "Limit", "money", "stock", "within", "What the lender committed.", (), _LINE,
    ),
    Measure(
        "credit.cap", "Line cap", "money", "stock", "more", "Limit less reserves.", ("credit.limit",), _LINE,
    ),
    Measure(
        "credit.drawn", "Drawn", "money", "stock", "less",
        "Loans outstanding at the end of the day.", (), _LINE,
    ),
    Measure(
        "credit.used", "Used", "money", "stock", "less",
        "Drawn plus letters of credit.", ("credit.drawn",), _LINE,
    ),
    Measure(
        "credit.available", "Available", "money", "stock", "more",
        "Limit less reserves, drawn and letters of credit; negative is an over-advance.",
        ("credit.cap", "credit.used"), _LINE,
    ),
    Measure(
        "credit.utilization", "Utilization", "percent", "ratio", "less",
        "Drawn plus letters of credit, divided by limit less reserves.", ("credit.used", "credit.cap"), _LINE,
    ),
    Measure(
        "credit.utilization_of_limit", "Utilization of the limit", "percent", "ratio", "less",
        "Drawn divided by limit.", ("credit.drawn", "credit.limit"), _LINE,
    ),
    Measure(
        "credit.paydown", "Paydown to target", "money", "stock", "less",
        "Used less target utilization times the cap, not under zero.", ("credit.used", "credit.cap"), _LINE,
    ),
    Measure(
        "credit.paydown_per_day", "Paydown per working day", "money", "stock", "less",
        "Paydown to target divided by the working days left until the target date, rounded up.",
        ("credit.paydown",), _LINE,
    ),
    Measure(
        "credit.days_to_limit", "Days until the limit", "days", "stock", "more",
        "What is available divided by the average daily rise of the last 20 days; none when it doesn't rise.",
        ("credit.available", "credit.used"), _LINE,
    ),
    Measure(
        "credit.days_to_target", "Days until the target", "days", "stock", "less",
        "Paydown to target divided by the average daily fall of the last 20 days; none when it doesn't fall.",
        ("credit.paydown", "credit.used"), _LINE,
    ),
)  # fmt: skip

BLOCKS: dict[str, str] = {
    "cash": "Cash",
    "staff": "Staff",
    "credit": "Credit lines",
    "projects": "Projects and risks",
    "audience": "Audience",
}
