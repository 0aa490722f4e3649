"""Tables of staff: worked time, people, other pay, output and jobs."""

from flashreport.domain.table_schema import ENTITY, ColumnSchema, TableSchema, column

STAFF = (
    TableSchema(
        "timesheets",
        (
            ENTITY,
            column("employee", "text", refers_to="employees"),
            column("date", "date"),
            column("department", "text", False),
            column("job", "text", False, refers_to="jobs"),
            ColumnSchema("hours", "hours", low="0", high="24", unless=("start", "end")),
            column("start", "time", False),
            column("end", "time", False),
            column("break", "hours", False, low="0", high="24"),
            column("night_hours", "hours", False, low="0", high="24"),
            column("rate", "money", False, low="0"),
            column("earnings", "money", False, low="0"),
        ),
    ),
    TableSchema(
        "employees",
        (
            column("employee", "text"),
            ENTITY,
            column("department", "text"),
            ColumnSchema("pay_type", "choice", choices=("hourly", "salary"), default="hourly"),
            column("rate", "money", low="0"),
            ColumnSchema(
                "salary_period",
                "choice",
                required=False,
                choices=("week", "half_month", "month", "year"),
                default="month",
            ),
            column("salary_hours", "hours", False, low="0", high="168"),
            column("overtime", "flag", False),
            column("guaranteed_hours", "hours", False, low="0", high="168"),
        ),
        key=("employee",),
        as_of="",
    ),
    TableSchema(
        "extra_pay",
        (
            column("employee", "text", refers_to="employees"),
            ENTITY,
            column("date", "date"),
            ColumnSchema(
                "kind",
                "choice",
                choices=(
                    "bonus",
                    "flat_sum_bonus",
                    "lump_sum",
                    "true_premium",
                    "discretionary",
                    "gift",
                    "leave",
                    "expense",
                ),
                default="bonus",
            ),
            column("amount", "money"),
            column("department", "text", False),
        ),
    ),
    TableSchema(
        "output",
        (
            ENTITY,
            column("date", "date"),
            column("department", "text"),
            column("revenue", "money"),
            column("units", "count", False, low="0"),
        ),
    ),
    TableSchema(
        "jobs",
        (
            column("job", "text"),
            ENTITY,
            column("department", "text"),
            column("planned_hours", "hours", low="0"),
            column("start", "date", False),
            column("due", "date"),
            column("completed", "date", False),
            column("revenue", "money", False),
        ),
        key=("job",),
        as_of="",
    ),
)
