"""The PDF: one front page, all figures in its text, tags, the same bytes, nothing fetched."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pypdfium2
import pytest
from pydantic import BaseModel

from flashreport.domain.report import Chart, Figure, Note, Report, ScoreGroup, ScoreRow, name
from flashreport.render import PageSettings, render_pdf
from flashreport.render.format import formatter

PAGE = PageSettings()
LONG = "Durchschnittliche Forderungslaufzeitabweichung je Geschäftseinheit und Kostenstellengruppe"


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def squeezed(text: str) -> str:
    """Letters and digits alone: line ends, spaces and direction marks are the page's business."""
    return re.sub(r"[\s\u2066\u2069\ufffe\u00ad\x02-]+", "", text)


def with_rows(report: Report, count: int, label: str = "") -> dict[str, Any]:
    rows = [row for group in report.scorecard for row in group.rows]
    many: list[ScoreRow] = [rows[i % len(rows)] for i in range(count)]
    if label:
        many = [row.model_copy(update={"label": name(label)}) for row in many]
    groups = [many[i : i + 5] for i in range(0, len(many), 5)]
    return {
        "scorecard": tuple(
            ScoreGroup(block=f"b{i}", title=name(label[:22] or f"Block {i}"), rows=tuple(g))
            for i, g in enumerate(groups)
        )
    }


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    ("count", "label"), [(0, ""), (3, ""), (11, ""), (11, LONG), (25, ""), (25, LONG), (90, LONG)]
)
def test_the_front_is_one_page(
    make_report: Callable[..., Report], paper: Literal["A4", "Letter"], count: int, label: str
) -> None:
    report = make_report(**with_rows(make_report(), count, label))
    pages = texts(render_pdf(report, PageSettings(paper=paper)))
    flat = [squeezed(page) for page in pages]
    assert squeezed("never by colour alone") in flat[0]
    assert squeezed("What needs attention") in flat[0]
    assert "Accounts" not in pages[0]
    assert squeezed("Accounts") in "".join(flat[1:])
    assert f"Page 1 of {len(pages)}" in pages[0].replace("\u2066", "")


LONG_FA = "میانگین انحراف دورهٔ وصول مطالبات به تفکیک واحد تجاری و گروه مراکز هزینه در همهٔ شعبه‌ها"


@pytest.mark.parametrize("count", [0, 3, 25])
@pytest.mark.parametrize(("language", "label"), [("fa", LONG_FA), ("de", LONG)])
def test_the_front_is_one_page_in_other_languages(
    make_report: Callable[..., Report], language: str, label: str, count: int
) -> None:
    pdf = render_pdf(make_report(**with_rows(make_report(), count, label)), PageSettings(language=language))
    lines = texts(pdf)[0].splitlines()
    assert any({"●", "◆", "▲"} <= set(line) for line in lines), "the legend ends page 1"
    section = formatter(language).texts.gettext(make_report().sections[0].title.message)
    document = pypdfium2.PdfDocument(pdf)
    at = {mark.get_title(): mark.get_dest().get_index() for mark in document.get_toc()}
    assert at[section] >= 1


LONG_TEXT = "Working capital facility drawdown reconciliation of the eastern subsidiaries. " * 6


@pytest.mark.parametrize("case", ["findings", "notes", "charts", "names"])
def test_the_front_is_one_page_whatever_it_holds(make_report: Callable[..., Report], case: str) -> None:
    look = make_report()
    finding = look.findings[0].model_copy(update={"detail": (name(LONG_TEXT),)})
    changes: dict[str, dict[str, Any]] = {
        "findings": {"findings": (finding,) * 5, **with_rows(look, 25, LONG)},
        "notes": {"front": (Note(text=name(LONG_TEXT)),) * 40},
        "charts": {"front": look.front[:2] * 3 + (look.front[2],) * 2},
        "names": {"company": "Österreichische " * 15, "scope": "سازمان " * 20},
    }
    pages = texts(render_pdf(make_report(**changes[case]), PAGE))
    assert squeezed("never by colour alone") in squeezed(pages[0])
    assert squeezed("Accounts") not in squeezed(pages[0])
    assert f"Page 1 of {len(pages)}" in pages[0]


