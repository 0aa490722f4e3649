"""OFX bank and card statements, versions 1.x (SGML) and 2.x (XML).

The file prints the ledger balance only; the opening is ledger less entries and is marked derived.
``AVAILBAL`` may hold an overdraft or a card's limit: it is carried as available, never as cash.
"""

import codecs
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from flashreport.domain.units import minor_digits
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.bank.checks import check_statements
from flashreport.inputs.bank.model import BankFile, Entry, Findings, Format, Statement
from flashreport.inputs.bank.sgml import Tag, parse
from flashreport.inputs.bank.text import decode, squeeze
from flashreport.inputs.bank.values import either_amount

_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*(?:OFXHEADER\s*:|<\?OFX\b|"
    r"(?:(?:DATA|VERSION|SECURITY|ENCODING|CHARSET|COMPRESSION|OLDFILEUID|NEWFILEUID)\s*:[^\n<]*\s*)*<OFX>)",
    re.DOTALL | re.IGNORECASE,
)
_WHEN = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})(?:([0-9]{2})(?:\.[0-9]*)?)?)?"
    r"\s*(?:\[\s*([+-]?[0-9]{1,2})(?:\.([0-9]{1,2}))?(?::[^\]]*)?\])?"
)
_KINDS = ("STMTRS", "CCSTMTRS")
_CHARSET = re.compile(r"CHARSET\s*:\s*([A-Za-z0-9-]+)")


def identify(head: bytes) -> bool:
    """The header ``OFXHEADER:``, the instruction ``<?OFX``, or the element ``<OFX>`` comes first.

    Some converters leave the header's first line out.
    """
    return _START.match(decode(head).lstrip("\ufeff\x00")) is not None


def read(data: bytes, file: str, options: Mapping[str, str]) -> BankFile:
    """One statement per account.

    Option ``time_zone`` (an IANA name) says in which zone a business day lies: times are moved
    there, and a time without an offset is GMT, as the format says. Without it days stay as
    written. Option ``decimal`` settles amounts such as ``1,234``.
    """
    findings = Findings(file)
    zone = _zone(options, file)
    root, whole = parse(_text(data, file, options))
    found = [tag for kind in _KINDS for tag in root.all(kind)]
    if not found:
        message = _refusal(root) or "The file looks like OFX but holds no bank or card statement."
        raise FlashreportError("bank.no-statement", message, "Ask the bank for it again.", Place(file=file))
    for tag in root.all("INVSTMTRS"):
        message = "An investment statement is left out; only bank and card accounts are read."
        findings.warn("bank.group-not-counted", message, "Give its cash account by itself.", tag.line)
    if not whole:
        message = "The file ends before its last part is closed."
        findings.warn(
            "bank.incomplete-file", message, "Ask the bank for the file again.", root.children[-1].line
        )
    found.sort(key=lambda tag: tag.line)
    statements = tuple(_statement(tag, zone, options.get("decimal", ""), findings) for tag in found)
    check_statements(statements, findings)
    return BankFile("ofx", statements, tuple(findings.problems))


def _refusal(root: Tag) -> str:
    """What the bank says instead of a statement: a password that has expired, an unknown account."""
    refused = [tag for tag in root.all("STATUS") if tag.get("SEVERITY").upper() == "ERROR"]
    told = [squeeze(tag.get("MESSAGE")) or tag.get("CODE") for tag in refused]
    return phrase("The file holds no statement; the bank says: {text}", text=told[0]) if told else ""


def _text(data: bytes, file: str, options: Mapping[str, str]) -> str:
    """The text in the encoding that the option, a byte order mark or the header's CHARSET names."""
    if options.get("encoding"):
        return decode(data, file, options)
    charset = _CHARSET.search(data[:1000].decode("latin-1"))
    if charset and charset.group(1).isdigit() and not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode(_code_page(charset.group(1)), errors="replace")
    return decode(data, file)


def _code_page(number: str) -> str:
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"


def _zone(options: Mapping[str, str], file: str) -> tzinfo | None:
    name = options.get("time_zone", "")
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        message = phrase("'{name}' is not a time zone.", name=name)
        advice = "Name one such as Europe/Berlin."
        raise FlashreportError(
            "bank.bad-option", message, advice, Place(file=file, key="time_zone")
        ) from None


def _statement(tag: Tag, zone: tzinfo | None, mark: str, findings: Findings) -> Statement:
    account = squeeze(tag.get("BANKACCTFROM", "ACCTID") or tag.get("CCACCTFROM", "ACCTID"))
    currency = tag.get("CURDEF").upper()
    listed = tag.first("BANKTRANLIST")
    booked = listed.all("STMTTRN") if listed else []
    entries = [entry for each in booked if (entry := _entry(each, account, currency, zone, mark, findings))]
    own = {each.currency for each in entries}
    currency = currency or (own.pop() if len(own) == 1 else "")
    closing, closing_date = _balance(tag, "LEDGERBAL", currency, zone, mark, findings)
    available, _ = _balance(tag, "AVAILBAL", currency, zone, mark, findings)
    _check_references(account, entries, findings)
    _check_after_balance(entries, closing_date, findings)
    opening = closing - sum((each.amount for each in entries), Decimal(0)) if closing is not None else None
    started = _day(listed.get("DTSTART"), zone) if listed else None
    return Statement(
        account=account,
        currency=currency,
        opening=opening,
        closing=closing,
        opening_date=started or min((each.booking_date for each in entries), default=None),
        closing_date=closing_date,
        statement_id="",
        entries=tuple(entries),
        available=available,
        line=tag.line,
        opening_kind="derived",
    )


