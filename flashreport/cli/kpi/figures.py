"""A KPI's figures: the workspace read and calculated, without a report being built."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
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


def value_writer(
    session: Session, workspace: "Workspace", measure: str, on: date, *, signed: bool = False
) -> Callable[[Decimal], str]:
    """How a value of a measure, in displayed units, is printed: in the language and the unit of money."""
    from flashreport.domain.report import Figure
    from flashreport.domain.units import Unit
    from flashreport.workspace.own_measures import register_of

    company = workspace.settings.company
    found = register_of(workspace.settings.measures).get(measure)
    kind = found.kind if found else "number"
    unit = Unit(kind=kind, currency=company.currency if kind in ("money", "rate") else "")
    writer = session.formatter(company.printed_money(session.speech.language, on))
    return lambda value: writer.exact(Figure(unit=unit, value=value, signed=signed))
