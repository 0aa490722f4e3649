"""The measures of staff."""

from flashreport.domain.measure import Measure

_STAFF = ("department",)

STAFF: tuple[Measure, ...] = (
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
)  # fmt: skip
