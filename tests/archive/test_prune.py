"""Files past their age go, what is on hold or still needed stays, and the chain proves the rest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashreport.archive import Archive, ArchivePlace, Draft
from flashreport.archive.prune import prune
from flashreport.archive.retention import KINDS, Hold, Rule, cutoff, plan
from flashreport.archive.verify import verify
from flashreport.errors import FlashreportError

THE_DAY = date(2026, 11, 19)
LATER = datetime(2027, 1, 5, 9, tzinfo=UTC)
EVERY = tuple(KINDS)
Fill = Callable[..., None]


@pytest.fixture
def filled(archive: Archive, fill: Fill) -> Archive:
    """Six days; the same input file in each."""
    fill(archive, 6)
    return archive


def due(kinds: tuple[str, ...], before: date) -> list[Rule]:
    return [Rule(kind, before) for kind in kinds]


def names(archive: Archive, rules: list[Rule], *holds: Hold) -> set[tuple[int, str]]:
    return {(file.number, file.role) for file in plan(archive.editions.references(), rules, holds).files}


@pytest.mark.parametrize(
    ("age", "day"),
    [
        ("1d", "2026-11-18"),
        ("90d", "2026-08-21"),
        ("1m", "2026-10-19"),
        ("18m", "2025-05-19"),
        ("7y", "2019-11-19"),
    ],
)
def test_an_age_is_a_day(age: str, day: str) -> None:
    assert cutoff(age, THE_DAY) == date.fromisoformat(day)


def test_a_month_before_a_longer_one_ends_on_its_last_day() -> None:
    assert cutoff("1m", date(2026, 3, 31)) == date(2026, 2, 28)
    assert cutoff("1y", date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize("age", ["", "7", "y", "0d", "-1d", "7 y", "7w"])
def test_what_is_no_age_is_told(age: str) -> None:
    with pytest.raises(FlashreportError) as raised:
        cutoff(age, THE_DAY)
    assert raised.value.problem.code == "usage.age"


def test_only_what_is_due_by_kind_and_age(filled: Archive) -> None:
    assert names(filled, due(("pages",), THE_DAY + timedelta(days=2))) == {(1, "page"), (2, "page")}
    assert names(filled, due(("reports",), THE_DAY + timedelta(days=1))) == {(1, "report")}
    assert names(filled, []) == set()


def test_what_a_later_edition_needs_stays(filled: Archive) -> None:
    """One input file and one base of measures are in all six: they stay while one needs them."""
    found = names(filled, due(EVERY, THE_DAY + timedelta(days=3)))
    assert {role for _, role in found} >= {"page", "report"}
    assert not {role for _, role in found} & {"input", "settings"}
    shared = {kept.sha256 for kept in filled.edition(1).files} & {
        kept.sha256 for kept in filled.edition(6).files
    }
    assert shared
    assert shared.isdisjoint(
        file.sha256
        for file in plan(filled.editions.references(), due(EVERY, THE_DAY + timedelta(days=3)), []).files
    )


def test_the_newest_two_days_stay(filled: Archive) -> None:
    found = names(filled, due(EVERY, date(2030, 1, 1)))
    assert {number for number, _ in found} == {1, 2, 3, 4}


def test_a_hold_keeps_its_days(filled: Archive) -> None:
    rules = due(("pages", "reports"), date(2030, 1, 1))
    hold = Hold("lawsuit", THE_DAY + timedelta(days=1), THE_DAY + timedelta(days=2))
    assert {number for number, _ in names(filled, rules, hold)} == {1, 4}
    other = replace(hold, report="weekly")
    assert {number for number, _ in names(filled, rules, other)} == {1, 2, 3, 4}
    held = plan(filled.editions.references(), rules, [hold]).held
    assert {(file.number, name) for file, name in held} == {(2, "lawsuit"), (3, "lawsuit")}


def test_the_chain_verifies_after_it_and_the_tombstone_says_what_went(
    filled: Archive, place: ArchivePlace, on_disk: Callable[[str], Path]
) -> None:
    before = verify(place)
    rules = due(("pages", "reports"), THE_DAY + timedelta(days=3))
    going = plan(filled.editions.references(), rules, []).files
    gone = {file.sha256: file.size for file in going}
    stored = prune(filled, rules, [], "seven years", LATER)
    assert stored is not None
    found = verify(place, before.newest[:12])
    assert not found.problems
    assert (found.editions, found.pruned, found.newest) == (7, len(going), stored.hash)
    assert found.size < before.size
    assert not any(on_disk(sha256).exists() for sha256 in gone)
    stone = filled.edition(7)
    assert {kept.sha256: kept.size for kept in stone.files} == gone
    assert (stone.findings[0]["text"], stone.business_date) == ("seven years", "2027-01-05")
    assert [edition.number for edition in filled.editions.tombstones()] == [7]
    assert prune(filled, rules, [], "again", LATER) is None
    assert verify(place).newest == stored.hash


def test_what_was_pruned_is_told_by_name_and_reason(filled: Archive) -> None:
    prune(filled, due(EVERY, THE_DAY + timedelta(days=3)), [], "seven years", LATER)
    with pytest.raises(FlashreportError) as raised:
        filled.report(filled.edition(1).stored)
    assert raised.value.problem.code == "archive.pruned"
    assert "report.json was pruned on 2027-01-05: seven years." in str(raised.value)
    assert filled.report(filled.edition(5).stored).business_date == THE_DAY + timedelta(days=4)


def test_a_file_that_is_gone_without_a_tombstone_is_still_told(
    filled: Archive, place: ArchivePlace, on_disk: Callable[[str], Path]
) -> None:
    prune(filled, due(("pages",), THE_DAY + timedelta(days=2)), [], "age", LATER)
    (kept, *_) = filled.edition(4).named("page").values()
    on_disk(kept.sha256).unlink()
    (problem,) = verify(place).problems
    assert problem.code == "archive.removed"
    assert "edition 4" in problem.message


def test_a_build_goes_on_after_it_and_brings_a_pruned_file_back(
    filled: Archive, place: ArchivePlace, make_draft: Callable[..., Draft], on_disk: Callable[[str], Path]
) -> None:
    """A page with the bytes of a pruned one must be there again, and is missed when it is not."""
    old = filled.files(filled.edition(1).stored)
    prune(filled, due(("pages",), THE_DAY + timedelta(days=2)), [], "age", LATER)
    draft = replace(make_draft(THE_DAY + timedelta(days=9)), files=old)
    stored = filled.add(draft, LATER)
    assert stored.number == 8
    assert filled.files(stored) == old
    assert not verify(place).problems
    (kept, *_) = filled.edition(8).named("page").values()
    on_disk(kept.sha256).unlink()
    assert [problem.code for problem in verify(place).problems] == ["archive.removed"]


def test_a_run_that_was_stopped_is_finished_by_the_next(
    filled: Archive, place: ArchivePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = due(("pages", "reports"), THE_DAY + timedelta(days=3))
    removed: list[str] = []
    true_remove = filled.content.remove

    def remove(sha256: str) -> None:
        if len(removed) == 2:
            raise KeyboardInterrupt
        removed.append(sha256)
        true_remove(sha256)

    with monkeypatch.context() as patched:
        patched.setattr(filled.content, "remove", remove)
        with pytest.raises(KeyboardInterrupt):
            prune(filled, rules, [], "age", LATER)
    found = verify(place)
    assert not found.problems
    assert found.pruned == 2
    assert len(found.leftovers) > 0
    assert prune(filled, rules, [], "age", LATER) is None
    found = verify(place)
    assert (found.problems, found.leftovers) == ((), ())


def test_a_tombstone_cannot_be_made_up(
    filled: Archive, place: ArchivePlace, tmp_path: Path, on_disk: Callable[[str], Path]
) -> None:
    """Somebody removes a file and adds a row that says it was pruned: row and record disagree."""
    (kept, *_) = filled.edition(2).named("page").values()
    filled.writer.execute(
        "INSERT INTO edition_file (number, role, name, sha256, size) VALUES (6, 'pruned', 'x', ?, 1)",
        (kept.sha256,),
    )
    on_disk(kept.sha256).unlink()
    told = [(problem.code, problem.message) for problem in verify(place).problems]
    assert ("archive.added", "edition 6: a row of a pruned x was added.") in told
