"""Names beside lines: each is put where it is farthest from everything drawn so far."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL = 6.4
_LETTER = 0.55  # mean width of a letter as a share of its size


class Labels:
    """The free room of one pair of axes, in pixels."""

    def __init__(self, axes: "Axes", dpi: float) -> None:
        """Take axes whose limits are final, and the dots per inch they are drawn in."""
        self.axes = axes
        self.taken: list[tuple[float, float]] = []
        self.pixel = dpi / 72

    def keep_clear(self, xs: list[int], ys: list[float]) -> None:
        """Remember a line as room that is taken; its stretches count, not only its points."""
        points = [self._pixels(x, y) for x, y in zip(xs, ys, strict=True) if y == y]
        for (x0, y0), (x1, y1) in pairwise(points):
            steps = max(1, int(abs(x1 - x0) // 8))
            self.taken += [(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(steps)]
        self.taken += points[-1:]

    def beside(self, xs: list[int], ys: list[float], text: str, colour: str) -> None:
        """Write the name of a line above or below it, wherever there is most room."""
        points = [self._pixels(x, y) for x, y in zip(xs, ys, strict=True) if y == y]
        if not points or not text:
            return
        places = [
            self._place(points, share, side, text)
            for share in (0.5, 0.35, 0.65, 0.2, 0.8)
            for side in (1, -1)
        ]
        x, y = max(places, key=lambda place: min(self._room(place, text), 4.5 * self.pixel))
        self._write(x, y, text, colour)

    def at(self, x: float, y: float, text: str, colour: str) -> None:
        """Write a figure in bold above a point, or below it where a line is in the way."""
        px, py = self._pixels(x, y)
        half = self._width(text) / 2
        near = [(px - half * lean, py + side * 8 * self.pixel) for side in (1, -1) for lean in (0.9, 0, -0.9)]
        spot = max(
            (self._inside(place, half) for place in near),
            key=lambda place: min(self._room(place, text), 9 * self.pixel),
        )
        self._write(*spot, text, colour, bold=True)

    def at_day(self, x: float, text: str, colour: str) -> None:
        """Write a note at a day, at the foot of the axes."""
        px, _ = self._pixels(x, self.axes.get_ylim()[0])
        bottom = self.axes.get_window_extent().y0 + 6 * self.pixel
        self._write(*self._inside((px, bottom), self._width(text) / 2), text, colour)

    def _place(
        self, points: list[tuple[float, float]], share: float, side: int, text: str
    ) -> tuple[float, float]:
        target = points[0][0] + (points[-1][0] - points[0][0]) * share
        points = sorted(points)  # time may run to the left
        left = max((p for p in points if p[0] <= target), default=points[0])
        right = min((p for p in points if p[0] >= target), default=points[-1])
        run = right[0] - left[0]
        slope = (right[1] - left[1]) / run if run else 0.0
        y = left[1] + (target - left[0]) * slope
        lift = 5.5 * self.pixel + abs(slope) * self._width(text) / 2
        return self._inside((target, y + side * lift), self._width(text) / 2)

    def _inside(self, place: tuple[float, float], half: float) -> tuple[float, float]:
        box = self.axes.get_window_extent()
        x = min(max(place[0], box.x0 + half), box.x1 - half)
        y = min(max(place[1], box.y0 + 4 * self.pixel), box.y1 - 3 * self.pixel)
        return x, y

    def _room(self, place: tuple[float, float], text: str) -> float:
        """Distance from the text's box to the nearest thing taken."""
        half, high = self._width(text) / 2, 3 * self.pixel
        gaps = (
            max(abs(x - place[0]) - half, 0.0) ** 2 + max(abs(y - place[1]) - high, 0.0) ** 2
            for x, y in self.taken
        )
        return math.sqrt(min(gaps, default=1e9))

    def _write(self, x: float, y: float, text: str, colour: str, *, bold: bool = False) -> None:
        across, up = self.axes.transAxes.inverted().transform((x, y))
        weight = "bold" if bold else "normal"
        self.axes.text(
            across,
            up,
            text,
            transform=self.axes.transAxes,
            ha="center",
            va="center",
            color=colour,
            fontsize=SMALL + bold * 0.6,
            fontweight=weight,
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )
        half = self._width(text) / 2
        self.taken += [(x - half + half * i / 4, y) for i in range(9)]

    def _width(self, text: str) -> float:
        return len(text) * _LETTER * SMALL * self.pixel

    def _pixels(self, x: float, y: float) -> tuple[float, float]:
        px, py = self.axes.transData.transform((x, y))
        return float(px), float(py)
