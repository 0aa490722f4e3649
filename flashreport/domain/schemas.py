"""All canonical tables by their names, in the order in which the reference tells them."""

from flashreport.domain.table_schema import ColumnSchema, ColumnType, TableSchema
from flashreport.domain.tables.audience import AUDIENCE
from flashreport.domain.tables.cash import CASH
from flashreport.domain.tables.credit import CREDIT, DAY_COUNTS
from flashreport.domain.tables.projects import PROJECTS
from flashreport.domain.tables.staff import STAFF

__all__ = ["DAY_COUNTS", "TABLES", "ColumnSchema", "ColumnType", "TableSchema"]

TABLES: dict[str, TableSchema] = {
    table.name: table for table in (*CASH, *STAFF, *CREDIT, *PROJECTS, *AUDIENCE)
}
