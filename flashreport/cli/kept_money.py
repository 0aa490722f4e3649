"""The unit of money that a kept report was printed in."""

import tomllib
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashreport.archive.archive import Archive
    from flashreport.archive.edition import Edition
    from flashreport.domain.units import PrintedMoney


def kept_money(archive: "Archive", edition: "Edition", language: str) -> "PrintedMoney | None":
    """By the settings that were kept with the report, on its business date; None for the currency itself."""
    kept = edition.named("settings").get("flashreport.toml")
    if kept is None:
        return None
    company = tomllib.loads(archive.bytes_of(kept).decode("utf-8-sig")).get("company", {})
    if not company.get("money_units"):
        return None
    # Loaded here, because most companies need no such model to read a figure again.
    from pydantic import ValidationError

    from flashreport.workspace.company import Company

    try:
        told = Company.model_validate(company)
    except ValidationError:  # settings of another version of the program: the currency itself is right too
        return None
    return told.printed_money(language, date.fromisoformat(edition.business_date))
