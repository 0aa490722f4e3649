"""Cash: roll-forward, financing, burn, cycle, variance, balances, phasing, forecast."""

from flashreport.domain.cash.accuracy import (
    HorizonError,
    PastForecast,
    Split,
    errors_by_horizon,
    split_forecast,
    split_weeks,
)
from flashreport.domain.cash.balances import (
    Assertion,
    AssertionCheck,
    Moment,
    Movement,
    balance_at,
    change_in_cash,
    check_assertions,
)
from flashreport.domain.cash.baseline import (
    WeekdayBaseline,
    baseline_movements,
    no_season,
    rest_of_history,
    weekday_baseline,
)
from flashreport.domain.cash.burn import Burn, Runway, burn, runway
from flashreport.domain.cash.collecting import collections, uncollected
from flashreport.domain.cash.conversion import (
    BalanceBasis,
    CashCycle,
    CycleBasis,
    WorkingCapital,
    cash_cycle,
    days_of,
)
from flashreport.domain.cash.financing import Plug, RevolverPeriod, RevolverTerms, minimum_cash_plug, revolver
from flashreport.domain.cash.fitting import best_schedule
from flashreport.domain.cash.forecast import Forecast, Item, Position, Source, forecast
from flashreport.domain.cash.gathering import gather
from flashreport.domain.cash.moves import Move, best_move, best_moves, move
from flashreport.domain.cash.phasing import apportion, daily_budget, phase
from flashreport.domain.cash.recurring import RecurrenceRules, Recurring, Roll, project, recognise, roll_day
from flashreport.domain.cash.rollforward import (
    Break,
    BreakKind,
    Column,
    Statement,
    by_period,
    check_chain,
    roll_forward,
    total_column,
)
from flashreport.domain.cash.schedule import Period, Schedule
from flashreport.domain.cash.variance import BudgetLine, BudgetTotal, Change, Flow, budget_total, change

# fmt: off
__all__ = [
    "Assertion", "AssertionCheck", "BalanceBasis", "Break", "BreakKind", "BudgetLine", "BudgetTotal",
    "Burn", "CashCycle", "Change", "Column", "CycleBasis", "Flow", "Forecast", "HorizonError", "Item",
    "Moment", "Move", "Movement", "PastForecast", "Period", "Plug", "Position", "RecurrenceRules",
    "Recurring", "RevolverPeriod", "RevolverTerms", "Roll", "Runway", "Schedule", "Source", "Split",
    "Statement", "WeekdayBaseline", "WorkingCapital", "apportion", "balance_at", "baseline_movements",
    "best_move", "best_moves", "best_schedule", "budget_total", "burn", "by_period", "cash_cycle",
    "change", "change_in_cash", "check_assertions", "check_chain", "collections", "daily_budget",
    "days_of", "errors_by_horizon", "forecast", "gather", "minimum_cash_plug", "move", "no_season",
    "phase", "project", "recognise", "rest_of_history", "revolver", "roll_day", "roll_forward", "runway",
    "split_forecast", "split_weeks", "total_column", "uncollected", "weekday_baseline",
]
# fmt: on
