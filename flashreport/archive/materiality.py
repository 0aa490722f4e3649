"""How much a changed figure matters: its KPI's materiality first, then money, then the share it moved."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from flashreport.domain.report import Figure

Weight = tuple[int, int, Decimal]
"""Compared from left to right; more weighs more."""
_MATERIAL, _SCORED, _TABLED, _IMMATERIAL = 3, 2, 1, 0


def thresholds(kpis: bytes | None) -> dict[str, Decimal]:
    """The materiality of each measure that a KPI in force watches as a whole, in displayed units.

    Of several KPIs of a measure the finest holds. A file that cannot be read has none.
    """
    try:
        told = tomllib.loads((kpis or b"").decode("utf-8-sig"), parse_float=Decimal).get("kpi", [])
    except ValueError:
        return {}
    found: dict[str, Decimal] = {}
    for kpi in told if isinstance(told, list) else []:
        if (
            not isinstance(kpi, Mapping)
            or kpi.get("where")
            or kpi.get("each")
            or kpi.get("status") == "retired"
        ):
            continue
        amount, measure = _amount(kpi.get("materiality")), str(kpi.get("measure", ""))
        if amount > 0:
            found[measure] = min(amount, found.get(measure, amount))
    return found


def _amount(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def weight_of(
    was: Figure | None, now: Figure | None, currency: str, threshold: Decimal | None, *, scored: bool
) -> Weight:
    """A change beyond the KPI's materiality by how many times it is; within it at the end.

    Without a KPI the scorecard comes before the tables; in each of them money in the company's
    currency by the amount, then all else by the share of the larger figure. A figure that came or
    went counts as a change by all of it.
    """
    values = [figure.value if figure and figure.value is not None else None for figure in (was, now)]
    held = [value for value in values if value is not None]
    larger = max(map(abs, held), default=Decimal(0))
    change = abs(values[1] - values[0]) if values[0] is not None and values[1] is not None else larger
    if threshold and held:
        return (_MATERIAL if change >= threshold else _IMMATERIAL), 0, change / threshold
    unit = (now or was).unit if now or was else None  # type: ignore[union-attr] # one of the two is there
    place = _SCORED if scored else _TABLED
    if held and unit is not None and unit.kind == "money" and unit.currency == currency:
        return place, 1, change
    return place, 0, change / larger if larger else Decimal(not held)
