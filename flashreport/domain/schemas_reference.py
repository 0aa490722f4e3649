"""The reference page of the input tables: ``python -m flashreport.domain.schemas_reference`` prints it."""

from collections.abc import Iterator

from flashreport.domain.schemas import TABLES, ColumnSchema, TableSchema
from flashreport.domain.schemas_wording import COLUMNS, TABLE_SENTENCES

_HEAD = """\
# Inputs

<!-- Made by: python -m flashreport.domain.schemas_reference > docs/reference/inputs.md -->

An `[[inputs]]` entry of `flashreport.toml` names a table of this page. Where a file calls a column
otherwise, `map` says so; `constants` fills a column that the file lacks. Columns that nobody asked for
are left alone. An entry without a `map` also knows the common Persian names, such as `تاریخ`, `شرح` and
`مبلغ`. [Settings](settings.md#inputs) lists the keys of an entry,
[How-to](../how-to.md) shows entries for common files.

| type | in the file |
|---|---|
| text | Any text; blanks around it are dropped. |
| date | A day. How the file writes dates is worked out from all of its cells, or told by `date_format`. |
| money | An amount in the row's currency, else the entity's; `units` may say `minor` (cents) or `thousand`. |
| hours | A length of time in hours; `units` may say `minutes`, `seconds` or `days`. |
| count | A whole number. |
| number | A number with up to six decimals. |
| percent | A share: 0.05, or 5 with `units` of `percent`. |
| rate | An exchange rate with up to nine decimals. |
| currency | A code of ISO 4217: `EUR`. |
| flag | `yes` or `no`; also `y`, `n`, `true`, `false`, `1`, `0`. |
| choice | One of the listed words. |
| time | A time of day, `22:00` or `10:00 PM`, or a moment with its date, `2026-03-28 22:00`. |

A row that doesn't hold is set aside, counted in the report and listed by `flashreport check`.
"""


def reference() -> str:
    """The page in Markdown."""
    return "\n".join([_HEAD, *(line for table in TABLES.values() for line in _table(table))]).rstrip() + "\n"


def _table(table: TableSchema) -> Iterator[str]:
    yield from (f"## {table.name}", "", TABLE_SENTENCES[table.name], "")
    yield from ("| column | type | needed | meaning |", "|---|---|---|---|")
    for column in table.columns:
        yield f"| `{column.name}` | {_type(column)} | {_needed(column)} | {meaning(table, column)} |"
    yield ""
    if table.key:
        named = ", ".join(f"`{name}`" for name in table.key if not table.column(name).implied)
        yield from (f"One row for each {named}; a second one is set aside.", "")


def meaning(table: TableSchema, column: ColumnSchema) -> str:
    """The sentence of a column: the table's own, else the one that all tables share."""
    return COLUMNS.get(f"{table.name}.{column.name}") or COLUMNS[column.name]


def _type(column: ColumnSchema) -> str:
    text = ", ".join(f"`{choice}`" for choice in column.choices) or column.type
    if column.low is not None and column.high is not None:
        return f"{text}, {column.low} to {column.high}"
    return f"{text}, {column.low} or more" if column.low is not None else text


def _needed(column: ColumnSchema) -> str:
    if column.default is not None:
        return f"else `{column.default}`"
    if column.unless:
        return f"unless {' and '.join(f'`{name}`' for name in column.unless)}"
    return "yes" if column.required else ""


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
