"""Which of their columns an input needs, by name. Names are compared without case and blanks."""

from collections.abc import Iterable

from flashreport.domain.column_names import plain
from flashreport.domain.schemas import TABLES
from flashreport.workspace.inputs import InputSettings


def wanted(settings: InputSettings) -> frozenset[str]:
    """All names that mean something: mapped ones, columns of signs, and the table's own."""
    sign = settings.sign
    own = {column.name for column in TABLES[settings.table].columns} - set(settings.map)
    names = {*settings.map.values(), *own, sign.debit, sign.credit, sign.type, "currency"}
    return frozenset(plain(name) for name in names if name)


def hits(cells: Iterable[object], names: frozenset[str]) -> int:
    """How many wanted names stand among the cells."""
    return len({plain(str(cell)) for cell in cells} & names)
