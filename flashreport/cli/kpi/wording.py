"""KPIs in the words of the command line."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from flashreport.errors import Phrase, as_phrase, phrase
from flashreport.workspace.kpi_gaps import Gap, GapKind
from flashreport.workspace.kpis import Kpi, KpiVersion, Target

_GAPS: dict[GapKind, str] = {
    "no_target": phrase("no target"),
    "no_baseline": phrase("no baseline"),
    "no_owner": phrase("no owner"),
    "no_data": phrase("no data"),
    "overdue": phrase("update overdue"),
    "expired": phrase("deadline passed"),
    "review_due": phrase("review due"),
}
CADENCES = {
    "daily": phrase("daily"),
    "weekly": phrase("weekly"),
    "monthly": phrase("monthly"),
    "two_months": phrase("every two months"),
}
_PERIODS = {"week": phrase("week to date"), "month": phrase("month to date")}
_KINDS = {"at_least": phrase("at least {value}"), "at_most": phrase("at most {value}")}


def target_text(target: Target | None, write: Callable[[Decimal], str] = str) -> str:
    """``at least 50000``, ``0.6 by 2026-12-31 (month to date)``; empty without a target.

    ``write`` prints a value of the measure.
    """
    if target is None:
        return ""
    aim = _aim(target, write)
    if target.period == "day":
        return aim
    return phrase("{target} ({period})", target=aim, period=_PERIODS[target.period])


def _aim(target: Target, write: Callable[[Decimal], str]) -> str:
    if target.kind == "between":
        return phrase("{low} to {high}", low=_value(target.low, write), high=_value(target.high, write))
    value = _value(target.value, write)
    if target.kind == "change" and target.value is not None and target.value > 0:
        value = f"+{value}"
    if target.kind in ("reach", "change"):
        return phrase("{value} by {day}", value=value, day=target.by)
    return Phrase(as_phrase(_KINDS[target.kind]).message, args={"value": value})


def _value(value: Decimal | None, write: Callable[[Decimal], str]) -> str:
    return "-" if value is None else write(value)


def gap_text(gap: Gap) -> str:
    """``review due since 2026-06-01``."""
    if gap.kind == "review_due" and gap.since is None:
        return phrase("never reviewed")
    if gap.since is None:
        return _GAPS[gap.kind]
    return phrase("{gap} since {day}", gap=_GAPS[gap.kind], day=gap.since)


def measured(kpi: Kpi | KpiVersion) -> str:
    """The measure, with the slice that it is taken of."""
    where = ", ".join(f"{key} {value}" for key, value in kpi.where.items())
    return f"{kpi.measure} ({where})" if where else kpi.measure


def kpi_json(kpi: Kpi, found: tuple[Gap, ...], review: date | None) -> dict[str, object]:
    """A KPI for a program: its contract, when it is reviewed next, and its gaps."""
    contract = kpi.model_dump(mode="json", exclude_none=True)
    gaps = [{"kind": gap.kind, "since": gap.since} for gap in found]
    return {**contract, "next_review": review, "gaps": gaps}
