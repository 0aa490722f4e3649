"""The sparkline of a scorecard row: the last days, their limits, and a target of the day."""

from flashreport.compose.context import Context
from flashreport.compose.judged import MINIMUM_POINTS, Band
from flashreport.compose.kpi_words import label
from flashreport.compose.sentences import count
from flashreport.compose.variation import Variation
from flashreport.domain.report import NOTHING, Argument, Day, Trend, Words, name, words
from flashreport.workspace.kpis import Kpi


def trend(context: Context, kpi: Kpi, varied: Variation) -> Trend:
    """The sparkline; a dashed target where the target is for the day."""
    aim = kpi.target
    at = float(aim.value) if aim and aim.value is not None and aim.period == "day" else None
    bands = tuple(_drawn(band) for band in varied.bands)
    one = set(bands)
    lower, upper = next(iter(one)) or (None, None) if len(one) == 1 else (None, None)
    return Trend(
        values=varied.values,
        lower=lower,
        upper=upper,
        target=at if aim is None or aim.kind != "change" else None,
        bands=bands if len(one) > 1 else (),
        note=_lacking(context, kpi, varied) if varied.lacking else NOTHING,
        few=varied.few,
    )


def _drawn(band: Band | None) -> tuple[float, float] | None:
    """A band to draw: what can't be negative begins at zero."""
    if band is None or band[1] is None:
        return None
    return 0.0 if band[0] is None else band[0], band[1]


def _lacking(context: Context, kpi: Kpi, varied: Variation) -> Words:
    """How many days there are of those that limits need, and since when they are counted."""
    told: dict[str, Argument] = {
        "measure": label(context, kpi),
        "n": count(varied.points),
        "needed": count(MINIMUM_POINTS),
    }
    past = [event for event in kpi.event if event.on <= context.business_date]
    if not past:
        return words("{measure} has no limits yet: {n} of the {needed} days that they need.", **told)
    newest = max(past, key=lambda event: event.on)
    return words(
        "{measure} has no limits yet: {n} of the {needed} days that they need since {day} ({reason}).",
        day=Day(on=newest.on),
        reason=name(newest.reason),
        **told,
    )