def test_the_look_fits_at_normal_size(report: Report) -> None:
    pages = texts(render_pdf(report, PAGE))
    assert "Where the hours went" in pages[0]
    assert "Corner Table Group · Flash report 2026-11-19 · ID 9f3c-71ad" in pages[0].replace(
        "\u2066", ""
    ).replace("\u2069", "")


def figures_of(part: object) -> list[Figure]:
    if isinstance(part, Figure):
        return [part]
    if isinstance(part, Chart):
        return []
    if isinstance(part, BaseModel):
        return [f for key in type(part).model_fields for f in figures_of(getattr(part, key))]
    if isinstance(part, tuple):
        return [f for item in part for f in figures_of(item)]
    if isinstance(part, dict):
        return [f for item in part.values() for f in figures_of(item)]
    return []


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_figure_is_in_the_text(report: Report, language: str) -> None:
    found = squeezed("".join(texts(render_pdf(report, PageSettings(language=language)))))
    for figure in figures_of(report):
        assert squeezed(formatter(language).figure(figure)) in found


def test_the_same_bytes_again_and_elsewhere(report: Report, tmp_path: Path) -> None:
    here = render_pdf(report, PAGE)
    assert render_pdf(report, PAGE) == here
    (tmp_path / "report.json").write_text(report.to_json(), encoding="utf-8")
    program = (
        "import sys, pathlib; from flashreport.domain.report import Report; from flashreport.render import *;"
        "r = Report.from_json(pathlib.Path(sys.argv[1]).read_text());"
        "sys.stdout.buffer.write(render_pdf(r, PageSettings()))"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "report.json")],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={
            "PYTHONHASHSEED": "7",
            "TZ": "Asia/Tehran",
            "HOME": str(tmp_path),
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        },
    )
    assert other.stdout == here


def test_it_is_tagged_and_described(report: Report, tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(render_pdf(report, PAGE))
    with pikepdf.open(tmp_path / "r.pdf") as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo.Title) == "Corner Table Group · Flash report, Thursday 19 November 2026"
        assert str(pdf.docinfo.CreationDate).startswith("D:20261120060200")
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert {font.partition("+")[2] for font in fonts} == {
        "FR-Sans",
        "FR-Sans-Bold",
        "FR-Sans-Italic",
        "FR-Symbols",
        "FR-Symbols-Bold",
    }


def test_no_warning_is_logged(report: Report, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        logging.getLogger("weasyprint").propagate = True
        render_pdf(report, PAGE)
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize(
    "address", ["http://192.0.2.1/x.png", "file:///etc/passwd", "/etc/passwd", "ftp://192.0.2.1/x"]
)
def test_nothing_outside_is_fetched(address: str) -> None:
    from flashreport.render.engine import closed_fetcher, start

    start()
    with pytest.raises(ValueError, match="may not fetch"):
        closed_fetcher().fetch(address)


def test_a_template_cannot_embed_a_file(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )
    body = f'<h1>x</h1><img alt="x" src="{secret.as_uri()}"><link rel=attachment href="{secret.as_uri()}">'
    (tmp_path / "report" / "masthead.html").write_text(body)
    pdf = render_pdf(report, PageSettings(templates=tmp_path))
    assert b"secret" not in pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert not [name for name in opened.attachments if "secret" in name]


def test_a_long_table_says_what_it_cut(report: Report) -> None:
    pages = " ".join(texts(render_pdf(report, PAGE)))
    assert "12 more rows are not shown." in pages.replace("\u2066", "").replace("\u2069", "")


def test_a_hostile_footer_stays_text(make_report: Callable[..., Report]) -> None:
    company = '"); } @page { size: A6 } </html> \\'
    pdf = pypdfium2.PdfDocument(render_pdf(make_report(company=company), PAGE))
    assert round(pdf[0].get_width()) == 595
    assert '"); } @page { size: A6 } </html> \\' in texts(render_pdf(make_report(company=company), PAGE))[0]


def test_an_empty_report_is_a_page(make_report: Callable[..., Report]) -> None:
    bare = make_report(
        findings=(), scorecard=(), front=(), sections=(), definitions=(), restated=(), inputs=()
    )
    assert "Nothing needs attention today." in texts(render_pdf(bare, PAGE))[0]
