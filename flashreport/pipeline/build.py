"""The one way through: inputs → tables → facts → measures → report → pages → archive → delivery."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flashreport.pipeline.check import check_workspace, measures_of, on_day
from flashreport.pipeline.context import context_of, report_settings
from flashreport.pipeline.due import newest_end
from flashreport.pipeline.forecast import with_forecast
from flashreport.pipeline.held import hold_if_missing
from flashreport.pipeline.order import Built, Checked, Order
from flashreport.pipeline.pages import rendered
from flashreport.pipeline.past_forecasts import past_forecasts
from flashreport.pipeline.past_inputs import past_inputs
from flashreport.pipeline.send import sent, supersede

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.archive import Archive
    from flashreport.domain.cash.outlook import CashForecast
    from flashreport.domain.report import Report
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import ReportSettings


def build(workspace: "Workspace", order: Order) -> Built:
    """Build one report of one business date; its receipts are of all its editions.

    Without a date it is the newest one that has ended.
    """
    from flashreport.archive import open_archive

    settings = report_settings(workspace, order)
    order.progress("Reading inputs")
    checked = check_workspace(workspace, order.business_date, order.now)
    day = order.business_date or newest_end(workspace, settings, order, checked)
    with open_archive(workspace) as archive:
        made = Making(workspace, archive, checked).made(replace(order, business_date=day))
    receipts = tuple(receipt for each in made for receipt in each.receipts)
    return replace(made[0], receipts=receipts)


def own_scopes(workspace: "Workspace", settings: "ReportSettings", order: Order) -> list[str]:
    """Entities of which some audience gets a report of its own, when the group's is built and sent."""
    if order.scope or order.dry_run or not order.send:
        return []
    audiences = [each for each in workspace.settings.delivery.audiences if each.report == settings.name]
    wanted = {entity for audience in audiences for entity in audience.entities}
    return [entity.id for entity in workspace.settings.entities if entity.id in wanted]


class Making:
    """Makes reports of one reading of the inputs, for any of their business dates."""

    def __init__(self, workspace: "Workspace", archive: "Archive", checked: Checked) -> None:
        self._workspace, self._archive, self._inputs = workspace, archive, checked
        self._known: tuple[Checked, pd.DataFrame] | None = None

    def made(self, order: Order) -> list[Built]:
        """The report that ``order`` names, and that of each entity whose audience sees no more.

        Each is archived, then sent; all of them come from one calculation.
        """
        workspace, archive = self._workspace, self._archive
        settings = report_settings(workspace, order)
        assert order.business_date is not None  # noqa: S101 - whoever makes has chosen the day
        checked = on_day(workspace, self._inputs, order.business_date, order.now)
        hold_if_missing(workspace, checked, settings.name)
        order.progress("Calculating")
        named = replace(order, report=settings.name)
        work = _Work(workspace, named, settings, checked, self._measures(checked))
        scopes = [order.scope, *own_scopes(workspace, settings, order)]
        built = [work.edition(archive, scope) for scope in scopes]
        return [
            replace(each, receipts=sent(workspace, order, archive, each.stored) or each.receipts)
            if each.stored is not None
            else each
            for each in built
        ]

    def _measures(self, checked: Checked) -> "pd.DataFrame":
        """The measures of a business date; reports of the same date share them."""
        if self._known is None or self._known[0].business_date != checked.business_date:
            self._known = checked, measures_of(self._workspace, checked)
        return self._known[1]


@dataclass(frozen=True)
class _Work:
    """What all editions of one report and date share."""

    workspace: "Workspace"
    order: Order
    settings: "ReportSettings"
    checked: Checked
    frame: "pd.DataFrame"

    def edition(self, archive: "Archive", scope: str) -> Built:
        """The edition of one scope; the archived one when nothing has changed."""
        from flashreport.archive import Draft
        from flashreport.render.template_files import report_templates

        workspace, checked, order = self.workspace, self.checked, replace(self.order, scope=scope)
        name = self.settings.name
        frame, outlook = with_forecast(workspace, checked, self.frame, scope)
        report = _composed(workspace, order, self.settings, checked, frame, outlook, archive)
        same = archive.newest(name, scope, checked.business_date)
        if same is not None and same.report_id == report.id:
            return Built(archive.report(same), archive.files(same), checked, same, new=False, name=name)
        order.progress("Rendering")
        files = rendered(workspace, self.settings, report)
        if order.dry_run:
            return Built(report, files, checked, name=name)
        order.progress("Keeping")
        # noted before the edition is kept: whatever stops the run, no missed report looks forgotten
        passed = supersede(workspace, order, scope, checked.business_date, report.revision)
        read = [file for each in checked.tables.inputs for file in each.files]
        draft = Draft(
            name,
            scope,
            report,
            files,
            frame,
            {file.path: workspace.root / file.path for file in read},
            order.backfill,
            {file.path: file.sha256 for file in read},
            _referred(workspace, checked),
            report_templates(),
        )
        return Built(report, files, checked, archive.add(draft, order.now), receipts=passed, name=name)


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
    from flashreport.pipeline.earlier import earlier_told

    context = context_of(workspace, order, settings, checked, frame, outlook)
    past = past_forecasts(archive, settings.name, context.scope, checked.business_date)
    context = replace(
        context,
        past_forecasts=past if outlook is not None else (),
        past_inputs=past_inputs(
            archive, workspace.settings, context.scope, context.first, checked.business_date
        ),
    )
    newest = archive.newest(settings.name, context.scope, checked.business_date)
    told = earlier_told(context, checked, archive, settings.name)
    report = compose(replace(context, measures=context.measures.marked(told.marks)))
    if newest is not None and newest.report_id == report.id:
        return report
    revision = 1 if newest is None else newest.revision + 1
    return report.model_copy(update={"revision": revision, **told.parts})


def _referred(workspace: "Workspace", checked: Checked) -> frozenset[str]:
    """The files of inputs of which the archive keeps the hash alone."""
    names = {item.name for item in workspace.settings.inputs if item.keep == "reference"}
    return frozenset(
        file.path for report in checked.tables.inputs if report.name in names for file in report.files
    )
