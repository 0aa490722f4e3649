"""OFX 1 and 2: tags, amounts, days, derived openings, and what is written comes back."""

from datetime import date, datetime
from decimal import Decimal
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.errors import FlashreportError, Severity
from flashreport.inputs.bank import FORMATS, BankFile

HEADER_1 = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
HEADER_2 = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'


def read(text: str, **options: str) -> BankFile:
    return FORMATS["ofx"].read(text.encode(), "day.ofx", options)


def codes(found: BankFile) -> list[str]:
    return [problem.code for problem in found.problems]


def entry(amount: str, day: str = "20240111", fitid: str = "F1", more: str = "") -> str:
    return f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}{more}</STMTTRN>\n"


def document(*entries: str, ledger: str = "100.00", account: str = "A1", header: str = HEADER_1) -> str:
    return (
        f"{header}<OFX>\n<BANKMSGSRSV1><STMTTRNRS>\n<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>B<ACCTID>{account}"
        f"</BANKACCTFROM>\n<BANKTRANLIST><DTSTART>20240101<DTEND>20240131\n{''.join(entries)}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{ledger}<DTASOF>20240131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("-6.60", "-6.60"),
        ("+10", "10"),
        ("-6,60", "-6.60"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("-1,234,567.89", "-1234567.89"),
        ("1.2345", "1.2345"),
        (".5", "0.5"),
        ("1 234,50", "1234.50"),
    ],
)
def test_amounts(written: str, amount: str) -> None:
    found = read(document(entry(written)))
    assert codes(found) == []
    assert found.statements[0].entries[0].amount == Decimal(amount)


@pytest.mark.parametrize("written", ["", "abc", "1,234", "1.2.3,4,5", "--1"])
def test_amounts_that_cannot_be_read_are_set_aside(written: str) -> None:
    found = read(document(entry(written)))
    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("bank.bad-entry", Severity.ROW)
    assert problem.place.line == 11


def test_an_amount_of_two_meanings_is_settled_by_the_option() -> None:
    text = document(entry("1,234"))
    assert read(text, decimal=",").statements[0].entries[0].amount == Decimal("1.234")
    assert read(text, decimal=".").statements[0].entries[0].amount == Decimal(1234)


@pytest.mark.parametrize(
    ("written", "as_written", "in_tokyo"),
    [
        ("20240111", date(2024, 1, 11), date(2024, 1, 11)),
        ("20240111000000", date(2024, 1, 11), date(2024, 1, 11)),
        ("20240111200000", date(2024, 1, 11), date(2024, 1, 12)),  # no offset is GMT
        ("20240111200000.000[-5:EST]", date(2024, 1, 11), date(2024, 1, 12)),
        ("20240111080000.000[+9:JST]", date(2024, 1, 11), date(2024, 1, 11)),
        ("202401112000", date(2024, 1, 11), date(2024, 1, 12)),
        ("20240111203100[+5.30:IST]", date(2024, 1, 11), date(2024, 1, 12)),
        ("20240111000000[0:GMT]", date(2024, 1, 11), date(2024, 1, 11)),
        ("20240111233000[-3.5]", date(2024, 1, 11), date(2024, 1, 12)),
    ],
)
def test_days(written: str, as_written: date, in_tokyo: date) -> None:
    text = document(entry("1", day=written))
    assert read(text).statements[0].entries[0].booking_date == as_written
    assert read(text, time_zone="Asia/Tokyo").statements[0].entries[0].booking_date == in_tokyo


@pytest.mark.parametrize(
    "written", ["", "20241301", "2024", "20240230", "20240111256060", "20240111000000[+99]"]
)
def test_days_that_do_not_exist(written: str) -> None:
    assert codes(read(document(entry("1", day=written)))) == ["bank.bad-entry"]


def test_an_unknown_zone_or_encoding() -> None:
    for options in ({"time_zone": "Mars/Base"}, {"encoding": "no-such"}, {"time_zone": "../x"}):
        with pytest.raises(FlashreportError) as caught:
            read(document(), **options)
        assert caught.value.problem.code == "bank.bad-option"


