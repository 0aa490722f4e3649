"""KPIs in the words of the command line."""

from datetime import date

from flashreport.workspace.kpi_gaps import Gap, GapKind
from flashreport.workspace.kpis import Kpi, KpiVersion, Target

_GAPS: dict[GapKind, str] = {
    "no_target": "no target",
    "no_baseline": "no baseline",
    "no_owner": "no owner",
    "no_data": "no data",
    "overdue": "update overdue",
    "expired": "deadline passed",
    "review_due": "review due",
}
CADENCES = {"daily": "daily", "weekly": "weekly", "monthly": "monthly", "two_months": "every two months"}


def target_text(target: Target | None) -> str:
    """``at least 50000``, ``0.6 by 2026-12-31 (month to date)``; empty without a target."""
    if target is None:
        return ""
    period = "" if target.period == "day" else f" ({target.period} to date)"
    if target.kind == "between":
        return f"{target.low} to {target.high}{period}"
    if target.kind == "reach":
        return f"{target.value} by {target.by}{period}"
    if target.kind == "change":
        return f"{target.value:+} by {target.by}{period}"
    return f"{target.kind.replace('_', ' ')} {target.value}{period}"


def gap_text(gap: Gap) -> str:
    """``review due since 2026-06-01``."""
    if gap.kind == "review_due" and gap.since is None:
        return "never reviewed"
    return _GAPS[gap.kind] + (f" since {gap.since}" if gap.since else "")


def measured(kpi: Kpi | KpiVersion) -> str:
    """The measure, with the slice that it is taken of."""
    where = ", ".join(f"{key} {value}" for key, value in kpi.where.items())
    return f"{kpi.measure} ({where})" if where else kpi.measure


def kpi_json(kpi: Kpi, found: tuple[Gap, ...], review: date | None) -> dict[str, object]:
    """A KPI for a program: its contract, when it is reviewed next, and its gaps."""
    contract = kpi.model_dump(mode="json", exclude_none=True)
    gaps = [{"kind": gap.kind, "since": gap.since} for gap in found]
    return {**contract, "next_review": review, "gaps": gaps}
