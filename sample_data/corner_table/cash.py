"""The bank: every movement of the three accounts, so that sales, pay and credit lines meet in them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample_data.corner_table import credit
from sample_data.corner_table.chance import Chance
from sample_data.corner_table.company import (
    DAY,
    ENTITIES,
    FIRST,
    LAST,
    banked_on,
    banking_day,
    banking_day_before,
    dates,
    is_banking_day,
)
from sample_data.corner_table.pay import payrolls, salary_days
from sample_data.corner_table.work import Job, Sale, Shift

CASH_PERCENT = {"harbor": 9, "mill": 11, "rider": 0}
PLATFORM_PERCENT = {"harbor": 0, "mill": 0, "rider": 55}
CARD_FEE = 260
PLATFORM_FEE = 1_500
"""Fees in hundredths of a percent."""
EMPLOYER_TAX = 765

CLOSING = 41_822_000
NET = -4_163_000
NET_OF_MONTH = -9_648_000
SUPPLIER_RUN = (
    ("harbor", "EMPIRE PROVISIONS", 1_842_500), ("harbor", "ATLANTIC SEAFOOD", 803_500),
    ("harbor", "HUDSON FARMS DUE 11/23", 3_100_000), ("mill", "EMPIRE PROVISIONS", 1_510_000),
    ("mill", "NORTH RIVER BAKERY", 676_000), ("rider", "KESTREL PACKAGING", 908_000),
)  # fmt: skip
_DEPOSIT_DAY = date(2026, 11, 10)
_OPENED = {"mill": 7_000_000, "rider": 3_500_000}
_LEAST = {"mill": 2_500_000, "rider": 1_200_000}
_MOST = {"mill": 14_000_000, "rider": 7_000_000}


@dataclass(frozen=True)
class Move:
    """One line of a bank statement; cents, money in is positive."""

    day: date
    entity: str
    cents: int
    text: str


@dataclass(frozen=True)
class Book:
    """All movements, and what each account held before the first."""

    opening: dict[str, int]
    moves: tuple[Move, ...]


def half_up(amount: int, rate: int) -> int:
    """``rate`` hundredths of a percent of an amount, rounded half up."""
    return (2 * amount * rate + 10_000) // 20_000


def keep(shifts: list[Shift], jobs: list[Job], sold: list[Sale], drawn: list[credit.Drawn],
         salaries: int, chance: Chance) -> Book:  # fmt: skip
    """The whole book, ending on the figures of the last day."""
    moves = [
        *receipts(sold),
        *catering(jobs),
        *wages(shifts, salaries),
        *lines(drawn),
        *bills(chance),
        *suppliers(sold, chance),
        *build_out(),
        *upkeep(chance),
    ]
    moves = [move for move in moves if FIRST <= move.day <= LAST and move.cents]
    moves += _fitted(moves)
    opening = CLOSING - sum(move.cents for move in moves)
    opened = {**_OPENED, "harbor": opening - sum(_OPENED.values())}
    moves += list(_transfers(opened, moves))
    order = {entity: place for place, entity in enumerate(ENTITIES)}
    moves.sort(key=lambda move: (move.day, order[move.entity], move.cents < 0))
    return Book(opened, tuple(moves))


def receipts(sold: list[Sale]) -> Iterator[Move]:
    """Cards and cash of each day's till on the next banking day; the platform pays on Thursdays."""
    tills: dict[tuple[str, date], int] = defaultdict(int)
    for sale in sold:
        if not sale.job:
            tills[sale.entity, sale.day] += sale.revenue
    weeks: dict[date, int] = defaultdict(int)
    for (entity, day), total in tills.items():
        cash = total * CASH_PERCENT[entity] // 10_000 * 100
        platform = total * PLATFORM_PERCENT[entity] // 100
        cards = total - cash - platform
        at = banked_on(day)
        text = f"CARD SETTLEMENT {day:%m/%d} SALES"
        yield Move(at, entity, cards - half_up(cards, CARD_FEE), text)
        yield Move(at, entity, cash, f"CASH DEPOSIT {day:%m/%d}")
        if platform:
            weeks[day + DAY * (6 - day.weekday())] += platform
    for end, amount in weeks.items():
        paid = amount - half_up(amount, PLATFORM_FEE)
        yield Move(banking_day(end + DAY * 4), "rider", paid, f"PLATFORM PAYOUT WEEK TO {end:%m/%d}")


