"""BAI2: records, signs, control totals, and what is written comes back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.errors import FlashreportError
from flashreport.inputs.bank import FORMATS, BankFile, to_rows


def read(text: str) -> BankFile:
    return FORMATS["bai2"].read(text.encode(), "day.bai", {})


def codes(found: BankFile) -> list[str]:
    return [problem.code for problem in found.problems]


def one_account(
    *middle: str, control: int, currency: str = "USD", group: str = "1,240111,,{},2", balances: str = ""
) -> str:
    """A file of one account whose trailers count its records right."""
    count = 2 + len(middle)
    return "\n".join(
        [
            "01,SEND,RECV,240112,0600,1,,,2/",
            f"02,RECV,SEND,{group.format(currency)}/",
            f"03,ACC,,{balances or '010,1000,,,015,1000,,'}/",
            *middle,
            f"49,{control},{count}/",
            f"98,{control},1,{count + 2}/",
            f"99,{control},1,{count + 4}/",
        ]
    )


@pytest.mark.parametrize(
    ("code", "sign"),
    [
        ("142", 1),
        ("399", 1),
        ("400", -1),
        ("475", -1),
        ("699", -1),
        ("721", 1),
        ("760", -1),
        ("930", 1),
        ("970", -1),
    ],
)
def test_the_type_gives_the_sign(code: str, sign: int) -> None:
    found = read(one_account(f"16,{code},1250,Z,B1,C1,text/", control=3250))
    assert found.statements[0].entries[0].amount == sign * Decimal("12.50")
    assert set(codes(found)) == {"bank.does-not-tie"}


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("USD", "12.50"), ("JPY", "1250"), ("KWD", "1.250"), ("", "12.50"), ("EUR", "12.50")],
)
def test_minor_units_of_the_currency(currency: str, amount: str) -> None:
    found = read(one_account("16,142,1250,Z,,,/", control=3250, currency=currency)).statements[0]
    assert found.entries[0].amount == Decimal(amount)
    assert found.currency == (currency or "USD")


@pytest.mark.parametrize(
    ("record", "value", "reference", "text"),
    [
        ("16,142,5,V,240115,1200,BR,CR,a, b/c/", date(2024, 1, 15), "BR", "a, b/c"),
        ("16,142,5,V,240115,,BR,CR", date(2024, 1, 15), "BR", ""),
        ("16,142,5,S,1,2,2,,CR,x", None, "CR", "x"),
        ("16,142,5,D,2,0,2,1,3,BR,,x/", None, "BR", "x"),
        ("16,142,5,1,BR,,x/", None, "BR", "x"),
        ("16,142,5,,,,x/", None, "", "x"),
        ("16,142,5/", None, "", ""),
        ("16,142,5,Z,,,INV 10/16,PAID 03/03/", None, "", "INV 10/16,PAID 03/03"),
    ],
)
def test_funds_types_references_and_text(record: str, value: date | None, reference: str, text: str) -> None:
    found = read(one_account(record, control=2005))
    (entry,) = found.statements[0].entries
    assert (entry.value_date, entry.reference, entry.text) == (value, reference, text)
    assert (entry.booking_date, entry.line) == (date(2024, 1, 11), 4)
    assert set(codes(found)) == {"bank.does-not-tie"}


@pytest.mark.parametrize(
    ("records", "reference", "text"),
    [
        (["16,142,5,Z,BR,,one/", "88,two, three/"], "BR", "one two, three"),
        (["16,142,5,S/", "88,1,2,2,BR,,x/", "88,y"], "BR", "x y"),
        (["16,142,5/", "88,free text/"], "", "free text"),
        (["16,142,5,Z/", "88,BR,CR,text/"], "BR", "text"),
    ],
)
def test_continuations_of_an_entry(records: list[str], reference: str, text: str) -> None:
    found = read(one_account(*records, control=2005))
    (entry,) = found.statements[0].entries
    assert (entry.reference, entry.text, entry.amount) == (reference, text, Decimal("0.05"))
    assert "bank.control-count" not in codes(found)


def test_continuations_of_an_account_and_signed_statuses() -> None:
    found = read(
        one_account(
            "88,+300,4,S,1,2,3,015/",
            "88,-200,,,045,50,2,D,1,0,50/",
            "88,060,70,,,,/",
            control=220,
            balances="010",
        )
    )
    (statement,) = found.statements
    assert (statement.opening, statement.closing) == (Decimal(3), Decimal(-2))
    assert statement.available == Decimal("0.50")
    assert set(codes(found)) == {"bank.does-not-tie"}


def test_several_records_on_one_line_and_a_file_without_line_ends() -> None:
    text = one_account("16,142,5,Z,BR,,one/", "88,two/", "16,475,5,Z,,,out/", control=2010)
    for glued in (text.replace("/\n", "/   "), text.replace("/\n", "/")):
        found = read(glued)
        assert codes(found) == []
        assert [entry.amount for entry in found.statements[0].entries] == [Decimal("0.05"), Decimal("-0.05")]
        assert found.statements[0].entries[0].text == "one two"


def test_a_text_broken_over_lines_without_continuation() -> None:
    found = read(
        one_account("16,142,5,Z,,,ACH SETTLEMENT\n   OF JANUARY     /", "16,475,5,,,,/", control=2010)
    )
    assert found.statements[0].entries[0].text == "ACH SETTLEMENT OF JANUARY"
    assert codes(found) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("49,2000,", "49,2001,", "control-total"),
        ("98,2000,", "98,2001,", "control-total"),
        ("99,2000,", "99,-2000,", "control-total"),
        ("99,2000,", "99,abc,", "control-total"),
        ("49,2000,2", "49,2000,3", "control-count"),
        ("98,2000,1,", "98,2000,2,", "control-count"),
        ("98,2000,1,4", "98,2000,1,5", "control-count"),
        ("99,2000,1,", "99,2000,2,", "control-count"),
        ("99,2000,1,6", "99,2000,1,", "control-count"),
        ("49,2000,2/\n", "", "incomplete-file"),
        ("98,2000,1,4/\n", "", "incomplete-file"),
        ("99,2000,1,6/", "", "incomplete-file"),
        ("010,1000", "010,x", "bad-balance"),
        ("240111", "241311", "bad-date"),
    ],
)
def test_every_trailer_is_verified(old: str, new: str, code: str) -> None:
    text = one_account(control=2000)
    assert codes(read(text)) == []
    assert f"bank.{code}" in codes(read(text.replace(old, new, 1)))


def test_an_account_without_amounts_may_leave_its_total_empty() -> None:
    text = one_account(control=2000).replace(",010,1000,,,015,1000,,/", ",/").replace("49,2000", "49,")
    assert codes(read(text.replace("8,2000", "8,0").replace("9,2000", "9,0"))) == ["bank.missing-balance"]
    assert "bank.control-total" in codes(read(one_account(control=2000).replace("49,2000", "49,")))


def test_a_wrong_account_trailer_leaves_the_others_right() -> None:
    found = read(one_account(control=2000).replace("49,2000", "49,1999"))
    assert [(each.code, each.place.line) for each in found.problems] == [("bank.control-total", 4)]


@pytest.mark.parametrize(("status", "kept"), [("1", 1), ("2", 0), ("3", 1), ("4", 0)])
def test_tests_and_deletions_are_not_counted(status: str, kept: int) -> None:
    found = read(one_account(control=2000, group=status + ",240111,,{},2"))
    assert len(found.statements) == kept
    told = {"1": [], "3": ["bank.correction"]}
    assert codes(found) == told.get(status, ["bank.group-not-counted"])


@pytest.mark.parametrize(
    ("modifier", "kind"), [("1", "interim"), ("2", "booked"), ("3", "interim"), ("4", "booked")]
)
def test_as_of_modifier(modifier: str, kind: str) -> None:
    found = read(one_account(control=2000, group="1,240111,,{}," + modifier))
    assert found.statements[0].closing_kind == kind
    _, balances = to_rows(found)
    assert [row["kind"] for row in balances] == (["opening", "closing"] if kind == "booked" else ["opening"])


def test_totals_of_credits_and_debits_against_entries() -> None:
    balances = "010,1000,,,015,1005,,,100,5,1,,400,0,0,"
    found = read(one_account("16,142,5,,,,/", control=2015, balances=balances))
    assert codes(found) == []
    more = read(one_account("16,142,5,,,,/", control=2016, balances=balances.replace("100,5", "100,6")))
    assert codes(more) == ["bank.summary-differs"]


def test_entries_without_money_and_of_no_direction() -> None:
    found = read(one_account("16,890,,Z,,,notice/", control=2000))
    assert (codes(found), found.statements[0].entries) == ([], ())
    status = read(one_account("16,010,7,Z,,,/", control=2000))
    assert codes(status) == ["bank.bad-entry"]


def test_two_files_in_one() -> None:
    found = read(one_account(control=2000) + "\n" + one_account(control=2000).replace("240111", "240112"))
    assert codes(found) == []
    assert len(found.statements) == 2


def test_no_account() -> None:
    with pytest.raises(FlashreportError) as caught:
        read("01,SEND,RECV,240112,0600,1,,,2/\n99,0,0,2/")
    assert caught.value.problem.code == "bank.no-statement"


MINOR = st.integers(-(10**11), 10**11)
WORDS = st.from_regex(r"[A-Za-z0-9 ./,:-]{0,30}[A-Za-z]", fullmatch=True)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["142", "475", "195", "699", "115"]),
        st.integers(0, 10**10),
        st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2060, 1, 1))),
        st.from_regex("[A-Z][A-Z0-9]{0,9}", fullmatch=True),
        st.lists(WORDS, min_size=1, max_size=3),
    ),
    max_size=5,
)


@given(
    accounts=st.lists(st.tuples(MINOR, MOVES, st.sampled_from(["USD", "JPY", "KWD"])), min_size=1, max_size=3)
)
def test_what_is_written_comes_back(
    accounts: list[tuple[int, list[tuple[str, int, date | None, str, list[str]]], str]],
) -> None:
    body: list[str] = []
    grand = 0
    for number, (opening, moves, currency) in enumerate(accounts):
        closing = opening + sum(amount if code < "400" else -amount for code, amount, *_ in moves)
        records = [f"03,A{number},{currency},010,{opening},,/", f"88,015,{closing},,/"]
        for code, amount, value, reference, texts in moves:
            funds = f"V,{value:%y%m%d}," if value else "Z"
            records.append(f"16,{code},{amount},{funds},{reference},,{texts[0]}")
            records += [f"88,{text}" for text in texts[1:]]
        control = opening + closing + sum(move[1] for move in moves)
        grand += control
        body += [*records, f"49,{control},{len(records) + 1}/"]
    lines = ["01,S,R,240112,0600,1,,,2/", "02,R,S,1,240111,2359,,2/", *body]
    lines += [f"98,{grand},{len(accounts)},{len(body) + 2}/", f"99,{grand},1,{len(body) + 4}/"]
    found = read("\n".join(lines))
    assert found.problems == ()
    for number, (opening, moves, currency) in enumerate(accounts):
        statement, places = found.statements[number], {"USD": 2, "JPY": 0, "KWD": 3}[currency]
        assert (statement.account, statement.difference()) == (f"A{number}", Decimal(0))
        assert statement.opening == Decimal(opening).scaleb(-places)
        assert [
            (entry.amount.scaleb(places), entry.value_date, entry.reference, entry.text)
            for entry in statement.entries
        ] == [
            (
                Decimal(amount if code < "400" else -amount),
                value,
                reference,
                " ".join(" ".join(texts).split()),
            )
            for code, amount, value, reference, texts in moves
        ]
