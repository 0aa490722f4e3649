"""One statement per input: every cell to its type, and a mask of the columns that don't hold."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from flashreport.domain.schemas import ColumnSchema
from flashreport.domain.units import minor_digits
from flashreport.tables.columns import CREDIT, CURRENCY, DEBIT, TYPE, Mapped
from flashreport.tables.date_styles import DateStyle
from flashreport.tables.number_sql import SYMBOLS, NumberColumn, quoted, units_of
from flashreport.tables.number_styles import Mark
from flashreport.workspace.settings import WorkspaceSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

YES = ("yes", "y", "true", "t", "1", "x", "بله")
NO = ("no", "n", "false", "f", "0", "خیر")
NUMBERS = ("money", "hours", "count", "number", "percent", "rate")
_STEPS = {"hours": 3600, "number": 1_000_000, "percent": 1_000_000, "rate": 1_000_000_000, "count": 1}
WRONG_CURRENCY = "wrong currency"
ENTITY_NAMES = "names of entities"
_NAMED = "named entity"
# tables that may hold days to come
_FREE_OF_TODAY = ("plan", "expected", "jobs", "credit_rates", "covenants", "project_plan")


@dataclass(slots=True)
class Typing:
    """All that one statement needs to know."""

    mapped: Mapped
    workspace: WorkspaceSettings
    newest: date
    raw: str
    marks: dict[str, Mark] = field(default_factory=dict)
    plain_cells: dict[str, frozenset[str]] = field(default_factory=dict)
    styles: dict[str, DateStyle] = field(default_factory=dict)
    digits: str = "2"
    currency: str = ""
    selects: list[str] = field(default_factory=list)

    @property
    def bits(self) -> dict[str, int]:
        """Each checked column's bit in the mask; WRONG_CURRENCY and ``header`` follow the columns."""
        names = [column.name for column in self.mapped.schema.columns]
        return {name: bit for bit, name in enumerate([*names, WRONG_CURRENCY, "header"])}

    def dated(self, column: ColumnSchema) -> bool:
        """Whether a day after the newest one can't be true in this column."""
        schema = self.mapped.schema
        return column.name == schema.as_of and schema.name not in _FREE_OF_TODAY


def statement(typing: Typing) -> str:
    """``select`` of file, n, line, ``bad`` (mask) and every column of the table, typed.

    Cells are taken apart step by step, in one subquery each; then typed, then judged.
    """
    schema = typing.mapped.schema
    numbers = [number for number in _numbers(typing).values() if not number.easy]
    days = "".join(f', "day {name}".day as "day {name}"' for name in typing.styles)
    joins = "".join(
        f' left join "{date_table(typing.raw, name)}" as "day {name}" on r."{name}" = "day {name}".text'
        for name in typing.styles
    )
    if "entity" in typing.mapped.has:
        days += f', "{_NAMED}".id as "known entity"'
        joins += f' left join "{ENTITY_NAMES}" as "{_NAMED}" on lower(r."entity") = "{_NAMED}".text'
    query = f'select r.*, {typing.currency} as "row currency"{days} from "{typing.raw}" as r{joins}'
    for step in (NumberColumn.parts, NumberColumn.marks, NumberColumn.plain):
        if numbers:
            query = f"select *, {', '.join(step(number) for number in numbers)} from ({query}) as r"
    given = "".join(f'r."{name}" as "given {name}", ' for name in sorted(typing.mapped.has))
    values = ", ".join(f'{_value(typing, column)} as "{column.name}"' for column in schema.columns)
    query = f'select r.file, r.n, r.line, r."row currency", {given}{values} from ({query}) as r'
    faults = [_fault(typing, column) for column in schema.columns]
    bad = " | ".join([*faults, _currency_fault(typing), _header_fault(typing)])
    names = ", ".join(f'v."{column.name}"' for column in schema.columns)
    return f"select v.file, v.n, v.line, ({bad})::bigint as bad, {names} from ({query}) as v"


def _numbers(typing: Typing) -> dict[str, NumberColumn]:
    """The columns of numbers that the input has, those of the sign rule among them."""
    mapped = typing.mapped
    found: dict[str, NumberColumn] = {}
    for column in mapped.schema.columns:
        if column.type in NUMBERS:
            slots = (
                (DEBIT, CREDIT) if column.name == mapped.signed and DEBIT in mapped.has else (column.name,)
            )
            found |= {slot: _number(typing, column, slot) for slot in slots if slot in mapped.has}
    return found


def date_table(raw: str, column: str) -> str:
    """The table of a column's date texts and the days they mean."""
    return f"{raw} {column}"


