"""The PDF of record: two standards in one file, by a real validator, with the model inside."""

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from flashreport.domain.report import Report
from flashreport.render import PageSettings, render_pdf
from flashreport.render.format import formatter

ISOLATES = "\u2066\u2067\u2068\u2069"
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
        titles, places = bookmarks(path)
        wanted = [
            "".join(letter for letter in formatter(language).words(section.title) if letter not in ISOLATES)
            for section in report.sections
        ]
        assert [title for title in titles if title in wanted] == wanted, language
        assert places == sorted(places)
        assert places[0] == 1 < places[-1]


def bookmarks(path: Path) -> tuple[list[str], list[int]]:
    """The titles below the document's own, and the pages they lead to."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        pages = [page.objgen for page in pdf.pages]
        (whole,) = outline.root
        items = [(str(item.title), item.destination) for item in whole.children]
        places = [pages.index(place[0].objgen) + 1 for _, place in items]  # type: ignore[index,arg-type] # explicit destinations
        return ["".join(letter for letter in title if letter not in ISOLATES) for title, _ in items], places