def catering(jobs: list[Job]) -> Iterator[Move]:
    """Finished jobs, paid by invoice after their terms."""
    for job in jobs:
        if job.completed and job.completed >= FIRST:
            at = banking_day(job.completed + DAY * job.terms)
            yield Move(at, job.team.entity, job.revenue, f"CATERING INVOICE {job.id}")


def wages(shifts: list[Shift], salaries: int) -> Iterator[Move]:
    """Hourly pay each second Friday, the employer's tax with it, salaries at the month's end."""
    for at, entity, end, amount in payrolls(shifts, LAST):
        period = f"{end - DAY * 13:%m/%d}-{end:%m/%d}"
        yield Move(at, entity, -amount, f"PAYROLL {period}")
        yield Move(at, entity, -half_up(amount, EMPLOYER_TAX), f"PAYROLL TAX {period}")
    for at in salary_days(FIRST, LAST):
        yield Move(at, "harbor", -salaries, f"SALARIES {at:%Y-%m}")
        yield Move(at, "harbor", -half_up(salaries, EMPLOYER_TAX), f"PAYROLL TAX SALARIES {at:%Y-%m}")


def lines(drawn: list[credit.Drawn]) -> Iterator[Move]:
    """Draws, repayments, what the equipment line bought, and interest."""
    names = {"first-national": "FIRST NATIONAL", "equipment": "EQUIPMENT LINE"}
    for one in drawn:
        word = "DRAW" if one.change > 0 else "REPAYMENT"
        yield Move(one.day, credit.BORROWER[one.line], one.change, f"LINE {word} {names[one.line]}")
    for day, amount in credit.PURCHASES.items():
        yield Move(day, "rider", -amount, "VAN AND OVEN PURCHASE")
    for day, line, amount in credit.interest(drawn):
        yield Move(day, credit.BORROWER[line], -amount, f"LINE INTEREST {names[line]}")


_MONTHLY = (
    (1, "RENT", {"harbor": 3_050_000, "mill": 2_480_000, "rider": 840_000}, 0),
    (2, "HEALTH PLAN PREMIUM", {"harbor": 940_000, "mill": 610_000, "rider": 390_000}, 0),
    (3, "INSURANCE PREMIUM", {"harbor": 420_000, "mill": 360_000, "rider": 490_000}, 0),
    (5, "TERM LOAN PAYMENT", {"harbor": 740_000, "rider": 485_000}, 0),
    (9, "SOFTWARE AND LICENSES", {"harbor": 215_000, "mill": 165_000, "rider": 128_000}, 0),
    (10, "UTILITIES POWER GAS WATER", {"harbor": 720_000, "mill": 610_000, "rider": 140_000}, 12),
    (12, "KITCHEN EQUIPMENT LEASE", {"harbor": 520_000, "mill": 465_000}, 0),
    (17, "MARKETING AGENCY", {"harbor": 510_000, "mill": 420_000, "rider": 320_000}, 20),
)
_ESTIMATED_TAX = {(12, 15), (1, 15), (4, 15), (6, 15), (9, 15)}
_TAX = {"harbor": 780_000, "mill": 610_000, "rider": 210_000}
_DISTRIBUTIONS = {11, 2, 5, 8}


def bills(chance: Chance) -> Iterator[Move]:
    """Rent, insurance, loans, utilities, marketing, taxes and what the owners take."""
    for day in dates(FIRST, LAST):
        for on, text, amounts, spread in _MONTHLY:
            if day.day == on:
                for entity, amount in amounts.items():
                    factor = chance.around(100, spread) if spread else 100
                    yield Move(banking_day(day), entity, -round(amount * factor / 100), text)
        if (day.month, day.day) in _ESTIMATED_TAX:
            for entity, amount in _TAX.items():
                yield Move(banking_day(day), entity, -amount, "ESTIMATED TAX PAYMENT")
        if day.day == 10 and day.month in _DISTRIBUTIONS:
            yield Move(banking_day(day), "harbor", -6_000_000, "OWNER DISTRIBUTION")


_VENDORS = {
    "harbor": ("EMPIRE PROVISIONS", "ATLANTIC SEAFOOD", "HUDSON FARMS"),
    "mill": ("EMPIRE PROVISIONS", "NORTH RIVER BAKERY"),
    "rider": ("KESTREL PACKAGING",),
}
SUPPLIES = {"harbor": 325, "mill": 313, "rider": 200}
"""Food and packaging in thousandths of revenue."""
BEVERAGES = {"harbor": 95, "mill": 95, "rider": 45}
"""Wine, beer and soft drinks, in thousandths of revenue."""
BUILD_OUT = (date(2026, 8, 4), 2_250_000)
"""From this day on a second dining room is built, paid each second Tuesday."""


