"""Last year's column: by the date or by the weekday, and the page says which."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from flashreport.compose.tables import comparison_table
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.measure_frame import Measures
from flashreport.domain.report import Figure, words

FIRST = date(2025, 9, 26)
RECEIPTS = list(range(1, 421))  # of 26 September 2025 and the days after, to 19 November 2026


def taken(first: date, last: date) -> int:
    return sum(RECEIPTS[(first - FIRST).days : (last - FIRST).days + 1])


@pytest.mark.parametrize(
    ("system", "by", "first", "last", "told"),
    [
        # 1 to 28 Aban 1405 are 23 October to 19 November 2026; of 1404 they are the same days of 2025
        ("jalali", "date", date(2025, 10, 23), date(2025, 11, 19), "the same dates of the Jalali calendar"),
        ("jalali", "weekday", date(2025, 10, 24), date(2025, 11, 20), "52 weeks before"),
        ("gregorian", "date", date(2025, 11, 1), date(2025, 11, 19), "Last year: the same dates."),
        ("gregorian", "weekday", date(2025, 11, 2), date(2025, 11, 20), "52 weeks before"),
    ],
)
def test_last_year_is_of_the_days_that_the_note_names(
    company: Any, system: Any, by: Any, first: date, last: date, told: str
) -> None:
    assert FIRST + timedelta(days=len(RECEIPTS) - 1) == company.day
    context = company.put("cash.receipts", RECEIPTS).on()
    calendar = BusinessCalendar(weekend=frozenset(), system=system, compare_by=by)
    measures = Measures(context.measures.frame, calendar)
    context = replace(context, calendar=calendar, measures=measures)
    table = comparison_table(context, "cash", words("Cash"), [("cash.receipts", "")])
    figure = next(
        cell.content
        for column, cell in zip(table.columns, table.rows[0].cells, strict=True)
        if column.key == "last_year"
    )
    assert isinstance(figure, Figure)
    assert figure.value == taken(first, last)
    assert told in table.note.message
