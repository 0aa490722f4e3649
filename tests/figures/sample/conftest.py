"""The sample company's figures once more, in plain Python, beside what the product says.

``Ledger`` holds a value per measure, member and day, made by the formulas of the field, and
reads periods from them. Time is stored in seconds, money in cents.
"""

import os
import pickle
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from flashreport.domain.measure_frame import Measures
from flashreport.domain.report import Report

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "en"
LAST = date(2026, 11, 19)
DAY = timedelta(days=1)
GROUP = ""
Books = Any  # the reader's own conftest has the types
Line = Any
# Bank holidays on weekdays, from the Federal Reserve's calendar.
HOLIDAYS = {
    date(2025, 9, 1), date(2025, 10, 13), date(2025, 11, 11), date(2025, 11, 27), date(2025, 12, 25),
    date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19),
    date(2026, 7, 3), date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26),
    date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 18),
}  # fmt: skip
STOCK_COUNT = date(2026, 11, 28)
CLOSED = {date(2025, 11, 27), date(2025, 12, 25), date(2026, 11, 26), date(2026, 12, 25)}
RATIOS: dict[str, tuple[str, str, int]] = {
    "cash.runway": ("cash.closing", "cash.burn", 91),
    "cash.payroll_days": ("cash.closing", "staff.pay_4_weeks", 28),
    "staff.overtime_share": ("staff.overtime_hours", "staff.hours", 1),
    "staff.revenue_per_hour": ("staff.revenue", "staff.hours", 3600),
    "staff.labour_share": ("staff.pay", "staff.revenue", 1),
    "staff.completion": ("staff.jobs_on_time", "staff.jobs_due", 1),
    "credit.utilization": ("credit.used", "credit.cap", 1),
    "credit.utilization_of_limit": ("credit.drawn", "credit.limit", 1),
    "credit.average_rate": ("credit.yearly_interest", "credit.interest_bearing", 1),
    "audience.follower_growth": ("audience.followers_gained", "audience.followers_before", 1),
    "audience.rate_by_reach": ("audience.engagements", "audience.reach", 1),
    "audience.rate_by_impressions": ("audience.engagements_shown", "audience.impressions", 1),
    "audience.rate_by_followers": ("audience.engagements", "audience.followers", 1),
    "audience.click_rate": ("audience.clicks_shown", "audience.impressions", 1),
}
OPENINGS = {"cash.opening", "audience.followers_before"}
EARNED = {
    "pay": "people_paid",
    "overtime_pay": "people_overtime",
    "low_yield_overtime": "people_low_yield",
}
OF_ONE_DAY = {"audience.reach", *(f"staff.{name}" for name in EARNED.values())}
STOCKS = {
    "cash.closing", "cash.statement_balance", "cash.unreconciled",
    "cash.gross_burn", "cash.burn", "staff.pay_4_weeks", "staff.pay_month_end",
    "staff.pay_budget", "credit.limit", "credit.cap", "credit.drawn", "credit.used", "credit.available",
    "credit.letters_of_credit", "credit.over_advance", "credit.lost_to_base", "credit.average_13_weeks",
    "credit.average_year", "credit.yearly_interest", "credit.interest_bearing",
    "credit.paydown", "credit.paydown_per_day", "credit.days_to_limit", "credit.days_to_target",
    "audience.followers",
}  # fmt: skip
Key = tuple[str, str, str, str]


@cache  # asked for some hundred thousand times, of a few periods
def days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + DAY * step for step in range((last - first).days + 1))


def works(day: date) -> bool:
    return day == STOCK_COUNT or (day.weekday() < 5 and day not in HOLIDAYS)


def month_days(day: date) -> tuple[date, ...]:
    first = day.replace(day=1)
    return days(first, (first + DAY * 32).replace(day=1) - DAY)


def half_up(number: Fraction) -> int:
    return (number + Fraction(1, 2)).__floor__()


def ceiling(number: Fraction) -> int:
    return -((-number).__floor__())


def spread(amount: int, month: date) -> Iterator[tuple[date, int]]:
    """An amount over the month's working days: what the whole cents of the running share grow by."""
    worked = [day for day in month_days(month) if works(day)]
    for k, day in enumerate(worked, 1):
        yield day, amount * k // len(worked) - amount * (k - 1) // len(worked)


