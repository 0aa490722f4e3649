"""``history``, ``show``, ``verify``, ``diff``, ``rebuild`` and ``export`` on an archive made by hand."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from flashreport.archive import ArchivePlace, Draft, open_archive
from flashreport.domain.report import (
    Cell,
    Column,
    Figure,
    Finding,
    Level,
    Provenance,
    Report,
    ScoreGroup,
    ScoreRow,
    Section,
    SourceFile,
    Status,
    Table,
    Trend,
    name,
    words,
)
from flashreport.domain.report import Row as TableRow
from flashreport.domain.units import PERCENT, money

Flash = Callable[..., Any]
THE_DAY = date(2026, 11, 18)
SETTINGS = """[company]
name = "Harbor Grill"
currency = "USD"
timezone = "America/New_York"
[[entities]]
id = "east"
name = "East"
"""


def report_of(day: date, overtime: str, closing: str, level: Level, csv: bytes) -> Report:
    share = Figure(unit=PERCENT, value=Decimal(overtime))
    cash = Figure(unit=money("USD"), value=Decimal(closing))

    def row(measure: str, label: str, figure: Figure, of: Level) -> ScoreRow:
        return ScoreRow(
            measure=measure,
            label=words(label),
            day=figure,
            change=Figure(unit=figure.unit, value=Decimal(0), signed=True),
            to_date=figure,
            trend=Trend(values=(1.0, 2.0)),
            status=Status(level=of, text=words("Over limit" if of == "act" else "Within limit")),
        )

    table = Table(
        key="accounts",
        title=words("Accounts"),
        columns=(
            Column(key="account", label=words("Account"), kind="text"),
            Column(key="closing", label=words("Closing")),
        ),
        rows=(TableRow(cells=(Cell(content=name("main-01")), Cell(content=cash))),),
    )
    source = SourceFile(input="bank", file="bank.csv", sha256=sha256(csv).hexdigest(), rows=1, set_aside=0)
    return Report(
        id=sha256(f"{day}{overtime}{closing}".encode()).hexdigest()[:12],
        company="Harbor Grill",
        report="Flash report",
        business_date=day,
        built_at=datetime(2026, 11, 19, 6, 30, tzinfo=UTC),
        currency="USD",
        working_day=13,
        working_days=20,
        findings=(Finding(id="overtime", level="act", lead=words("Overtime is {share}.", share=share)),)
        if level == "act"
        else (),
        scorecard=(
            ScoreGroup(
                block="cash", title=words("Cash"), rows=(row("cash.closing", "Closing cash", cash, "good"),)
            ),
            ScoreGroup(
                block="staff",
                title=words("Staff"),
                rows=(row("staff.overtime_share", "Overtime share", share, level),),
            ),
        ),
        sections=(Section(key="cash", title=words("Cash"), blocks=(table,)),),
        provenance=Provenance(version="0.1.0", settings_sha256="", files=(source,)),
    )


def frame_of(day: date, overtime_of_the_day: int) -> pd.DataFrame:
    """Kitchen: 40 h a day of which 4 are overtime, but as told on ``THE_DAY``; floor: 60 h, none."""
    rows = []
    for back in range(5):
        on = day - timedelta(days=back)
        over = overtime_of_the_day if on == THE_DAY else 4
        for member, hours, extra in (("kitchen", 40, over), ("floor", 60, 0)):
            rows.append(("", "staff.hours", "department", member, on, hours * 3600, False))
            rows.append(("", "staff.overtime_hours", "department", member, on, extra * 3600, False))
        rows.append(("", "staff.hours", "", "", on, 100 * 3600, False))
        rows.append(("", "staff.overtime_hours", "", "", on, over * 3600, on == day))
        rows.append(("", "cash.closing", "", "", on, 1234567, False))
    columns = ["entity", "measure", "dimension", "member", "date", "value", "stale"]
    return pd.DataFrame(rows, columns=columns).astype({"date": "datetime64[s]"})


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Two days; between their builds the first day's overtime became 6 hours instead of 4."""
    root = tmp_path / "company"
    root.mkdir()
    (root / "flashreport.toml").write_text(SETTINGS)
    csv = root / "bank.csv"
    with open_archive(ArchivePlace(root, root / "archive", "", "America/New_York")) as archive:
        for step, (overtime, closing, level, hours) in enumerate(
            (("0.04", "500.25", "good", 4), ("0.141", "400.25", "act", 6))
        ):
            csv.write_bytes(b"date,amount\n" + b"2026-11-18,1\n" * (step + 1))
            day = THE_DAY + timedelta(days=step)
            report = report_of(day, overtime, closing, level, csv.read_bytes())  # type: ignore[arg-type] # a literal out of the tuple
            pages = {f"flash-{day}.html": f"<p>{day}</p>".encode(), f"flash-{day}.pdf": b"%PDF\xff"}
            draft = Draft("daily", "", report, pages, frame_of(day, hours), {"bank.csv": csv})
            # Half past midnight UTC is still the evening before in New York.
            archive.add(draft, datetime(2026, 11, 20 + step, 0, 30, tzinfo=UTC))
    return root


