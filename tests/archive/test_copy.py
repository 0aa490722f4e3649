"""An archive moved between folders and databases: the same hashes, nothing lost, verified."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashreport.archive import Archive, ArchivePlace, Draft, open_archive
from flashreport.archive.copy import copy
from flashreport.archive.prune import prune
from flashreport.archive.retention import Rule
from flashreport.archive.verify import verify
from flashreport.errors import FlashreportError
from tests.databases import empty_database

THE_DAY = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
Fill = Callable[..., None]
DATABASES = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def other_url(store: str, request: pytest.FixtureRequest) -> str:
    """The other database: PostgreSQL for SQLite, and back."""
    return empty_database(f"other {request.node.nodeid}") if store == "sqlite" else ""


@pytest.fixture
def other(other_url: str, root: Path, tmp_path: Path) -> Iterator[Archive]:
    with open_archive(ArchivePlace(root, tmp_path / "other", other_url, "America/New_York")) as opened:
        yield opened


def everything(archive: Archive, editions: int) -> list[object]:
    found: list[object] = []
    for number in range(1, editions + 1):
        edition = archive.edition(number)
        row = {**edition.row(), "files": edition.files}
        found.append((row, {kept: archive.content.read(kept.sha256) for kept in edition.files}))
    return found


def test_a_copy_has_the_same_rows_files_and_hashes(archive: Archive, other: Archive, fill: Fill) -> None:
    fill(archive, 4)
    copied = copy(archive, other)
    assert copied.editions == 4
    assert everything(other, 4) == everything(archive, 4)
    one, two = verify(archive.place), verify(other.place)
    assert (one.problems, two.problems) == ((), ())
    assert (one.newest, one.editions, one.files) == (two.newest, two.editions, two.files)
    assert copied.newest == one.newest


def test_a_second_run_adds_what_came_since(
    archive: Archive, other: Archive, fill: Fill, make_draft: Callable[..., Draft]
) -> None:
    fill(archive, 2)
    copy(archive, other)
    archive.add(make_draft(THE_DAY + timedelta(days=2)), MORNING)
    assert copy(archive, other).editions == 1
    assert copy(archive, other).editions == 0
    assert verify(other.place).newest == verify(archive.place).newest


def test_the_copy_goes_on_as_an_archive(
    archive: Archive, other: Archive, fill: Fill, make_draft: Callable[..., Draft]
) -> None:
    fill(archive, 2)
    copy(archive, other)
    assert other.add(make_draft(THE_DAY + timedelta(days=9)), MORNING).number == 3
    assert not verify(other.place).problems
    with pytest.raises(FlashreportError) as raised:
        copy(archive, other)
    assert raised.value.problem.code == "archive.other-chain"


def test_tombstones_are_copied_and_what_they_name_is_not(
    archive: Archive, other: Archive, fill: Fill
) -> None:
    fill(archive, 5)
    prune(archive, [Rule("pages", THE_DAY + timedelta(days=2))], [], "age", MORNING)
    assert copy(archive, other).editions == 6
    found = verify(other.place)
    assert not found.problems
    assert found.pruned == verify(archive.place).pruned > 0


def test_another_archive_is_not_mixed_in(
    archive: Archive, other: Archive, fill: Fill, make_draft: Callable[..., Draft]
) -> None:
    fill(archive, 2)
    other.add(make_draft(THE_DAY, closing="1"), MORNING)
    before = verify(other.place)
    with pytest.raises(FlashreportError) as raised:
        copy(archive, other)
    assert raised.value.problem.code == "archive.other-chain"
    assert verify(other.place) == before


def test_a_damaged_file_stops_the_copy_and_leaves_no_edition(
    archive: Archive, other: Archive, fill: Fill, on_disk: Callable[[str], Path]
) -> None:
    fill(archive, 3)
    (kept,) = archive.edition(3).named("report").values()
    on_disk(kept.sha256).write_bytes(b"{}")
    with pytest.raises(FlashreportError) as raised:
        copy(archive, other)
    assert raised.value.problem.code == "archive.damaged"
    assert other.editions.last() is None


@DATABASES
def test_rows_alone_move_when_the_files_stay(url: str, other_url: str, root: Path, fill: Fill) -> None:
    """The folder is shared: only the database is another one."""
    folder = root / "archive"
    with (
        open_archive(ArchivePlace(root, folder, url)) as one,
        open_archive(ArchivePlace(root, folder, other_url)) as two,
    ):
        fill(one, 3)
        files = sorted(folder.rglob("files/*/*"))
        assert copy(one, two).editions == 3
        assert sorted(folder.rglob("files/*/*")) == files
        assert not verify(two.place).problems


@DATABASES
def test_the_ledger_is_copied_with_its_events_and_its_key(url: str, other_url: str, tmp_path: Path) -> None:
    from flashreport.delivery import open_ledger
    from flashreport.delivery.copies import Key
    from flashreport.delivery.copy import copy_ledger
    from flashreport.delivery.ledger import Claim, Entry
    from flashreport.delivery.reading import kept_entries, kept_events

    key = Key("daily", "", THE_DAY, 1, "cfo@example.com")
    places = url or tmp_path / "one", other_url or tmp_path / "two"
    with open_ledger(places[0]) as old, open_ledger(places[1]) as new:
        claim = old.claim(key, "mail", MORNING, repeatable=False)
        assert isinstance(claim, Claim)
        old.hand_over(claim, MORNING)
        old.finish(claim, Entry(key, "sent", 1, message_id="<1@x>"), MORNING)
        assert copy_ledger(old, new) >= 4
        assert (new.entries(), new.events(key)) == (old.entries(), old.events(key))
        assert new.signing_key() == old.signing_key()
        assert copy_ledger(old, new) == 0
    told = [kept_entries(place, THE_DAY, THE_DAY) for place in places]
    assert [[entry.state for entry in entries] for entries in told] == [["sent"], ["sent"]]
    one, two = (kept_events(place, THE_DAY, THE_DAY) for place in places)
    assert one == two
    assert kept_entries(places[0], date(2020, 1, 1), date(2020, 1, 2)) == []