def grown(stub: dict[tuple[str, date, str], Fraction], line: tuple[str, date, str], amount: Fraction) -> int:
    """What a line of a week's pay stub grows by in whole cents: it is rounded on its running sum."""
    before = half_up(stub[line])
    stub[line] += amount
    return half_up(stub[line]) - before


class Ledger:
    """A value per entity, measure, dimension, member and day; ``stale`` names carried ones."""

    ratios = RATIOS

    def __init__(self, books: Books, until: date) -> None:
        self.books, self.until = books, until
        self.values: dict[Key, dict[date, int]] = defaultdict(dict)
        self.stale: set[tuple[Key, date]] = set()
        self.earners: dict[tuple[str, str, str, str, date], set[str]] = defaultdict(set)
        self._ordered: dict[Key, list[tuple[date, int]]] = {}  # once all values are there
        self._cash()
        self._planned()
        self._staff()
        self._credit()
        self._audience()

    def put(self, entity: str, measure: str, day: date, amount: int, *where: tuple[str, str]) -> None:
        """Add to the entity and the group, in total and under each ``where``."""
        for whose in (entity, GROUP):
            for dimension, member in (("", ""), *where):
                held = self.values[whose, measure, dimension, member]
                held[day] = held.get(day, 0) + amount

    def carry(self, key: Key, day: date) -> None:
        self.stale.add((key, day))

    # ------------------------------------------------------------------ cash

    def _cash(self) -> None:
        moved: dict[tuple[str, str], dict[date, int]] = defaultdict(lambda: defaultdict(int))
        burned: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for entity, account, day, amount, category in self.books.moves:
            if day > self.until:
                continue
            moved[entity, account][day] += amount
            where = ("account", account), ("category", category)
            if category == "transfer":
                self.put(entity, "cash.transfers", day, amount, where[0])
                continue
            self._flows(entity, day, amount, *where)
            if category != "financing":
                for whose in (entity, GROUP):
                    burned[whose][day][amount > 0] += abs(amount)
        for entity, account, day in self.books.closings:
            if day <= self.until:
                self._flows(entity, day, 0, ("account", account))
                self.put(entity, "cash.transfers", day, 0, ("account", account))
        self._balances(moved)
        for entity, by_day in burned.items():
            self._rolling(entity, "cash.gross_burn", 91, {d: out for d, (out, _) in by_day.items()})
            self._rolling(entity, "cash.burn", 91, {d: out - came for d, (out, came) in by_day.items()})

    def _flows(self, entity: str, day: date, amount: int, *where: tuple[str, str]) -> None:
        self.put(entity, "cash.receipts", day, max(amount, 0), *where)
        self.put(entity, "cash.disbursements", day, max(-amount, 0), *where)
        self.put(entity, "cash.net", day, amount, *where)

    def _balances(self, moved: dict[tuple[str, str], dict[date, int]]) -> None:
        accounts = {(entity, account) for entity, account, _ in self.books.closings}
        for entity, account in accounts:
            given = {d: a for (e, x, d), a in self.books.closings.items() if (e, x) == (entity, account)}
            first = min(d for e, x, d in self.books.openings if (e, x) == (entity, account))
            held = self.books.openings[entity, account, first]
            newest = max(d for d in (*given, *moved[entity, account]) if d <= self.until)
            where = ("account", account)
            self.put(entity, "cash.closing", first - DAY, held, where)
            for day in days(first, self.until):
                self.put(entity, "cash.opening", day, held, where)
                held += moved[entity, account].get(day, 0)
                assert given.get(day, held) == held, f"{account} does not tie on {day}"
                self.put(entity, "cash.closing", day, held, where)
                for late, measure in ((day, "cash.closing"), (day + DAY, "cash.opening")):
                    for key in ((entity, "", ""), (GROUP, "", ""), (entity, *where), (GROUP, *where)):
                        if day > newest and late <= self.until:
                            self.carry((key[0], measure, *key[1:]), late)
            self._statements(entity, account, set(given), set(moved[entity, account]))

    def _statements(self, entity: str, account: str, closed: set[date], moved: set[date]) -> None:
        """What each statement says: at a day's end, and before the first entry. All of them tie."""
        opened = {d for e, x, d in self.books.openings if (e, x) == (entity, account)}
        if entity == "harbor":  # a running balance tells what was there before each month's first entry
            opened |= {min(d for d in moved if d.replace(day=1) == month) for month in
                       {d.replace(day=1) for d in moved}}  # fmt: skip
        # a balance before an entry is dated by that entry, which must have come
        before = {d - DAY for d in opened if d <= self.until}
        told = sorted({d for d in closed if d <= self.until} | before)
        for day in told:
            held = self.values[entity, "cash.closing", "account", account][day]
            for whose in (entity, GROUP):
                self.values[whose, "cash.statement_balance", "account", account][day] = held
                self.values[whose, "cash.unreconciled", "account", account][day] = 0
            if day != told[0]:
                self.put(entity, "cash.statement_gap", day, 0, ("account", account))

    def _rolling(self, entity: str, measure: str, length: int, by_day: dict[date, int]) -> None:
        newest = max(by_day)
        for day in days(min(by_day) + DAY * (length - 1), self.until):
            total = sum(by_day.get(day - DAY * back, 0) for back in range(length))
            self.values[entity, measure, "", ""][day] = total
            if day > newest:
                self.carry((entity, measure, "", ""), day)

    def _planned(self) -> None:
        for entity, month, item, department, amount in self.books.plan:
            flow, _, category = item.partition(":")
            if item == "pay":
                self.put(entity, "staff.pay_budget", month, amount, ("department", department))
            elif flow in ("receipts", "disbursements"):
                for day, part in spread(amount, month):
                    inward, where = flow == "receipts", ("category", category)
                    self.put(entity, "cash.planned_receipts", day, part * inward, where)
                    self.put(entity, "cash.planned_disbursements", day, part * (not inward), where)
                    self.put(entity, "cash.planned_net", day, part if inward else -part, where)

    # ------------------------------------------------------------------ staff

    def _staff(self) -> None:
        shifts = {key: minutes for key, minutes in self.books.shifts.items() if key[1] <= self.until}
        over, low = overtime(shifts), self._low_yield(shifts)
        dull = self._dull_days(shifts)
        stub: dict[tuple[str, date, str], Fraction] = defaultdict(Fraction)
        for key in sorted(shifts):
            employee, day, entity, station, job = key
            _, home, kind, rate = self.books.people[employee]
            rate = rate if kind == "hourly" else 0
            week = employee, day - DAY * day.weekday()
            straight = grown(stub, (*week, "straight"), Fraction(shifts[key] * rate, 60))
            premium = grown(stub, (*week, "premium"), Fraction(over[key] * rate, 120))
            dear = grown(stub, (*week, "overtime"), Fraction(over[key] * rate, 60)) + premium
            department = station or home
            where = ("department", department), ("job", job)
            for measure, amount, *slices in (
                ("hours", shifts[key] * 60, *where), ("overtime_hours", over[key] * 60, *where),
                ("overtime_premium", premium, where[0]), ("overtime_pay", dear, *where),
                ("low_yield_overtime", dear if job in low else 0, where[0]),
                ("pay", straight + premium, where[0]),
            ):  # fmt: skip
                self.put(entity, f"staff.{measure}", day, amount, *slices)
                if amount and measure in EARNED:
                    self._earned(entity, day, department, measure, employee)
            if over[key]:
                judged = (
                    "low_job"
                    if job in low
                    else "fair"
                    if job
                    else dull.get((entity, department, day), "unattributed")
                )
                self._judge(entity, day, judged, over[key] * 60, dear)
        self._salaries(shifts)
        self._people()
        self._open_jobs(shifts, over)
        self._sales_and_jobs()
        for entity, measure, dimension, member in list(self.values):
            if measure == "staff.pay":
                if entity != GROUP and dimension == "department":
                    self._month_end(entity, member)
                if not dimension:
                    by_day = self.values[entity, measure, "", ""]
                    self._rolling(entity, "staff.pay_4_weeks", 28, by_day)

    def _sales_and_jobs(self) -> None:
        for entity, day, department, amount, units in self.books.sales:
            if day <= self.until:
                self.put(entity, "staff.revenue", day, amount, ("department", department))
                self.put(entity, "staff.units", day, units, ("department", department))
        for entity, department, due, done, _ in self.books.jobs.values():
            if due <= self.until:
                in_time = int(done is not None and done <= due)
                self.put(entity, "staff.jobs_due", due, 1, ("department", department))
                self.put(entity, "staff.jobs_on_time", due, in_time, ("department", department))

    def _open_jobs(self, shifts: dict[tuple[str, date, str, str, str], int], over: dict[Any, int]) -> None:
        """Hours left, first due first; what outgrows eight weeks' average of regular job time is overtime."""
        spent: dict[str, int] = defaultdict(int)
        given: dict[tuple[str, str], int] = defaultdict(int)
        for key, minutes in shifts.items():
            employee, day, entity, station, job = key
            spent[job] += minutes * 60
            if job and day > self.until - DAY * 56:
                given[entity, station or self.books.people[employee][1]] += (minutes - over[key]) * 60
        past = sum(works(d) for d in days(self.until - DAY * 55, self.until))
        short: dict[tuple[str, str], int] = defaultdict(int)
        asked: dict[tuple[str, str], int] = defaultdict(int)
        for job in sorted(self.books.jobs, key=lambda job: (self.books.jobs[job][2], job)):
            entity, department, due, done, _ = self.books.jobs[job]
            start, planned = self.books.planned[job]
            if start > self.until or (done is not None and done <= self.until):
                continue
            left, place = max(planned - spent[job], 0), (entity, department)
            asked[place] += left
            coming = sum(works(d) for d in days(self.until + DAY, due))
            needed = max(asked[place] - half_up(Fraction(given[place] * coming, past)), short[place])
            for name, amount in (("planned", planned), ("worked", spent[job]), ("left", left)):
                self._put_job(entity, f"staff.job_hours_{name}", amount, department, job)
            self._put_job(entity, "staff.job_overtime_needed", needed - short[place], department, job)
            short[place] = needed

    def _put_job(self, entity: str, measure: str, amount: int, department: str, job: str) -> None:
        self.put(entity, measure, self.until, amount, ("department", department), ("job", job))

    def _judge(self, entity: str, day: date, judged: str, seconds: int, money: int) -> None:
        for whose in (entity, GROUP):
            for measure, amount in (("overtime_hours", seconds), ("overtime_pay", money)):
                held = self.values[whose, f"staff.{measure}", "yield", judged]
                held[day] = held.get(day, 0) + amount

    def _dull_days(
        self, shifts: dict[tuple[str, date, str, str, str], int]
    ) -> dict[tuple[str, str, date], str]:
        """Whether a department sold $40 for each hour of a day that went into no job."""
        worked: dict[tuple[str, str, date], int] = defaultdict(int)
        for (employee, day, entity, station, job), minutes in shifts.items():
            if not job:
                worked[entity, station or self.books.people[employee][1], day] += minutes
        sold: dict[tuple[str, str, date], int] = defaultdict(int)
        for entity, day, department, amount, _ in self.books.sales:
            sold[entity, department, day] += amount
        return {
            key: "low_day" if sold[key] * 60 < worked[key] * 4000 else "fair" for key in worked if key in sold
        }

    def _low_yield(self, shifts: dict[tuple[str, date, str, str, str], int]) -> set[str]:
        """Jobs that earned less than $40 for each hour worked on them so far."""
        worked: dict[str, int] = defaultdict(int)
        for (_, _, _, _, job), minutes in shifts.items():
            worked[job] += minutes
        return {job for job, (*_, price) in self.books.jobs.items() if price * 60 < worked[job] * 4000}

    def _salaries(self, shifts: Iterable[tuple[str, date, str, str, str]]) -> None:
        worked: dict[str, list[date]] = defaultdict(list)
        for _, day, entity, _, _ in shifts:
            worked[entity].append(day)
        for employee, (entity, department, kind, rate) in self.books.people.items():
            if kind != "salary" or entity not in worked:
                continue
            first, last = min(worked[entity]), max(worked[entity])
            for month in sorted({day.replace(day=1) for day in worked[entity]}):
                for day, part in spread(rate, month):
                    if first <= day <= last:
                        self.put(entity, "staff.pay", day, part, ("department", department))
                        self._earned(entity, day, department, "pay", employee)
                        for name in ("hours", "overtime_hours", "overtime_premium", "overtime_pay",
                                     "low_yield_overtime"):  # fmt: skip
                            self.put(entity, f"staff.{name}", day, 0, ("department", department))

    def _earned(self, entity: str, day: date, department: str, kind: str, employee: str) -> None:
        for whose in (entity, GROUP):
            for where in (("", ""), ("department", department)):
                self.earners[whose, kind, *where, day].add(employee)

    def _people(self) -> None:
        """How many different people earned each kind of pay, on each day that has hours or salaries."""
        for entity, measure, dimension, member in list(self.values):
            if measure == "staff.pay":
                for day in self.values[entity, measure, dimension, member]:
                    for kind, name in EARNED.items():
                        found = self.earners.get((entity, kind, dimension, member, day), set())
                        self.values[entity, f"staff.{name}", dimension, member][day] = len(found)

    def _month_end(self, entity: str, department: str) -> None:
        """Each department of a shop by itself; wholes are their sums."""
        pay = self.values[entity, "staff.pay", "department", department]
        oldest = min(self.values[GROUP, "staff.pay", "", ""])
        for day in days(oldest, self.until):
            earned = [pay[d] for d in days(day.replace(day=1), day) if d in pay]
            if day.day < 5 or not earned:
                continue
            rest, low, high = Fraction(0), 0, 0
            for left in days(day + DAY, month_days(day)[-1]):
                if left not in CLOSED:
                    newest = day - DAY * ((day.weekday() - left.weekday()) % 7)
                    eight = [newest - DAY * 7 * back for back in range(8)]
                    found = [pay[d] for d in eight if d in pay]
                    rest += Fraction(sum(found), max(len(found), 1))
                    low, high = low + min(found, default=0), high + max(found, default=0)
            where, so_far = ("department", department), sum(earned)
            self.put(entity, "staff.pay_month_end", day, so_far + half_up(rest), where)
            if day == self.until:
                self.put(entity, "staff.pay_month_end_low", day, so_far + low, where)
                self.put(entity, "staff.pay_month_end_high", day, so_far + high, where)

    # ------------------------------------------------------------------ credit

    def _credit(self) -> None:
        rows: dict[str, list[tuple[date, dict[str, int]]]] = {}
        for name, line in self.books.lines.items():
            known = {d: a for (x, d), a in self.books.drawn.items() if x == name and d <= self.until}
            held, owed, steps, rows[name] = 0, Fraction(0), 0, []
            for day in days(min(known), self.until):
                held = known.get(day, held)
                if day.day == 1:
                    owed, steps = Fraction(0), 0
                owed += held * line.rate / 360
                interest, steps = half_up(owed) - steps, half_up(owed)
                self.put(line.entity, "credit.interest", day, interest, ("line", name))
                self.put(
                    line.entity, "credit.yearly_interest", day, half_up(held * line.rate), ("line", name)
                )
                self.put(line.entity, "credit.interest_bearing", day, held, ("line", name))
                rows[name].append((day, self._line_day(line, held, day)))
                for key in ((line.entity, "", ""), (GROUP, "", ""), (line.entity, "line", name),
                            (GROUP, "line", name)):  # fmt: skip
                    if day > max(known):
                        self.carry((key[0], "credit", *key[1:]), day)
        for name, by_day in rows.items():
            self._line_measures(self.books.lines[name].entity, name, by_day)
        for entity in ("harbor", "rider", GROUP):
            self._paces(entity, "", "")
            self._averages(entity, "", "")
            for name, line in self.books.lines.items():
                if entity in (line.entity, GROUP):
                    self._paces(entity, "line", name)
                    self._averages(entity, "line", name)

    def _line_day(self, line: "Line", drawn: int, day: date) -> dict[str, int]:
        limit, target = line.limit, line.target
        short = max(0, ceiling(drawn - target * limit))
        left = sum(works(d) for d in days(day + DAY, line.by))
        return {"limit": limit, "cap": limit, "drawn": drawn, "used": drawn, "available": limit - drawn,
                "letters_of_credit": 0, "over_advance": max(0, drawn - limit), "lost_to_base": 0,
                "paydown": short, "paydown_per_day": ceiling(Fraction(short, left))}  # fmt: skip

    def _line_measures(self, entity: str, name: str, by_day: list[tuple[date, dict[str, int]]]) -> None:
        for day, found in by_day:
            for measure, amount in found.items():
                self.put(entity, f"credit.{measure}", day, amount, ("line", name))

    def _averages(self, entity: str, dimension: str, member: str) -> None:
        """Of the last 91 days, once there are as many, and of the calendar year to date."""
        drawn = self.values[entity, "credit.drawn", dimension, member]
        for day in drawn:
            weeks = [drawn[d] for d in days(day - DAY * 90, day) if d in drawn]
            if len(weeks) == 91:
                average = half_up(Fraction(sum(weeks), 91))
                self.values[entity, "credit.average_13_weeks", dimension, member][day] = average
            year = [drawn[d] for d in days(day.replace(month=1, day=1), day) if d in drawn]
            average = half_up(Fraction(sum(year), len(year)))
            self.values[entity, "credit.average_year", dimension, member][day] = average

    def _paces(self, entity: str, dimension: str, member: str) -> None:
        """Days until what is left is gone, when the last 20 days' pace goes on."""
        used = self.values[entity, "credit.used", dimension, member]
        for measure, distance, way in (("limit", "available", 1), ("target", "paydown", -1)):
            for day in used:
                left = self.values[entity, f"credit.{distance}", dimension, member][day]
                before = used.get(day - DAY * 20)
                pace = Fraction(way * (used[day] - before), 20) if before is not None else Fraction(0)
                if left <= 0 or pace > 0:
                    found = 0 if left <= 0 else ceiling(left / pace)
                    self.values[entity, f"credit.days_to_{measure}", dimension, member][day] = found

    # ------------------------------------------------------------------ audience

    def _audience(self) -> None:
        """Every page has every day here, so totals are plain sums; reach has none."""
        shops: dict[str, set[str]] = defaultdict(set)
        for entity, platform, _ in self.books.followed:
            shops[platform].add(entity)
        pages = {(entity, platform) for entity, platform, _ in self.books.followed}
        dates = sorted({day for *_, day in self.books.followed if day <= self.until})
        assert {(*page, day) for page in pages for day in dates} == {
            key for key in self.books.followed if key[2] <= self.until
        }
        for (entity, platform, day), counts in self.books.followed.items():
            if day > self.until:
                continue
            where = ("platform", platform)
            for name in ("impressions", "engagements", "clicks", "posts", "followers"):
                self.put(entity, f"audience.{name}", day, counts[name], where)
            for name in ("engagements", "clicks"):  # every day has impressions here
                self.put(entity, f"audience.{name}_shown", day, counts[name], where)
            for whose in (entity, GROUP) if len(shops[platform]) == 1 else (entity,):
                self.values[whose, "audience.reach", *where][day] = counts["reach"]
            before = self.books.followed.get((entity, platform, day - DAY))
            if before is not None:
                gained = counts["followers"] - before["followers"]
                self.put(entity, "audience.followers_gained", day, gained, where)
        for key in [key for key in self.values if key[1] == "audience.followers"]:
            self._carried_followers(key)

    def _carried_followers(self, key: Key) -> None:
        held, opened = self.values[key], self.values[key[0], "audience.followers_before", *key[2:]]
        newest = max(held)
        for day in days(newest + DAY, self.until):
            held[day] = held[newest]
            self.carry(key, day)
        for day in held:
            if day < self.until:
                opened[day + DAY] = held[day]
            if newest < day < self.until:
                self.carry((key[0], "audience.followers_before", *key[2:]), day + DAY)

    # ------------------------------------------------------------------ periods

    def is_stale(self, key: Key, day: date) -> bool:
        one = (key[0], "credit", *key[2:]) if key[1].startswith("credit.") else key
        return (one, day) in self.stale

    def _found(self, key: Key, first: date, last: date) -> list[int]:
        """The values of the days from ``first`` to ``last`` that have one, oldest first."""
        if key not in self._ordered:
            self._ordered[key] = sorted(self.values.get(key, {}).items())
        ordered = self._ordered[key]
        low, high = (bisect_left(ordered, (day,)) for day in (first, last + DAY))
        return [value for _, value in ordered[low:high]]

    def read(self, measure: str, first: date, last: date, entity: str = "", dimension: str = "",
             member: str = "") -> Fraction | None:  # fmt: skip
        """A figure of the days from ``first`` to ``last``; None where there is none."""
        if measure in RATIOS:
            over, under, times = RATIOS[measure]
            above = self.read(over, first, last, entity, dimension, member)
            below = self.read(under, first, last, entity, dimension, member)
            return above / below * times if above is not None and below is not None and below > 0 else None
        found = self._found((entity, measure, dimension, member), first, last)
        if not found:
            quiet = dimension == "category" and measure not in STOCKS
            return Fraction(0) if quiet and self.read(measure, first, last, entity) is not None else None
        if measure in OF_ONE_DAY:
            return Fraction(found[0]) if first == last else None
        if measure in OPENINGS:
            return Fraction(found[0])
        return Fraction(found[-1] if measure in STOCKS else sum(found))


