"""CAMT.053: what counts, signs, balances, versions, and what is written comes back."""

from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.errors import FlashreportError, Severity
from flashreport.inputs.bank import FORMATS, BankFile, to_rows

URN = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


def read(text: str) -> BankFile:
    return FORMATS["camt053"].read(text.encode(), "day.xml", {})


def codes(found: BankFile) -> list[str]:
    return [problem.code for problem in found.problems]


def bal(code: str, amount: str, day: str = "2026-01-31", currency: str = "EUR", extra: str = "") -> str:
    side = "DBIT" if amount.startswith("-") else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry>{extra}</Tp>"
        f"<Amt Ccy='{currency}'>{amount.lstrip('-')}</Amt>"
        f"<CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def ntry(
    amount: str,
    *,
    status: str = "<Sts>BOOK</Sts>",
    day: str = "2026-01-15",
    currency: str = "EUR",
    more: str = "",
) -> str:
    side = "DBIT" if amount.startswith("-") else "CRDT"
    booked = f"<BookgDt><Dt>{day}</Dt></BookgDt>" if day else ""
    return (
        f"<Ntry><Amt Ccy='{currency}'>{amount.lstrip('-')}</Amt><CdtDbtInd>{side}</CdtDbtInd>"
        f"{status}{booked}{more}</Ntry>\n"
    )


def document(
    *parts: str, namespace: str = f" xmlns='{URN}02'", header: str = "", account: str = "DE01"
) -> str:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<Document{namespace}><BkToCstmrStmt>"
        f"<GrpHdr>{header}</GrpHdr>\n<Stmt><Id>S1</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{''.join(parts)}</Stmt>"
        "</BkToCstmrStmt></Document>"
    )


def tied(*entries: str, closing: str = "100.00") -> str:
    return document(bal("OPBD", "100.00", "2026-01-01"), bal("CLBD", closing), *entries)


@pytest.mark.parametrize("version", range(2, 14))
def test_every_version(version: int) -> None:
    status = "<Sts>BOOK</Sts>" if version < 8 else "<Sts><Cd>BOOK</Cd></Sts>"
    party = "<Dbtr><Nm>A</Nm></Dbtr>" if version < 8 else "<Dbtr><Pty><Nm>A</Nm></Pty></Dbtr>"
    more = f"<NtryDtls><TxDtls><RltdPties>{party}</RltdPties></TxDtls></NtryDtls>"
    text = tied(ntry("5.00", status=status, more=more), closing="105.00")
    text = text.replace(URN + "02", f"{URN}{version:02}")
    assert FORMATS["camt053"].identify(text.encode())
    found = read(text)
    assert codes(found) == []
    (entry,) = found.statements[0].entries
    assert (entry.amount, entry.status, entry.counterparty) == (Decimal("5.00"), "BOOK", "A")


@pytest.mark.parametrize("namespace", ["", " xmlns='http://bank.example/own'"])
def test_no_namespace_and_foreign_ones(namespace: str) -> None:
    text = document(bal("OPBD", "1"), bal("CLBD", "1"), namespace=namespace)
    assert FORMATS["camt053"].identify(text.encode())
    assert read(text).statements[0].closing == 1


def test_prefixed_names_and_other_encodings() -> None:
    text = tied(ntry("5.00", more="<AddtlNtryInf>Gebühr</AddtlNtryInf>"), closing="105.00")
    prefixed = text.replace("xmlns=", "xmlns:c=")
    for name in ("Document", "BkToCstmrStmt", "Stmt", "Ntry", "Bal"):
        prefixed = prefixed.replace(f"<{name}", f"<c:{name}").replace(f"</{name}>", f"</c:{name}>")
    assert FORMATS["camt053"].identify(prefixed.encode())
    assert codes(read(prefixed)) == []
    for encoding in ("iso-8859-1", "utf-16"):
        data = text.replace("UTF-8", encoding).encode(encoding)
        assert FORMATS["camt053"].identify(data)
        assert FORMATS["camt053"].read(data, "", {}).statements[0].entries[0].text == "Gebühr"


