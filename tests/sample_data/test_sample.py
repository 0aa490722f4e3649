import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path
from typing import Any

LAST = date(2026, 11, 19)
MONTH = date(2026, 11, 1)
DAY = timedelta(days=1)
Sample = Any  # conftest's Sample: test modules import nothing from one another
Over = dict[tuple[str, date], int]
HOLIDAYS = {
    date(2025, 10, 13), date(2025, 11, 11), date(2025, 11, 27), date(2025, 12, 25), date(2026, 1, 1),
    date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
    date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11),
}  # fmt: skip


def banking(day: date, step: timedelta) -> date:
    while day.weekday() > 4 or day in HOLIDAYS:
        day += step
    return day


def half_up(amount: int, rate: str) -> int:
    return int((Decimal(amount) * Decimal(rate)).quantize(Decimal(1), ROUND_HALF_UP))


def days(first: date, last: date) -> list[date]:
    return [first + DAY * offset for offset in range((last - first).days + 1)]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".schema.json")
    }


def test_regenerating_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    script = root / "make_sample.py"
    subprocess.run([sys.executable, str(script), str(tmp_path / "again")], check=True, capture_output=True)
    made = contents(tmp_path / "again")
    assert made == contents(root / "en")
    assert 1_000_000 < sum(map(len, made.values())) < 5_000_000


def test_every_bad_row_is_listed_and_nothing_else_is_bad(root: Path, sample: Sample) -> None:
    readme = (root / "README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(inputs/[^`]+:\d+)` \| `([^`]+)` \|", readme, re.MULTILINE))
    assert len(listed) >= 12
    assert sample.bad == set(listed)
    for place, row in listed.items():
        file, line = place.rsplit(":", 1)
        assert (root / "en" / file).read_text("utf-8").splitlines()[int(line) - 1] == row


def test_every_account_reconciles_every_day(sample: Sample) -> None:
    moved: dict[tuple[str, date], int] = defaultdict(int)
    for line in sample.lines:
        moved[line.entity, line.day] += line.cents
    for entity in ("harbor", "mill", "rider"):
        held = sample.balances[entity, date(2025, 9, 15), "opening"]
        for day in days(date(2025, 9, 15), LAST):
            held += moved[entity, day]
            if day == banking(day, DAY):
                assert sample.balances[entity, day, "closing"] == held
                assert sample.printed.get((entity, day), held) == held
                assert held > 0
            else:
                assert (entity, day, "closing") not in sample.balances
                assert not moved[entity, day]


def test_transfers_are_zero_in_the_group(sample: Sample) -> None:
    nets: dict[date, int] = defaultdict(int)
    count = 0
    for line in sample.lines:
        if line.text.startswith("TRANSFER"):
            nets[line.day] += line.cents
            count += 1
    assert count >= 40
    assert not any(nets.values())


def test_the_last_day_is_the_story(sample: Sample) -> None:
    flows: dict[date, int] = defaultdict(int)
    for line in sample.lines:
        flows[line.day] += line.cents
    closing = sum(sample.balances[entity, LAST, "closing"] for entity in ("harbor", "mill", "rider"))
    assert closing == 41_822_000
    assert flows[LAST] == -4_163_000
    assert sum(flows[day] for day in days(MONTH, LAST)) == -9_648_000
    run = [line.cents for line in sample.lines if line.day == LAST and "SUPPLIER RUN" in line.text]
    assert sum(run) == -8_840_000


