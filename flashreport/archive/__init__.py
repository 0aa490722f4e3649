"""Append-only editions, content-addressed files, measures as known.

``docs/archive.md`` describes the format. Importing this room loads nothing heavy.
"""

from flashreport.archive.archive import Archive, open_archive
from flashreport.archive.edition import Draft, Stored
from flashreport.archive.place import ArchivePlace, place_of
from flashreport.archive.versions import program_versions

__all__ = ["Archive", "ArchivePlace", "Draft", "Stored", "open_archive", "place_of", "program_versions"]
