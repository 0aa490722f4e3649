"""The files as they come: Persian column names, Persian or Latin digits, UTF-8 and Windows-1256."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sample_data.miz_konj.company import (
    ACCOUNTS,
    ENTITIES,
    FIRST,
    LAST,
    Employee,
    dates,
    is_banking_day,
    jalali,
    month,
)
from sample_data.miz_konj.money import LINES, Move
from sample_data.miz_konj.outlook import Expected
from sample_data.miz_konj.work import Order, Sale, Shift

Lines = dict[str, list[str]]
_PERSIAN = str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬")
_ARABIC = str.maketrans("یک", "يك")
DAILY_SINCE = date(2026, 10, 23)
_SHEET = "کد پرسنلی,تاریخ,شعبه,سفارش,دقیقه"
WINDOWS = "inputs/bank/tajrish/"
MARKED = "inputs/bank/vanak/"
"""Files of the one bank are in Windows-1256, those of the other begin with a byte order mark."""


def persian(text: str) -> str:
    """The text with Persian digits and thousands marks."""
    return text.translate(_PERSIAN)


def encoded(name: str, lines: list[str]) -> bytes:
    """A file's bytes."""
    text = "".join(f"{line}\n" for line in lines)
    if name.startswith(WINDOWS):
        return text.translate(_ARABIC).encode("cp1256")
    return text.encode("utf-8-sig" if name.startswith(MARKED) else "utf-8")


def bank_files(opened: dict[str, int], moves: list[Move]) -> Lines:
    """One statement a month and account, and the balances of each banking day."""
    files: Lines = {}
    by_day: dict[tuple[str, date], list[Move]] = defaultdict(list)
    for move in moves:
        by_day[move.entity, move.day].append(move)
    for entity in ENTITIES:
        held = opened[entity]
        for day in dates(FIRST, LAST):
            sheet = files.setdefault(f"inputs/balances/{jalali(day)[:4]}.csv", ["شعبه,حساب,تاریخ,نوع,مانده"])
            if day == FIRST:
                sheet.append(f"{entity},{ACCOUNTS[entity]},{jalali(day)},opening,{held}")
            for move in by_day[entity, day]:
                held += move.rials
                _statement(files, move, held)
            if is_banking_day(day):
                sheet.append(f"{entity},{ACCOUNTS[entity]},{jalali(day)},closing,{held}")
    return files


def _statement(files: Lines, move: Move, held: int) -> None:
    name = f"inputs/bank/{move.entity}/{month(move.day)}.csv"
    paid, came = max(0, -move.rials), max(0, move.rials)
    if move.entity == "vanak":
        lines = files.setdefault(name, ["تاریخ,شرح,سرفصل,بدهکار,بستانکار,مانده"])
        amounts = (persian(f"{amount:,}") if amount else "" for amount in (paid, came, held))
        lines.append(",".join([persian(jalali(move.day, "/")), persian(move.text), move.category, *amounts]))
    elif move.entity == "tajrish":
        lines = files.setdefault(name, ["تاریخ;شرح عملیات;گردش;مبلغ"])
        lines.append(f"{jalali(move.day, '/')};{move.text};{'برداشت' if paid else 'واریز'};{paid or came:,}")
    else:
        lines = files.setdefault(name, ["تاریخ,شرح,مبلغ"])
        lines.append(f"{jalali(move.day)},{move.text},{move.rials}")


def timesheets(worked: list[Shift]) -> Lines:
    """One file a month; the current month comes day by day."""
    files: Lines = {}
    for shift in sorted(worked, key=lambda one: (one.day, one.employee.number)):
        if shift.day < FIRST:
            continue
        name = jalali(shift.day) if shift.day >= DAILY_SINCE else month(shift.day)
        lines = files.setdefault(f"inputs/timesheets/{name}.csv", [_SHEET])
        head = f"{shift.employee.number},{jalali(shift.day)},{shift.employee.team.entity}"
        lines.append(f"{head},,{shift.minutes - sum(shift.parts.values())}")
        lines += [f"{head},{order},{minutes}" for order, minutes in shift.parts.items()]
    return files


