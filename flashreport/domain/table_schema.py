"""What a canonical table is: columns, types, ranges, keys and references.

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


def column(name: str, type_: ColumnType, required: bool = True, **more: str) -> ColumnSchema:
    """A column by its name and type; ``more`` are low, high, default and refers_to."""
    refers_to = more.pop("refers_to", "")
    low, high, default = more.get("low"), more.get("high"), more.get("default")
    return ColumnSchema(name, type_, required, low, high, default=default, refers_to=refers_to)


ENTITY = column("entity", "text", refers_to="entities")
# an account's own; without it the entity's
CURRENCY = column("currency", "currency", False)
