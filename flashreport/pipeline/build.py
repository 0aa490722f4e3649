"""The one way through: inputs → tables → facts → measures → report → pages → archive → delivery."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place
from flashreport.pipeline.check import check_workspace, measures_of
from flashreport.pipeline.context import context_of, report_settings
from flashreport.pipeline.forecast import with_forecast
from flashreport.pipeline.order import Built, Checked, Order
from flashreport.pipeline.pages import rendered
from flashreport.pipeline.send import sent

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.archive import Archive
    from flashreport.domain.cash.outlook import CashForecast
    from flashreport.domain.report import Report
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import ReportSettings


def build(workspace: "Workspace", order: Order) -> Built:
    """Build one report: check, calculate, compose, render, keep, send."""
    from flashreport.archive import Draft, open_archive

    settings = report_settings(workspace, order)
    order.progress("Reading inputs")
    checked = check_workspace(workspace, order.business_date, order.now)
    _hold_if_missing(workspace, checked)
    order.progress("Calculating")
    frame, outlook = with_forecast(workspace, checked, measures_of(workspace, checked), order.scope)
    with open_archive(workspace) as archive:
        report = _composed(workspace, order, settings, checked, frame, outlook, archive)
        same = archive.newest(settings.name, order.scope, checked.business_date)
        if same is not None and same.report_id == report.id:
            kept = archive.report(same)
            receipts = sent(workspace, order, archive, same)
            return Built(kept, archive.files(same), checked, same, new=False, receipts=receipts)
        order.progress("Rendering")
        files = rendered(workspace, settings, report)
        if order.dry_run:
            return Built(report, files, checked)
        order.progress("Keeping")
        draft = Draft(settings.name, order.scope, report, files, frame, _kept_inputs(workspace, checked))
        stored = archive.add(draft, order.now)
        return Built(report, files, checked, stored, receipts=sent(workspace, order, archive, stored))


def _hold_if_missing(workspace: "Workspace", checked: Checked) -> None:
    rules = {item.name: item.on_missing for item in workspace.settings.inputs}
    bad = ("missing", "failed", "stale", "incomplete")
    held = [state for state in checked.states if state.state in bad and rules[state.name] == "hold"]
    if held:
        names = ", ".join(state.name for state in held)
        raise FlashreportError(
            "report.held",
            f"The report of {checked.business_date} is held: {names} is not there.",
            "Deliver the input and build again, or set on_missing to 'mark'.",
            Place(key=f"inputs.{held[0].name}.on_missing"),
        )


def _composed(
    workspace: "Workspace",
    order: Order,
    settings: "ReportSettings",
    checked: Checked,
    frame: "pd.DataFrame",
    outlook: "CashForecast | None",
    archive: "Archive",
) -> "Report":
    from flashreport.compose.report import compose
    from flashreport.compose.restated import restated

    context = context_of(workspace, order, settings, checked, frame, outlook)
    before = archive.before(settings.name, context.scope, checked.business_date)
    if before is not None:
        context = replace(context, restated=restated(context, archive.measures(before)))
    newest = archive.newest(settings.name, context.scope, checked.business_date)
    report = compose(context)
    if newest is None or newest.report_id == report.id:
        return report
    return report.model_copy(update={"revision": newest.revision + 1})


def _kept_inputs(workspace: "Workspace", checked: Checked) -> dict[str, Path]:
    return {
        file.path: workspace.root / file.path for report in checked.tables.inputs for file in report.files
    }