def _value(typing: Typing, column: ColumnSchema) -> str:
    mapped = typing.mapped
    cell = f'r."{column.name}"'
    if column.name == mapped.signed and DEBIT in mapped.has:
        return _two_columns(typing, column)
    if column.type == "currency":
        return _currency(typing, column, cell)
    if column.name not in mapped.has:
        return _default(column)
    if column.type == "date":
        return f'r."day {column.name}"'
    if column.type == "time":
        return f"wall_clock({cell})"
    if column.type in ("flag", "choice"):
        return f"if({cell} is null, {_default(column)}, {_known(column, cell)})"
    if column.type in NUMBERS:
        value = _number(typing, column, column.name).value()
        if column.name == mapped.signed:
            value = _signed(typing, value)
        return f"if({cell} is null, {_default(column)}, {value})"
    if column.refers_to == "entities":
        return 'r."known entity"'
    return f"coalesce({cell}, {_default(column)})"


def _known(column: ColumnSchema, cell: str) -> str:
    """One of the words that the column takes, else null."""
    small = f"lower({cell})"
    if column.type == "choice":
        return f"case when {small} in {_list(column.choices)} then {small} end"
    return f"case when {small} in {_list(YES)} then true when {small} in {_list(NO)} then false end"


def _currency(typing: Typing, column: ColumnSchema, cell: str) -> str:
    if column.name not in typing.mapped.has:
        return "null::varchar" if column.required else 'r."row currency"'
    if column.required:
        return f"iso_currency({cell})"
    own = typing.mapped.schema.name == "rates" or mixes_currencies(typing.workspace, typing.mapped)
    return f'if({cell} is null, r."row currency", iso_currency({cell}))' if own else 'r."row currency"'


def make_entity_names(connection: "DuckDBPyConnection", workspace: WorkspaceSettings) -> None:
    """The table of what an entity may be called in a file: its id or its name; with its currency."""
    import numpy as np

    entities = workspace.entity_columns
    columns = (entities.ids, entities.names, entities.currencies)
    texts = (np.array(column, dtype=object) for column in columns)
    connection.register("entities of settings", dict(zip(("id", "name", "currency"), texts, strict=True)))
    # where one's name is another's id, the id is meant; of names that differ by case alone the last
    connection.execute(
        'create type entity_ids as enum (select id::varchar from "entities of settings" order by 1)'
    )
    connection.execute(
        f"""create or replace temp table "{ENTITY_NAMES}" as
        select text, arg_max(id, place)::entity_ids as id, arg_max(currency, place) as currency from (
            select id, currency, unnest([lower(name), id]) as text,
                unnest([n, n + {len(entities.ids)}]) as place
            from (select id::varchar as id, name::varchar as name, currency::varchar as currency,
                row_number() over () as n from "entities of settings"))
        group by text"""
    )
    connection.unregister("entities of settings")


def _default(column: ColumnSchema) -> str:
    types = {"date": "date", "flag": "boolean", "text": "varchar", "choice": "varchar", "time": "timestamp"}
    kind = types.get(column.type, "bigint")
    if column.default is None:
        return f"null::{kind}"
    if column.type == "flag":
        return "true" if column.default in YES else "false"
    text = column.default if kind == "bigint" else quoted(column.default)
    return f"{text}::{kind}"


def _number(typing: Typing, column: ColumnSchema, slot: str) -> NumberColumn:
    settings = typing.mapped.settings
    unit = "" if typing.mapped.bank else settings.units.get(column.name, "")
    mark = typing.marks.get(slot, ".")
    plain_cells = typing.plain_cells.get(slot, frozenset())
    return NumberColumn(slot, column.type, mark, unit, typing.digits, _units(typing), plain_cells)


def _units(typing: Typing) -> str:
    """Which currency signs may stand in a cell: those of the row's entity."""
    currencies = set(typing.workspace.entity_columns.currencies)
    own = mixes_currencies(typing.workspace, typing.mapped)
    if len(currencies) == 1 and not own:
        return units_of(currencies.pop())
    lists = [
        f"when {quoted(each)} then {units_of(each)}"
        for each in sorted({*currencies, *(SYMBOLS if own else ())})
    ]
    other = '[\'\', r."row currency", lower(r."row currency")]'
    return f"""(case r."row currency" {" ".join(lists)} else {other} end)"""


def _two_columns(typing: Typing, column: ColumnSchema) -> str:
    """Credit less debit; both must be unsigned and only one may hold an amount."""
    debit, credit = (
        f'if(r."{slot}" is null, 0, {_number(typing, column, slot).value()})' for slot in (DEBIT, CREDIT)
    )
    turned = -1 if typing.mapped.settings.sign.flip else 1
    both = f"{turned} * credit_less_debit({debit}, {credit})"
    return f'if(coalesce(r."{DEBIT}", r."{CREDIT}") is null, null, {both})'


def _signed(typing: Typing, value: str) -> str:
    sign = typing.mapped.settings.sign
    if typing.mapped.bank:
        return value
    if sign.type:
        names = _list(tuple(name.lower() for name in sign.negative))
        value = f'by_type({value}, lower(r."{TYPE}") in {names})'
    return f"-1 * ({value})" if sign.flip else value


