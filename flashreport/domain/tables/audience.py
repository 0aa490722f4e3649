"""Tables of the audience on social media, and of the workspace's own values."""

from flashreport.domain.table_schema import ENTITY, TableSchema, column

AUDIENCE = (
    TableSchema(
        "audience",
        (
            ENTITY,
            column("date", "date"),
            column("platform", "text"),
            column("part", "text", False),
            column("reach", "count", False, low="0"),
            column("impressions", "count", False),
            column("views", "count", False),
            column("engagements", "count", False),
            column("clicks", "count", False),
            column("followers", "count", False, low="0"),
            column("followers_gained", "count", False),
            column("target_followers", "count", False, low="0"),
            column("posts", "count", False, low="0"),
        ),
        key=("entity", "date", "platform", "part"),
    ),
    TableSchema(
        "values",
        (
            ENTITY,
            column("date", "date"),
            column("measure", "text"),
            column("where", "text", False),
            column("value", "number"),
        ),
    ),
)
