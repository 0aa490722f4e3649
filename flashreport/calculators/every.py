"""Run every calculator whose facts are there, and put their measures into one frame."""

from collections.abc import Callable, Mapping
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
from flashreport.calculators.exchange import exchange_of, told_in_one_currency, unrated_days
from flashreport.calculators.job_progress import job_measures, open_jobs
from flashreport.calculators.line_averages import averages
from flashreport.calculators.month_end import WEEKS, month_end_pay
from flashreport.calculators.own_values import calculate_values
from flashreport.calculators.pay import NO_EXTRA_ROWS, extra_rows, people_of, salaries, worked_pay
from flashreport.calculators.people import in_one_currency, pay_of_people, without_amounts
from flashreport.calculators.plan import cash_plan, pay_budget
from flashreport.calculators.projects import calculate_projects
from flashreport.calculators.risks import calculate_risks
from flashreport.calculators.rolling import PAY_DAYS, burn, pay_of_four_weeks
from flashreport.calculators.staff import (
    calculate_hours,
    calculate_jobs,
    calculate_output,
)
from flashreport.calculators.working_days import every_date, working_days
from flashreport.calculators.yields import yield_of_rows
from flashreport.domain.calendar import PERIODS, BusinessCalendar, Period
from flashreport.domain.exchange import Exchange, without_gaps
from flashreport.domain.measure_frame import empty, stacked
from flashreport.domain.measures import GROUP, MEASURES
from flashreport.domain.units import money
from flashreport.workspace.model import WEEKDAYS
from flashreport.workspace.own_measures import register_of
from flashreport.workspace.settings import WorkspaceSettings

_PAY = ["premium", "overtime_pay", "surcharge", "pay"]
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
    exchange = exchange_of(facts, settings, calendar, until)
    parts = [
        _cash(facts, settings, working, months, end, exchange),
        _credit(facts, calendar, working, end, exchange),
        _staff(facts, settings, calendar, working, months, end, exchange),
        _projects(facts, settings, end, exchange),
        calculate_risks(facts["risks"], end, exchange) if "risks" in facts else empty(),
        calculate_audience(facts["audience"], end) if "audience" in facts else empty(),
        _own(facts, settings, end, exchange) if "own_values" in facts else empty(),
    ]
    frame = stacked(parts)
    if frame.empty:
        return frame
    del parts
    accounts = [facts[name] for name in ("cash_movements", "cash_balances") if name in facts]
    accounts = [rows[rows["date"] <= end] for rows in accounts]
    more = (
        unrated_days(frame, register_of(settings.measures), accounts, end, exchange),
        _covenants(facts, settings, calendar, frame, end),
    )
    held = [rows for rows in more if not rows.empty]
    return stacked([frame, *held]) if held else frame


def _cash(
    facts: Frames,
    settings: WorkspaceSettings,
    working: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    end: pd.Timestamp,
    exchange: Exchange,
) -> pd.DataFrame:
    parts = [empty()]
    if "cash_movements" in facts:
        moved, transfers = facts["cash_movements"], settings.cash.transfers
        none = pd.DataFrame(columns=["entity", "account", "currency", "date", "opening", "closing"])
        parts.append(calculate_cash(moved, facts.get("cash_balances", none), transfers, end, exchange))
        parts.append(burn(moved, (*transfers, *settings.cash.financing), end, exchange))
    if "plan" in facts:
        parts.append(cash_plan(facts["plan"], working, months, exchange))
    return stacked(parts)


def _credit(
    facts: Frames,
    calendar: BusinessCalendar,
    working: npt.NDArray[np.datetime64],
    end: pd.Timestamp,
    exchange: Exchange,
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
    measures, costs = (told_in_one_currency(rows, MEASURES, exchange) for rows in (measures, costs))
    return stacked([measures, costs, averages(measures, starts["year"])])


def _projects(
    facts: Frames, settings: WorkspaceSettings, end: pd.Timestamp, exchange: Exchange
) -> pd.DataFrame:
    if "projects" not in facts:
        return empty()
    how = settings.projects.estimate
    plan = facts.get("project_plan")
    return calculate_projects(facts["projects"], end, exchange, estimate=how, plan=plan)


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
    exchange: Exchange,
) -> pd.DataFrame:
    parts = [empty()]
    if "hours" in facts and not facts["hours"].empty:
        hours = _hours(facts, settings, calendar, working, months, end, exchange)
        closed = np.array(sorted(calendar.closed), dtype="datetime64[D]")
        pay = hours.loc[hours["measure"] == "staff.pay", ["entity", "date"]]
        unrated = exchange.unrated(pay[pay["entity"] != ""].drop_duplicates())
        ahead = without_gaps(month_end_pay(hours, closed, months, end), unrated, 7 * WEEKS)
        parts += [hours, ahead, without_gaps(pay_of_four_weeks(hours, end), unrated, PAY_DAYS)]
    if "output" in facts:
        output = facts["output"][facts["output"]["date"] <= end]
        parts.append(_consolidated(calculate_output, [output], [["revenue"]], settings, exchange))
    if "jobs" in facts:
        parts.append(calculate_jobs(facts["jobs"], end))
    if "plan" in facts:
        parts.append(pay_budget(facts["plan"], months, exchange))
    return stacked(parts)


def _own(facts: Frames, settings: WorkspaceSettings, end: pd.Timestamp, exchange: Exchange) -> pd.DataFrame:
    return calculate_values(
        facts["own_values"], register_of(settings.measures), exchange.entities, end, exchange
    )


