"""A kept report's page made once more: in another language, or with the templates of today."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from flashreport.archive import Archive
    from flashreport.archive.edition import Edition


def rerendered(
    archive: "Archive", edition: "Edition", form: str, language: str | None, now: "datetime", *, anew: bool
) -> bytes | None:
    """The page as HTML or PDF out of the kept model, marked as a re-rendering.

    None when the kept page is in that language already. ``anew`` takes the workspace's own
    templates and the program's of today instead of those kept.
    """
    from flashreport.pipeline.kept import kept_settings, report_settings_of
    from flashreport.pipeline.pages import page_of
    from flashreport.render import render_html, render_pdf
    from flashreport.render.page import Again

    report = archive.report(edition.stored)
    with kept_settings(archive, edition, templates=not anew) as workspace:
        settings = report_settings_of(workspace, edition)
        if not anew and language in (None, settings.language or workspace.settings.company.language):
            return None
        if language:
            settings = settings.model_copy(update={"language": language})
        page = page_of(workspace, settings, report.business_date)
        own = archive.place.root / "templates"
        if anew:
            page = replace(page, templates=own if own.is_dir() else None)
        page = replace(page, again=Again(edition.number, edition.hash, now.date()))
        if form == "pdf":
            return render_pdf(report, page)
        return render_html(report, page).encode()
