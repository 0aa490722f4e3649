"""The 13-week cash forecast of the report's scope, made once per build."""

from typing import TYPE_CHECKING

from flashreport.pipeline.order import Checked

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.calculators.forecast import Outlook
    from flashreport.domain.cash.outlook import CashForecast
    from flashreport.workspace.load import Workspace


def with_forecast(
    workspace: "Workspace", checked: Checked, frame: "pd.DataFrame", scope: str
) -> "tuple[pd.DataFrame, CashForecast | None]":
    """The measures with those of the forecast, and the forecast; None where no cash is known."""
    from flashreport.calculators.credit_forecast import credit_forecast
    from flashreport.calculators.exchange import exchange_of, forecast_frames
    from flashreport.calculators.forecast import cash_forecast, forecast_measures
    from flashreport.domain.measure_frame import stacked

    asked = _asked(workspace, checked, frame, scope)
    on, facts = checked.business_date, checked.facts.frames
    exchange = exchange_of(facts, workspace.settings, checked.calendar, on)
    found = (
        None if asked is None else cash_forecast(forecast_frames(facts, scope, exchange, on), scope, asked)
    )
    if asked is None or found is None:
        return frame, None
    ahead = [
        forecast_measures(found, scope, asked),
        credit_forecast(found, _credit(checked, frame, scope), scope, asked),
    ]
    return stacked([frame, *ahead]), found


def _credit(checked: Checked, frame: "pd.DataFrame", scope: str) -> dict[str, int]:
    """What the scope uses of its credit lines on the business date, by measure; nothing without any."""
    from flashreport.domain.measure_frame import Measures, Value

    names = ("used", "letters_of_credit", "cap", "paydown")
    held = Measures(frame[frame["measure"].isin([f"credit.{name}" for name in names])], checked.calendar)
    found = {name: held.read(f"credit.{name}", checked.business_date, "day", scope) for name in names}
    return {name: int(value.amount) for name, value in found.items() if isinstance(value, Value)}


def _asked(workspace: "Workspace", checked: Checked, frame: "pd.DataFrame", scope: str) -> "Outlook | None":
    from flashreport.calculators.forecast import Outlook
    from flashreport.domain.measure_frame import Measures, Value

    settings = workspace.settings
    closing = Measures(frame[frame["measure"] == "cash.closing"], checked.calendar).read(
        "cash.closing", checked.business_date, "day", scope
    )
    if not isinstance(closing, Value):
        return None
    own = {entity.id: entity.currency for entity in settings.entities}
    # the floor is the company's: an entity of several has none of its own
    whole = not scope or len(own) == 1
    return Outlook(
        on=checked.business_date,
        opening=int(closing.amount),
        currency=own.get(scope) or settings.company.currency,
        calendar=checked.calendar,
        floor=settings.cash.floor if whole else None,
        left_out=settings.cash.transfers,
        extraordinary=settings.cash.financing,
    )
