"""The pages of a report: HTML and PDF."""

from typing import TYPE_CHECKING

from flashreport.domain.units import PrintedMoney

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from flashreport.domain.report import Report
    from flashreport.render import PageSettings
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import Company, ReportSettings

_FIRST = "flash"


def rendered(
    workspace: "Workspace",
    settings: "ReportSettings",
    report: "Report",
    kinds: "Collection[str]" = ("html", "pdf"),
) -> dict[str, bytes]:
    """The report's files by name: HTML and PDF, or one of these kinds."""
    from flashreport.render import render_html, render_pdf

    page = page_of(workspace, settings, report.business_date)
    stem = stem_of(workspace, settings, report)
    files = {}
    if "html" in kinds:
        files[f"{stem}.html"] = render_html(report, page).encode()
    if "pdf" in kinds:
        files[f"{stem}.pdf"] = render_pdf(report, page)
    return files


def stem_of(workspace: "Workspace", settings: "ReportSettings", report: "Report") -> str:
    """The name of the report's files; a report knows its entity by the name that it prints."""
    entities = {each.name: each.id for each in workspace.settings.entities}
    return file_stem(workspace.settings.reports, settings, report, entities.get(report.scope, ""))


def file_stem(
    reports: "Sequence[ReportSettings]", settings: "ReportSettings", report: "Report", entity: str
) -> str:
    """The name of a report's files, in ASCII: ``flash-2026-11-19``, ``weekly.harbor-2026-11-19-r2``.

    No other report, entity, day or revision of the workspace has it. The first daily report is called
    ``flash``, the others by their names; the id of an ``entity`` follows after a dot, which no name has.
    """
    daily = [each.name for each in reports if each.cadence == "daily"]
    taken = any(each.name == _FIRST and each.name not in daily[:1] for each in reports)
    kind = _FIRST if settings.name in daily[:1] and not taken else settings.name
    parts = [
        f"{kind}.{entity}" if entity else kind,
        report.business_date.isoformat(),
        *([f"r{report.revision}"] if report.revision > 1 else []),
    ]
    return "-".join(parts)


def page_of(workspace: "Workspace", settings: "ReportSettings", on: "date") -> "PageSettings":
    """Language, paper, the workspace's own templates, and the unit of money of the business date."""
    from flashreport.render import PageSettings

    company = workspace.settings.company
    language = settings.language or company.language
    own = workspace.root / "templates"
    return PageSettings(
        language=language,
        paper=settings.paper,
        templates=own if own.is_dir() else None,
        money=printed_money(company, language, on),
        time=workspace.settings.charts.time,
    )


def printed_money(company: "Company", language: str, on: "date") -> "PrintedMoney | None":
    """The unit that the company's amounts are printed in on a day; None for the currency itself."""
    return company.printed_money(language, on)
