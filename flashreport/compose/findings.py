"""What needs attention: at most five sentences, worst first.

Each number in a sentence is a figure of the report's measures; rules pick the sentence out
of ``sentences``. What a finding remembers comes from ``memory``, out of the data.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.contributions import REST, Contributions, contributions
from flashreport.compose.credit_findings import credit_findings
from flashreport.compose.extras import extras
from flashreport.compose.figures import few_behind, near_day, plain
from flashreport.compose.forecast_finding import forecast_findings
from flashreport.compose.kpi_words import label, target_words
from flashreport.compose.memory import Standing, standing
from flashreport.compose.notes import owner_words
from flashreport.compose.pace import path_words
from flashreport.compose.score_status import is_bad
from flashreport.compose.scorecard import watched
from flashreport.compose.sentences import SENTENCES, count, say, say_counted
from flashreport.compose.variation import Variation, variation
from flashreport.compose.verdicts import actual, reading_of, verdict
from flashreport.domain.measures import block_of, made_of
from flashreport.domain.report import Argument, Day, Finding, Words, name
from flashreport.domain.run_rules import Signal
from flashreport.domain.targets import Verdict
from flashreport.workspace.acks import Ack, ack_on
from flashreport.workspace.kpis import Kpi

MOST = 5
_MOST_DETAIL = 4
_RANK = {"act": 0, "watch": 1, "good": 2, "none": 3}
_NEWS = Fraction(3, 2)
# Alone the weakest rule, and the one that a mean known from 90 days only makes weaker still: the
# scorecard shows it, but it is not worth a sentence.
NO_NEWS = ("four_in_five",)
_UNSOUND = ("missing", "failed", "stale", "incomplete")
_BLOCK_OF_TABLE = {
    "transactions": "cash",
    "balances": "cash",
    "plan": "cash",
    "timesheets": "staff",
    "employees": "staff",
    "extra_pay": "staff",
    "output": "staff",
    "jobs": "staff",
    "credit_lines": "credit",
    "credit_balances": "credit",
    "credit_rates": "credit",
    "base_terms": "credit",
    "base_certificates": "credit",
    "receivables": "credit",
    "covenants": "credit",
    "projects": "projects",
    "project_plan": "projects",
    "risks": "projects",
    "audience": "audience",
    "values": "own",
}


@dataclass(frozen=True)
class _Ranked:
    """A finding and how much it weighs among those of its level."""

    finding: Finding
    weight: Fraction

    @property
    def place(self) -> tuple[int, Fraction, str]:
        """Its place: severity, then size and novelty."""
        return _RANK[self.finding.level], -self.weight, self.finding.id


def findings(context: Context) -> tuple[Finding, ...]:
    """Inputs that are not there, KPIs off target and signals; what is acknowledged comes last.

    Within a level the largest miss comes first; what is new or worse weighs half as much again.
    """
    found = [_Ranked(finding, Fraction(10**9)) for finding in _input_findings(context)]
    found += [_Ranked(finding, Fraction(1)) for finding in forecast_findings(context)]
    found += [_Ranked(finding, Fraction(1)) for finding in credit_findings(context)]
    unsound = _unsound_blocks(context)
    for block in context.report.sections:
        if context.shows(block):
            kpis = watched(context, block)
            of_kpis = (_of_kpi(context, kpi, _is_unsound(context, kpi, unsound)) for kpi in kpis)
            found += _one_jump(item for items in of_kpis for item in items)
    found.sort(key=lambda item: item.place)
    today = context.built_at.date()  # what is acknowledged this morning holds for this morning's report
    held = [(item.finding, ack_on(context.acks, item.finding.id, today)) for item in found]
    told = [finding for finding, ack in held if ack is None]
    told += [_acknowledged(context, finding, ack) for finding, ack in held if ack is not None]
    return tuple(told[:MOST])


def _one_jump(found: Iterable[_Ranked]) -> Iterator[_Ranked]:
    """Of the balances of a block that changed more than is normal, the first: one payment moves several."""
    jumps = 0
    for item in found:
        jumped = item.finding.lead.message == SENTENCES["jump"].message
        jumps += jumped
        if not jumped or jumps == 1:
            yield item


def _acknowledged(context: Context, finding: Finding, ack: Ack) -> Finding:
    text = say("acknowledged", day=near_day(context, ack.until), note=name(ack.note))
    return finding.model_copy(update={"aside": (*finding.aside, text)})


def _input_findings(context: Context) -> Iterator[Finding]:
    """Inputs of this report's blocks that are not as they should be."""
    for item in context.inputs:
        if item.state not in _UNSOUND or not is_of_report(context, item.name):
            continue
        dated = item.state == "stale" and item.as_of is not None
        detail = [] if dated or not item.note.message else [item.note]
        if item.as_of:
            detail.append(say("newest_day", day=Day(on=item.as_of)))
        yield Finding(
            id=f"input-{item.name}",
            level="act" if item.state in ("missing", "failed") else "watch",
            lead=say(f"input_{item.state}", input=input_name(item.name)),
            detail=tuple(detail),
        )


