from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.export_cells import (
    DecimalMark,
    damaged_id,
    decimal_mark,
    delimiter_of,
    normalised_header,
    number_cell,
    post_key,
    without_total,
)
from flashreport.errors import FlashreportError


@pytest.mark.parametrize(
    "written",
    [
        "Watch time (hours)",
        "\ufeffWatch time (hours)",
        "Watch\u00a0time (hours)",
        "Wat\u00adch ti\u00adme (hours)",
        ' "WATCH  TIME (Hours)" ',
        '\ufeff"Watch\u200b time\u202f(hours)"',
    ],
)
def test_a_header_compares_equal_however_it_is_written(written: str) -> None:
    assert normalised_header(written) == "watch time (hours)"


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("1,234", ".", "1234"),
        ("12,400", ".", "12400"),
        ("1,234,567.5", ".", "1234567.5"),
        ("1.500", ",", "1500"),
        ("1.500", ".", "1.500"),
        ("1.234,5", ",", "1234.5"),
        ("3.16%", ".", "0.0316"),
        ("3,16 %", ",", "0.0316"),
        ("0%", ".", "0.00"),
        ("-12", ".", "-12"),
        ("−12", ".", "-12"),
        ("1\u202f234", ".", "1234"),
        (".5", ".", "0.5"),
        ("۱۲٬۳۴۵٫۶", ".", "12345.6"),
        ("\ufeff42", ".", "42"),
    ],
)
def test_numbers(text: str, mark: DecimalMark, number: str) -> None:
    assert number_cell(text, mark) == Decimal(number)


@pytest.mark.parametrize("text", ["-", "", "  ", "–", "—", "--", "N/A", "\u00a0"])
def test_no_value_is_not_zero(text: str) -> None:
    assert number_cell(text) is None


@pytest.mark.parametrize(
    "text", ["1,23", "12,34,567", "1.2.3", "abc", "1.22158E+17", "%", "1,2345", "+", ".", "5-"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(FlashreportError) as caught:
        number_cell(text)
    assert caught.value.problem.code == "domain.number-cell"


@given(st.integers(-(10**12), 10**12))
def test_grouped_numbers_come_back(number: int) -> None:
    grouped = f"{number:,}"
    assert number_cell(grouped) == number
    assert number_cell(grouped.replace(",", "."), ",") == number


@given(st.decimals(-(10**9), 10**9, places=2))
def test_percentages_are_shares(number: Decimal) -> None:
    assert number_cell(f"{number:,}%") == number / 100


def test_delimiters_and_their_decimal_marks() -> None:
    assert delimiter_of("Datum;Seiten-Follower;Reichweite") == ";"
    assert delimiter_of('"a;b;c",Date,Views') == ","
    assert delimiter_of("a\tb, c\td") == "\t"
    assert (decimal_mark(";"), decimal_mark(","), decimal_mark("\t")) == (",", ".", ".")


def test_ids_that_a_spreadsheet_damaged_are_no_keys() -> None:
    assert damaged_id("1.22158E+17")
    assert damaged_id("1,22158e+17")
    assert not damaged_id("122158000000000000")
    assert post_key("", "1.22158E+17") is None
    assert post_key("https://x.com/a/status/1", "1.2E+17") == "https://x.com/a/status/1"
    assert post_key("", " 122 ") == "122"
    assert post_key(" \ufeff", "") is None


def test_youtubes_total_row_is_taken_off() -> None:
    rows = [["Total", "", "183,451"], ["abc", "First", "100,000"], ["def", "Second", "28,013"]]
    kept, total = without_total(rows)
    assert (kept, total) == (rows[1:], rows[0])
    assert without_total(kept) == (kept, None)
    assert without_total([["\ufeffTOTAL", "x"]])[0] == []
    assert without_total([]) == ([], None)
    # only the first row: a video may be called Total
    assert without_total([rows[1], rows[0]])[1] is None
