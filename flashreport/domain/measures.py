"""The measures: what each is called, how it is made, in which unit, and which way is good.

A measure is a *flow* (adds over days), a *stock* (the last value of a period counts), an
*opening* (a stock whose first value counts), *daily* (stands for one day alone and may not be
added, as people reached), a *ratio* of two of the others, divided last from their sums, or a
*formula* of the workspace over any of them, calculated last from the same sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flashreport.domain.formula import Formula
from flashreport.domain.units import Kind

Nature = Literal["flow", "stock", "opening", "daily", "ratio", "formula"]
Direction = Literal["more", "less", "within"]
GROUP = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``label``, ``formula`` are messages of the catalogue.

    A ratio's ``parts`` are its numerator and denominator, and ``times`` what the quotient is
    multiplied by; other measures list what they are made of. ``dimensions`` are those it can
    be sliced by. ``own`` is a measure of the workspace: its label and formula are printed as
    they are; ``tree`` is its formula, where it has one.
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
    times: int = 1
    own: bool = False
    tree: Formula | None = None

    @property
    def block(self) -> str:
        """The block it belongs to."""
        return block_of(self.key)


Register = Mapping[str, Measure]


def block_of(key: str) -> str:
    """The block of a measure: the word before the first dot; ``own`` has the values of own tables as well."""
    word = key.split(".", 1)[0]
    return "own" if word == "values" else word


_CASH = ("account", "category")
_STAFF = ("department",)
_LINE = ("line",)
_PROJECT = ("project",)
_RISK = ("risk",)
_PLATFORM = ("platform",)
_EARNED_VALUE = "PMBOK Guide, earned value"
_VALUES = ("projects.earned_value", "projects.actual_cost")


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
        "cash.gross_burn", "Cash out of 13 weeks", "money", "stock", "less",
        "Cash out of the last 91 days, without transfers and financing.", ("cash.disbursements",),
    ),
    Measure(
        "cash.burn", "Net burn of 13 weeks", "money", "stock", "less",
        "Cash out less cash in of the last 91 days, without transfers and financing.",
        ("cash.disbursements", "cash.receipts"),
    ),
    Measure(
        "cash.runway", "Runway in days", "days", "ratio", "more",
        "Closing cash divided by the net burn of the last 91 days, times 91; none when cash builds up.",
        ("cash.closing", "cash.burn"), times=91,
    ),
    Measure(
        "cash.payroll_days", "Days of payroll covered", "days", "ratio", "more",
        "Closing cash divided by the pay of the last 28 days, times 28.",
        ("cash.closing", "staff.pay_4_weeks"), times=28,
    ),
    Measure(
        "cash.forecast_low", "13-week low point", "money", "stock", "more",
        "The lowest closing cash of a day in the 13 weeks to come: expected receipts and payments, "
        "recurring ones by their habit, ordinary days by their weekday's mean.",
        ("cash.closing",),
    ),
    Measure(
        "cash.forecast_receipts", "Forecast cash in", "money", "stock", "more",
        "Cash in that is forecast for a week.", (), ("week",),
    ),
    Measure(
        "cash.forecast_disbursements", "Forecast cash out", "money", "stock", "less",
        "Cash out that is forecast for a week.", (), ("week",),
    ),
    Measure(
        "cash.forecast_closing", "Forecast closing cash", "money", "stock", "more",
        "Closing cash plus forecast cash in less forecast cash out, up to the end of a week.",
        ("cash.closing", "cash.forecast_receipts", "cash.forecast_disbursements"), ("week",),
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
        "staff.pay_4_weeks", "Pay of 4 weeks", "money", "stock", "less",
        "Pay of the last 28 days.", ("staff.pay",),
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
    Measure(
        "credit.interest", "Interest", "money", "flow", "less",
        "Drawn at the end of the day times the yearly rate times the day's part of the year; rounded half up "
        "on the running sum of the month, so that a month is exact.",
        ("credit.drawn",), _LINE, "2006 ISDA definitions, 4.16",
    ),
    Measure(
        "credit.unused_fee", "Unused fee", "money", "flow", "less",
        "Limit less drawn and letters of credit, not under zero, times the yearly fee times the day's part "
        "of the year; rounded half up on the running sum of the month.",
        ("credit.limit", "credit.used"), _LINE, "2006 ISDA definitions, 4.16",
    ),
    Measure(
        "projects.open", "Open projects", "count", "stock", "within",
        "Projects that are planned, running or held.", (), _PROJECT,
    ),
    Measure(
        "projects.late", "Late projects", "count", "stock", "less",
        "Open projects whose due date has passed.", ("projects.open",), _PROJECT,
    ),
    Measure(
        "projects.days_late", "Days late", "days", "stock", "less",
        "Days from the due date to the day, or to the day on which the project was done; not under zero.",
        (), _PROJECT,
    ),
    Measure(
        "projects.status_changes", "Status changes", "count", "flow", "within",
        "Projects whose status is another one than in the report before.", (), _PROJECT,
    ),
    Measure(
        "projects.budget", "Budget at completion", "money", "stock", "within",
        "The project's whole budget (BAC).", (), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.planned_value", "Planned value", "money", "stock", "within",
        "Budget of the work that should be done by now (PV).", (), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.earned_value", "Earned value", "money", "stock", "more",
        "Budget times percent complete, rounded half up (EV).", ("projects.budget",), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.actual_cost", "Actual cost", "money", "stock", "less",
        "What the work done so far has cost (AC).", (), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.completion", "Percent complete", "percent", "ratio", "more",
        "Earned value divided by budget.", ("projects.earned_value", "projects.budget"), _PROJECT,
        _EARNED_VALUE,
    ),
    Measure(
        "projects.cost_variance", "Cost variance", "money", "stock", "more",
        "Earned value less actual cost; negative is over cost (CV).", _VALUES, _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.schedule_variance", "Schedule variance", "money", "stock", "more",
        "Earned value less planned value; negative is behind (SV).",
        ("projects.earned_value", "projects.planned_value"), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.cpi", "Cost performance", "multiple", "ratio", "more",
        "Earned value divided by actual cost (CPI).", _VALUES, _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.spi", "Schedule performance", "multiple", "ratio", "more",
        "Earned value divided by planned value (SPI); it tends to 1 as a late project ends.",
        ("projects.earned_value", "projects.planned_value"), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.eac", "Estimate at completion", "money", "stock", "less",
        "Budget times actual cost divided by earned value, rounded half up; while nothing is earned or "
        "spent, actual cost plus budget less earned value (EAC). A total adds up its projects' estimates.",
        ("projects.budget", *_VALUES), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.vac", "Variance at completion", "money", "stock", "more",
        "Budget less estimate at completion; negative is over cost (VAC).",
        ("projects.budget", "projects.eac"), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.work_left", "Work left", "money", "stock", "less",
        "Budget less earned value.", ("projects.budget", "projects.earned_value"), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.budget_left", "Budget left", "money", "stock", "more",
        "Budget less actual cost; negative is spent beyond the budget.",
        ("projects.budget", "projects.actual_cost"), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.tcpi", "Performance needed", "multiple", "ratio", "less",
        "Work left divided by budget left (TCPI): the cost performance that ends on budget; none when the "
        "budget is spent.",
        ("projects.work_left", "projects.budget_left"), _PROJECT, _EARNED_VALUE,
    ),
    Measure(
        "projects.risks_open", "Open risks", "count", "stock", "less",
        "Risks opened by the day and not closed by then.", (), _RISK,
    ),
    Measure(
        "projects.risk_exposure", "Risk exposure", "money", "stock", "less",
        "Probability times impact of each open risk as the register has them now, rounded half up.",
        ("projects.risks_open",), _RISK, "PMBOK Guide, expected monetary value",
    ),
    Measure(
        "projects.risk_age", "Age of the risk", "days", "stock", "less",
        "Days since the risk was opened.", (), _RISK,
    ),
    Measure(
        "projects.mitigations_overdue", "Overdue mitigations", "count", "stock", "less",
        "Open risks whose mitigation is past due.", ("projects.risks_open",), _RISK,
    ),
    Measure(
        "projects.mitigation_days_overdue", "Days overdue", "days", "stock", "less",
        "Days that an open risk's mitigation is past due; not under zero.", (), _RISK,
    ),
    Measure(
        "audience.reach", "Reach", "count", "daily", "more",
        "Accounts that saw it at least once, as the platform estimates; never added over days or platforms.",
        (), _PLATFORM,
    ),
    Measure(
        "audience.impressions", "Impressions", "count", "flow", "more",
        "Times shown; repeats count, and each platform counts in its own way.", (), _PLATFORM,
    ),
    Measure(
        "audience.engagements", "Engagements", "count", "flow", "more",
        "Reactions as the platform counts them; each platform counts other parts.", (), _PLATFORM,
    ),
    Measure(
        "audience.clicks", "Clicks", "count", "flow", "more", "Sum of clicks.", (), _PLATFORM,
    ),
    Measure(
        "audience.posts", "Posts", "count", "flow", "within", "Sum of posts.", (), _PLATFORM,
    ),
    Measure(
        "audience.followers", "Followers", "count", "stock", "more",
        "Followers at the end of the day; a total counts whoever follows on several platforms several times.",
        (), _PLATFORM,
    ),
    Measure(
        "audience.followers_before", "Followers before", "count", "opening", "more",
        "Followers at the end of the day before.", ("audience.followers",), _PLATFORM,
    ),
    Measure(
        "audience.followers_gained", "Followers gained, net", "count", "flow", "more",
        "Followers less followers of the record before.", ("audience.followers",), _PLATFORM,
    ),
    Measure(
        "audience.follower_growth", "Follower growth", "percent", "ratio", "more",
        "Followers gained, net, divided by followers at the start.",
        ("audience.followers_gained", "audience.followers_before"), _PLATFORM,
    ),
    Measure(
        "audience.rate_by_reach", "Engagement by reach", "percent", "ratio", "more",
        "Engagements of the day divided by reach of the day.", ("audience.engagements", "audience.reach"),
        _PLATFORM,
    ),
    Measure(
        "audience.rate_by_impressions", "Engagement by impressions", "percent", "ratio", "more",
        "Engagements divided by impressions.", ("audience.engagements", "audience.impressions"), _PLATFORM,
    ),
    Measure(
        "audience.rate_by_followers", "Engagement by followers", "percent", "ratio", "more",
        "Engagements divided by followers at the end of the period.",
        ("audience.engagements", "audience.followers"), _PLATFORM,
    ),
    Measure(
        "audience.click_rate", "Click rate by impressions", "percent", "ratio", "more",
        "Clicks divided by impressions.", ("audience.clicks", "audience.impressions"), _PLATFORM,
    ),
)  # fmt: skip

BLOCKS: dict[str, str] = {
    "cash": "Cash",
    "staff": "Staff",
    "credit": "Credit lines",
    "projects": "Projects and risks",
    "audience": "Audience",
    "own": "Other measures",
}


def made_of(key: str, register: Register = MEASURES) -> tuple[str, ...]:
    """The measures with figures of their own from which a ratio or formula is read; else itself."""
    found = register[key]
    if found.nature not in ("ratio", "formula"):
        return (key,)
    return tuple(dict.fromkeys(leaf for part in found.parts for leaf in made_of(part, register)))


def runs_on(measure: str, register: Register = MEASURES) -> bool:
    """Whether a measure's days hang together, as balances do: no day stands by itself."""
    return all(register[leaf].nature in ("stock", "opening") for leaf in made_of(measure, register))
