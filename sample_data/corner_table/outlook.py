"""What is planned and expected: monthly budgets, and known receipts and payments of 13 weeks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample_data.corner_table.cash import BUILD_OUT, CLOSING, Move
from sample_data.corner_table.company import (
    CLOSED,
    DAY,
    LAST,
    SEASON,
    banking_day,
    banking_day_before,
    dates,
    is_banking_day,
    payday,
    period_end,
)
from sample_data.corner_table.work import Job

HORIZON = LAST + DAY * 91
LOW_POINT = 28_740_000
LOW_DAY = date(2027, 1, 15)
PLAN_MONTHS = 16
PLAN_FROM = (2025, 10)


@dataclass(frozen=True)
class Expected:
    """One known receipt (cents above zero) or payment."""

    entity: str
    day: date
    cents: int
    category: str
    who: str
    movable: bool = False
    reference: str = ""


def expected(moves: tuple[Move, ...], jobs: list[Job]) -> list[Expected]:
    """Everything known for 13 weeks; the insurance renewal makes the low point the story's."""
    items = [
        item
        for item in (*_sales(moves), *_invoices(jobs), *_wages(moves), *_runs(moves), *_bills(), *_once())
        if LAST < item.day <= HORIZON
    ]
    before = CLOSING + sum(item.cents for item in items if item.day <= LOW_DAY)
    items.append(Expected("harbor", date(2027, 1, 13), LOW_POINT - before, "insurance", "Liability renewal"))
    return sorted(items, key=lambda item: (item.day, item.entity, -item.cents, item.who))


def _usual(moves: tuple[Move, ...], words: str, weeks: int) -> dict[str, int]:
    """What an entity's lines with these words come to in a week, lately, in whole hundreds."""
    sums: dict[str, int] = defaultdict(int)
    for move in moves:
        if words in move.text and LAST - DAY * 7 * weeks < move.day <= LAST and "DUE" not in move.text:
            sums[move.entity] += move.cents
    return {entity: round(total / weeks / 10_000) * 10_000 for entity, total in sums.items()}


