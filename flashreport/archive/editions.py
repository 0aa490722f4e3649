"""The table of editions: add a row, find rows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flashreport.archive.edition import COLUMNS, Edition, Kept, Role, selected
from flashreport.archive.store import Cell, Row, Store, version_of
from flashreport.archive.trouble import damaged
from flashreport.errors import FlashreportError, phrase

_TEXTS = (
    "report_name",
    "scope",
    "audience",
    "business_date",
    "known_at",
    "report_id",
    "level",
    "previous",
)
_NUMBERS = ("number", "revision", "format", "backfilled")
_OF = "report_name = ? AND scope = ?"


@dataclass(frozen=True)
class Wanted:
    """Which editions are asked for; an empty field asks nothing.

    ``search`` is looked for in findings, report and scope, without regard to case.
    """

    report: str = ""
    scope: str = ""
    first: date | None = None
    last: date | None = None
    level: str = ""
    search: str = ""
    known_until: str = ""


@dataclass(frozen=True)
class Reference:
    """A file as an edition names it."""

    number: int
    report_name: str
    scope: str
    business_date: str
    role: str
    name: str
    sha256: str
    size: int


class Editions:
    """Reads and adds rows of one database; without one there are no editions."""

    def __init__(self, store: Store | None) -> None:
        self.store = store

    def newest(self, report_name: str, scope: str, business_date: date) -> Edition | None:
        """The highest revision of the day."""
        tail = f"WHERE {_OF} AND business_date = ? ORDER BY revision DESC LIMIT 1"
        return self._one(tail, (report_name, scope, business_date.isoformat()))

    def before(self, report_name: str, scope: str, business_date: date) -> Edition | None:
        """The highest revision of the newest earlier day."""
        tail = f"WHERE {_OF} AND business_date < ? ORDER BY business_date DESC, revision DESC LIMIT 1"
        return self._one(tail, (report_name, scope, business_date.isoformat()))

    def last(self) -> Edition | None:
        """The edition with the highest number: the end of the chain."""
        return self._one("ORDER BY number DESC LIMIT 1", ())

    def kept_last(self, until: str, after: str, scope: str | None) -> Edition | None:
        """Of a scope (None: any), the edition kept last by a moment ('': ever) that reaches beyond a day."""
        conditions = ["report_name <> ''", "business_date > ?"]
        values = [after]
        if until:
            conditions.append("known_at <= ?")
            values.append(until)
        if scope is not None:
            conditions.append("scope = ?")
            values.append(scope)
        return self._one(f"WHERE {' AND '.join(conditions)} ORDER BY number DESC LIMIT 1", values)

    def last_day(self, scope: str | None) -> str:
        """The newest business date of a scope (None: of any); empty without one. Read from an index alone."""
        where, values = ("", ()) if scope is None else (" AND scope = ?", (scope,))
        found = self._rows(f"SELECT max(business_date) FROM edition WHERE report_name <> ''{where}", values)
        return str(found[0][0] or "") if found else ""

    def last_of(self, report_name: str, scope: str) -> Edition | None:
        """The edition of a report that was added last."""
        return self._one(f"WHERE {_OF} ORDER BY number DESC LIMIT 1", (report_name, scope))

    def numbered(self, number: int) -> Edition:
        """The edition with that number; FlashreportError ``archive.no-edition``."""
        found = self._one("WHERE number = ?", (number,))
        if found is None:
            raise FlashreportError(
                "archive.no-edition",
                phrase("there is no edition {number}.", number=str(number)),
                "List what there is with: flashreport history",
            )
        return found

    def with_base(self, sha256: str) -> int:
        """How many editions build on this whole frame of measures."""
        found = self._rows("SELECT count(*) FROM edition_file WHERE sha256 = ? AND role = 'base'", (sha256,))
        return int(found[0][0]) if found else 0

    def references(self) -> Iterator[Reference]:
        """Every file of every edition, and of every tombstone, in the order of the chain."""
        rows = self._rows(
            "SELECT e.number, report_name, scope, business_date, role, name, sha256, size FROM edition e "
            "JOIN edition_file f ON f.number = e.number ORDER BY e.number, role, name",
            (),
        )
        for number, report_name, scope, day, role, name, sha256, size in rows:
            yield Reference(
                int(number),
                str(report_name),
                str(scope),
                str(day),
                str(role),
                str(name),
                str(sha256),
                int(size),
            )

    def pruned_by(self, sha256: str) -> Edition | None:
        """The tombstone that names this content last; None when it was never pruned."""
        found = self._rows(
            "SELECT max(number) FROM edition_file WHERE role = 'pruned' AND sha256 = ?", (sha256,)
        )
        number = found[0][0] if found else None
        return None if number is None else self.numbered(int(number))

    def tombstones(self) -> list[Edition]:
        """All tombstones, the newest first."""
        rows = self._rows(
            f"SELECT {self._columns} FROM edition WHERE report_name = '' ORDER BY number DESC", ()
        )
        return [row_edition(row, ()) for row in rows]

    def find(self, wanted: Wanted, most: int | None = None) -> list[Edition]:
        """The editions asked for, newest business date first; their files are left out."""
        where, parameters = _conditions(wanted)
        tail = f"{where} ORDER BY business_date DESC, number DESC" + (f" LIMIT {int(most)}" if most else "")
        return [
            row_edition(row, ())
            for row in self._rows(f"SELECT {self._columns} FROM edition {tail}", parameters)
        ]

    def add(self, edition: Edition) -> None:
        """Insert the edition's rows. The caller has a transaction open."""
        assert self.store is not None  # noqa: S101 - only a writer's editions are added to
        row = edition.row()
        marks = ", ".join("?" * len(COLUMNS))
        self.store.execute(
            f"INSERT INTO edition ({', '.join(COLUMNS)}) VALUES ({marks})", [row[name] for name in COLUMNS]
        )
        self.store.execute_many(
            "INSERT INTO edition_file (number, role, name, sha256, size) VALUES (?, ?, ?, ?, ?)",
            [
                (edition.number, kept.role, kept.name, kept.sha256, kept.size)
                for kept in sorted(edition.files)
            ],
        )

    def _one(self, tail: str, parameters: Sequence[Cell]) -> Edition | None:
        found = self._rows(f"SELECT {self._columns} FROM edition {tail}", parameters)
        if not found:
            return None
        files = self._rows(
            "SELECT role, name, sha256, size FROM edition_file WHERE number = ? ORDER BY role, name",
            (found[0][0],),
        )
        return row_edition(found[0], files)

    @cached_property
    def _columns(self) -> str:
        return selected(version_of(self.store, "archive") if self.store is not None else 0)

    def _rows(self, sql: str, parameters: Sequence[Cell]) -> list[Row]:
        return self.store.rows(sql, parameters) if self.store is not None else []


