"""Every figure of the model is found whole and in order, in the PDF's text and in the HTML."""

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from flashreport.domain.report import Day, Figure, Report, Table, Words
from flashreport.domain.units import PrintedMoney
from flashreport.render import PageSettings, render_html, render_pdf
from flashreport.render.format import Formatter, formatter

MARKS = re.compile("[\u2066-\u2069\u200e\u200f\u202a-\u202e]")
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
    return [token.strip("،؛,;:.()") for token in plain.split() if any(map(str.isdigit, token))]


class _Texts(HTMLParser):
    """The text nodes of a page's body."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.split("<body>")[1])

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def rows(report: Report, say: Formatter) -> Iterator[list[str]]:
    """The tokens of each printed row of figures, in the order of its cells."""
    for group in report.scorecard:
        for row in group.rows:
            figures = (row.day, row.change, row.to_date, row.target, row.variance)
            yield [token for part in figures if part for token in tokens(_cell(say, part))]
    blocks = [*report.front, *(block for section in report.sections for block in section.blocks)]
    for table in blocks:
        if isinstance(table, Table):
            for line in table.rows:
                yield [token for cell in line.cells for token in tokens(_cell(say, cell.content))]


def _cell(say: Formatter, part: Figure | Words | Day) -> str:
    text = say.say(part)
    if isinstance(part, Figure) and part.state == "stale" and part.as_of is not None:
        text += " " + say.day(part.as_of)
    return text


def sentences(report: Report, say: Formatter) -> list[str]:
    """The tokens of all findings."""
    parts = [part for item in report.findings for part in (item.lead, *item.detail, *item.aside)]
    return [token for part in parts for token in tokens(say.say(part))]


def in_order(wanted: list[str], found: list[str], start: int) -> int:
    """Where a run of tokens ends; -1 when it is not there from ``start`` on."""
    for at in range(start, len(found) - len(wanted) + 1):
        if found[at : at + len(wanted)] == wanted:
            return at + len(wanted)
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
