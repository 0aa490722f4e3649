"""The table of ratios: which goals are reached, and where the time goes where one isn't."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison. ``ratio`` None: it could not be made, and ``note`` says why."""

    what: str
    ratio: float | None
    goal: float | None = None
    note: str = ""
    profile: str = ""

    @property
    def missed(self) -> bool:
        """Whether the ratio lies above its goal; a comparison that was not made misses nothing."""
        return self.ratio is not None and self.goal is not None and self.ratio > self.goal

    @property
    def verdict(self) -> str:
        """One word for the table."""
        if self.ratio is None:
            return "not measured"
        if self.goal is None:
            return ""
        return "missed" if self.missed else "reached"


def print_lines(lines: Sequence[Line]) -> int:
    """Print the table, then a profile for each missed goal; 1 when one is missed, else 0."""
    print("\n" + table(lines))
    for line in lines:
        if line.missed and line.profile:
            print(f"\n{line.what}: the ten costliest by cumulative time\n{line.profile}")
    return int(any(line.missed for line in lines))


def table(lines: Sequence[Line]) -> str:
    """The comparisons in columns: what, ratio, goal, verdict, note."""
    cells = [("comparison", "ratio", "goal", "", "note")] + [
        (line.what, _number(line.ratio), _number(line.goal), line.verdict, line.note) for line in lines
    ]
    wide = [max(len(row[column]) for row in cells) for column in range(4)]
    return "\n".join(
        f"{what:<{wide[0]}}  {ratio:>{wide[1]}}  {goal:>{wide[2]}}  {verdict:<{wide[3]}}  {note}".rstrip()
        for what, ratio, goal, verdict, note in cells
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
