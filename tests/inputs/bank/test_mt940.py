"""MT940: signs, dates, pages, dialects, and what is written comes back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.errors import FlashreportError, Severity
from flashreport.inputs.bank import FORMATS, BankFile, to_rows


def read(text: str, **options: str) -> BankFile:
    return FORMATS["mt940"].read(text.encode(), "day.sta", options)


def statement(*entries: str, opening: str = "C240110EUR100,00", closing: str = "C240111EUR100,00") -> str:
    lines = [":20:START", ":25:DE01", ":28C:1/1", f":60F:{opening}", *entries, f":62F:{closing}", "-"]
    return "\n".join(lines) + "\n"


def codes(found: BankFile) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("mark", "amount", "reversal"),
    [
        ("C", "1.50", False),
        ("D", "-1.50", False),
        ("RC", "-1.50", True),
        ("RD", "1.50", True),
        ("CR", "1.50", False),  # R is the funds letter: the third of EUR
        ("DR", "-1.50", False),
        ("RCR", "-1.50", True),
        ("RDR", "1.50", True),
    ],
)
def test_signs(mark: str, amount: str, reversal: bool) -> None:
    entry = read(statement(f":61:2401110111{mark}1,50NTRFNONREF")).statements[0].entries[0]
    assert (entry.amount, entry.reversal) == (Decimal(amount), reversal)


@pytest.mark.parametrize(
    ("written", "value", "booked"),
    [
        ("2312290102", date(2023, 12, 29), date(2024, 1, 2)),
        ("2401021229", date(2024, 1, 2), date(2023, 12, 29)),
        ("2401110112", date(2024, 1, 11), date(2024, 1, 12)),
        ("240111", date(2024, 1, 11), date(2024, 1, 11)),
        ("240111    ", date(2024, 1, 11), date(2024, 1, 11)),
        ("202401110112", date(2024, 1, 11), date(2024, 1, 12)),
        ("20240111", date(2024, 1, 11), date(2024, 1, 11)),
        ("9912310103", date(1999, 12, 31), date(2000, 1, 3)),
        ("2402290229", date(2024, 2, 29), date(2024, 2, 29)),
        ("2402290301", date(2024, 2, 29), date(2024, 3, 1)),
    ],
)
def test_dates_of_an_entry(written: str, value: date, booked: date) -> None:
    found = read(statement(f":61:{written}D1,00NTRFNONREF", closing="C240111EUR99,00"))
    entry = found.statements[0].entries[0]
    assert (entry.value_date, entry.booking_date) == (value, booked)
    assert not found.problems


@pytest.mark.parametrize(("written", "day"), [("230230", date(2023, 2, 28)), ("240431", date(2024, 4, 30))])
def test_a_day_that_does_not_exist_is_kept_and_told(written: str, day: date) -> None:
    found = read(statement(f":61:{written}D1,00NTRFNONREF", closing="C240111EUR99,00"))
    assert found.statements[0].entries[0].value_date == day
    assert [(each.code, each.place.line, each.severity) for each in found.problems] == [
        ("bank.impossible-date", 5, Severity.WARNING)
    ]


def test_entry_day_of_30_february() -> None:
    found = read(statement(":61:2402280230D1,00NTRFNONREF", closing="C240111EUR99,00"))
    assert found.statements[0].entries[0].booking_date == date(2024, 2, 29)
    assert codes(found) == ["bank.impossible-date"]


def test_an_entry_that_cannot_be_read_is_set_aside_and_the_statement_does_not_tie() -> None:
    found = read(statement(":61:240111D1.234,56NTRFNONREF", closing="C240111EUR99,00"))
    assert found.statements[0].entries == ()
    bad, loose = found.problems
    assert (bad.code, bad.severity, bad.place.line) == ("bank.bad-entry", Severity.ROW, 5)
    assert (loose.code, loose.severity) == ("bank.does-not-tie", Severity.WARNING)
    assert found.statements[0].difference() == Decimal("-1.00")


def test_texts_references_and_lines() -> None:
    found = read(
        statement(
            ":61:2401110111D1,00NTRFCUSTOMER//BANKREF",
            "further details",
            ":86:166?00TRANSFER?20SVWZ+Invoice 4?2112 of Jan",
            "uary?32Richter Re?33nate",
            ":61:2401110111C1,00NTRFNONREF//NONREF",
            "only details",
            ":61:2401110111C1,00NTRFKUNDE",
            ":86: /EREF/X1/NAME/JOHN DOE/REMI/Rent",
        )
    )
    first, second, third = found.statements[0].entries
    assert (first.reference, first.counterparty, first.text, first.line) == (
        "BANKREF",
        "Richter Renate",
        "SVWZ+Invoice 412 of January",
        5,
    )
    assert (second.reference, second.text, second.line) == ("", "only details", 9)
    assert (third.reference, third.counterparty) == ("KUNDE", "JOHN DOE")


def test_text_that_looks_like_fields_stays_text() -> None:
    lines = [
        ":61:240111D1,00NTRFNONREF",
        ":86:rent",
        "- Jan",
        "-",
        "more",
        ":20:15 meeting",
        ":12:30 Uhr",
        "",
        "end",
    ]
    found = read(statement(*lines, closing="C240111EUR99,00"))
    assert found.statements[0].entries[0].text == "rent - Jan - more :20:15 meeting :12:30 Uhr end"
    assert not found.problems


def test_text_after_the_closing_is_no_entry_text() -> None:
    text = statement(":61:240111D1,00NTRFNONREF", ":86:rent", closing="C240111EUR99,00")
    text = text.replace("\n-\n", "\n:86:advertisement\n-\n")
    assert read(text).statements[0].entries[0].text == "rent"


def test_envelope_control_bytes_and_line_ends() -> None:
    body = statement(":61:240111D1,00NTRFNONREF", ":86:caf\xe9", closing="C240111EUR99,00")
    wrapped = "{1:F01BANKXXXX}{2:O940}{4:\n" + body.replace("\n-\n", "\n-}{5:{CHK:1}}\n")
    noisy = ("\x01" + wrapped + wrapped + "\x03").replace("\n", "\r\n").encode("latin-1")
    found = FORMATS["mt940"].read(noisy, "day.sta", {})
    assert FORMATS["mt940"].identify(noisy)
    assert len(found.statements) == 2
    assert found.statements[0].entries[0].text == "café"
    assert codes(found) == ["bank.duplicate-statement"]
    assert found.statements[1].line == 11


def test_envelope_on_the_line_of_the_first_field() -> None:
    found = read("{1:F01X}{2:O940}{4:" + statement())
    assert found.statements[0].account == "DE01"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("C240110EUR90,00", []),
        ("C240110EUR91,00", ["bank.does-not-tie", "bank.pages-do-not-join"]),
    ],
)
def test_pages_must_join(second: str, expected: list[str]) -> None:
    one = statement(":61:240110D10,00NTRFNONREF").replace(":62F:C240111EUR100,00", ":62M:C240110EUR90,00")
    two = statement(":61:240110D10,00NTRFNONREF", opening=second, closing="C240110EUR80,00")
    found = read(one + two.replace(":60F:", ":60M:"))
    assert codes(found) == expected
    _, balances = to_rows(found)
    assert [(row["kind"], row["amount"]) for row in balances] == [("opening", "100.00"), ("closing", "80.00")]


def test_a_missing_page_is_told() -> None:
    alone = statement(closing="C240111EUR100,00")
    assert codes(read(alone.replace(":60F:", ":60M:"))) == ["bank.pages-do-not-join"]
    assert codes(read(alone.replace(":62F:", ":62M:"))) == ["bank.pages-do-not-join"]


def test_a_missing_day_is_told() -> None:
    days = statement() + statement(opening="C240113EUR70,00", closing="C240113EUR70,00")
    assert codes(read(days)) == ["bank.days-do-not-join"]
    other = days.replace(":25:DE01", ":25:DE02", 1)
    assert codes(read(other)) == []


def test_two_accounts_and_pages_under_one_heading() -> None:
    text = statement().replace("-\n", "") + statement(
        opening="C240111EUR5,00", closing="C240111EUR5,00"
    ).replace(":20:START\n:25:DE01\n", "")
    found = read(text)
    assert [(each.account, each.opening) for each in found.statements] == [
        ("DE01", Decimal(100)),
        ("DE01", Decimal(5)),
    ]


def test_balances_of_several_kinds() -> None:
    text = statement(opening="D240110JPY100,", closing="D240111JPY100,").replace(
        "\n-\n", "\n:64:C240111JPY900,\n:65:C240112JPY950,\n-\n"
    )
    found = read(text).statements[0]
    assert (found.opening, found.closing, found.available) == (Decimal(-100), Decimal(-100), Decimal(900))
    assert found.currency == "JPY"


def test_missing_and_unreadable_balances() -> None:
    assert codes(read(statement().replace(":62F:C240111EUR100,00\n", ""))) == ["bank.missing-balance"]
    assert codes(read(statement(closing="X"))) == ["bank.bad-balance", "bank.missing-balance"]
    zero = read(statement(opening="C000000EUR100,00"))
    assert codes(zero) == ["bank.bad-date"]
    assert zero.statements[0].opening_date is None
    assert codes(read(statement(closing="C240111USD100,00"))) == ["bank.foreign-currency"]


def test_a_closing_without_currency_is_in_that_of_the_opening() -> None:
    found = read(statement(closing="C240111100,00"))
    assert codes(found) == []
    assert (found.statements[0].currency, found.statements[0].closing) == ("EUR", Decimal(100))
    assert read(statement(opening="C20240110EUR0")).statements[0].opening_date == date(2024, 1, 10)


def test_subfields_with_another_mark() -> None:
    entry = ":61:240111D1,00NTRFNONREF\n:86:000>100987654321\n>20RENT 2>21024>32OWNER"
    (only,) = read(statement(entry, closing="C240111EUR99,00")).statements[0].entries
    assert (only.text, only.counterparty) == ("RENT 2024", "OWNER")


def test_sums_of_fields_90() -> None:
    text = statement(":61:240111D1,00NTRFNONREF", closing="C240111EUR99,00")
    assert codes(read(text.replace("\n-\n", "\n:90D:1EUR1,00\n:90C:0EUR0,00\n-\n"))) == []
    assert codes(read(text.replace("\n-\n", "\n:90D:2EUR3,00\n-\n"))) == ["bank.summary-differs"]


def test_expected_entries_are_not_booked() -> None:
    found = read(statement(":61:240111EC5,00NTRFNONREF"))
    assert codes(found) == ["bank.not-booked"]
    assert found.statements[0].entries == ()


def test_an_intraday_report_between_statements_is_left_out() -> None:
    report = ":20:X\n:25:DE01\n:28C:1\n:34F:EURD0,\n:13D:2401110800+0100\n:61:240111D9,00NTRFNONREF\n-\n"
    found = read(statement() + report)
    assert codes(found) == ["bank.group-not-counted"]
    assert len(found.statements) == 1


def test_no_statement() -> None:
    with pytest.raises(FlashreportError) as caught:
        read(":20:X\n:25:Y\n")
    assert caught.value.problem.code == "bank.no-statement"


CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))
DAYS = st.dates(date(1980, 1, 1), date(2079, 12, 31))


def marked(amount: Decimal, reversal: bool) -> str:
    mark = ("RD" if amount >= 0 else "RC") if reversal else ("C" if amount >= 0 else "D")
    return f"{mark}{abs(amount):.2f}".replace(".", ",")


def balance(amount: Decimal, day: date, currency: str) -> str:
    return f"{'D' if amount < 0 else 'C'}{day:%y%m%d}{currency}{abs(amount):.2f}".replace(".", ",")


@given(
    opening=CENTS,
    day=DAYS,
    currency=st.sampled_from(["EUR", "USD", "PLN"]),
    moves=st.lists(
        st.tuples(
            CENTS,
            DAYS,
            st.integers(-150, 150),
            st.booleans(),
            st.from_regex("[A-Z0-9]{1,16}", fullmatch=True),
        ),
        max_size=8,
    ),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_comes_back(
    opening: Decimal,
    day: date,
    currency: str,
    moves: list[tuple[Decimal, date, int, bool, str]],
    ends: str,
) -> None:
    moves = [(a, min(v, date(2079, 1, 1)), s, r, f"R{ref[1:]}") for a, v, s, r, ref in moves]
    closing = opening + sum((move[0] for move in moves), Decimal(0))
    lines = [":20:X", ":25:ACC", ":28C:7/1", f":60F:{balance(opening, day, currency)}"]
    for amount, value, shift, reversal, reference in moves:
        booked = value + timedelta(days=shift)
        lines.append(f":61:{value:%y%m%d}{booked:%m%d}{marked(amount, reversal)}NTRFNONREF//{reference}")
        lines.append(":86:text")
    lines += [f":62F:{balance(closing, day, currency)}", "-"]
    found = FORMATS["mt940"].read(ends.join(lines).encode(), "x", {})
    assert found.problems == ()
    (read_back,) = found.statements
    assert (read_back.opening, read_back.closing, read_back.opening_date) == (opening, closing, day)
    assert [
        (entry.amount, entry.value_date, entry.booking_date, entry.reversal, entry.reference, entry.currency)
        for entry in read_back.entries
    ] == [(a, v, v + timedelta(days=s), r, ref, currency) for a, v, s, r, ref in moves]
    assert [entry.line for entry in read_back.entries] == [5 + 2 * at for at in range(len(moves))]
