"""Dates read by column are those that are read text by text, and prove the same styles."""

import random
from collections.abc import Iterator
from datetime import date, time, timedelta

import duckdb
import pytest

from flashreport.domain.jalali import to_jalali
from flashreport.tables import date_styles
from flashreport.tables.date_sql import define_date_macros, first_of_each_kind, read_by_column
from flashreport.tables.date_styles import Clock, DateStyle
from flashreport.tables.number_sql import define_macros
from flashreport.tables.places import Seen

PROVED = [
    "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d/%m/%y", "%m/%d/%Y", "%y/%m/%d", "%Y%m%d", "%d %b %Y",
    "%b %d, %Y",
]  # fmt: skip
DECLARED = [*PROVED, "jalali", "%Y-%m", "%d-%b-%Y", "%d %B %Y", "%m.%Y", "%d%m%Y", "%Y.%d.%m", "%B %Y"]
PIECES = ("26", "2026", "1", "31", "30", "13", "12", "00", "5", "1405", "69", "68", "99", "29", "02")
ODD = (
    "۱۴۰۵/۰۸/۲۹", "۲۰۲۶-۱۱-۲۰", "Nov 5,2026", "20-november-26", "5. Sept 2026", "1405/12/30", "1403/12/30",
    "1405/8-9", "14050829", "soon", "46329", "१२",
    "2026-02-30", "2026-11-20T10:00Z", "2026-11-20 23:30-05:00", "2026-11",
)  # fmt: skip
TIMES = (
    "",
    "",
    " 10:30",
    "T23:59:59",
    " 3:15",
    " 03:15:61.5",
    "T25:00",
    " 3:15 PM",
    " 12:15am",
    " 13:00 p.m.",
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as found:
        define_macros(found)
        define_date_macros(found)
        yield found


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Days in all styles, with times, with one digit, and nearly dates."""
    chance = random.Random(20261120)  # noqa: S311 - the same texts each time
    days = [date(1970, 1, 1) + timedelta(days=chance.randrange(84_000)) for _ in range(40)]
    found = {day.strftime(code) for day in days for code in DECLARED if code != "jalali"}
    found |= {str(to_jalali(day)) for day in days}
    found |= {text.replace(f"{mark}0", mark) for text in found for mark in "-/."}
    joined = (chance.choice("-/. ").join(chance.choices(PIECES, k=3)) for _ in range(1500))
    found |= {*joined, *ODD}
    return sorted({text + chance.choice(TIMES) for text in found} | set(ODD))


def styles() -> Iterator[DateStyle]:
    for code in DECLARED:
        style = date_styles.declared(code)
        assert style is not None
        yield style
    for code in PROVED:
        # only what cannot be read in two ways proves a style
        proved = date_styles.prove("day", [Seen(0, 2, date(2031, 11, 25).strftime(code))], str)
        assert isinstance(proved, DateStyle)
        assert proved.proved
        yield proved


def test_a_column_is_read_as_its_texts_are(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    connection.execute("create or replace table texts as select unnest(?::varchar[]) as text", [texts])
    for style in styles():
        for cutoff in (time(0), time(4, 30)):
            by_text = date_styles.read_all(texts, style, Clock("Europe/Berlin", cutoff))
            found = connection.execute(read_by_column("texts", style, cutoff)).fetchall()
            read = {text: day for text, day in found if day is not None}
            assert len(found) == len(texts)
            assert read.items() <= by_text.items(), style
            # what is left over has an offset, is of another script or is written as nobody does
            plain = [text for text in by_text if text.isascii() and not text.endswith(("Z", "-05:00"))]
            assert len(read) >= 0.85 * len(plain), style


def test_every_jalali_day_is_read_by_column(connection: duckdb.DuckDBPyConnection) -> None:
    days = [date(1970, 1, 1) + timedelta(days=number) for number in range(0, 84_000, 31)]
    days += [date(year, 3, number) for year in range(1970, 2200) for number in range(18, 23)]
    written = [str(to_jalali(day)).replace("-", "/") for day in days]
    connection.execute("create or replace table texts as select unnest(?::varchar[]) as text", [written])
    style = date_styles.declared("jalali")
    assert style is not None
    read = dict(connection.execute(read_by_column("texts", style, time(0))).fetchall())
    assert read == dict(zip(written, days, strict=True))
    assert read == date_styles.read_all(written, style, Clock())


def test_few_texts_of_a_column_prove_what_all_do(
    connection: duckdb.DuckDBPyConnection, texts: list[str]
) -> None:
    chance = random.Random(20261121)  # noqa: S311 - the same columns each time
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    for turn in range(60):
        code = chance.choice(PROVED)
        cells = [day.strftime(code) for day in chance.sample(days, chance.choice([1, 2, 5, 60]))]
        cells += chance.sample(texts, chance.choice([0, 0, 1, 3]))
        cells = list(dict.fromkeys(cells))
        chance.shuffle(cells)
        connection.execute(
            "create or replace table raw as select 0 as file, unnest(range(len(?::varchar[]))) as line, "
            "unnest(?::varchar[]) as day",
            [cells, cells],
        )
        few = first_of_each_kind(connection, "raw", "day", months=turn % 2 == 0)
        of_all = [Seen(0, line, text) for line, text in enumerate(cells)]
        told, expected = (date_styles.prove("day", seen, str, turn % 2 == 0) for seen in (few, of_all))
        if isinstance(expected, DateStyle):
            assert isinstance(told, DateStyle)
            assert told.format == expected.format
        else:
            assert told == expected
