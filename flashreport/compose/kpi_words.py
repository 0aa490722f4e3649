"""What a KPI is called, and its target as it is printed."""

from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import plain
from flashreport.domain.report import NOTHING, Day, Figure, Words, name, words
from flashreport.workspace.kpis import Kpi


def label(context: Context, kpi: Kpi) -> Words:
    """The KPI's own label, or the measure's, with the slice it is for.

    A label that says what the measure is called is no wording of one's own: it is translated.
    """
    own = context.label(kpi.measure)
    if kpi.label and kpi.label != own.message:
        own = name(kpi.label)
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    if not member or kpi.label:
        return own
    place = context.department(member) if dimension == "department" else member
    return words("{measure}, {place}", measure=own, place=name(place))


def target_words(context: Context, kpi: Kpi) -> Words:
    """The target as it is printed: '≥ $350,000' or '60% by 31 Dec'."""
    aim = kpi.target
    if aim is None:
        return NOTHING

    def shown(number: object) -> Figure:
        return plain(context, kpi.measure, Fraction(str(number)))

    if aim.kind == "between":
        return words("{low} to {high}", low=shown(aim.low), high=shown(aim.high))
    if aim.kind == "at_least":
        return words("≥ {target}", target=shown(aim.value))
    if aim.kind == "at_most":
        return words("≤ {target}", target=shown(aim.value))
    value = Fraction(str(aim.value))
    if aim.kind == "change":
        value += Fraction(str(kpi.baseline.value)) if kpi.baseline else 0
    assert aim.by is not None  # noqa: S101 - the settings hold it
    return words("{target} by {day}", target=plain(context, kpi.measure, value), day=Day(on=aim.by))
