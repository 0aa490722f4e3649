"""The canonical schemas, which live in the domain because inputs and facts need them too."""

from flashreport.domain.schemas import TABLES, ColumnSchema, ColumnType, TableSchema

__all__ = ["TABLES", "ColumnSchema", "ColumnType", "TableSchema"]
