"""Sparklines: tiny inline SVG drawn by hand, without text, in 0.02 ms each."""

from collections.abc import Callable
from itertools import groupby

from markupsafe import Markup, escape

from flashreport.domain.report import Level, Trend
from flashreport.render.palette import BAND, LEVELS, NAVY, WATCH

WIDTH, HEIGHT, EDGE = 78.0, 19.0, 2.4


def sparkline(trend: Trend, level: Level, label: str, *, backwards: bool = False) -> Markup:
    """The last values as a line with the band of normal variation, the target and an end dot.

    ``label`` is read out in place of the picture; ``backwards`` lets time run to the left.
    Returns an empty text for fewer than two values.
    """
    known = [value for value in trend.values if value is not None]
    if len(known) < 2:
        return Markup("")
    low, high = _range(trend, known)
    step = (WIDTH - 2 * EDGE) / (len(trend.values) - 1)

    def at(value: float) -> float:
        return HEIGHT - EDGE - (value - low) / (high - low) * (HEIGHT - 2 * EDGE)

    points = [None if v is None else (EDGE + i * step, at(v)) for i, v in enumerate(trend.values)]
    parts = [
        _band(trend, at),
        _bands(trend, at, step),
        _path(points),
        _target(trend, low, high, at),
        _dot(points, level),
    ]
    drawn = Markup("").join(parts)
    if backwards:
        drawn = Markup('<g transform="matrix(-1 0 0 1 {:g} 0)">{}</g>').format(WIDTH, drawn)
    return Markup(
        '<svg class="spark" viewBox="0 0 {:g} {:g}" width="{:g}" height="{:g}" role="img">'
        "<title>{}</title>{}</svg>"
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, escape(label), drawn)


def _range(trend: Trend, known: list[float]) -> tuple[float, float]:
    bounds = [*known, *(limit for limit in (trend.lower, trend.upper) if limit is not None)]
    bounds += [limit for band in trend.bands if band is not None for limit in band]
    low, high = min(bounds), max(bounds)
    if trend.target is not None and _near(trend.target, low, high):
        low, high = min(low, trend.target), max(high, trend.target)
    if low == high:
        low, high = low - 1, high + 1
    return low, high


def _near(target: float, low: float, high: float) -> bool:
    """A target far from the values would press the line flat, so it is left out."""
    slack = (high - low) * 0.5
    return low - slack <= target <= high + slack


def _band(trend: Trend, at: Callable[[float], float]) -> Markup:
    if trend.lower is None or trend.upper is None:
        return Markup("")
    top, bottom = at(trend.upper), at(trend.lower)
    return Markup('<rect class="b" x="0" y="{:.1f}" width="{:g}" height="{:.1f}" fill="{}"/>').format(
        top, WIDTH, bottom - top, BAND
    )


def _bands(trend: Trend, at: Callable[[float], float], step: float) -> Markup:
    """Where each day has limits of its own: one shape for each run of days that have them."""
    shapes = []
    for known, run in groupby(enumerate(trend.bands), key=lambda item: item[1] is not None):
        edges = [(EDGE + day * step, *band) for day, band in run if band is not None]
        if known and len(edges) > 1:
            above = [f"{x:.1f} {at(upper):.1f}" for x, _, upper in edges]
            below = [f"{x:.1f} {at(lower):.1f}" for x, lower, _ in reversed(edges)]
            shapes.append("M" + "L".join([*above, *below]) + "Z")
    if not shapes:
        return Markup("")
    return Markup('<path class="b" d="{}" fill="{}"/>').format("".join(shapes), BAND)


def _path(points: list[tuple[float, float] | None]) -> Markup:
    runs = [[p for p in run if p] for here, run in groupby(points, key=lambda p: p is not None) if here]
    path = " ".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs if len(run) > 1)
    return Markup('<path class="l" d="{}" fill="none" stroke="{}" stroke-width="1.1"/>').format(path, NAVY)


def _target(trend: Trend, low: float, high: float, at: Callable[[float], float]) -> Markup:
    if trend.target is None or not low <= trend.target <= high:
        return Markup("")
    y = at(trend.target)
    return Markup(
        '<path class="t" d="M0 {:.1f}H{:g}" fill="none" stroke="{}" stroke-width=".8"'
        ' stroke-dasharray="2.2 1.6"/>'
    ).format(y, WIDTH, WATCH)


def _dot(points: list[tuple[float, float] | None], level: Level) -> Markup:
    last = points[-1]
    if last is None:
        return Markup("")
    colour = LEVELS["none" if level == "good" else level]
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="1.9" fill="{}"/>').format(*last, colour)
