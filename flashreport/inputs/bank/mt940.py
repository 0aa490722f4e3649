"""SWIFT MT940 customer statements, with the dialects that banks write.

Field 60F/62F open and close a statement, 60M/62M a page of one. Field 61 holds an entry, field 86
its text. ``RC`` takes back a credit (minus), ``RD`` takes back a debit (plus).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.bank.checks import check_statements
from flashreport.inputs.bank.model import BankFile, Entry, Findings, Format, Statement
from flashreport.inputs.bank.text import decode, lines_of, squeeze
from flashreport.inputs.bank.values import compact_date, either_amount, near_date

_TAG = re.compile(
    r"[\x00-\x20\ufeff\ufffd]*(?:\{.*\{4:)?:(20|21|25P?|28C?|60[FM]|61|62[FM]|64|65|86|13D?|34F|90[CD]|NS|9[0-9]0):(.*)"
)
_HEADING = ("21", "25", "25P", "28", "28C", "13", "13D", "60F", "60M")
_ENTRY = re.compile(
    r"(?P<value>(?:19|20)[0-9]{6}(?=(?:[0-9]{4})?[CDRE])|[0-9]{6})(?P<entry>[0-9]{4}|\s{4})?\s*"
    r"(?P<mark>R[CD]|E[CD]|[CD])\s*(?P<funds>[A-Z])?\s*(?P<amount>[0-9][0-9.,]*|,[0-9]+)\s*(?P<rest>.*)"
)
_REST = re.compile(r"(?:[NFS][A-Z0-9 ]{3})?(?P<customer>.*?)(?://(?P<bank>.*))?")
_BALANCE = re.compile(r"\s*([CD])\s*([0-9]{6}|[0-9]{8})\s*([A-Z]{3})?\s*([0-9.,]+)\s*")
_STRUCTURED = re.compile(r"\s*[0-9]{3}([?>])[0-9]{2}")
_NAMED = re.compile(r"/NAME/([^/]+)")
_WRAPPED_AT = 65  # field 86 lines are cut there, in the middle of words
_SIGNS = {"C": 1, "D": -1, "RC": -1, "RD": 1}
# "EREF" and its kin say that the reference stands in field 86
_NO_REFERENCE = ("", "NONREF", "NOTPROVIDED", "EREF", "KREF", "KREF+", "PREF", "MARF")


@dataclass(slots=True)
class _Field:
    """A tag, the line it starts on, and its content line by line."""

    tag: str
    line: int
    content: list[str]


@dataclass(slots=True)
class _Balance:
    amount: Decimal
    currency: str
    day: date | None
    page: bool


@dataclass(slots=True)
class _Movement:
    line: int
    booked: date
    value: date
    mark: str
    amount: Decimal
    reference: str
    details: list[str]
    info: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """A statement while it is being read."""

    line: int
    account: str = ""
    number: str = ""
    opening: _Balance | None = None
    closing: _Balance | None = None
    available: _Balance | None = None
    movements: list[_Movement] = field(default_factory=list)
    sums: list[tuple[str, int, str]] = field(default_factory=list)
    intraday: bool = False


def identify(head: bytes) -> bool:
    """Fields 20 and 25 at the start of lines, and a balance of a statement."""
    text = decode(head)
    starts = {found.group(1) for line in lines_of(text) if (found := _TAG.match(line))}
    return "20" in starts and bool(starts & {"25", "25P"}) and bool(starts & {"60F", "60M", "62F", "62M"})


def read(data: bytes, file: str, options: Mapping[str, str]) -> BankFile:
    """Every statement and page of the file; raises ``bank.no-statement`` when it holds none."""
    findings = Findings(file)
    pages = _pages(_fields(lines_of(decode(data, file, options))), findings)
    statements = tuple(_statement(page) for page in pages)
    if not statements:
        message = "The file looks like MT940 but holds no statement."
        raise FlashreportError("bank.no-statement", message, "Ask the bank for it again.", Place(file=file))
    for page, statement in zip(pages, statements, strict=True):
        _check_sums(page, statement, findings)
        _check_balance_currency(page, findings)
    check_statements(statements, findings)
    return BankFile("mt940", statements, tuple(findings.problems))


def _fields(lines: list[str]) -> Iterator[_Field]:
    """The fields of all messages; envelope, trailers and noise between messages are left out."""
    current: _Field | None = None
    for index, line in enumerate(lines):
        found = _TAG.fullmatch(line)
        if found and not _is_text(found.group(1), current, lines, index):
            if current:
                yield current
            current = _Field(found.group(1), index + 1, [found.group(2)])
        elif current and _ends_message(line, lines, index):
            yield current
            current = None
        elif current:
            current.content.append(line)
    if current:
        yield current


def _is_text(tag: str, current: _Field | None, lines: list[str], index: int) -> bool:
    """Whether ``:20:`` inside field 86 is text: a heading field follows a true one."""
    if tag != "20" or current is None or current.tag != "86":
        return False
    following = (found.group(1) for line in lines[index + 1 :] if (found := _TAG.fullmatch(line)))
    return next(following, "25") not in _HEADING


def _ends_message(line: str, lines: list[str], index: int) -> bool:
    bare = "".join(mark for mark in line if mark > " ").strip("\ufffd")
    if bare.startswith(("-}", "{1:", "{5:")):
        return True
    if bare != "-":
        return False
    following = next((after for after in lines[index + 1 :] if after.strip("\x00\x03\x1a \t")), None)
    return following is None or following.startswith("{") or bool(_TAG.fullmatch(following))


def _pages(fields: Iterator[_Field], findings: Findings) -> list[_Page]:
    pages: list[_Page] = []
    page: _Page | None = None
    last = ""
    for each in fields:
        if page is None or _starts_page(each.tag, page):
            page = _Page(each.line, account=page.account if page and each.tag != "20" else "")
            pages.append(page)
        if each.tag in ("86", "NS"):
            if last == "61" and page.movements:
                page.movements[-1].info += each.content
            continue
        last = each.tag if _take(each, page, findings) else ""
    return [page for page in pages if _is_statement(page, findings)]


def _is_statement(page: _Page, findings: Findings) -> bool:
    """Whether a message is a statement: not an empty one, not an MT942 intraday report."""
    if page.opening or page.closing:
        return True
    if page.intraday:
        message = phrase(
            "The intraday report (MT942) of account {account} is left out.", account=page.account
        )
        advice = "Its entries come again in the day's statement."
        findings.warn("bank.group-not-counted", message, advice, page.line)
        return False
    return bool(page.movements)


def _starts_page(tag: str, page: _Page) -> bool:
    if tag == "20":
        return True
    return page.closing is not None and tag in _HEADING


def _take(each: _Field, page: _Page, findings: Findings) -> bool:
    """Put one field into the page; False when it could not be used."""
    first = each.content[0].strip()
    match each.tag:
        case "25" | "25P":
            page.account = squeeze(first)
        case "28" | "28C":
            page.number = squeeze(first)
        case "60F" | "60M":
            page.opening = _balance(each, findings)
        case "62F" | "62M":
            page.closing = _balance(each, findings)
        case "64":
            page.available = _balance(each, findings)
        case "34F":
            page.intraday = True
        case "90C" | "90D":
            page.sums.append((each.tag[-1], each.line, first))
        case "61":
            movement = _movement(each, findings)
            page.movements += [movement] if movement else []
            return movement is not None
    return True


def _balance(each: _Field, findings: Findings) -> _Balance | None:
    written = each.content[0]
    found = _BALANCE.fullmatch(written)
    amount = either_amount(found.group(4)) if found else None
    if found is None or amount is None:
        message = phrase(
            "The balance '{written}' of field {tag} cannot be read.", written=written, tag=each.tag
        )
        advice = "A balance looks like C200101EUR444,29."
        findings.set_aside("bank.bad-balance", message, advice, each.line, written)
        return None
    day = _day(compact_date(found.group(2)), found.group(2), each.line, findings)
    sign = 1 if found.group(1) == "C" else -1
    return _Balance(sign * amount, found.group(3) or "", day, each.tag.endswith("M"))


def _day(read: tuple[date, bool] | None, written: str, line: int, findings: Findings) -> date | None:
    """The day of a date as read, with a warning when it does not exist as written."""
    if read is None:
        findings.warn(
            "bank.bad-date",
            phrase("'{written}' is not a date.", written=written),
            "It is left out.",
            line,
            written,
        )
        return None
    if not read[1]:
        message = phrase("The date '{written}' does not exist; {day} is used.", written=written, day=read[0])
        advice = "Banks that count months as 30 days write such dates."
        findings.warn("bank.impossible-date", message, advice, line, written)
    return read[0]


def _movement(each: _Field, findings: Findings) -> _Movement | None:
    written = each.content[0]
    found = _ENTRY.fullmatch(written.strip())
    amount = either_amount(found["amount"]) if found else None
    value = _day(compact_date(found["value"]), found["value"], each.line, findings) if found else None
    if found is None or amount is None or value is None:
        message = phrase("The entry '{written}' cannot be read.", written=written)
        advice = "An entry looks like 2001010101D65,00NTRFNONREF; it is counted in no sum."
        findings.set_aside("bank.bad-entry", message, advice, each.line, written)
        return None
    if found["mark"] not in _SIGNS:
        message = phrase("The entry '{written}' is only expected, not booked.", written=written)
        findings.warn("bank.not-booked", message, "It is counted in no sum.", each.line, written)
        return None
    booked = _entry_day(value, (found["entry"] or "").strip(), each.line, findings)
    reference = _reference(found["rest"])
    return _Movement(each.line, booked, value, found["mark"], amount, reference, each.content[1:])


def _entry_day(value: date, written: str, line: int, findings: Findings) -> date:
    """The booking day: month and day as written, in the year that lies nearest to the value date."""
    if not written:
        return value
    month, day = int(written[:2]), int(written[2:])
    near = [near_date(value.year + shift, month, day) for shift in (-1, 0, 1)]
    read = min(
        (each for each in near if each), key=lambda each: (abs(each[0] - value), not each[1]), default=None
    )
    return _day(read, written, line, findings) or value


def _reference(rest: str) -> str:
    found = _REST.fullmatch(rest)
    parts = (found["bank"] or "", found["customer"]) if found else ()
    return next((squeeze(part) for part in parts if squeeze(part) not in _NO_REFERENCE), "")


def _statement(page: _Page) -> Statement:
    opening, closing = page.opening, page.closing
    balances = (opening, closing, page.available)
    currency = next((each.currency for each in balances if each and each.currency), "")
    return Statement(
        account=page.account,
        currency=currency,
        opening=opening.amount if opening else None,
        closing=closing.amount if closing else None,
        opening_date=opening.day if opening else None,
        closing_date=closing.day if closing else None,
        statement_id=page.number,
        entries=tuple(_entry(each, page.account, currency) for each in page.movements),
        available=page.available.amount if page.available else None,
        line=page.line,
        opening_kind="page" if opening and opening.page else "booked",
        closing_kind="page" if closing and closing.page else "booked",
    )


def _entry(movement: _Movement, account: str, currency: str) -> Entry:
    text, counterparty = _story(movement.info)
    return Entry(
        account=account,
        booking_date=movement.booked,
        value_date=movement.value,
        amount=_SIGNS[movement.mark] * movement.amount,
        currency=currency,
        reference=movement.reference,
        counterparty=counterparty,
        text=text or squeeze(" ".join(movement.details)),
        reversal=movement.mark.startswith("R"),
        line=movement.line,
    )


def _story(lines: list[str]) -> tuple[str, str]:
    """Text and counterparty of field 86: ``?20`` subfields, ``/NAME/`` codes, or free text."""
    structured = _STRUCTURED.match(lines[0] if lines else "")
    if structured:
        codes = re.split(f"[{structured.group(1)}]([0-9]{{2}})", "".join(lines))
        parts = list(zip(codes[1::2], codes[2::2], strict=True))
        purpose = "".join(part for code, part in parts if "20" <= code <= "29" or "60" <= code <= "63")
        name = "".join(part for code, part in parts if code in ("32", "33"))
        kind = "".join(part for code, part in parts if code == "00")
        return squeeze(purpose or kind), squeeze(name)
    wrapped = [len(line) + (len(":86:") if not at else 0) >= _WRAPPED_AT for at, line in enumerate(lines)]
    joined = "".join(line if cut else line + " " for line, cut in zip(lines, wrapped, strict=True))
    name_code = _NAMED.search(joined)
    return squeeze(joined), squeeze(name_code.group(1)) if name_code else ""


def _check_sums(page: _Page, statement: Statement, findings: Findings) -> None:
    """Fields 90C and 90D: how many credits and debits the bank counted, and their sums."""
    for mark, line, written in page.sums:
        found = re.fullmatch(r"([0-9]{1,5})([A-Z]{3})([0-9.,]+)", written)
        total = either_amount(found.group(3)) if found else None
        if found is None or total is None:
            continue
        chosen = [entry.amount for entry in statement.entries if (entry.amount > 0) == (mark == "C")]
        if (len(chosen), abs(sum(chosen))) != (int(found.group(1)), total):
            message = phrase(
                "Field 90{mark} counts {told} entries of {told_total}; the file holds {n} of {total}.",
                mark=mark,
                told=int(found.group(1)),
                told_total=total,
                n=len(chosen),
                total=abs(sum(chosen)),
            )
            findings.warn("bank.summary-differs", message, "Entries may be missing.", line, written)


def _check_balance_currency(page: _Page, findings: Findings) -> None:
    named = [each.currency for each in (page.opening, page.closing) if each and each.currency]
    if len(set(named)) > 1:
        message = phrase(
            "Account {account} opens in {opening} and closes in {closing}.",
            account=page.account,
            opening=named[0],
            closing=named[1],
        )
        advice = phrase("All is read as {currency}; ask the bank which is right.", currency=named[0])
        findings.warn("bank.foreign-currency", message, advice, page.line, named[1])


FORMAT = Format("mt940", identify, read)