def _consolidated(
    calculate_from: Callable[..., pd.DataFrame],
    frames: list[pd.DataFrame],
    money: list[list[str]],
    settings: WorkspaceSettings,
    exchange: Exchange,
) -> pd.DataFrame:
    """What a calculator makes of ``frames``; the group's money from them in the company's currency.

    ``money`` names the columns of each frame that are in the entity's currency.
    """
    own = calculate_from(*frames)
    if exchange.single:
        return own
    converted = (exchange.group(rows, columns) for rows, columns in zip(frames, money, strict=True))
    told = calculate_from(*(rows.assign(entity=rows["owner"]) for rows in converted))
    known = register_of(settings.measures)
    amounts = [key for key in own["measure"].unique() if known[key].kind == "money"]
    of_group = (own["entity"] == "") & own["measure"].isin(amounts)
    return stacked([own[~of_group], told[(told["entity"] == "") & told["measure"].isin(amounts)]])


def _hours(
    facts: Frames,
    settings: WorkspaceSettings,
    calendar: BusinessCalendar,
    working: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    end: pd.Timestamp,
    exchange: Exchange,
) -> pd.DataFrame:
    rows = worked_pay(facts, settings, calendar.holidays, end)
    people = people_of(facts)
    floor = _floor(settings)
    if floor is not None:
        rows["yield"] = yield_of_rows(rows, *_revenue(facts, exchange, end), floor)
    extra = extra_rows(facts["extra_pay"], people, end) if "extra_pay" in facts else NO_EXTRA_ROWS
    week_start = WEEKDAYS.index(settings.staff.workweek_start)
    paid = "employees" in facts or "rate" in rows or "earnings" in rows
    if not exchange.single:  # everybody is paid in the currency of the own entity, wherever they work
        home = (
            people.astype({"entity": "object"}).set_index("employee")["entity"].map(dict(exchange.entities))
        )
        rows, extra = (
            exchange.own(each.assign(currency=each["employee"].map(home)), columns)
            for each, columns in ((rows, _PAY), (extra, ["extra_pay"]))
        )
    found = _consolidated(
        lambda *each: calculate_hours(*each, with_pay=paid),
        [
            rows.drop(columns="currency", errors="ignore"),
            salaries(people, working, months, week_start),
            extra.drop(columns="currency", errors="ignore"),
        ],
        [_PAY, ["straight"], ["extra_pay"]],
        settings,
        exchange,
    )
    if "jobs" not in facts:
        return found
    progress = job_measures(open_jobs(rows, facts["jobs"], working, end), end)
    return stacked([found, progress])


def people_pay(
    facts: Frames, settings: WorkspaceSettings, calendar: BusinessCalendar, until: date, scope: str = GROUP
) -> pd.DataFrame:
    """Each person's month to date and at its end; see :func:`calculators.people.pay_of_people`.

    The group's are in the company's currency; one without a rate has no amounts.
    """
    end = pd.Timestamp(until).as_unit("s")
    working = _dates(calendar, facts, until, working=True)
    months = _starts(calendar, facts, until, "month")
    people = people_of(facts)
    rows = worked_pay(facts, settings, calendar.holidays, end)
    extra = extra_rows(facts["extra_pay"], people, end) if "extra_pay" in facts else NO_EXTRA_ROWS
    week_start = WEEKDAYS.index(settings.staff.workweek_start)
    closed = np.array(sorted(calendar.closed), dtype="datetime64[D]")
    salaried = salaries(people, working, months, week_start)
    exchange = exchange_of(facts, settings, calendar, until)
    if exchange.single or scope != GROUP:
        return pay_of_people(rows, salaried, extra, people, closed, months, end)
    salaried = salaried[salaried["date"] <= end]
    home = people.set_index("employee")["entity"].map(dict(exchange.entities))
    rows, worked = in_one_currency(rows, _PAY, home, exchange)
    salaried, owed = in_one_currency(salaried, ["straight"], home, exchange)
    extra, given = in_one_currency(extra, ["extra_pay"], home, exchange)
    found = pay_of_people(rows, salaried, extra, people, closed, months, end)
    return without_amounts(found, worked | owed | given)


def _revenue(
    facts: Frames, exchange: Exchange, end: pd.Timestamp
) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Jobs and output in the currency of the floor: the company's, for jobs at the last rate."""
    jobs, output = facts.get("jobs"), facts.get("output")
    if exchange.single:
        return jobs, output
    found = (
        None if rows is None else exchange.group(rows, ["revenue"])
        for rows in (None if jobs is None else jobs.assign(date=end), output)
    )
    jobs, output = (None if rows is None else rows.assign(entity=rows["owner"]) for rows in found)
    return jobs, output


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
    return working_days(calendar, first, last) if working else every_date(first, last)


def _target_dates(facts: Frames) -> list[date]:
    lines = facts.get("credit_lines")
    return [] if lines is None else [day.date() for day in lines["target_date"].dropna()]


def _starts(
    calendar: BusinessCalendar, facts: Frames, until: date, period: Period
) -> npt.NDArray[np.datetime64]:
    """The first days of the company's months (or quarters, or years), from that of the oldest fact on."""
    every = _dates(calendar, facts, until, working=False)
    # no period is shorter than a week
    found = {calendar.start(day, period) for day in [*every[::7].astype(date), every[-1].astype(date)]}
    return np.array(sorted(found), dtype="datetime64[D]")
