"""The report: one frozen, typed model for one audience.

Pages, mail and the archive read this and nothing else; no arithmetic happens after it.
It holds no language: texts are messages with their arguments, figures are numbers with
units. ``Report.to_json`` and ``Report.from_json`` carry a schema number.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from flashreport.domain.units import Unit

SCHEMA = 1

Level = Literal["good", "watch", "act", "none"]
FigureState = Literal["ok", "missing", "stale", "estimate", "restated", "hidden"]
Few = Literal["unknown", "none", "some", "all"]
InputReadiness = Literal["ok", "late", "stale", "incomplete", "failed", "missing"]


class Frozen(BaseModel):
    """Immutable, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Frozen):
    """One number to print. ``value`` is None when it is not available: then ``reason`` says why.

    ``value`` is in displayed units (dollars, hours, 0.141 for 14.1 %, 0.029 for 2.9 points);
    a date figure uses ``on``. ``signed`` asks for a plus sign, which only variances carry.
    ``few``: it tells the pay of too few people, and is hidden from most audiences.
    """

    type: Literal["figure"] = "figure"
    unit: Unit
    value: Decimal | None = None
    on: date | None = None
    decimals: int | None = None
    signed: bool = False
    state: FigureState = "ok"
    reason: str = ""
    as_of: date | None = None
    few: bool = False


class Words(Frozen):
    """A message id of the catalogue with its arguments (``{name}`` in the message).

    ``verbatim`` is for names out of the user's data, which are never translated.
    ``count`` picks the plural form together with ``plural``.
    """

    type: Literal["words"] = "words"
    message: str
    plural: str = ""
    count: int | None = None
    verbatim: bool = False
    args: dict[str, "Argument"] = {}


class Day(Frozen):
    """A date in a text; ``form`` picks how much of it is printed."""

    type: Literal["day"] = "day"
    on: date
    form: Literal["full", "long", "short", "weekday", "month"] = "short"


Argument = Annotated[Figure | Words | Day, Field(discriminator="type")]


def words(message: str, **args: "Figure | Words | Day") -> Words:
    """A translatable message with arguments."""
    return Words(message=message, args=args)


def name(text: str) -> Words:
    """A name from the user's data, printed as it is."""
    return Words(message=text, verbatim=True)


NOTHING = Words(message="", verbatim=True)


class InputState(Frozen):
    """One line of the readiness strip."""

    name: str
    state: InputReadiness
    as_of: date | None = None
    received_at: datetime | None = None
    rows: int = 0
    set_aside: int = 0
    note: Words = NOTHING


class Finding(Frozen):
    """A sentence that needs attention. ``since_days`` is n in 'day n'.

    ``few`` as in a figure: all of it. ``audience``: the audiences of its KPI; none for all.
    """

    id: str
    level: Level
    lead: Words
    detail: tuple[Words, ...] = ()
    aside: tuple[Words, ...] = ()
    measure: str = ""
    where: dict[str, str] = {}
    since_days: int | None = None
    few: bool = False
    audience: tuple[str, ...] = ()


class Trend(Frozen):
    """A sparkline: the last values (None breaks the line), limits of normal variation, target.

    ``lower`` and ``upper`` hold for all days. Where each day has limits of its own, ``bands``
    gives them along with the values. ``note`` says why there are none. ``few`` as in a figure:
    some value, or one that the limits come from.
    """

    values: tuple[float | None, ...]
    lower: float | None = None
    upper: float | None = None
    target: float | None = None
    bands: tuple[tuple[float, float] | None, ...] = ()
    note: Words = NOTHING
    few: bool = False


class Status(Frozen):
    """A level by shape and word."""

    level: Level
    text: Words


class ScoreRow(Frozen):
    """One measure or KPI of the scorecard. ``measure`` links to detail and definition.

    ``audience``: the audiences of the KPI; none for all.
    """

    measure: str
    label: Words
    day: Figure
    change: Figure
    to_date: Figure
    target: Words = NOTHING
    variance: Figure | None = None
    trend: Trend
    status: Status
    audience: tuple[str, ...] = ()


class ScoreGroup(Frozen):
    """The rows of one block, under its name."""

    block: str
    title: Words
    rows: tuple[ScoreRow, ...]


class Series(Frozen):
    """One series of a chart, in displayed units; None where there is no value.

    Style follows the grammar: actual solid, prior lighter, plan outlined, forecast hatched
    or dotted, target a thin dashed line. ``audience``: those of the KPI it comes from; none for all.
    """

    label: Words
    style: Literal["actual", "second", "prior", "plan", "forecast", "path", "target"]
    x: tuple[date, ...] = ()
    values: tuple[Decimal | None, ...]
    audience: tuple[str, ...] = ()