def _fault(typing: Typing, column: ColumnSchema) -> str:
    """The column's bit where its cell doesn't hold, else 0."""
    bit = 1 << typing.bits[column.name]
    value = f'v."{column.name}"'
    slots = [slot for slot in (column.name, DEBIT, CREDIT) if slot in typing.mapped.has]
    if column.name != typing.mapped.signed:
        slots = [slot for slot in slots if slot == column.name]
    conditions = []
    if column.unless:
        empty = " or ".join([*(f'v."{name}" is null' for name in column.unless), *_given(slots)])
        conditions.append(f"({value} is null and ({empty}))")
    elif column.required and column.default is None:
        conditions.append(f"{value} is null")
    elif slots:
        conditions.append(f"({value} is null and ({' or '.join(_given(slots))}))")
    if column.low is not None:
        conditions.append(f"{value} < {stored_bound(column, column.low)}")
    if column.high is not None:
        conditions.append(f"{value} > {stored_bound(column, column.high)}")
    if column.type == "date" and typing.dated(column):
        conditions.append(f"{value} > date '{typing.newest.isoformat()}'")
    return f"if(coalesce({' or '.join(conditions)}, false), {bit}, 0)" if conditions else "0"


def _given(slots: list[str]) -> list[str]:
    return [f'v."given {slot}" is not null' for slot in slots]


def stored_bound(column: ColumnSchema, bound: str) -> int:
    """A bound as the stored whole number; bounds of money are 0, the same in each currency."""
    return int(Decimal(bound) * _STEPS.get(column.type, 1))


def _currency_fault(typing: Typing) -> str:
    """A currency that is not the entity's holds where rates convert it."""
    mapped = typing.mapped
    if CURRENCY not in mapped.has or mapped.schema.name == "rates":
        return "0"
    if mixes_currencies(typing.workspace, mapped):
        return "0"
    other = f'upper(v."given {CURRENCY}") <> v."row currency"'
    return f"if(coalesce({other}, false), {1 << typing.bits[WRONG_CURRENCY]}, 0)"


def _header_fault(typing: Typing) -> str:
    """The row of names, once more among the data."""
    labels = [(slot, label) for slot, label in typing.mapped.labels.items() if slot in typing.mapped.has]
    if not labels:
        return "0"
    same = " and ".join(f'lower(v."given {slot}") = {quoted(label.lower())}' for slot, label in labels)
    return f"if(coalesce({same}, false), {1 << typing.bits['header']}, 0)"


def mixes_currencies(workspace: WorkspaceSettings, mapped: Mapped) -> bool:
    """Whether rows of the table may name a currency of their own: there must be rates to convert it."""
    named = any(column.implied for column in mapped.schema.columns)
    rated = any(item.table == "rates" for item in workspace.inputs)
    return named and rated and CURRENCY in mapped.has and mapped.schema.name != "rates"


def currency_sql(workspace: WorkspaceSettings, mapped: Mapped, *, lines_known: bool) -> str:
    """SQL for the currency of a row: its own, its entity's, or that of its credit line's entity.

    For the innermost query of :func:`statement`.
    """
    owner = _owners_currency(workspace, mapped, lines_known=lines_known)
    own = mixes_currencies(workspace, mapped)
    return f'coalesce(iso_currency(r."{CURRENCY}"), {owner})' if own else owner


def _owners_currency(workspace: WorkspaceSettings, mapped: Mapped, *, lines_known: bool) -> str:
    company = workspace.company.currency
    if mapped.schema.name == "rates":
        return quoted(company)
    currencies = set(workspace.entity_columns.currencies)
    if len(currencies) == 1:
        return quoted(currencies.pop())
    if "entity" in mapped.has:
        return f'coalesce("{_NAMED}".currency, {quoted(company)})'
    if "facility" in mapped.has and lines_known:
        of_line = (
            f'(select any_value(e.currency) from credit_lines as c join "{ENTITY_NAMES}" as e '
            'on e.text = c.entity where c.facility = r."facility")'
        )
        return f"coalesce({of_line}, {quoted(company)})"
    return quoted(company)


def digits_sql(workspace: WorkspaceSettings, mapped: Mapped, currency: str) -> str:
    """SQL for the decimals of a row's currency."""
    company = workspace.company.currency
    if mixes_currencies(workspace, mapped):
        return f"currency_digits({currency})"
    currencies = sorted(set(workspace.entity_columns.currencies))
    digits = {minor_digits(each) for each in currencies}
    if len(digits) == 1:
        return str(digits.pop())
    cases = " ".join(f"when {quoted(each)} then {minor_digits(each)}" for each in currencies)
    return f"(case {currency} {cases} else {minor_digits(company)} end)"


def _list(values: tuple[str, ...]) -> str:
    return "(" + ", ".join(quoted(value) for value in values) + ")"
