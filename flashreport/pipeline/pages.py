"""The pages of a report: HTML and PDF."""

from typing import TYPE_CHECKING

from flashreport.domain.units import PrintedMoney

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from flashreport.domain.report import Report
    from flashreport.render import PageSettings
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import Company, ReportSettings


def rendered(
    workspace: "Workspace",
    settings: "ReportSettings",
    report: "Report",
    kinds: "Collection[str]" = ("html", "pdf"),
) -> dict[str, bytes]:
    """The report's files by name: HTML and PDF, or one of these kinds."""
    from flashreport.render import render_html, render_pdf

    page = page_of(workspace, settings, report.business_date)
    # reports of another cadence share the day, so they have a name of their own
    kind = "flash" if settings.cadence == "daily" else settings.name
    stem = f"{kind}-{report.business_date.isoformat()}" + (
        f"-r{report.revision}" if report.revision > 1 else ""
    )
    files = {}
    if "html" in kinds:
        files[f"{stem}.html"] = render_html(report, page).encode()
    if "pdf" in kinds:
        files[f"{stem}.pdf"] = render_pdf(report, page)
    return files


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
