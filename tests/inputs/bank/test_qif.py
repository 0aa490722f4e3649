"""QIF: orders and marks are proven or asked for, never guessed; what is written comes back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.errors import FlashreportError, Severity
from flashreport.inputs.bank import FORMATS, BankFile


def read(text: str, **options: str) -> BankFile:
    return FORMATS["qif"].read(text.encode(), "book.qif", options)


def codes(found: BankFile) -> list[str]:
    return [problem.code for problem in found.problems]


def book(*records: str, kind: str = "Bank") -> str:
    return f"!Type:{kind}\n" + "".join(f"{record}\n^\n" for record in records)


def days(*written: str, **options: str) -> list[date]:
    found = read(book(*(f"D{each}\nT1.00" for each in written)), **options)
    return [entry.booking_date for entry in found.statements[0].entries]


def amounts(*written: str, **options: str) -> list[Decimal]:
    found = read(book(*(f"D2024-01-31\nT{each}" for each in written)), **options)
    assert codes(found) == []
    return [entry.amount for entry in found.statements[0].entries]


def failure(text: str, **options: str) -> tuple[str, int | None]:
    with pytest.raises(FlashreportError) as caught:
        read(text, **options)
    return caught.value.problem.code, caught.value.problem.place.line


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("06/12/2015", "06/13/2015"), [date(2015, 6, 12), date(2015, 6, 13)]),
        (("06/12/2015", "13/06/2015"), [date(2015, 12, 6), date(2015, 6, 13)]),
        (("06/12/15", "06/13/15"), [date(2015, 6, 12), date(2015, 6, 13)]),
        (("13/06/15",), [date(2015, 6, 13)]),
        (("13.06.99",), [date(1999, 6, 13)]),
        (("1/25'07", "1/ 5' 7"), [date(2007, 1, 25), date(2007, 1, 5)]),
        (("2015-06-12",), [date(2015, 6, 12)]),
        (("2015/06/12",), [date(2015, 6, 12)]),
        (("05/05/2015",), [date(2015, 5, 5)]),  # both orders mean the same day
        (("99-06-12",), [date(1999, 6, 12)]),
    ],
)
def test_an_order_that_the_file_proves(written: tuple[str, ...], expected: list[date]) -> None:
    assert days(*written) == expected


@pytest.mark.parametrize(
    ("options", "day"),
    [
        ({"date_order": "mdy"}, date(2015, 6, 12)),
        ({"date_order": "dmy"}, date(2015, 12, 6)),
        ({"date_format": "%d/%m/%Y"}, date(2015, 12, 6)),
        ({"date_format": "%m/%d/%y"}, date(2015, 6, 12)),
    ],
)
def test_an_order_that_is_given(options: dict[str, str], day: date) -> None:
    assert days("06/12/2015", **options) == [day]


def test_an_order_that_must_be_asked_for() -> None:
    assert failure(book("D05/05/2015\nT1", "D06/12/2015\nT1")) == ("bank.unknown-date-order", 5)
    assert failure(book("D31/12/2015\nT1", "D12/31/2015\nT1")) == ("bank.mixed-date-order", 5)
    assert failure(book("D1/1/2015\nT1"), date_order="xyz") == ("bank.bad-option", None)


def test_a_date_against_the_given_order_is_set_aside() -> None:
    found = read(book("D12/31/2015\nT1"), date_order="dmy")
    assert [(each.code, each.severity, each.place.line) for each in found.problems] == [
        ("bank.bad-entry", Severity.ROW, 2)
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("1,234.56", "-2,000"), ["1234.56", "-2000"]),
        (("1.234,56", "-2.000"), ["1234.56", "-2000"]),
        (("12,5", "1.234"), ["12.5", "1234"]),
        (("1,234,567",), ["1234567"]),
        (("1.234.567",), ["1234567"]),
        (("0.125",), ["0.125"]),
        (("1'234.50", "10"), ["1234.50", "10"]),
        (("1 234,50",), ["1234.50"]),
        (("+5.00", "5.00-", "\u22125.00"), ["5", "-5", "-5"]),
        (("1234",), ["1234"]),
    ],
)
def test_a_decimal_mark_that_the_file_proves(written: tuple[str, ...], expected: list[str]) -> None:
    assert amounts(*written) == [Decimal(each) for each in expected]


def test_a_decimal_mark_that_must_be_asked_for() -> None:
    text = book("D2024-01-31\nT1,234")
    assert failure(text) == ("bank.unknown-decimal", 3)
    assert amounts("1,234", decimal=".") == [Decimal(1234)]
    assert amounts("1,234", decimal=",") == [Decimal("1.234")]
    assert failure(book("D2024-01-31\nT1,5", "D2024-01-31\nT1.5")) == ("bank.mixed-decimal", 6)


@pytest.mark.parametrize("written", ["", "abc", "1,23,4.50", "1.2.3", "12,34.50"])
def test_an_amount_that_cannot_be_read(written: str) -> None:
    found = read(book(f"D2024-01-31\nT{written}"), decimal=".")
    assert codes(found) == ["bank.bad-entry"]


def test_an_opening_balance_is_no_entry() -> None:
    found = read(book("D1/31/24\nT100.00\nPOpening Balance\nL[Main]", "D1/31/24\nU-5.00\nPShop\nN77"))
    (statement,) = found.statements
    assert (statement.account, statement.opening) == ("Main", Decimal(100))
    assert statement.opening_date == date(2024, 1, 31)
    assert (statement.closing, statement.difference()) == (None, None)
    (entry,) = statement.entries
    assert (entry.reference, entry.counterparty, entry.account) == ("77", "Shop", "Main")
    assert entry.amount == -5
    assert codes(found) == []


def test_options_name_account_and_currency() -> None:
    (statement,) = read(book("D1/31/24\nT1.00"), account="Till", currency="eur").statements
    assert (statement.account, statement.currency, statement.entries[0].currency) == ("Till", "EUR", "EUR")


def test_accounts_lists_and_investments() -> None:
    text = (
        "!Option:AutoSwitch\n!Account\nNA\nTBank\n^\nNB\nTCCard\n^\n!Clear:AutoSwitch\n"
        "!Type:Cat\nNFood\nD06/12/2015\nT9\n^\n"
        "!Account\nNA\n^\n!Type:Bank \nD1/31/24\nT1.00\n^\n"
        "!Account\nNB\n^\n!Type:CCard\nD1/31/24\nT-2.00\n^\n"
        "!Account\nNC\n^\n!Type:Invst\nD1/31/24\nT7.00\n^\n"
    )
    found = read(text)
    assert [(each.account, each.total) for each in found.statements] == [
        ("A", Decimal(1)),
        ("B", Decimal(-2)),
    ]
    assert codes(found) == ["bank.group-not-counted"]


def test_headers_repeated_before_each_record_make_one_statement() -> None:
    one = "!Type:Bank\nD1/31/24\nT1.00\n^\n"
    text = f"!Account\nNA\n^\n{one * 3}!Account\nNB\n^\n{one}!Account\nNA\n^\n{one}"
    found = read(text)
    assert [(each.account, each.line, len(each.entries)) for each in found.statements] == [
        ("A", 4, 4),
        ("B", 19, 1),
    ]


def test_splits_and_a_cut_file() -> None:
    split = "D1/31/24\nT-10.00\nSFood\n$-6.00\nSHome\n$-4.00"
    assert codes(read(book(split))) == []
    assert codes(read(book(split.replace("-4.00", "-3.00")))) == ["bank.split-does-not-tie"]
    assert codes(read(book(split).removesuffix("^\n"))) == ["bank.incomplete-file"]


def test_no_account() -> None:
    assert failure("!Type:Cat\nNFood\n^\n") == ("bank.no-statement", None)


@given(
    moves=st.lists(
        st.tuples(
            st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2)),
            st.dates(date(1980, 1, 1), date(2079, 12, 31)),
            st.from_regex("[A-Za-z][A-Za-z0-9 .,!^]{0,12}[A-Z]", fullmatch=True),
        ),
        max_size=6,
    ),
    order=st.sampled_from(["%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y"]),
    mark=st.sampled_from([".", ","]),
)
def test_what_is_written_comes_back(moves: list[tuple[Decimal, date, str]], order: str, mark: str) -> None:
    swap = str.maketrans(".,", ".," if mark == "." else ",.")
    records = [
        f"D{day.strftime(order)}\nT{f'{amount:,.2f}'.translate(swap)}\nP{name}" for amount, day, name in moves
    ]
    found = read(book(*records), date_format=order, decimal=mark, account="A")
    assert found.problems == ()
    assert [(each.amount, each.booking_date, each.counterparty) for each in found.statements[0].entries] == [
        (amount, day, " ".join(name.split())) for amount, day, name in moves
    ]


@given(
    real=st.sampled_from(["mdy", "dmy"]),
    moves=st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), min_size=1, max_size=6),
)
def test_dates_are_right_or_refused(real: str, moves: list[date]) -> None:
    """Whatever the file, the reader gives the true days or asks; it never swaps them."""
    style = "%m/%d/%Y" if real == "mdy" else "%d/%m/%Y"
    written = [day.strftime(style) for day in moves]
    if all(day.day <= 12 for day in moves) and any(day.day != day.month for day in moves):
        assert failure(book(*(f"D{each}\nT1.00" for each in written)))[0] == "bank.unknown-date-order"
    else:
        assert days(*written) == moves
