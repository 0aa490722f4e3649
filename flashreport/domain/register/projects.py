"""The measures of projects and risks."""

from flashreport.domain.measure import Measure

_PROJECT = ("project",)
_RISK = ("risk",)
_SCHEDULE = "Lipke 2003, earned schedule"
_EARNED_VALUE = "PMBOK Guide, earned value"
_VALUES = ("projects.earned_value", "projects.actual_cost")

PROJECTS: tuple[Measure, ...] = (
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
        "Actual cost plus what the rest will cost (EAC), rounded half up: work left divided by cost "
        "performance, work left, work left divided by cost and schedule performance, or a new estimate, "
        "as the settings say; work left while nothing is earned or spent. A total adds up its projects' "
        "estimates.",
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
        "projects.earned_time", "Earned schedule", "number", "stock", "more",
        "Days from the start of the plan to the day on which it meant to have earned what is earned (ES).",
        ("projects.earned_value",), _PROJECT, _SCHEDULE,
    ),
    Measure(
        "projects.time_spent", "Days gone", "number", "stock", "within",
        "Days since the start of the plan (AT).", (), _PROJECT, _SCHEDULE,
    ),
    Measure(
        "projects.planned_time", "Days planned", "number", "stock", "within",
        "Days from the start of the plan to the day on which all is planned to be done (PD).",
        (), _PROJECT, _SCHEDULE,
    ),
    Measure(
        "projects.time_variance", "Schedule variance in days", "number", "stock", "more",
        "Earned schedule less days gone; negative is behind (SV(t)).",
        ("projects.earned_time", "projects.time_spent"), _PROJECT, _SCHEDULE,
    ),
    Measure(
        "projects.spi_time", "Schedule performance in time", "multiple", "ratio", "more",
        "Earned schedule divided by days gone (SPI(t)).",
        ("projects.earned_time", "projects.time_spent"), _PROJECT, _SCHEDULE,
    ),
    Measure(
        "projects.time_at_completion", "Days at completion", "number", "stock", "less",
        "Days planned divided by schedule performance in time (IEAC(t)).",
        ("projects.planned_time", "projects.earned_time", "projects.time_spent"), _PROJECT, _SCHEDULE,
    ),
    Measure(
        "projects.risks_open", "Open risks", "count", "stock", "less",
        "Risks opened by the day and not closed by then.", (), _RISK,
    ),
    Measure(
        "projects.risk_exposure", "Risk exposure", "money", "stock", "less",
        "Probability times impact of each open risk as it was last assessed by the day, rounded half up.",
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
)  # fmt: skip