def _balance(
    tag: Tag, name: str, currency: str, zone: tzinfo | None, mark: str, findings: Findings
) -> tuple[Decimal | None, date | None]:
    balance = tag.first(name)
    if balance is None:
        return None, None
    written = balance.get("BALAMT")
    amount = _amount(written, currency, mark)
    if amount is None:
        message = phrase("The balance {name} '{written}' cannot be read.", name=name, written=written)
        advice = "It is left out; where 1,234 could mean two amounts, set the input's decimal mark."
        findings.set_aside("bank.bad-balance", message, advice, balance.line, written)
        return None, None
    day = _day(balance.get("DTASOF"), zone)
    if day is None:
        message = phrase("The balance {name} has no date that can be read.", name=name)
        findings.warn("bank.bad-date", message, "It is left out.", balance.line, balance.get("DTASOF"))
    return amount, day


def _entry(
    tag: Tag, account: str, currency: str, zone: tzinfo | None, mark: str, findings: Findings
) -> Entry | None:
    own = tag.get("CURRENCY", "CURSYM").upper()
    amount = _amount(tag.get("TRNAMT"), own or currency, mark)
    day = _day(tag.get("DTPOSTED"), zone)
    if amount is None or day is None:
        if amount is None:
            message = phrase("The amount '{text}' of an entry cannot be read.", text=tag.get("TRNAMT"))
        else:
            message = phrase("The date '{text}' of an entry cannot be read.", text=tag.get("DTPOSTED"))
        advice = "It is counted in no sum; where 1,234 could mean two amounts, set the input's decimal mark."
        findings.set_aside("bank.bad-entry", message, advice, tag.line, tag.get("FITID"))
        return None
    name = tag.get("NAME") or tag.get("PAYEE", "NAME")
    return Entry(
        account=account,
        booking_date=day,
        value_date=_day(tag.get("DTAVAIL"), zone),
        amount=amount,
        currency=own or currency,
        reference=squeeze(tag.get("FITID")),
        counterparty=squeeze(name),
        text=squeeze(tag.get("MEMO") or name),
        reversal=False,
        line=tag.line,
    )


def _amount(written: str, currency: str, mark: str) -> Decimal | None:
    """A signed amount; the last of two different marks is the decimal one.

    The format allows a point or a comma for decimals and nothing for thousands. ``1,234`` would be
    finer than most currencies' smallest coin: it is None unless ``mark`` settles it.
    """
    bare = re.sub(r"[\s'\u00a0\u202f]", "", written)
    marks = [each for each in bare if each in ".,"]
    if mark in (".", ",") and marks:
        other = "," if mark == "." else "."
        return either_amount(bare.replace(other, "")) if bare.count(mark) <= 1 else None
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        return either_amount(bare.replace(marks[0], ""))
    if len(marks) == 1 and len(re.split("[.,]", bare)[-1]) == 3 and minor_digits(currency) < 3:
        return None
    return either_amount(bare)


def _day(written: str, zone: tzinfo | None) -> date | None:
    """The day of an OFX date; with a zone, the day there of a date that holds a time."""
    found = _WHEN.match(written)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_offset(found))
        midnight = (hour, minute, second) == (0, 0, 0) and found.group(7) is None
        return moment.date() if zone is None or midnight else moment.astimezone(zone).date()
    except (ValueError, OverflowError):
        return None


def _offset(found: re.Match[str]) -> tzinfo:
    """The offset in brackets, hours with a decimal part (``-3.5``) or minutes (``+5.30``); else GMT."""
    hours, part = found.group(7), found.group(8) or ""
    if hours is None:
        return UTC
    minutes = int(part) if len(part) == 2 else int(part or 0) * 6
    span = timedelta(hours=abs(int(hours)), minutes=minutes)
    return timezone(-span if hours.startswith("-") else span)


def _check_references(account: str, entries: list[Entry], findings: Findings) -> None:
    """``FITID`` names an entry within its account; two that share one may be one entry sent twice."""
    seen: dict[str, int] = {}
    for entry in entries:
        if entry.reference in seen and entry.reference:
            message = phrase(
                "Account {account} has two entries {reference}, first on line {line}.",
                account=account,
                reference=entry.reference,
                line=str(seen[entry.reference]),
            )
            advice = "Both are counted; ask the bank whether they are one."
            findings.warn("bank.duplicate-reference", message, advice, entry.line, entry.reference)
        seen.setdefault(entry.reference, entry.line)


def _check_after_balance(entries: list[Entry], closing_date: date | None, findings: Findings) -> None:
    """Entries later than the balance aren't in it, so that the derived opening is off by them."""
    later = [entry for entry in entries if closing_date and entry.booking_date > closing_date]
    if later:
        message = phrase(
            "{n} entries are later than the ledger balance of {closing_date}.",
            n=len(later),
            closing_date=closing_date,
        )
        advice = "The opening is derived as if they were in it; ask the bank for a balance of the last day."
        findings.warn("bank.after-balance", message, advice, later[0].line, later[0].booking_date.isoformat())


FORMAT = Format("ofx", identify, read)
