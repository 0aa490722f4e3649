"""Whose overtime is it: hours and pay of a week by entity, department and job, summing exactly.

``chronological`` leaves each overtime hour where it was worked (the ninth hour of a day,
the 41st of a week). ``pro_rata`` spreads the week's overtime over all its work by hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import exact
from flashreport.domain.overtime.hours import ONE
from flashreport.domain.overtime.pay import PaidPart, WeekPay

Method = Literal["chronological", "pro_rata"]
By = Literal["entity", "department", "job"]
PLACES: tuple[By, ...] = ("entity", "department", "job")


@dataclass(frozen=True, slots=True)
class Share:
    """What one place has of a week. ``key`` follows ``by``; it is all empty for pay without work."""

    key: tuple[str, ...]
    hours: Fraction
    overtime: dict[Decimal, Fraction]
    straight: Decimal
    premium: Decimal
    surcharges: Decimal
    additions: Decimal

    @property
    def overtime_hours(self) -> Fraction:
        """Overtime hours at every multiplier."""
        return sum(self.overtime.values(), Fraction(0))

    @property
    def total(self) -> Decimal:
        """Straight pay, premium, surcharges and additions."""
        return self.straight + self.premium + self.surcharges + self.additions


def shares(pay: WeekPay, by: Sequence[By] = PLACES, method: Method = "chronological") -> tuple[Share, ...]:
    """The week by place, in order of first work; every column sums to the week's own figure.

    Straight pay stays where it was earned. Bonuses and a guaranty's top-up go by hours.
    """
    added = pay.additions + pay.top_up
    places = _by_place(pay, by)
    if not places:
        empty = ("",) * len(by)
        return (Share(empty, Fraction(0), {}, pay.straight, pay.premium, pay.surcharges, added),)
    hours = [sum((one.part.hours for one in parts), Fraction(0)) for parts in places.values()]
    straight = [sum((one.straight for one in parts), Fraction(0)) for parts in places.values()]
    premium = [sum((one.premium for one in parts), Fraction(0)) for parts in places.values()]
    extra = [sum((one.surcharge for one in parts), Fraction(0)) for parts in places.values()]
    step = pay.rounding.places
    money = zip(
        apportion(pay.straight, straight, step),
        apportion(pay.premium, premium if method == "chronological" else hours, step),
        apportion(pay.surcharges, extra, step),
        apportion(added, hours, step),
        strict=True,
    )
    overtime = _overtime(pay, list(places.values()), hours, method)
    rows = zip(places, hours, overtime, money, strict=True)
    return tuple(Share(key, worked, over, *amounts) for key, worked, over, amounts in rows)


def apportion(total: Decimal, weights: Sequence[Fraction], places: int) -> list[Decimal]:
    """``total`` in parts by weight, in steps of ``places`` decimals, by largest remainder.

    The parts sum to the total; with no weight at all they are equal. At equal remainders
    the first part gets the step. Raises ValueError without any part.
    """
    if not weights:
        raise ValueError("there is no part to take the total")
    whole = sum(weights, Fraction(0))
    shared = [weight / whole if whole else Fraction(1, len(weights)) for weight in weights]
    steps = exact(total) * Fraction(10) ** places
    parts = [(steps * share).__floor__() for share in shared]
    short = steps - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - steps * shared[i])
    for index in by_remainder[: int(short)]:
        parts[index] += 1
    return [Decimal(part).scaleb(-places) for part in parts]


def _by_place(pay: WeekPay, by: Sequence[By]) -> dict[tuple[str, ...], list[PaidPart]]:
    places: dict[tuple[str, ...], list[PaidPart]] = {}
    for one in pay.parts:
        names = {"entity": one.place.entity, "department": one.place.department, "job": one.place.job}
        places.setdefault(tuple(names[part] for part in by), []).append(one)
    return places


def _overtime(
    pay: WeekPay, places: Sequence[Sequence[PaidPart]], hours: Sequence[Fraction], method: Method
) -> list[dict[Decimal, Fraction]]:
    classes = sorted({one.part.multiplier for one in pay.parts} - {ONE})
    if method == "pro_rata":
        return [{m: pay.hours_at(m) * worked / pay.hours for m in classes} for worked in hours]
    return [
        {m: sum((one.part.hours for one in parts if one.part.multiplier == m), Fraction(0)) for m in classes}
        for parts in places
    ]
