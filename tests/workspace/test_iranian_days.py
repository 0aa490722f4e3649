"""Iranian working weeks: the official holidays, either weekend, and the company's own days on top.

The days are those of the official calendars that the Council of Public Culture publishes, as printed by
calendar.nagsh.ir (1403), shomanews.com (1402) and ilna.ir on 30 October 2025 (1405), up to where each
printing could be read. Lunar feasts move by ten or eleven days a year.
"""

from datetime import date
from typing import Any

import pytest

from flashreport.domain.jalali import to_gregorian, to_jalali
from flashreport.workspace.calendar import business_calendar, public_holidays
from flashreport.workspace.settings import Calendar

OFFICIAL = {
    (1402, 4, 16): {
        1: (1, 2, 3, 4, 12, 13, 23),  # Nowruz, the Republic, nature; 21 Ramadan
        2: (2, 3, 26),  # Fitr and the day after; 25 Shawwal
        3: (14, 15),
        4: (8, 16),  # Adha, Ghadir
    },
    (1403, 6, 4): {
        1: (1, 2, 3, 4, 12, 13, 22, 23),
        2: (15,),
        3: (14, 15, 28),
        4: (5, 25, 26),  # Ghadir, Tasua, Ashura
        6: (4,),  # Arbaeen
    },
    (1405, 4, 4): {
        1: (1, 2, 3, 4, 12, 13),
        3: (6, 14, 15),
        4: (3, 4),
    },
}
# 25 Shawwal is a holiday by law and in the calendar that we use; the printing of 1405 leaves it out.
NOT_PRINTED = {(1405, 1, 25)}


def week(**more: Any) -> Calendar:
    return Calendar.model_validate(
        {"country": "IR", "system": "jalali", "week_start": "saturday", "weekend": ["friday"], **more}
    )


@pytest.mark.parametrize("until", OFFICIAL)
def test_official_holidays(until: tuple[int, int, int]) -> None:
    first, last = to_gregorian(until[0], 1, 1), to_gregorian(*until)
    found = {day for day in public_holidays(week(), first, last) if first <= day <= last}
    as_printed = {(until[0], month, day) for month, printed in OFFICIAL[until].items() for day in printed}
    told = {(day.year, day.month, day.day) for day in map(to_jalali, found)}
    assert told - NOT_PRINTED == as_printed


@pytest.mark.parametrize(
    ("weekend", "worked"), [(["friday"], 31 - 5 - 2), (["thursday", "friday"], 31 - 9 - 1)]
)
def test_the_weekend_is_friday_or_thursday_and_friday(weekend: list[str], worked: int) -> None:
    """Khordad 1405 begins on a Friday and has 31 days: five Fridays, one of them a holiday (15); four
    Thursdays, one of them a holiday (14); and one holiday on a Wednesday (6)."""
    first, last = to_gregorian(1405, 3, 1), to_gregorian(1405, 3, 31)
    calendar = business_calendar(week(weekend=weekend), first, last)
    assert calendar.working_days(first, last) == worked
    assert calendar.start(first, "week").weekday() == 5


def test_the_companys_own_days_stand_on_top() -> None:
    first, ashura, plain = to_gregorian(1405, 4, 1), to_gregorian(1405, 4, 4), to_gregorian(1405, 4, 7)
    friday = to_gregorian(1405, 4, 5)
    bare = business_calendar(week(), first, plain)
    own = business_calendar(week(open=[ashura, friday], closed=[plain]), first, plain)
    assert [bare.is_working(day) for day in (ashura, friday, plain)] == [False, False, True]
    assert [own.is_working(day) for day in (ashura, friday, plain)] == [True, True, False]


def test_holidays_are_named_in_the_readers_language_and_estimates_say_so() -> None:
    nowruz = date(2027, 3, 21)
    english, persian = (public_holidays(week(), nowruz, nowruz, tag) for tag in ("en", "fa"))
    assert "Nowruz" in english[nowruz]
    assert "نوروز" in persian[nowruz]
    assert any("تخمینی" in name for name in persian.values())
