"""Run every calculator whose facts are there, and put their measures into one frame."""

from datetime import date

import pandas as pd

from flashreport.calculators.accrual import accrued
from flashreport.calculators.audience import calculate_audience
from flashreport.calculators.basis import Basis, Frames
from flashreport.calculators.cash import calculate_cash
from flashreport.calculators.covenants import Known, calculate_covenants
from flashreport.calculators.credit import calculate_credit
from flashreport.calculators.exchange import told_in_one_currency, unrated_days
from flashreport.calculators.line_averages import averages
from flashreport.calculators.own_values import calculate_values
from flashreport.calculators.plan import cash_plan
from flashreport.calculators.projects import calculate_projects
from flashreport.calculators.risks import calculate_risks
from flashreport.calculators.rolling import burn
from flashreport.calculators.staff_block import calculate_staff
from flashreport.domain.calendar import PERIODS, BusinessCalendar, Period
from flashreport.domain.measure_frame import empty, stacked
from flashreport.domain.measures import GROUP, MEASURES
from flashreport.domain.units import money
from flashreport.workspace.settings import WorkspaceSettings

_BILLED: tuple[Period, ...] = ("month", "quarter", "year")


def calculate(
    facts: Frames, settings: WorkspaceSettings, calendar: BusinessCalendar, until: date
) -> pd.DataFrame:
    """The frame of all measures up to ``until``, for every entity and the group."""
    basis = Basis(facts, settings, calendar, until)
    end, exchange = basis.end, basis.exchange
    parts = [
        _cash(basis),
        _credit(basis),
        calculate_staff(basis),
        _projects(basis),
        calculate_risks(facts["risks"], end, exchange) if "risks" in facts else empty(),
        calculate_audience(facts["audience"], end) if "audience" in facts else empty(),
        _own(basis) if "own_values" in facts else empty(),
    ]
    frame = stacked(parts)
    if frame.empty:
        return frame
    del parts
    accounts = [facts[name] for name in ("cash_movements", "cash_balances") if name in facts]
    accounts = [rows[rows["date"] <= end] for rows in accounts]
    more = (
        unrated_days(frame, basis.register, accounts, end, exchange),
        _covenants(basis, frame),
    )
    held = [rows for rows in more if not rows.empty]
    return stacked([frame, *held]) if held else frame


def _cash(basis: Basis) -> pd.DataFrame:
    facts, end, exchange = basis.facts, basis.end, basis.exchange
    parts = [empty()]
    if "cash_movements" in facts:
        moved, terms = facts["cash_movements"], basis.settings.cash
        none = pd.DataFrame(columns=["entity", "account", "currency", "date", "opening", "closing"])
        balances = facts.get("cash_balances", none)
        parts.append(calculate_cash(moved, balances, terms.transfers, end, exchange))
        parts.append(burn(moved, (*terms.transfers, *terms.financing), end, exchange))
    if "plan" in facts:
        parts.append(cash_plan(facts["plan"], basis.working, basis.months, exchange))
    return stacked(parts)


def _credit(basis: Basis) -> pd.DataFrame:
    facts, end = basis.facts, basis.end
    if "credit_lines" not in facts or "credit_balances" not in facts:
        return empty()
    lines, balances = facts["credit_lines"], facts["credit_balances"]
    measures = calculate_credit(
        lines,
        balances,
        basis.working,
        end,
        terms=facts.get("base_terms"),
        certificates=facts.get("base_certificates"),
        receivables=facts.get("receivables"),
    )
    starts = {period: basis.starts(period) for period in _BILLED}
    costs = accrued(lines, balances, starts, end, facts.get("credit_rates"))
    measures, costs = (told_in_one_currency(rows, MEASURES, basis.exchange) for rows in (measures, costs))
    return stacked([measures, costs, averages(measures, starts["year"])])


def _projects(basis: Basis) -> pd.DataFrame:
    facts, how = basis.facts, basis.settings.projects.estimate
    if "projects" not in facts:
        return empty()
    plan = facts.get("project_plan")
    return calculate_projects(facts["projects"], basis.end, basis.exchange, estimate=how, plan=plan)


def _covenants(basis: Basis, frame: pd.DataFrame) -> pd.DataFrame:
    """Last of all: a covenant may be on any other measure."""
    facts, settings = basis.facts, basis.settings
    if "covenants" not in facts or "credit_lines" not in facts:
        return empty()
    company = settings.company.currency
    minor = {entity.id: money(entity.currency or company).step for entity in settings.entities}
    asked = {str(period) for period in facts["covenants"]["period"].dropna()} - {"day"}
    starts = {period: basis.starts(period) for period in PERIODS if period in asked}
    known = Known(frame, basis.register, minor | {GROUP: money(company).step}, starts)
    return calculate_covenants(facts["covenants"], facts["credit_lines"], known, basis.end)


def _own(basis: Basis) -> pd.DataFrame:
    exchange = basis.exchange
    return calculate_values(basis.facts["own_values"], basis.register, exchange.entities, basis.end, exchange)
