"""Which of their columns is which of ours: the mapping of one input, for each header it has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flashreport.domain.column_names import plain
from flashreport.domain.persian_columns import names_of
from flashreport.domain.raw import RawRows
from flashreport.domain.schemas import ColumnSchema, TableSchema
from flashreport.errors import Place, Problem, as_phrase, joined, phrase
from flashreport.tables.number_sql import UNITS
from flashreport.workspace.inputs import InputSettings
from flashreport.workspace.key_names import did_you_mean
from flashreport.workspace.settings import WorkspaceSettings

# Columns that are read beside the table's own.
DEBIT, CREDIT, TYPE, CURRENCY = "sign.debit", "sign.credit", "sign.type", "currency"


@dataclass(frozen=True, slots=True)
class HeaderMap:
    """How one header feeds the table: our column to the index of theirs."""

    source: RawRows
    columns: Mapping[str, int]


@dataclass(slots=True)
class Mapped:
    """One input's rows for one table. ``labels`` are their names of our columns."""

    settings: InputSettings
    schema: TableSchema
    bank: bool = False
    parts: list[HeaderMap] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    @property
    def has(self) -> frozenset[str]:
        """Our columns that have cells or a constant."""
        return frozenset(self.constants).union(*(part.columns for part in self.parts))

    @property
    def signed(self) -> str:
        """The money column that the sign rule speaks of: the table's first."""
        return next((column.name for column in self.schema.columns if column.type == "money"), "")

    def label(self, name: str) -> str:
        """Their name of our column."""
        return self.labels.get(name, name)


def map_columns(
    settings: InputSettings,
    schema: TableSchema,
    sources: Sequence[RawRows],
    workspace: WorkspaceSettings,
    name_file: Sequence[str],
) -> Mapped:
    """Map every header of the input. Files with a header that lacks a column are refused."""
    bank = any(source.canonical for source in sources)
    mapped = Mapped(settings, schema, bank, constants=_constants(settings, schema, workspace))
    if schema.name == settings.table:
        mapped.problems += _settings_problems(settings, schema)
    for source in sources:
        found, missing = _columns_of(mapped, source)
        if missing:
            mapped.refused.update(source.files)
            for file in source.files:
                mapped.problems += [_missing(mapped, name, source, name_file[file]) for name in missing]
            continue
        for ours, index in found.items():
            mapped.labels.setdefault(ours, source.header[index])
        mapped.parts.append(HeaderMap(source, found))
    return mapped


def _constants(settings: InputSettings, schema: TableSchema, workspace: WorkspaceSettings) -> dict[str, str]:
    names = {column.name for column in schema.columns}
    constants = {name: value for name, value in settings.constants.items() if name in names}
    if "entity" in names and settings.entity:
        constants["entity"] = settings.entity
    elif "entity" in names and len(workspace.entities) == 1:
        constants.setdefault("entity", workspace.entities[0].id)
    return constants


def _columns_of(mapped: Mapped, source: RawRows) -> tuple[dict[str, int], list[str]]:
    """Our columns to indexes of the header, and those of ours that must be there and aren't."""
    index: dict[str, int] = {}
    for number, name in enumerate(source.header):
        index.setdefault(plain(name), number)
    asked = _asked(mapped)
    if not mapped.settings.map and not mapped.bank:
        asked |= dict(_persian(mapped, asked, index))
    found = {ours: index[plain(theirs)] for ours, theirs in asked.items() if plain(theirs) in index}
    explicit = {*mapped.settings.map, DEBIT, CREDIT, TYPE} & set(asked)
    by_sign = {mapped.signed} if mapped.settings.sign.debit and not mapped.bank else set()
    needed = {
        column.name
        for column in mapped.schema.columns
        if column.required and column.default is None and column.name not in by_sign
    }
    given = set(found) | (set(mapped.constants) - set(mapped.settings.map))
    needed -= {each.name for each in mapped.schema.columns if each.unless and given.issuperset(each.unless)}
    return found, [name for name in asked if name in (explicit | needed) - given]


def _persian(mapped: Mapped, asked: Mapping[str, str], index: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Our columns that a file without a map calls by a Persian name."""
    for column in mapped.schema.columns:
        if column.name in asked and plain(asked[column.name]) not in index:
            name = next((name for name in names_of(mapped.schema.name, column.name) if name in index), "")
            if name:
                yield column.name, name


def _asked(mapped: Mapped) -> dict[str, str]:
    """Our columns to the names that are looked for."""
    settings = mapped.settings
    names = {column.name: column.name for column in mapped.schema.columns} | {CURRENCY: CURRENCY}
    if mapped.bank:
        return names
    names |= {ours: theirs for ours, theirs in settings.map.items() if ours in names}
    sign = settings.sign
    if sign.debit:
        del names[mapped.signed]
    return names | {
        slot: name for slot, name in ((DEBIT, sign.debit), (CREDIT, sign.credit), (TYPE, sign.type)) if name
    }


def _missing(mapped: Mapped, name: str, source: RawRows, file: str) -> Problem:
    theirs = _asked(mapped)[name]
    free = [
        column
        for column in source.header
        if plain(column) not in {plain(other) for other in _asked(mapped).values()}
    ]
    if plain(theirs) == plain(name) or name.startswith("sign."):
        message = phrase("there is no column '{theirs}'.", theirs=theirs)
    else:
        message = phrase("there is no column '{theirs}', which feeds {name}.", theirs=theirs, name=name)
    near = as_phrase(did_you_mean(theirs, free or source.header))
    mend = (
        phrase("Mend sign.")
        if name.startswith("sign.")
        else phrase("Map it: {line}", line=f'map = {{ {name} = "…" }}')
    )
    return Problem(
        "inputs.missing-column",
        message,
        joined([part for part in (near, mend) if part], " "),
        Place(file=file, column=theirs),
    )


def _settings_problems(settings: InputSettings, schema: TableSchema) -> Iterator[Problem]:
    columns = {column.name: column for column in schema.columns}
    tables: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("map", settings.map),
        ("constants", settings.constants),
        ("units", settings.units),
    )
    for key, table in tables:
        for name in table:
            if name not in columns and not (name == CURRENCY and key != "units"):
                yield _unknown(settings, key, name, list(columns))
    for name, unit in settings.units.items():
        column = columns.get(name)
        if column and unit not in UNITS.get(column.type, ()):
            yield _wrong_unit(settings, column, unit)


def _unknown(settings: InputSettings, key: str, name: str, known: list[str]) -> Problem:
    return Problem(
        "inputs.unknown-column",
        phrase("the table {table} has no column '{name}'.", table=settings.table, name=name),
        did_you_mean(name, known),
        Place(file="flashreport.toml", key=f"inputs.{settings.name}.{key}.{name}"),
    )


def _wrong_unit(settings: InputSettings, column: ColumnSchema, unit: str) -> Problem:
    fitting = ", ".join(UNITS.get(column.type, ())) or phrase("none: leave the unit out")
    return Problem(
        "inputs.wrong-unit",
        phrase(
            "{name} is of type {type} and cannot be in {unit}.", name=column.name, type=column.type, unit=unit
        ),
        phrase("Units that fit: {fitting}.", fitting=fitting),
        Place(file="flashreport.toml", key=f"inputs.{settings.name}.units.{column.name}", value=unit),
    )
