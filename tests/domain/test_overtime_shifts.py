from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.overtime import ShiftPart, round_clock, rounding_drift, split_shift, workday_of
from flashreport.errors import FlashreportError

BERLIN = "Europe/Berlin"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_night_is_cut_at_midnight() -> None:
    parts = split_shift(local("2026-03-02 22:00"), local("2026-03-03 06:00"), tz=BERLIN)
    assert parts == (ShiftPart(date(2026, 3, 2), 7200), ShiftPart(date(2026, 3, 3), 21600))


def test_a_workday_may_begin_at_six() -> None:
    parts = split_shift(
        local("2026-03-02 22:00"), local("2026-03-03 07:00"), workday_start=time(6), tz=BERLIN
    )
    assert [(part.workday, part.hours) for part in parts] == [
        (date(2026, 3, 2), Fraction(8)),
        (date(2026, 3, 3), Fraction(1)),
    ]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-06-06", 8)])
def test_the_clocks_change_and_real_hours_count(day: str, hours: int) -> None:
    following = date.fromisoformat(day) + timedelta(days=1)
    parts = split_shift(local(f"{day} 22:00"), local(f"{following} 06:00"), workday_start=time(12), tz=BERLIN)
    assert [(part.workday, part.hours) for part in parts] == [(date.fromisoformat(day), Fraction(hours))]


def test_breaks_are_taken_from_the_day_in_which_they_fall() -> None:
    breaks = [
        (local("2026-03-03 00:30"), local("2026-03-03 01:00")),
        (local("2026-03-03 00:45"), local("2026-03-03 01:15")),
    ]
    parts = split_shift(local("2026-03-02 22:00"), local("2026-03-03 06:00"), breaks, tz=BERLIN)
    assert [part.hours for part in parts] == [2, Fraction(21, 4)]


def test_a_break_inside_a_break_counts_once() -> None:
    breaks = [
        (local("2026-03-02 12:00"), local("2026-03-02 13:00")),
        (local("2026-03-02 12:15"), local("2026-03-02 12:30")),
    ]
    (only,) = split_shift(local("2026-03-02 09:00"), local("2026-03-02 17:00"), breaks)
    assert only.hours == 7


def test_zones_may_be_given() -> None:
    parts = split_shift(
        datetime(2026, 3, 2, 21, tzinfo=UTC), datetime(2026, 3, 2, 23, tzinfo=UTC), tz="Asia/Tehran"
    )
    assert [(part.workday, part.hours) for part in parts] == [(date(2026, 3, 3), Fraction(2))]
    assert workday_of(datetime(2026, 3, 2, 20, tzinfo=UTC), time(0), ZoneInfo("Asia/Tehran")) == date(
        2026, 3, 2
    )


def test_mistakes_of_shifts() -> None:
    start, end = local("2026-03-02 22:00"), local("2026-03-02 06:00")
    with pytest.raises(FlashreportError) as error:
        split_shift(start, end)
    assert error.value.problem.code == "domain.shift-backwards"
    with pytest.raises(FlashreportError) as error:
        split_shift(end, start, [(start, start + timedelta(hours=1))])
    assert error.value.problem.code == "domain.break-outside-shift"


@given(
    st.datetimes(local("2020-01-01"), local("2030-01-01")),
    st.integers(1, 3 * 86400),
    st.integers(0, 23),
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Tehran"]),
)
def test_parts_of_a_shift_are_all_of_it(start: datetime, length: int, hour: int, zone: str) -> None:
    begins = start.replace(microsecond=0, tzinfo=UTC)
    parts = split_shift(begins, begins + timedelta(seconds=length), workday_start=time(hour), tz=zone)
    assert sum(part.seconds for part in parts) == length
    assert all(part.seconds <= 25 * 3600 for part in parts)
    assert len({part.workday for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("clock", "minutes", "rounded"),
    [("08:07", 15, "08:00"), ("08:08", 15, "08:15"), ("08:07:30", 15, "08:15"), ("08:03", 6, "08:06"),
     ("08:02:29", 5, "08:00"), ("08:07", 0, "08:07"), ("23:53", 15, "00:00")],
)  # fmt: skip
def test_clock_rounding(clock: str, minutes: int, rounded: str) -> None:
    found = round_clock(local(f"2026-03-02 {clock}"), minutes)  # type: ignore[arg-type]  # a parametrised literal
    assert found.strftime("%H:%M") == rounded


def test_drift_tells_whether_rounding_is_neutral() -> None:
    shift = (local("2026-03-02 07:53"), local("2026-03-02 16:07"))
    assert rounding_drift([shift], 15) == -timedelta(minutes=14)
    assert rounding_drift([shift], 0) == timedelta(0)