def test_reversals_keep_the_sign_that_is_written() -> None:
    rvsl = "<RvslInd>true</RvslInd>"
    parties = "<Dbtr><Nm>Us</Nm></Dbtr><Cdtr><Nm>Shop</Nm></Cdtr>"
    more = f"<NtryDtls><TxDtls><RltdPties>{parties}</RltdPties></TxDtls></NtryDtls>"
    found = read(tied(ntry("5.00", more=rvsl + more), ntry("-7.00", more=rvsl), closing="98.00"))
    assert codes(found) == []
    assert [(entry.amount, entry.reversal) for entry in found.statements[0].entries] == [
        (Decimal(5), True),
        (Decimal(-7), True),
    ]
    assert found.statements[0].entries[0].counterparty == "Shop"


@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
@pytest.mark.parametrize("form", ["<Sts>{}</Sts>", "<Sts><Cd>{}</Cd></Sts>"])
def test_only_booked_entries_count(status: str, form: str) -> None:
    found = read(tied(ntry("5.00"), ntry("900.00", status=form.format(status)), closing="105.00"))
    (statement,) = found.statements
    assert (len(statement.entries), statement.difference()) == (1, Decimal(0))
    assert [entry.status for entry in statement.pending] == [status]
    assert codes(found) == ["bank.not-booked"]
    assert len(to_rows(found)[0]) == 1


def test_an_entry_without_status_is_booked_and_told() -> None:
    found = read(tied(ntry("5.00", status=""), closing="105.00"))
    assert codes(found) == ["bank.missing-status"]
    assert found.statements[0].difference() == 0


def test_a_batch_counts_once() -> None:
    details = "".join(
        f"<TxDtls><Refs><EndToEndId>E{at}</EndToEndId></Refs><Amt Ccy='EUR'>50.00</Amt></TxDtls>"
        for at in range(3)
    )
    found = read(tied(ntry("-150.00", more=f"<NtryDtls>{details}</NtryDtls>"), closing="-50.00"))
    assert codes(found) == []
    (entry,) = found.statements[0].entries
    assert (entry.amount, entry.reference) == (Decimal(-150), "")


def test_five_decimals_are_exact() -> None:
    found = read(tied(ntry("0.12345"), ntry("-0.00005"), closing="100.12340"))
    assert codes(found) == []
    assert found.statements[0].total == Decimal("0.12340")


@pytest.mark.parametrize(
    ("balances", "opening", "closing", "kinds"),
    [
        ([("PRCD", "1"), ("CLBD", "2")], "1", "2", ("booked", "booked")),
        ([("PRCD", "9"), ("OPBD", "1"), ("CLBD", "2"), ("ITBD", "7")], "1", "2", ("booked", "booked")),
        ([("OPBD", "-1"), ("ITBD", "2")], "-1", "2", ("booked", "interim")),
        ([("ITBD", "1"), ("CLBD", "2")], "1", "2", ("interim", "booked")),
        ([("ITBD", "1"), ("ITBD", "2")], "1", "2", ("interim", "interim")),
        ([("ITBD", "2"), ("CLAV", "5")], None, "2", ("booked", "interim")),
        ([("CLBD", "2"), ("OPBD", "1")], "1", "2", ("booked", "booked")),
    ],
)
def test_kinds_of_balances(
    balances: list[tuple[str, str]], opening: str | None, closing: str, kinds: tuple[str, str]
) -> None:
    (statement,) = read(document(*(bal(*each) for each in balances))).statements
    assert statement.opening == (None if opening is None else Decimal(opening))
    assert statement.closing == Decimal(closing)
    assert (statement.opening_kind, statement.closing_kind) == kinds