def _sales(moves: tuple[Move, ...]) -> Iterator[Expected]:
    cards, cash = _usual(moves, "CARD SETTLEMENT", 8), _usual(moves, "CASH DEPOSIT", 8)
    platform = _usual(moves, "PLATFORM PAYOUT", 8)
    sold = 1
    for day in dates(LAST + DAY, HORIZON):
        if not is_banking_day(day):
            sold += day not in CLOSED
            continue
        for entity in sorted(cards):
            weekly = (cards[entity] + cash.get(entity, 0)) * _part(day) // 100
            yield Expected(entity, day, weekly * sold // 70_000 * 10_000, "sales", "Cards and cash")
        if banking_day_before(day + DAY * (3 - day.weekday())) == day:
            yield Expected("rider", day, platform["rider"], "sales", "Delivery platform")
        sold = int(day not in CLOSED)


def _part(day: date) -> int:
    """The season of what was sold just before, in percent; a slow January and a better February."""
    return {12: 104, 1: 99, 2: 106}.get(day.month, 100)


def _invoices(jobs: list[Job]) -> Iterator[Expected]:
    for job in jobs:
        if job.completed and (at := banking_day(job.completed + DAY * job.terms)) > LAST:
            yield Expected(job.team.entity, at, job.revenue, "catering", "Catering invoice", False, job.id)
    for friday in dates(LAST + DAY * 29, HORIZON)[::7]:
        yield Expected("harbor", banking_day_before(friday), 860_000, "catering", "Catering, usual week")
        yield Expected("mill", banking_day_before(friday), 540_000, "catering", "Catering, usual week")


def _wages(moves: tuple[Move, ...]) -> Iterator[Expected]:
    latest: dict[tuple[str, str], int] = {}
    for move in moves:
        if move.text.startswith("PAYROLL") and "SALARIES" not in move.text:
            latest[move.entity, "tax" if "TAX" in move.text else "payroll"] = move.cents
    for (entity, category), amount in latest.items():
        end = period_end(entity, LAST - DAY * 13)
        while payday(end) <= HORIZON:
            rounded = round(amount / 10_000) * 10_000
            yield Expected(
                entity, payday(end), rounded, category, "Payroll" if category == "payroll" else "IRS"
            )
            end += DAY * 14
    for year, month in ((2026, 12), (2027, 1), (2027, 2)):
        at = banking_day_before(date(year, month, 1) - DAY)
        yield Expected("harbor", at, -1_737_000, "payroll", "Salaries")
        yield Expected("harbor", at, -132_881, "tax", "IRS")


def _runs(moves: tuple[Move, ...]) -> Iterator[Expected]:
    usual = _usual(moves, "SUPPLIER RUN", 6)
    for thursday in dates(LAST + DAY * 7, HORIZON)[::7]:
        for entity in sorted(usual):
            at = banking_day_before(thursday)
            yield Expected(entity, at, usual[entity], "suppliers", "Thursday run", entity == "mill")
    drinks = _usual(moves, "BEVERAGE", 6)
    for monday in dates(LAST + DAY * 4, HORIZON)[::7]:
        for entity in sorted(drinks):
            yield Expected(entity, banking_day(monday), drinks[entity], "beverages", "Distributor")


_MONTHLY = (
    (1, "rent", "Landlord", {"harbor": 3_050_000, "mill": 2_480_000, "rider": 840_000}),
    (2, "benefits", "Health plan", {"harbor": 940_000, "mill": 610_000, "rider": 390_000}),
    (3, "insurance", "Insurer", {"harbor": 420_000, "mill": 360_000, "rider": 490_000}),
    (5, "debt", "Term loan", {"harbor": 740_000, "rider": 485_000}),
    (10, "utilities", "Power, gas and water", {"harbor": 760_000, "mill": 640_000, "rider": 150_000}),
    (12, "leases", "Equipment lease", {"harbor": 520_000, "mill": 465_000}),
    (17, "marketing", "Agency", {"harbor": 510_000, "mill": 420_000, "rider": 320_000}),
)
_MOVABLE = {"marketing"}


def _bills() -> Iterator[Expected]:
    for day in dates(LAST + DAY, HORIZON):
        for on, category, who, amounts in _MONTHLY:
            if day.day == on:
                for entity, amount in amounts.items():
                    yield Expected(entity, banking_day(day), -amount, category, who, category in _MOVABLE)
        if (day.month, day.day) in ((12, 15), (1, 15)):
            for entity, amount in (("harbor", 780_000), ("mill", 610_000), ("rider", 210_000)):
                yield Expected(entity, day, -amount, "tax", "Estimated tax")


def _once() -> Iterator[Expected]:
    first, amount = BUILD_OUT
    for day in dates(first, date(2026, 12, 22))[::14]:
        yield Expected("harbor", day, -amount, "investment", "Build-out contractor", True)
    yield Expected("harbor", date(2026, 12, 9), 2_850_000, "catering", "Holiday banquets, deposits")
    yield Expected("mill", date(2026, 12, 22), 1_640_000, "catering", "Office parties")
    yield Expected("harbor", date(2027, 1, 12), -3_100_000, "suppliers", "Hudson Farms, winter stock", True)
    yield Expected("harbor", date(2027, 1, 21), 4_600_000, "catering", "Museum gala", False, "GALA-27")
    yield Expected("mill", date(2027, 2, 11), 1_250_000, "catering", "Valentine menus, deposits")


PAY_A_DAY = {
    ("harbor", "kitchen"): 145_100, ("mill", "kitchen"): 139_700, ("harbor", "service"): 121_700,
    ("mill", "service"): 107_500, ("rider", "delivery"): 154_600, ("harbor", "office"): 114_100,
}  # fmt: skip
REVENUE_A_DAY = {
    ("harbor", "kitchen"): 474_000, ("mill", "kitchen"): 421_000, ("harbor", "service"): 614_000,
    ("mill", "service"): 545_000, ("rider", "delivery"): 579_000,
}  # fmt: skip
_PLAN = {
    "receipts:sales": {"harbor": 29_100_000, "mill": 25_800_000, "rider": 15_000_000},
    "receipts:catering": {"harbor": 3_600_000, "mill": 2_300_000, "rider": 1_900_000},
    "disbursements:suppliers": {"harbor": 11_500_000, "mill": 9_800_000, "rider": 3_400_000},
    "disbursements:beverages": {"harbor": 3_300_000, "mill": 2_900_000, "rider": 750_000},
    "disbursements:payroll": {"harbor": 11_600_000, "mill": 7_500_000, "rider": 4_450_000},
    "disbursements:tax": {"harbor": 890_000, "mill": 575_000, "rider": 340_000},
    "disbursements:rent": {"harbor": 3_050_000, "mill": 2_480_000, "rider": 840_000},
    "disbursements:benefits": {"harbor": 940_000, "mill": 610_000, "rider": 390_000},
    "disbursements:insurance": {"harbor": 420_000, "mill": 360_000, "rider": 490_000},
    "disbursements:utilities": {"harbor": 740_000, "mill": 620_000, "rider": 145_000},
    "disbursements:debt": {"harbor": 740_000, "rider": 485_000},
    "disbursements:leases": {"harbor": 520_000, "mill": 465_000},
    "disbursements:marketing": {"harbor": 510_000, "mill": 420_000, "rider": 320_000},
    "disbursements:upkeep": {"harbor": 600_000, "mill": 500_000, "rider": 950_000},
}
_WITH_SEASON = ("receipts:sales", "disbursements:suppliers", "disbursements:beverages")


def plan() -> Iterator[tuple[str, date, str, str, int]]:
    """The budget: shop, month, line, department, cents."""
    year, month = PLAN_FROM
    for _ in range(PLAN_MONTHS):
        first = date(year, month, 1)
        for line, amounts in _PLAN.items():
            for entity, amount in amounts.items():
                factor = SEASON[month - 1] if line in _WITH_SEASON else 100
                yield entity, first, line, "", amount * factor // 100
        for line, daily in (("pay", PAY_A_DAY), ("revenue", REVENUE_A_DAY)):
            for (entity, department), amount in daily.items():
                yield entity, first, line, department, _of_month(amount, first)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _of_month(amount: int, first: date) -> int:
    """A daily amount over a month's open days, by season, in whole tens of dollars."""
    last = (first + DAY * 32).replace(day=1) - DAY
    open_days = sum(day not in CLOSED for day in dates(first, last))
    return round(amount * open_days * SEASON[first.month - 1] / 100_000) * 1_000