def test_opening_is_derived_and_marked() -> None:
    (statement,) = read(document(entry("-30"), entry("5", fitid="F2"))).statements
    assert (statement.opening, statement.closing, statement.opening_kind) == (
        Decimal(125),
        Decimal(100),
        "derived",
    )
    assert (statement.opening_date, statement.closing_date) == (date(2024, 1, 1), date(2024, 1, 31))
    assert statement.difference() == 0


def test_empty_elements_do_not_swallow_their_neighbours() -> None:
    more = "<CHECKNUM><NAME>Tom &amp; Co<MEMO>"
    found = read(document(entry("-1", more=more), entry("-2", fitid="F2", more="<MEMO/><NAME></NAME>")))
    first, second = found.statements[0].entries
    assert (first.counterparty, first.text, second.text) == ("Tom & Co", "Tom & Co", "")
    assert codes(found) == []


def test_closing_tags_of_elements_comments_and_entities() -> None:
    text = document(
        "<STMTTRN><!-- hidden <TRNAMT>9 --><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20240111</DTPOSTED>"
        "<TRNAMT>-1.00</TRNAMT><FITID>F1</FITID><NAME><![CDATA[A & <B>]]></NAME>"
        "<MEMO>x &lt; y</MEMO></STMTTRN>",
        header=HEADER_2,
    )
    (only,) = read(text).statements[0].entries
    assert (only.amount, only.counterparty, only.text, only.line) == (Decimal(-1), "A & <B>", "x < y", 7)


def test_several_accounts_cards_and_references() -> None:
    bank = document(entry("1"), entry("2", fitid="F1"))
    other = (
        document(entry("1"), account="A2").replace("STMTRS", "CCSTMTRS").replace("BANKACCTFROM", "CCACCTFROM")
    )
    found = read(bank + other.removeprefix(HEADER_1))
    assert [each.account for each in found.statements] == ["A1", "A2"]
    assert codes(found) == ["bank.duplicate-reference"]  # within one account only
    assert found.problems[0].place.line == 12


def test_amounts_in_another_currency_are_told() -> None:
    own = "<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>"
    original = "<ORIGCURRENCY><CURRATE>1.1<CURSYM>USD</ORIGCURRENCY>"
    assert codes(read(document(entry("1", more=original)))) == []
    found = read(document(entry("1", more=own)))
    assert codes(found) == ["bank.foreign-currency"]
    assert found.statements[0].entries[0].currency == "USD"


def test_an_account_without_currency_takes_that_of_its_entries() -> None:
    own = "<CURRENCY><CURRATE>1<CURSYM>AUD</CURRENCY>"
    found = read(document(entry("1", more=own)).replace("<CURDEF>EUR", "<CURDEF>"))
    assert (found.statements[0].currency, codes(found)) == ("AUD", [])


def test_missing_balance_cut_file_and_other_statements() -> None:
    text = document(entry("1"))
    assert codes(read(text[: text.index("<LEDGERBAL")])) == ["bank.incomplete-file", "bank.missing-balance"]
    assert codes(read(text.replace("<BALAMT>100.00", "<BALAMT>?"))) == [
        "bank.bad-balance",
        "bank.missing-balance",
    ]
    assert codes(read(text.replace("<DTASOF>20240131", "<DTASOF>soon"))) == ["bank.bad-date"]
    mixed = text.replace("</OFX>", "<INVSTMTRS><CURDEF>EUR</INVSTMTRS></OFX>")
    assert codes(read(mixed)) == ["bank.group-not-counted"]
    with pytest.raises(FlashreportError) as caught:
        read(HEADER_1 + "<OFX></OFX>")
    assert caught.value.problem.code == "bank.no-statement"


def test_entries_after_the_balance_are_told() -> None:
    found = read(document(entry("1", day="20240131"), entry("2", day="20240201", fitid="F2")))
    assert [(each.code, each.place.line) for each in found.problems] == [("bank.after-balance", 12)]