def test_tills_reach_the_bank(completed: Sample) -> None:
    tills: dict[tuple[str, date], int] = defaultdict(int)
    for entity, day, _, amount, source in completed.sales:
        if source == "till":
            tills[entity, day] += amount
    paid = {(line.entity, line.day, line.text): line.cents for line in completed.lines}
    checked = 0
    weeks: dict[date, int] = defaultdict(int)
    for (entity, day), total in tills.items():
        cash = total * {"harbor": 9, "mill": 11, "rider": 0}[entity] // 10_000 * 100
        platform = total * 55 // 100 if entity == "rider" else 0
        weeks[day + DAY * (6 - day.weekday())] += platform
        at = banking(day + DAY, DAY)
        if at > LAST:
            continue
        cards = total - cash - platform
        assert paid[entity, at, f"CARD SETTLEMENT {day:%m/%d} SALES"] == cards - half_up(cards, "0.026")
        assert paid.get((entity, at, f"CASH DEPOSIT {day:%m/%d}"), 0) == cash
        checked += 1
    assert checked > 1_200
    for end, amount in weeks.items():
        at = banking(end + DAY * 4, DAY)
        if at <= LAST:
            assert paid["rider", at, f"PLATFORM PAYOUT WEEK TO {end:%m/%d}"] == amount - half_up(
                amount, "0.15"
            )


def test_settlements_without_sales_are_those_before_the_first_day_or_of_the_late_file(sample: Sample) -> None:
    sold = {(entity, f"{day:%m/%d}", banking(day + DAY, DAY)) for entity, day, *_ in sample.sales}
    missing = {
        (line.entity, line.day)
        for line in sample.lines
        if (found := re.fullmatch(r"CARD SETTLEMENT (../..) SALES", line.text))
        and (line.entity, found[1], line.day) not in sold
    }
    first = {(entity, date(2025, 9, 15)) for entity in ("harbor", "mill", "rider")}
    assert missing == first | {("rider", date(2026, 10, 26))}


def test_finished_jobs_are_sold_and_invoiced_at_their_price(sample: Sample) -> None:
    sold = {
        source: (entity, day, amount) for entity, day, _, amount, source in sample.sales if source != "till"
    }
    done = {name: job for name, job in sample.jobs.items() if job["completed"]}
    assert len(sold) > 2_000
    for name, (entity, day, amount) in sold.items():
        price = int(Decimal(sample.jobs[name]["price"]) * 100)
        assert (entity, str(day), amount) == (done[name]["shop"], done[name]["completed"], price)
    invoices = [line for line in sample.lines if line.text.startswith("CATERING INVOICE")]
    assert len(invoices) > 1_900
    for line in invoices:
        job = sample.jobs[line.text.removeprefix("CATERING INVOICE ")]
        age = (line.day - date.fromisoformat(job["completed"])).days
        assert (line.entity, line.cents) == (job["shop"], int(Decimal(job["price"]) * 100))
        assert 14 <= age <= 34


def test_payroll_is_hours_times_rates_to_the_cent(sample: Sample, over: Over) -> None:
    worked: dict[tuple[str, date], int] = defaultdict(int)
    for employee, day, *_, minutes in sample.shifts:
        worked[employee, day] += minutes
    due: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for (employee, day), minutes in worked.items():
        entity, _, kind, rate = sample.employees[employee]
        if kind == "hourly":
            anchor = date(2026, 11, 8) if entity == "harbor" else date(2026, 11, 15)
            end = day + DAY * ((anchor - day).days % 14)
            due[entity, end] += Decimal(rate) * minutes / 60 + Decimal(rate) * over[employee, day] / 120
    paid = {(line.entity, line.day, line.text): -line.cents for line in sample.lines}
    checked = 0
    for (entity, end), amount in due.items():
        payday = banking(end + DAY * 5, -DAY)
        if end - DAY * 13 < date(2025, 9, 15) or payday > LAST:
            continue
        period = f"{end - DAY * 13:%m/%d}-{end:%m/%d}"
        assert paid[entity, payday, f"PAYROLL {period}"] == amount
        assert paid[entity, payday, f"PAYROLL TAX {period}"] == half_up(int(amount), "0.0765")
        checked += 1
    assert checked == 30 + 2 * 29


