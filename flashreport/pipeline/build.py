"""The one way through: inputs → tables → facts → measures → report → pages → archive → delivery."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place, phrase
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
    """Build one report: check, calculate, compose, render, keep, send.

    Audiences that may see some entities only get a report of each of them, from the same
    calculation.
    """
    from flashreport.archive import open_archive

    settings = report_settings(workspace, order)
    order.progress("Reading inputs")
    checked = check_workspace(workspace, order.business_date, order.now)
    _hold_if_missing(workspace, checked)
    order.progress("Calculating")
    work = _Work(workspace, order, settings, checked, measures_of(workspace, checked))
    with open_archive(workspace) as archive:
        built = work.edition(archive, order.scope)
        more = [work.edition(archive, scope) for scope in own_scopes(workspace, settings, order)]
        receipts = tuple(
            receipt
            for each in (built, *more)
            if each.stored is not None
            for receipt in sent(workspace, order, archive, each.stored)
        )
    return replace(built, receipts=receipts)


def own_scopes(workspace: "Workspace", settings: "ReportSettings", order: Order) -> list[str]:
    """Entities of which some audience gets a report of its own, when the group's is built and sent."""
    if order.scope or order.dry_run or not order.send:
        return []
    audiences = [each for each in workspace.settings.delivery.audiences if each.report == settings.name]
    wanted = {entity for audience in audiences for entity in audience.entities}
    return [entity.id for entity in workspace.settings.entities if entity.id in wanted]


@dataclass(frozen=True)
class _Work:
    """What all editions of one build share."""

    workspace: "Workspace"
    order: Order
    settings: "ReportSettings"
    checked: Checked
    frame: "pd.DataFrame"

    def edition(self, archive: "Archive", scope: str) -> Built:
        """The edition of one scope; the archived one when nothing has changed."""
        from flashreport.archive import Draft

        workspace, checked, order = self.workspace, self.checked, replace(self.order, scope=scope)
        frame, outlook = with_forecast(workspace, checked, self.frame, scope)
        report = _composed(workspace, order, self.settings, checked, frame, outlook, archive)
        same = archive.newest(self.settings.name, scope, checked.business_date)
        if same is not None and same.report_id == report.id:
            return Built(archive.report(same), archive.files(same), checked, same, new=False)
        order.progress("Rendering")
        files = rendered(workspace, self.settings, report)
        if order.dry_run:
            return Built(report, files, checked)
        order.progress("Keeping")
        draft = Draft(self.settings.name, scope, report, files, frame, _kept_inputs(workspace, checked))
        return Built(report, files, checked, archive.add(draft, order.now))


def _hold_if_missing(workspace: "Workspace", checked: Checked) -> None:
    rules = {item.name: item.on_missing for item in workspace.settings.inputs}
    bad = ("missing", "failed", "stale", "incomplete")
    held = [state for state in checked.states if state.state in bad and rules[state.name] == "hold"]
    if held:
        names = ", ".join(state.name for state in held)
        raise FlashreportError(
            "report.held",
            phrase(
                "The report of {business_date} is held: {names} is not there.",
                business_date=checked.business_date,
                names=names,
            ),
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
