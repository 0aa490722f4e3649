"""ISO 20022 camt.053 statements, versions 001.02 to 001.13, with or without a namespace.

``CdtDbtInd`` is the true direction of an entry, also of a reversal. Only entries with status BOOK
count; a batch counts once, as its ``Ntry``. ``TxsSummry`` is held against the entries, never used.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.bank.checks import check_statements
from flashreport.inputs.bank.model import (
    BankFile,
    ClosingKind,
    Entry,
    Findings,
    Format,
    OpeningKind,
    Statement,
)
from flashreport.inputs.bank.text import decode, squeeze
from flashreport.inputs.bank.values import iso_date, plain_amount
from flashreport.inputs.bank.xml_tree import Node, parse

_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?BkToCstmrStmt[\s>/]")
_OPENING = ("OPBD", "PRCD", "ITBD")  # by preference: the day's opening, the closing before, a page's
_CLOSING = ("CLBD", "ITBD")
_SIGNS = {"CRDT": 1, "DBIT": -1}
_NOTHING = ("", "NOTPROVIDED", "NONREF")


@dataclass(frozen=True, slots=True)
class _Balance:
    code: str
    amount: Decimal
    currency: str
    day: date | None
    page: bool


def identify(head: bytes) -> bool:
    """The element of a bank-to-customer statement, whatever its namespace."""
    return _ROOT.search(decode(head)) is not None


def read(data: bytes, file: str, options: Mapping[str, str]) -> BankFile:
    """Every ``Stmt``, one statement per currency of its balances.

    Raises ``bank.bad-xml`` for broken XML and ``bank.no-statement`` when it holds none. The XML
    names its own encoding, so ``options`` has nothing to say.
    """
    del options
    findings = Findings(file)
    root = parse(data, file)
    found = [
        statement
        for message in root.walk("BkToCstmrStmt")
        for node in message.all("Stmt")
        for statement in _statements(node, _is_paged(message, node), findings)
    ]
    if not found:
        message_text = "The file looks like CAMT.053 but holds no statement."
        raise FlashreportError(
            "bank.no-statement", message_text, "Ask the bank for it again.", Place(file=file)
        )
    check_statements(found, findings)
    return BankFile("camt053", tuple(found), tuple(findings.problems))


def _is_paged(message: Node, statement: Node) -> bool:
    """Whether the statement is one of several pages."""
    pages = [*message.all("GrpHdr", "MsgPgntn"), *statement.all("StmtPgntn")]
    return any(page.get("LastPgInd") == "false" or page.get("PgNb") not in ("", "1") for page in pages)


def _statements(node: Node, paged: bool, findings: Findings) -> list[Statement]:
    balances = [each for bal in node.all("Bal") if (each := _balance(bal, findings))]
    account = squeeze(node.get("Acct", "Id", "IBAN") or node.get("Acct", "Id", "Othr", "Id"))
    booked_in = dict.fromkeys(each.currency for each in balances if each.code in (*_OPENING, *_CLOSING))
    home = node.get("Acct", "Ccy") or next(iter(booked_in), "")
    fallback = max((each.day for each in balances if each.day), default=None)
    entries = [entry for ntry in node.all("Ntry") if (entry := _entry(ntry, account, fallback, findings))]
    home = home or next((each.currency for each in entries), "")
    currencies = list(booked_in) if len(booked_in) > 1 else [next(iter(booked_in), home)]
    _check_summary(node, entries, findings)
    _tell_marks(node, entries, findings)
    leftover = home if home in currencies else currencies[0]
    return [
        _statement(
            node,
            account,
            currency,
            [each for each in balances if each.currency == currency],
            [each for each in entries if _falls_to(each, currencies, leftover) == currency],
            paged,
        )
        for currency in currencies
    ]


def _falls_to(entry: Entry, currencies: list[str], leftover: str) -> str:
    return entry.currency if entry.currency in currencies else leftover


def _statement(
    node: Node, account: str, currency: str, balances: list[_Balance], entries: list[Entry], paged: bool
) -> Statement:
    opening, closing = _opening(balances), _closing(balances)
    available = [each for each in balances if each.code == "CLAV"]
    return Statement(
        account=account,
        currency=currency,
        opening=opening.amount if opening else None,
        closing=closing.amount if closing else None,
        opening_date=opening.day if opening else None,
        closing_date=closing.day if closing else None,
        statement_id=squeeze(node.get("Id")),
        entries=tuple(each for each in entries if each.status == "BOOK"),
        available=available[-1].amount if available else None,
        line=node.line,
        opening_kind=_opening_kind(opening, paged),
        closing_kind=_closing_kind(closing, paged),
        pending=tuple(each for each in entries if each.status != "BOOK"),
    )


def _opening(balances: list[_Balance]) -> _Balance | None:
    """The earliest of the best kind; a lone ITBD is the closing unless a CLBD is there."""
    for code in _OPENING:
        found = [each for each in balances if each.code == code]
        if code == "ITBD" and len(found) < 2 and not any(each.code == "CLBD" for each in balances):
            return None
        if found:
            return min(found, key=lambda each: each.day or date.max)
    return None


def _closing(balances: list[_Balance]) -> _Balance | None:
    """The latest of the best kind; a lone ITBD is it unless it must be the opening."""
    for code in _CLOSING:
        found = [each for each in balances if each.code == code]
        if found:
            latest = max(each.day or date.min for each in found)
            return [each for each in found if (each.day or date.min) == latest][-1]
    return None


def _opening_kind(balance: _Balance | None, paged: bool) -> OpeningKind:
    if balance is None or (balance.code != "ITBD" and not balance.page):
        return "booked"
    return "page" if paged or balance.page else "interim"


def _closing_kind(balance: _Balance | None, paged: bool) -> ClosingKind:
    if balance is None or (balance.code != "ITBD" and not balance.page):
        return "booked"
    return "page" if paged or balance.page else "interim"


def _signed(node: Node) -> tuple[Decimal, str] | None:
    """Amount with the sign of ``CdtDbtInd``, and its currency."""
    amount_node = node.first("Amt")
    amount = plain_amount(amount_node.text, ".") if amount_node else None
    sign = _SIGNS.get(node.get("CdtDbtInd"))
    if amount_node is None or amount is None or amount < 0 or sign is None:
        return None
    return sign * amount, amount_node.attributes.get("Ccy", "")


def _day(node: Node, name: str) -> date | None:
    return iso_date(node.get(name, "Dt") or node.get(name, "DtTm"))


def _balance(node: Node, findings: Findings) -> _Balance | None:
    code = node.get("Tp", "CdOrPrtry", "Cd") or node.get("Tp", "CdOrPrtry", "Prtry")
    signed = _signed(node)
    if signed is None:
        message = phrase(
            "The balance {code} has no amount or no CdtDbtInd that can be read.",
            code=code or phrase("without a type"),
        )
        findings.set_aside("bank.bad-balance", message, "It is left out.", node.line, node.get("Amt"))
        return None
    return _Balance(code, *signed, _day(node, "Dt"), node.get("Tp", "SubTp", "Cd") == "INTM")


def _entry(node: Node, account: str, fallback: date | None, findings: Findings) -> Entry | None:
    signed = _signed(node)
    value_date = _day(node, "ValDt")
    booked = _day(node, "BookgDt") or value_date or fallback
    if signed is None or booked is None:
        missing = "no amount or no CdtDbtInd that can be read" if signed is None else "no date"
        advice = "It is counted in no sum."
        findings.set_aside(
            "bank.bad-entry",
            phrase("The entry has {missing}.", missing=missing),
            advice,
            node.line,
            node.get("Amt"),
        )
        return None
    parties = node.all("NtryDtls", "TxDtls")
    return Entry(
        account=account,
        booking_date=booked,
        value_date=value_date,
        amount=signed[0],
        currency=signed[1],
        reference=_reference(node, parties),
        counterparty=_counterparty(node, parties, signed[0] >= 0),
        text=_text(node, parties),
        reversal=node.get("RvslInd") in ("true", "1"),
        line=node.line,
        status=_status(node),
    )


def _status(node: Node) -> str:
    """``Sts`` is a text up to version 07 and holds ``Cd`` from 08 on; an entry without one is booked."""
    return (node.get("Sts", "Cd") or node.get("Sts", "Prtry") or node.get("Sts") or "BOOK").upper()


def _reference(node: Node, details: list[Node]) -> str:
    """The bank's own reference, else the payer's; a batch has only those of the entry."""
    written = [node.get("AcctSvcrRef"), node.get("NtryRef")]
    if len(details) == 1:
        names = ("AcctSvcrRef", "TxId", "EndToEndId", "InstrId", "PmtInfId")
        written += [details[0].get("Refs", name) for name in names]
    return next((squeeze(each) for each in written if each.upper() not in _NOTHING), "")


def _counterparty(node: Node, details: list[Node], money_in: bool) -> str:
    """The other side; a reversal of a payment names the same two parties the other way round."""
    if len(details) != 1:
        return ""
    payer_first = money_in != (node.get("RvslInd") in ("true", "1"))
    sides = ("Dbtr", "Cdtr") if payer_first else ("Cdtr", "Dbtr")
    names = (
        details[0].get("RltdPties", side, *inner, "Nm") for side in sides[:1] for inner in ((), ("Pty",))
    )
    return next((squeeze(name) for name in names if name), "")


def _text(node: Node, details: list[Node]) -> str:
    free = [each.text for detail in details for each in detail.all("RmtInf", "Ustrd")]
    further = [detail.get("AddtlTxInf") for detail in details]
    structured = [
        each.text for detail in details for each in detail.all("RmtInf", "Strd", "CdtrRefInf", "Ref")
    ]
    for parts in (free, [node.get("AddtlNtryInf")], further, structured):
        text = squeeze(" ".join(parts))
        if text:
            return text
    return ""


def _tell_marks(node: Node, entries: list[Entry], findings: Findings) -> None:
    """Tell of copies, of entries that don't count, and of entries without a status."""
    if node.get("CpyDplctInd"):
        message: str = phrase(
            "The bank marks the statement as {mark}: a copy of one sent before.", mark=node.get("CpyDplctInd")
        )
        findings.warn("bank.duplicate-statement", message, "Keep one of the two files.", node.line)
    waiting = [each for each in entries if each.status != "BOOK"]
    if waiting:
        kinds = ", ".join(sorted({each.status for each in waiting}))
        message = phrase("{n} entries have status {kinds} and are not booked.", n=len(waiting), kinds=kinds)
        findings.warn("bank.not-booked", message, "They are counted in no sum.", waiting[0].line, kinds)
    bare = next((ntry for ntry in node.all("Ntry") if ntry.first("Sts") is None), None)
    if bare:
        message = "An entry has no status."
        findings.warn("bank.missing-status", message, "Such entries are read as booked.", bare.line)


