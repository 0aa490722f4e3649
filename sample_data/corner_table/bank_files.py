"""Statements as the three banks write them: two CSV dialects and MT940."""

from collections import defaultdict
from datetime import date

from sample_data.corner_table.cash import Book, Move
from sample_data.corner_table.company import ACCOUNTS, FIRST, LAST, dates, is_banking_day

Files = dict[str, list[str]]


def bank_files(book: Book) -> Files:
    """One file a month and account, and the balances of the CSV accounts; lines without their ends."""
    files: Files = {}
    for entity, write in (("harbor", _harbor), ("mill", _mill), ("rider", _rider)):
        held = book.opening[entity]
        for day in dates(FIRST, LAST):
            own = [move for move in book.moves if move.entity == entity and move.day == day]
            if is_banking_day(day):
                write(files, day, held, own)
            held += sum(move.cents for move in own)
    return {**files, **_balances(book)}


def dollars(cents: int) -> str:
    """Cents as dollars with a point."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


_CATEGORIES = (
    ("CARD SETTLEMENT", "sales"), ("CASH DEPOSIT", "sales"), ("CATERING INVOICE", "catering"),
    ("TRANSFER", "transfer"), ("PAYROLL TAX", "tax"), ("PAYROLL", "payroll"), ("SALARIES", "payroll"),
    ("ESTIMATED TAX", "tax"), ("SUPPLIER", "suppliers"), ("BEVERAGE", "beverages"), ("RENT", "rent"),
    ("HEALTH PLAN", "benefits"), ("INSURANCE", "insurance"), ("LINE INTEREST", "debt"), ("TERM LOAN", "debt"),
    ("LINE DRAW", "financing"), ("LINE REPAYMENT", "financing"), ("KITCHEN EQUIPMENT LEASE", "leases"),
    ("UTILITIES", "utilities"), ("MARKETING", "marketing"), ("OWNER DISTRIBUTION", "owners"),
)  # fmt: skip


def category(text: str) -> str:
    """What Harbor's bookkeeper writes beside a movement; some she leaves to the rules."""
    return next((name for start, name in _CATEGORIES if text.startswith(start)), "")


def _harbor(files: Files, day: date, held: int, own: list[Move]) -> None:
    lines = files.setdefault(
        f"inputs/bank/harbor/{day:%Y-%m}.csv",
        ["Posting Date,Description,Check No,Category,Debit,Credit,Balance"],
    )
    for move in own:
        held += move.cents
        check = move.text.removeprefix("CHECK ") if move.text.startswith("CHECK ") else ""
        debit = dollars(-move.cents) if move.cents < 0 else ""
        credit = dollars(move.cents) if move.cents > 0 else ""
        head = f"{day:%m/%d/%Y},{move.text},{check},{category(move.text)}"
        lines.append(f"{head},{debit},{credit},{dollars(held)}")


def _mill(files: Files, day: date, held: int, own: list[Move]) -> None:
    lines = files.setdefault(f"inputs/bank/mill/{day:%Y-%m}.sta", [])
    number = sum(map(is_banking_day, dates(day.replace(month=1, day=1), day)))
    lines += [
        f":20:MILL{day:%y%m%d}",
        f":25:{ACCOUNTS['mill']}",
        f":28C:{number:05d}/001",
        f":60F:{_mt940(held, day)}",
    ]
    for place, move in enumerate(own, 1):
        mark = "D" if move.cents < 0 else "C"
        lines += [
            f":61:{day:%y%m%d}{day:%m%d}{mark}{_comma(abs(move.cents))}NTRFNONREF//{day:%y%m%d}{place:04d}",
            f":86:{move.text}",
        ]
    closing = held + sum(move.cents for move in own)
    lines += [f":62F:{_mt940(closing, day)}", f":64:{_mt940(closing, day)}", "-"]


def _mt940(cents: int, day: date) -> str:
    return f"{'D' if cents < 0 else 'C'}{day:%y%m%d}USD{_comma(abs(cents))}"


def _comma(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _rider(files: Files, day: date, _held: int, own: list[Move]) -> None:
    lines = files.setdefault(f"inputs/bank/rider/{day:%Y-%m}.csv", ["Date;Details;Type;Amount"])
    for move in own:
        amount = f"{abs(move.cents) // 100:,}".replace(",", ".") + f",{abs(move.cents) % 100:02d}"
        lines.append(f"{day:%d.%m.%Y};{move.text};{'DR' if move.cents < 0 else 'CR'};{amount}")


def _balances(book: Book) -> Files:
    changes: dict[tuple[str, date], int] = defaultdict(int)
    for move in book.moves:
        changes[move.entity, move.day] += move.cents
    held = dict(book.opening)
    header = "shop,account,day,kind,balance"
    files: Files = {}
    for day in dates(FIRST, LAST):
        lines = files.setdefault(f"inputs/balances/{day:%Y}.csv", [header])
        for entity in ("harbor", "rider"):  # the mill's stand in its statements
            account = ACCOUNTS[entity]
            if day == FIRST:
                lines.append(f"{entity},{account},{day},opening,{dollars(held[entity])}")
            held[entity] += changes[entity, day]
            if is_banking_day(day):
                lines.append(f"{entity},{account},{day},closing,{dollars(held[entity])}")
    return files
