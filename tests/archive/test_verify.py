"""``verify`` names whatever was changed, removed, added, reordered or cut off."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flashreport.archive import Archive, ArchivePlace, open_archive
from flashreport.archive.edition import COLUMNS
from flashreport.archive.migrations import TABLES, append_only
from flashreport.archive.verify import Verified, verify

Fill = Callable[..., None]
Sql = Callable[..., list[tuple[Any, ...]]]
CASES = 200
DATABASES = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
FILE_COLUMNS = ("number", "role", "name", "sha256", "size")


@contextmanager
def unguarded(place: ArchivePlace) -> Iterator[Sql]:
    """SQL past the triggers, as somebody who owns the machine may run it."""
    if place.url:
        import psycopg

        with psycopg.connect(place.url, autocommit=True, options="-c search_path=flashreport") as server:
            server.execute("SET session_replication_role = replica")

            def run(sql: str, *values: object) -> list[tuple[Any, ...]]:
                cursor = server.execute(sql.replace("?", "%s").encode(), values)
                return cursor.fetchall() if cursor.description else []

            yield run
        return
    connection = sqlite3.connect(place.folder / "archive.sqlite", isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield lambda sql, *values: connection.execute(sql, values).fetchall()
    for statement in append_only("sqlite", TABLES):
        connection.execute(statement)
    connection.close()


def told(found: Verified) -> str:
    return "\n".join(f"{problem.code} {problem} {problem.place}" for problem in found.problems)


class Tamperer:
    """One random change for each call; it returns what the report must name (any of these)."""

    def __init__(self, place: ArchivePlace, home: Path, seed: int) -> None:
        self.place, self.home = place, home
        self.dice = random.Random(seed)  # noqa: S311 - repeatable cases, no secrets

    def __call__(self) -> tuple[str, list[str]]:
        often = [self.flip_byte, self.change_cell, self.change_cell]
        files = [self.flip_byte, self.cut_file, self.delete_file, self.add_file, self.swap_files]
        rows = [self.change_cell, self.change_file_cell, self.delete_edition, self.delete_file_row]
        more = [self.insert_edition, self.insert_file_row, self.reorder, self.truncate, self.change_format]
        way = self.dice.choice([*often, *files, *rows, *more, self.change_head, self.delete_head])
        return way.__name__, way()

    def files(self) -> list[Path]:
        return sorted(path for path in (self.home / "files").rglob("*") if path.is_file())

    def shown(self, path: Path) -> str:
        """How ``verify`` names a file: by its path, or by its address in the object store."""
        return f"{self.place.files}/{path.relative_to(self.home)}" if self.place.files else str(path)

    def flip_byte(self) -> list[str]:
        path = self.dice.choice(self.files())
        content = bytearray(path.read_bytes())
        content[self.dice.randrange(len(content))] ^= 1 << self.dice.randrange(8)
        path.write_bytes(content)
        return [self.shown(path)]

    def cut_file(self) -> list[str]:
        path = self.dice.choice(self.files())
        path.write_bytes(path.read_bytes()[: self.dice.randrange(path.stat().st_size)])
        return [self.shown(path)]

    def delete_file(self) -> list[str]:
        path = self.dice.choice(self.files())
        path.unlink()
        return [self.shown(path)]

    def add_file(self) -> list[str]:
        name = "".join(self.dice.choices("0123456789abcdef", k=64))
        path = self.home / "files" / self.dice.choice([name[:2], "ab"]) / self.dice.choice([name, "x"])
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"something else")
        return [self.shown(path)]

    def swap_files(self) -> list[str]:
        one, two = self.dice.sample(self.files(), 2)
        content = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(content)
        return [self.shown(one)]

    def change_head(self) -> list[str]:
        path = self.home / "head.json"
        content = bytearray(path.read_bytes())
        content[self.dice.randrange(len(content))] ^= 1 << self.dice.randrange(7)
        path.write_bytes(content)
        return [self.shown(path)]

    def delete_head(self) -> list[str]:
        path = self.home / "head.json"
        path.unlink()
        return [self.shown(path)]

    def _other(self, value: object) -> object:
        if isinstance(value, int):
            return value + self.dice.choice([1, -1, 1000])
        text = str(value)
        if not text:
            return "x"
        at = self.dice.randrange(len(text))
        letter = chr(ord(text[at]) ^ (1 << self.dice.randrange(6)))
        letter = letter if letter.isprintable() else "~"
        return text[:at] + (letter if letter != text[at] else "~") + text[at + 1 :]

    def change_cell(self) -> list[str]:
        with unguarded(self.place) as sql:
            number = self.dice.choice(sql("SELECT number FROM edition ORDER BY number"))[0]
            column = self.dice.choice([name for name in COLUMNS if name != "number"])
            (was,) = sql(f"SELECT {column} FROM edition WHERE number = ?", number)[0]
            sql(f"UPDATE edition SET {column} = ? WHERE number = ?", self._other(was), number)
        return [f"edition {number}: its row"]

    def change_file_cell(self) -> list[str]:
        with unguarded(self.place) as sql:
            names = ", ".join(FILE_COLUMNS)
            row = self.dice.choice(sql(f"SELECT {names} FROM edition_file ORDER BY number, role, name"))
            column = self.dice.choice(FILE_COLUMNS[2:])
            other = self._other(row[FILE_COLUMNS.index(column)])
            sql(
                f"UPDATE edition_file SET {column} = ? WHERE number = ? AND role = ? AND name = ?",
                other,
                *row[:3],
            )
        return [f"edition {row[0]}: the row of its {row[1]} {row[2]}"]

    def delete_edition(self) -> list[str]:
        with unguarded(self.place) as sql:
            number = self.dice.choice(sql("SELECT number FROM edition ORDER BY number"))[0]
            if self.dice.random() < 0.5:
                sql("DELETE FROM edition_file WHERE number = ?", number)
            sql("DELETE FROM edition WHERE number = ?", number)
        return [f"edition {number}: its row is gone", "the end was cut off"]

    def delete_file_row(self) -> list[str]:
        with unguarded(self.place) as sql:
            row = self.dice.choice(
                sql("SELECT number, role, name FROM edition_file ORDER BY number, role, name")
            )
            sql("DELETE FROM edition_file WHERE number = ? AND role = ? AND name = ?", *row)
        return [f"edition {row[0]}: the row of its {row[1]} {row[2]} is gone"]

    def insert_edition(self) -> list[str]:
        with unguarded(self.place) as sql:
            number = sql("SELECT max(number) FROM edition")[0][0] + self.dice.choice([1, 2, -100])
            names = ", ".join(name for name in COLUMNS if name not in ("number", "revision"))
            sql(
                f"INSERT INTO edition (number, revision, {names}) SELECT ?, 99, {names} FROM edition "
                "WHERE number = 1",
                number,
            )
        return [f"edition {number}"]

    def insert_file_row(self) -> list[str]:
        with unguarded(self.place) as sql:
            number, sha256 = self.dice.choice(sql("SELECT number, sha256 FROM edition_file ORDER BY sha256"))
            sql("INSERT INTO edition_file VALUES (?, 'page', 'second.pdf', ?, 5)", number, sha256)
        return [f"edition {number}: a row of a page second.pdf was added"]

    def reorder(self) -> list[str]:
        with unguarded(self.place) as sql:
            one, two = self.dice.sample([row[0] for row in sql("SELECT number FROM edition")], 2)
            for table in TABLES:
                for was, new in ((one, -1), (two, one), (-1, two)):
                    sql(f"UPDATE {table} SET number = ? WHERE number = ?", new, was)
        return [f"archive.reordered edition {one}: edition {one}: its row holds edition {two}"]

    def truncate(self) -> list[str]:
        with unguarded(self.place) as sql:
            last = sql("SELECT max(number) FROM edition")[0][0]
            keep = self.dice.randrange(last)
            for table in TABLES:
                sql(f"DELETE FROM {table} WHERE number > ?", keep)
        return [f"the newest edition was {last}, the last one here is {keep}"]

    def change_format(self) -> list[str]:
        with unguarded(self.place) as sql:
            sql("UPDATE meta SET value = ?", self.dice.choice(["0", "1", "7", "-1", "x", ""]))
        return ["the database tells format"]


@pytest.fixture
def filled(archive: Archive, place: ArchivePlace, fill: Fill) -> ArchivePlace:
    """Five editions; the connection is let go, so that all of it is in the file."""
    fill(archive, 5)
    archive.close()
    return place


@pytest.fixture
def anew(filled: ArchivePlace, home: Path, tmp_path: Path) -> Callable[[], ArchivePlace]:
    """The same five editions again for each case."""
    folders = dict.fromkeys((filled.folder, home))
    for number, folder in enumerate(folders):
        shutil.copytree(folder, tmp_path / f"pristine{number}")
    with unguarded(filled) as sql:
        rows = {
            table: sql(f"SELECT {names} FROM {table}")
            for table, names in (
                ("edition", ", ".join(COLUMNS)),
                ("edition_file", ", ".join(FILE_COLUMNS)),
                ("meta", "key, value"),
            )
        }

    def again() -> ArchivePlace:
        for number, folder in enumerate(folders):
            shutil.rmtree(folder)
            shutil.copytree(tmp_path / f"pristine{number}", folder)
        if filled.url:
            names = {"edition": COLUMNS, "edition_file": FILE_COLUMNS, "meta": ("key", "value")}
            with unguarded(filled) as sql:
                for table, kept in rows.items():
                    sql(f"DELETE FROM {table}")
                    marks = ", ".join("?" * len(names[table]))
                    for row in kept:
                        sql(f"INSERT INTO {table} ({', '.join(names[table])}) VALUES ({marks})", *row)
        return filled

    return again


def test_a_whole_archive_verifies(filled: ArchivePlace, home: Path) -> None:
    found = verify(filled)
    assert told(found) == ""
    assert found.editions == 5
    with open_archive(filled) as archive:
        assert found.newest == archive.edition(5).hash
    assert found.leftovers == ()
    paths = [path for path in (home / "files").rglob("*") if path.is_file()]
    assert found.files == len(paths)
    assert found.size == sum(path.stat().st_size for path in paths)


def test_no_archive_verifies(place: ArchivePlace) -> None:
    assert verify(place) == Verified()


# A quarter of the cases in the test command, all of them in a campaign.
@DATABASES
@pytest.mark.parametrize(
    "batch", [0, *(pytest.param(batch, marks=pytest.mark.campaign) for batch in (1, 2, 3))]
)
def test_any_change_is_named(batch: int, anew: Callable[[], ArchivePlace], home: Path) -> None:
    ways = set()
    for case in range(CASES // 4):
        place = anew()
        way, names = Tamperer(place, home, batch * 10_000 + case)()
        ways.add(way)
        found = told(verify(place))
        assert any(name in found for name in names), f"case {case}, {way}: {names}\n{found}"
    assert len(ways) > 10


@pytest.mark.parametrize("store", ["s3"], indirect=True)
def test_any_change_in_an_object_store_is_named(filled: ArchivePlace, home: Path) -> None:
    tamperer = Tamperer(filled, home, 6)
    kept = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    changes = (
        tamperer.flip_byte,
        tamperer.cut_file,
        tamperer.delete_file,
        tamperer.add_file,
        tamperer.swap_files,
    )
    for change in (*changes, tamperer.change_head, tamperer.delete_head):
        names = change()
        found = told(verify(filled))
        assert any(name in found for name in names), f"{change.__name__}: {names}\n{found}"
        for path in home.rglob("*"):
            if path.is_file() and path not in kept:
                path.unlink()
        for path, content in kept.items():
            path.write_bytes(content)
    assert not verify(filled).problems


@DATABASES
def test_damage_inside_the_database_file_is_never_passed_over(anew: Callable[[], ArchivePlace]) -> None:
    """A byte that SQLite doesn't use may be anything; one that changes a row or stops it is told."""
    place = anew()
    if place.url:
        return
    dice = random.Random(7)  # noqa: S311 - repeatable cases, no secrets
    path = place.folder / "archive.sqlite"

    def content() -> list[object]:
        connection = sqlite3.connect(path)
        connection.text_factory = bytes
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in TABLES]

    whole = content()
    for _ in range(60):
        anew()
        data = bytearray(path.read_bytes())
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
        if not verify(place).problems:
            assert content() == whole


