"""The PDF of record: two standards in one file, by a real validator, with the model inside."""

import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from flashreport.domain.report import Report
from flashreport.render import PageSettings, render_pdf
from flashreport.render.format import formatter

ISOLATES = "\u2066\u2067\u2068\u2069"
HEADING = 40  # points that hold any heading's line
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def made(report: Report, tmp_path: Path) -> dict[str, Path]:
    files = {}
    for language in ("en", "fa"):
        files[language] = tmp_path / f"{language}.pdf"
        files[language].write_bytes(render_pdf(report, PageSettings(language=language)))
    return files


def test_the_file_of_record(made: dict[str, Path], report: Report) -> None:
    """One test, because both files are slow to make and all of it is about the same two."""
    ended = subprocess.run(
        [str(ROOT / "scripts" / "verapdf"), sys.executable, "3a,ua1", *map(str, made.values())],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("PASS ") == 2 * len(made)
    with pikepdf.open(made["en"]) as pdf:
        model = pdf.attachments["report.json"].get_file().read_bytes()
        departments = pdf.attachments["staff.departments.csv"].get_file().read_bytes().decode()
        furniture = [b"/Artifact" in page.Contents.read_bytes() for page in pdf.pages]
    assert model.decode() == report.to_json()
    assert Report.from_json(model) == report
    assert departments.splitlines()[1].startswith("Kitchen,412,81,")
    assert all(furniture)
    for language, path in made.items():
        titles, places, lines = bookmarks(path)
        wanted = [
            "".join(letter for letter in formatter(language).words(section.title) if letter not in ISOLATES)
            for section in report.sections
        ]
        assert [title for title in titles if title in wanted] == wanted, language
        assert places == sorted(places)
        assert places[0] == 1 < places[-1]
        for title, line in zip(titles, lines, strict=True):
            # Titles may stand side by side, so that one line holds more than one; a section's stands alone.
            assert letters(title) <= letters(line), (language, title, line)
            assert title not in wanted or letters(title) == letters(line), (language, title, line)


def bookmarks(path: Path) -> tuple[list[str], list[int], list[str]]:
    """The titles below the document's own, the pages that they lead to, and the first line at that place."""
    titles, pages, lines = [], [], []
    document = pypdfium2.PdfDocument(path)
    for item in document.get_toc():
        target = item.get_dest()
        (_, (_, top, *_)), page = target.get_view(), target.get_index()
        if item.level:
            below = document[page].get_textpage().get_text_bounded(bottom=top - HEADING, top=top + 1)
            titles.append("".join(letter for letter in item.get_title() if letter not in ISOLATES))
            pages.append(page + 1)
            lines.append(below.splitlines()[0])
    document.close()
    return titles, pages, lines


def letters(text: str) -> Counter[str]:
    """Letters and digits, of which a PDF keeps the shapes but, from right to left, not always the order."""
    return Counter(letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum())
