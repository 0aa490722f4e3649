"""A report without the pay of too few people: the figures that compose marked are hidden."""

from typing import TypeVar

from pydantic import BaseModel

from flashreport.domain.report import (
    Cell,
    Chart,
    Figure,
    Finding,
    Note,
    Report,
    ScoreRow,
    Status,
    Table,
    Trend,
    words,
)

Part = TypeVar("Part")
REASON = "of so few people that it would tell what one of them earns"
_OF_PEOPLE = ("pay-employees",)
_PAY_UNITS = ("money", "rate", "percent")


def tells_of_few(part: object) -> bool:
    """Whether anything in a part of the report tells the pay of too few people."""
    if isinstance(part, BaseModel):
        few = bool(getattr(part, "few", False)) and not isinstance(part, Report)
        return few or any(tells_of_few(value) for _, value in part)
    if isinstance(part, dict):
        return any(map(tells_of_few, part.values()))
    return isinstance(part, tuple) and any(map(tells_of_few, part))


def without_few(report: Report) -> Report:
    """The report with each such figure hidden, and what follows from one left out."""
    return _hidden(report).model_copy(update={"few": "none"})


def _hidden(part: Part) -> Part:
    """The part with its marked figures hidden; the same one where there is none."""
    if isinstance(part, Figure):
        return _unseen(part) if part.few else part  # type: ignore[return-value]  # a figure for a figure
    if isinstance(part, tuple):
        kept = tuple(_hidden(one) for one in part if not _goes(one))
        return part if _same(kept, part) else kept  # type: ignore[return-value]  # a tuple for a tuple
    if isinstance(part, dict):
        return {key: _hidden(value) for key, value in part.items()}  # type: ignore[return-value]  # a dict for a dict
    if not isinstance(part, BaseModel):
        return part
    if isinstance(part, Finding):
        return _told(part)  # type: ignore[return-value]  # a finding for a finding
    changed = {name: seen for name, value in part if (seen := _hidden(value)) is not value}
    changed |= _more(part)
    return part.model_copy(update=changed) if changed else part


def _same(kept: tuple[object, ...], part: tuple[object, ...]) -> bool:
    return len(kept) == len(part) and all(one is other for one, other in zip(kept, part, strict=True))


def _unseen(figure: Figure) -> Figure:
    return Figure(unit=figure.unit, decimals=figure.decimals, state="hidden", reason=REASON)


def _goes(part: object) -> bool:
    """What is left out as a whole: findings about such figures, sentences, lists of people."""
    if isinstance(part, Finding):
        return part.few or tells_of_few(part.lead)
    if isinstance(part, Note):
        return tells_of_few(part)
    return isinstance(part, Table) and part.key in _OF_PEOPLE and tells_of_few(part)


def _told(finding: Finding) -> Finding:
    """The finding without the sentences that hold such a figure."""
    detail, aside = (
        tuple(text for text in texts if not tells_of_few(text)) for texts in (finding.detail, finding.aside)
    )
    return finding.model_copy(update={"detail": detail, "aside": aside})


def _more(part: BaseModel) -> dict[str, object]:
    """What follows from a hidden figure: the trend and status of its row, the tone of its cell."""
    if isinstance(part, ScoreRow) and tells_of_few(part):
        return {"trend": Trend(values=()), "status": Status(level="none", text=words("Hidden"))}
    if isinstance(part, Cell) and tells_of_few(part.content):
        return {"level": "none"}
    return {}


def shows_pay(chart: Chart) -> bool:
    """Whether a chart of staff may show pay: by its unit."""
    return chart.unit.kind in _PAY_UNITS
