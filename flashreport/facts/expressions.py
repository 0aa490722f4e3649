"""One Ibis expression per fact: a sum per day at the smallest grain that a calculator needs.

Loaded by developers and for engines other than DuckDB only; a build reads the compiled
statements beside this file, which a test holds equal to these expressions.
"""

from collections.abc import Callable
from typing import Any

import ibis

from flashreport.domain.schemas import TABLES, ColumnType

_IBIS_TYPES: dict[ColumnType, str] = {
    "text": "string",
    "choice": "string",
    "date": "date",
    "flag": "boolean",
    "money": "int64",
    "hours": "int64",
    "count": "int64",
    "number": "int64",
    "percent": "int64",
    "time": "timestamp",
    "rate": "int64",
    "currency": "string",
}

Expression = Any  # ibis publishes no types


def table(name: str) -> Expression:
    """A canonical table, unbound."""
    columns = {column.name: _IBIS_TYPES[column.type] for column in TABLES[name].columns}
    return ibis.table(columns, name=name)


def cash_movements() -> Expression:
    """Money in and out per entity, account, currency, category and day, in minor units, both positive."""
    rows = table("transactions")
    zero = ibis.literal(0, type="int64")
    return rows.group_by(["entity", "account", "currency", "category", "date"]).aggregate(
        receipts=(rows.amount > 0).ifelse(rows.amount, zero).sum().cast("int64"),
        disbursements=(rows.amount < 0).ifelse(-rows.amount, zero).sum().cast("int64"),
        entries=rows.count(),
    )


def cash_balances() -> Expression:
    """Statement balances per entity, account, currency and day, in minor units; null where not given."""
    rows = table("balances")
    return rows.group_by(["entity", "account", "currency", "date"]).aggregate(
        opening=rows.amount.max(where=rows.kind == "opening"),
        closing=rows.amount.max(where=rows.kind == "closing"),
    )


def hours() -> Expression:
    """Seconds worked per entity, employee, department, job and day."""
    rows = _work_rows()
    return rows.group_by(_PLACE).aggregate(seconds=rows.hours.sum().cast("int64"))


def detailed_hours() -> Expression:
    """The same where rows have rates, clock times, nights or piece work of their own.

    ``start`` keeps stretches apart where clock times are known, for the order within a day.
    """
    rows = _work_rows().mutate(piece=lambda each: each.earnings.notnull())
    return rows.group_by([*_PLACE, "rate", "start", "piece"]).aggregate(
        seconds=rows.hours.sum().cast("int64"),
        night=rows.night_hours.sum().cast("int64"),
        earnings=rows.earnings.sum().cast("int64"),
    )


_PLACE = ["entity", "employee", "department", "job", "date"]


def _work_rows() -> Expression:
    rows = table("timesheets")
    return rows.mutate(department=rows.department.fill_null(""), job=rows.job.fill_null(""))


def extra_pay() -> Expression:
    """Bonuses and other pay per employee, entity, department, kind and day, in minor units."""
    rows = table("extra_pay")
    return (
        rows.mutate(department=rows.department.fill_null(""))
        .group_by(["entity", "employee", "department", "kind", "date"])
        .aggregate(amount=lambda grouped: grouped.amount.sum().cast("int64"))
    )


def output() -> Expression:
    """Revenue in minor units and units of output per entity, department and day."""
    rows = table("output")
    return rows.group_by(["entity", "department", "date"]).aggregate(
        revenue=rows.revenue.sum().cast("int64"), units=rows.units.sum().cast("int64")
    )


def plan() -> Expression:
    """Planned amounts per entity, line, department, person and the day that names the month, in minor units.

    Which month that is, the company's calendar says.
    """
    rows = table("plan")
    return (
        rows.mutate(
            line=rows.item,
            department=rows.department.fill_null(""),
            employee=rows.employee.fill_null(""),
        )
        .group_by(["entity", "line", "department", "employee", "month"])
        .aggregate(amount=lambda grouped: grouped.amount.sum().cast("int64"))
    )


def credit_balances() -> Expression:
    """Drawn, letters of credit, swing-line loans and an amended limit per line and day, in minor units."""
    rows = table("credit_balances")
    return rows.select("date", "drawn", "letters_of_credit", "swing_line", "limit", line=rows.facility)


def credit_lines() -> Expression:
    """The facilities' terms, one row per line."""
    rows = table("credit_lines")
    return rows.rename(line="facility")


def credit_rates() -> Expression:
    """Rates by their first day, one row per line, day and kind."""
    return table("credit_rates").rename(line="facility")


def base_terms() -> Expression:
    """The rules of each line's borrowing base, one row per asset."""
    return table("base_terms").rename(line="facility")


def base_certificates() -> Expression:
    """Assets and reserves of borrowing base certificates, one row each."""
    return table("base_certificates").rename(line="facility")


