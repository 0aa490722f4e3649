"""Out of what was kept: explained, shown again, compared, rebuilt, exported and signed, by real builds."""

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.archive import ArchivePlace, open_archive
from flashreport.archive.verify import verify
from flashreport.cli.run import run

Shops = Any  # conftest's types: test modules import nothing from one another
Rows = dict[str, Any]


@pytest.fixture
def flash(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("FLASHREPORT_NOW", "2026-03-04T13:00:00+00:00")

    def ran(folder: Path, *arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(["-C", str(folder), *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return ran


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled by :func:`company`, once for the module."""
    return tmp_path_factory.mktemp("twice")


@pytest.fixture
def company(twice: Path, shops: Callable[..., Shops], three_days: Rows, flash: Callable[..., Any]) -> Path:
    """Built, then again after a correction: 7.5 hours became 9.5, of an input kept by its hash alone."""
    marker = twice / "folder"
    if marker.exists():
        return Path(marker.read_text())
    keep = 'keep = "reference"\n'
    made = shops(three_days, on="kept", timesheets=keep)
    folder: Path = made.folder
    assert flash(folder, "build", "--no-send")[0] == 0
    kept = (folder / "timesheets.csv").read_bytes()
    (folder / "timesheets-old.csv").write_bytes(kept)
    (folder / "timesheets.csv").write_bytes(kept.replace(b"7.5", b"9.5"))
    text = (folder / "flashreport.toml").read_text()
    (folder / "flashreport.toml").write_text(text.replace('name = "Two Shops"', 'name = "Three Shops"'))
    assert flash(folder, "build", "--no-send")[0] == 0
    marker.write_text(str(folder))
    return folder


def test_an_input_kept_by_reference_is_not_in_the_archive(company: Path) -> None:
    place = ArchivePlace(company, company / "archive")
    with open_archive(place) as archive:
        edition = archive.edition(1)
        (reference,) = edition.named("reference").values()
        assert reference.name == "timesheets.csv"
        assert not archive.content.path(reference.sha256).exists()
        assert "transactions.csv" in edition.named("input")
        assert {"report/report.html", "report/report.css"} <= edition.named("template").keys()
    assert not verify(place).problems


def test_a_past_edition_is_explained_from_what_was_kept(company: Path, flash: Callable[..., Any]) -> None:
    code, out, _ = flash(company, "explain", "staff.hours", "--edition", "2", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["edition"], told["figure"]["value"], told["told"]) == (2, "9.5", "9.5")
    assert [(row["file"], row["line"]) for row in told["rows"][0]["rows"]] == [("timesheets.csv", 3)]
    # the input of the first edition was kept by its hash alone, and is another file now
    code, _, err = flash(company, "explain", "staff.hours", "--edition", "1")
    assert (code, "[archive.not-kept]" in err) == (7, True)
    now = (company / "timesheets.csv").read_bytes()
    try:
        (company / "timesheets.csv").write_bytes((company / "timesheets-old.csv").read_bytes())
        code, out, _ = flash(company, "explain", "staff.hours", "--edition", "2026-03-03-r1", "--json")
        assert json.loads(out)["figure"]["value"] == "7.5"
    finally:
        (company / "timesheets.csv").write_bytes(now)
    code, out, _ = flash(company, "explain", "cash.net", "--edition", "1", "--where", "account=e1", "--json")
    assert code == 7 or json.loads(out)["figure"]["value"] == "-45.5"


def test_a_page_in_another_language_says_that_it_was_made_again(
    company: Path, flash: Callable[..., Any], tmp_path: Path
) -> None:
    target = tmp_path / "fa.html"
    asked = ("show", "1", "--format", "html", "--output", target)
    code, _, err = flash(company, *asked, "--language", "fa")
    assert (code, "not the page of record" in err) == (0, True)
    persian = target.read_text()
    assert '<html lang="fa" dir="rtl"' in persian
    assert 'class="readiness again"' in persian
    assert flash(company, *asked, "--rerender")[0] == 0
    plain = target.read_text().translate(dict.fromkeys(range(0x2066, 0x206A)))  # without isolates
    assert "Rendered again on 4 March 2026 from edition 1; not the page of record." in plain
    code, _, err = flash(company, *asked, "--language", "en")
    assert (code, "not the page of record" in err) == (0, False)
    with open_archive(ArchivePlace(company, company / "archive")) as archive:
        pages = archive.files(archive.edition(1).stored)
    assert target.read_bytes() in pages.values()


def test_a_rebuild_takes_the_kept_templates(company: Path, flash: Callable[..., Any]) -> None:
    """Own templates that came later change neither the kept page nor the one that is made again."""
    own = company / "templates" / "report"
    own.mkdir(parents=True, exist_ok=True)
    try:
        (own / "masthead.html").write_text("<header><h1>Ours</h1></header>")
        code, out, _ = flash(company, "rebuild", "1")
        assert (code, out.count("the same bytes")) == (0, 2)
        code, out, _ = flash(company, "show", "1", "--format", "html", "--rerender")
        assert "<h1>Ours</h1>" in out
    finally:
        (own / "masthead.html").unlink()
        own.rmdir()
        own.parent.rmdir()


def test_differences_as_a_page_name_the_setting(
    company: Path, flash: Callable[..., Any], tmp_path: Path
) -> None:
    target = tmp_path / "diff.html"
    assert flash(company, "diff", "1", "2", "--format", "html", "--output", target)[0] == 0
    page = target.read_text()
    for text in ("Two Shops", "Three Shops", "company.name", "timesheets.csv", "What differs"):
        assert text in page
    told = json.loads(flash(company, "diff", "1", "2", "--json")[1])["differences"]
    settings = [item for item in told if item["what"] == "settings"]
    assert settings == [
        {
            "what": "settings",
            "where": ["flashreport.toml", "company.name"],
            "was": "Two Shops",
            "is": "Three Shops",
        }
    ]
    assert (
        flash(company, "diff", "1", "2", "--format", "html", "--language", "fa", "--output", target)[0] == 0
    )
    assert 'dir="rtl"' in target.read_text()


def test_an_export_as_zip_proves_itself(company: Path, flash: Callable[..., Any], tmp_path: Path) -> None:
    first, second = tmp_path / "audit.zip", tmp_path / "again" / "audit.zip"
    for target in (first, second):
        assert flash(company, "export", target)[0] == 0
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as packed:
        packed.extractall(tmp_path / "out")
    home = tmp_path / "out" / "audit"
    check = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=home).returncode == 0
    assert (home / "deliveries.csv").read_text().startswith("report,scope,business_date,revision,recipient")
    assert list(home.glob("editions/000001-*/templates/report/*.css"))
    assert flash(company, "export", first)[0] == 7


def test_prune_lists_first_and_removes_when_told(
    company: Path, flash: Callable[..., Any], shops: Callable[..., Shops], three_days: Rows
) -> None:
    folder = shops(three_days, on="prune").folder
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        assert flash(folder, "build", "--no-send", "--date", day)[0] in (0, 4)
    place = ArchivePlace(folder, folder / "archive")
    before = verify(place)
    asked = ("prune", "--kind", "pages", "--older-than", "1d", "--json")
    told = json.loads(flash(folder, *asked)[1])
    assert {file["business_date"] for file in told["files"]} == {"2026-03-01"}
    assert (told["removed"], verify(place)) == (False, before)
    told = json.loads(flash(folder, *asked, "--yes", "--reason", "test")[1])
    assert told["tombstone"] == 4
    found = verify(place)
    assert (found.problems, found.pruned) == ((), 2)
    code, _, err = flash(folder, "show", "1", "--format", "html")
    assert (code, "[archive.pruned]" in err) == (7, True)
    code, _, err = flash(folder, "show", "4")
    assert (code, "[archive.no-edition]" in err) == (7, True)
    assert [item["edition"] for item in json.loads(flash(folder, "history", "--json")[1])["editions"]] == [
        3,
        2,
        1,
    ]
    assert flash(folder, "build", "--no-send")[0] == 0


def test_what_was_sent_is_told_with_the_edition(
    flash: Callable[..., Any], shops: Callable[..., Shops], three_days: Rows, tmp_path: Path
) -> None:
    folder = shops(three_days, on="sent").folder
    with (folder / "flashreport.toml").open("a") as stream:
        stream.write(
            '[[delivery.audiences]]\nname = "boss"\nreport = "daily"\npay = true\n'
            'recipients = [{ address = "boss@example.com" }]\n'
        )
    assert flash(folder, "build")[0] == 0
    (edition,) = json.loads(flash(folder, "history", "--json")[1])["editions"]
    assert [(item["recipient"], item["state"]) for item in edition["deliveries"]] == [
        ("boss@example.com", "written")
    ]
    assert "boss@example.com" in flash(folder, "show", "--sent")[1]
    assert flash(folder, "export", tmp_path / "audit")[0] == 0
    lines = (tmp_path / "audit" / "deliveries.csv").read_text().splitlines()
    assert [line.split(",")[5] for line in lines[1:]] == ["claimed", "handed", "written"]
    copy = tmp_path / "copy"
    told = json.loads(flash(folder, "archive", "copy", copy, "--json")[1])
    assert (told["editions"], told["ledger_rows"], told["verified"]) == (1, 4, True)
