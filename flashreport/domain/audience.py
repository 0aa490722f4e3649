"""A report reduced to what an audience may see.

What is not known to be allowed is left out: a block, column or row that these rules do not name
goes, so that a part added to the report later is hidden until somebody decides about it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from flashreport.domain.hidden import shows_pay, without_few
from flashreport.domain.measures import BLOCKS, MEASURES, block_of
from flashreport.domain.pay import PAY, tells_pay
from flashreport.domain.pay_words import (
    is_pay,
    of_people,
    sentence_tells_pay,
    with_rows,
    without_pay,
    without_words_of_pay,
)
from flashreport.domain.report import (
    NOTHING,
    Argument,
    Block,
    Cell,
    Chart,
    Finding,
    InputState,
    Note,
    Provenance,
    Report,
    Restatement,
    Row,
    ScoreGroup,
    Section,
    Table,
    Words,
)

Part = TypeVar("Part")
OWN_PAY_TABLE = "own-pay"
# Tables of staff that hold no pay, and tell of all departments.
_OPEN_TABLES = frozenset({"staff-jobs"})
DECISIONS = "decisions"
REGISTER = "register"
REVIEW = frozenset({"kpi-history", "paths", "came-and-went", DECISIONS})
_BLOCK_OF = {"departments": "staff", "overtime-departments": "staff"}
_STAFF_COLUMNS = frozenset({"member", "hours_day", "overtime", "share", "revenue_per_hour"})


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
    eyes = _Eyes(
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
            "findings": _kept(report.findings, eyes.finding),
            "scorecard": _kept(report.scorecard, eyes.group),
            "front": _kept(report.front, eyes.front),
            "sections": _kept(report.sections, eyes.section),
            "definitions": tuple(item for item in report.definitions if eyes.measure(item.measure)),
            "restated": _told(report.restated, eyes),
            "restated_more": 0,
            "revised": _told(report.revised, eyes),
            "revised_more": 0,
            "provenance": _bare(report.provenance) if bare else report.provenance,
        }
    )
    return seen if every else without_few(seen)


@dataclass(frozen=True)
class _Eyes:
    """The rules of one audience. ``departments`` are printed names, ``ids`` their ids.

    ``cash_pay``: whether categories of pay may be seen among cash; ``pay_charts``: charts of staff
    in units of pay. ``one_scope``: of some entities, while people's words are about the whole company.
    """

    sections: frozenset[str]
    departments: frozenset[str]
    ids: frozenset[str]
    pay: bool
    blind: bool
    name: str
    cash_pay: bool
    pay_charts: bool
    one_scope: bool

    @property
    def partial(self) -> bool:
        """Whether more than pay is hidden."""
        return self.blind or bool(self.sections or self.ids)

    def told(self, audience: tuple[str, ...]) -> bool:
        """Whether a KPI's audiences include this one; without any, all are told."""
        return not audience or self.name in audience

    def block(self, block: str) -> bool:
        return not self.blind and (not self.sections or block in self.sections)

    def measure(self, measure: str) -> bool:
        """Whether the measure of the whole report may be seen; staff's not by heads of one department.

        Nor those of the workspace's own, which may be made of staff's.
        """
        block = block_of(measure)
        whole = not (self.ids and block in ("staff", "own"))
        return self.block(block) and whole and (self.pay or not tells_pay(measure))

    def finding(self, finding: Finding) -> Finding | None:
        if not self.told(finding.audience):
            return None
        if not finding.measure:
            return None if self.partial else finding
        if not self.pay:
            finding = without_words_of_pay(finding)
        block = finding.measure.split(".", 1)[0]
        own = finding.where.get("department", "") in self.ids
        if self.ids and block == "staff":
            if not (own and self.block(block) and (self.pay or finding.measure not in PAY)):
                return None
            return finding.model_copy(update={"detail": (), "aside": ()})  # they may name other departments
        if not self.measure(finding.measure):
            return None
        if self.pay and (block == "staff" or self.cash_pay):
            return finding
        detail = tuple(text for text in finding.detail if not sentence_tells_pay(text, block))
        aside = tuple(text for text in finding.aside if not sentence_tells_pay(text, block))
        return finding.model_copy(update={"detail": detail, "aside": aside})

    def group(self, group: ScoreGroup) -> ScoreGroup | None:
        rows = tuple(row for row in group.rows if self.measure(row.measure) and self.told(row.audience))
        return group.model_copy(update={"rows": rows}) if rows and self.block(group.block) else None

    def front(self, block: Block) -> Block | None:
        """A block of the front page, where no section says to which part it belongs."""
        if not isinstance(block, Table | Chart):
            return None if self.partial else self.noted(block)
        section = _BLOCK_OF.get(block.key, block.key.split("-", 1)[0])
        return self.detail(block, section) if self.block(section) else None

    def section(self, section: Section) -> Section | None:
        if section.key in REVIEW:
            return None if self.one_scope and section.key == DECISIONS else self.review(section)
        if section.key == REGISTER and not self.pay:
            section = _of_measures(section, lambda row: bool(row.measure) and not tells_pay(row.measure))
        if not self.block(section.key) or (self.partial and section.key not in BLOCKS):
            return None
        blocks = _kept(section.blocks, lambda block: self.detail(block, section.key))
        return section.model_copy(update={"blocks": blocks}) if blocks else None

    def review(self, section: Section) -> Section | None:
        """A review's section: each row and chart is of one measure, and people's words may tell pay."""

        def seen(whole: Block) -> Block | None:
            block = self.of_kpis(whole)
            if isinstance(block, Chart):
                open_ = self.pay_charts or not tells_pay(block.measure)
                return block if open_ and self.measure(block.measure) else None
            if not isinstance(block, Table):
                return None if self.partial else block
            rows = tuple(row for row in block.rows if row.measure and self.measure(row.measure))
            if not self.pay_charts:  # its figures are reckoned from such of few people
                rows = tuple(row for row in rows if not tells_pay(row.measure))
            if section.key == DECISIONS and not self.pay_charts:
                rows = tuple(row for row in rows if block_of(row.measure) != "staff")
            return block.model_copy(update={"rows": rows}) if rows else None

        blocks = _kept(section.blocks, seen)
        return section.model_copy(update={"blocks": blocks}) if blocks else None

    def detail(self, whole: Block, section: str) -> Block | None:
        block = self.of_kpis(whole)
        if block is None or section == "own":
            return self.own_detail(block) if block is not None else None
        block = self.noted(block)
        if section != "staff":
            return block if self.cash_pay or block is None else without_pay(block)
        if isinstance(block, Table):
            return self.staff_table(block)
        if isinstance(block, Chart):
            return self.staff_chart(block)
        return block if self.pay_charts and not self.ids else None  # a person's words may tell pay

    def noted(self, block: Block) -> Block | None:
        """The block without words of people that these eyes may not read; nor a chart of hidden pay."""
        if isinstance(block, Note):
            return block if self.reads(*block.text.args.values()) or not of_people(block) else None
        if not isinstance(block, Chart):
            return block
        if not self.pay and tells_pay(block.measure):
            return None
        notes = tuple((day, text) for day, text in block.notes if self.reads(text))
        return block if len(notes) == len(block.notes) else block.model_copy(update={"notes": notes})

    def reads(self, *words_of_people: Argument) -> bool:
        """Whether what people said may be read: of the whole company, and perhaps of pay."""
        if self.one_scope:
            return False
        return self.pay or not any(isinstance(part, Words) and is_pay(part) for part in words_of_people)

    def of_kpis(self, block: Block) -> Block | None:
        """Without rows and series of KPIs that the audience is not told of."""
        if isinstance(block, Table):
            rows = tuple(row for row in block.rows if self.told(row.audience))
            return block if len(rows) == len(block.rows) else with_rows(block, rows)
        if isinstance(block, Chart):
            series = tuple(one for one in block.series if self.told(one.audience))
            if len(series) < len(block.series):
                return block.model_copy(update={"series": series}) if series else None
        return block

    def own_detail(self, block: Block) -> Block | None:
        """A table of the workspace's own measures; those of pay stand in one by itself."""
        if self.ids or (not self.pay and (not isinstance(block, Table) or block.key == OWN_PAY_TABLE)):
            return None
        return block

    def staff_table(self, table: Table) -> Table | None:
        """Columns of pay go, then rows of pay, of other departments, and totals over them."""
        if table.key in _OPEN_TABLES:
            return None if self.ids else table
        by_department = table.columns[0].key == "member"
        if self.ids and not by_department:
            return None
        keep = [
            number
            for number, column in enumerate(table.columns)
            if self.pay or not by_department or column.key in _STAFF_COLUMNS
        ]
        rows = [row for row in table.rows if self.staff_row(row, by_department)]
        if not rows:
            return None
        return table.model_copy(
            update={
                "columns": tuple(table.columns[number] for number in keep),
                "rows": tuple(_part(row, keep) for row in rows),
                "cut": 0 if self.ids else table.cut,
            }
        )

    def staff_row(self, row: Row, by_department: bool) -> bool:
        label = row.cells[0].content
        if not isinstance(label, Words):
            return False
        if by_department:
            return not self.ids or (row.kind == "row" and label.message in self.departments)
        return self.pay or label.message in _OPEN_LABELS

    def staff_chart(self, chart: Chart) -> Chart | None:
        if not self.pay_charts and shows_pay(chart):
            return None
        if not self.ids:
            return chart
        keep = [n for n, label in enumerate(chart.categories) if label.message in self.departments]
        if not keep:
            return None
        series = tuple(
            one.model_copy(update={"values": tuple(one.values[n] for n in keep if n < len(one.values))})
            for one in chart.series
        )
        kept = tuple(chart.categories[n] for n in keep)
        # Notes, mark and the sentence for screen readers may tell of the others.
        return chart.model_copy(
            update={"categories": kept, "series": series, "notes": (), "mark": None, "alt": chart.title}
        )


_OPEN_LABELS = frozenset(
    measure.label for key, measure in MEASURES.items() if key.startswith("staff.") and key not in PAY
)


def _kept(parts: Iterable[Part], see: Callable[[Part], Part | None]) -> tuple[Part, ...]:
    return tuple(seen for part in parts if (seen := see(part)) is not None)


def _part(row: Row, keep: list[int]) -> Row:
    cells: tuple[Cell, ...] = tuple(row.cells[number] for number in keep if number < len(row.cells))
    return row.model_copy(update={"cells": cells})


def _of_measures(section: Section, seen: Callable[[Row], bool]) -> Section:
    """The section's tables with the rows that may be seen; other blocks as they are."""
    blocks = tuple(
        block.model_copy(update={"rows": tuple(row for row in block.rows if seen(row))})
        if isinstance(block, Table)
        else block
        for block in section.blocks
    )
    kept = tuple(block for block in blocks if not isinstance(block, Table) or block.rows)
    return section.model_copy(update={"blocks": kept})


def _told(rows: Iterable[Restatement], eyes: "_Eyes") -> tuple[Restatement, ...]:
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
