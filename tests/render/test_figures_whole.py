"""Every figure of the model is found whole and in order, in the PDF's text and in the HTML."""

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from html.parser import HTMLParser
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from flashreport.domain.measures import MEASURES
from flashreport.domain.report import Day, Figure, Report, Table, Words
from flashreport.domain.units import PrintedMoney
from flashreport.pipeline import Order, build
from flashreport.render import PageSettings, render_html, render_mail, render_pdf
from flashreport.render.format import Formatter, formatter
from flashreport.workspace.init import make_workspace
from flashreport.workspace.load import load

MARKS = re.compile("[\u2066-\u2069\u200e\u200f\u202a-\u202e]")
STATE = re.compile(r"(?<=[\d%])[er]$")  # the letter of an estimate or a restated figure stands close to it
THOUSANDS = PrintedMoney("USD", "هزار دلار", 1000, 1)
PAGES = [
    PageSettings(language="en"),
    PageSettings(language="fa"),
    PageSettings(language="fa", money=THOUSANDS),
    PageSettings(language="ar"),
]


def tokens(text: str) -> list[str]:
    """What holds a digit, in order; presentation forms and direction marks undone."""
    plain = MARKS.sub(" ", unicodedata.normalize("NFKC", text))
    found = [token.strip("،؛,;:.()") for token in plain.split() if any(map(str.isdigit, token))]
    return [STATE.sub("", token) for token in found]


class _Texts(HTMLParser):
    """The text nodes of a page's body."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.split("<body>")[1])

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def rows(report: Report, say: Formatter) -> Iterator[list[list[str]]]:
    """The cells of each printed row of figures, as tokens, in their order."""
    for group in report.scorecard:
        for row in group.rows:
            figures = (row.day, row.change, row.to_date, row.target, row.variance)
            yield _cells(say, [part for part in figures if part])
    blocks = [*report.front, *(block for section in report.sections for block in section.blocks)]
    for table in blocks:
        if isinstance(table, Table):
            for line in filter(lambda line: line.page, table.rows):
                yield _cells(say, [cell.content for cell in line.cells])


def _cells(say: Formatter, parts: Sequence[Figure | Words | Day]) -> list[list[str]]:
    return [found for part in parts if (found := tokens(_cell(say, part)))]


def _cell(say: Formatter, part: Figure | Words | Day) -> str:
    text = say.say(part)
    if isinstance(part, Figure) and part.state == "stale" and part.as_of is not None:
        text += " " + say.day(part.as_of)
    return text


def sentences(report: Report, say: Formatter) -> list[str]:
    """The tokens of all findings."""
    parts = [part for item in report.findings for part in (item.lead, *item.detail, *item.aside)]
    return [token for part in parts for token in tokens(say.say(part))]


def in_order(wanted: list[list[str]], found: list[str], start: int) -> int:
    """Where a row of cells ends; -1 when it is not there from ``start`` on.

    The words of one cell may come in another order: extraction tells those of a line from right
    to left as they lie, not as they are read.
    """
    most = sum(map(len, wanted))
    for at in range(start, len(found) - most + 1):
        end = at
        for cell in wanted:
            if sorted(found[end : end + len(cell)]) != sorted(cell):
                break
            end += len(cell)
        else:
            return end
    return -1


def _check(report: Report, page: PageSettings, found: list[str]) -> None:
    from dataclasses import replace

    say = formatter(page.language, money=page.money)
    missing = Counter(sentences(report, say)) - Counter(found)
    assert not missing, missing
    at = 0
    for row in rows(report, replace(say, in_cells=True)):
        if row:
            end = in_order(row, found, at)
            assert end >= 0, row
            at = end


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.language + ("-unit" if page.money else ""))
def test_in_the_text_of_the_pdf(report: Report, page: PageSettings) -> None:
    command = ["pdftotext", "-raw", "-", "-"]
    done = subprocess.run(command, input=render_pdf(report, page), capture_output=True, check=True)
    _check(report, page, tokens(done.stdout.decode()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.language + ("-unit" if page.money else ""))
def test_in_the_html_each_in_one_text_node(report: Report, page: PageSettings) -> None:
    texts = _Texts(render_html(report, page)).found
    _check(report, page, [token for text in texts for token in tokens(text)])


# ---- the sample companies' own reports


class Company(NamedTuple):
    """A sample company's report, and the unit of money of its pages."""

    report: Report
    money: dict[str, PrintedMoney | None]


@pytest.fixture(scope="module", params=["en", "fa"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    home = make_workspace(tmp_path_factory.mktemp(request.param), empty=False, language=request.param).root
    workspace = load(home, MEASURES)
    zone = ZoneInfo(workspace.settings.company.timezone)
    built = build(workspace, Order(now=datetime(2026, 11, 20, 6, 30, tzinfo=zone), dry_run=True))
    units = workspace.settings.company.printed_money
    day = built.report.business_date
    return Company(built.report, {language: units(language, day) for language in ("en", "fa")})


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("place", ["pdf", "html", "mail", "mail text"])
def test_of_the_sample_companies(company: Company, language: str, place: str) -> None:
    """Every figure of a real report, whole and in order, where people read it."""
    page = PageSettings(language=language, money=company.money[language])
    if place == "pdf":
        command = ["pdftotext", "-raw", "-", "-"]
        done = subprocess.run(
            command, input=render_pdf(company.report, page), capture_output=True, check=True
        )
        _check(company.report, page, tokens(done.stdout.decode()))
    elif place == "html":
        texts = _Texts(render_html(company.report, page)).found
        _check(company.report, page, [token for text in texts for token in tokens(text)])
    else:
        mail = render_mail(company.report, page)
        texts = (
            [mail.text] if place == "mail text" else _Texts(mail.html.replace("<body ", "<body><p ")).found
        )
        _check_mail(company.report, page, [token for text in texts for token in tokens(text)])


def _check_mail(report: Report, page: PageSettings, found: list[str]) -> None:
    """A mail tells the findings, and of each row of the scorecard the day, the change and the target."""
    say = formatter(page.language, money=page.money)
    missing = Counter(sentences(report, say)) - Counter(found)
    assert not missing, missing
    at = 0
    for group in report.scorecard:
        for row in group.rows:
            wanted = _cells(say, [row.day, row.change, row.target])
            if wanted:
                at = in_order(wanted, found, at)
                assert at >= 0, (row.measure, wanted)