def _check_summary(node: Node, entries: list[Entry], findings: Findings) -> None:
    summary = node.first("TxsSummry")
    if summary is None:
        return
    booked = [each for each in entries if each.status == "BOOK"]
    for name, sign in (("TtlNtries", 0), ("TtlCdtNtries", 1), ("TtlDbtNtries", -1)):
        printed = summary.first(name)
        if printed is None:
            continue
        counted = [
            _summed(each for each in found if not sign or each.amount * sign > 0)
            for found in (booked, entries)
        ]
        if not any(_agrees(printed, each) for each in counted):
            count, total, _net = counted[0]
            told, told_total = printed.get("NbOfNtries") or "?", printed.get("Sum") or "?"
            message = phrase(
                "The summary {name} says {told} entries of {told_total}; the statement holds "
                "{count} of {total}.",
                name=name,
                told=told,
                told_total=told_total,
                count=count,
                total=total,
            )
            advice = "The entries and balances are used, not the summary."
            findings.warn("bank.summary-differs", message, advice, printed.line, f"{told} {told_total}")


def _summed(entries: Iterable[Entry]) -> tuple[int, Decimal, Decimal]:
    """Number, sum without signs, and net sum."""
    amounts = [each.amount for each in entries]
    return len(amounts), sum((abs(each) for each in amounts), Decimal(0)), sum(amounts, Decimal(0))


def _agrees(printed: Node, counted: tuple[int, Decimal, Decimal]) -> bool:
    """Whether what a summary prints is what was counted; what it leaves out can't disagree."""
    count, total, net = counted
    written_net = printed.get("TtlNetNtryAmt") or printed.get("TtlNetNtry", "Amt")
    side = printed.get("TtlNetNtry", "CdtDbtInd") or printed.get("CdtDbtInd")
    pairs = (
        (printed.get("NbOfNtries"), Decimal(count)),
        (printed.get("Sum"), total),
        (written_net, net * _SIGNS[side] if side in _SIGNS else abs(net)),
    )
    return all(not written or plain_amount(written, ".") == value for written, value in pairs)


FORMAT = Format("camt053", identify, read)
