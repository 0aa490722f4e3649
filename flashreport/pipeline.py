"""The one way through: inputs → tables → facts → measures → report → pages → archive → delivery.

The only file that knows the order. Nothing flows back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport import __version__
from flashreport.errors import FlashreportError, Place, Problem

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.archive import Archive, Stored
    from flashreport.compose.context import Context
    from flashreport.compose.explain import Explained
    from flashreport.delivery import Receipt
    from flashreport.domain.calendar import BusinessCalendar
    from flashreport.domain.report import InputState, Report
    from flashreport.facts.compute import Facts
    from flashreport.facts.trace import TracedRow
    from flashreport.tables import CheckedTables
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import ReportSettings

Progress = Callable[[str], None]
_FIRST_OF_CALENDAR = timedelta(days=800)
_NEWEST_OF = ("transactions", "timesheets", "output", "credit_balances", "audience")


def _silent(_step: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Order:
    """What is asked of a build. ``business_date`` None takes the workspace's own choice."""

    now: datetime
    business_date: date | None = None
    report: str = ""
    scope: str = ""
    dry_run: bool = False
    send: bool = True
    progress: Progress = field(default=_silent)


@dataclass(frozen=True)
class Checked:
    """The checked inputs of a business date."""

    business_date: date
    calendar: "BusinessCalendar"
    tables: "CheckedTables"
    states: tuple["InputState", ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that the checks found."""
        return tuple(self.tables.problems)


@dataclass(frozen=True)
class Built:
    """What a build made. ``stored`` is None on a dry run; ``new`` is False for a repeated build."""

    report: "Report"
    files: Mapping[str, bytes]
    checked: Checked
    stored: "Stored | None" = None
    new: bool = True
    receipts: tuple["Receipt", ...] = ()


def check_workspace(workspace: "Workspace", business_date: date | None, now: datetime) -> Checked:
    """Read and check all inputs, for a business date or the one that the workspace chooses."""
    from flashreport.inputs import read_input
    from flashreport.tables import check_tables
    from flashreport.workspace.calendar import business_calendar

    settings = workspace.settings
    yesterday = _yesterday(workspace, now)
    calendar = business_calendar(settings.calendar, yesterday - _FIRST_OF_CALENDAR, yesterday)
    raw = [read_input(item, workspace.root) for item in settings.inputs]
    limit = business_date or yesterday
    tables = check_tables(raw, settings, limit)
    day = business_date or _chosen_day(workspace, calendar, tables, yesterday)
    return Checked(day, calendar, tables, _states(workspace, calendar, tables, day, now))


def _yesterday(workspace: "Workspace", now: datetime) -> date:
    """The last business day that has ended: the cut-off may lie after midnight."""
    from zoneinfo import ZoneInfo

    settings = workspace.settings
    local = now.astimezone(ZoneInfo(settings.company.timezone))
    cutoff = settings.calendar.cutoff
    return (local - timedelta(hours=cutoff.hour, minutes=cutoff.minute)).date() - timedelta(days=1)


def _chosen_day(
    workspace: "Workspace", calendar: "BusinessCalendar", tables: "CheckedTables", yesterday: date
) -> date:
    way = workspace.settings.calendar.business_date
    if way == "newest_data":
        return _newest(tables, yesterday) or yesterday
    if way == "yesterday" or calendar.is_working(yesterday):
        return yesterday
    return calendar.previous_working_day(yesterday)


def _newest(tables: "CheckedTables", until: date) -> date | None:
    newest = [
        report.last
        for report in tables.inputs
        if report.table in _NEWEST_OF and report.last is not None and report.last <= until
    ]
    return max(newest, default=None)


def _states(
    workspace: "Workspace",
    calendar: "BusinessCalendar",
    tables: "CheckedTables",
    day: date,
    now: datetime,
) -> tuple["InputState", ...]:
    from flashreport.tables import readiness

    named = {item.name: item for item in workspace.settings.inputs}
    return tuple(
        readiness(report, named[report.name], calendar.is_working, day, now) for report in tables.inputs
    )


def measures_of(workspace: "Workspace", checked: Checked) -> "pd.DataFrame":
    """Facts, then the frame of measures, up to the business date."""
    from flashreport.calculators.every import calculate
    from flashreport.facts.compute import compute

    facts: Facts = compute(checked.tables.connection)
    return calculate(facts.frames, workspace.settings, checked.calendar, checked.business_date)


def build(workspace: "Workspace", order: Order) -> Built:
    """Build one report: check, calculate, compose, render, keep, send."""
    from flashreport.archive import Draft, open_archive

    settings = report_settings(workspace, order)
    order.progress("Reading inputs")
    checked = check_workspace(workspace, order.business_date, order.now)
    _hold_if_missing(workspace, checked)
    order.progress("Calculating")
    frame = measures_of(workspace, checked)
    with open_archive(workspace) as archive:
        report = _composed(workspace, order, settings, checked, frame, archive)
        same = archive.newest(settings.name, order.scope, checked.business_date)
        if same is not None and same.report_id == report.id:
            kept = archive.report(same)
            receipts = _sent(workspace, order, archive, same)
            return Built(kept, archive.files(same), checked, same, new=False, receipts=receipts)
        order.progress("Rendering")
        files = rendered(workspace, settings, report)
        if order.dry_run:
            return Built(report, files, checked)
        order.progress("Keeping")
        draft = Draft(settings.name, order.scope, report, files, frame, _kept_inputs(workspace, checked))
        stored = archive.add(draft, order.now)
        return Built(report, files, checked, stored, receipts=_sent(workspace, order, archive, stored))


def report_settings(workspace: "Workspace", order: Order) -> "ReportSettings":
    """The settings of the report that is asked for; the first one without a name."""
    reports = {report.name: report for report in workspace.settings.reports}
    name = order.report or next(iter(reports))
    if name not in reports:
        raise FlashreportError(
            "usage.unknown-report",
            f"There is no report '{name}'.",
            f"The workspace has: {', '.join(reports)}.",
            Place(key="--report", value=name),
        )
    if order.scope and order.scope not in {entity.id for entity in workspace.settings.entities}:
        known = ", ".join(entity.id for entity in workspace.settings.entities)
        raise FlashreportError(
            "usage.unknown-entity",
            f"There is no entity '{order.scope}'.",
            f"The workspace has: {known}.",
            Place(key="--entity", value=order.scope),
        )
    return reports[name]


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


def context_of(  # the parts of a context, all from one build
    workspace: "Workspace",
    order: Order,
    settings: "ReportSettings",
    checked: Checked,
    frame: "pd.DataFrame",
) -> "Context":
    """What the report is composed from, before the archive has its say."""
    from flashreport.compose.context import Context
    from flashreport.domain.measure_frame import Measures

    return Context(
        settings=workspace.settings,
        report=settings,
        kpis=workspace.kpis.kpi,
        calendar=checked.calendar,
        measures=Measures(frame, checked.calendar),
        business_date=checked.business_date,
        built_at=order.now,
        provenance=_provenance(workspace, checked),
        scope=order.scope,
        inputs=checked.states,
    )


def _composed(
    workspace: "Workspace",
    order: Order,
    settings: "ReportSettings",
    checked: Checked,
    frame: "pd.DataFrame",
    archive: "Archive",
) -> "Report":
    from dataclasses import replace

    from flashreport.compose.report import compose
    from flashreport.compose.restated import restated

    context = context_of(workspace, order, settings, checked, frame)
    before = archive.before(settings.name, context.scope, checked.business_date)
    if before is not None:
        context = replace(context, restated=restated(context, archive.measures(before)))
    newest = archive.newest(settings.name, context.scope, checked.business_date)
    report = compose(context)
    if newest is None or newest.report_id == report.id:
        return report
    return report.model_copy(update={"revision": newest.revision + 1})


def _provenance(workspace: "Workspace", checked: Checked) -> "object":
    from flashreport.domain.report import Provenance, SourceFile

    return Provenance(
        version=__version__,
        settings_sha256=workspace.settings_sha256,
        files=tuple(
            SourceFile(
                input=report.name,
                file=file.path,
                sha256=file.sha256,
                rows=file.rows,
                set_aside=file.set_aside,
                first=report.first,
                last=report.last,
            )
            for report in checked.tables.inputs
            for file in report.files
        ),
    )


def rendered(workspace: "Workspace", settings: "ReportSettings", report: "Report") -> dict[str, bytes]:
    """The report's files by name: HTML and PDF."""
    from flashreport.render import PageSettings, render_html, render_pdf

    own = workspace.root / "templates"
    page = PageSettings(
        language=settings.language or workspace.settings.company.language,
        paper=settings.paper,
        templates=own if own.is_dir() else None,
    )
    stem = f"flash-{report.business_date.isoformat()}" + (
        f"-r{report.revision}" if report.revision > 1 else ""
    )
    return {
        f"{stem}.html": render_html(report, page).encode(),
        f"{stem}.pdf": render_pdf(report, page),
    }


def _kept_inputs(workspace: "Workspace", checked: Checked) -> dict[str, Path]:
    return {
        file.path: workspace.root / file.path for report in checked.tables.inputs for file in report.files
    }


def _sent(
    workspace: "Workspace", order: Order, archive: "Archive", stored: "Stored"
) -> tuple["Receipt", ...]:
    if order.dry_run or not order.send:
        return ()
    from flashreport.delivery import deliver

    order.progress("Sending")
    return deliver(workspace, archive, stored, order.now)


@dataclass(frozen=True)
class Traced:
    """The input rows of one measure: at most as many as asked, and how many there are."""

    measure: str
    table: str
    rows: tuple["TracedRow", ...]
    total: int


@dataclass(frozen=True)
class Explanation:
    """A figure with its parts, the rows behind them, and the rows that were set aside."""

    business_date: date
    explained: "Explained"
    rows: tuple[Traced, ...]
    excluded: tuple[Problem, ...]


def explain(
    workspace: "Workspace", order: Order, measure: str, period: str, where: tuple[str, str], most: int
) -> Explanation:
    """Formula, parts and input rows of a measure on the business date."""
    from typing import cast

    from flashreport.compose.explain import explain as explained_by
    from flashreport.compose.explain import leaves
    from flashreport.domain.calendar import Period
    from flashreport.facts.trace import TRACES, trace

    settings = report_settings(workspace, order)
    checked = check_workspace(workspace, order.business_date, order.now)
    frame = measures_of(workspace, checked)
    context = context_of(workspace, order, settings, checked, frame)
    asked = cast(Period, period)
    explained = explained_by(context, measure, asked, *where)
    span = (checked.calendar.start(checked.business_date, asked), checked.business_date)
    conditions = [pair for pair in (("entity", order.scope), where) if pair[1]]
    transfers = workspace.settings.cash.transfers
    found = []
    for leaf in leaves(explained):
        rows, total = trace(checked.tables.connection, leaf, span, conditions, transfers, most)
        if total:
            found.append(Traced(leaf, TRACES[leaf].table, rows, total))
    tables = {TRACES[item.measure].table for item in found}
    names = {item.name for item in workspace.settings.inputs if item.table in tables}
    excluded = [
        problem for report in checked.tables.inputs if report.name in names for problem in report.problems
    ]
    return Explanation(checked.business_date, explained, tuple(found), tuple(excluded[:most]))
