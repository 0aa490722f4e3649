"""The printed names of projects, risks and credit lines, as the inputs give them."""

from flashreport.compose.context import Context

_TABLES = {"project": "projects", "risk": "risks", "line": "credit_lines", "sub_limit": "credit_lines"}
_COLUMNS = {"sub_limit": "line"}


def member_names(context: Context, dimension: str) -> dict[str, str]:
    """Name by member, the newest one; a member without a name is left out."""
    rows = context.facts.get(_TABLES.get(dimension, ""))
    if rows is None or rows.empty:
        return {}
    named = rows[rows["name"].notna() & (rows["name"] != "")]
    if "date" in named:
        named = named.sort_values("date", kind="stable")
    column = _COLUMNS.get(dimension, dimension)
    last = named.drop_duplicates(column, keep="last")
    return dict(zip(last[column].astype(str), last["name"].astype(str), strict=True))


def place_name(context: Context, place: str) -> str:
    """The printed name of a part of the company, of whatever dimension: a department, line, project, …."""
    department = context.department(place)
    if department != place:
        return department
    return next((names[place] for each in _TABLES if place in (names := member_names(context, each))), place)
