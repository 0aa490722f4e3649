"""Turn bytes into raw tables: text cells with file, sheet and line."""

from flashreport.domain.raw import ControlTotal, RawFile, RawInput, RawRows
from flashreport.inputs.read import read_input

__all__ = ["ControlTotal", "RawFile", "RawInput", "RawRows", "read_input"]
