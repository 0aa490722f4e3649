"""The one-file page: every figure on it, nothing executable in it, the same bytes each time."""

import html
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from flashreport.domain.report import Chart, Figure, Report, Words, name
from flashreport.errors import FlashreportError
from flashreport.render import PageSettings, render_html, render_mail
from flashreport.render.format import formatter
from flashreport.workspace.resources import data_dir

PAGE = PageSettings()
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% raw %}",
    "</style><style>*{display:none}",
    "'; } @import url(http://evil);",
    "\u202eevil\u2066",
]


def figures_of(part: object) -> Iterator[Figure]:
    """Every figure of a model but those of charts, which are pictures."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, Chart):
        return
    elif isinstance(part, BaseModel):
        for key in type(part).model_fields:
            yield from figures_of(getattr(part, key))
    elif isinstance(part, tuple):
        for item in part:
            yield from figures_of(item)
    elif isinstance(part, dict):
        for item in part.values():
            yield from figures_of(item)


def test_every_figure_of_the_model_is_on_the_page(report: Report) -> None:
    page = html.unescape(render_html(report, PAGE))
    found = list(figures_of(report))
    assert len(found) > 100
    for figure in found:
        assert formatter("en").figure(figure) in page


def test_it_is_one_small_file_without_script(report: Report) -> None:
    page = render_html(report, PAGE)
    assert len(page.encode()) < 600_000
    assert "<script" not in page
    assert "http://" not in page.replace("http-equiv", "")
    assert "https://" not in page
    assert "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)


def test_links_lead_somewhere(report: Report) -> None:
    page = render_html(report, PAGE)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert {"def-cash-closing", "section-cash", "definitions", "restated"} <= targets
    assert targets <= set(ids)


def test_a_missing_figure_says_why(report: Report) -> None:
    assert "n/a: no revenue is booked on Office." in render_html(report, PAGE)


def test_stale_figures_carry_their_day(report: Report) -> None:
    page = render_html(report, PAGE)
    assert '<i class="stale">\u206617,106\u2069</i> <small>17 Nov</small>' in page


def test_cut_rows_are_told(report: Report) -> None:
    assert "\u206612\u2069 more rows are not shown." in render_html(report, PAGE)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_only_text(make_report: Callable[..., Report], text: str) -> None:
    changed = hostile(make_report(), text)
    plain = render_html(hostile(make_report(), "harmless"), PAGE)
    page = render_html(changed, PAGE)
    assert_same_markup(page, plain)
    mail = render_mail(changed, PAGE)
    assert_same_markup(mail.html, render_mail(hostile(make_report(), "harmless"), PAGE).html)
    assert "49" not in mail.subject
    assert "\n" not in mail.subject


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=40))
def test_no_text_field_can_add_markup(make_report: Callable[..., Report], text: str) -> None:
    assert_same_markup(
        render_html(hostile(make_report(), text), PAGE), render_html(hostile(make_report(), "harmless"), PAGE)
    )


def hostile(report: Report, text: str) -> Report:
    """The report with one text in every place that the user's data can reach."""
    section = report.sections[0].model_copy(update={"key": text, "title": name(text)})
    table = report.front[2].model_copy(update={"title": name(text), "note": name(text)})
    rows = tuple(
        row.model_copy(update={"measure": text, "label": name(text), "target": name(text)})
        for row in report.scorecard[0].rows
    )
    group = report.scorecard[0].model_copy(update={"title": name(text), "block": text, "rows": rows})
    finding = report.findings[0].model_copy(
        update={"lead": name(text), "id": text, "detail": (Words(message="{x}", args={"x": name(text)}),)}
    )
    source = report.provenance.files[0].model_copy(update={"file": text, "input": text, "sha256": text})
    return report.model_copy(
        update={
            "company": text,
            "scope": text,
            "id": text,
            "report": text,
            "front": (*report.front[:2], table),
            "sections": (section,),
            "scorecard": (group,),
            "findings": (finding,),
            "inputs": (
                report.inputs[0].model_copy(update={"name": text, "state": "late", "note": name(text)}),
            ),
            "definitions": (
                report.definitions[0].model_copy(
                    update={"measure": text, "label": name(text), "source": text}
                ),
            ),
            "restated": (report.restated[0].model_copy(update={"label": name(text), "input": text}),),
            "provenance": report.provenance.model_copy(
                update={"files": (source,), "version": text, "settings_sha256": text}
            ),
        }
    )


