"""What must hold in any statement: it ties, its pages join, and one day's end is the next day's start."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from flashreport.errors import joined, phrase
from flashreport.inputs.bank.model import Entry, Findings, Statement

_ASK = "Ask the bank for the file again; the figures are used as they stand."


def check_statements(statements: Sequence[Statement], findings: Findings, *, balances: bool = True) -> None:
    """Warn of statements that don't tie, of pages and days that don't join, of copies.

    ``balances`` says whether the format promises both balances.
    """
    for statement in statements:
        _check_tie(statement, findings, balances)
        _check_currencies(statement, findings)
    by_account: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        by_account[statement.account, statement.currency].append(statement)
    for of_account in by_account.values():
        _check_copies(of_account, findings)
        _check_pages(of_account, findings)
        _check_days(of_account, findings)


def _check_tie(statement: Statement, findings: Findings, balances: bool) -> None:
    difference = statement.difference()
    if difference is None:
        if balances:
            _warn_missing(statement, findings)
        return
    if difference == 0:
        return
    message = phrase(
        "The statement of account {account} does not tie: opening {opening} plus entries {total} "
        "should close it, but it closes at {closing} {currency}; the difference is {difference}.",
        account=statement.account,
        opening=statement.opening,
        total=statement.total,
        closing=statement.closing,
        currency=statement.currency,
        difference=difference,
    )
    findings.warn("bank.does-not-tie", message, _ASK, statement.line, str(difference))


def _warn_missing(statement: Statement, findings: Findings) -> None:
    missing = [
        name
        for name, value in (
            (phrase("opening balance"), statement.opening),
            (phrase("closing balance"), statement.closing),
        )
        if value is None
    ]
    message = phrase(
        "The statement of account {account} has no {names}.",
        account=statement.account,
        names=joined(missing, phrase(" and no ")),
    )
    findings.warn(
        "bank.missing-balance", message, "It cannot be checked against its entries.", statement.line
    )


def _check_currencies(statement: Statement, findings: Findings) -> None:
    foreign: dict[str, list[Entry]] = defaultdict(list)
    for entry in statement.entries:
        if entry.currency != statement.currency:
            foreign[entry.currency].append(entry)
    for currency, entries in foreign.items():
        message = phrase(
            "{n} entries, the first of {amount}, are in {currency}, their account {account} in {own}.",
            n=len(entries),
            amount=entries[0].amount,
            currency=currency or phrase("no currency"),
            account=statement.account,
            own=statement.currency or phrase("no currency"),
        )
        advice = "They are kept as written and added at face value when the statement is checked."
        findings.warn("bank.foreign-currency", message, advice, entries[0].line, currency)


def _check_copies(statements: Sequence[Statement], findings: Findings) -> None:
    seen: dict[tuple[object, ...], Statement] = {}
    for statement in statements:
        if not statement.statement_id or not statement.entries:
            continue
        amounts = tuple((entry.booking_date, entry.amount, entry.reference) for entry in statement.entries)
        key = (statement.statement_id, statement.closing_date, statement.opening, statement.closing, amounts)
        if key in seen:
            message = phrase(
                "Statement {statement_id} of account {account} is in the file twice, first on line {line}.",
                statement_id=statement.statement_id,
                account=statement.account,
                line=str(seen[key].line),
            )
            findings.warn("bank.duplicate-statement", message, "Remove one of the two.", statement.line)
        seen.setdefault(key, statement)


def _check_pages(statements: Sequence[Statement], findings: Findings) -> None:
    previous: Statement | None = None
    for statement in statements:
        joins = statement.opening_kind == "page" or (previous is not None and previous.closing_kind == "page")
        if joins and previous is None:
            message = phrase(
                "The first page of account {account} opens with an intermediate balance.",
                account=statement.account,
            )
            findings.warn("bank.pages-do-not-join", message, "An earlier page is missing.", statement.line)
        elif joins and previous is not None and previous.closing != statement.opening:
            message = phrase(
                "A page of account {account} opens at {opening}, the page before it closes at {closing}.",
                account=statement.account,
                opening=statement.opening,
                closing=previous.closing,
            )
            findings.warn("bank.pages-do-not-join", message, "A page is missing or changed.", statement.line)
        previous = statement
    if previous is not None and previous.closing_kind == "page":
        message = phrase(
            "The last page of account {account} closes with an intermediate balance.",
            account=previous.account,
        )
        findings.warn("bank.pages-do-not-join", message, "A later page is missing.", previous.line)


def _check_days(statements: Sequence[Statement], findings: Findings) -> None:
    dated = [
        statement
        for statement in statements
        if statement.closing_date and "page" not in (statement.opening_kind, statement.closing_kind)
    ]
    dated.sort(key=lambda statement: str(statement.closing_date))
    for before, after in pairwise(dated):
        if _follows(before, after) and before.closing != after.opening:
            message = phrase(
                "Account {account} closes at {closing} on {closing_date} and opens next at {opening}.",
                account=after.account,
                closing=before.closing,
                closing_date=before.closing_date,
                opening=after.opening,
            )
            findings.warn("bank.days-do-not-join", message, "A statement between may be missing.", after.line)


def _follows(before: Statement, after: Statement) -> bool:
    """Whether the opening of one must be the closing of the other."""
    if before.closing is None or after.opening is None:
        return False
    if (before.closing_kind, after.opening_kind) != ("booked", "booked"):
        return False
    if before.closing_date is None or after.closing_date is None or before.closing_date == after.closing_date:
        return False
    return after.opening_date is None or after.opening_date >= before.closing_date