def suppliers(sold: list[Sale], chance: Chance) -> Iterator[Move]:
    """Drinks on Monday, the rest in the Thursday run; the last run pays a bill four days early."""
    weeks: dict[tuple[str, date], int] = defaultdict(int)
    for sale in sold:
        weeks[sale.entity, sale.day + DAY * (6 - sale.day.weekday())] += sale.revenue
    for (entity, end), revenue in weeks.items():
        drinks = round(revenue * BEVERAGES[entity] * chance.around(100, 6) / 100_000)
        yield Move(banking_day(end + DAY), entity, -drinks, "BEVERAGE DISTRIBUTOR")
        at = banking_day_before(end + DAY * 4)
        if at >= LAST:
            continue
        total = round(revenue * SUPPLIES[entity] * chance.around(100, 5) / 100_000)
        vendors = _VENDORS[entity]
        for place, vendor in enumerate(vendors):
            amount = total * (6 - 2 * place) // (6 * len(vendors) - len(vendors) * (len(vendors) - 1))
            yield Move(at, entity, -amount, f"SUPPLIER RUN {vendor}")
    for entity, vendor, amount in SUPPLIER_RUN:
        yield Move(LAST, entity, -amount, f"SUPPLIER RUN {vendor}")


def build_out() -> Iterator[Move]:
    """What the second dining room costs."""
    first, amount = BUILD_OUT
    for day in dates(first, LAST)[::14]:
        yield Move(day, "harbor", -amount, "BUILD-OUT CONTRACTOR")


def upkeep(chance: Chance) -> Iterator[Move]:
    """Linen, repairs and fuel in the middle of the week; now and then a check nobody explained."""
    for day in dates(FIRST, LAST - DAY):
        if not is_banking_day(day):
            continue
        if day.weekday() == 1:
            yield Move(day, "harbor", -chance.whole(62_000, 118_000), "LINEN AND CLEANING")
            yield Move(day, "mill", -chance.whole(54_000, 97_000), "LINEN AND CLEANING")
        if day.weekday() == 2:
            yield Move(day, "rider", -chance.whole(140_000, 215_000), "FUEL CARD")
            if chance.happens(0.5):
                yield Move(day, chance.one_of(ENTITIES), -chance.whole(40_000, 260_000), "REPAIRS")
        if day.weekday() == 4 and chance.happens(0.12):
            yield Move(day, "harbor", -chance.whole(15_000, 60_000), f"CHECK {chance.whole(2100, 2999)}")


def _fitted(moves: list[Move]) -> list[Move]:
    """Two bills that bring the last day's and the month's net cash flow to the story's figures."""
    today = sum(move.cents for move in moves if move.day == LAST)
    month = sum(move.cents for move in moves if LAST.replace(day=1) <= move.day < LAST)
    return [
        Move(LAST, "mill", NET - today, "REPAIRS WALK-IN COOLER"),
        Move(_DEPOSIT_DAY, "harbor", NET_OF_MONTH - NET - month, "SUPPLIER DEPOSIT HOLIDAY STOCK"),
    ]


def _transfers(opened: dict[str, int], moves: list[Move]) -> Iterator[Move]:
    """Between own accounts: harbor tops the others up and takes what they do not need."""
    by_day: dict[tuple[str, date], int] = defaultdict(int)
    for move in moves:
        by_day[move.entity, move.day] += move.cents
    held = dict(opened)
    for day in dates(FIRST, LAST):
        for entity in ENTITIES:
            held[entity] += by_day[entity, day]
        for entity, least in _LEAST.items():
            if not is_banking_day(day) or least <= held[entity] <= _MOST[entity]:
                continue
            amount = (_OPENED[entity] - held[entity]) // 100_000 * 100_000
            held[entity] += amount
            held["harbor"] -= amount
            giver, taker = ("harbor", entity) if amount > 0 else (entity, "harbor")
            yield Move(day, giver, -abs(amount), f"TRANSFER TO {taker.upper()}")
            yield Move(day, taker, abs(amount), f"TRANSFER FROM {giver.upper()}")
