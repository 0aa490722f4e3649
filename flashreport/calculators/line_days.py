"""Credit lines day by day: their terms, what each uses itself, and what the lines within it add.

A line ``within`` another one uses that one's limit as well: a sub-limit, or one of several
lines that share a cap. What it uses counts once in every total, with the line that holds it.
"""

import pandas as pd

from flashreport.calculators.daily_rows import every_day

USE = ["drawn", "swing_line", "letters_of_credit"]
_TERMS: dict[str, str | int | bool | None] = {
    "cap": "lesser",
    "elected": None,
    "within": None,
    "reserves": 0,
    "base_days": 45,
    "cure_days": 0,
    "rate": None,
    "target_utilization": None,
    "target_from": None,
    "target_date": None,
    "day_count": "act/360",
    "billed": "month",
    "maturity": None,
    "unused_fee": None,
    "letters_are_use": True,
    "swing_line_is_use": False,
    "letters_fee": None,
}
_DATES = ("target_from", "target_date", "maturity")
_WHOLE = (
    "elected",
    "reserves",
    "base_days",
    "cure_days",
    "rate",
    "target_utilization",
    "unused_fee",
    "letters_fee",
)


def line_terms(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with every term, those that were not given at what goes without saying.

    A name in ``within`` that is no line, or the line's own, says nothing.
    """
    terms = lines.copy()
    for name, usual in _TERMS.items():
        given = terms[name] if name in terms else pd.Series(pd.NA, index=terms.index, dtype="object")
        terms[name] = given if usual is None else given.where(given.notna(), usual)
    for name in _DATES:
        terms[name] = pd.to_datetime(terms[name]).astype("datetime64[s]")
    for name in _WHOLE:
        terms[name] = terms[name].astype("Int64")
    known = terms["within"].isin(terms["line"]) & (terms["within"] != terms["line"])
    terms["within"] = terms["within"].where(known, None)
    return terms


def line_days(lines: pd.DataFrame, balances: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """One row per line and day from its first balance to ``until``.

    ``balances`` may tell a ``limit``: it holds from its day on, before it that of the line.
    ``drawn`` (with swing-line loans), ``swing_line`` and ``letters_of_credit`` are all that the
    line carries, with the lines within it; ``own_…`` are its own alone. A day without a balance
    carries the last one and is ``stale``. A line that only holds others needs no balances.
    """
    terms = line_terms(lines)
    held = balances[(balances["date"] <= until) & balances["line"].isin(terms["line"])]
    held = held.reindex(columns=["line", "date", *USE, "limit"]).rename(columns={"limit": "amended"})
    held["amended"] = held.sort_values("date").groupby("line")["amended"].ffill().astype("Int64")
    held[USE] = held[USE].astype("Int64").fillna(0)
    held["drawn"] = held["drawn"] + held["swing_line"]
    holders = _holders(terms, held)
    daily = every_day(pd.concat([held, holders], ignore_index=True), "line", until, [*USE, "amended"])
    daily["stale"] &= ~daily["line"].isin(holders["line"])
    daily = daily.merge(terms, on="line")
    daily["limit"] = daily.pop("amended").fillna(daily["limit"].astype("Int64"))
    return _with_inner(daily).sort_values(["line", "date"], ignore_index=True)


def _holders(terms: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """A first balance of nothing for lines that hold others and have no balances of their own."""
    within = terms.dropna(subset="within").set_index("line")["within"]
    inner = held.assign(line=held["line"].map(within)).dropna(subset="line")
    inner = inner[~inner["line"].isin(held["line"])]
    first = inner.groupby("line", as_index=False)["date"].min()
    kinds: dict[str, str] = dict.fromkeys([*USE, "amended"], "Int64")
    none: pd.DataFrame = first.assign(**dict.fromkeys(USE, 0), amended=pd.NA).astype(kinds)
    return none


def _with_inner(daily: pd.DataFrame) -> pd.DataFrame:
    """Own use beside the use with that of the lines within."""
    own = daily.assign(**{f"own_{name}": daily[name] for name in USE})
    inside = daily[daily["within"].notna()]
    added = inside.groupby(["within", "date"], as_index=False).agg(
        **{f"inner_{name}": (name, "sum") for name in USE}, inner_stale=("stale", "any")
    )
    both = own.merge(added.rename(columns={"within": "line"}), how="left", on=["line", "date"])
    for name in USE:
        both[name] = both[name] + both[f"inner_{name}"].astype("Int64").fillna(0)
    both["stale"] |= both["inner_stale"].eq(True)
    return both.drop(columns=[*(f"inner_{name}" for name in USE), "inner_stale"])