def sales_files(sold: list[Sale]) -> Lines:
    """Each shop's own export; Vanak's with Persian digits."""
    files: Lines = {}
    for sale in sold:
        lines = files.setdefault(f"inputs/sales/{sale.entity}.csv", ["تاریخ,بخش,فروش خالص,تعداد"])
        row = f"{jalali(sale.day, '/')},{sale.department},{sale.rials},{sale.guests}"
        lines.append(persian(row).replace("٬", ",") if sale.entity == "vanak" else row)
    return files


def people_file(staff: list[Employee]) -> Lines:
    """Everyone with department and wage."""
    lines = ["کد پرسنلی,شعبه,واحد,نوع مزد,مزد"]
    for person in staff:
        pay = "salary" if person.salaried else "hourly"
        lines.append(f"{person.number},{person.team.entity},{person.team.department},{pay},{person.rate}")
    return {"inputs/people/employees.csv": lines}


def order_file(orders: list[Order]) -> Lines:
    """Catering orders, finished or not."""
    lines = ["شماره,شعبه,واحد,ساعت برنامه,شروع,سررسید,تحویل,مبلغ"]
    for one in orders:
        done = jalali(one.completed) if one.completed else ""
        hours = f"{one.planned // 60}.{one.planned % 60 * 100 // 60:02d}"
        head = f"{one.number},{one.team.entity},{one.team.department},{hours}"
        lines.append(f"{head},{jalali(one.start)},{jalali(one.due)},{done},{one.rials}")
    return {"inputs/orders/orders.csv": lines}


def credit_files(drawn: list[tuple[date, str, int, int]]) -> Lines:
    """The lines' terms, and one file of balances a month."""
    names = {"sepehr": ("خط اعتباری بانک سپهر", 23), "kar": ("خط اعتباری بانک کار", 21)}
    terms = ["خط,شعبه,نام,سقف,نرخ سود,نرخ استفاده هدف,تاریخ هدف"]
    for line, (entity, limit) in LINES.items():
        name, rate = names[line]
        terms.append(f"{line},{entity},{name},{limit},{rate},60,1405-10-30")
    files: Lines = {"inputs/credit/lines.csv": terms}
    for day, line, balance, _ in drawn:
        lines = files.setdefault(f"inputs/credit/drawn-{month(day)}.csv", ["خط,تاریخ,برداشت‌شده"])
        lines.append(f"{line},{jalali(day)},{balance}")
    return files


def outlook_files(plans: Iterable[tuple[str, date, str, str, int]], known: Iterable[Expected]) -> Lines:
    """The budget, and what is known of the next 13 weeks."""
    budget = ["شعبه,ماه,ردیف بودجه,واحد,مبلغ"]
    budget += [
        f"{entity},{jalali(first)},{line},{team},{rials}" for entity, first, line, team, rials in plans
    ]
    lines = ["شعبه,تاریخ,مبلغ,سرفصل,طرف حساب,جابه‌جاشدنی"]
    for item in known:
        head = f"{item.entity},{jalali(item.day)},{item.rials},{item.category},{item.who}"
        lines.append(f"{head},{'yes' if item.movable else 'no'}")
    return {"inputs/plan/budget.csv": budget, "inputs/plan/expected.csv": lines}


BAD_ROWS = (
    ("inputs/timesheets/1405-08-25.csv", "999,1405-08-25,vanak,,440", "چنین کارمندی نیست"),
    ("inputs/timesheets/1405-08-20.csv", "105,1405-08-20,vanak,,1500", "۲۵ ساعت در یک روز"),
    ("inputs/timesheets/1405-07.csv", "118,1405-07-31,vanak,,440", "مهر ۳۰ روز دارد"),
    ("inputs/bank/vanak/1405-08.csv", "۱۴۰۵/۰۸/۱۸,مسدودی کارتخوان,,در انتظار,,", "متن در ستون مبلغ"),
    ("inputs/bank/peyk/1404-12.csv", "1404-12-30,سوخت,-18500000", "اسفند ۱۴۰۴ روز ۳۰ ندارد"),
    ("inputs/sales/tajrish.csv", "1405/05/20,سالن,ندارد,97", "متن در ستون مبلغ"),
)
"""Rows that cannot be used, each put last in its file, with the reason."""


def spoil(files: Lines) -> list[tuple[str, int, str, str]]:
    """Put the bad rows into the files: file, line counted from 1, row and why."""
    found = []
    for name, row, why in BAD_ROWS:
        files[name].append(row)
        found.append((name, len(files[name]), row, why))
    return found
