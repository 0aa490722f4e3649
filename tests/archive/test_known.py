"""What was known of a measure, read row by row, is what the frame of measures tells."""

import subprocess
import sys
import tarfile
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from flashreport.archive import ArchivePlace, open_archive
from flashreport.archive.known import measures_as_known
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.day_figures import DayFigures, Row
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import COLUMNS, Measures
from flashreport.domain.measures import MEASURES

FORMATS = Path(__file__).parent / "formats"
MEASURE = "cash.disbursements"
DAYS = [date(2026, 3, day) for day in range(2, 14)]
HEAVY = ("pandas", "numpy", "pyarrow", "matplotlib", "weasyprint", "flashreport.workspace.model")


@pytest.fixture
def kept(tmp_path: Path) -> ArchivePlace:
    """A workspace with three real editions, one of them a revision."""
    with tarfile.open(sorted(FORMATS.glob("*.tar.gz"))[-1]) as packed:
        packed.extractall(tmp_path, filter="data")
    return ArchivePlace(tmp_path, tmp_path / "archive")


def _random_frame(seed: int) -> pd.DataFrame:
    """Half of all days of every measure with figures of its own, as a whole and by every dimension."""
    dice = Random(seed)  # noqa: S311 - seeded, not for secrets
    rows = []
    for key, found in MEASURES.items():
        if found.nature == "ratio":
            continue
        for entity, (dimension, member) in product(
            ("", "east"), [("", ""), *((name, "one") for name in found.dimensions)]
        ):
            rows += [
                (entity, key, dimension, member, day, dice.randint(-9, 99), dice.random() < 0.2)
                for day in DAYS
                if dice.random() < 0.5
            ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"date": "datetime64[s]"})


def test_every_day_of_every_measure_is_read_as_from_the_frame() -> None:
    frame = _random_frame(6)
    whole = Measures(frame, BusinessCalendar())
    told = set()
    for entity in ("", "east"):
        held = frame[frame["entity"] == entity]
        columns = [held[name] for name in ("measure", "dimension", "member")]
        rows: list[Row] = list(zip(*columns, held["date"].dt.date, held["value"], held["stale"], strict=True))
        figures = DayFigures(rows, MEASURES)
        for key, found in MEASURES.items():
            for dimension in ("", *found.dimensions):
                member = "one" if dimension else ""
                for day in DAYS:
                    right = whole.read(key, day, "day", entity, dimension, member)
                    assert figures.on(key, day, dimension, member) == right, (key, dimension, day)
                    told.add(right.reason if isinstance(right, Unavailable) else found.nature)
    assert told == {
        "flow", "stock", "opening", "daily", "ratio",
        "no data", "no exchange rate", "divided by zero", "the base is negative",
    }  # fmt: skip


def test_days_are_those_of_the_frame(kept: ArchivePlace) -> None:
    with open_archive(kept) as archive:
        newest = archive.editions.last()
        assert newest is not None
        frame = archive.measures(newest.stored)
        paid = frame[(frame["measure"] == MEASURE) & (frame["entity"] == "") & (frame["member"] == "")]
        known = measures_as_known(archive, MEASURE)
        assert known is not None
        assert {day: int(read.amount) for day, read in known.days.items()} == {  # type: ignore[union-attr] # all have data
            day: int(value) for day, value in zip(paid["date"].dt.date, paid["value"], strict=True)
        }
        assert len(known.days) > 1


def test_a_day_without_a_rate_is_told_and_not_half_added_up() -> None:
    day = date(2026, 3, 3)
    rows = [
        ("cash.receipts", "", "", day, 500, False),
        ("cash.closing", "", "", day, 900, False),
        ("cash.rates_missing", "", "", day, 1, False),
    ]
    figures = DayFigures(rows, MEASURES)
    assert figures.on("cash.receipts", day) == Unavailable("no exchange rate")
    assert figures.on("cash.disbursements", day) == Unavailable("no exchange rate")
    assert not isinstance(figures.on("cash.closing", day), Unavailable)


def test_the_command_loads_nothing_heavy(kept: ArchivePlace) -> None:
    script = (
        "import sys\nfrom flashreport.cli import main\n"
        f"sys.argv = ['flashreport', '-C', {str(kept.root)!r}, 'history', '--measure', {MEASURE!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
    assert "2026-03-03" in done.stdout