def receivables() -> Expression:
    """Open invoices and credit notes per line, asset, day, debtor and age, in minor units."""
    rows = table("receivables").rename(line="facility")
    zero = ibis.literal(0, type="int64")
    named = rows.mutate(
        asset=rows.asset.fill_null("receivables"), is_excluded=rows.excluded.fill_null("") != ""
    )
    return named.group_by(["line", "asset", "date", "debtor", "invoiced", "due", "is_excluded"]).aggregate(
        owed=(named.amount > 0).ifelse(named.amount, zero).sum().cast("int64"),
        credited=(named.amount < 0).ifelse(-named.amount, zero).sum().cast("int64"),
        contra=named.contra.sum().cast("int64"),
        concentration=named.concentration.max(),
    )


def covenants() -> Expression:
    """Covenants as tested or as they hold, one row per line, covenant and day."""
    return table("covenants").rename(line="facility")


def employees() -> Expression:
    """Employees with department and rate, one row each."""
    rows = table("employees")
    return rows.select(*rows.columns)


def jobs() -> Expression:
    """Jobs with their planned hours, due and completion dates, one row each."""
    rows = table("jobs")
    return rows.select(*rows.columns)


def cash_parties() -> Expression:
    """Money in and out per entity, currency, category, counterparty and day, of those that could recur.

    What recurs comes once a week at most, so a quarter with more than 20 days is left out.
    """
    rows = table("transactions")
    zero = ibis.literal(0, type="int64")
    named = rows.mutate(category=rows.category.fill_null(""), counterparty=rows.counterparty.fill_null(""))
    party = ["entity", "currency", "category", "counterparty"]
    days = named.group_by([*party, "date"]).aggregate(
        receipts=(named.amount > 0).ifelse(named.amount, zero).sum().cast("int64"),
        disbursements=(named.amount < 0).ifelse(-named.amount, zero).sum().cast("int64"),
    )
    quarter = ibis.window(group_by=[*(days[key] for key in party), days.date.truncate("Q")])
    counted = days.mutate(days=days.count().over(quarter))
    return counted.filter(counted.days <= 20).select(*party, "date", "receipts", "disbursements")


def expected() -> Expression:
    """Expected receipts and payments, one row each."""
    rows = table("expected")
    return rows.select(*rows.columns)


def rates() -> Expression:
    """Exchange rates: billionths of ``quoted_in`` for ``units`` of a currency, one row each."""
    rows = table("rates")
    return rows.select(*rows.columns)


def projects() -> Expression:
    """Projects as reported, one row per project and day."""
    rows = table("projects")
    return rows.select(*rows.columns)


def project_plan() -> Expression:
    """The planned value of each project by day, in minor units."""
    rows = table("project_plan")
    return rows.select("project", "date", "planned_value")


def risks() -> Expression:
    """The risk register, one row per risk."""
    rows = table("risks")
    return rows.select(*rows.columns)


def audience() -> Expression:
    """Counts per entity, platform and day.

    A page's own counts go before the sum over its posts, which may lack posts and counts people twice.
    """
    rows = table("audience")
    of_post = rows.part.fill_null("").startswith("post ")
    whole = {
        name: rows[name].max(where=~of_post)
        for name in ("reach", "followers", "followers_gained", "target_followers")
    }
    added = {
        name: ibis.coalesce(rows[name].max(where=~of_post), rows[name].sum(where=of_post).cast("int64"))
        for name in ("impressions", "views", "engagements", "clicks", "posts")
    }
    return rows.group_by(["entity", "platform", "date"]).aggregate(**whole, **added)


def own_values() -> Expression:
    """Values of the workspace's own per entity, measure, slice and day, in millionths."""
    rows = table("values")
    return (
        rows.mutate(where=rows.where.fill_null(""))
        .group_by(["entity", "measure", "where", "date"])
        .aggregate(value=lambda grouped: grouped.value.sum().cast("int64"))
    )


FACTS: dict[str, tuple[Callable[[], Expression], str]] = {
    "cash_movements": (cash_movements, "transactions"),
    "cash_balances": (cash_balances, "balances"),
    "hours": (hours, "timesheets"),
    "detailed_hours": (detailed_hours, "timesheets"),
    "extra_pay": (extra_pay, "extra_pay"),
    "output": (output, "output"),
    "plan": (plan, "plan"),
    "credit_balances": (credit_balances, "credit_balances"),
    "credit_lines": (credit_lines, "credit_lines"),
    "credit_rates": (credit_rates, "credit_rates"),
    "base_terms": (base_terms, "base_terms"),
    "base_certificates": (base_certificates, "base_certificates"),
    "receivables": (receivables, "receivables"),
    "covenants": (covenants, "covenants"),
    "employees": (employees, "employees"),
    "jobs": (jobs, "jobs"),
    "cash_parties": (cash_parties, "transactions"),
    "expected": (expected, "expected"),
    "rates": (rates, "rates"),
    "projects": (projects, "projects"),
    "project_plan": (project_plan, "project_plan"),
    "risks": (risks, "risks"),
    "audience": (audience, "audience"),
    "own_values": (own_values, "values"),
}


def compiled(name: str, dialect: str = "duckdb") -> str:
    """The fact's statement in a dialect of sqlglot's."""
    return str(ibis.to_sql(FACTS[name][0](), dialect=dialect)).strip() + "\n"
