"""What an edition is: what goes in, its record, and the hash that chains it to the one before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.domain.report import Report

FORMAT = 2
"""Of a record. Format 1 had no ``backfilled``; its records are read and hashed as they are."""

Role = Literal["report", "page", "input", "reference", "settings", "template", "base", "changes", "pruned"]


@dataclass(frozen=True)
class Draft:
    """What a build hands to the archive.

    ``files`` are the rendered files by name, ``measures`` the whole frame as it is known now,
    ``inputs`` the files that were read, by their names in the workspace; ``read`` has the
    sha256 of each as it was read. Of those in ``referred`` only the hash is kept.
    ``templates`` are the program's own that the pages were made with.
    """

    report_name: str
    scope: str
    report: "Report"
    files: Mapping[str, bytes]
    measures: "pd.DataFrame"
    inputs: Mapping[str, Path]
    backfilled: bool = False
    read: Mapping[str, str] = field(default_factory=dict)
    referred: frozenset[str] = frozenset()
    templates: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Stored:
    """An edition that the archive holds. ``known_at`` is in UTC; ``hash`` is that of its record."""

    number: int
    report_name: str
    scope: str
    business_date: date
    revision: int
    report_id: str
    known_at: datetime
    hash: str


@dataclass(frozen=True, order=True)
class Kept:
    """A file of an edition: its role and name, and the content's sha256 and size in bytes."""

    role: Role
    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Edition:
    """Everything that the archive knows of an edition. Its record is this, as canonical JSON.

    ``level`` is the worst level of its findings and statuses; ``findings`` is what was found,
    in short; ``previous`` is the hash of the edition before ('' for the first). ``backfilled``
    is 1 when it was made later than its day, out of old inputs, and sent to nobody.
    """

    number: int
    report_name: str
    scope: str
    audience: str
    business_date: str
    revision: int
    known_at: str
    report_id: str
    level: str
    findings: Sequence[Mapping[str, object]]
    versions: Mapping[str, str]
    previous: str
    files: tuple[Kept, ...] = field(default=())
    format: int = FORMAT
    backfilled: int = 0

    def record(self) -> bytes:
        """The canonical JSON: ASCII, keys sorted, no white space; its sha256 is the edition's hash."""
        names = _RECORD if self.format > 1 else [name for name in _RECORD if name != "backfilled"]
        content = {name: getattr(self, name) for name in names if name != "files"}
        files = [[kept.role, kept.name, kept.sha256, kept.size] for kept in sorted(self.files)]
        return canonical({**content, "files": files}).encode()

    @property
    def hash(self) -> str:
        """The sha256 of the record, in hexadecimal."""
        return hashlib.sha256(self.record()).hexdigest()

    @property
    def stored(self) -> Stored:
        """What callers see of it."""
        return Stored(
            self.number,
            self.report_name,
            self.scope,
            date.fromisoformat(self.business_date),
            self.revision,
            self.report_id,
            datetime.fromisoformat(self.known_at),
            self.hash,
        )

    def row(self) -> dict[str, int | str]:
        """The row of table ``edition``."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "findings": canonical(self.findings),
            "versions": canonical(self.versions),
            "hash": self.hash,
        }

    def named(self, role: Role) -> dict[str, Kept]:
        """Its files of one role, by name."""
        return {kept.name: kept for kept in self.files if kept.role == role}


_PLAIN = (
    "number",
    "format",
    "report_name",
    "scope",
    "audience",
    "business_date",
    "revision",
    "known_at",
    "report_id",
    "level",
    "previous",
    "backfilled",
)
_RECORD = (*_PLAIN, "findings", "versions", "files")
COLUMNS = (*_PLAIN, "findings", "versions", "hash")


def columns_of(version: int) -> tuple[str, ...]:
    """The columns of table ``edition`` in a version of the database's tables."""
    return tuple(name for name in COLUMNS if version > 1 or name != "backfilled")


def selected(version: int) -> str:
    """What to select for COLUMNS in tables of a version: what it lacks is zero."""
    held = columns_of(version)
    return ", ".join(name if name in held else f"0 AS {name}" for name in COLUMNS)


def canonical(value: object) -> str:
    """JSON in one form only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def from_record(content: bytes) -> Edition:
    """The edition that a record tells of; ValueError when it is no record of a known format."""
    try:
        told = json.loads(content)
        files = tuple(Kept(*item) for item in told.pop("files"))
        edition = Edition(**told, files=files)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a record: {error}") from error
    if edition.format not in range(1, FORMAT + 1):
        raise ValueError(f"record format {edition.format}, this program reads 1 to {FORMAT}")
    return edition


def moment(now: datetime) -> str:
    """A moment as the archive writes it: ISO text in UTC."""
    return now.astimezone(UTC).isoformat()
