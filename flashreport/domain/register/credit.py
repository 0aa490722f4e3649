"""The measures of credit lines."""

from flashreport.domain.measure import Measure

_LINE = ("line", "sub_limit")
_COST = ("line",)
_BASE = ("line", "asset")
_COVENANT = ("covenant",)
_ISDA = "2006 ISDA definitions, 4.16"

CREDIT: tuple[Measure, ...] = (
    Measure(
        "credit.limit", "Limit", "money", "stock", "within", "What the lender committed.", (), _LINE,
    ),
    Measure(
        "credit.cap", "Line cap", "money", "stock", "more",
        "Limit, borrowing base, or the lesser of both, as the line's terms say, less reserves.",
        ("credit.limit", "credit.borrowing_base"), _LINE,
    ),
    Measure(
        "credit.lost_to_base", "Out of reach", "money", "stock", "less",
        "What the borrowing base keeps of the limit; not under zero.",
        ("credit.limit", "credit.borrowing_base"), _LINE,
    ),
    Measure(
        "credit.drawn", "Drawn", "money", "stock", "less",
        "Loans outstanding at the end of the day.", (), _LINE,
    ),
    Measure(
        "credit.letters_of_credit", "Letters of credit", "money", "stock", "less",
        "Letters of credit outstanding at the end of the day.", (), _LINE,
    ),
    Measure(
        "credit.used", "Used", "money", "stock", "less",
        "Drawn plus letters of credit.", ("credit.drawn", "credit.letters_of_credit"), _LINE,
    ),
    Measure(
        "credit.available", "Available", "money", "stock", "more",
        "Line cap less drawn and letters of credit; negative is an over-advance. A sub-limit has no more "
        "than its line.",
        ("credit.cap", "credit.used"), _LINE,
    ),
    Measure(
        "credit.over_advance", "Over-advance", "money", "stock", "less",
        "What is used beyond the cap and must be paid back; not under zero.",
        ("credit.cap", "credit.used"), _LINE,
    ),
    Measure(
        "credit.utilization", "Utilization", "percent", "ratio", "less",
        "Drawn plus letters of credit, divided by the line cap.", ("credit.used", "credit.cap"), _LINE,
    ),
    Measure(
        "credit.utilization_of_limit", "Utilization of the limit", "percent", "ratio", "less",
        "Drawn divided by limit.", ("credit.drawn", "credit.limit"), _LINE,
    ),
    Measure(
        "credit.average_13_weeks", "Average drawn, 13 weeks", "money", "stock", "less",
        "Drawn at the end of each of the last 91 days, divided by 91, rounded half up.",
        ("credit.drawn",), _LINE,
    ),
    Measure(
        "credit.average_year", "Average drawn, year to date", "money", "stock", "less",
        "Drawn at the end of each day of the fiscal year to date, divided by these days, rounded half up.",
        ("credit.drawn",), _LINE,
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
        "credit.paydown_from_collections", "Paydown from collections", "money", "stock", "less",
        "Paydown to target when it is paid from collected receivables, each of which lowers the base by its "
        "advance rate: (used less target times cap by the base) divided by (1 less target times advance "
        "rate), rounded up.",
        ("credit.used", "credit.borrowing_base"), _LINE,
    ),
    Measure(
        "credit.path", "Path to target", "money", "stock", "within",
        "What would be used on a straight path over the working days from the day that the path begins to "
        "the target date; rounded half up.",
        ("credit.used", "credit.cap"), _LINE,
    ),
    Measure(
        "credit.behind_path", "Over the path", "money", "stock", "less",
        "Used less path to target; negative is ahead of the path.", ("credit.used", "credit.path"), _LINE,
    ),
    Measure(
        "credit.days_behind", "Days behind the path", "days", "stock", "less",
        "Working days that the path takes for what is over it; whole days, no more than have passed.",
        ("credit.behind_path",), _LINE,
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
        "credit.forecast_used", "Used, forecast", "money", "stock", "less",
        "Used at the end of the week if cash above its floor pays the lines down and cash short of it is "
        "drawn: used now less what the forecast closing cash, without financing, is above the floor.",
        ("credit.used",), ("week",),
    ),
    Measure(
        "credit.forecast_peak", "Highest use, forecast", "money", "stock", "less",
        "The highest use of any of the next 91 days in the cash forecast.", ("credit.forecast_used",),
    ),
    Measure(
        "credit.forecast_days_to_limit", "Days until the limit, forecast", "days", "stock", "more",
        "Days until the use in the cash forecast passes the cap; none in 13 weeks has none.",
        ("credit.forecast_used", "credit.cap"),
    ),
    Measure(
        "credit.forecast_days_to_target", "Days until the target, forecast", "days", "stock", "less",
        "Days until the use in the cash forecast comes down to the target; none in 13 weeks has none.",
        ("credit.forecast_used", "credit.paydown"),
    ),
    Measure(
        "credit.collateral", "Collateral", "money", "stock", "more",
        "Gross receivables, inventory and other assets of the borrowing base.", (), _BASE,
    ),
    Measure(
        "credit.ineligible", "Ineligible", "money", "stock", "less",
        "What of the collateral does not count: as certified, or excluded debtors, too old, cross-aged, "
        "contra and concentration, each amount by the first test that catches it.",
        ("credit.collateral",), (*_BASE, "reason"),
    ),
    Measure(
        "credit.eligible", "Eligible", "money", "stock", "more",
        "Collateral less ineligible.", ("credit.collateral", "credit.ineligible"), _BASE,
    ),
    Measure(
        "credit.advances", "Advances", "money", "stock", "more",
        "Eligible times the advance rate of each asset, rounded half up, no more than its sub-limit.",
        ("credit.eligible",), _BASE,
    ),
    Measure(
        "credit.advance_rate", "Advance rate", "percent", "ratio", "more",
        "Advances divided by eligible.", ("credit.advances", "credit.eligible"), _BASE,
    ),
    Measure(
        "credit.base_reserves", "Reserves of the base", "money", "stock", "less",
        "Reserves that the certificate takes off the base.", (), ("line",),
    ),
    Measure(
        "credit.borrowing_base", "Borrowing base", "money", "stock", "more",
        "Advances less reserves of the base.", ("credit.advances", "credit.base_reserves"), ("line",),
    ),
    Measure(
        "credit.base_age", "Age of the base", "days", "stock", "less",
        "Days since the day as of which the oldest asset of the base was told.", (), _BASE,
    ),
    Measure(
        "credit.interest", "Interest", "money", "flow", "less",
        "Drawn at the end of the day times the yearly rate of the day times the day's part of the year; "
        "rounded half up on the running sum of the billing period.",
        ("credit.drawn",), _COST, _ISDA,
    ),
    Measure(
        "credit.unused_fee", "Unused fee", "money", "flow", "less",
        "Limit less what counts as use, not under zero, times the yearly fee times the day's part of the "
        "year; rounded half up on the running sum of the billing period.",
        ("credit.limit", "credit.used"), _COST, _ISDA,
    ),
    Measure(
        "credit.letters_fee", "Letter of credit fee", "money", "flow", "less",
        "Letters of credit times the yearly fee times the day's part of the year; rounded half up on the "
        "running sum of the billing period.",
        ("credit.letters_of_credit",), _COST, _ISDA,
    ),
    Measure(
        "credit.yearly_interest", "Interest a year", "money", "stock", "less",
        "What the loans of the day cost in a year at the rates of the day, rounded half up.",
        ("credit.drawn",), _COST,
    ),
    Measure(
        "credit.interest_bearing", "Interest-bearing loans", "money", "stock", "less",
        "Loans whose rate is known.", ("credit.drawn",), _COST,
    ),
    Measure(
        "credit.average_rate", "Interest rate", "percent", "ratio", "less",
        "Interest a year divided by the loans whose rate is known.",
        ("credit.yearly_interest", "credit.interest_bearing"), _COST,
    ),
    Measure(
        "credit.covenant_actual", "Covenant, actual", "number", "stock", "within",
        "What the last test found, or the measure that the covenant is on.", (), _COVENANT,
    ),
    Measure(
        "credit.covenant_threshold", "Covenant, threshold", "number", "stock", "within",
        "What the covenant asks for on the day.", (), _COVENANT,
    ),
    Measure(
        "credit.covenant_headroom", "Covenant headroom", "number", "stock", "more",
        "Actual less threshold for 'at least', threshold less actual for 'at most'; negative is a breach.",
        ("credit.covenant_actual", "credit.covenant_threshold"), _COVENANT,
    ),
    Measure(
        "credit.covenant_room", "Headroom in percent", "percent", "ratio", "more",
        "Covenant headroom divided by the threshold.",
        ("credit.covenant_headroom", "credit.covenant_threshold"), _COVENANT,
    ),
    Measure(
        "credit.covenant_days", "Days until the test", "days", "stock", "within",
        "Days until the next test; negative is overdue.", (), _COVENANT,
    ),
    Measure(
        "credit.covenants_tested", "Covenants tested", "count", "stock", "within",
        "Covenants with a figure whose springing condition, where there is one, is met.", (),
        ("line", "covenant"),
    ),
    Measure(
        "credit.covenants_breached", "Covenants breached", "count", "stock", "less",
        "Tested covenants whose headroom is negative.", ("credit.covenants_tested",), ("line", "covenant"),
    ),
)  # fmt: skip
