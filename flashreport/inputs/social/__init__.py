"""Exports of social platforms: one table of formats, read to rows per day or to snapshots of posts."""

from flashreport.inputs.social.changes import daily_changes_of
from flashreport.inputs.social.model import Export
from flashreport.inputs.social.names import NAMES
from flashreport.inputs.social.read import read_export

__all__ = ["NAMES", "Export", "daily_changes_of", "read_export"]
