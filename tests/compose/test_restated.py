"""What counts as restated: not what is told for the first time, and not what only the old day told."""

from datetime import date

import pandas as pd

from flashreport.compose.restated import marks, restated, revised

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def frame(*rows: tuple[str, date, int, bool]) -> pd.DataFrame:
    listed = [("", measure, "", "", day, value, stale) for measure, day, value, stale in rows]
    columns = ["entity", "measure", "dimension", "member", "date", "value", "stale"]
    return pd.DataFrame(listed, columns=columns).astype({"date": "datetime64[s]"})


def told(changed: pd.DataFrame) -> list[tuple[str, object, object]]:
    cells = changed[["measure", "value_was", "value"]].astype(object).where(changed.notna(), None)
    return [tuple(row) for row in cells.itertuples(index=False)]


BEFORE = frame(("cash.net", MONDAY, 5, False), ("staff.hours", MONDAY, 8, True))


def test_a_measure_that_was_never_told_is_news() -> None:
    """A newer program, or a new input, brings measures with a past."""
    now = frame(("cash.net", MONDAY, 5, False), ("cash.receipts", MONDAY, 9, False))
    assert told(restated(BEFORE, now)) == []
    assert told(revised(BEFORE, now)) == [("staff.hours", 8, None)]


def test_what_was_carried_forward_is_news_a_day_later_and_a_change_in_a_revision() -> None:
    now = frame(("cash.net", MONDAY, 6, False), ("staff.hours", MONDAY, 9, False))
    assert told(restated(BEFORE, now)) == [("cash.net", 5, 6)]
    assert told(revised(BEFORE, now)) == [("cash.net", 5, 6), ("staff.hours", 8, 9)]


def test_what_is_told_of_the_business_date_alone_is_no_longer_told_a_day_later() -> None:
    before = frame(("cash.net", MONDAY, 5, False), ("staff.job_hours_left", MONDAY, 3, False))
    now = frame(("cash.net", MONDAY, 5, False), ("staff.job_hours_left", TUESDAY, 2, False))
    assert told(restated(before, now)) == []


def test_marks_name_the_days() -> None:
    now = frame(("cash.net", MONDAY, 6, False), ("cash.net", TUESDAY, 1, False))
    assert marks(restated(BEFORE, now)) == {("", "cash.net", "", ""): frozenset({MONDAY})}
