"""The measures of staff."""

from flashreport.domain.measure import Measure

_STAFF = ("department",)
_WORK = ("department", "job")
_OVERTIME = ("department", "job", "yield")

STAFF: tuple[Measure, ...] = (
    Measure(
        "staff.hours", "Hours worked", "hours", "flow", "within",
        "Sum of hours on the timesheets.", (), _WORK,
    ),
    Measure(
        "staff.overtime_hours", "Overtime hours", "hours", "flow", "less",
        "Hours above the overtime rule's thresholds, in the day and department where they were worked.",
        ("staff.hours",), _OVERTIME, "29 CFR 778.101; California Labor Code 510",
    ),
    Measure(
        "staff.double_time_hours", "Double time hours", "hours", "flow", "less",
        "Those of the overtime hours that are paid at twice the rate or more.",
        ("staff.overtime_hours",), _STAFF, "California Labor Code 510",
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
        "Hours times rate or what piece work earned, plus overtime premium, surcharges and other pay; "
        "salaries spread over their working days. An estimate, not payroll.",
        ("staff.hours", "staff.overtime_premium"), _STAFF, "29 CFR 778.107 to 778.115",
    ),
    Measure(
        "staff.overtime_premium", "Overtime premium", "money", "flow", "less",
        "Overtime hours times the multiplier less one times the regular rate: all pay of the week for work "
        "by its hours, or the rate of the work done, as the overtime rule says.",
        ("staff.overtime_hours",), _STAFF, "29 CFR 778.109 to 778.115, 778.419",
    ),
    Measure(
        "staff.surcharges", "Surcharges", "money", "flow", "less",
        "Hours on the rule's days and nights times rate times the surcharge's share.",
        ("staff.hours",), _STAFF, "29 CFR 778.207; Iran Labour Law 58, 62",
    ),
    Measure(
        "staff.extra_pay", "Bonuses and other pay", "money", "flow", "within",
        "Sum of bonuses and other pay, without expenses.", (), _STAFF,
    ),
    Measure(
        "staff.overtime_pay", "Overtime pay", "money", "flow", "less",
        "Straight pay of the overtime hours plus the overtime premium.",
        ("staff.overtime_hours", "staff.overtime_premium"), _OVERTIME,
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
        "staff.pay_month_end_low", "Month-end pay, low", "money", "stock", "less",
        "Pay to date plus, for each day left in the month, the least that weekday paid in the last 8 weeks.",
        ("staff.pay",), _STAFF,
    ),
    Measure(
        "staff.pay_month_end_high", "Month-end pay, high", "money", "stock", "less",
        "Pay to date plus, for each day left in the month, the most that weekday paid in the last 8 weeks.",
        ("staff.pay",), _STAFF,
    ),
    Measure(
        "staff.pay_budget", "Pay budget", "money", "stock", "within",
        "The month's budget for pay.", (), _STAFF,
    ),
    Measure(
        "staff.people_paid", "People paid", "count", "daily", "within",
        "How many people earned pay on the day.", ("staff.pay",), _STAFF,
    ),
    Measure(
        "staff.people_overtime", "People with overtime pay", "count", "daily", "less",
        "How many people earned overtime pay on the day.", ("staff.overtime_pay",), _STAFF,
    ),
    Measure(
        "staff.people_low_yield", "People with overtime on low-yield jobs", "count", "daily", "less",
        "How many people earned overtime pay on low-yield jobs on the day.", ("staff.low_yield_overtime",),
        _STAFF,
    ),
    Measure(
        "staff.jobs_due", "Jobs due", "count", "flow", "within", "Jobs due on the day.", (), _STAFF,
    ),
    Measure(
        "staff.jobs_on_time", "Jobs done on time", "count", "flow", "more",
        "Jobs due on the day that were completed by then.", (), _STAFF,
    ),
    Measure(
        "staff.job_hours_planned", "Planned hours of open jobs", "hours", "stock", "within",
        "Sum of the planned hours of jobs that are open on the day.", (), _WORK,
    ),
    Measure(
        "staff.job_hours_worked", "Hours worked on open jobs", "hours", "stock", "within",
        "Hours worked so far on the jobs that are open on the day.", ("staff.hours",), _WORK,
    ),
    Measure(
        "staff.job_hours_left", "Hours left on open jobs", "hours", "stock", "less",
        "For each open job its planned hours less those worked, at least 0.",
        ("staff.job_hours_planned", "staff.job_hours_worked"), _WORK,
    ),
    Measure(
        "staff.job_overtime_needed", "Overtime still needed", "hours", "stock", "less",
        "Hours left of the jobs due by each due date, less the regular time until then: what the department "
        "gave to jobs per working day of the last 8 weeks, times the working days left.",
        ("staff.job_hours_left",), _WORK,
    ),
    Measure(
        "staff.completion", "Jobs completed on time", "percent", "ratio", "more",
        "Jobs done on time divided by jobs due.", ("staff.jobs_on_time", "staff.jobs_due"), _STAFF,
    ),
)  # fmt: skip
