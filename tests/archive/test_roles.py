"""The roles that ``docs/archive.md`` grants, on a real server: what each may do, and what neither may."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from flashreport.archive import ArchivePlace, Draft, open_archive
from flashreport.archive.verify import verify
from flashreport.delivery import open_ledger
from flashreport.delivery.copies import Key
from flashreport.delivery.ledger import Claim, Entry
from flashreport.delivery.reading import kept_entries
from flashreport.errors import FlashreportError
from tests.databases import empty_database

DOC = Path(__file__).resolve().parents[2] / "docs" / "archive.md"
THE_DAY = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
MakeDraft = Callable[..., Draft]
KEY = Key("daily", "", THE_DAY, 1, "cfo@example.com")


@pytest.fixture
def place(root: Path, make_draft: MakeDraft, request: pytest.FixtureRequest) -> ArchivePlace:
    """An archive and a ledger that their owner made, and the documented roles."""
    url = empty_database(request.node.nodeid)
    with psycopg.connect(url, autocommit=True) as server:
        for role in ("flash_writer", "flash_reader"):
            if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
                server.execute(f"CREATE ROLE {role} LOGIN".encode())
    found = ArchivePlace(root, root / "archive", url)
    with open_archive(found) as archive:
        archive.add(make_draft(), MORNING)
    with open_ledger(found.url) as ledger:
        ledger.signing_key()
    (grants,) = re.findall(r"```sql\n(.*?)```", DOC.read_text("utf-8"), re.S)
    with psycopg.connect(found.url, autocommit=True) as owner:
        owner.execute(grants.encode())
    return found


def as_role(place: ArchivePlace, role: str) -> ArchivePlace:
    return ArchivePlace(place.root, place.folder, place.url.replace("flashreport@", f"{role}@"))


def test_the_writer_builds_and_sends(place: ArchivePlace, make_draft: MakeDraft) -> None:
    writer = as_role(place, "flash_writer")
    with open_archive(writer) as archive:
        assert archive.add(make_draft(THE_DAY + timedelta(days=1)), MORNING).number == 2
    with open_ledger(writer.url) as ledger:
        claim = ledger.claim(KEY, "mail", MORNING, repeatable=False)
        assert isinstance(claim, Claim)
        ledger.hand_over(claim, MORNING)
        ledger.finish(claim, Entry(KEY, "sent", 1), MORNING)
        assert len(ledger.signing_key()) == 32
    assert not verify(writer).problems


def test_the_reader_reads_and_verifies_and_writes_nothing(place: ArchivePlace, make_draft: MakeDraft) -> None:
    reader = as_role(place, "flash_reader")
    assert (verify(reader).problems, verify(reader).editions) == ((), 1)
    assert kept_entries(reader.url, THE_DAY, THE_DAY) == []
    with open_archive(reader) as archive:
        assert archive.report(archive.edition(1).stored).business_date == THE_DAY
        with pytest.raises(FlashreportError) as raised:
            archive.add(make_draft(THE_DAY + timedelta(days=1)), MORNING)
    assert raised.value.problem.code == "archive.not-written"
    assert verify(place).editions == 1


@pytest.mark.parametrize("role", ["flash_writer", "flash_reader"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE edition SET level = 'good'",
        "DELETE FROM edition_file",
        "TRUNCATE edition_file, edition",
        "DROP TABLE edition CASCADE",
        "ALTER TABLE edition DISABLE TRIGGER ALL",
        "DROP TRIGGER edition_no_change ON edition",
        "UPDATE delivery_event SET detail = ''",
        "CREATE TABLE more (a int)",
    ],
)
def test_neither_changes_what_was_kept(place: ArchivePlace, role: str, statement: str) -> None:
    url = as_role(place, role).url
    denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(url, options="-c search_path=flashreport") as connection, denied:
        connection.execute(statement.encode())


def test_the_reader_does_not_see_the_key(place: ArchivePlace) -> None:
    denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(as_role(place, "flash_reader").url) as connection, denied:
        connection.execute("SELECT key FROM flashreport.delivery_key")
