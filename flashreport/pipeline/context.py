"""What a report is composed from: measures, settings and provenance of one build."""

import hashlib
from typing import TYPE_CHECKING

from flashreport import __version__
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.pipeline.order import Checked, Order

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.compose.context import Context
    from flashreport.domain.cash.outlook import CashForecast
    from flashreport.domain.report import Provenance, SourceFile
    from flashreport.tables import InputReport
    from flashreport.workspace.kpis import Kpi
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import ReportSettings


def report_settings(workspace: "Workspace", order: Order) -> "ReportSettings":
    """The settings of the report that is asked for; the first one without a name."""
    reports = {report.name: report for report in workspace.settings.reports}
    name = order.report or next(iter(reports))
    if name not in reports:
        raise FlashreportError(
            "usage.unknown-report",
            phrase("There is no report '{name}'.", name=name),
            phrase("The workspace has: {names}.", names=", ".join(reports)),
            Place(key="--report", value=name),
        )
    if order.scope and order.scope not in {entity.id for entity in workspace.settings.entities}:
        known = ", ".join(entity.id for entity in workspace.settings.entities)
        raise FlashreportError(
            "usage.unknown-entity",
            phrase("There is no entity '{scope}'.", scope=order.scope),
            phrase("The workspace has: {known}.", known=known),
            Place(key="--entity", value=order.scope),
        )
    return reports[name]


def context_of(  # the parts of a context, all from one build
    workspace: "Workspace",
    order: Order,
    settings: "ReportSettings",
    checked: Checked,
    frame: "pd.DataFrame",
    outlook: "CashForecast | None" = None,
) -> "Context":
    """What the report is composed from, before the archive has its say."""
    from flashreport.calculators.exchange import exchange_of
    from flashreport.compose.context import Context
    from flashreport.compose.each import each_member
    from flashreport.domain.measure_frame import Measures
    from flashreport.workspace.acks import load_acks
    from flashreport.workspace.notes import load_notes
    from flashreport.workspace.own_measures import register_of

    measures = Measures(
        frame,
        checked.calendar,
        register_of(workspace.settings.measures),
        least=workspace.settings.delivery.smallest_group,
    )
    kpis = (
        kpi.on(checked.business_date)
        for kpi in workspace.kpis.kpi
        if not order.scope or len(workspace.settings.entities) == 1 or _holds_for_each(kpi)
    )
    return Context(
        settings=workspace.settings,
        report=settings,
        kpis=each_member(kpis, measures, workspace.settings, order.scope),
        calendar=checked.calendar,
        measures=measures,
        business_date=checked.business_date,
        built_at=order.now,
        provenance=_provenance(workspace, checked),
        scope=order.scope,
        inputs=checked.states,
        acks=load_acks(workspace.root),
        notes=load_notes(workspace.root),
        forecast=outlook,
        backfilled=order.backfill,
        facts=checked.facts.frames,
        people=_people(workspace, settings, checked, order.scope),
        exchange=exchange_of(
            checked.facts.frames, workspace.settings, checked.calendar, checked.business_date
        ),
    )


def _people(
    workspace: "Workspace", settings: "ReportSettings", checked: Checked, scope: str
) -> "pd.DataFrame | None":
    """Pay by person, for the report that prints it."""
    if settings.cadence != "month_end" or "hours" not in checked.facts or "employees" not in checked.facts:
        return None
    from flashreport.calculators.staff_block import people_pay

    facts, day = checked.facts.frames, checked.business_date
    return people_pay(facts, workspace.settings, checked.calendar, day, scope)


def _holds_for_each(kpi: "Kpi") -> bool:
    """Whether the company's target holds for each entity too: a share or rate does, an amount doesn't."""
    from flashreport.domain.measures import MEASURES

    return MEASURES[kpi.measure].nature == "ratio"


def _provenance(workspace: "Workspace", checked: Checked) -> "Provenance":
    from flashreport.domain.report import Provenance

    patterns = {item.name: item.path for item in workspace.settings.inputs}
    return Provenance(
        version=__version__,
        settings_sha256=workspace.settings_sha256,
        files=tuple(
            _source(report, patterns[report.name]) for report in checked.tables.inputs if report.files
        ),
    )


def _source(report: "InputReport", pattern: str) -> "SourceFile":
    """One line of provenance per input: the archive keeps each file and its hash."""
    from flashreport.domain.report import SourceFile

    first = report.files[0]
    one = len(report.files) == 1
    listed = "".join(f"{file.sha256}  {file.path}\n" for file in report.files)
    return SourceFile(
        input=report.name,
        file=first.path if one else pattern,
        files=len(report.files),
        sha256=first.sha256 if one else hashlib.sha256(listed.encode()).hexdigest(),
        rows=report.rows,
        set_aside=report.set_aside,
        first=report.first,
        last=report.last,
    )