def test_history_lists_the_newest_first(flash: Flash, company: Path) -> None:
    done = flash("-C", company, "history")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[1].split()[:6] == ["2", "2026-11-19", "1", "daily", "2026-11-20", "19:30"]
    assert lines[1].endswith("Overtime is 14.1%.")
    assert lines[2].split()[:2] == ["1", "2026-11-18"]


def test_history_narrows(flash: Flash, company: Path) -> None:
    def numbers(*options: str) -> list[int]:
        told = flash("-C", company, "history", "--json", *options).json()
        return [edition["edition"] for edition in told["editions"]]

    assert numbers() == [2, 1]
    assert numbers("--from", "2026-11-19") == [2]
    assert numbers("--to", "2026-11-18") == [1]
    assert numbers("--status", "good") == [1]
    assert numbers("--search", "OVERTIME is") == [2]
    assert numbers("--report", "weekly") == []
    assert numbers("--as-known", "2026-11-19") == [1]
    assert numbers("--as-known", "2026-11-18") == []
    assert numbers("--limit", "1") == [2]


def test_history_of_a_measure_as_known(flash: Flash, company: Path) -> None:
    """4 of 40 hours is 10.0 %; known later: 6 of 40, 15.0 %."""
    asked = ("-C", company, "history", "--measure", "staff.overtime_share", "--where", "department=kitchen")
    now = flash(*asked, "--json").json()
    assert [(day["date"], day["value"]) for day in now["days"]][-2:] == [
        ("2026-11-18", "0.15"),
        ("2026-11-19", "0.1"),
    ]
    then = flash(*asked, "--as-known", "2026-11-19", "--json").json()
    assert then["edition"] == 1
    assert [(day["date"], day["value"], day["known_now"]) for day in then["days"]][-2:] == [
        ("2026-11-17", "0.1", "0.1"),
        ("2026-11-18", "0.1", "0.15"),
    ]
    text = flash(*asked, "--as-known", "2026-11-19", "--days", "2").out.splitlines()
    assert text[0].split() == ["date", "staff.overtime_share", "known", "now", "note"]
    assert text[2].split() == ["2026-11-18", "10.0%", "15.0%"]
    assert len(text) == 3


def test_history_of_a_measure_in_money_and_stale(flash: Flash, company: Path) -> None:
    text = flash("-C", company, "history", "--measure", "cash.closing", "--from", "2026-11-19").out
    assert text.splitlines()[1].split() == ["2026-11-19", "$12,345.67"]
    hours = flash("-C", company, "history", "--measure", "staff.overtime_hours", "--days", "1").out
    assert "carried forward" in hours


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--measure", "staff.overtime_shar"), "usage.unknown-measure"),
        (("--measure", "staff.hours", "--where", "kitchen"), "usage.bad-where"),
        (("--measure", "staff.hours", "--where", "account=x"), "usage.bad-where"),
        (("--measure", "staff.hours", "--as-known", "2026-11-01"), "archive.no-edition"),
    ],
)
def test_history_says_what_cannot_be_asked(
    flash: Flash, company: Path, options: tuple[str, ...], code: str
) -> None:
    done = flash("-C", company, "history", "--json", *options)
    assert done.json()["problems"][0]["code"] == code


def test_show_prints_page_one(flash: Flash, company: Path) -> None:
    text = flash("-C", company, "show").out
    assert text.startswith("Harbor Grill · Flash report\nThursday 19 November 2026 · working day 13 of 20")
    assert "■ Overtime is 14.1%." in text
    row = next(line for line in text.splitlines() if "Overtime share" in line)
    assert row.split()[2:5] == ["14.1%", "0.0%", "14.1%"]
    assert row.endswith("■ Over limit")


