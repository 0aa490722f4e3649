"""Pages from the report model alone, plus theme and language."""

from typing import TYPE_CHECKING

from flashreport.render.page import PageSettings

if TYPE_CHECKING:
    from flashreport.domain.report import Report
    from flashreport.render.mail import MailBody

__all__ = ["PageSettings", "render_html", "render_mail", "render_pdf"]


def render_html(report: "Report", page: PageSettings) -> str:
    """One HTML file that needs nothing else."""
    from flashreport.render.html import render_html as render

    return render(report, page)


def render_pdf(report: "Report", page: PageSettings) -> bytes:
    """A tagged PDF; page 1 is always one page."""
    from flashreport.render.pdf import render_pdf as render

    return render(report, page)


def render_mail(report: "Report", page: PageSettings) -> "MailBody":
    """Subject, plain text, HTML and pictures of the mail."""
    from flashreport.render.mail import render_mail as render

    return render(report, page)
