"""Run every calculator whose facts are there, and put their measures into one frame."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.accrual import accrued
from flashreport.calculators.audience import calculate_audience
from flashreport.calculators.cash import calculate_cash
from flashreport.calculators.covenants import Known, calculate_covenants
from flashreport.calculators.credit import calculate_credit
from flashreport.calculators.job_progress import job_measures, open_jobs
from flashreport.calculators.line_averages import averages
from flashreport.calculators.month_end import month_end_pay
from flashreport.calculators.own_values import calculate_values
from flashreport.calculators.pay import NO_EXTRA_ROWS, extra_rows, people_of, salaries, worked_pay
from flashreport.calculators.people import pay_of_people
from flashreport.calculators.plan import cash_plan, pay_budget
from flashreport.calculators.projects import calculate_projects
from flashreport.calculators.risks import calculate_risks
from flashreport.calculators.rolling import burn, pay_of_four_weeks
from flashreport.calculators.staff import (
    calculate_hours,
    calculate_jobs,
    calculate_output,
)
from flashreport.calculators.yields import yield_of_rows
from flashreport.domain.calendar import PERIODS, BusinessCalendar, Period, days
from flashreport.domain.measure_frame import empty
from flashreport.domain.measures import GROUP
from flashreport.domain.units import money
from flashreport.workspace.model import WEEKDAYS
from flashreport.workspace.own_measures import register_of
from flashreport.workspace.settings import WorkspaceSettings

Frames = Mapping[str, pd.DataFrame]
_BILLED: tuple[Period, ...] = ("month", "quarter", "year")
_LONGEST = timedelta(days=30 * 366)  # longer than any credit line's target lies ahead


def calculate(
    facts: Frames, settings: WorkspaceSettings, calendar: BusinessCalendar, until: date
) -> pd.DataFrame:
    """The frame of all measures up to ``until``, for every entity and the group."""
    end = pd.Timestamp(until).as_unit("s")
    working = _dates(calendar, facts, until, working=True)
    months = _starts(calendar, facts, until, "month")
    parts = [
        _cash(facts, settings, working, months, end),
        _credit(facts, calendar, working, end),
        _staff(facts, settings, calendar, working, months, end),
        calculate_projects(facts["projects"], end) if "projects" in facts else empty(),
        calculate_risks(facts["risks"], end) if "risks" in facts else empty(),
        calculate_audience(facts["audience"], end) if "audience" in facts else empty(),
        _own(facts, settings, end) if "own_values" in facts else empty(),
    ]
    held = [part for part in parts if not part.empty]
    frame = pd.concat(held, ignore_index=True) if held else empty()
    tested = _covenants(facts, settings, calendar, frame, end)
    return frame if tested.empty else pd.concat([frame, tested], ignore_index=True)


def _cash(
    facts: Frames,
    settings: WorkspaceSettings,
    working: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    end: pd.Timestamp,
) -> pd.DataFrame:
    parts = [empty()]
    if "cash_movements" in facts:
        none = pd.DataFrame(columns=["entity", "account", "date", "opening", "closing"])
        balances = facts.get("cash_balances", none)
        parts.append(calculate_cash(facts["cash_movements"], balances, settings.cash.transfers, end))
        left_out = (*settings.cash.transfers, *settings.cash.financing)
        parts.append(burn(facts["cash_movements"], left_out, end))
    if "plan" in facts:
        parts.append(cash_plan(facts["plan"], working, months))
    return pd.concat(parts, ignore_index=True)


def _credit(
    facts: Frames,
    calendar: BusinessCalendar,
    working: npt.NDArray[np.datetime64],
    end: pd.Timestamp,
) -> pd.DataFrame:
    if "credit_lines" not in facts or "credit_balances" not in facts:
        return empty()
    lines, balances = facts["credit_lines"], facts["credit_balances"]
    measures = calculate_credit(
        lines,
        balances,
        working,
        end,
        terms=facts.get("base_terms"),
        certificates=facts.get("base_certificates"),
        receivables=facts.get("receivables"),
    )
    until = end.date()
    starts = {period: _starts(calendar, facts, until, period) for period in _BILLED}
    costs = accrued(lines, balances, starts, end, facts.get("credit_rates"))
    return pd.concat([measures, costs, averages(measures, starts["year"])], ignore_index=True)


def _covenants(
    facts: Frames,
    settings: WorkspaceSettings,
    calendar: BusinessCalendar,
    frame: pd.DataFrame,
    end: pd.Timestamp,
) -> pd.DataFrame:
    """Last of all: a covenant may be on any other measure."""
    if "covenants" not in facts or "credit_lines" not in facts:
        return empty()
    company = settings.company.currency
    minor = {entity.id: money(entity.currency or company).step for entity in settings.entities}
    asked = {str(period) for period in facts["covenants"]["period"].dropna()} - {"day"}
    starts = {period: _starts(calendar, facts, end.date(), period) for period in PERIODS if period in asked}
    known = Known(frame, register_of(settings.measures), minor | {GROUP: money(company).step}, starts)
    return calculate_covenants(facts["covenants"], facts["credit_lines"], known, end)


def _staff(
    facts: Frames,
    settings: WorkspaceSettings,
    calendar: BusinessCalendar,
    working: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    end: pd.Timestamp,
) -> pd.DataFrame:
    parts = [empty()]
    if "hours" in facts and not facts["hours"].empty:
        parts.append(_hours(facts, settings, calendar, working, months, end))
        closed = np.array(sorted(calendar.closed), dtype="datetime64[D]")
        parts += [month_end_pay(parts[-1], closed, months, end), pay_of_four_weeks(parts[-1], end)]
    if "output" in facts:
        parts.append(calculate_output(facts["output"][facts["output"]["date"] <= end]))
    if "jobs" in facts:
        parts.append(calculate_jobs(facts["jobs"], end))
    if "plan" in facts:
        parts.append(pay_budget(facts["plan"], months))
    return pd.concat(parts, ignore_index=True)


def _own(facts: Frames, settings: WorkspaceSettings, end: pd.Timestamp) -> pd.DataFrame:
    own = {entity.id: entity.currency or settings.company.currency for entity in settings.entities}
    return calculate_values(facts["own_values"], register_of(settings.measures), own, end)


def _hours(
    facts: Frames,
    settings: WorkspaceSettings,
    calendar: BusinessCalendar,
    working: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    end: pd.Timestamp,
) -> pd.DataFrame:
    rows = worked_pay(facts, settings, calendar.holidays, end)
    people = people_of(facts)
    floor = _floor(settings)
    if floor is not None:
        rows["yield"] = yield_of_rows(rows, facts.get("jobs"), facts.get("output"), floor)
    extra = extra_rows(facts["extra_pay"], people, end) if "extra_pay" in facts else NO_EXTRA_ROWS
    week_start = WEEKDAYS.index(settings.staff.workweek_start)
    paid = "employees" in facts or "rate" in rows or "earnings" in rows
    found = calculate_hours(rows, salaries(people, working, months, week_start), extra, with_pay=paid)
    if "jobs" not in facts:
        return found
    progress = job_measures(open_jobs(rows, facts["jobs"], working, end), end)
    return pd.concat([found, progress], ignore_index=True)


def people_pay(
    facts: Frames, settings: WorkspaceSettings, calendar: BusinessCalendar, until: date
) -> pd.DataFrame:
    """Each person's month to date and at its end; see :func:`calculators.people.pay_of_people`."""
    end = pd.Timestamp(until).as_unit("s")
    working = _dates(calendar, facts, until, working=True)
    months = _starts(calendar, facts, until, "month")
    people = people_of(facts)
    rows = worked_pay(facts, settings, calendar.holidays, end)
    extra = extra_rows(facts["extra_pay"], people, end) if "extra_pay" in facts else NO_EXTRA_ROWS
    week_start = WEEKDAYS.index(settings.staff.workweek_start)
    closed = np.array(sorted(calendar.closed), dtype="datetime64[D]")
    salaried = salaries(people, working, months, week_start)
    return pay_of_people(rows, salaried, extra, people, closed, months, end)


