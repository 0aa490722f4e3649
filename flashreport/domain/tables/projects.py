"""Tables of projects and risks."""

from flashreport.domain.table_schema import ENTITY, ColumnSchema, TableSchema, column

PROJECTS = (
    TableSchema(
        "projects",
        (
            column("project", "text"),
            ENTITY,
            column("date", "date"),
            column("name", "text", False),
            ColumnSchema("status", "choice", choices=("planned", "running", "held", "done", "cancelled")),
            column("percent_complete", "percent", low="0", high="1"),
            column("budget", "money", low="0"),
            column("planned_value", "money", low="0"),
            column("actual_cost", "money", low="0"),
            column("estimate_to_complete", "money", False, low="0"),
            column("due", "date"),
        ),
        key=("project", "date"),
    ),
    TableSchema(
        "project_plan",
        (
            column("project", "text"),
            ENTITY,
            column("date", "date"),
            column("planned_value", "money", low="0"),
        ),
        key=("project", "date"),
    ),
    TableSchema(
        "risks",
        (
            column("risk", "text"),
            ENTITY,
            column("name", "text", False),
            column("probability", "percent", low="0", high="1"),
            column("impact", "money", low="0"),
            column("opened", "date"),
            column("assessed", "date", False),
            column("mitigation_due", "date", False),
            column("owner", "text", False),
            column("closed", "date", False),
        ),
        key=("risk", "assessed"),
        as_of="",
    ),
)
