"""Lines of a pay stub: hours of one week at one rate, rounded once and given to the rows they come from.

A line's money is rounded on its running sum, in the order of work: the rows of a line add up to
the rounded line exactly, and what an earlier row got stays when a later one follows.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from flashreport.calculators.exact_columns import Exact, Whole, half_up, product, steps
from flashreport.calculators.overtime_bands import Flags, group_of, starts_of
from flashreport.calculators.overtime_lines import BASIS

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Pieces:
    """Hours that earn something: of ``row`` so many ``seconds``, at ``share`` of ``over``/``under`` an hour.

    ``share`` counts ten-thousandths of the rate; the rate is a fraction of minor units.
    """

    row: Whole
    seconds: Whole
    share: Whole
    over: Exact
    under: Exact

    def taken(self, which: Whole) -> "Pieces":
        """Some of the pieces, in the order given."""
        return Pieces(
            self.row[which], self.seconds[which], self.share[which], self.over[which], self.under[which]
        )

    def sorted(self) -> "Pieces":
        """In the order of their rows."""
        return self.taken(np.argsort(self.row, kind="stable"))

    def exactly(self) -> Exact:
        """The money of each piece as fractions, unrounded."""
        from fractions import Fraction

        numbers = product(self.seconds, self.share, self.over).astype(object)
        below = product(self.under, BASIS * HOUR).astype(object)
        found: Exact = np.frompyfunc(Fraction, 2, 1)(numbers, below)
        return found


def concatenated(parts: "list[Pieces]") -> Pieces:
    """All pieces, one after another."""
    return Pieces(*(np.concatenate([getattr(each, name) for each in parts]) for name in Pieces.__slots__))


def line_amounts(pieces: Pieces, week: Whole, unit: Whole, by_rate: Flags) -> Whole:
    """The money of each piece: a line is one week's hours at one share of one rate.

    ``pieces`` stand in the order of their rows; by piece are ``week``, ``unit`` (what money is
    rounded to) and ``by_rate``, where what the line adds an hour is rounded before it is multiplied.
    """
    keys = (_codes(pieces.under), _codes(pieces.over), pieces.share, week)
    order = np.lexsort(keys).astype(np.int64)
    starts = starts_of(*(key[order] for key in keys))
    sorted_ = pieces.taken(order)
    so_far = np.cumsum(sorted_.seconds)
    if len(starts):
        so_far -= (so_far - sorted_.seconds)[starts][group_of(starts, len(order))]
    step = unit[order]
    amounts = np.empty(len(order), dtype=np.int64)
    amounts[order] = steps(_money(so_far, sorted_, step, by_rate[order]), starts)
    return amounts


def _money(seconds: Whole, of: Pieces, unit: Whole, by_rate: Flags) -> Whole:
    common = int(np.gcd.reduce(np.append(of.share, BASIS)))
    above, below = product(of.share // common, of.over), product(of.under, BASIS // common)
    if by_rate.any():
        hourly = product(half_up(above, product(below, unit)), unit)
        above, below = np.where(by_rate, hourly, above), np.where(by_rate, 1, below)
    return half_up(product(seconds, above), product(below, HOUR, unit)) * unit


def _codes(column: Exact) -> Whole:
    return column if column.dtype != object else pd.factorize(column)[0].astype(np.int64)


def by_row(pieces: Pieces, amounts: Exact, size: int) -> Exact:
    """Amounts of pieces summed over their rows."""
    total = np.zeros(size, dtype=amounts.dtype)
    np.add.at(total, pieces.row, amounts)
    return total


def spread(total: Whole, seconds: Whole, starts: Whole, group: Whole) -> Whole:
    """Each week's ``total`` over its rows by hours, on the running sum; nothing where there are no hours."""
    if not len(seconds):
        return seconds
    hours = np.add.reduceat(seconds, starts)
    running = np.cumsum(seconds)
    running -= (running - seconds)[starts][group]
    shared = half_up(product(running, total[group]), np.maximum(hours, 1)[group])
    found: Whole = steps(shared, starts)
    return found