def assert_same_markup(page: str, plain: str) -> None:
    """Two pages differ in their texts alone: same tags, same names of attributes."""
    assert skeleton(page) == skeleton(plain)


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """The tags of a page with the names of their attributes, as a parser sees them."""
    from html.parser import HTMLParser

    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.seen: list[tuple[str, tuple[str, ...]]] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.seen.append((tag, tuple(key for key, _ in attrs)))

    parser = Tags()
    parser.feed(page)
    return parser.seen


def test_the_same_bytes_in_another_process(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(report.to_json(), encoding="utf-8")
    program = (
        "import sys, pathlib; from flashreport.domain.report import Report; from flashreport.render import *;"
        "r = Report.from_json(pathlib.Path(sys.argv[1]).read_text());"
        "sys.stdout.buffer.write(render_html(r, PageSettings()).encode())"
    )
    root = Path(__file__).resolve().parents[2]
    other = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "report.json")],
        capture_output=True,
        check=True,
        cwd=root,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tehran", "HOME": str(tmp_path)},
    )
    assert other.stdout == render_html(report, PAGE).encode()


def test_a_template_of_the_workspace_takes_the_place_of_ours(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "masthead.html").write_text("<h1>{{ v.title }} of ours</h1>")
    page = render_html(report, PageSettings(templates=tmp_path))
    assert "<h1>Flash report, Thursday 19 November 2026 of ours</h1>" in page
    assert "Where the hours went" in page


@pytest.mark.parametrize(
    "source",
    [
        "{{ v.__class__.__mro__ }}",
        "{{ v.text.figure.__globals__ }}",
        "{{ report.company.__class__ }}",
        "{{ ''.__class__.__subclasses__() }}",
        "{{ unknown }}",
        "{% if %}",
        "{% include '../../../etc/passwd' %}",
    ],
)
def test_a_bad_template_is_a_message_and_sees_nothing(report: Report, tmp_path: Path, source: str) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "masthead.html").write_text(source)
    with pytest.raises(FlashreportError) as told:
        render_html(report, PageSettings(templates=tmp_path))
    assert told.value.problem.code == "render.template"


def test_styles_are_logical_and_without_grid() -> None:
    style = (data_dir("templates") / "report" / "report.css").read_text(encoding="utf-8")
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    banned = "|".join(
        [
            r"(?:margin|padding|border)-(?:left|right|top|bottom)",
            r"(?<![-\w])(?:left|right|top|bottom)\s*:",
            r"float:\s*(?:left|right)",
            r"text-align:\s*left",
            r"\bgrid\b",
            r"text-indent",
            r"unicode-bidi",
            r"font-variant",
        ]
    )
    assert not re.findall(banned, style)
    paper = style.split("@media screen")[0]
    assert "flex-wrap" not in paper


def test_no_template_prints_a_bare_number() -> None:
    """Figures, counts and dates go through the formatter: no attribute of the model is printed as it is."""
    folder = data_dir("templates")
    for path in [*folder.glob("report/*.html"), *folder.glob("mail/*.html")]:
        for printed in re.findall(
            r"\{\{\s*((?:report|row|item|cell|file|input)\.[\w.]+)\s*\}\}", path.read_text(encoding="utf-8")
        ):
            assert printed in ("item.level", "row.kind", "row.status.level"), f"{path.name}: {printed}"


def test_importing_render_is_light() -> None:
    program = (
        "import sys, flashreport.render;"
        "print([m for m in ('weasyprint', 'matplotlib', 'numpy', 'babel', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.stdout.strip() == "[]"
