"""Shifts by the clock: files against the engine, shift by shift."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flashreport.domain.measures import MEASURES
from flashreport.domain.overtime import split_shift
from flashreport.pipeline import check_workspace
from flashreport.pipeline.order import Checked
from flashreport.workspace.load import load

SETTINGS = """\
[company]
name = "Night Works"
currency = "USD"
timezone = "UTC"

[calendar]
cutoff = "{cutoff}"

[[entities]]
id = "main"
name = "Main"
timezone = "{zone}"
overtime_rule = "{rule}"

[[inputs]]
name = "hours"
table = "timesheets"
path = "hours.csv"

[staff]
clock_minutes = {minutes}
"""
NOW = datetime(2027, 1, 1, 6, tzinfo=UTC)
# days on which clocks change: Tehran and Havana at midnight, Lord Howe by half an hour
ZONES = {
    "Europe/Berlin": date(2026, 10, 25),
    "America/New_York": date(2026, 3, 8),
    "Asia/Tehran": date(2021, 3, 22),
    "America/Havana": date(2026, 11, 1),
    "Australia/Lord_Howe": date(2026, 4, 5),
    "UTC": date(2026, 6, 1),
}
Check = Callable[..., Checked]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def checked(
        rows: str, zone: str = "UTC", cutoff: str = "00:00", rule: str = "flsa", minutes: int = 0
    ) -> Checked:
        settings = SETTINGS.format(zone=zone, cutoff=cutoff, rule=rule, minutes=minutes)
        (tmp_path / "flashreport.toml").write_text(settings, encoding="utf-8")
        (tmp_path / "hours.csv").write_text(rows, encoding="utf-8")
        return check_workspace(load(tmp_path, MEASURES), date(2026, 12, 31), NOW)

    return checked


def worked(checked: Checked) -> dict[str, dict[date, tuple[int, int | None]]]:
    found: dict[str, dict[date, tuple[int, int | None]]] = {}
    rows = checked.tables.connection.execute("select employee, date, hours, night_hours from timesheets")
    for employee, day, hours, night in rows.fetchall():
        assert day not in found.setdefault(employee, {})
        found[employee][day] = hours, night
    return found


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cutoff", [time(0), time(4, 30)])
def test_shifts_are_cut_as_the_engine_cuts_them(check: Check, zone: str, cutoff: time) -> None:
    chance = random.Random(f"{zone} {cutoff}")  # noqa: S311 - any shifts will do, but the same ones
    lines, expected = ["employee,date,start,end"], {}
    for number in range(200):
        start = datetime.combine(ZONES[zone], time(0)) + timedelta(minutes=chance.randrange(-2000, 2000))
        end = start + timedelta(minutes=chance.randrange(1, 22 * 60))
        tz = ZoneInfo(zone)
        if end.replace(tzinfo=tz).astimezone(UTC) <= start.replace(tzinfo=tz).astimezone(UTC):
            continue
        lines.append(f"p{number},{start:%Y-%m-%d},{start:%Y-%m-%d %H:%M},{end:%Y-%m-%d %H:%M}")
        parts = split_shift(start, end, workday_start=cutoff, tz=zone)
        expected[f"p{number}"] = {part.workday: part.seconds for part in parts}
    checked = check("\n".join(lines), zone, f"{cutoff:%H:%M}")
    assert checked.problems == ()
    found = {name: {day: hours for day, (hours, _) in days.items()} for name, days in worked(checked).items()}
    assert found == expected


def test_a_night_in_which_the_clocks_change_has_its_real_hours(check: Check) -> None:
    rows = "employee,date,start,end\nann,2026-10-24,22:00,06:00\nbob,2026-03-28,22:00,06:00\n"
    found = worked(check(rows, "Europe/Berlin", "12:00", "iran"))
    assert found["ann"] == {date(2026, 10, 24): (9 * 3600, 9 * 3600)}
    assert found["bob"] == {date(2026, 3, 28): (7 * 3600, 7 * 3600)}


def test_breaks_come_out_of_the_middle_and_hours_say_what_the_break_was(check: Check) -> None:
    rows = (
        "employee,date,start,end,break,hours\n"
        "ann,2026-06-01,21:00,05:00,1,\n"  # the break is 0:30 to 1:30
        "bob,2026-06-01,9:00,17:30,,8\n"
        "cem,2026-06-01,,,,7.5\n"
        "dee,2026-06-01,9:03,17:08,,\n"
    )
    found = worked(check(rows, rule="iran", minutes=15))
    assert found["ann"] == {
        date(2026, 6, 1): (3 * 3600, 2 * 3600),
        date(2026, 6, 2): (4 * 3600, 4 * 3600),
    }
    assert found["bob"] == {date(2026, 6, 1): (8 * 3600, None)}
    assert found["cem"] == {date(2026, 6, 1): (27000, None)}
    assert found["dee"] == {date(2026, 6, 1): (8 * 3600 + 900, None)}  # 9:00 to 17:15


def test_shifts_that_are_none_are_told(check: Check) -> None:
    rows = (
        "employee,date,start,end,break,hours\n"
        "ann,2026-06-01,9:00,9:00,,\n"
        "bob,2026-06-01,9:00,10:00,2,\n"
        "cem,2026-06-01,9:00,10:00,,1.5\n"
        "dee,2026-06-01,2026-06-01 9:00,2026-06-04 9:00,,\n"
        "eve,2026-06-01,9 o'clock,10:00,,\n"
        "fay,2026-06-01,9:00,,,\n"
        "gus,2026-06-01,9:00,10:00,,\n"
    )
    checked = check(rows)
    told = [(problem.code, problem.place.line, problem.place.column) for problem in checked.problems]
    assert sorted(told, key=lambda each: (each[1], each[0])) == [
        ("tables.bad-shift", 2, "start, end"),
        ("tables.bad-shift", 3, "start, end"),
        ("tables.bad-shift", 4, "start, end"),
        ("tables.bad-shift", 5, "start, end"),
        ("tables.bad-time", 6, "start"),
        ("tables.missing-value", 6, "hours"),
        ("tables.missing-value", 7, "hours"),
    ]
    assert [problem.message for problem in checked.problems if problem.place.line == 2] == [
        "the shift from 09:00 to 09:00 does not end after it begins."
    ]
    assert list(worked(checked)) == ["gus"]


def test_a_file_without_hours_or_clock_times_says_what_is_missing(check: Check) -> None:
    checked = check("employee,date,start\nann,2026-06-01,9:00\n")
    assert [problem.code for problem in checked.problems] == ["inputs.missing-column"]