def _conditions(wanted: Wanted) -> tuple[str, list[Cell]]:
    text = f"%{_literal(wanted.search.lower())}%" if wanted.search else ""
    found = [
        ("report_name = ?", wanted.report),
        ("scope = ?", wanted.scope),
        ("business_date >= ?", wanted.first.isoformat() if wanted.first else ""),
        ("business_date <= ?", wanted.last.isoformat() if wanted.last else ""),
        ("level = ?", wanted.level),
        ("known_at <= ?", wanted.known_until),
        ("lower(report_name || ' ' || scope || ' ' || findings) LIKE ? ESCAPE '\\'", text),
    ]
    asked = [(condition, value) for condition, value in found if value]
    # a tombstone has no report
    where = " AND ".join(["report_name <> ''", *(condition for condition, _ in asked)])
    return f"WHERE {where}", [value for _, value in asked]


def _literal(text: str) -> str:
    """The text as it stands in the JSON of the findings, its wildcards made plain."""
    quoted = json.dumps(text)[1:-1]
    return quoted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def row_edition(row: Sequence[Cell], files: Sequence[Row]) -> Edition:
    """The edition of a row (its cells in the order of COLUMNS), with the hash that the row tells."""
    cells = dict(zip(COLUMNS, row, strict=True))
    try:
        findings, versions = (json.loads(str(cells[name])) for name in ("findings", "versions"))
    except ValueError as error:
        raise damaged(f"edition {cells['number']}", f"its row cannot be read ({error})") from error
    number, revision, form, backfilled = (int(cells[name]) for name in _NUMBERS)
    text = {name: str(cells[name]) for name in _TEXTS}
    return _Row(
        number=number,
        revision=revision,
        format=form,
        backfilled=backfilled,
        findings=findings,
        versions=versions,
        files=tuple(_kept(file) for file in files),
        told=str(cells["hash"]),
        **text,
    )


def _kept(row: Row) -> Kept:
    role, name, sha256, size = row
    return Kept(_role(str(role)), str(name), str(sha256), int(size))


def _role(text: str) -> Role:
    return text  # type: ignore[return-value] # verify tells of any other text


@dataclass(frozen=True)
class _Row(Edition):
    """An edition out of its row: it has the hash that the row tells."""

    told: str = ""

    @property
    def hash(self) -> str:
        """The hash in the row."""
        return self.told