def test_salaries_are_paid_at_the_end_of_each_month(sample: Sample) -> None:
    total = sum(rate for _, _, kind, rate in sample.employees.values() if kind == "salary")
    paid = {line.day: -line.cents for line in sample.lines if line.text.startswith("SALARIES")}
    assert total == 1_737_000
    assert set(paid.values()) == {total}
    assert len(paid) == 14
    assert date(2026, 10, 30) in paid


def test_draws_are_in_the_bank_and_interest_is_right(sample: Sample) -> None:
    shop = {"first-national": "harbor", "equipment": "rider"}
    words = {"first-national": "FIRST NATIONAL", "equipment": "EQUIPMENT LINE"}
    rate = {"first-national": Fraction("0.0825"), "equipment": Fraction("0.0740")}
    bank: dict[tuple[str, date, str], int] = defaultdict(int)
    for line in sample.lines:
        if line.text.startswith("LINE "):
            bank[line.entity, line.day, line.text] += line.cents
    owed: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
    for line, entity in shop.items():
        for day in days(date(2025, 9, 16), LAST):
            change = sample.drawn[line, day] - sample.drawn[line, day - DAY]
            word = "DRAW" if change > 0 else "REPAYMENT"
            assert bank.pop((entity, day, f"LINE {word} {words[line]}"), 0) == change
        for day in days(date(2025, 9, 15), LAST):
            first = (day.replace(day=1) + DAY * 32).replace(day=1)
            owed[line, banking(first, DAY)] += sample.drawn[line, day] * rate[line] / 360
    for (line, at), amount in owed.items():
        if at <= LAST:
            paid = bank.pop((shop[line], at, f"LINE INTEREST {words[line]}"))
            assert -paid == (amount + Fraction(1, 2)).__floor__()
    assert not any(bank.values())


def test_the_credit_lines_leave_their_path(sample: Sample) -> None:
    def used(day: date) -> Decimal:
        return Decimal(sample.drawn["first-national", day] + sample.drawn["equipment", day]) / 60_000_000

    assert used(LAST) == Decimal("0.784")
    assert used(LAST - DAY) == Decimal("0.767")
    below = [day for day in days(date(2025, 9, 15), LAST) if used(day) < Decimal("0.6")]
    assert below[-1] == date(2026, 8, 5)
    assert all(sample.drawn["first-national", day] <= 35_000_000 for day in days(MONTH, LAST))
    assert all(sample.drawn["equipment", day] <= 25_000_000 for day in days(MONTH, LAST))


def share(sample: Sample, over: Over, first: date, last: date, department: str = "") -> Decimal:
    within = {
        (employee, day)
        for employee, day, _, team, *_ in sample.shifts
        if first <= day <= last and department in ("", team)
    }
    minutes: int = sum(
        each for employee, day, _, team, _, each in sample.shifts
        if first <= day <= last and department in ("", team)
    )  # fmt: skip
    return Decimal(sum(over[key] for key in within)) / minutes


def test_overtime_drifts_and_rises_on_the_last_eight_days(sample: Sample, over: Over) -> None:
    assert Decimal("0.05") < share(sample, over, date(2026, 7, 1), date(2026, 7, 31)) < Decimal("0.06")
    assert Decimal("0.11") < share(sample, over, MONTH, LAST) < Decimal("0.12")
    assert Decimal("0.139") < share(sample, over, LAST, LAST) < Decimal("0.142")
    for department in ("", "kitchen"):
        last = [share(sample, over, day, day, department) for day in days(LAST - DAY * 8, LAST)]
        assert last == sorted(set(last))


def test_the_house_rule_never_pays_less_than_the_federal_law(sample: Sample, over: Over) -> None:
    weeks: dict[tuple[str, date], int] = defaultdict(int)
    given: dict[tuple[str, date], int] = defaultdict(int)
    for employee, day, *_, minutes in sample.shifts:
        weeks[employee, day - DAY * day.weekday()] += minutes
    for (employee, day), minutes in over.items():
        given[employee, day - DAY * day.weekday()] += minutes
    assert all(given[key] >= max(0, minutes - 2400) for key, minutes in weeks.items())
    daily = sum(max(0, minutes - 480) for minutes in _by_day(sample).values())
    assert sum(over.values()) > daily, "somebody works a sixth day"