class Chart(Frozen):
    """What a chart shows; matplotlib draws it. ``alt`` tells it in a sentence.

    ``in_out``: two series over days, the second below the axis. ``lines``: any series over
    days. ``bars``: categories against values. ``mark`` is printed at the last actual point.
    """

    type: Literal["chart"] = "chart"
    key: str
    kind: Literal["in_out", "lines", "bars"]
    title: Words
    subtitle: Words = NOTHING
    unit: Unit
    scale: int = 1
    categories: tuple[Words, ...] = ()
    series: tuple[Series, ...]
    notes: tuple[tuple[date, Words], ...] = ()
    mark: Figure | None = None
    alt: Words
    measure: str = ""


class Cell(Frozen):
    """A table cell: a figure or words, with a tone of its own."""

    content: Argument
    level: Level = "none"


class Column(Frozen):
    """A table column; numbers are aligned by their digits, text starts at the line's start."""

    key: str
    label: Words
    kind: Literal["text", "number"] = "number"
    width: float = 1.0


class Row(Frozen):
    """A table row; a total is printed below a line. ``audience``: those of its KPI; none for all.

    One that is not for the ``page`` stands in the table's file alone.
    """

    cells: tuple[Cell, ...]
    kind: Literal["row", "group", "total"] = "row"
    measure: str = ""
    audience: tuple[str, ...] = ()
    page: bool = True


class Table(Frozen):
    """A table. ``cut`` is how many rows were left out, which the page says."""

    type: Literal["table"] = "table"
    key: str
    title: Words
    subtitle: Words = NOTHING
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Words = NOTHING
    cut: int = 0
    marks: bool = False


class Note(Frozen):
    """A paragraph."""

    type: Literal["note"] = "note"
    text: Words
    level: Level = "none"


Block = Annotated[Table | Chart | Note, Field(discriminator="type")]


class Section(Frozen):
    """The detail of one block of the report, from page 2 on. ``key`` is its anchor."""

    key: str
    title: Words
    blocks: tuple[Block, ...]


class Definition(Frozen):
    """What a measure means: formula in words, unit, source of the convention."""

    measure: str
    label: Words
    formula: Words
    unit: Words
    source: str = ""


class Restatement(Frozen):
    """A figure that was another one in an earlier report; ``input`` is what brought the change."""

    measure: str
    label: Words
    where: Words = NOTHING
    on: date
    was: Figure
    now: Figure
    input: str = ""


class SourceFile(Frozen):
    """An input that the report was made from.

    ``file`` is its file, or the pattern that its ``files`` files fit. ``sha256`` is that of the
    one file, or of the lines ``sha256  name`` of all of them, as ``sha256sum`` writes them.
    """

    input: str
    file: str
    files: int = 1
    sha256: str
    rows: int
    set_aside: int
    first: date | None = None
    last: date | None = None


class Provenance(Frozen):
    """What the report was made from and by."""

    version: str
    settings_sha256: str
    files: tuple[SourceFile, ...] = ()


class Report(Frozen):
    """One report for one audience; see the module for the rules.

    ``period`` is what it is about, ``first`` that period's first day (None: of the business date
    alone). ``backfilled`` says that it was made later than its day, out of old inputs.
    ``restated`` are figures of past days that the report of the day before told otherwise,
    ``revised`` those that the revision before this one did; ``restated_more`` and
    ``revised_more`` are how many there are beyond those listed.
    ``few``: of how much its pay figures tell the pay of too few people; where nobody looked,
    'unknown'.
    """

    report_schema: int = SCHEMA
    id: str
    company: str
    report: str
    scope: str = ""
    business_date: date
    compared_on: date | None = None
    period: Literal["day", "week", "month"] = "day"
    first: date | None = None
    backfilled: bool = False
    revision: int = 1
    built_at: datetime
    currency: str
    working_day: int
    working_days: int
    inputs: tuple[InputState, ...] = ()
    findings: tuple[Finding, ...] = ()
    scorecard: tuple[ScoreGroup, ...] = ()
    front: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    definitions: tuple[Definition, ...] = ()
    restated: tuple[Restatement, ...] = ()
    restated_more: int = 0
    revised: tuple[Restatement, ...] = ()
    revised_more: int = 0
    provenance: Provenance
    few: Few = "unknown"

    def to_json(self) -> str:
        """The model as JSON text, the same bytes for the same model."""
        return self.model_dump_json(exclude_defaults=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Report":
        """Read a model back; raises ValueError for another schema number."""
        report = cls.model_validate_json(text)
        if report.report_schema != SCHEMA:
            raise ValueError(f"report schema {report.report_schema}, this program reads {SCHEMA}")
        return report
