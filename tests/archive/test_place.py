"""Where the archive is, and who may do what in a shared one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flashreport.archive import Archive, ArchivePlace, open_archive, place_of
from flashreport.archive.place import place_in
from flashreport.archive.verify import verify
from flashreport.errors import FlashreportError
from flashreport.workspace.load import load

THE_DAY = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
SETTINGS = """[company]
name = "Harbor Grill"
currency = "USD"
timezone = "Asia/Tehran"
[[entities]]
id = "east"
name = "East"
[archive]
path = "kept/here"
url = "postgresql://host/books"
"""


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(FlashreportError) as raised:
        act()
    return raised.value.problem.code


@pytest.mark.parametrize("settings", [SETTINGS, SETTINGS.split("[archive]")[0]])
def test_the_short_way_finds_the_same_place(root: Path, settings: str) -> None:
    (root / "flashreport.toml").write_text(settings)
    assert place_of(root) == place_in(load(root))


def test_templates_of_the_workspace_are_kept(root: Path, make_draft: Callable[..., Any]) -> None:
    (root / "templates" / "report").mkdir(parents=True)
    (root / "templates" / "report" / "report.css").write_text("p { color: red }")
    (root / "kpis.toml").write_text("")
    place = ArchivePlace(root, root / "archive")
    with open_archive(place) as archive:
        kept = archive.files(archive.add(make_draft(), MORNING), "settings")
    assert set(kept) == {"flashreport.toml", "kpis.toml", "templates/report/report.css"}
    assert kept["templates/report/report.css"] == b"p { color: red }"


def test_an_unknown_database_is_refused(root: Path, make_draft: Callable[..., Any]) -> None:
    for url, code in (
        ("mysql://host/x", "archive.bad-url"),
        ("postgresql://u:secret@/x?host=/nowhere", "archive.unavailable"),
    ):
        place = ArchivePlace(root, root / "archive", url)
        with open_archive(place) as archive, pytest.raises(FlashreportError) as raised:
            archive.newest("daily", "", THE_DAY)
        assert raised.value.problem.code == code
        assert "secret" not in str(raised.value)


def test_a_second_location_of_one_archive_is_told(archive: Archive, place: ArchivePlace, fill: Any) -> None:
    """A database without the folder that belongs to it does not verify, nor files without theirs."""
    fill(archive, 2)
    elsewhere = replace(place, folder=place.folder.parent / "elsewhere")
    found = verify(elsewhere)
    assert bool(found.problems) == bool(place.url or place.files)


def test_a_writer_and_a_reader_need_no_more_than_documented(
    archive: Archive, place: ArchivePlace, make_draft: Callable[..., Any]
) -> None:
    if not place.url:
        return
    import psycopg

    archive.add(make_draft(), MORNING)
    with psycopg.connect(place.url, autocommit=True) as owner:
        for role, rights in (("writer", "SELECT, INSERT"), ("reader", "SELECT")):
            owner.execute(f"DROP ROLE IF EXISTS {role}".encode())
            owner.execute(f"CREATE ROLE {role} LOGIN".encode())
            owner.execute(f"GRANT USAGE ON SCHEMA flashreport TO {role}".encode())
            owner.execute(f"GRANT {rights} ON ALL TABLES IN SCHEMA flashreport TO {role}".encode())

    def as_role(role: str) -> ArchivePlace:
        return replace(place, url=place.url.replace("flashreport@", f"{role}@"))

    with open_archive(as_role("reader")) as reading:
        assert reading.newest("daily", "", THE_DAY) is not None
        assert not verify(as_role("reader")).problems
        draft = make_draft(THE_DAY + timedelta(days=1))
        assert code_of(lambda: reading.add(draft, MORNING)) == "archive.not-written"
    with open_archive(as_role("writer")) as writing:
        assert writing.add(draft, MORNING).number == 2
        for statement in (
            "DELETE FROM edition",
            "UPDATE edition SET level = 'good'",
            "TRUNCATE edition_file",
        ):
            assert code_of(lambda sql=statement: writing.writer.execute(sql)) == "archive.not-written"  # type: ignore[misc] # a default binds the loop's value
    assert not verify(place).problems
    with psycopg.connect(place.url, autocommit=True) as owner:
        for role in ("writer", "reader"):
            owner.execute(f"DROP OWNED BY {role}".encode())
            owner.execute(f"DROP ROLE {role}".encode())