def is_of_report(context: Context, input_: str) -> bool:
    """Whether an input feeds a block that the report shows, or none in particular."""
    tables = {item.name: item.table for item in context.settings.inputs}
    block = _BLOCK_OF_TABLE.get(tables.get(input_, ""), "")
    return not block or block in context.report.sections


def input_name(input_: str) -> Words:
    """An input as a sentence names it."""
    return name(input_.replace("-", " ").capitalize())


def _unsound_blocks(context: Context) -> set[str]:
    """Blocks whose day may be a part of a day: a fall there is a gap in the data, no news."""
    tables = {item.name: item.table for item in context.settings.inputs}
    return {
        _BLOCK_OF_TABLE.get(tables.get(item.name, ""), "")
        for item in context.inputs
        if item.state in _UNSOUND
    }


def _is_unsound(context: Context, kpi: Kpi, unsound: set[str]) -> bool:
    """Whether its block is, or a block that a formula of the workspace draws from."""
    found = context.register[kpi.measure]
    leaves = made_of(kpi.measure, context.register) if found.tree else ()
    return not unsound.isdisjoint({found.block, *map(block_of, leaves)})


def _of_kpi(context: Context, kpi: Kpi, unsound: bool) -> Iterator[_Ranked]:
    """The KPI's finding against its target, else that of a signal; at most one."""
    if unsound and context.register[kpi.measure].nature in ("flow", "ratio", "daily", "formula"):
        return
    held = verdict(context, kpi)
    varied = variation(context, kpi)
    if isinstance(held, Verdict):
        stands = standing(context, kpi)
        if stands.state != "quiet":
            miss = held.shortfall / max(abs(held.due), Fraction(1, 10**6))
            news = stands.state in ("new", "worse")
            yield _Ranked(_target_finding(context, kpi, held, stands, varied), miss * (_NEWS if news else 1))
            return
    signal = varied.signal
    if signal is not None and _is_news(context, kpi, varied) and is_bad(context, kpi, signal):
        yield _Ranked(_signal_finding(context, kpi, varied, signal), Fraction(0))


def _is_news(context: Context, kpi: Kpi, varied: Variation) -> bool:
    """Whether a signal is worth a sentence.

    Of a balance only a jump is, and none where its flows are measured: theirs is the story.
    """
    if varied.signal is None or varied.form != "change":
        return varied.signal is not None and varied.signal.rule not in NO_NEWS
    parts = context.register[kpi.measure].parts
    flows = any(context.register[part].nature == "flow" for part in parts if part in context.register)
    return varied.signal.rule == "outside" and not flows


def _target_finding(
    context: Context, kpi: Kpi, held: Verdict, stands: Standing, varied: Variation
) -> Finding:
    off = held.level != "good"
    detail: list[Words] = []
    if off:
        worse = stands.state == "worse" and (
            varied.form != "level" or not varied.bands or varied.signal is not None
        )
        detail += [say("worse")] if worse else []
        detail += [*path_words(context, kpi, held), *extras(context, kpi.measure)]
        detail += _signal_words(varied) if kpi.target is None or kpi.target.period == "day" else []
        detail += [] if extras(context, kpi.measure) else _contribution_words(context, kpi)
    return Finding(
        id=f"kpi-{kpi.id}",
        level=held.level,
        lead=_lead(context, kpi, held, stands),
        detail=tuple(detail[:_MOST_DETAIL]),
        aside=tuple(_aside(context, kpi, held, stands)),
        measure=kpi.measure,
        where=kpi.where,
        since_days=stands.day or None,
        few=varied.few or few_behind(reading_of(context, kpi, context.business_date)),
        audience=kpi.audience,
    )