def test_a_statement_of_several_days_opens_first_and_closes_last() -> None:
    parts = [
        bal("OPBD", "20", "2026-01-02"),
        bal("CLBD", "30", "2026-01-02"),
        bal("OPBD", "10", "2026-01-01"),
        bal("CLBD", "20", "2026-01-01"),
        bal("CLAV", "99", "2026-01-02"),
    ]
    (statement,) = read(document(*parts, ntry("20"))).statements
    assert (statement.opening, statement.closing, statement.difference()) == (
        Decimal(10),
        Decimal(30),
        Decimal(0),
    )
    assert (statement.opening_date, statement.closing_date) == (date(2026, 1, 1), date(2026, 1, 2))
    assert statement.available == 99


def test_pages_join_on_interim_balances() -> None:
    first = document(
        bal("OPBD", "1"),
        bal("ITBD", "3"),
        ntry("2"),
        header="<MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>",
    )
    second = "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>"
    pages = first.replace(
        "</Stmt>",
        "</Stmt><Stmt><Id>S2</Id><Acct><Id><IBAN>DE01</IBAN></Id></Acct>"
        + second
        + bal("ITBD", "3")
        + bal("CLBD", "4")
        + ntry("1")
        + "</Stmt>",
    )
    assert codes(read(pages)) == []
    torn = pages.replace(bal("ITBD", "3") + bal("CLBD"[:4], "4"), bal("ITBD", "2") + bal("CLBD", "3"))
    assert codes(read(torn)) == ["bank.pages-do-not-join"]
    kinds = [row["kind"] for row in to_rows(read(pages))[1]]
    assert kinds == ["opening", "closing"]


def test_a_statement_in_two_currencies_is_two() -> None:
    parts = [
        bal("OPBD", "1"),
        bal("CLBD", "3"),
        bal("OPBD", "10", currency="USD"),
        bal("CLBD", "5", currency="USD"),
        ntry("2"),
        ntry("-5", currency="USD"),
    ]
    found = read(document(*parts))
    assert [(each.currency, each.difference(), len(each.entries)) for each in found.statements] == [
        ("EUR", Decimal(0), 1),
        ("USD", Decimal(0), 1),
    ]
    assert codes(found) == []


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>7.00</Sum></TtlNtries>", 0),
        ("<TtlNtries><NbOfNtries>3</NbOfNtries><Sum>907</Sum></TtlNtries>", 0),  # counts the pending one
        ("<TtlNtries><NbOfNtries>4</NbOfNtries></TtlNtries>", 1),
        ("<TtlNtries><Sum>3.00</Sum></TtlNtries>", 1),
        ("<TtlNtries><TtlNetNtryAmt>3.00</TtlNetNtryAmt></TtlNtries>", 0),
        ("<TtlNtries><TtlNetNtryAmt>3.00</TtlNetNtryAmt><CdtDbtInd>CRDT</CdtDbtInd></TtlNtries>", 0),
        ("<TtlNtries><TtlNetNtryAmt>3.00</TtlNetNtryAmt><CdtDbtInd>DBIT</CdtDbtInd></TtlNtries>", 1),
        ("<TtlNtries><TtlNetNtry><Amt>4.00</Amt></TtlNetNtry></TtlNtries>", 1),
        ("<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>5.00</Sum></TtlCdtNtries>", 0),
        ("<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>5.00</Sum></TtlDbtNtries>", 1),
    ],
)
def test_the_summary_is_verified(summary: str, told: int) -> None:
    pending = ntry("900.00", status="<Sts>PDNG</Sts>")
    parts = [f"<TxsSummry>{summary}</TxsSummry>", ntry("5.00"), ntry("-2.00"), pending]
    found = read(tied(*parts, closing="103.00"))
    assert codes(found).count("bank.summary-differs") == told


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (ntry("5,00"), "bank.bad-entry"),
        (ntry("1e3"), "bank.bad-entry"),
        (ntry("5.00").replace("CRDT", "CREDIT"), "bank.bad-entry"),
        (ntry("5.00").replace("5.00", "-5.00"), "bank.bad-entry"),
        (bal("CLAV", "x"), "bank.bad-balance"),
    ],
)
def test_parts_that_cannot_be_read_are_set_aside(broken: str, code: str) -> None:
    found = read(tied(broken))
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.place.line) == (code, Severity.ROW, 6)


