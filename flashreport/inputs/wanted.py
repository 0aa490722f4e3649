"""Which of their columns an input needs, by name. Names are compared without case and blanks."""

from collections.abc import Iterable

from flashreport.domain.column_names import plain
from flashreport.domain.persian_columns import names_of
from flashreport.domain.schemas import TABLES
from flashreport.workspace.inputs import InputSettings


def wanted(settings: InputSettings) -> frozenset[str]:
    """All names that mean something: mapped ones, columns of signs, and the table's own."""
    sign = settings.sign
    own = {column.name for column in TABLES[settings.table].columns} - set(settings.map)
    names = {*settings.map.values(), *own, sign.debit, sign.credit, sign.type, "currency"}
    persian = [] if settings.map else [name for column in own for name in names_of(settings.table, column)]
    return frozenset([*(plain(name) for name in names if name), *persian])


def hits(cells: Iterable[object], names: frozenset[str]) -> int:
    """How many wanted names stand among the cells."""
    return len({plain(str(cell)) for cell in cells} & names)
