"""The report as one HTML file that needs nothing else: no network, no script."""

from markupsafe import Markup

from flashreport.domain.report import Report
from flashreport.render.density import WHOLE
from flashreport.render.environment import fill_template, source
from flashreport.render.fonts import inline_faces
from flashreport.render.page import PageSettings
from flashreport.render.paper import paper_rules
from flashreport.render.view import view
from flashreport.render.words import direction_of


def render_html(report: Report, page: PageSettings) -> str:
    """The page for a browser: responsive, printable, the same text for the same model."""
    seen = view(report, page)
    persian = seen.text.language.direction == "rtl" or direction_of_any(report)
    styles = inline_faces(persian=persian) + source("report/report.css", page) + paper_rules(page)
    context: dict[str, object] = {
        "v": seen,
        "report": report,
        "medium": "html",
        "step": WHOLE,
        "whole": WHOLE,
        "front_only": False,
    }
    context["styles"] = Markup(styles)  # noqa: S704 # style sheets of ours or of the workspace, no data
    return fill_template("report/report.html", page, context)


def direction_of_any(report: Report) -> bool:
    """Whether a name in the report is written from right to left."""
    text = report.to_json()
    return (
        any("\u0590" <= character <= "\u08ff" for character in text) or direction_of(report.company) == "rtl"
    )
