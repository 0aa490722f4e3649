"""The grammar of the charts: what a spec looks like on its axes.

Actual values are solid, prior ones lighter, plans outlined, forecasts dotted or hatched,
a target is a thin dashed line. Lines and bars carry their names beside them.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flashreport.domain.report import Chart, Series
from flashreport.render.format import Formatter
from flashreport.render.labels import Labels
from flashreport.render.language import Language
from flashreport.render.page import TimeAxis, runs_backwards
from flashreport.render.palette import ACT, GOOD, GREY, INK, NAVY, NAVY_LIGHT, RULE, SALMON, SALMON_INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

SMALL = 6.4
FOOT = 0.03  # of the height: a value there would touch the first date
COLOURS = {
    "actual": NAVY, "second": SALMON, "prior": NAVY_LIGHT, "plan": GREY,
    "forecast": ACT, "path": GOOD, "target": GREY,
}  # fmt: skip
LINES: dict[str, dict[str, Any]] = {
    "actual": {"lw": 1.4},
    "second": {"lw": 1.2},
    "prior": {"lw": 1.1},
    "plan": {"lw": 0.9},
    "forecast": {"lw": 1.2, "ls": (0, (1, 1.6))},
    "path": {"lw": 1.1, "ls": (0, (4, 2.4))},
    "target": {"lw": 0.7, "ls": (0, (2, 1.6))},
}


class Drawing:
    """One chart on one figure."""

    def __init__(
        self, canvas: "Canvas", chart: Chart, text: Formatter, time: TimeAxis = "left to right"
    ) -> None:
        """Take an empty figure, the spec, the formatter of its words and which way time runs."""
        self.canvas, self.chart, self.text = canvas, chart, text
        self.backwards = runs_backwards(text.language, time)

    def draw(self) -> None:
        """Draw by the chart's kind."""
        if self.chart.kind == "bars":
            self._bars()
        elif self.chart.kind == "in_out":
            self._in_out()
        else:
            self._lines()

    def _in_out(self) -> None:
        axes = self._axes()
        days = self.chart.series[0].x if self.chart.series else ()
        for index, series in enumerate(self.chart.series[:2]):
            heights = [0.0 if v is None else abs(float(v)) * (-1 if index else 1) for v in series.values]
            colour = (NAVY, SALMON)[index]
            axes.bar(range(len(heights)), heights, width=0.66, color=colour, zorder=2, linewidth=0)
        axes.axhline(0, color=INK, lw=0.6, zorder=3)
        axes.set_xlim(-0.7, max(len(days) - 0.3, 0.7))
        self._widen(axes, 0.1)
        self._value_axis(axes)
        self._dates(axes, [(index, day) for index, day in enumerate(days)], bars=True)
        self._name_sides(axes, days)
        self._bar_notes(axes, days)

    def _name_sides(self, axes: "Axes", days: tuple[date, ...]) -> None:
        """The names of the two series in their own colours, above and below the bars."""
        low, high = axes.get_ylim()
        early = any(on in days and days.index(on) < len(days) / 2 for on, _ in self.chart.notes)
        begin, end = ("right", "left") if self.backwards else ("left", "right")
        below = end if early else begin
        sides = (
            (float(begin == "right"), high, "top", begin, NAVY),
            (float(below == "right"), low, "bottom", below, SALMON_INK),
        )
        for series, (x, y, va, ha, colour) in zip(self.chart.series, sides, strict=False):
            axes.text(
                x,
                y,
                self.text.words(series.label),
                transform=axes.get_yaxis_transform(),
                color=colour,
                va=va,
                ha=ha,
                fontsize=SMALL,
            )

    def _bar_notes(self, axes: "Axes", days: tuple[date, ...]) -> None:
        lows = {
            day: value
            for series in self.chart.series[1:2]
            for day, value in zip(series.x, series.values, strict=False)
        }
        for on, note in self.chart.notes:
            if on not in days:
                continue
            x = days.index(on)
            low = -abs(float(lows.get(on) or 0))
            begin, end = ("right", "left") if self.backwards else ("left", "right")
            ha = end if x > len(days) * 0.6 else begin if x < len(days) * 0.4 else "center"
            axes.annotate(
                self.text.words(note),
                (x, low),
                (0, -2),
                textcoords="offset points",
                color=GREY,
                ha=ha,
                va="top",
                fontsize=SMALL,
                annotation_clip=False,
            )

    def _lines(self) -> None:
        axes = self._axes()
        for series in self.chart.series:
            xs, ys = _points(series)
            axes.plot(
                xs,
                ys,
                color=COLOURS[series.style],
                zorder=2 if series.style == "target" else 3,
                solid_capstyle="round",
                **LINES[series.style],
            )
        self._widen(axes)
        self._value_axis(axes)
        ordinals = sorted({day.toordinal() for series in self.chart.series for day in series.x})
        self._dates(axes, [(o, date.fromordinal(o)) for o in ordinals], bars=False)
        labels = Labels(axes, self.canvas.dpi)
        for series in self.chart.series:
            labels.keep_clear(*_points(series))
        self._mark(axes, labels)
        for series in sorted(self.chart.series, key=lambda s: s.style == "target"):
            if len(self.chart.series) > 1 and not (series.style == "actual" and self.chart.mark):
                labels.beside(*_points(series), self.text.words(series.label), COLOURS[series.style])
        for on, note in self.chart.notes:
            labels.at_day(on.toordinal(), self.text.words(note), GREY)

    def _mark(self, axes: "Axes", labels: Labels) -> None:
        actual = next((s for s in self.chart.series if s.style == "actual"), None)
        if actual is None or self.chart.mark is None:
            return
        xs, ys = _points(actual)
        if not xs:
            return
        level = ACT if any(s.style == "forecast" for s in self.chart.series) else NAVY
        axes.plot(xs[-1:], ys[-1:], "o", ms=3.6, color=level, zorder=4, mew=0)
        labels.at(xs[-1], ys[-1], self.text.figure(self.chart.mark), INK)

    def _bars(self) -> None:
        names = [self.text.words(name) for name in self.chart.categories]
        longest = max((len(name) for name in names), default=0)
        axes = self._axes(left=min(0.42, 0.04 + longest * 0.047 / self.canvas.get_figwidth()), below=0.04)
        count = max(1, len(self.chart.series))
        thick = 0.72 / count
        longest = 0
        for index, series in enumerate(self.chart.series):
            values = [0.0 if v is None else float(v) for v in series.values]
            rows = [row + (index - (count - 1) / 2) * thick for row in range(len(values))]
            axes.barh(rows, values, height=thick * 0.88, zorder=2, **_bar_style(series.style))
            ends = [self._bar_end(value) for value in series.values]
            if ends and count > 1:
                ends[0] += "  " + self.text.words(series.label)
            longest = max([longest, *(len(end) for end in ends)])
            for row, value, end in zip(rows, values, ends, strict=True):
                self._write_end(axes, row, value, end)
        self._room_for_ends(axes, longest)
        axes.axvline(0, color=INK, lw=0.6, zorder=3)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        if self.text.language.direction == "rtl":
            _mirror(axes)

    def _bar_end(self, value: Decimal | None) -> str:
        """The value of a bar in words, n/a where there is none."""
        if value is None:
            return self.text.texts.gettext("n/a")
        places = 1 if self.chart.unit.kind in ("percent", "points") else 0
        return self.text.tick(value, self.chart.unit, self.chart.scale, places)

    def _write_end(self, axes: "Axes", row: float, value: float, end: str) -> None:
        side = 1 if value >= 0 else -1
        if self.text.language.direction == "rtl":
            side = -side
        ha = "left" if side > 0 else "right"
        place: dict[str, Any] = {"textcoords": "offset points", "va": "center", "ha": ha}
        axes.annotate(end, (value, row), (3 * side, 0), fontsize=SMALL, color=INK, **place)

    def _room_for_ends(self, axes: "Axes", longest: int) -> None:
        """Stretch the axis so that the texts at the bars' ends stay inside."""
        low, high = (float(end) for end in axes.dataLim.intervalx)
        low, high = min(low, 0.0), max(high, 0.0)
        inches = axes.get_position().width * self.canvas.get_figwidth()
        share = min(0.45, (longest * 0.56 * SMALL / 72 + 0.06) / inches)
        room = (high - low or 1.0) * share / (1 - share)
        axes.set_xlim(low - (room if low < 0 else 0.0), high + (room if high > 0 or low == 0 else 0.0))

    def _axes(self, left: float = 0.0, below: float = 0.0) -> "Axes":
        width, height = self.canvas.get_size_inches()
        left = left or 0.3 / width
        below = below or 0.2 / height
        axes = self.canvas.add_axes((left, below, 1 - left - 0.04 / width, 1 - below - 0.06 / height))
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set(color="#c9d0d6", linewidth=0.6)
        axes.tick_params(length=0, colors=GREY, labelsize=6.6, pad=3)
        return axes

    def _widen(self, axes: "Axes", share: float = 0.06) -> None:
        low, high = axes.get_ylim()
        axes.set_ylim(low - (high - low) * share, high + (high - low) * share)
        axes.margins(x=0.01)

    def _value_axis(self, axes: "Axes") -> None:
        from matplotlib.ticker import MaxNLocator

        hundred = 100 if self.chart.unit.kind in ("percent", "points") else 1
        low, high = (end * hundred / self.chart.scale for end in axes.get_ylim())
        ticks = [
            t
            for t in MaxNLocator(
                nbins=7 if self.chart.kind == "in_out" else 5, steps=[1, 2, 2.5, 5, 10]
            ).tick_values(low, high)
            if low + (high - low) * FOOT <= t <= high
        ]
        places = 0 if all(float(t).is_integer() for t in ticks) else 1
        at = [Decimal(str(round(float(t), 6))) * self.chart.scale / hundred for t in ticks]
        texts = [self.text.tick(value, self.chart.unit, self.chart.scale, places) for value in at]
        axes.set_yticks([float(value) for value in at], texts)
        axes.grid(axis="y", color=RULE, lw=0.5, zorder=0)
        axes.set_axisbelow(True)
        self._fit_left(axes, texts)

    def _fit_left(self, axes: "Axes", texts: list[str]) -> None:
        """Room for the longest tick label, by its length: no measuring pass is needed."""
        longest = max((len(text) - 2 for text in texts), default=1)
        box = axes.get_position()
        left = (0.06 + longest * 0.058) / self.canvas.get_figwidth()
        axes.set_position((left, box.y0, box.x1 - left, box.height))
        if self.backwards:
            _mirror(axes)

    def _dates(self, axes: "Axes", places: list[tuple[int, date]], *, bars: bool) -> None:
        ticks = _bar_days(places) if bars else _line_days(places, self.text.language)
        axes.set_xticks([x for x, _ in ticks], [self.text.day(day) for _, day in ticks])
        width = axes.get_xlim()
        for label, (x, _) in zip(axes.get_xticklabels(), ticks, strict=True):
            if (width[1] - x) / (width[1] - width[0]) < 0.05:
                label.set_horizontalalignment("left" if self.backwards else "right")


