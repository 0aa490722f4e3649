"""Pay of each person: the month to date, and where it will end."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.month_end import WEEKS, month_end_pay
from flashreport.domain.exchange import Exchange
from flashreport.domain.measures import GROUP

_ENDS = {
    "staff.pay_month_end": "month_end",
    "staff.pay_month_end_low": "low",
    "staff.pay_month_end_high": "high",
}


def pay_of_people(
    rows: pd.DataFrame,
    salaried: pd.DataFrame,
    extra: pd.DataFrame,
    planned: pd.DataFrame,
    people: pd.DataFrame,
    closed: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    until: pd.Timestamp,
) -> pd.DataFrame:
    """One row per person with pay this month: entity, employee, department, seconds, minor units.

    ``rows``, ``salaried`` and ``extra`` are those of ``calculators.pay``, ``planned`` that of
    ``people_budget``. Columns: seconds and overtime (seconds), premium, pay (to date), month_end, low
    and high (empty before the fifth day), budget (empty where none is planned).
    A person's pay is all that he or she earns, at home and elsewhere.
    """
    first = months.astype("datetime64[s]")
    first = first[np.searchsorted(first, until.to_numpy().astype("datetime64[s]"), "right") - 1]
    paid = pd.concat(
        [
            rows[["employee", "date", "pay"]],
            salaried.loc[salaried["date"] <= until, ["employee", "date", "straight"]].rename(
                columns={"straight": "pay"}
            ),
            extra[["employee", "date", "extra_pay"]].rename(columns={"extra_pay": "pay"}),
        ],
        ignore_index=True,
    ).astype({"pay": "int64"})
    month = paid[paid["date"] >= first].groupby("employee", observed=True)["pay"].sum()
    worked = (
        rows[rows["date"] >= first]
        .groupby("employee", observed=True)[["seconds", "overtime", "premium"]]
        .sum()
    )
    found = people[["employee", "entity", "department"]].merge(month.reset_index(), on="employee")
    found = found.merge(worked.reset_index(), how="left", on="employee")
    found = found.merge(_projected(paid, closed, months, until), how="left", on="employee")
    budget = planned[planned["date"] == first].groupby("employee")["budget"].sum().astype("Int64")
    found = found.merge(budget.reset_index(), how="left", on="employee")
    whole = ["seconds", "overtime", "premium"]
    found[whole] = found[whole].fillna(0).astype("int64")
    return found.sort_values(["entity", "department", "employee"], ignore_index=True)


def in_one_currency(
    rows: pd.DataFrame, columns: list[str], paid_in: "pd.Series[str]", exchange: Exchange
) -> tuple[pd.DataFrame, set[str]]:
    """``rows`` with ``columns`` in the company's currency, and the employees one of whose days has no rate.

    ``paid_in`` is the currency of each row.
    """
    currency = paid_in.fillna(exchange.company).astype("object")
    abroad = currency != exchange.company
    if not abroad.any():
        return rows, set()
    foreign = rows[abroad].assign(currency=currency[abroad])
    told = exchange.group(foreign, columns)
    told = told.assign(entity=told["owner"])
    lacking = foreign.index.difference(told.index)
    found = pd.concat([rows[~abroad], told[rows.columns], rows.loc[lacking]], ignore_index=True)
    return found, set(foreign.loc[lacking, "employee"])


def without_amounts(found: pd.DataFrame, employees: set[str]) -> pd.DataFrame:
    """The pay of these employees as unknown."""
    lacks = found["employee"].isin(employees)
    amounts = ["premium", "pay", *_ENDS.values(), "budget"]
    return found.assign(**{name: found[name].astype("Int64").mask(lacks) for name in amounts})


def _projected(
    paid: pd.DataFrame,
    closed: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    until: pd.Timestamp,
) -> pd.DataFrame:
    """Where each person's month will end, by the habit of the last weeks."""
    recent = paid[paid["date"] > until - pd.Timedelta(weeks=WEEKS + 1)]
    daily = recent.groupby(["employee", "date"], as_index=False, observed=True)["pay"].sum()
    frame = daily.assign(
        entity=daily["employee"], measure="staff.pay", dimension="department", member="", value=daily["pay"]
    )
    ends = month_end_pay(frame, closed, months, until)
    columns = ["employee", *_ENDS.values()]
    if ends.empty:
        return pd.DataFrame({name: pd.Series(dtype="Int64") for name in columns}).astype(
            {"employee": "object"}
        )
    held = (ends["date"] == until) & (ends["dimension"] == "") & (ends["entity"] != GROUP)
    last = ends[held].pivot(index="entity", columns="measure", values="value")
    wide = (
        last.rename(columns=_ENDS).rename_axis(index="employee", columns=None).astype("Int64").reset_index()
    )
    return wide.reindex(columns=columns)
