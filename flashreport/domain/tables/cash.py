"""Tables of cash: movements, balances, the plan, what is expected, and exchange rates."""

from flashreport.domain.table_schema import CURRENCY, ENTITY, ColumnSchema, TableSchema, column

CASH = (
    TableSchema(
        "transactions",
        (
            ENTITY,
            column("account", "text"),
            column("date", "date"),
            column("amount", "money"),
            column("category", "text", False),
            column("counterparty", "text", False),
            column("text", "text", False),
            column("reference", "text", False),
            column("balance", "money", False),
            CURRENCY,
        ),
    ),
    TableSchema(
        "balances",
        (
            ENTITY,
            column("account", "text"),
            column("date", "date"),
            ColumnSchema("kind", "choice", choices=("opening", "closing"), default="closing"),
            column("amount", "money"),
            CURRENCY,
        ),
        key=("entity", "account", "date", "kind", "currency"),
    ),
    TableSchema(
        "plan",
        (
            ENTITY,
            column("month", "date"),
            column("item", "text"),
            column("department", "text", False),
            column("employee", "text", False),
            column("amount", "money"),
        ),
        key=("entity", "month", "item", "department", "employee"),
        as_of="month",
    ),
    TableSchema(
        "expected",
        (
            ENTITY,
            column("date", "date"),
            column("amount", "money"),
            column("category", "text"),
            column("counterparty", "text", False),
            column("movable", "flag", False, default="no"),
            column("reference", "text", False),
            CURRENCY,
        ),
    ),
    TableSchema(
        "rates",
        (
            column("date", "date"),
            column("currency", "currency"),
            column("rate", "rate", low="0.000000001"),
            column("quoted_in", "currency", False),
            column("units", "count", False, low="1", default="1"),
        ),
        key=("date", "currency", "quoted_in"),
    ),
)
