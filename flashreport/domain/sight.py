"""The eyes of one audience: which findings, rows, blocks and sections they see, and whose words they read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from flashreport.domain.measures import BLOCKS, block_of
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
    Argument,
    Block,
    Chart,
    Finding,
    Note,
    Row,
    ScoreGroup,
    Section,
    Table,
    Words,
)
from flashreport.domain.staff_sight import staff_chart, staff_table

Part = TypeVar("Part")
OWN_PAY_TABLE = "own-pay"
DECISIONS = "decisions"
REGISTER = "register"
REVIEW = frozenset({"kpi-history", "paths", "came-and-went", DECISIONS})
_BLOCK_OF = {"departments": "staff", "overtime-departments": "staff"}


@dataclass(frozen=True)
class Eyes:
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
        """Whether a block of measures may be seen."""
        return not self.blind and (not self.sections or block in self.sections)

    def measure(self, measure: str) -> bool:
        """Whether the measure of the whole report may be seen; staff's not by heads of one department.

        Nor those of the workspace's own, which may be made of staff's.
        """
        block = block_of(measure)
        whole = not (self.ids and block in ("staff", "own"))
        return self.block(block) and whole and (self.pay or not tells_pay(measure))

    def finding(self, finding: Finding) -> Finding | None:
        """The finding without sentences that tell of pay or of other departments."""
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
        """The rows of the scorecard that may be seen."""
        rows = tuple(row for row in group.rows if self.measure(row.measure) and self.told(row.audience))
        return group.model_copy(update={"rows": rows}) if rows and self.block(group.block) else None

    def front(self, block: Block) -> Block | None:
        """A block of the front page, where no section says to which part it belongs."""
        if not isinstance(block, Table | Chart):
            return None if self.partial else self.noted(block)
        section = _BLOCK_OF.get(block.key, block.key.split("-", 1)[0])
        return self.detail(block, section) if self.block(section) else None

    def section(self, section: Section) -> Section | None:
        """A section with the blocks that may be seen."""
        if section.key in REVIEW:
            return None if self.one_scope and section.key == DECISIONS else self.review(section)
        if section.key == REGISTER and not self.pay:
            section = of_measures(section, lambda row: bool(row.measure) and not tells_pay(row.measure))
        if not self.block(section.key) or (self.partial and section.key not in BLOCKS):
            return None
        blocks = kept(section.blocks, lambda block: self.detail(block, section.key))
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

        blocks = kept(section.blocks, seen)
        return section.model_copy(update={"blocks": blocks}) if blocks else None

    def detail(self, whole: Block, section: str) -> Block | None:
        """A block of a section of the report."""
        block = self.of_kpis(whole)
        if block is None or section == "own":
            return self.own_detail(block) if block is not None else None
        block = self.noted(block)
        if section != "staff":
            return block if self.cash_pay or block is None else without_pay(block)
        if isinstance(block, Table):
            return staff_table(self, block)
        if isinstance(block, Chart):
            return staff_chart(self, block)
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


def kept(parts: Iterable[Part], see: Callable[[Part], Part | None]) -> tuple[Part, ...]:
    """The parts that are seen, as they are seen."""
    return tuple(seen for part in parts if (seen := see(part)) is not None)


def of_measures(section: Section, seen: Callable[[Row], bool]) -> Section:
    """The section's tables with the rows that may be seen; other blocks as they are."""
    blocks = tuple(
        block.model_copy(update={"rows": tuple(row for row in block.rows if seen(row))})
        if isinstance(block, Table)
        else block
        for block in section.blocks
    )
    kept = tuple(block for block in blocks if not isinstance(block, Table) or block.rows)
    return section.model_copy(update={"blocks": kept})
