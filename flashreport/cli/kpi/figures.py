"""A KPI's figures: the workspace read and calculated, without a report being built."""

from datetime import date
from typing import TYPE_CHECKING

from flashreport.cli.session import Session

if TYPE_CHECKING:
    from flashreport.compose.context import Context
    from flashreport.workspace.load import Workspace


def context_for(session: Session, workspace: "Workspace", business_date: date | None) -> "Context":
    """Inputs to measures, as a build does; nothing is written."""
    from flashreport.cli.door import now
    from flashreport.pipeline import Order, check_workspace, context_of, measures_of, report_settings

    order = Order(now=now(workspace.settings.company.timezone), business_date=business_date)
    session.progress("Reading inputs")
    checked = check_workspace(workspace, business_date, order.now)
    session.progress("Calculating")
    frame = measures_of(workspace, checked)
    session.progress("")
    return context_of(workspace, order, report_settings(workspace, order), checked, frame)


def figure_text(value: object) -> str:
    """A figure of the report in plain digits with its unit."""
    from flashreport.domain.report import Figure

    if not isinstance(value, Figure) or value.value is None:
        return "no data"
    number = value.value
    if value.unit.kind in ("percent", "points"):
        return f"{round(number * 100, 2):f} {'%' if value.unit.kind == 'percent' else 'points'}"
    text = f"{round(number, 2):,f}"
    return f"{text} {value.unit.currency or value.unit.kind}".strip()
