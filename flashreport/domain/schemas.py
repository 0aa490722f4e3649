"""The canonical tables: columns, types, ranges, keys and references.

Stored types: ``text`` as it is; ``date``; ``money`` int64 minor units of the entity's
currency; ``hours`` int64 seconds; ``count`` int64; ``number`` and ``percent`` int64 millionths
(0.05 or 5 with unit percent is 50,000); ``rate`` int64 billionths; ``currency`` an ISO 4217 code;
``flag`` yes/no; ``choice`` one of ``choices``; ``time`` a time of day or a moment, on the wall's clock.
"""

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal[
    "text",
    "date",
    "money",
    "hours",
    "count",
    "number",
    "percent",
    "rate",
    "currency",
    "flag",
    "choice",
    "time",
]


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """One column. ``low`` and ``high`` bound the value in displayed units, both allowed.

    A required column may be empty in a row that has all those named in ``unless``.
    """

    name: str
    type: ColumnType
    required: bool = True
    low: str | None = None
    high: str | None = None
    choices: tuple[str, ...] = ()
    default: str | None = None
    refers_to: str = ""
    unless: tuple[str, ...] = ()

    @property
    def implied(self) -> bool:
        """Whether it is a currency that need not be named."""
        return self.type == "currency" and not self.required


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table. ``key`` columns name a row once; ``as_of`` is the column that dates a row."""

    name: str
    columns: tuple[ColumnSchema, ...]
    key: tuple[str, ...] = ()
    as_of: str = "date"

    def column(self, name: str) -> ColumnSchema:
        """The column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _c(name: str, type_: ColumnType, required: bool = True, **more: str) -> ColumnSchema:
    refers_to = more.pop("refers_to", "")
    low, high, default = more.get("low"), more.get("high"), more.get("default")
    return ColumnSchema(name, type_, required, low, high, default=default, refers_to=refers_to)


_ENTITY = _c("entity", "text", refers_to="entities")
DAY_COUNTS = ("act/360", "act/365", "act/act", "30/360", "30e/360", "30e/360 isda", "30/360 us")
# an account's own; without it the entity's
_CURRENCY = _c("currency", "currency", False)

TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        TableSchema(
            "transactions",
            (
                _ENTITY,
                _c("account", "text"),
                _c("date", "date"),
                _c("amount", "money"),
                _c("category", "text", False),
                _c("counterparty", "text", False),
                _c("text", "text", False),
                _c("reference", "text", False),
                _c("balance", "money", False),
                _CURRENCY,
            ),
        ),
        TableSchema(
            "balances",
            (
                _ENTITY,
                _c("account", "text"),
                _c("date", "date"),
                ColumnSchema("kind", "choice", choices=("opening", "closing"), default="closing"),
                _c("amount", "money"),
                _CURRENCY,
            ),
            key=("entity", "account", "date", "kind", "currency"),
        ),
        TableSchema(
            "plan",
            (
                _ENTITY,
                _c("month", "date"),
                _c("item", "text"),
                _c("department", "text", False),
                _c("amount", "money"),
            ),
            key=("entity", "month", "item", "department"),
            as_of="month",
        ),
        TableSchema(
            "expected",
            (
                _ENTITY,
                _c("date", "date"),
                _c("amount", "money"),
                _c("category", "text"),
                _c("counterparty", "text", False),
                _c("movable", "flag", False, default="no"),
                _c("reference", "text", False),
                _CURRENCY,
            ),
        ),
        TableSchema(
            "rates",
            (
                _c("date", "date"),
                _c("currency", "currency"),
                _c("rate", "rate", low="0.000000001"),
                _c("quoted_in", "currency", False),
                _c("units", "count", False, low="1", default="1"),
            ),
            key=("date", "currency", "quoted_in"),
        ),
        TableSchema(
            "timesheets",
            (
                _ENTITY,
                _c("employee", "text", refers_to="employees"),
                _c("date", "date"),
                _c("department", "text", False),
                _c("job", "text", False, refers_to="jobs"),
                ColumnSchema("hours", "hours", low="0", high="24", unless=("start", "end")),
                _c("start", "time", False),
                _c("end", "time", False),
                _c("break", "hours", False, low="0", high="24"),
                _c("night_hours", "hours", False, low="0", high="24"),
                _c("rate", "money", False, low="0"),
                _c("earnings", "money", False, low="0"),
            ),
        ),
        TableSchema(
            "employees",
            (
                _c("employee", "text"),
                _ENTITY,
                _c("department", "text"),
                ColumnSchema("pay_type", "choice", choices=("hourly", "salary"), default="hourly"),
                _c("rate", "money", low="0"),
                ColumnSchema(
                    "salary_period",
                    "choice",
                    required=False,
                    choices=("week", "half_month", "month", "year"),
                    default="month",
                ),
                _c("salary_hours", "hours", False, low="0", high="168"),
                _c("overtime", "flag", False),
                _c("guaranteed_hours", "hours", False, low="0", high="168"),
            ),
            key=("employee",),
            as_of="",
        ),
        TableSchema(
            "extra_pay",
            (
                _c("employee", "text", refers_to="employees"),
                _ENTITY,
                _c("date", "date"),
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
                _c("amount", "money"),
                _c("department", "text", False),
            ),
        ),
        TableSchema(
            "output",
            (
                _ENTITY,
                _c("date", "date"),
                _c("department", "text"),
                _c("revenue", "money"),
                _c("units", "count", False, low="0"),
            ),
        ),
        TableSchema(
            "jobs",
            (
                _c("job", "text"),
                _ENTITY,
                _c("department", "text"),
                _c("planned_hours", "hours", low="0"),
                _c("start", "date", False),
                _c("due", "date"),
                _c("completed", "date", False),
                _c("revenue", "money", False),
            ),
            key=("job",),
            as_of="",
        ),
        TableSchema(
            "credit_lines",
            (
                _c("facility", "text"),
                _ENTITY,
                _c("name", "text", False),
                _c("limit", "money", low="0"),
                ColumnSchema(
                    "cap",
                    "choice",
                    required=False,
                    choices=("lesser", "limit", "base", "elected"),
                    default="lesser",
                ),
                _c("elected", "money", False, low="0"),
                _c("within", "text", False, refers_to="credit_lines"),
                _c("reserves", "money", False, low="0", default="0"),
                _c("base_days", "count", False, low="0", default="45"),
                _c("cure_days", "count", False, low="0", high="365", default="0"),
                _c("rate", "percent", False, low="0", high="1"),
                _c("target_utilization", "percent", False, low="0", high="1"),
                _c("target_from", "date", False),
                _c("target_date", "date", False),
                _c("floor", "money", False, low="0"),
                ColumnSchema("day_count", "choice", required=False, choices=DAY_COUNTS, default="act/360"),
                ColumnSchema(
                    "billed",
                    "choice",
                    required=False,
                    choices=("month", "quarter", "year", "maturity"),
                    default="month",
                ),
                _c("maturity", "date", False),
                _c("unused_fee", "percent", False, low="0", high="1"),
                _c("letters_are_use", "flag", False, default="yes"),
                _c("swing_line_is_use", "flag", False, default="no"),
                _c("letters_fee", "percent", False, low="0", high="1"),
            ),
            key=("facility",),
            as_of="",
        ),
        TableSchema(
            "credit_balances",
            (
                _c("facility", "text", refers_to="credit_lines"),
                _c("date", "date"),
                _c("drawn", "money", low="0"),
                _c("letters_of_credit", "money", False, low="0", default="0"),
                _c("swing_line", "money", False, low="0", default="0"),
            ),
            key=("facility", "date"),
        ),
        TableSchema(
            "credit_rates",
            (
                _c("facility", "text", refers_to="credit_lines"),
                _c("date", "date"),
                ColumnSchema(
                    "kind",
                    "choice",
                    required=False,
                    choices=("interest", "unused_fee", "letters_fee"),
                    default="interest",
                ),
                _c("rate", "percent", low="-1", high="1"),
                _c("floor", "percent", False, low="-1", high="1"),
                _c("margin", "percent", False, low="-1", high="1", default="0"),
            ),
            key=("facility", "date", "kind"),
        ),
        TableSchema(
            "base_terms",
            (
                _c("facility", "text", refers_to="credit_lines"),
                _c("asset", "text"),
                _c("advance_rate", "percent", low="0", high="1"),
                _c("sub_limit", "money", False, low="0"),
                _c("days_from_invoice", "count", False, low="0"),
                _c("days_past_due", "count", False, low="0"),
                _c("cross_age", "percent", False, low="0", high="1"),
                _c("concentration", "percent", False, low="0", high="1"),
                ColumnSchema(
                    "concentration_of",
                    "choice",
                    required=False,
                    choices=("eligible", "gross"),
                    default="eligible",
                ),
            ),
            key=("facility", "asset"),
            as_of="",
        ),
        TableSchema(
            "base_certificates",
            (
                _c("facility", "text", refers_to="credit_lines"),
                _c("date", "date"),
                _c("asset", "text"),
                ColumnSchema("kind", "choice", required=False, choices=("asset", "reserve"), default="asset"),
                _c("amount", "money", low="0"),
                _c("ineligible", "money", False, low="0", default="0"),
                _c("advance_rate", "percent", False, low="0", high="1"),
                _c("sub_limit", "money", False, low="0"),
            ),
            key=("facility", "date", "asset", "kind"),
        ),
        TableSchema(
            "receivables",
            (
                _c("facility", "text", refers_to="credit_lines"),
                _c("date", "date"),
                _c("asset", "text", False, default="receivables"),
                _c("debtor", "text"),
                _c("invoice", "text", False),
                _c("amount", "money"),
                _c("invoiced", "date"),
                _c("due", "date", False),
                _c("excluded", "text", False),
                _c("contra", "money", False, low="0", default="0"),
                _c("concentration", "percent", False, low="0", high="1"),
            ),
        ),
        TableSchema(
            "covenants",
            (
                _c("facility", "text", refers_to="credit_lines"),
                _c("covenant", "text"),
                _c("date", "date"),
                ColumnSchema("bound", "choice", choices=("at_least", "at_most")),
                _c("threshold", "number"),
                ColumnSchema(
                    "unit",
                    "choice",
                    required=False,
                    choices=("number", "money", "percent", "multiple"),
                    default="number",
                ),
                _c("actual", "number", False),
                _c("measure", "text", False, refers_to="measures"),
                ColumnSchema(
                    "period",
                    "choice",
                    required=False,
                    choices=("day", "week", "month", "quarter", "year"),
                    default="day",
                ),
                _c("whose", "text", False, refers_to="entities"),
                _c("next_test", "date", False),
                _c("springs_below", "money", False, low="0"),
                _c("springs_share", "percent", False, low="0", high="1"),
            ),
            key=("facility", "covenant", "date"),
        ),
        TableSchema(
            "projects",
            (
                _c("project", "text"),
                _ENTITY,
                _c("date", "date"),
                _c("name", "text", False),
                ColumnSchema("status", "choice", choices=("planned", "running", "held", "done", "cancelled")),
                _c("percent_complete", "percent", low="0", high="1"),
                _c("budget", "money", low="0"),
                _c("planned_value", "money", low="0"),
                _c("actual_cost", "money", low="0"),
                _c("estimate_to_complete", "money", False, low="0"),
                _c("due", "date"),
            ),
            key=("project", "date"),
        ),
        TableSchema(
            "project_plan",
            (
                _c("project", "text"),
                _ENTITY,
                _c("date", "date"),
                _c("planned_value", "money", low="0"),
            ),
            key=("project", "date"),
        ),
        TableSchema(
            "risks",
            (
                _c("risk", "text"),
                _ENTITY,
                _c("name", "text", False),
                _c("probability", "percent", low="0", high="1"),
                _c("impact", "money", low="0"),
                _c("opened", "date"),
                _c("assessed", "date", False),
                _c("mitigation_due", "date", False),
                _c("owner", "text", False),
                _c("closed", "date", False),
            ),
            key=("risk", "assessed"),
            as_of="",
        ),
        TableSchema(
            "audience",
            (
                _ENTITY,
                _c("date", "date"),
                _c("platform", "text"),
                _c("part", "text", False),
                _c("reach", "count", False, low="0"),
                _c("impressions", "count", False),
                _c("views", "count", False),
                _c("engagements", "count", False),
                _c("clicks", "count", False),
                _c("followers", "count", False, low="0"),
                _c("followers_gained", "count", False),
                _c("target_followers", "count", False, low="0"),
                _c("posts", "count", False, low="0"),
            ),
            key=("entity", "date", "platform", "part"),
        ),
        TableSchema(
            "values",
            (
                _ENTITY,
                _c("date", "date"),
                _c("measure", "text"),
                _c("where", "text", False),
                _c("value", "number"),
            ),
        ),
    )
}
