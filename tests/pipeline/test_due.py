"""A year of mornings: every business date is built once, in order, whatever days the machine was off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.archive import Archive, open_archive
from flashreport.delivery import open_ledger
from flashreport.domain.calendar import BusinessCalendar
from flashreport.pipeline import Checked, Order, run
from flashreport.pipeline.check import chosen_day, yesterday_of
from flashreport.pipeline.due import due_reports
from flashreport.workspace.calendar import business_calendar
from flashreport.workspace.load import Workspace, load
from flashreport.workspace.settings import WorkspaceSettings

Shops = Any  # conftest's types: test modules import nothing from one another
pytestmark = pytest.mark.usefixtures("without_pdf")
ZONE = "America/New_York"
FIRST = date(2026, 1, 5)
DAYS = 370


class Kept:
    """An archive that remembers only which reports were made."""

    def __init__(self) -> None:
        self.made: dict[str, list[date]] = {}

    def newest_date(self, name: str, _scope: str) -> date | None:
        return max(self.made.get(name, []), default=None)


def workspace_of(closed: list[date], opened: list[date], mode: str, cutoff: time) -> Workspace:
    told = {
        "company": {"name": "A", "currency": "USD", "timezone": ZONE},
        "calendar": {"closed": closed, "open": opened, "business_date": mode, "cutoff": cutoff},
        "entities": [{"id": "a", "name": "A"}],
        "reports": [
            {"name": "daily"},
            {"name": "weekly", "cadence": "weekly"},
            {"name": "month-end", "cadence": "month_end", "working_day": 3},
        ],
        "schedule": {"catch_up": 400},
    }
    model = WorkspaceSettings.model_validate(told)
    return Workspace(Path(), model, cast(Any, None), "", "")


def a_morning(workspace: Workspace, calendar: BusinessCalendar, kept: Kept, now: datetime) -> dict[str, date]:
    """What a build at that moment makes; the dates that it sends by report."""
    yesterday = yesterday_of(workspace, now)
    day = chosen_day(workspace, calendar, cast(Any, None), yesterday)
    checked = Checked(day, calendar, cast(Any, None), ())
    sent = {}
    for due in due_reports(workspace, Order(now=now), cast(Archive, kept), checked):
        for on in due.dates:
            if on not in kept.made.setdefault(due.settings.name, []):
                kept.made[due.settings.name].append(on)
                sent[due.settings.name] = due.dates[-1]
    return sent


year = st.dates(FIRST, FIRST + timedelta(days=DAYS))


@settings(max_examples=40, deadline=None)
@given(
    off=st.sets(st.integers(1, DAYS - 10), max_size=200),
    closed=st.lists(year, max_size=15, unique=True),
    opened=st.lists(year, max_size=5, unique=True),
    mode=st.sampled_from(["last_working_day", "yesterday"]),
    cutoff=st.sampled_from([time(0), time(4)]),
    at=st.sampled_from([time(4, 30), time(6, 30), time(23, 45)]),
)
def test_each_business_date_once_and_in_order(
    off: set[int], closed: list[date], opened: list[date], mode: str, cutoff: time, at: time
) -> None:
    closed = [day for day in closed if day not in opened]
    workspace = workspace_of(closed, opened, mode, cutoff)
    calendar = business_calendar(workspace.settings.calendar, FIRST, FIRST + timedelta(days=800))
    kept = Kept()
    sent: list[date] = []
    for step in range(DAYS):
        if step in off:
            continue
        now = datetime.combine(FIRST + timedelta(days=step), at, ZoneInfo(ZONE))
        went = a_morning(workspace, calendar, kept, now)
        assert a_morning(workspace, calendar, kept, now + timedelta(minutes=5)) == {}
        sent += [went["daily"]] if "daily" in went else []
    last = FIRST + timedelta(days=DAYS - 2)

    def worked(day: date) -> bool:
        return day in opened or (day.weekday() < 5 and day not in closed)

    daily = kept.made["daily"]
    wanted = [
        day
        for day in (daily[0] + timedelta(days=step) for step in range(DAYS + 10))
        if day <= last and (mode == "yesterday" or worked(day))
    ]
    assert daily == wanted
    assert sent == sorted(set(sent))
    for name in ("weekly", "month-end"):
        made = kept.made.get(name, [])
        assert made == sorted(set(made))
        keys = [calendar.start(day, "week" if name == "weekly" else "month") for day in made]
        assert len(set(keys)) == len(keys)
        if mode == "yesterday":  # days off are reported as well, so periods end on their last day
            assert all(calendar.end(day, "week" if name == "weekly" else "month") == day for day in made)
            assert len(made) < 2 or made[-1] > made[0]
            continue
        assert all(worked(day) for day in made)
        if name == "weekly" and made:
            weeks = (keys[-1] - keys[0]).days // 7 + 1
            idle = sum(
                not any(worked(keys[0] + timedelta(days=7 * week + step)) for step in range(7))
                for week in range(weeks)
            )
            assert len(made) == weeks - idle
            assert (last - keys[-1]).days < 21


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-24T02:59", date(2026, 11, 22)),  # before the cut-off Monday is still going on
        ("2026-11-24T03:00", date(2026, 11, 23)),
        ("2026-03-08T03:30", date(2026, 3, 7)),  # the night that clocks go forward
        ("2026-11-01T01:30", date(2026, 10, 30)),  # the hour that comes twice, before the cut-off
        ("2026-11-01T04:00", date(2026, 10, 31)),
    ],
)
def test_the_cut_off_ends_the_day_on_the_companys_clock(moment: str, day: date) -> None:
    workspace = workspace_of([], [], "yesterday", time(3))
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE))
    assert yesterday_of(workspace, now) == day
    assert yesterday_of(workspace, now.astimezone(ZoneInfo("Asia/Tokyo"))) == day


AUDIENCE = """
[[reports]]
name = "weekly"
title = "Weekly review"
cadence = "weekly"
sections = ["cash", "staff"]
[[delivery.audiences]]
name = "owners"
report = "daily"
pay = true
recipients = [{ address = "owner@example.com" }, { address = "cfo@example.com" }]
"""


@pytest.fixture
def company(shops: Callable[..., Shops], three_days: dict[str, Any], request: pytest.FixtureRequest) -> Path:
    folder: Path = shops(three_days, on=request.node.name).folder
    file = folder / "flashreport.toml"
    text = file.read_text().replace("[[inputs]]", AUDIENCE + "[[inputs]]", 1)
    file.write_text(text.replace('business_date = "yesterday"', 'business_date = "last_working_day"'))
    return folder


def test_41_after_downtime_missed_dates_are_kept_and_only_the_newest_is_mailed(
    company: Path, now: Any
) -> None:
    workspace = load(company)
    monday = Order(now=now - timedelta(days=1))  # Tuesday 3 March builds Monday
    assert [built.report.business_date.day for built in run(workspace, monday).built] == [2]
    friday = replace(monday, now=now + timedelta(days=2))  # off on Wednesday and Thursday
    made = run(workspace, friday)
    days = [(built.report.business_date.day, {one.state for one in built.receipts}) for built in made.built]
    assert days == [(3, {"superseded"}), (4, {"superseded"}), (5, {"written"})]
    assert len(list((company / "outbox").rglob("*.eml"))) == 4
    with open_ledger(workspace.archive_path) as ledger:
        told = [(entry.key.business_date.day, entry.state, entry.detail) for entry in ledger.entries()]
    assert sorted(told)[2:4] == [(3, "superseded", "not sent: superseded by the report of 2026-03-05")] * 2
    again = run(workspace, replace(friday, now=friday.now + timedelta(minutes=5)))
    assert [built.new for built in again.built] == [False]
    assert len(list((company / "outbox").rglob("*.eml"))) == 4


def test_the_weekly_review_is_made_with_fridays_report(company: Path, now: Any) -> None:
    workspace = load(company)
    names = []
    for step in (2, 3, 4, 5, 6):  # Friday 6 to Tuesday 10 March
        made = run(workspace, Order(now=now + timedelta(days=step), send=False))
        names += [(step, built.name, built.report.business_date.day) for built in made.built if built.new]
    assert names == [(2, "daily", 5), (3, "daily", 6), (3, "weekly", 6), (6, "daily", 9)]
    with open_archive(workspace) as archive:
        weekly = archive.newest("weekly", "", date(2026, 3, 6))
        assert weekly is not None
        report = archive.report(weekly)
    assert (report.period, str(report.first), report.report) == ("week", "2026-03-02", "Weekly review")
    assert list(run(workspace, Order(now=now, report="weekly", dry_run=True)).built[0].files) == [
        "weekly-2026-02-27.html",
        "weekly-2026-02-27.pdf",
    ]


def test_catching_up_is_bounded(company: Path, now: Any) -> None:
    file = company / "flashreport.toml"
    file.write_text("[schedule]\ncatch_up = 2\n" + file.read_text())
    workspace = load(company)
    run(workspace, Order(now=now - timedelta(days=1), send=False))
    made = run(workspace, Order(now=now + timedelta(days=6), send=False))
    daily = [built.report.business_date.day for built in made.built if built.name == "daily"]
    assert daily == [6, 9]


def test_history_and_send_list_tell_what_was_not_sent(
    company: Path, now: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from flashreport.cli.run import run as flash

    workspace = load(company)
    run(workspace, Order(now=now - timedelta(days=1), send=False))
    run(workspace, Order(now=now + timedelta(days=1)))
    capsys.readouterr()
    assert flash(["-C", str(company), "history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = {line.split()[1]: line for line in lines[1:]}
    assert "not sent: superseded" in told["2026-03-03"]
    assert "2 written" in told["2026-03-04"]
    assert flash(["-C", str(company), "send", "2026-03-03", "--list"]) == 0
    assert capsys.readouterr().out.count("not sent: superseded by the report of 2026-03-04") == 2
    # who asks for a missed report gets it, once
    assert flash(["-C", str(company), "send", "2026-03-03"]) == 0
    assert len(list((company / "outbox").rglob("*.eml"))) == 4
    assert flash(["-C", str(company), "send", "2026-03-03"]) == 0
    assert len(list((company / "outbox").rglob("*.eml"))) == 4
