"""Everything about staff: hours, overtime, pay, output and jobs, in each currency that it takes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pandas as pd

from flashreport.calculators.basis import Basis, Frames
from flashreport.calculators.job_progress import job_measures, open_jobs
from flashreport.calculators.month_end import WEEKS, month_end_pay
from flashreport.calculators.pay import NO_EXTRA_ROWS, extra_rows, people_of, salaries, worked_pay
from flashreport.calculators.people import in_one_currency, pay_of_people, without_amounts
from flashreport.calculators.plan import NO_BUDGET, pay_budget, people_budget
from flashreport.calculators.rolling import PAY_DAYS, pay_of_four_weeks
from flashreport.calculators.staff import calculate_hours, calculate_jobs, calculate_output
from flashreport.calculators.yields import yield_of_rows
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.exchange import without_gaps
from flashreport.domain.measure_frame import empty, stacked
from flashreport.domain.measures import GROUP
from flashreport.domain.units import money
from flashreport.workspace.model import WEEKDAYS
from flashreport.workspace.settings import WorkspaceSettings

_PAY = ["premium", "overtime_pay", "surcharge", "pay"]


def calculate_staff(basis: Basis) -> pd.DataFrame:
    """The measures of hours, pay, output, jobs and the pay budget, of those whose facts are there."""
    facts, end, exchange = basis.facts, basis.end, basis.exchange
    parts = [empty()]
    if "hours" in facts and not facts["hours"].empty:
        hours = _hours(basis)
        pay = hours.loc[hours["measure"] == "staff.pay", ["entity", "date"]]
        unrated = exchange.unrated(pay[pay["entity"] != ""].drop_duplicates())
        ahead = without_gaps(month_end_pay(hours, basis.closed, basis.months, end), unrated, 7 * WEEKS)
        parts += [hours, ahead, without_gaps(pay_of_four_weeks(hours, end), unrated, PAY_DAYS)]
    if "output" in facts:
        output = facts["output"][facts["output"]["date"] <= end]
        parts.append(_consolidated(calculate_output, [output], [["revenue"]], basis))
    if "jobs" in facts:
        parts.append(calculate_jobs(facts["jobs"], end))
    if "plan" in facts:
        parts.append(pay_budget(facts["plan"], basis.months, exchange))
    return stacked(parts)


def people_pay(
    facts: Frames, settings: WorkspaceSettings, calendar: BusinessCalendar, until: date, scope: str = GROUP
) -> pd.DataFrame:
    """Each person's month to date and at its end; see :func:`calculators.people.pay_of_people`.

    The group's are in the company's currency; one without a rate has no amounts.
    """
    basis = Basis(facts, settings, calendar, until)
    people = people_of(facts)
    rows, salaried, extra = _paid(basis, people)
    planned = people_budget(facts["plan"], basis.months) if "plan" in facts else NO_BUDGET
    planned = planned[planned["date"] <= basis.end]
    exchange, dates = basis.exchange, (basis.closed, basis.months, basis.end)
    if exchange.single or scope != GROUP:
        return pay_of_people(rows, salaried, extra, planned, people, *dates)
    salaried = salaried[salaried["date"] <= basis.end]
    currencies = dict(exchange.entities)
    home = people.set_index("employee")["entity"].map(currencies)
    rows, worked = in_one_currency(rows, _PAY, rows["employee"].map(home), exchange)
    salaried, owed = in_one_currency(salaried, ["straight"], salaried["employee"].map(home), exchange)
    extra, given = in_one_currency(extra, ["extra_pay"], extra["employee"].map(home), exchange)
    planned, hoped = in_one_currency(planned, ["budget"], planned["entity"].map(currencies), exchange)
    found = pay_of_people(rows, salaried, extra, planned, people, *dates)
    return without_amounts(found, worked | owed | given | hoped)


def _paid(basis: Basis, people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What is earned by hours, by salaries, and on top of both."""
    facts, settings = basis.facts, basis.settings
    rows = worked_pay(facts, settings, basis.calendar.holidays, basis.end)
    week_start = WEEKDAYS.index(settings.staff.workweek_start)
    salaried = salaries(people, basis.working, basis.months, week_start)
    extra = extra_rows(facts["extra_pay"], people, basis.end) if "extra_pay" in facts else NO_EXTRA_ROWS
    return rows, salaried, extra


def _hours(basis: Basis) -> pd.DataFrame:
    facts, end, exchange = basis.facts, basis.end, basis.exchange
    people = people_of(facts)
    rows, salaried, extra = _paid(basis, people)
    floor = _floor(basis.settings)
    if floor is not None:
        rows["yield"] = yield_of_rows(rows, *_revenue(basis), floor)
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
            salaried,
            extra.drop(columns="currency", errors="ignore"),
        ],
        [_PAY, ["straight"], ["extra_pay"]],
        basis,
    )
    if "jobs" not in facts:
        return found
    progress = job_measures(open_jobs(rows, facts["jobs"], basis.working, end), end)
    return stacked([found, progress])


def _consolidated(
    calculate_from: Callable[..., pd.DataFrame],
    frames: list[pd.DataFrame],
    money: list[list[str]],
    basis: Basis,
) -> pd.DataFrame:
    """What a calculator makes of ``frames``; the group's money from them in the company's currency.

    ``money`` names the columns of each frame that are in the entity's currency.
    """
    own = calculate_from(*frames)
    if basis.exchange.single:
        return own
    converted = (basis.exchange.group(rows, columns) for rows, columns in zip(frames, money, strict=True))
    told = calculate_from(*(rows.assign(entity=rows["owner"]) for rows in converted))
    amounts = [key for key in own["measure"].unique() if basis.register[key].kind == "money"]
    of_group = (own["entity"] == "") & own["measure"].isin(amounts)
    return stacked([own[~of_group], told[(told["entity"] == "") & told["measure"].isin(amounts)]])


def _revenue(basis: Basis) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Jobs and output in the currency of the floor: the company's, for jobs at the last rate."""
    jobs, output = basis.facts.get("jobs"), basis.facts.get("output")
    if basis.exchange.single:
        return jobs, output
    found = (
        None if rows is None else basis.exchange.group(rows, ["revenue"])
        for rows in (None if jobs is None else jobs.assign(date=basis.end), output)
    )
    jobs, output = (None if rows is None else rows.assign(entity=rows["owner"]) for rows in found)
    return jobs, output


def _floor(settings: WorkspaceSettings) -> int | None:
    floor = settings.staff.yield_floor
    return None if floor is None else money(settings.company.currency).store(Decimal(floor))
