"""Ends of fiscal years that companies filed, and the new years of an almanac, beside the golden cases."""

from datetime import date, timedelta

import pytest

from flashreport.domain.jalali import is_leap, year_bounds
from flashreport.domain.retail_calendar import RetailCalendar

# The last day of the fiscal year, as printed in the annual reports (10-K).
NEAREST_JANUARY = RetailCalendar()  # Target: the Saturday nearest 31 January
LAST_OF_SEPTEMBER = RetailCalendar(anchor=(9, 25), rule="first")  # Apple: the last Saturday of September
LAST_OF_JULY = RetailCalendar(anchor=(7, 26), rule="first")  # Cisco: the last Saturday of July


@pytest.mark.parametrize(
    ("company", "begins", "ends", "weeks"),
    [
        (NEAREST_JANUARY, 2012, date(2013, 2, 2), 53),
        (NEAREST_JANUARY, 2016, date(2017, 1, 28), 52),
        (NEAREST_JANUARY, 2017, date(2018, 2, 3), 53),
        (NEAREST_JANUARY, 2022, date(2023, 1, 28), 52),
        (NEAREST_JANUARY, 2023, date(2024, 2, 3), 53),
        (NEAREST_JANUARY, 2024, date(2025, 2, 1), 52),
        (LAST_OF_SEPTEMBER, 2016, date(2017, 9, 30), 53),
        (LAST_OF_SEPTEMBER, 2021, date(2022, 9, 24), 52),
        (LAST_OF_SEPTEMBER, 2022, date(2023, 9, 30), 53),
        (LAST_OF_SEPTEMBER, 2023, date(2024, 9, 28), 52),
        (LAST_OF_JULY, 2019, date(2020, 7, 25), 52),
        (LAST_OF_JULY, 2020, date(2021, 7, 31), 53),
        (LAST_OF_JULY, 2022, date(2023, 7, 29), 52),
    ],
)
def test_fiscal_years_end_as_filed(company: RetailCalendar, begins: int, ends: date, weeks: int) -> None:
    assert company.year_end(begins) == ends
    assert company.year_start(begins + 1) == ends + timedelta(days=1)
    assert (ends - company.year_start(begins)).days + 1 == weeks * 7


def test_nowruz_of_the_almanac() -> None:
    printed = {
        1357: date(1978, 3, 21), 1375: date(1996, 3, 20), 1376: date(1997, 3, 21), 1380: date(2001, 3, 21),
        1396: date(2017, 3, 21), 1399: date(2020, 3, 20), 1400: date(2021, 3, 21), 1402: date(2023, 3, 21),
    }  # fmt: skip
    assert {year: year_bounds(year)[0] for year in printed} == printed
    leap = [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412]
    assert [year for year in range(1370, 1413) if is_leap(year)] == leap
