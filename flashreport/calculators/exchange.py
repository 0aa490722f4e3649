"""The exchange rates of a build, and the days on which one is missing."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from flashreport.calculators.daily_rows import every_day
from flashreport.calculators.working_days import working_days
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.exchange import Exchange
from flashreport.domain.measure_frame import COLUMNS, UNRATED, empty, stacked, tidy
from flashreport.domain.measures import GROUP, Register
from flashreport.workspace.settings import WorkspaceSettings

_KEYS = ["entity", "currency", "date"]


def exchange_of(
    facts: Mapping[str, pd.DataFrame], settings: WorkspaceSettings, calendar: BusinessCalendar, until: date
) -> Exchange:
    """The workspace's rates up to ``until``, and who is told in which currency."""
    company = settings.company.currency
    entities = settings.entity_columns.currency_of
    rates = facts.get("rates")
    if rates is None:
        return Exchange(company, entities)
    rates = rates[rates["date"] <= pd.Timestamp(until)]
    first = until if rates.empty else rates["date"].min().date()
    return Exchange(company, entities, rates, working_days(calendar, first, until), until)


def forecast_frames(
    frames: Mapping[str, pd.DataFrame], scope: str, exchange: Exchange, on: date
) -> dict[str, pd.DataFrame]:
    """The facts of a forecast in the currency of its scope: what is to come, at the rate of ``on``."""
    found = dict(frames)
    if exchange.single:
        return found
    for name in ("cash_movements", "cash_parties"):
        if name in frames:
            rows = frames[name][frames[name]["date"] <= pd.Timestamp(on)]
            found[name] = _told(rows, ["receipts", "disbursements"], scope, exchange)
    if "expected" in frames:
        rows = frames["expected"].assign(due=frames["expected"]["date"])
        rows["date"] = pd.Timestamp(on).as_unit("s")
        found["expected"] = _told(rows, ["amount"], scope, exchange).assign(date=lambda told: told["due"])
    return found


def _told(rows: pd.DataFrame, columns: list[str], scope: str, exchange: Exchange) -> pd.DataFrame:
    if not scope:
        return exchange.group(rows, columns)
    return exchange.own(rows[rows["entity"] == scope], columns)


def unrated_days(
    frame: pd.DataFrame,
    register: Register,
    accounts: list[pd.DataFrame],
    until: pd.Timestamp,
    exchange: Exchange,
) -> pd.DataFrame:
    """``cash.rates_missing``: the days of entities and group on which an amount has no rate.

    ``frame`` holds all measures, of which those in money count; ``accounts`` are rows of entity,
    currency and date of the accounts that have a currency of their own, up to ``until``.
    """
    if exchange.single:
        return empty()
    found = frame["measure"].unique()
    money = [key for key in found if register[key].kind == "money" and not register[key].native]
    own = frame.loc[frame["measure"].isin(money) & (frame["entity"] != ""), ["entity", "date"]]
    parts = [exchange.unrated(own.drop_duplicates())]
    for rows in accounts:
        if not rows.empty:  # a balance is there on each day from its first on
            told = every_day(rows[_KEYS].drop_duplicates(), _KEYS[:2], until, [])
            parts.append(exchange.unrated(told))
    missing = pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)
    return tidy(missing.assign(days=1), UNRATED, "days")


def _members(told: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """The group's members: a line is one entity's, an asset or reason may be several entities'."""
    keys = ["measure", "dimension", "member", "date"]
    sums = told[told["dimension"] != ""].groupby(keys, as_index=False, observed=True)
    found = sums.agg({"value": "sum", "stale": "any"}).assign(entity=GROUP)
    return found[pd.MultiIndex.from_frame(found[keys]).isin(pd.MultiIndex.from_frame(given[keys]))]


def told_in_one_currency(frame: pd.DataFrame, register: Register, exchange: Exchange) -> pd.DataFrame:
    """``frame`` with the group's money in the company's currency: each line's, and their sums.

    For balances of lines, which each belong to one entity. A total is given where it was, and is
    the sum of the lines' converted amounts; of lines in several currencies there is no common pace.
    """
    if exchange.single or frame.empty:
        return frame
    found = frame["measure"].unique()
    money = frame["measure"].isin([key for key in found if register[key].kind == "money"])
    group = frame["entity"] == GROUP
    told = exchange.group(frame[~group & money], ["value"]).drop(columns="owner")
    lines = told[told["dimension"] == "line"]
    # what has no line of its own is added up over the entities
    rest = told[(told["dimension"] == "") & ~told["measure"].isin(lines["measure"].unique())]
    keys = ["measure", "date"]
    sums = pd.concat([lines, rest]).groupby(keys, as_index=False)
    totals = sums.agg({"value": "sum", "stale": "any"}).assign(entity=GROUP, dimension="", member="")
    given = pd.MultiIndex.from_frame(frame.loc[group & money & (frame["dimension"] == ""), keys])
    totals = totals[pd.MultiIndex.from_frame(totals[keys]).isin(given)]
    several = {exchange.currency(entity) for entity in frame.loc[~group, "entity"].unique()} != {
        exchange.company
    }
    paces = group & ~money & (frame["dimension"] == "") & several
    parts = [frame[~(group & money) & ~paces], _members(told, frame[group & money]), totals]
    return stacked(part[COLUMNS] for part in parts)