@pytest.mark.parametrize("named", ["1", "#1", "2026-11-18", "2026-11-18-r1", "2026-11-18r1"])
def test_show_takes_a_number_a_day_or_a_revision(flash: Flash, company: Path, named: str) -> None:
    done = flash("-C", company, "show", named, "--json")
    assert json.loads(done.out)["business_date"] == "2026-11-18"


@pytest.mark.parametrize(
    ("named", "code", "exit_code"),
    [
        ("7", "archive.no-edition", 7),
        ("2026-11-17", "archive.no-edition", 7),
        ("2026-11-18-r2", "archive.no-edition", 7),
        ("2026-02-30", "usage.edition", 2),
        ("yesterday", "usage.edition", 2),
    ],
)
def test_show_says_what_there_is_not(
    flash: Flash, company: Path, named: str, code: str, exit_code: int
) -> None:
    done = flash("-C", company, "show", named)
    assert done.code == exit_code
    assert f"[{code}]" in done.err


def test_show_gives_the_files_as_they_were_made(flash: Flash, company: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    assert flash("-C", company, "show", "--format", "pdf", "--output", target).code == 0
    assert target.read_bytes() == b"%PDF\xff"
    with open_archive(ArchivePlace(company, company / "archive")) as archive:
        model = archive.report(archive.edition(2).stored)
    assert Report.from_json(flash("-C", company, "show", "--format", "json").out) == model


def test_commands_without_an_archive(flash: Flash, tmp_path: Path) -> None:
    (tmp_path / "flashreport.toml").write_text(SETTINGS)
    assert flash("-C", tmp_path, "history").code == 0
    assert flash("-C", tmp_path, "verify").code == 0
    assert flash("-C", tmp_path, "show").code == 7
    assert flash("-C", tmp_path, "export", tmp_path / "x").code == 7
    assert [path.name for path in tmp_path.iterdir()] == ["flashreport.toml"]


def test_the_archive_is_read_while_other_settings_are_wrong(flash: Flash, company: Path) -> None:
    (company / "flashreport.toml").write_text(SETTINGS + "[cash]\nflor = 3\n")
    assert flash("-C", company, "history").code == 0
    (company / "flashreport.toml").write_text("company = [")
    done = flash("-C", company, "history")
    assert done.code == 3
    assert "[settings.unreadable]" in done.err


def test_verify_names_what_was_changed(flash: Flash, company: Path) -> None:
    whole = flash("-C", company, "verify", "--json")
    assert (whole.code, whole.json()["ok"], whole.json()["editions"]) == (0, True, 2)
    noted = whole.json()["newest"][:10]
    assert flash("-C", company, "verify", "--hash", noted).code == 0
    assert flash("-C", company, "verify", "--hash", "0123456789").code == 7
    path = next(path for path in (company / "archive" / "files").rglob("*") if path.is_file())
    path.write_bytes(b"!")
    done = flash("-C", company, "verify")
    assert done.code == 7
    assert str(path) in done.out
    assert flash("-C", company, "verify", "--json").json()["problems"][0]["code"] == "archive.changed"


def test_diff_puts_the_most_material_first(flash: Flash, company: Path) -> None:
    told = flash("-C", company, "diff", "1", "2026-11-19", "--json").json()
    found = [(item["what"], *item["where"], item["was"], item["is"]) for item in told["differences"]]
    assert found[0] == ("status", "Overtime share", "Within limit", "Over limit")
    assert found[1] == ("finding", "overtime", None, "Overtime is 14.1%.")
    figures = [item for item in found if item[0] == "figure"]
    assert figures == [
        ("figure", "Closing cash", "day", "500.25", "400.25"),
        ("figure", "Closing cash", "to date", "500.25", "400.25"),
        ("figure", "Overtime share", "day", "0.04", "0.141"),
        ("figure", "Overtime share", "to date", "0.04", "0.141"),
        ("figure", "Accounts", "main-01", "Closing", "500.25", "400.25"),
    ]
    assert found[-1][:2] == ("input", "bank.csv")
    text = flash("-C", company, "diff", "1", "2").out
    assert "Closing cash · day" in text
    assert "$500" in text
    same = flash("-C", company, "diff", "2", "2")
    assert (same.code, same.out) == (0, "")


def test_export_is_checked_by_sha256sum(flash: Flash, company: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit"
    done = flash("-C", company, "export", target, "--json")
    assert done.code == 0
    files = [path for path in target.rglob("*") if path.is_file()]
    assert done.json()["files"] == len(files)
    check = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=target).returncode == 0
    listed = {line[66:] for line in (target / "SHA256SUMS").read_text().splitlines()}
    assert listed == {path.relative_to(target).as_posix() for path in files} - {"SHA256SUMS"}
    records = sorted(target.glob("editions/*/record.json"))
    first, second = (json.loads(path.read_bytes()) for path in records)
    assert first["previous"] == ""
    assert second["previous"] == sha256(records[0].read_bytes()).hexdigest()
    assert len(list(target.glob("inputs/*/bank.csv"))) == 2
    (target / "chain.csv").write_text("changed")
    assert subprocess.run(check, cwd=target, capture_output=True).returncode == 1
    assert flash("-C", company, "export", target).code == 7


def test_rebuild_compares_the_bytes(
    flash: Flash, company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flashreport.pipeline as pipeline

    def rendered(workspace: Any, settings: Any, report: Report) -> dict[str, bytes]:
        assert (workspace.root / "flashreport.toml").read_text() == SETTINGS
        assert settings.name == "daily"
        day = report.business_date
        return {f"flash-{day}.html": f"<p>{day}</p>".encode(), f"flash-{day}.pdf": b"%PDF\xfe"}

    monkeypatch.setattr(pipeline, "rendered", rendered)
    (company / "flashreport.toml").write_text(SETTINGS.replace("Harbor", "Other"))
    done = flash("-C", company, "rebuild", "1", "--output", tmp_path / "again")
    assert done.code == 7
    assert done.out.splitlines()[:2] == [
        "flash-2026-11-18.html: the same bytes",
        "flash-2026-11-18.pdf: differs from byte 4 on; 5 bytes were kept, 5 made",
    ]
    assert (tmp_path / "again" / "flash-2026-11-18.pdf").read_bytes() == b"%PDF\xfe"
    told = flash("-C", company, "rebuild", "1", "--json").json()
    assert told["files"]["flash-2026-11-18.html"] == ""


@pytest.mark.parametrize("command", ["history", "show", "verify"])
def test_reading_commands_load_nothing_heavy(
    program: Callable[..., subprocess.CompletedProcess[str]], company: Path, command: str
) -> None:
    heavy = {"pandas", "numpy", "duckdb", "sqlalchemy", "matplotlib", "psycopg"}
    heavy |= set() if command == "show" else {"pydantic"}  # only the model of a report needs it
    code = (
        "import sys; from flashreport.cli.run import run; "
        f"run(['-C', {str(company)!r}, {command!r}]); "
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PATH": "/usr/bin:/bin"},
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"
    assert program("-C", company, command).returncode == 0
    shutil.rmtree(company / "archive")


def test_a_late_revision_of_an_older_day_is_what_is_known_of_it(flash: Flash, company: Path) -> None:
    """The 18th is told anew after the 19th was: 8 of 40 hours instead of 6. The 19th stays as it was told."""
    with open_archive(ArchivePlace(company, company / "archive", "", "America/New_York")) as archive:
        csv = company / "bank.csv"
        report = report_of(THE_DAY, "0.2", "500.25", "act", csv.read_bytes())
        again = report.model_copy(update={"revision": 2})
        draft = Draft("daily", "", again, {"a.html": b"<p>"}, frame_of(THE_DAY, 8), {"bank.csv": csv})
        archive.add(draft, datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
    asked = ("-C", company, "history", "--measure", "staff.overtime_share", "--where", "department=kitchen")

    def values(*more: str) -> list[tuple[str, str]]:
        told = flash(*asked, "--json", *more).json()
        return [(day["date"], day["value"]) for day in told["days"]][-2:]

    assert values() == [("2026-11-18", "0.2"), ("2026-11-19", "0.1")]
    assert values("--as-known", "2026-11-22") == [("2026-11-18", "0.2"), ("2026-11-19", "0.1")]
    assert values("--as-known", "2026-11-21") == [("2026-11-18", "0.15"), ("2026-11-19", "0.1")]
    assert values("--as-known", "2026-11-19")[-1] == ("2026-11-18", "0.1")
