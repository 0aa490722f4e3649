"""The amounts inside BAI2 records 03 and 16: type code, amount, funds type, references, text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flashreport.errors import phrase
from flashreport.inputs.bank.bai2_records import Record, direction
from flashreport.inputs.bank.model import Findings
from flashreport.inputs.bank.text import squeeze
from flashreport.inputs.bank.values import compact_date

_AMOUNT = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,4})?")
_FUNDS = ("", "Z", "0", "1", "2", "V", "S", "D")
_FUNDS_FIELDS = {"V": 5, "S": 6}  # fields of an entry up to the end of such a funds type
_WITHOUT_MONEY = "890"


@dataclass(frozen=True, slots=True)
class Status:
    """A type code of an account record with its amount as written, in minor units."""

    code: str
    raw: Decimal


@dataclass(frozen=True, slots=True)
class Detail:
    """An entry: ``raw`` is its amount as written; ``signed`` has the direction of its type."""

    code: str
    raw: Decimal
    value_date: date | None
    reference: str
    text: str
    line: int

    @property
    def signed(self) -> Decimal:
        """Money in is positive."""
        return self.raw * direction(self.code)

    @property
    def moves_money(self) -> bool:
        """False for type 890, which only carries text."""
        return self.code != _WITHOUT_MONEY


def statuses(record: Record, findings: Findings) -> Iterator[Status]:
    """Type, amount, item count and funds type, over and over; empty fields between are padding."""
    fields = record.fields
    at = 2
    while at < len(fields):
        code = fields[at]
        at += 1
        if not code:
            continue
        if not re.fullmatch(r"[0-9]{3}", code):
            message = phrase("'{code}' is not a type code of an account record.", code=code)
            findings.set_aside("bank.bad-balance", message, "The rest of it is left out.", record.line, code)
            return
        written = fields[at] if at < len(fields) else ""
        at = _after_funds(fields, at + 2)[0]
        if _AMOUNT.fullmatch(written):
            yield Status(code, Decimal(written))
        elif written:
            message = phrase("'{written}' is not the amount of type {code}.", written=written, code=code)
            findings.set_aside("bank.bad-balance", message, "It is left out.", record.line, written)


def detail(record: Record, findings: Findings) -> Detail | None:
    """The entry of a record 16; None, and a finding, when it can't be read."""
    own, told = _own_fields(record)
    code, written = (*(part.strip() for part in own), "", "")[:2]
    readable = re.fullmatch(r"[0-9]{3}", code) and (_AMOUNT.fullmatch(written) or not written)
    if not readable or not (direction(code) or code == _WITHOUT_MONEY):
        message = phrase(
            "The entry 16,{entry} is not one: it has no credit or debit type, or no amount.",
            entry=record.parts[0],
        )
        advice = "It begins with a type such as 142 and a whole amount; it is counted in no sum."
        findings.set_aside("bank.bad-entry", message, advice, record.line, f"{code},{written}")
        return None
    at, value_date = _after_funds([part.strip() for part in own], 2)
    references = [squeeze(part) for part in own[at : at + 2]]
    text = squeeze(" ".join([",".join(own[at + 2 :]), *told]))
    reference = next((each for each in references if each), "")
    return Detail(code, Decimal(written or "0"), value_date, reference, text, record.line)


def _own_fields(record: Record) -> tuple[list[str], list[str]]:
    """Fields of an entry, and its continuations that are text.

    A continuation carries on fields only where the entry breaks off before its references.
    """
    own = record.parts[0].split(",")
    for used, part in enumerate(record.parts[1:], 1):
        if not _breaks_off(own, part):
            return own, record.parts[used:]
        own += part.split(",")
    return own, []


def _breaks_off(own: list[str], following: str) -> bool:
    kind = own[2].strip() if len(own) > 2 else ""
    if len(own) < 2 or len(own) < _FUNDS_FIELDS.get(kind, 0):
        return True
    return len(own) <= _FUNDS_FIELDS.get(kind, 3) and following.count(",") >= 2


def _after_funds(fields: list[str], at: int) -> tuple[int, date | None]:
    """Where the fields of a funds type end, and the value date if it holds one."""
    kind = fields[at] if at < len(fields) else ""
    if kind not in _FUNDS:
        return at, None
    if kind == "V":
        read_day = compact_date(fields[at + 1]) if at + 1 < len(fields) else None
        return at + 3, read_day[0] if read_day else None
    if kind == "S":
        return at + 4, None
    if kind == "D":
        count = fields[at + 1] if at + 1 < len(fields) else ""
        return at + 2 + 2 * (int(count) if re.fullmatch(r"[0-9]{1,3}", count) else 0), None
    return at + 1, None