def _by_day(sample: Sample) -> dict[tuple[str, date], int]:
    worked: dict[tuple[str, date], int] = defaultdict(int)
    for employee, day, *_, minutes in sample.shifts:
        worked[employee, day] += minutes
    return worked


def test_revenue_per_hour_falls(sample: Sample) -> None:
    def rate(first: date, last: date) -> Decimal:
        revenue = sum(amount for _, day, _, amount, _ in sample.sales if first <= day <= last)
        minutes = sum(each for _, day, _, _, _, each in sample.shifts if first <= day <= last)
        return Decimal(revenue) / 100 / (Decimal(minutes) / 60)

    assert abs(rate(LAST, LAST) - Decimal("61.30")) < Decimal("0.01")
    assert abs(rate(LAST - DAY, LAST - DAY) - Decimal("65.40")) < Decimal("0.01")
    assert Decimal("64.5") < rate(MONTH, LAST) < Decimal("65.5")
    assert rate(date(2026, 6, 1), date(2026, 6, 30)) > 67


def test_jobs_due_on_the_last_days(sample: Sample) -> None:
    def done(day: date) -> tuple[int, int]:
        due = [job for job in sample.jobs.values() if job["due"] == str(day)]
        return sum(bool(job["completed"]) and job["completed"] <= job["due"] for job in due), len(due)

    assert done(LAST) == (7, 8)
    assert done(LAST - DAY) == (9, 10)
    assert any(date.fromisoformat(job["due"]) > LAST for job in sample.jobs.values())
    assert not any(job["completed"] > str(LAST) for job in sample.jobs.values())


def test_low_yield_jobs_eat_overtime(sample: Sample, over: Over) -> None:
    hours: dict[str, int] = defaultdict(int)
    for *_, job, minutes in sample.shifts:
        hours[job] += minutes
    low = {
        name for name, job in sample.jobs.items()
        if hours[name] and Decimal(job["price"]) * 60 / hours[name] < 40
    }  # fmt: skip
    on_low = {(employee, day) for employee, day, _, _, job, _ in sample.shifts if job in low and day >= MONTH}
    assert sum(over[key] > 0 for key in on_low) >= 10


def test_what_is_known_leads_under_the_floor_and_one_payment_can_be_moved(sample: Sample) -> None:
    by_day: dict[date, int] = defaultdict(int)
    for day, amount, _ in sample.expected:
        assert LAST < day <= LAST + DAY * 91
        by_day[day] += amount
    held, closings = 41_822_000, {}
    for day in sorted(by_day):
        held += by_day[day]
        closings[day] = held
    assert min(closings.values()) == closings[date(2027, 1, 15)] == 28_740_000
    movable = {(day, amount) for day, amount, can in sample.expected if can}
    assert (date(2027, 1, 12), -3_100_000) in movable


def test_the_plan_covers_every_month_and_department(sample: Sample) -> None:
    pay = {row["department"]: 0 for row in sample.plan if row["line"] == "pay"}
    assert set(pay) == {"kitchen", "service", "delivery", "office"}
    months = {row["month"] for row in sample.plan}
    assert len(months) == 16
    keys = [(row["shop"], row["month"], row["line"], row["department"]) for row in sample.plan]
    assert len(keys) == len(set(keys))


