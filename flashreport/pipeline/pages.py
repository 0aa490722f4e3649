"""The pages of a report: HTML and PDF."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashreport.domain.report import Report
    from flashreport.render import PageSettings
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import ReportSettings


def rendered(workspace: "Workspace", settings: "ReportSettings", report: "Report") -> dict[str, bytes]:
    """The report's files by name: HTML and PDF."""
    from flashreport.render import render_html, render_pdf

    page = page_of(workspace, settings)
    stem = f"flash-{report.business_date.isoformat()}" + (
        f"-r{report.revision}" if report.revision > 1 else ""
    )
    return {
        f"{stem}.html": render_html(report, page).encode(),
        f"{stem}.pdf": render_pdf(report, page),
    }


def page_of(workspace: "Workspace", settings: "ReportSettings") -> "PageSettings":
    """Language, paper and the workspace's own templates."""
    from flashreport.render import PageSettings

    own = workspace.root / "templates"
    return PageSettings(
        language=settings.language or workspace.settings.company.language,
        paper=settings.paper,
        templates=own if own.is_dir() else None,
    )
