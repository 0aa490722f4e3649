"""What a template is given: the report, its formatter, and small questions about the model."""

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from flashreport.domain.report import (
    Block,
    Chart,
    Day,
    Figure,
    InputState,
    Report,
    ScoreGroup,
    ScoreRow,
    Table,
    Words,
)
from flashreport.render.anchors import Anchors, anchors
from flashreport.render.charts import Size, picture
from flashreport.render.columns import Need, by_weight, figures, text_column, widths
from flashreport.render.density import Density
from flashreport.render.format import Formatter, formatter
from flashreport.render.language import Form
from flashreport.render.page import PageSettings, runs_backwards
from flashreport.render.palette import SHAPES
from flashreport.render.sparkline import sparkline
from flashreport.render.words import fill, shortened

# A sign before a symbol; before digits alone no line ends.
_SIGNED = re.compile(r"([−+][^\s\d]{1,3}\d[\d.,]*)")
SPARK = 8.0  # ems of a sparkline with its margins


@dataclass(frozen=True)
class View:
    """One report in one language, as the templates ask for it."""

    report: Report
    page: PageSettings
    text: Formatter
    anchors: Anchors

    def say(self, part: "Figure | Words | Day") -> str:
        """A figure, date or message as text."""
        return self.text.say(part)

    def sentence(self, part: Words) -> Markup:
        """A message as running text, in which no line ends between a sign and what it stands before."""
        parts = _SIGNED.split(self.say(part))
        whole = Markup('<span class="whole">{}</span>')
        return Markup("").join(whole.format(text) if n % 2 else text for n, text in enumerate(parts))

    def cell(self, part: "Figure | Words | Day") -> str:
        """The same for a cell: the unit of money stands at the head of the page, not in each cell."""
        return replace(self.text, in_cells=True).say(part)

    def unit(self, part: Words) -> str:
        """A unit in words; the currency is called by the unit that it is printed in."""
        code = self.text.name(self.report.currency)
        text = self.say(part)
        return text if self.text.money is None else text.replace(code, self.currency)

    def source(self, text: str) -> str:
        """Where a definition comes from: its parts in the language, as they are where it has no words."""
        gettext = self.text.texts.gettext
        parts = [gettext(part) for part in text.split("; ") if part]
        return self.semicolon.join(self.text.name(part) for part in parts)

    def fill(self, message: str, **texts: str) -> str:
        """A translated message with texts in the place of its ``{names}``."""
        return fill(str(message), texts)

    def now_heading(self) -> str:
        """The heading of the newest figures: the day, or the week or month of a review."""
        gettext = self.text.texts.gettext
        if self.report.period == "day":
            return self.text.day(self.report.business_date, "weekday")
        return gettext("Week") if self.report.period == "week" else gettext("Month")

    def to_date_heading(self) -> str:
        """The heading of the longer period."""
        gettext = self.text.texts.gettext
        return gettext("Year to date") if self.report.period == "month" else gettext("Month to date")

    def change_heading(self) -> str:
        """The heading of the change: which day it is measured from, where the report says so."""
        gettext = self.text.texts.gettext
        if self.report.period != "day":
            week = self.report.period == "week"
            return gettext("vs week before") if week else gettext("vs month before")
        day = self.report.compared_on
        if day is None:
            return gettext("Change")
        return self.fill(gettext("vs {day}"), day=self.text.day(day, "weekday"))

    @property
    def comma(self) -> str:
        """What stands between two parts of a line, as the script writes it."""
        return "، " if self.text.language.direction == "rtl" else ", "

    @property
    def semicolon(self) -> str:
        """The same between parts that hold commas."""
        return "؛ " if self.text.language.direction == "rtl" else "; "

    def shape(self, level: str) -> str:
        """The shape of a level, so that colour is never alone."""
        return SHAPES[level]

    @property
    def title(self) -> str:
        """The report's name and day; a revision after the first says so."""
        return self.titled("full")

    def titled(self, form: Form) -> str:
        """The report's name and its day in a form, or its week or month."""
        report, gettext = self.report, self.text.texts.gettext
        parts = {"report": self.text.name(gettext(report.report))}
        if report.period == "month":
            month = self.text.day(report.business_date, "month")
            return fill(gettext("{report}, {month}"), {**parts, "month": month})
        last = self.text.day(report.business_date, form if report.first is None else "long")
        if report.first is None:
            return fill(gettext("{report}, {day}"), {**parts, "day": last})
        first = self.text.day(report.first)
        return fill(gettext("{report}, {first} to {last}"), {**parts, "first": first, "last": last})

    @property
    def footer(self) -> str:
        """The line at the foot of each page."""
        company, scope = (
            self.text.name(shortened(text)) for text in (self.report.company, self.report.scope)
        )
        name = self.text.name(self.text.texts.gettext(self.report.report))
        parts = [
            company,
            scope,
            f"{name} {self.text.iso(self.report.business_date)}",
            self.text.name(f"ID {self.report.id}"),
        ]
        return " · ".join(part for part in parts if part)

    @property
    def currency(self) -> str:
        """What amounts are in: the unit they are printed in, else the currency, in the plural."""
        if self.text.money is not None and self.text.money.currency == self.report.currency:
            return self.text.name(self.text.money.label)
        from babel.numbers import get_currency_name

        return get_currency_name(self.report.currency, count=2, locale=self.text.language.locale)

    def received(self) -> int:
        """How many inputs are there and whole."""
        return sum(1 for state in self.report.inputs if state.state == "ok")

    def troubled(self) -> tuple[InputState, ...]:
        """The inputs that are not."""
        return tuple(state for state in self.report.inputs if state.state != "ok")

    def last_received(self) -> str:
        """The time of the last input; empty when none says."""
        moments = [state.received_at for state in self.report.inputs if state.received_at is not None]
        return self.text.time(max(moments)) if moments else ""

    def trend_length(self) -> int:
        """The longest trend of the scorecard, in values."""
        return max(
            (len(row.trend.values) for group in self.report.scorecard for row in group.rows), default=0
        )

    def score(self, step: Density) -> list[ScoreGroup]:
        """The scorecard's groups with as many rows as the density holds."""
        groups, left = [], step.rows
        for group in self.report.scorecard:
            rows = group.rows[:left]
            left -= len(rows)
            if rows:
                groups.append(group if rows == group.rows else group.model_copy(update={"rows": rows}))
        return groups

    def left_out(self, step: Density) -> int:
        """How many rows of the scorecard are not on page 1."""
        return max(0, sum(len(group.rows) for group in self.report.scorecard) - step.rows)

    def score_is_whole(self, step: Density) -> bool:
        """Whether page 1 holds the scorecard with every row and every letter."""
        texts = [
            text
            for group in self.report.scorecard
            for row in group.rows
            for text in (row.label, row.status.text)
        ]
        texts += [group.title for group in self.report.scorecard]
        return not self.left_out(step) and all(len(self.say(text)) <= step.letters for text in texts)

    def content(self, step: Density) -> tuple[object, ...]:
        """What of page 1 a step decides: steps that give the same lay out the same."""
        return (
            step.name,
            step.short_charts,
            self.left_out(step),
            self.score_is_whole(step),
            self.front(step, kept=True),
        )

    def short(self, message: Words, step: Density) -> str:
        """A label, cut with an ellipsis where the density asks for it."""
        return shortened(self.say(message), step.letters)

    def link(self, row: ScoreRow, group: ScoreGroup) -> str:
        """Where a scorecard row leads."""
        return self.anchors.of_row(row.measure, group.block)

    def spark(self, row: ScoreRow) -> Markup:
        """The sparkline of a scorecard row."""
        label = fill(self.text.texts.gettext("Trend of {measure}"), {"measure": self.say(row.label)})
        backwards = runs_backwards(self.text.language, self.page.time)
        return sparkline(row.trend, row.status.level, label, backwards=backwards)

    def missing(self, figures: list[Figure]) -> list[str]:
        """The reasons of figures that are not there, each once, in order."""
        reasons = (
            self.text.reason(figure)
            for figure in figures
            if figure.value is None and figure.on is None and figure.state != "hidden"
        )
        return list(dict.fromkeys(reason for reason in reasons if reason))

    def hidden(self, figures: list[Figure]) -> str:
        """Why figures are hidden; empty when none is."""
        reasons = [self.text.reason(figure) for figure in figures if figure.state == "hidden"]
        return next(iter(reasons), "")

    def score_figures(self) -> list[Figure]:
        """The scorecard's figures."""
        rows = [row for group in self.report.scorecard for row in group.rows]
        return [
            figure for row in rows for figure in (row.day, row.change, row.to_date, row.variance) if figure
        ]

    def front_figures(self, step: Density) -> list[Figure]:
        """Those of the scorecard and of the tables that stay on page 1."""
        kept = [block for blocks in self.front(step, kept=True) for block in blocks]
        tables = [self.table_figures(block) for block in kept if isinstance(block, Table)]
        return [*self.score_figures(), *(figure for found in tables for figure in found)]

    def score_notes(self) -> list[str]:
        """Why rows of the scorecard have no limits."""
        notes = [row.trend.note for group in self.report.scorecard for row in group.rows]
        return [self.say(note) for note in notes if note.message]

    def table_figures(self, table: Table) -> list[Figure]:
        """A table's figures."""
        cells = (cell for row in table.rows if row.page for cell in row.cells)
        return [cell.content for cell in cells if isinstance(cell.content, Figure)]

    def widths(self, table: Table, line: float) -> list[str]:
        """Column widths of a table in percent: its own shares, but no figure cut."""
        needs = []
        for index, column in enumerate(table.columns):
            texts = [self.cell(row.cells[index].content) for row in table.rows if index < len(row.cells)]
            build = figures if column.kind == "number" else text_column
            needs.append(build(texts, self.say(column.label), column.width))
        return by_weight(needs, line)

    def score_widths(self, line: float) -> list[str]:
        """Column widths of the scorecard in percent, by what its rows hold."""
        gettext = self.text.texts.gettext
        groups = self.report.scorecard
        rows = [row for group in groups for row in group.rows]
        heads = [
            self.change_heading(),
            self.to_date_heading(),
            *(gettext(head) for head in ("Target", "vs target")),
        ]
        return widths(
            [
                text_column([self.say(group.title) for group in groups], "", 0.2, bold=True),
                text_column([self.say(row.label) for row in rows], gettext("Measure"), 3.0),
                figures(
                    [self.cell(row.day) for row in rows],
                    self.now_heading(),
                    bold=True,
                ),
                figures([self.cell(row.change) for row in rows], heads[0], 0.3),
                figures([self.cell(row.to_date) for row in rows], heads[1], 0.6),
                figures([self.cell(row.target) for row in rows], heads[2], 0.3),
                figures([self.cell(row.variance) for row in rows if row.variance], heads[3], 0.4),
                Need(SPARK, SPARK),
                text_column(
                    [f"{self.shape(row.status.level)}  {self.say(row.status.text)}" for row in rows],
                    "",
                    0.4,
                    bold=True,
                ),
            ],
            line,
        )

    def pairs(self, blocks: tuple[Block, ...]) -> list[list[Block]]:
        """Blocks in rows: charts that follow each other go two by two, all else alone."""
        rows: list[list[Block]] = []
        for is_chart, run in groupby(blocks, key=lambda block: isinstance(block, Chart)):
            items = list(run)
            rows += (
                [items[i : i + 2] for i in range(0, len(items), 2)]
                if is_chart
                else [[item] for item in items]
            )
        return rows

    def front(self, step: Density, *, kept: bool) -> list[list[Block]]:
        """The rows of blocks that stay on page 1 at a density, or those that move to page 2."""
        stays = {"table": step.tables, "chart": step.charts, "note": step.notes}
        return self.pairs(tuple(block for block in self.report.front if stays[block.type] == kept))

    def picture(self, chart: Chart, size: Size, medium: str) -> Markup:
        """A chart as a data URI: small for the browser, quick for the PDF."""
        drawn = picture(chart, self.page, size)
        png = drawn.full if medium == "pdf" else drawn.small
        return Markup("data:image/png;base64,") + b64encode(png).decode("ascii")


def view(report: Report, page: PageSettings, *, isolates: bool = True) -> View:
    """The view of a report on a page."""
    return View(
        report,
        page,
        replace(
            formatter(page.language, page.templates, isolates=isolates, money=page.money),
            currency=report.currency,
        ),
        anchors(report),
    )
