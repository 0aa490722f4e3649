"""What an archive promises, on each database."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from flashreport.archive import Archive, ArchivePlace, open_archive
from flashreport.archive.edition import from_record
from flashreport.archive.editions import Wanted
from flashreport.errors import FlashreportError

THE_DAY = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
MakeDraft = Callable[..., Any]
MakeFrame = Callable[..., pd.DataFrame]
Fill = Callable[..., None]


def test_an_archive_that_is_not_there_is_empty_and_stays_away(archive: Archive, place: ArchivePlace) -> None:
    assert archive.newest("daily", "", THE_DAY) is None
    assert archive.before("daily", "", THE_DAY) is None
    assert archive.editions.find(Wanted()) == []
    assert not place.folder.exists()


def test_what_went_in_comes_out(archive: Archive, make_draft: MakeDraft) -> None:
    draft = make_draft()
    stored = archive.add(draft, MORNING)
    assert (stored.number, stored.report_name, stored.scope, stored.revision) == (1, "daily", "", 1)
    assert (stored.business_date, stored.known_at) == (THE_DAY, MORNING)
    assert archive.newest("daily", "", THE_DAY) == stored
    assert archive.report(stored) == draft.report
    assert archive.files(stored) == draft.files
    assert archive.files(stored, "input") == {"bank/2026-11.csv": b"date,amount\n2026-11-19,12.50\n"}
    assert set(archive.files(stored, "settings")) == {"flashreport.toml"}


def test_the_hash_is_that_of_the_record_file(
    archive: Archive, on_disk: Callable[[str], Path], fill: Fill
) -> None:
    fill(archive, 2)
    second = archive.edition(2)
    record = on_disk(second.hash).read_bytes()
    assert sha256(record).hexdigest() == second.hash
    assert from_record(record).row() == second.row()
    assert from_record(record).previous == archive.edition(1).hash


def test_a_repeated_build_makes_no_new_edition(archive: Archive, make_draft: MakeDraft) -> None:
    first = archive.add(make_draft(), MORNING)
    assert archive.add(make_draft(), MORNING + timedelta(hours=1)) == first
    assert len(archive.editions.find(Wanted())) == 1


def test_a_changed_day_is_the_next_revision(archive: Archive, make_draft: MakeDraft) -> None:
    archive.add(make_draft(), MORNING)
    second = archive.add(make_draft(revision=2, closing="418000"), MORNING)
    assert archive.newest("daily", "", THE_DAY) == second
    with pytest.raises(FlashreportError) as raised:
        archive.add(make_draft(revision=2, closing="417000"), MORNING)
    assert raised.value.problem.code == "archive.conflict"
    assert len(archive.editions.find(Wanted())) == 2


def test_before_is_the_newest_revision_of_the_newest_earlier_day(
    archive: Archive, make_draft: MakeDraft
) -> None:
    days = [THE_DAY - timedelta(days=back) for back in (5, 1, 3)]
    for day in days:
        archive.add(make_draft(day), MORNING)
    again = archive.add(make_draft(days[1], 2, closing="1"), MORNING)
    archive.add(make_draft(days[1], scope="east"), MORNING)
    archive.add(make_draft(days[1], name="weekly"), MORNING)
    assert archive.before("daily", "", THE_DAY) == again
    assert archive.before("daily", "", days[1]) == archive.newest("daily", "", days[2])
    assert archive.before("daily", "", days[0]) is None


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
def test_measures_come_back_for_each_edition(
    archive: Archive, make_draft: MakeDraft, make_frame: MakeFrame
) -> None:
    frames = []
    for step in range(35):
        day = THE_DAY + timedelta(days=step)
        frame = make_frame(day, extra=step, changed=THE_DAY, days=300)
        frames.append(frame)
        archive.add(make_draft(day, frame=frame), MORNING + timedelta(days=step))
    keys = list(frames[0].columns[:5])
    for number, frame in enumerate(frames, start=1):
        kept = archive.measures(archive.edition(number).stored)
        kept = kept.sort_values(keys, ignore_index=True)
        wanted = frame.sort_values(keys, ignore_index=True)
        pd.testing.assert_frame_equal(kept, wanted, check_dtype=False)
        assert str(kept["date"].dtype) == "datetime64[s]"
        assert str(kept["value"].dtype) == "int64"
        assert str(kept["stale"].dtype) == "bool"
    whole = [n for n in range(1, 36) if not archive.edition(n).named("changes")]
    assert whole == [1, 31]


def test_an_input_that_changed_meanwhile_is_told(archive: Archive, make_draft: MakeDraft, root: Path) -> None:
    draft = make_draft()
    (root / "bank" / "2026-11.csv").write_text("date,amount\n2026-11-19,99.00\n")
    with pytest.raises(FlashreportError) as raised:
        archive.add(draft, MORNING)
    assert raised.value.problem.code == "archive.input-changed"
    assert archive.newest("daily", "", THE_DAY) is None


def test_rows_refuse_change(archive: Archive, fill: Fill) -> None:
    fill(archive, 1)
    for statement in (
        "UPDATE edition SET level = 'good'",
        "DELETE FROM edition_file",
        "UPDATE edition_file SET size = 1",
    ):
        with pytest.raises(FlashreportError, match="append-only"):
            archive.writer.execute(statement)


def test_find_narrows(archive: Archive, make_draft: MakeDraft) -> None:
    archive.add(make_draft(level="act"), MORNING)
    archive.add(make_draft(THE_DAY + timedelta(days=1), level="good"), MORNING + timedelta(days=1))
    archive.add(make_draft(THE_DAY, name="weekly_50%"), MORNING)

    def found(**wanted: Any) -> list[int]:
        return [edition.number for edition in archive.editions.find(Wanted(**wanted))]

    assert found() == [2, 3, 1]
    assert found(report="daily") == [2, 1]
    assert found(level="good") == [2]
    assert found(first=THE_DAY + timedelta(days=1)) == [2]
    assert found(last=THE_DAY) == [3, 1]
    assert found(search="KITCHEN is 14.1%") == [2, 3, 1]
    assert found(search="50%") == [3]
    assert found(search="y_5") == [3]
    assert found(search="pantry") == []
    assert [edition.number for edition in archive.editions.find(Wanted(), most=1)] == [2]


def test_another_room_has_tables_of_its_own(archive: Archive, place: ArchivePlace) -> None:
    def first(dialect: str) -> list[str]:
        return ["CREATE TABLE note (number BIGINT PRIMARY KEY, text TEXT NOT NULL)"]

    with archive.transaction("note", (first,)) as store:
        store.execute("INSERT INTO note VALUES (?, ?)", (1, "kept"))

    def stopped() -> None:
        with archive.transaction("note", (first,)) as store:
            store.execute("INSERT INTO note VALUES (?, ?)", (2, "lost"))
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        stopped()
    with open_archive(place) as again:
        assert again.store is not None
        assert again.store.rows("SELECT number, text FROM note") == [(1, "kept")]


def test_a_newer_format_is_refused(archive: Archive, place: ArchivePlace, fill: Fill) -> None:
    fill(archive, 1)
    archive.writer.execute("UPDATE meta SET value = '99' WHERE key = 'format.archive'")
    with open_archive(place) as again, pytest.raises(FlashreportError) as raised:
        again.newest("daily", "", THE_DAY)
    assert raised.value.problem.code == "archive.unknown-format"


def test_names_that_are_no_text_are_kept(archive: Archive, make_draft: MakeDraft, root: Path) -> None:
    from dataclasses import replace

    odd = "bank/\udcff\n'; DROP TABLE edition; --.csv"
    draft = replace(make_draft(), inputs={odd: root / "bank" / "2026-11.csv"})
    stored = archive.add(draft, MORNING)
    assert list(archive.files(stored, "input")) == ["bank/\\udcff\n'; DROP TABLE edition; --.csv"]
