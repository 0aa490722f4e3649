"""BAI2 cash management files: accounts with balances and entries, and three levels of control totals.

Amounts are whole minor units of the account's currency; trailers 49, 98 and 99 sum all of them and
count all records, and each is held against the file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flashreport.domain.units import minor_digits
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.bank.bai2_amounts import Detail, Status, detail, statuses
from flashreport.inputs.bank.bai2_records import Record, direction, records
from flashreport.inputs.bank.checks import check_statements
from flashreport.inputs.bank.model import BankFile, Entry, Findings, Format, Statement
from flashreport.inputs.bank.text import decode, lines_of
from flashreport.inputs.bank.values import compact_date

_CURRENCY = "USD"  # what the format means where neither account nor group names one
_INTERIM = ("1", "3")  # as-of modifiers: interim previous day, interim same day
_NOT_COUNTED = {"2": phrase("a deletion"), "4": phrase("a test")}


@dataclass(slots=True)
class _Account:
    line: int
    number: str
    currency: str
    statuses: list[Status]
    details: list[Detail] = field(default_factory=list)
    raw_sum: Decimal = Decimal(0)
    count: int = 0
    control: Decimal | None = None


@dataclass(slots=True)
class _Group:
    line: int
    status: str
    day: date | None
    currency: str
    interim: bool
    accounts: list[_Account] = field(default_factory=list)
    count: int = 0
    control: Decimal | None = None

    @property
    def raw_sum(self) -> Decimal:
        """All amounts of all its accounts as written."""
        return sum((account.raw_sum for account in self.accounts), Decimal(0))

    @property
    def account(self) -> _Account | None:
        """The account that is still open."""
        return self.accounts[-1] if self.accounts and self.accounts[-1].control is None else None


@dataclass(slots=True)
class _File:
    findings: Findings
    groups: list[_Group] = field(default_factory=list)
    count: int = 0
    closed: bool = False
    line: int = 1
    earlier: int = 0  # groups of files that stand before this one in the same bytes

    @property
    def group(self) -> _Group | None:
        """The group that is still open."""
        return self.groups[-1] if self.groups and self.groups[-1].control is None else None


def identify(head: bytes) -> bool:
    """The first record is 01 with at least six fields."""
    first = next((line for line in lines_of(decode(head)) if line.strip("\x00 \t\ufeff")), "")
    return re.match(r"[\x00-\x20\ufeff]*01,(?:[^,/]*,){5}", first) is not None


def read(data: bytes, file: str, options: Mapping[str, str]) -> BankFile:
    """One statement per account of each group; raises ``bank.no-statement`` when there is none."""
    findings = Findings(file)
    whole = _File(findings)
    for record in records(lines_of(decode(data, file, options))):
        _take(record, whole)
    if not any(group.accounts for group in whole.groups):
        message = "The file looks like BAI2 but holds no account."
        raise FlashreportError("bank.no-statement", message, "Ask the bank for it again.", Place(file=file))
    _check_closed(whole)
    statements = tuple(
        _statement(account, group, findings)
        for group in whole.groups
        if _counts(group, findings)
        for account in group.accounts
    )
    check_statements(statements, findings)
    return BankFile("bai2", statements, tuple(findings.problems))


def _take(record: Record, whole: _File) -> None:
    """Put a record where it belongs: in the file, the open group, the open account."""
    if record.code == "01" and whole.count:
        _check_file_closed(whole)
        whole.count, whole.closed, whole.line, whole.earlier = 0, False, record.line, len(whole.groups)
    whole.count += record.physical
    if record.code == "02":
        whole.groups.append(_group(record, whole.findings))
    group = whole.group
    if group:
        group.count += record.physical
        if record.code == "03":
            group.accounts.append(_account(record, group, whole.findings))
    account = group.account if group else None
    if account and record.code in ("03", "16", "49"):
        account.count += record.physical
    _fill_or_close(record, whole, group, account)


def _fill_or_close(record: Record, whole: _File, group: _Group | None, account: _Account | None) -> None:
    match record.code:
        case "16" if account:
            read_detail = detail(record, whole.findings)
            if read_detail:
                account.raw_sum += read_detail.raw
                account.details.append(read_detail)
        case "49" if account:
            _close_account(record, account, whole.findings)
        case "98" if group:
            _close_group(record, group, whole.findings)
        case "99":
            _close_file(record, whole)
        case "16" | "49" | "98" | "88" | "03":
            if not (record.code == "03" and group):
                message = phrase("A record {code} stands outside its account or group.", code=record.code)
                whole.findings.set_aside(
                    "bank.bad-entry", message, "It is counted in no sum.", record.line, record.code
                )


def _group(record: Record, findings: Findings) -> _Group:
    fields = record.fields + [""] * 7
    day = compact_date(fields[3])
    if day is None or not day[1]:
        message = phrase("'{field}' is not the as-of date of a group.", field=fields[3])
        advice = "It is written YYMMDD in the fifth field of record 02."
        findings.warn("bank.bad-date", message, advice, record.line, fields[3])
    interim = fields[6] in _INTERIM
    return _Group(record.line, fields[2], day[0] if day else None, fields[5].upper(), interim)


def _account(record: Record, group: _Group, findings: Findings) -> _Account:
    fields = [*record.fields, "", ""]
    currency = fields[1].upper() or group.currency or _CURRENCY
    found = list(statuses(record, findings))
    return _Account(
        record.line, fields[0], currency, found, raw_sum=sum((each.raw for each in found), Decimal(0))
    )


def _control(record: Record) -> Decimal | None:
    written = record.fields[0]
    return Decimal(written) if re.fullmatch(r"[+-]?[0-9]{1,24}(?:\.[0-9]{0,4})?", written) else None


def _close_account(record: Record, account: _Account, findings: Findings) -> None:
    account.control = _control(record) or Decimal(0)
    _compare(record, f"account {account.number}", account.raw_sum, {"records": account.count}, findings)


def _close_group(record: Record, group: _Group, findings: Findings) -> None:
    group.control = _control(record) or Decimal(0)
    total = group.raw_sum
    counts = {"accounts": len(group.accounts), "records": group.count}
    _compare(record, "the group", total, counts, findings)


def _close_file(record: Record, whole: _File) -> None:
    whole.closed = True
    own = whole.groups[whole.earlier :]
    total = sum((group.raw_sum for group in own), Decimal(0))
    counts = {"groups": len(own), "records": whole.count}
    _compare(record, "the file", total, counts, whole.findings)


def _compare(
    record: Record, what: str, total: Decimal, counts: Mapping[str, int], findings: Findings
) -> None:
    """Hold a trailer against what was read: its control total, then its counts in their order."""
    left_empty = not record.fields[0] and not total  # as some banks do for an account without amounts
    if _control(record) != total and not left_empty:
        message = phrase(
            "The control total of {what} is '{field}'; the amounts add up to {total}.",
            what=what,
            field=record.fields[0],
            total=total,
        )
        advice = "The file is damaged or was changed; ask the bank for it again."
        findings.warn("bank.control-total", message, advice, record.line, record.fields[0])
    for (name, count), written in zip(counts.items(), [*record.fields[1:], "", ""], strict=False):
        if not re.fullmatch(r"[0-9]{1,9}", written) or int(written) != count:
            message = phrase(
                "The trailer of {what} counts '{written}' {name}; the file holds {count}.",
                what=what,
                written=written,
                name=name,
                count=count,
            )
            advice = "Records are missing or doubled; ask the bank for the file again."
            findings.warn("bank.control-count", message, advice, record.line, written)


def _check_closed(whole: _File) -> None:
    """Every account, group and file ends with its trailer."""
    open_ends = [
        (code, line)
        for group in whole.groups
        for code, line, control in (
            *(("49", account.line, account.control) for account in group.accounts),
            ("98", group.line, group.control),
        )
        if control is None
    ]
    for code, line in open_ends:
        _warn_open(code, line, whole.findings)
    _check_file_closed(whole)


def _check_file_closed(whole: _File) -> None:
    if not whole.closed:
        _warn_open("99", whole.line, whole.findings)


def _warn_open(code: str, line: int, findings: Findings) -> None:
    message = phrase(
        "The trailer {code} of what begins on line {line} is missing.", code=code, line=str(line)
    )
    advice = "The file was cut off or damaged; ask the bank for it again."
    findings.warn("bank.incomplete-file", message, advice, line, code)


def _counts(group: _Group, findings: Findings) -> bool:
    """Whether the group's accounts belong into the figures: not those of tests and deletions."""
    if group.status == "3":
        message = "The group corrects one that was sent before."
        advice = "Its accounts are read; remove the first version, or both are counted."
        findings.warn("bank.correction", message, advice, group.line, group.status)
    if group.status not in _NOT_COUNTED:
        return True
    message = phrase(
        "The group is {what}; its {n} accounts are left out.",
        what=_NOT_COUNTED[group.status],
        n=len(group.accounts),
    )
    findings.warn(
        "bank.group-not-counted", message, "Group status is field 4 of record 02.", group.line, group.status
    )
    return False