def overtime(
    shifts: dict[tuple[str, date, str, str, str], int],
) -> dict[tuple[str, date, str, str, str], int]:
    """Minutes above 8 a day or 40 a week from Monday, on the last rows of a day by place and job."""
    by_day: dict[tuple[str, date], list[tuple[str, date, str, str, str]]] = defaultdict(list)
    for key in shifts:
        by_day[key[:2]].append(key)
    week: dict[tuple[str, date], int] = defaultdict(int)
    over = {}
    for (employee, day), keys in sorted(by_day.items(), key=lambda item: item[0][1]):
        monday = employee, day - DAY * day.weekday()
        plain = min(480, max(0, 2400 - week[monday]))
        done = 0
        for key in sorted(keys, key=lambda key: key[2:]):
            over[key] = max(0, done + shifts[key] - max(plain, done))
            done += shifts[key]
        week[monday] += min(done, 480)
    return over


@pytest.fixture(scope="session")
def ledger_of(books: Books) -> Callable[[date], Ledger]:
    """The ledger as it stood after a day."""
    made: dict[date, Ledger] = {}

    def until(day: date) -> Ledger:
        if day not in made:
            made[day] = Ledger(books, day)
        return made[day]

    return until


@dataclass(frozen=True)
class Told:
    """What the product says of a day: its measures and its report."""

    measures: Measures
    report: Report


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Told]:
    """The product's word on a day and scope; made once for all workers of a test run."""
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent
    checked: list[Any] = []

    @cache
    def of(day: date, scope: str = "") -> Told:
        file = folder / f"told-{day}-{scope}.pickle"
        with FileLock(f"{file}.lock"):
            if not file.exists():
                file.write_bytes(pickle.dumps(_told(checked, day, scope)))
            found: Told = pickle.loads(file.read_bytes())  # noqa: S301 - written by this test run
        return found

    return of


def _told(checked: list[Any], day: date, scope: str) -> Told:
    """Through the pipeline's stages up to the report; inputs are read once per process."""
    from flashreport.compose.report import compose
    from flashreport.pipeline import Order, check_workspace, context_of, measures_of, report_settings
    from flashreport.pipeline.forecast import with_forecast
    from flashreport.workspace.load import load

    workspace, order = load(SAMPLE), Order(now=datetime(2026, 11, 21, 13, tzinfo=UTC), scope=scope)
    if not checked:
        checked.append(check_workspace(workspace, None, order.now))
        _ = checked[0].facts  # summed up once; the copies for other days take them along
    of_day = replace(checked[0], business_date=day)
    of_day.__dict__["facts"] = checked[0].facts
    frame, outlook = with_forecast(workspace, of_day, measures_of(workspace, of_day), scope)
    context = context_of(workspace, order, report_settings(workspace, order), of_day, frame, outlook)
    return Told(Measures(frame, of_day.calendar), compose(context))
