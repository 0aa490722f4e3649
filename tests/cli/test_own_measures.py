"""The commands know the workspace's own measures as they know the program's."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("without_pdf")

Flash = Callable[..., Any]
SETTINGS = """
[company]
name = "Harbor Grill"
currency = "USD"
[[entities]]
id = "east"
name = "East"
[[inputs]]
name = "own"
table = "values"
path = "own.csv"
[[measures]]
key = "values.guests"
label = "Guests"
unit = "count"
[[measures]]
key = "own.seats_share"
label = "Seats taken"
unit = "percent"
formula = "values.guests / (values.seats * 4)"
[[measures]]
key = "values.seats"
label = "Seats"
unit = "count"
nature = "stock"
[[reports]]
name = "daily"
sections = ["own"]
"""
ROWS = """date,measure,where,value
2026-11-18,Guests,shop=bar,30
2026-11-18,Guests,shop=hall,20
2026-11-18,Seats,,50
2026-11-19,Guests,shop=bar,90
2026-11-19,Seats,,50
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flash: Flash) -> Path:
    (tmp_path / "flashreport.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "own.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.setenv("FLASHREPORT_NOW", "2026-11-20T06:30+00:00")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_explain_prints_formula_parts_and_rows(own: Path, flash: Flash) -> None:
    ended = flash("explain", "own.seats_share")
    assert ended.code == 0
    assert ended.out.startswith("Seats taken [own.seats_share] = 45%\n  values.guests / (values.seats * 4)\n")
    assert "  own.csv:5  date 2026-11-19, measure Guests, where shop=bar, value 90" in ended.out
    assert "own.csv:6" in ended.out


def test_a_name_that_is_none_is_told_with_the_nearest(own: Path, flash: Flash) -> None:
    ended = flash("explain", "own.seat_share")
    assert ended.code == 2
    assert "Did you mean 'own.seats_share'?" in ended.err


def test_a_note_may_be_on_one(own: Path, flash: Flash) -> None:
    assert flash("note", "own.seats_share", "--role", "Chef", "--text", "A wedding").code == 0
    assert "own.seats_share" in (own / "notes.toml").read_text(encoding="utf-8")


def test_history_gives_the_days_of_formulas_and_slices(own: Path, flash: Flash) -> None:
    assert flash("build").code == 0
    days = flash("history", "--measure", "own.seats_share", "--json").json()["days"]
    assert [(day["date"], day["value"]) for day in days] == [("2026-11-18", "0.25"), ("2026-11-19", "0.45")]
    bar = flash("history", "--measure", "values.guests", "--where", "shop=bar", "--json").json()["days"]
    assert [day["value"] for day in bar] == ["30", "90"]
