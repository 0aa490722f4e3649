"""Quicken Interchange Format: account blocks and records of one letter per line.

The format names no currency and no balance; an opening stands in a record ``Opening Balance``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.bank.checks import check_statements
from flashreport.inputs.bank.model import BankFile, Entry, Findings, Format, Statement
from flashreport.inputs.bank.qif_styles import date_order, decimal_mark, read_amount, read_date
from flashreport.inputs.bank.text import decode, lines_of, squeeze

_START = re.compile(r"[\s\ufeff]*!(?:type:|account|option:|clear:)", re.IGNORECASE)
# and as programs in German and French write them
_CASH = ("bank", "cash", "ccard", "oth a", "oth l", "oth s", "bar", "banque", "caisse")
_OPENING = "opening balance"


@dataclass(slots=True)
class _Record:
    """The fields of one record: letter, line, text, in file order."""

    line: int
    fields: list[tuple[str, int, str]] = field(default_factory=list)

    def get(self, *letters: str) -> str:
        """The text of the first of these letters that the record has."""
        return next((text for each in letters for letter, _, text in self.fields if letter == each), "")


@dataclass(slots=True)
class _Section:
    """All records of one account of one type; some programs repeat the header before each."""

    account: str
    kind: str
    line: int
    records: list[_Record] = field(default_factory=list)


def identify(head: bytes) -> bool:
    """The first thing is a header such as ``!Type:Bank`` or ``!Account``."""
    return _START.match(decode(head)) is not None


def read(data: bytes, file: str, options: Mapping[str, str]) -> BankFile:
    """One statement per bank, cash or card account.

    Options: ``date_order`` or ``date_format``, ``decimal``, ``currency``, and ``account`` for files
    that name none. Raises the errors of :mod:`flashreport.inputs.bank.qif_styles` and
    ``bank.no-statement``.
    """
    findings = Findings(file)
    sections = _sections(lines_of(decode(data, file, options)), options.get("account", ""), findings)
    if not sections:
        message = "The file looks like QIF but holds no bank, cash or card account."
        raise FlashreportError("bank.no-statement", message, "Export such an account.", Place(file=file))
    sections.sort(key=lambda section: section.line)
    records = [record for section in sections for record in section.records]
    order = date_order(_written(records, "D"), options, file)
    mark = decimal_mark(_written(records, "TU$"), options, file)
    statements = tuple(
        _statement(section, order, mark, options.get("currency", "").upper(), findings)
        for section in sections
    )
    check_statements(statements, findings, balances=False)
    return BankFile("qif", statements, tuple(findings.problems))


def _written(records: list[_Record], letters: str) -> Iterator[tuple[int, str]]:
    for record in records:
        yield from ((line, text) for letter, line, text in record.fields if letter in letters)


def _sections(lines: list[str], account: str, findings: Findings) -> list[_Section]:
    """The sections of cash accounts; lists of categories, securities and the like are left out."""
    sections: list[_Section] = []
    kind = ""
    record = _Record(1)
    for number, line in enumerate(lines, 1):
        text = line.strip("\ufeff\x00\x1a \t")
        if text.startswith("!"):
            _end(kind, record, sections, findings)
            kind, record = text[1:].strip().lower(), _Record(number + 1)
            if kind.removeprefix("type:") in _CASH and kind.startswith("type:"):
                _open_section(sections, account, kind, number)
            elif kind.startswith(("type:invst", "type:port")):
                message = "An investment account is left out; only bank, cash and card accounts are read."
                findings.warn("bank.group-not-counted", message, "Export its cash account.", number, text)
        elif text == "^":
            if kind == "account":
                account = squeeze(record.get("N")) or account
            elif sections and _is_cash(kind):
                sections[-1].records += [record] if record.fields else []
            record = _Record(number + 1)
        elif text:
            record.line = record.line if record.fields else number
            record.fields.append((text[0], number, text[1:].strip()))
    _end(kind, record, sections, findings)
    return sections


def _open_section(sections: list[_Section], account: str, kind: str, line: int) -> None:
    """Put the section that goes on last, as a new one when the account and type are new."""
    known = next((each for each in sections if (each.account, each.kind) == (account, kind)), None)
    if known:
        sections.remove(known)
    sections.append(known or _Section(account, kind, line))


def _is_cash(kind: str) -> bool:
    return kind.startswith("type:") and kind.removeprefix("type:") in _CASH


def _end(kind: str, record: _Record, sections: list[_Section], findings: Findings) -> None:
    """A record that the file ends, or a header cuts, before its ``^``."""
    if record.fields and sections and _is_cash(kind):
        message = "A record ends without ^."
        findings.warn("bank.incomplete-file", message, "It is read; the file may be cut off.", record.line)
        sections[-1].records.append(record)


def _statement(section: _Section, order: str, mark: str, currency: str, findings: Findings) -> Statement:
    """The section's records; the first one paid by ``Opening Balance`` is its opening, not an entry."""
    first = next((record for record in section.records if _is_opening(record)), None)
    account = section.account or (squeeze(first.get("L")).strip("[]") if first else "")
    read_records = [
        (record, entry)
        for record in section.records
        if (entry := _entry(record, account, order, mark, currency, findings))
    ]
    opening = next((entry for record, entry in read_records if record is first), None)
    for record, entry in read_records:
        _check_splits(record, entry.amount, mark, findings)
    return Statement(
        account=account,
        currency=currency,
        opening=opening.amount if opening else None,
        closing=None,
        opening_date=opening.booking_date if opening else None,
        closing_date=None,
        statement_id="",
        entries=tuple(entry for record, entry in read_records if record is not first),
        available=None,
        line=section.line,
    )


def _is_opening(record: _Record) -> bool:
    return squeeze(record.get("P")).lower() == _OPENING


def _entry(
    record: _Record, account: str, order: str, mark: str, currency: str, findings: Findings
) -> Entry | None:
    written_day, written_amount = record.get("D"), record.get("T", "U")
    day, amount = read_date(written_day, order), read_amount(written_amount, mark)
    if day is None or amount is None:
        if day is None:
            message = phrase(
                "The date '{text}' of a record cannot be read; dates are read as {order}.",
                text=written_day,
                order=order,
            )
        else:
            message = phrase(
                "The amount '{text}' of a record cannot be read; the decimal mark is '{mark}'.",
                text=written_amount,
                mark=mark,
            )
        findings.set_aside("bank.bad-entry", message, "It is counted in no sum.", record.line, written_day)
        return None
    return Entry(
        account=account,
        booking_date=day,
        value_date=None,
        amount=amount,
        currency=currency,
        reference=squeeze(record.get("N")),
        counterparty=squeeze(record.get("P")),
        text=squeeze(record.get("M") or record.get("P")),
        reversal=False,
        line=record.line,
    )


def _check_splits(record: _Record, amount: Decimal, mark: str, findings: Findings) -> None:
    """The parts of a split record (``$``) add up to its amount."""
    parts = [read_amount(text, mark) for letter, _, text in record.fields if letter == "$"]
    known = [part for part in parts if part is not None]
    if known and (len(known) < len(parts) or sum(known) != amount):
        message = phrase(
            "The parts of a record add up to {total}, the record is {amount}.",
            total=sum(known),
            amount=amount,
        )
        advice = "The record is counted, its parts are not."
        findings.warn("bank.split-does-not-tie", message, advice, record.line, str(amount))


FORMAT = Format("qif", identify, read)
