"""Categories of transactions: the file's own, else the first rule that fits, else 'uncategorized'."""

from flashreport.tables.number_sql import quoted
from flashreport.workspace.settings import CashSettings, CategoryRule

UNCATEGORIZED = "uncategorized"


def category_sql(cash: CashSettings) -> str:
    """SQL for the category of a row with the columns category, account, counterparty and text."""
    cases = "".join(f" when {_fits(rule)} then {quoted(rule.category)}" for rule in cash.rules)
    return f"case when category is not null then category{cases} else {quoted(UNCATEGORIZED)} end"


def _fits(rule: CategoryRule) -> str:
    parts = (("account", rule.account), ("counterparty", rule.counterparty), ("text", rule.text))
    conditions = [f"coalesce(\"{name}\", '') ilike {_pattern(text)}" for name, text in parts if text]
    return "(" + (" and ".join(conditions) or "true") + ")"


def _pattern(text: str) -> str:
    """``*`` stands for anything; every other character for itself."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
    return quoted(escaped) + " escape '\\'"
