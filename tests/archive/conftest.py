"""A small company's reports, made by hand, and an archive on each database."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from flashreport.archive import Archive, ArchivePlace, Draft, open_archive
from flashreport.domain.report import (
    Figure,
    Finding,
    Level,
    Provenance,
    Report,
    ScoreGroup,
    ScoreRow,
    SourceFile,
    Status,
    Trend,
    words,
)
from flashreport.domain.units import HOURS, PERCENT, money
from tests.databases import empty_database

SETTINGS = '[company]\nname = "Harbor Grill"\ncurrency = "USD"\n[[entities]]\nid = "east"\nname = "East"\n'
THE_DAY = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)

MakeReport = Callable[..., Report]
MakeFrame = Callable[..., pd.DataFrame]
MakeDraft = Callable[..., Draft]
Fill = Callable[..., None]


@pytest.fixture
def make_report() -> MakeReport:
    """A report of a day; ``closing`` is its one amount of money, ``overtime`` a share."""

    def made(
        day: date = THE_DAY,
        revision: int = 1,
        *,
        closing: str = "418220",
        overtime: str = "0.141",
        level: Level = "act",
        scope: str = "",
        files: tuple[SourceFile, ...] = (),
    ) -> Report:
        def row(measure: str, label: str, figure: Figure, of: Level) -> ScoreRow:
            return ScoreRow(
                measure=measure,
                label=words(label),
                day=figure,
                change=Figure(unit=figure.unit, value=Decimal(1), signed=True),
                to_date=figure,
                trend=Trend(values=(1.0, None, 2.0)),
                status=Status(level=of, text=words("Above floor" if of == "good" else "Over limit")),
            )

        share = Figure(unit=PERCENT, value=Decimal(overtime))
        cash = Figure(unit=money("USD"), value=Decimal(closing))
        identity = f"{day} {scope} {closing} {overtime} {level} {[file.sha256 for file in files]}"
        return Report(
            id=sha256(identity.encode()).hexdigest()[:16],
            company="Harbor Grill",
            report="Flash report",
            scope=scope,
            business_date=day,
            revision=revision,
            built_at=MORNING,
            currency="USD",
            working_day=14,
            working_days=21,
            findings=(
                Finding(
                    id="overtime",
                    level=level,
                    lead=words("Overtime in the kitchen is {share} of hours.", share=share),
                    since_days=4,
                    measure="staff.overtime_share",
                ),
            ),
            scorecard=(
                ScoreGroup(
                    block="cash",
                    title=words("Cash"),
                    rows=(row("cash.closing", "Closing cash", cash, "good"),),
                ),
                ScoreGroup(
                    block="staff",
                    title=words("Staff"),
                    rows=(
                        row("staff.overtime_share", "Overtime share", share, level),
                        row("staff.hours", "Hours worked", Figure(unit=HOURS, value=Decimal(96)), "good"),
                    ),
                ),
            ),
            provenance=Provenance(version="0.1.0", settings_sha256="", files=files),
        )

    return made


@pytest.fixture
def make_frame() -> MakeFrame:
    """Hours and overtime of two departments for the 20 days up to a day, in seconds."""

    def made(
        day: date = THE_DAY, *, extra: int = 0, changed: date | None = None, days: int = 20
    ) -> pd.DataFrame:
        rows = []
        for back in range(days):
            on = day - timedelta(days=back)
            for member, hours in (("kitchen", 40), ("floor", 56)):
                over = 4 + (extra if on == changed and member == "kitchen" else 0)
                rows += [
                    ("", "staff.hours", "department", member, on, hours * 3600, False),
                    ("", "staff.overtime_hours", "department", member, on, over * 3600, False),
                ]
        frame = pd.DataFrame(
            rows, columns=["entity", "measure", "dimension", "member", "date", "value", "stale"]
        )
        return frame.astype({"date": "datetime64[s]"})

    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace's folder."""
    folder = tmp_path / "company"
    (folder / "bank").mkdir(parents=True)
    (folder / "flashreport.toml").write_text(SETTINGS)
    (folder / "bank" / "2026-11.csv").write_text("date,amount\n2026-11-19,12.50\n")
    return folder


@pytest.fixture
def make_draft(root: Path, make_report: MakeReport, make_frame: MakeFrame) -> MakeDraft:
    """What a build of the day hands over; further arguments go to the report and the frame."""

    def made(
        day: date = THE_DAY,
        revision: int = 1,
        *,
        name: str = "daily",
        scope: str = "",
        frame: pd.DataFrame | None = None,
        **more: str,
    ) -> Draft:
        csv = root / "bank" / "2026-11.csv"
        source = SourceFile(
            input="bank",
            file="bank/2026-11.csv",
            sha256=sha256(csv.read_bytes()).hexdigest(),
            rows=1,
            set_aside=0,
        )
        report = make_report(day, revision, scope=scope, files=(source,), **more)
        return Draft(
            name,
            scope,
            report,
            {f"flash-{day}.html": f"<p>{day} {more}</p>".encode(), f"flash-{day}.pdf": b"%PDF-1.7 \x00\xff"},
            make_frame(day) if frame is None else frame,
            {"bank/2026-11.csv": csv},
        )

    return made


@pytest.fixture(params=["sqlite", "postgresql", "s3"])
def store(request: pytest.FixtureRequest) -> str:
    """Where an archive is: both databases with files in a folder, and files in an object store."""
    return str(request.param)


@pytest.fixture
def url(store: str, request: pytest.FixtureRequest) -> str:
    """The database; PostgreSQL with an empty one for each test."""
    return empty_database(request.node.nodeid) if store == "postgresql" else ""


@pytest.fixture
def files(store: str, request: pytest.FixtureRequest) -> str:
    """The address of the files; none for files in a folder."""
    return str(request.getfixturevalue("bucket")) if store == "s3" else ""


@pytest.fixture
def place(root: Path, url: str, files: str) -> ArchivePlace:
    """An archive that is still empty, on each store."""
    return ArchivePlace(root, root / "archive", url, "America/New_York", files)


@pytest.fixture
def home(place: ArchivePlace, request: pytest.FixtureRequest) -> Path:
    """Where files and head lie on the disk: the archive's folder, or what the server serves."""
    if not place.files:
        return place.folder
    served: Path = request.getfixturevalue("s3")
    return served / "data" / place.files.removeprefix("s3://")


@pytest.fixture
def on_disk(home: Path) -> Callable[[str], Path]:
    """The file on the disk that has the content with a hash."""
    return lambda sha256: home / "files" / sha256[:2] / sha256


@pytest.fixture
def archive(place: ArchivePlace) -> Iterator[Archive]:
    with open_archive(place) as opened:
        yield opened


@pytest.fixture
def fill(make_draft: MakeDraft) -> Fill:
    """Add editions of so many days, each a day after the one before."""

    def filled(archive: Archive, days: int = 3) -> None:
        for step in range(days):
            day = THE_DAY + timedelta(days=step)
            archive.add(make_draft(day, closing=str(418220 + step)), MORNING + timedelta(days=step))

    return filled
