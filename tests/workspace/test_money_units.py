"""The unit that amounts are printed in."""

from datetime import date

from flashreport.workspace.settings import Company

RIALS = {"label": {"fa": "میلیون ریال", "en": "million rials"}, "factor": 1_000_000}
NEW = {"label": "ریال جدید", "factor": 10_000, "decimals": 2, "valid_from": "2028-03-20"}


def company(*units: dict[str, object]) -> Company:
    return Company.model_validate({"name": "میز کنج", "currency": "IRR", "money_units": units})


def test_without_one_the_currency_is_printed() -> None:
    assert company().money_unit(date(2026, 11, 19)) is None
    assert company(NEW).money_unit(date(2028, 3, 19)) is None


def test_the_newest_that_is_valid_holds() -> None:
    both = company(NEW, RIALS)
    old, new = both.money_unit(date(2028, 3, 19)), both.money_unit(date(2028, 3, 20))
    assert old is not None
    assert new is not None
    assert (old.factor, old.decimals) == (1_000_000, 0)
    assert (new.factor, new.decimals) == (10_000, 2)


def test_a_label_per_language() -> None:
    unit = company(RIALS).money_unit(date(2026, 1, 1))
    assert unit is not None
    assert unit.label_in("fa_IR", "en") == "میلیون ریال"
    assert unit.label_in("de", "fa") == "میلیون ریال"  # the company's own language before another
    assert unit.label_in("de", "fr") == "میلیون ریال"  # the first that is there
    assert unit.label_in("en", "fa") == "million rials"
