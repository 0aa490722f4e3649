"""The process of the warm benchmark: ``python -m benchmarks.warm_process WORKSPACE PAIRS`` prints JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from flashreport.domain.report import Report
from flashreport.render import PageSettings


def main(folder: str, pairs: int) -> None:
    """Render once each way to warm up, then in turn."""
    from flashreport.render import render_pdf

    report, page = newest(Path(folder))
    plain = plain_way(report, page)
    render_pdf(report, page)
    plain()
    before = _memory()
    ours_took, plain_took = [], []
    for _ in range(pairs):
        ours_took.append(_seconds(lambda: render_pdf(report, page)))
        plain_took.append(_seconds(plain))
    grown = (_memory() - before) / (2 * pairs)
    json.dump({"ours": ours_took, "plain": plain_took, "grown": grown}, sys.stdout)


def newest(folder: Path) -> tuple[Report, PageSettings]:
    """The workspace's newest report, and the page that a build would set it on."""
    from benchmarks.stages import MOMENT
    from flashreport.domain.measures import MEASURES
    from flashreport.pipeline import Order, build
    from flashreport.workspace.load import load

    with mock.patch("flashreport.render.render_pdf", return_value=b"") as asked:
        build(load(folder, MEASURES), Order(now=MOMENT, dry_run=True))
    report, page = asked.call_args.args
    return report, page


def plain_way(report: Report, page: PageSettings) -> Callable[[], bytes]:
    """The page as one HTML text with its styles, and the plain call that prints it."""
    from flashreport.render import pdf
    from flashreport.render.engine import closed_fetcher, start
    from flashreport.render.environment import fill_template, source
    from flashreport.render.fonts import file_faces
    from flashreport.render.paper import paper_rules
    from flashreport.render.record import VARIANT

    start()
    texts: list[str] = []

    def noted(name: str, page: PageSettings, context: dict[str, object]) -> str:
        texts.append(fill_template(name, page, context))
        return texts[-1]

    with mock.patch("flashreport.render.pdf.fill_template", noted):  # the last page laid out is the one
        pdf.render_pdf(report, page)
    styles = file_faces() + source("report/report.css", page) + paper_rules(page)
    text = texts[-1].replace("</head>", f"<style>{styles}</style></head>")

    def plain() -> bytes:
        from weasyprint import HTML

        made = HTML(string=text, base_url="about:blank", url_fetcher=closed_fetcher()).write_pdf(
            pdf_variant=VARIANT
        )
        if not isinstance(made, bytes):
            raise TypeError("WeasyPrint returned no bytes")
        return made

    return plain


def _seconds(render: Callable[[], object]) -> float:
    start = time.perf_counter()
    render()
    return time.perf_counter() - start


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
