"""How accounts are called where each is told in its own currency."""

import pandas as pd

Account = tuple[str, str]


def account_names(rows: pd.DataFrame) -> dict[Account, str]:
    """The name of each account and currency among ``rows``; an account of several names its currency."""
    held = rows[["account", "currency"]].drop_duplicates().astype("object")
    several = held.groupby("account")["currency"].transform("size") > 1
    names = held["account"].where(~several, held["account"] + " (" + held["currency"] + ")")
    return dict(zip(zip(held["account"], held["currency"], strict=True), names, strict=True))