def test_days_with_and_without_files(root: Path, sample: Sample, completed: Sample) -> None:
    closed = {date(2025, 11, 27), date(2025, 12, 25)}
    worked = {day for _, day, *_ in sample.shifts}
    assert worked == set(days(date(2025, 9, 15), LAST)) - closed
    nothing: set[date] = set()
    for entity, missing in (("harbor", nothing), ("mill", nothing), ("rider", {date(2026, 10, 25)})):
        assert {day for shop, day, *_ in sample.sales if shop == entity} == worked - missing
        assert {day for shop, day, *_ in completed.sales if shop == entity} == worked
    assert max(sample.audience) == LAST - DAY
    assert max(completed.audience) == LAST
    assert sorted(
        str(path.relative_to(root / "en")) for path in (root / "en/inputs-late").rglob("*.csv")
    ) == [
        "inputs-late/audience/2026-11-19.csv",
        "inputs-late/output/rider/2026-10-25.csv",
        "inputs-late/timesheets/2026-11-12.csv",
    ]


def test_the_corrected_timesheet_changes_one_day(sample: Sample, completed: Sample) -> None:
    before, after = _by_day(sample), _by_day(completed)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert len(changed) == 2
    assert {day for _, day in changed} == {date(2026, 11, 12)}
    assert sum(after.values()) - sum(before.values()) == 45 + 360


def test_the_settings_hold(root: Path) -> None:
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.calendar import business_calendar
    from flashreport.workspace.load import load

    workspace = load(root / "en", MEASURES)
    calendar = business_calendar(workspace.settings.calendar, date(2025, 1, 1), date(2026, 12, 31))
    assert calendar.working_day_of_month(LAST) == (13, 20)
    assert {
        day for day in calendar.holidays if date(2025, 9, 15) <= day <= LAST and day.weekday() < 5
    } == HOLIDAYS
    for item in workspace.settings.inputs:
        assert list((root / "en").glob(item.path)), item.name
    assert [kpi.id for kpi in workspace.kpis.kpi if not kpi.owner] == ["labour-share"]


def test_the_program_sets_aside_the_bad_rows_and_no_others(root: Path, sample: Sample) -> None:
    from flashreport.pipeline.check import check_workspace
    from flashreport.workspace.load import load

    morning = datetime(2026, 11, 20, 13, tzinfo=UTC)
    checked = check_workspace(load(root / "en"), None, morning)
    assert checked.business_date == LAST
    assert {f"{one.place.file}:{one.place.line}" for one in checked.problems} == sample.bad
    late = {state.name: state.as_of for state in checked.states if state.state != "ok"}
    assert late == {"audience": LAST - DAY}


def test_every_movement_has_a_category_but_unexplained_checks(root: Path, sample: Sample) -> None:
    settings = tomllib.loads((root / "en" / "flashreport.toml").read_text("utf-8"))
    account = {"harbor": "harbor-2210", "mill": "mill-4582", "rider": "rider-3307"}

    def ruled(line: Any) -> str:
        fits = (
            rule["category"]
            for rule in settings["cash"]["rules"]
            if fnmatchcase(line.text.lower(), rule["text"].lower())
            and rule.get("account", account[line.entity]) == account[line.entity]
        )
        return str(next(fits, ""))

    assert all(line.category in ("", ruled(line)) for line in sample.lines)
    own = [line for line in sample.lines if line.entity == "harbor"]
    assert 0.9 < sum(bool(line.category) for line in own) / len(own) < 1
    unknown = {line.text[:6] for line in sample.lines if not ruled(line)}
    assert unknown == {"CHECK "}
    lent = {line.text.split()[1] for line in sample.lines if ruled(line) == "financing"}
    assert lent == {"DRAW", "REPAYMENT"}


def test_the_banks_files_are_read_without_a_finding(root: Path) -> None:
    from flashreport.inputs.bank import mt940

    for path in sorted((root / "en/inputs/bank/mill").iterdir()):
        assert mt940.identify(path.read_bytes())
        read = mt940.read(path.read_bytes(), path.name, {})
        assert read.problems == ()
        assert {statement.account for statement in read.statements} == {"mill-4582"}