def _mirror(axes: "Axes") -> None:
    """Begin at the right, with the names or values of the axis beside it: as the page is read."""
    axes.invert_xaxis()
    axes.yaxis.tick_right()
    axes.tick_params(length=0)
    box = axes.get_position()
    axes.set_position((1 - box.x1, box.y0, box.width, box.height))


def _bar_style(style: str) -> dict[str, Any]:
    if style == "plan":
        return {"facecolor": "none", "edgecolor": GREY, "linewidth": 0.7}
    if style == "forecast":
        return {"facecolor": "white", "edgecolor": NAVY, "hatch": "////", "linewidth": 0.6}
    return {"color": COLOURS[style], "linewidth": 0}


def _points(series: Series) -> tuple[list[int], list[float]]:
    """The known points; None breaks the line with a not-a-number."""
    nan = float("nan")
    return [day.toordinal() for day in series.x], [nan if v is None else float(v) for v in series.values]


def _bar_days(places: list[tuple[int, date]]) -> list[tuple[int, date]]:
    step = max(1, -(-len(places) // 4))
    return places[::step]


def _line_days(places: list[tuple[int, date]], language: Language) -> list[tuple[int, date]]:
    if not places:
        return []
    first, last = places[0][1], places[-1][1]
    span = (last - first).days
    days = [date.fromordinal(o) for o in range(first.toordinal(), last.toordinal() + 1)]
    if span > 100:
        chosen = [day for day in days if language.day_of_month(day) == 1]
        chosen = chosen[:: max(1, -(-len(chosen) // 6))]
    elif span > 28:
        chosen = [day for day in days if language.day_of_month(day) in (1, 15)]
    else:
        chosen = days[:: max(1, span // 4)]
    return [(day.toordinal(), day) for day in chosen]