def test_a_lost_database_is_told(filled: ArchivePlace) -> None:
    if filled.url:
        with unguarded(filled) as sql:
            sql("DROP TABLE edition_file, edition")
        assert "lacks tables" in told(verify(filled))
        return
    (filled.folder / "archive.sqlite").unlink()
    assert "the database is gone" in told(verify(filled))
    (filled.folder / "archive.sqlite").write_bytes(b"no database at all" * 400)
    assert "archive.damaged" in told(verify(filled))


def test_missing_guards_are_told(filled: ArchivePlace) -> None:
    if filled.url:
        with unguarded(filled) as sql:
            sql("ALTER TABLE edition DISABLE TRIGGER edition_no_change")
    else:
        connection = sqlite3.connect(filled.folder / "archive.sqlite")
        connection.execute("DROP TRIGGER edition_no_delete")
        connection.commit()
    assert "edition_no_" in told(verify(filled))


def test_a_hash_noted_elsewhere_proves_the_end(filled: ArchivePlace, home: Path) -> None:
    """Whoever cuts the end off and mends the head as well is found out by a noted hash."""
    noted = verify(filled).newest
    assert not verify(filled, noted[:12]).problems
    with unguarded(filled) as sql:
        for table in TABLES:
            sql(f"DELETE FROM {table} WHERE number = 5")
        (head,) = sql("SELECT hash FROM edition WHERE number = 4")[0]
    (home / "head.json").write_text(f'{{"number": 4, "hash": "{head}"}}\n')
    assert not verify(filled).problems
    assert noted[:12] in told(verify(filled, noted[:12]))