def _statement(account: _Account, group: _Group, findings: Findings) -> Statement:
    scale = Decimal(10) ** -minor_digits(account.currency)

    def balance(*codes: str) -> Decimal | None:
        """The first of these types that the account has, in major units."""
        raw = {each.code: each.raw for each in reversed(account.statuses)}
        return next((_major(raw[code], scale) for code in codes if code in raw), None)

    statement = Statement(
        account=account.number,
        currency=account.currency,
        opening=balance("010"),
        closing=balance("015", "030"),
        opening_date=group.day,
        closing_date=group.day,
        statement_id="",
        entries=_entries(account, group, scale, findings),
        available=balance("045", "060"),
        line=account.line,
        closing_kind="interim" if group.interim or balance("015") is None else "booked",
    )
    _check_totals(account, scale, findings)
    return statement


def _major(raw: Decimal, scale: Decimal) -> Decimal:
    """Minor units as major ones; a number written with a point is in major units already."""
    whole = raw.as_tuple().exponent == 0
    return raw * scale if whole else raw


def _entries(account: _Account, group: _Group, scale: Decimal, findings: Findings) -> tuple[Entry, ...]:
    entries = []
    for each in account.details:
        if not each.moves_money:
            continue
        if group.day is None:
            message = "The entry has no date, for its group has none."
            findings.set_aside("bank.bad-entry", message, "It is counted in no sum.", each.line)
            continue
        amount = _major(each.signed, scale)
        entry = Entry(
            account=account.number,
            booking_date=group.day,
            value_date=each.value_date,
            amount=amount,
            currency=account.currency,
            reference=each.reference,
            counterparty="",
            text=each.text,
            reversal=False,
            line=each.line,
        )
        entries.append(entry)
    return tuple(entries)


def _check_totals(account: _Account, scale: Decimal, findings: Findings) -> None:
    """Types 100 and 400 are the bank's totals of credits and debits; entries should make them up."""
    for code, sign, name in (("100", 1, phrase("credits")), ("400", -1, phrase("debits"))):
        total = next((each.raw for each in account.statuses if each.code == code), None)
        of_side = [each.raw for each in account.details if each.moves_money and direction(each.code) == sign]
        entries = sum(of_side, Decimal(0))
        if total is not None and abs(total) != abs(entries):
            message = phrase(
                "Account {number}: the bank's total of {name} is {total}, its entries make {made} "
                "{currency}.",
                number=account.number,
                name=name,
                total=_major(total, scale),
                made=_major(entries, scale),
                currency=account.currency,
            )
            advice = "The bank did not send every entry, or one is wrong."
            findings.warn("bank.summary-differs", message, advice, account.line, code)


FORMAT = Format("bai2", identify, read)