def test_dates_of_entries() -> None:
    moment = "<BookgDt><DtTm>2026-01-15T23:59:59-05:00</DtTm></BookgDt><ValDt><Dt>2026-01-17</Dt></ValDt>"
    found = read(tied(ntry("1", day="", more=moment), ntry("-1", day="")))
    timed, undated = found.statements[0].entries
    assert (timed.booking_date, timed.value_date) == (date(2026, 1, 15), date(2026, 1, 17))
    assert undated.booking_date == date(2026, 1, 31)  # the day of the closing balance


def test_does_not_tie_and_missing_balances() -> None:
    found = read(tied(ntry("1")))
    assert codes(found) == ["bank.does-not-tie"]
    assert found.problems[0].place.line == 3
    assert "-1.00" in found.problems[0].message
    assert codes(read(document(bal("OPBD", "1")))) == ["bank.missing-balance"]
    assert codes(read(tied("<CpyDplctInd>DUPL</CpyDplctInd>"))) == ["bank.duplicate-statement"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<Document>\n<BkToCstmrStmt>\n</Stmt>", 3),
        ("\n\n<Document>\n<BkToCstmrStmt>", 4),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>\n<Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>", 1),
        ("<?xml version='1.0' encoding='none'?><BkToCstmrStmt/>", 1),
    ],
)
def test_broken_and_dangerous_xml(text: str, line: int) -> None:
    with pytest.raises(FlashreportError) as caught:
        read(text)
    assert (caught.value.problem.code, caught.value.problem.place.line) == ("bank.bad-xml", line)


def test_no_statement_and_other_messages() -> None:
    with pytest.raises(FlashreportError) as caught:
        read("<Document><BkToCstmrStmt/></Document>")
    assert caught.value.problem.code == "bank.no-statement"
    intraday = (
        b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.052.001.02'><BkToCstmrAcctRpt/></Document>"
    )
    assert not FORMATS["camt053"].identify(intraday)


AMOUNTS = st.integers(-(10**15), 10**15).map(lambda whole: Decimal(whole).scaleb(-5))
TEXTS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=["Cc", "Cf", "Zs"]), min_size=1
)


@given(
    opening=AMOUNTS,
    moves=st.lists(st.tuples(AMOUNTS, st.dates(), st.booleans(), st.booleans(), TEXTS), max_size=6),
)
def test_what_is_written_comes_back(
    opening: Decimal, moves: list[tuple[Decimal, date, bool, bool, str]]
) -> None:
    entries = "".join(
        ntry(
            f"{amount:f}",
            status="<Sts>BOOK</Sts>" if booked else "<Sts>PDNG</Sts>",
            day=day.isoformat(),
            more=f"<RvslInd>{str(reversal).lower()}</RvslInd><NtryRef>{escape(text)}</NtryRef>"
            f"<AddtlNtryInf>{escape(text)}</AddtlNtryInf>",
        )
        for amount, day, reversal, booked, text in moves
    )
    closing = opening + sum((move[0] for move in moves if move[3]), Decimal(0))
    found = read(document(bal("OPBD", f"{opening:f}"), bal("CLBD", f"{closing:f}"), entries))
    assert {each.code for each in found.problems} <= {"bank.not-booked"}
    (statement,) = found.statements
    assert (statement.opening, statement.closing, statement.difference()) == (opening, closing, Decimal(0))
    for kept, booked in ((statement.entries, True), (statement.pending, False)):
        assert [(e.amount, e.booking_date, e.reversal, e.text) for e in kept] == [
            (amount, day, reversal, text) for amount, day, reversal, b, text in moves if b is booked
        ]
