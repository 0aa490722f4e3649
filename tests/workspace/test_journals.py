"""Acknowledgements and notes on the disk."""

from datetime import date
from pathlib import Path

import pytest

from flashreport.errors import FlashreportError, Mistakes
from flashreport.workspace.acks import Ack, ack_on, add_ack, load_acks
from flashreport.workspace.notes import WorkspaceNote, add_note, load_notes


def ack(on: int, until: int, note: str = "x") -> Ack:
    return Ack(finding="kpi-cash", on=date(2026, 11, on), until=date(2026, 11, until), note=note)


def test_acknowledgements_are_kept_below_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "acks.toml"
    path.write_text("# ours\n")
    add_ack(tmp_path, ack(20, 22, 'a "quoted" note'))
    add_ack(tmp_path, ack(21, 25))
    assert path.read_text().startswith("# ours\n\n[[ack]]\n")
    assert load_acks(tmp_path) == (ack(20, 22, 'a "quoted" note'), ack(21, 25))


def test_the_newest_that_holds_counts() -> None:
    acks = (ack(20, 28, "first"), ack(22, 24, "second"))
    told = {day: ack_on(acks, "kpi-cash", date(2026, 11, day)) for day in (19, 20, 22, 24, 25, 28, 29)}
    assert {day: one.note if one else "" for day, one in told.items()} == {
        19: "",
        20: "first",
        22: "second",
        24: "second",
        25: "first",
        28: "first",
        29: "",
    }
    assert ack_on(acks, "kpi-other", date(2026, 11, 22)) is None


def test_notes_come_from_both_files_in_the_order_of_days(tmp_path: Path) -> None:
    note = WorkspaceNote(on=date(2026, 11, 19), measure="staff.hours", role="Chef", text="Two ill")
    add_note(tmp_path, note)
    (tmp_path / "notes.csv").write_text(
        'date,measure,where,role,text\n2026-11-18,cash.net,,CFO,"Rent, early"\n', encoding="utf-8-sig"
    )
    found = load_notes(tmp_path)
    assert [one.text for one in found] == ["Rent, early", "Two ill"]


def test_no_files_are_no_notes(tmp_path: Path) -> None:
    assert load_notes(tmp_path) == ()
    assert load_acks(tmp_path) == ()


def test_mistakes_are_told_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("date,measure,role,text\n2026-11-31,cash.net,CFO,x\n,cash.net,CFO,\n")
    with pytest.raises(Mistakes) as told:
        load_notes(tmp_path)
    assert [(p.place.line, p.place.column) for p in told.value.problems] == [(2, "date"), (3, "date")]
    (tmp_path / "notes.csv").write_text("day,measure\n")
    with pytest.raises(FlashreportError, match="column 'date' is missing"):
        load_notes(tmp_path)
    (tmp_path / "acks.toml").write_text(
        '[[ack]]\nfinding = "kpi-cash"\non = 2026-11-20\nuntil = 2026-11-19\n'
    )
    with pytest.raises(FlashreportError, match=r"acks\.toml"):
        load_acks(tmp_path)