def _floor(settings: WorkspaceSettings) -> int | None:
    floor = settings.staff.yield_floor
    return None if floor is None else money(settings.company.currency).store(Decimal(floor))


def _dates(
    calendar: BusinessCalendar, facts: Frames, until: date, *, working: bool
) -> npt.NDArray[np.datetime64]:
    """Working (or all) days from the month of the oldest fact to a year after ``until``.

    They reach to the last target date of a credit line, if that is later and a date that may be meant.
    """
    oldest = [frame["date"].min() for frame in facts.values() if "date" in frame and not frame.empty]
    oldest += [frame["month"].min() for frame in facts.values() if "month" in frame and not frame.empty]
    first = calendar.start(min(oldest).date() if oldest else until, "month")
    reach = max([until + timedelta(days=400), *_target_dates(facts)])
    last = calendar.month_end(min(reach, until + _LONGEST))
    found = [day for day in days(first, last) if calendar.is_working(day) or not working]
    return np.array(found, dtype="datetime64[D]")


def _target_dates(facts: Frames) -> list[date]:
    lines = facts.get("credit_lines")
    return [] if lines is None else [day.date() for day in lines["target_date"].dropna()]


def _starts(
    calendar: BusinessCalendar, facts: Frames, until: date, period: Period
) -> npt.NDArray[np.datetime64]:
    """The first days of the company's months (or quarters, or years), from that of the oldest fact on."""
    every = _dates(calendar, facts, until, working=False)
    found = {calendar.start(day.astype(date), period) for day in every}
    return np.array(sorted(found), dtype="datetime64[D]")