def _lead(context: Context, kpi: Kpi, held: Verdict, stands: Standing) -> Words:
    value = actual(context, kpi, context.business_date)
    parts: dict[str, Argument] = {
        "measure": label(context, kpi),
        "now": plain(context, kpi.measure, value if value is not None else Fraction(0)),
        "target": target_words(context, kpi),
    }
    if stands.state in ("recovered", "recovering"):
        return say(stands.state, **parts)
    if held.path is not None:
        return say("on_path", **parts)
    return say(f"of_{kpi.target.period if kpi.target else 'day'}", **parts)


def _signal_words(varied: Variation) -> list[Words]:
    if varied.signal is None:
        return []
    if varied.form == "change":
        return [say("kpi_jump")] if varied.signal.rule == "outside" else []
    if varied.signal.rule == "shift":
        return [say_counted("kpi_shift", len(varied.signal.points))]
    return [say("kpi_outside")]


def _aside(context: Context, kpi: Kpi, held: Verdict, stands: Standing) -> Iterator[Words]:
    if stands.state == "recovered":
        yield say_counted("after_days", stands.day)
        return
    if stands.day > 1:
        yield say("day_n", n=count(stands.day))
    yield from owner_words(context, kpi, stands.since if held.level == "act" else None)


def _contribution_words(context: Context, kpi: Kpi) -> list[Words]:
    """Which member contributes most to a change for the worse."""
    found = contributions(context, kpi)
    if found is None or not _for_the_worse(context, kpi, found.change):
        return []
    same_way = [(member, part) for member, part in found.parts if part * found.change > 0]
    member, part = same_way[0]
    told: dict[str, Argument] = {
        "change": plain(context, kpi.measure, found.change, signed=True, gap=True, few=found.few),
        "member": _member(context, found, member),
        "part": plain(context, kpi.measure, part, signed=True, gap=True, few=found.few),
    }
    if kpi.target is not None and kpi.target.period == "month":
        return [say("contributes_month", **told)]
    return [say("contributes", day=near_day(context, found.before[1]), **told)]


def _member(context: Context, found: Contributions, member: str) -> Words:
    if member == REST:
        return say("the_rest")
    if found.dimension == "department":
        return name(context.department(member))
    if found.dimension == "category":
        return name(member.replace("_", " ").replace("-", " ").capitalize())
    return name(member)


def _for_the_worse(context: Context, kpi: Kpi, change: Fraction) -> bool:
    way = kpi.direction or context.register[kpi.measure].direction
    return way == "within" or (change < 0) == (way == "more")


_OUTSIDE = {"level": "outside", "weekday": "weekday"}
_SIGNAL_LEADS = {"two_in_three": "far_out", "shift": "drift"}


def _signal_finding(context: Context, kpi: Kpi, varied: Variation, signal: Signal) -> Finding:
    value = actual(context, Kpi(id=kpi.id, measure=kpi.measure, where=kpi.where), context.business_date)
    now = plain(context, kpi.measure, value if value is not None else Fraction(0))
    side = "above" if signal.side > 0 else "below"
    key = (
        "jump"
        if varied.form == "change"
        else f"{_SIGNAL_LEADS.get(signal.rule, _OUTSIDE[varied.form])}_{side}"
    )
    aside = [say("day_n", n=count(varied.run))] if varied.run > 1 else []
    return Finding(
        id=f"signal-{kpi.id}",
        level="watch",
        lead=say(key, measure=label(context, kpi), now=now),
        detail=tuple(_contribution_words(context, Kpi(id=kpi.id, measure=kpi.measure, where=kpi.where))),
        aside=(*aside, *owner_words(context, kpi, None)),
        measure=kpi.measure,
        where=kpi.where,
        since_days=varied.run or None,
        few=varied.few,
        audience=kpi.audience,
    )