def test_open_comments_and_parts_end_with_the_file() -> None:
    text = document(entry("1"))
    assert codes(read(text.replace("</BANKTRANLIST>", "<!-- "))) == [
        "bank.incomplete-file",
        "bank.missing-balance",
    ]
    many = HEADER_1 + "<!---->" * 5000 + "<OFX><STMTRS><CURDEF>EUR" + "<!--" * 50_000
    assert codes(read(many)) == ["bank.incomplete-file", "bank.missing-balance"]
    assert not FORMATS["ofx"].identify(b"<!---->" * 9000)


def test_code_page_of_the_header() -> None:
    text = document(entry("1", more="<NAME>Łódź")).replace("CHARSET:1252", "CHARSET:1250")
    found = FORMATS["ofx"].read(text.encode("cp1250"), "", {})
    assert found.statements[0].entries[0].counterparty == "Łódź"
    assert read(text).statements[0].entries[0].counterparty == "Łódź"  # UTF-8 in spite of the header


MOMENTS = st.datetimes().filter(lambda moment: moment.year >= 1000)
CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))
TEXTS = st.from_regex(r"[A-Za-z&<>\"' .]{0,20}[A-Za-z]", fullmatch=True)


@given(
    ledger=CENTS,
    moves=st.lists(st.tuples(CENTS, MOMENTS, TEXTS), max_size=6),
    xml=st.booleans(),
    comma=st.booleans(),
)
def test_what_is_written_comes_back(
    ledger: Decimal, moves: list[tuple[Decimal, datetime, str]], xml: bool, comma: bool
) -> None:
    def end(name: str) -> str:
        return f"</{name}>" if xml else "\n"

    def number(amount: Decimal) -> str:
        return f"{amount:.2f}".replace(".", ",") if comma else f"{amount:.2f}"

    entries = [
        f"<STMTTRN><DTPOSTED>{moment:%Y%m%d%H%M%S}{end('DTPOSTED')}<TRNAMT>{number(amount)}{end('TRNAMT')}"
        f"<FITID>F{at}{end('FITID')}<MEMO>{escape(text)}{end('MEMO')}</STMTTRN>"
        for at, (amount, moment, text) in enumerate(moves)
    ]
    found = read(document(*entries, ledger=number(ledger), header=HEADER_2 if xml else HEADER_1))
    assert set(codes(found)) <= {"bank.after-balance"}
    (statement,) = found.statements
    assert statement.closing == ledger
    assert statement.opening == ledger - sum((move[0] for move in moves), Decimal(0))
    assert [(each.amount, each.booking_date, each.reference, each.text) for each in statement.entries] == [
        (amount, moment.date(), f"F{at}", " ".join(text.split()))
        for at, (amount, moment, text) in enumerate(moves)
    ]


@pytest.mark.parametrize("header", ["DATA:OFXSGML\nENCODING:UTF-8\n", "VERSION:102\r\n\r\n", "\n"])
def test_a_header_without_its_first_line_is_known(header: str) -> None:
    data = (header + "<OFX><BANKMSGSRSV1></BANKMSGSRSV1></OFX>").encode()
    assert FORMATS["ofx"].identify(data)
    assert not FORMATS["ofx"].identify(b"DATA:OFXSGML\nnothing of a bank")


def test_what_the_bank_answers_instead_is_told() -> None:
    status = "<STATUS><CODE>15500</CODE><SEVERITY>ERROR</SEVERITY><MESSAGE>Signon invalid.</MESSAGE></STATUS>"
    data = f"OFXHEADER:100\n\n<OFX><SIGNONMSGSRSV1><SONRS>{status}</SONRS></SIGNONMSGSRSV1></OFX>".encode()
    with pytest.raises(FlashreportError, match="the bank says: Signon invalid"):
        FORMATS["ofx"].read(data, "bank.ofx", {})