def test_nothing_is_added_to_a_chain_that_was_cut(
    filled: ArchivePlace, make_draft: Callable[..., Any]
) -> None:
    from datetime import UTC, date, datetime

    from flashreport.errors import FlashreportError

    with unguarded(filled) as sql:
        for table in TABLES:
            sql(f"DELETE FROM {table} WHERE number = 5")
    with open_archive(filled) as archive, pytest.raises(FlashreportError) as raised:
        archive.add(make_draft(date(2026, 12, 24)), datetime(2026, 12, 25, tzinfo=UTC))
    assert raised.value.problem.code == "archive.damaged"
    assert "the end was cut off" in told(verify(filled))


def test_files_that_no_edition_names_are_leftovers_only_under_their_own_hash(filled: ArchivePlace) -> None:
    from flashreport.archive.files import content_of

    sha256 = content_of(filled).keep(b"of a build that was killed")
    found = verify(filled)
    assert not found.problems
    assert [place.rpartition("/")[2] for place in found.leftovers] == [sha256]


def test_reading_a_damaged_file_is_an_error(filled: ArchivePlace, on_disk: Callable[[str], Path]) -> None:
    from flashreport.errors import FlashreportError

    with open_archive(filled) as archive:
        edition = archive.edition(2)
        (kept,) = edition.named("report").values()
        on_disk(kept.sha256).write_bytes(b"{}")
        with pytest.raises(FlashreportError) as raised:
            archive.report(edition.stored)
    assert raised.value.problem.code == "archive.damaged"
    assert replace(kept, name="x").sha256 in str(raised.value)
