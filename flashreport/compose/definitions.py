"""What each measure on the report means."""

from collections.abc import Iterable

from flashreport.compose.context import Context
from flashreport.domain.measures import MEASURES, Measure
from flashreport.domain.report import Definition, ScoreGroup, Words, name, words

_UNITS = {
    "hours": words("hours"),
    "percent": words("percent"),
    "count": words("count"),
    "days": words("days"),
    "number": words("number"),
    "multiple": words("multiple"),
}


def definitions(context: Context, scorecard: Iterable[ScoreGroup]) -> tuple[Definition, ...]:
    """The scorecard's measures and their parts, in the order of the register."""
    wanted = {row.measure for group in scorecard for row in group.rows}
    wanted |= {part for key in wanted for part in MEASURES[key].parts}
    return tuple(_definition(context, measure) for key, measure in MEASURES.items() if key in wanted)


def _definition(context: Context, measure: Measure) -> Definition:
    return Definition(
        measure=measure.key,
        label=words(measure.label),
        formula=words(measure.formula),
        unit=_unit(context, measure),
        source=measure.source,
    )


def _unit(context: Context, measure: Measure) -> Words:
    if measure.kind == "money":
        return name(context.currency)
    if measure.kind == "rate":
        return words("{currency} per hour", currency=name(context.currency))
    return _UNITS[measure.kind]
