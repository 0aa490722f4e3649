"""The report as a PDF of record by WeasyPrint: PDF/A-3a and PDF/UA-1.

The same model gives the same bytes: no clock, no file names, pictures as data. Nothing is
fetched but the program's own fonts. The style sheet and the fonts are read once per process.
"""

import atexit
import gc
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from flashreport.domain.report import Report
from flashreport.render.attachments import attachments
from flashreport.render.density import STEPS, WHOLE, Density, first_guess
from flashreport.render.engine import closed_fetcher, start
from flashreport.render.environment import fill_template, source
from flashreport.render.fonts import file_faces
from flashreport.render.page import PageSettings
from flashreport.render.paper import paper_rules
from flashreport.render.record import VARIANT, finish
from flashreport.render.view import View, view

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration

FRONT_END = "front-end"
_LAYOUT = threading.Lock()  # Pango's font map is shared by all renders of a process


def render_pdf(report: Report, page: PageSettings) -> bytes:
    """The PDF, page 1 on one sheet; raises FlashreportError where the text library is missing."""
    with _LAYOUT, _without_collector():
        seen = view(report, page)
        document = _fitting(seen)
        identifier = hashlib.sha256(f"{report.id}/{report.revision}".encode()).hexdigest()[:32].encode()
        document.metadata.attachments = attachments(seen)
        made = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, finisher=finish)
    if not isinstance(made, bytes):
        raise TypeError("WeasyPrint returned no bytes")
    return made


def _fitting(seen: View) -> "Document":
    """The document at the first step whose front ends on page 1.

    The front alone takes a sixth of the time of the whole, so it is tried first.
    """
    tried: tuple[object, ...] = ()
    for step in STEPS[first_guess(seen.report) : -1]:
        content = seen.content(step)
        if content == tried:
            continue
        tried = content
        if _front_fits(_laid_out(seen, step, front_only=True)):
            document = _laid_out(seen, step, front_only=False)
            if _front_fits(document):
                return document
    return _laid_out(seen, STEPS[-1], front_only=False)


def _front_fits(document: "Document") -> bool:
    return FRONT_END in document.pages[0].anchors


def _laid_out(seen: View, density: Density, *, front_only: bool) -> "Document":
    sheets, fonts = _sheets(seen.page)
    from weasyprint import HTML

    context = {
        "v": seen,
        "report": seen.report,
        "medium": "pdf",
        "step": density,
        "whole": WHOLE,
        "front_only": front_only,
    }
    html = fill_template("report/report.html", seen.page, context)
    return HTML(string=html, base_url="about:blank", url_fetcher=closed_fetcher()).render(
        font_config=fonts, stylesheets=sheets, pdf_variant=VARIANT
    )


@lru_cache(maxsize=8)
def _sheets(page: PageSettings) -> "tuple[list[CSS], FontConfiguration]":
    """The parsed style sheets of a page and the fonts they declare."""
    start()
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    text = file_faces() + source("report/report.css", page) + paper_rules(page)
    return [CSS(string=text, font_config=fonts, url_fetcher=closed_fetcher(), base_url="about:blank")], fonts


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes many objects that live to its end: collecting among them is lost time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


# The fonts' temporary folder is removed while the interpreter is still whole.
atexit.register(_sheets.cache_clear)
