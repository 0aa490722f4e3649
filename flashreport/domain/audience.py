"""A report reduced to what an audience may see.

What is not known to be allowed is left out: a block, column or row that these rules do not name
goes, so that a part added to the report later is hidden until somebody decides about it.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from flashreport.domain.hidden import without_few
from flashreport.domain.measures import block_of
from flashreport.domain.pay_words import is_pay
from flashreport.domain.report import NOTHING, InputState, Provenance, Report, Restatement
from flashreport.domain.sight import Eyes, kept


class Sight(Protocol):
    """What an audience may see; an empty tuple means all of it. Entities and departments are ids."""

    @property
    def name(self) -> str:
        """Its name, which KPIs name."""
        ...

    @property
    def entities(self) -> tuple[str, ...]:
        """Entities by id."""
        ...

    @property
    def departments(self) -> tuple[str, ...]:
        """Departments by id."""
        ...

    @property
    def sections(self) -> tuple[str, ...]:
        """Blocks by key."""
        ...

    @property
    def pay(self) -> bool:
        """Whether pay may be seen."""
        ...

    @property
    def small_groups(self) -> bool:
        """Whether that of too few people may be seen, too."""
        ...


def sees_scope(audience: Sight, scope: str) -> bool:
    """Whether the audience may have reports of this scope: an entity's id, '' for all entities together."""
    return not audience.entities or scope in audience.entities


def reduced(report: Report, audience: Sight, names: Mapping[str, str] | None = None) -> Report:
    """The report without what the audience may not see; an equal one where it may see all.

    ``names`` are the printed names of departments by id; a department without one prints its id.
    A report of all entities shows nothing to an audience of some: its figures cannot be parted.
    In one where nobody looked for the pay of too few people, all pay is hidden.
    """
    every = audience.pay and audience.small_groups
    pay = every or (audience.pay and report.few != "unknown")
    eyes = Eyes(
        frozenset(audience.sections),
        frozenset(names.get(one, one) if names else one for one in audience.departments),
        frozenset(audience.departments),
        pay,
        blind=bool(audience.entities) and not report.scope,
        name=audience.name,
        cash_pay=every or (pay and report.few != "all"),
        pay_charts=every or (pay and report.few == "none"),
        one_scope=bool(audience.entities),
    )
    bare = eyes.partial or eyes.one_scope  # inputs and files are those of all entities
    seen = report.model_copy(
        update={
            "inputs": tuple(map(_bare_input, report.inputs)) if bare else report.inputs,
            "findings": kept(report.findings, eyes.finding),
            "scorecard": kept(report.scorecard, eyes.group),
            "front": kept(report.front, eyes.front),
            "sections": kept(report.sections, eyes.section),
            "definitions": tuple(item for item in report.definitions if eyes.measure(item.measure)),
            "restated": _told(report.restated, eyes),
            "restated_more": 0,
            "revised": _told(report.revised, eyes),
            "revised_more": 0,
            "provenance": _bare(report.provenance) if bare else report.provenance,
        }
    )
    return seen if every else without_few(seen)


def _told(rows: Iterable[Restatement], eyes: Eyes) -> tuple[Restatement, ...]:
    """What changed among the measures that may be seen; the input's name goes with the files'.

    Where a category of pay changed on a day, its amount would follow from that day's other cash.
    """
    seen = [item for item in rows if eyes.measure(item.measure)]
    secret = () if eyes.pay else {(block_of(item.measure), item.on) for item in seen if is_pay(item.where)}
    return tuple(
        item.model_copy(update={"input": ""}) if eyes.partial else item
        for item in seen
        if (block_of(item.measure), item.on) not in secret
    )


def _bare_input(state: InputState) -> InputState:
    """Whether an input is there, without its counts."""
    return state.model_copy(update={"rows": 0, "set_aside": 0, "note": NOTHING})


def _bare(provenance: Provenance) -> Provenance:
    """The program's version and the settings' hash, without the files of hidden parts."""
    return provenance.model_copy(update={"files": ()})
