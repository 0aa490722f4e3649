"""What each measure on the report means."""

from collections.abc import Iterable

from flashreport.compose.context import Context
from flashreport.domain.measures import Measure
from flashreport.domain.report import Definition, ScoreGroup, Words, name, words
from flashreport.workspace.overtime_rules import rules_by_entity

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
    wanted |= {part for key in wanted for part in context.register[key].parts}
    order = [*context.register, *sorted(wanted - set(context.register))]
    return tuple(_definition(context, context.register[key]) for key in order if key in wanted)


def _definition(context: Context, measure: Measure) -> Definition:
    return Definition(
        measure=measure.key,
        label=context.label(measure.key),
        formula=_formula(measure),
        unit=_unit(context, measure),
        source=source_of(context, measure),
    )


# What the overtime rule decides: there the law that applies is the source.
_BY_RULE = (
    "staff.overtime_hours",
    "staff.double_time_hours",
    "staff.overtime_premium",
    "staff.surcharges",
    "staff.pay",
)


def source_of(context: Context, measure: Measure) -> str:
    """Where the convention comes from; of overtime, the laws of the scope's entities, each once."""
    if measure.key not in _BY_RULE:
        return measure.source
    rules = rules_by_entity(context.settings)
    found = (rule.source for entity, rule in rules.items() if entity and context.scope in ("", entity))
    return "; ".join(dict.fromkeys(source for source in found if source))


_SUMS = {
    "flow": words("Sum of the rows in the company's own table."),
    "stock": words("Sum of the rows of the last day in the company's own table."),
    "daily": words("Sum of the day's rows in the company's own table; never added over days."),
}


def _formula(measure: Measure) -> Words:
    """The register's sentence; a formula of the workspace as it is written there."""
    if not measure.own:
        return words(measure.formula)
    return name(measure.formula) if measure.tree else _SUMS[measure.nature]


def _unit(context: Context, measure: Measure) -> Words:
    if measure.kind == "money":
        return name(context.currency)
    if measure.kind == "rate":
        return words("{currency} per hour", currency=name(context.currency))
    return _UNITS[measure.kind]
