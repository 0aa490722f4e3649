"""The measures of credit lines."""

from flashreport.domain.measure import Measure

_LINE = ("line",)

CREDIT: tuple[Measure, ...] = (
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
)  # fmt: skip
