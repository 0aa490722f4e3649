"""Published cash cases, read as they are; each kind of case finds its figures from its inputs."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.amounts import CENT
from flashreport.domain.cash import (
    Assertion,
    BalanceBasis,
    BudgetLine,
    CashCycle,
    Column,
    CycleBasis,
    Flow,
    Moment,
    Movement,
    RevolverTerms,
    WorkingCapital,
    budget_total,
    burn,
    by_period,
    cash_cycle,
    change_in_cash,
    check_assertions,
    collections,
    minimum_cash_plug,
    revolver,
    roll_forward,
    runway,
    total_column,
)

GOLDEN = Path(__file__).resolve().parents[3].parent / "shared" / "golden" / "cash.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"), parse_float=Decimal)["cases"]

Case = Mapping[str, Any]
Figures = dict[str, Any]
NO_DATE = date.min


def money(value: Any) -> Decimal:
    return Decimal(str(value))


def row(value: Any) -> list[Decimal]:
    """One amount per period: a list, or categories that are added up."""
    if isinstance(value, Mapping):
        return list(by_period({name: row(each) for name, each in value.items()}))
    return [money(each) for each in (value if isinstance(value, list) else [value])]


def roll_figures(case: Case) -> Figures:
    inputs = case["inputs"]
    came = row(inputs["receipts"])
    openings = [money(value) for value in case["expected"].get("opening", [])]
    if "disbursements" in inputs:
        went = row(inputs["disbursements"])
    else:  # the source prints the openings instead: what is gone between two of them was paid out
        gone = zip(openings[:-1], came, openings[1:], strict=False)
        went = [opening + receipts - after for opening, receipts, after in gone]
    columns = list(roll_forward(money(inputs["opening"]), came[: len(went)], went))
    columns += [Column(columns[-1].closing, last, Decimal(0)) for last in came[len(went) :]]
    whole = total_column(columns)
    figures: Figures = {
        "opening": [column.opening for column in columns],
        "cash_available": [column.available for column in columns],
        "available": [column.available for column in columns],
        "closing": [column.closing for column in columns[: len(went)]],
        "total_disbursements": went,
        "quarter_receipts": whole.receipts,
        "receipts_total": whole.receipts,
        "quarter_disbursements": whole.disbursements,
        "available_total": whole.available,
        "net": whole.net,
        f"disbursements_total_by_month_1_to_{len(went)}": went,
    }
    named = {name: values for name, values in inputs.items() if isinstance(values, list)}
    return {f"{name}_total": sum(row(values)) for name, values in named.items()} | figures


def revolver_figures(case: Case) -> Figures:
    inputs = case["inputs"]
    yearly = money(inputs.get("interest_per_year", 0)) / 12
    multiple = inputs.get("borrow_multiple")
    terms = RevolverTerms(
        minimum=money(inputs.get("minimum_cash", 0)),
        cushion=money(inputs.get("cash_cushion", inputs.get("cushion", 0))),
        rate=money(inputs.get("interest_per_month", yearly)),
        multiple=None if multiple is None else money(multiple),
        repay=inputs.get("repay_excess", True),
        step=money(inputs.get("round_to", CENT)),
    )
    periods = revolver(
        money(inputs["opening"]),
        row(inputs["receipts"]),
        row(inputs["disbursements"]),
        terms,
        money(inputs.get("loan", 0)),
    )
    figures: Figures = {
        "opening": [period.opening for period in periods],
        "available": [period.available for period in periods],
        "interest": [period.interest for period in periods],
        "preliminary": [period.preliminary for period in periods],
        "loan_change": [period.loan_change for period in periods],
        "closing": [period.closing for period in periods],
        "loan_balance": [period.loan for period in periods],
        "borrow": [max(period.loan_change, Decimal(0)) for period in periods],
        "repay": [max(-period.loan_change, Decimal(0)) for period in periods],
        "total_payments": [period.disbursements + period.interest for period in periods],
    }
    return figures | {f"{name}_exact": values for name, values in figures.items()}


def plug_figures(case: Case) -> Figures:
    inputs = case["inputs"]
    paid = sum(row(inputs["disbursements"]))
    column = Column(money(inputs["opening"]), money(inputs["receipts"]), money(paid))
    multiple = inputs.get("borrow_multiple")
    plug = minimum_cash_plug(
        column.closing, money(inputs["minimum_cash"]), None if multiple is None else money(multiple)
    )
    return {
        "available": column.available,
        "total_disbursements": column.disbursements,
        "excess_before_financing": plug.before_financing,
        "shortfall": plug.shortfall,
        "borrow": plug.borrow,
        "closing": plug.closing,
    }


def collection_figures(case: Case) -> Figures:
    inputs = case["inputs"]
    if "sales" in inputs:
        sales = row(inputs["sales"])
    else:
        back = ["sales_this_month", "sales_prior", "sales_two_back", "sales_three_back"]
        sales = [money(inputs[name]) for name in reversed(back) if name in inputs]
    received = collections(sales, row(inputs["pattern"]))
    return {"collections": received[-1] if "sales_this_month" in inputs else list(received)}


def runway_figures(case: Case) -> Figures:
    inputs = case["inputs"]
    spent = row(inputs["monthly_expense"])
    found = burn(row(inputs.get("monthly_revenue", 0)) * len(spent), spent)
    months = runway(money(inputs["cash"]), found.net)
    lasts = "infinite" if months.infinite else months.periods
    return {"gross_burn": found.gross, "net_burn": found.net, "runway_months": lasts}


def cycle_figures(case: Case) -> Figures:
    inputs = case["inputs"]
    if "DIO" in inputs:
        held, owed, paid = (Fraction(money(inputs[name])) for name in ("DIO", "DSO", "DPO"))
        cycle = CashCycle(held, owed, paid)
    else:
        opens = "opening_inventory" in inputs
        basis = CycleBasis(
            BalanceBasis.AVERAGE if opens else BalanceBasis.ENDING, int(inputs.get("year_days", 365))
        )
        cycle = cash_cycle(
            capital(inputs, ""),
            money(inputs["net_sales"]),
            money(inputs["cogs"]),
            basis,
            capital(inputs, "opening_") if opens else None,
        )
    days = {"DIO": cycle.inventory_days, "DSO": cycle.receivable_days, "DPO": cycle.payable_days}
    return {**days, "CCC": cycle.cycle}


def capital(inputs: Mapping[str, Any], prefix: str) -> WorkingCapital:
    names = ("inventory", "receivables", "payables")
    return WorkingCapital(*(money(inputs[prefix + name]) for name in names))


JOURNAL = [
    # the facts of the journal that the case names: what moved on the one cash account
    Movement(date(2015, 11, 2), Decimal("10000.00")),
    Movement(date(2016, 2, 15), Decimal("-50.00")),
    Movement(date(2016, 3, 1), Decimal("10.00")),
]


def period_days(name: str) -> tuple[date, date]:
    """First and last day of ``2016``, ``2015-11`` or ``2015..2016``."""
    first, _, last = name.partition("..")
    ends = [
        date.fromisoformat(f"{part}-01" if "-" in part else f"{part}-01-01")
        for part in (first, last or first)
    ]
    after = ends[1].replace(day=28) + timedelta(days=4) if "-" in (last or first) else None
    end = after.replace(day=1) if after else date(ends[1].year + 1, 1, 1)
    return ends[0], end - timedelta(days=1)


def journal_figures(case: Case) -> Figures:
    return {name: change_in_cash(JOURNAL, *period_days(name)) for name in case["inputs"]["periods"]}


def budget_figures(case: Case) -> Figures:
    inputs = case["inputs"]
    budget, days = inputs["budget_per_day"], sorted(inputs["actual"])
    lines: dict[str, list[BudgetLine]] = {
        day: [
            BudgetLine(name, Flow.DISBURSEMENT, money(goal), money(inputs["actual"][day].get(name, 0)))
            for name, goal in budget.items()
        ]
        for day in days
    }
    # the source spends what nobody budgeted on the last day
    unplanned = inputs.get("unbudgeted", {}).items()
    lines[days[-1]] += [BudgetLine(name, Flow.DISBURSEMENT, None, money(spent)) for name, spent in unplanned]
    totals = [budget_total(lines[day], Flow.DISBURSEMENT) for day in days]
    shares = {
        f"pct_{name}": [percent(lines[day][place].share) for day in days] for place, name in enumerate(budget)
    }
    return {
        **shares,
        "total_actual": [whole.actual for whole in totals],
        "total_budget": [whole.budget for whole in totals],
        "pct_total": [percent(whole.share) for whole in totals],
    }


def percent(share: Fraction | None) -> Fraction | None:
    return None if share is None else share * 100


def assertion_figures(case: Case) -> Figures:
    """Movements as the intervals give them, each on the first day of its interval."""
    start = "START" in case["kind"]
    moment = Moment.START_OF_DAY if start else Moment.END_OF_DAY
    names = case["inputs"]["columns"]
    intervals = [dict(zip(names, each, strict=True)) for each in case["expected_derived"]["intervals"]]
    checks = check_assertions(
        Decimal(intervals[0]["opening"]), interval_movements(intervals), stated(case, moment)
    )
    rolled = roll_forward(
        Decimal(intervals[0]["opening"]),
        [money(each["receipts"]) for each in intervals],
        [money(each["disbursements"]) for each in intervals],
    )
    closings = zip(intervals, rolled, strict=True)
    return {
        "assertions": [[str(check.assertion.day), check.found] for check in checks],
        "intervals": [
            [
                each["from_inclusive"],
                each["to_exclusive"],
                each["postings"],
                column.opening,
                column.receipts,
                column.disbursements,
                column.closing,
            ]
            for each, column in closings
        ],
    }


def interval_movements(intervals: Sequence[Mapping[str, Any]]) -> list[Movement]:
    moves = []
    for each in intervals:
        day = date.fromisoformat(each["from_inclusive"]) if each["from_inclusive"] else NO_DATE
        moves += [Movement(day, money(each["receipts"])), Movement(day, -money(each["disbursements"]))]
    return moves


def stated(case: Case, moment: Moment) -> list[Assertion]:
    return [
        Assertion(date.fromisoformat(day), Decimal(amount), moment)
        for day, amount in case["expected"]["assertions"]
    ]


KINDS: list[tuple[Callable[[Mapping[str, Any]], bool], Callable[[Case], Figures]]] = [
    (lambda given: "periods" in given and "journal" in given, journal_figures),
    (lambda given: "columns" in given, assertion_figures),
    (lambda given: "budget_per_day" in given, budget_figures),
    (lambda given: "pattern" in given, collection_figures),
    (lambda given: "cogs" in given or "DIO" in given, cycle_figures),
    (lambda given: "monthly_expense" in given, runway_figures),
    (
        lambda given: (
            bool({"minimum_cash", "cushion", "cash_cushion"} & set(given)) and is_list(given["receipts"])
        ),
        revolver_figures,
    ),
    (lambda given: "minimum_cash" in given, plug_figures),
    (lambda given: {"opening", "receipts"} <= set(given), roll_figures),
]


def is_list(value: object) -> bool:
    return isinstance(value, list | Mapping)


def figures_of(case: Case) -> Figures:
    for holds, figures in KINDS:
        if holds(case["inputs"]):
            return figures(case)
    raise AssertionError(f"{case['id']}: no figures are known for the inputs {sorted(case['inputs'])}")


def agrees(published: Any, found: Any, tolerance: Fraction) -> bool:
    """Whether all numbers agree within the tolerance and all words are the same."""
    if isinstance(published, list):
        if not isinstance(found, list) or len(found) != len(published):
            return False
        return all(agrees(one, other, tolerance) for one, other in zip(published, found, strict=True))
    if published is None or not re.fullmatch(r"-?\d+(\.\d+)?", str(published)):
        return bool(published == found)
    return found is not None and abs(Fraction(str(found)) - Fraction(str(published))) <= tolerance


RIGHT = [
    pytest.param(case, name, value, id=f"{case['id']}-{name}")
    for case in CASES
    for part in ("expected", "expected_derived")
    if not (part == "expected" and case.get("published_answer_is_wrong"))
    for name, value in case.get(part, {}).items()
]
WRONG = [pytest.param(case, id=case["id"]) for case in CASES if case.get("published_answer_is_wrong")]


@pytest.mark.parametrize(("case", "name", "value"), RIGHT)
def test_published_figure(case: Case, name: str, value: Any) -> None:
    found = figures_of(case)
    assert name in found
    exact = name.endswith("_exact")
    tolerance = Fraction(0) if exact else Fraction(case.get("tolerance", "0"))
    assert agrees(value, found[name], tolerance), found[name]


@pytest.mark.parametrize("case", WRONG)
def test_wrong_published_answer_is_not_repeated(case: Case) -> None:
    found, tolerance = figures_of(case), Fraction(case.get("tolerance", "0"))
    answers = [(name, value) for name, value in case["expected"].items() if name in found]
    assert answers
    assert not all(agrees(value, found[name], tolerance) for name, value in answers)


DATED = [pytest.param(case, id=case["id"]) for case in CASES if "columns" in case["inputs"]]


@pytest.mark.parametrize("case", DATED)
def test_dated_balances_tie_only_at_their_own_moment(case: Case) -> None:
    names = case["inputs"]["columns"]
    intervals = [dict(zip(names, each, strict=True)) for each in case["expected_derived"]["intervals"]]
    moves = interval_movements(intervals)
    at_start, at_end = (
        check_assertions(Decimal(0), moves, stated(case, moment), Decimal(str(case["tolerance"])))
        for moment in (Moment.START_OF_DAY, Moment.END_OF_DAY)
    )
    assert all(check.ties for check in at_start)
    assert not all(check.ties for check in at_end)
