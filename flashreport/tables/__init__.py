"""Canonical tables, and the checks that decide which rows hold."""

from flashreport.tables.check import check_tables
from flashreport.tables.model import CheckedTables, FileReport, InputReport
from flashreport.tables.readiness import readiness

__all__ = ["CheckedTables", "FileReport", "InputReport", "check_tables", "readiness"]
