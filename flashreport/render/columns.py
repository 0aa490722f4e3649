"""Column widths by what the columns hold, so that no figure leaves its cell.

Tables are laid out with fixed widths, which is fast; the widths come from the texts of
each column, in ems of the page's type. Text wraps where it must, figures never do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flashreport.render.words import without_isolates

_GAP = 0.8  # both sides of a cell
_LONGEST_TEXT = 18.0
_NARROW = frozenset(".,·: \u00a0'|iljtfrI\u202f٬٫()")


@dataclass(frozen=True, slots=True)
class Need:
    """What one column asks for in ems: ``least`` always, ``wish`` where it can be, a share of the rest."""

    least: float
    wish: float
    share: float = 0.0


def ems(text: str, *, bold: bool = False) -> float:
    """The width of a text in ems, close to the type's own."""
    width = 0.0
    for character in without_isolates(text):
        width += 0.29 if character in _NARROW else 0.555 if character.islower() else 0.6
    return width * (1.04 if bold else 1.0)


def figures(texts: Sequence[str], heading: str, share: float = 0.0, *, bold: bool = False) -> Need:
    """The need of a column of figures: its longest one; its heading may wrap."""
    longest = max((ems(text, bold=bold) for text in texts), default=0.0)
    least = max(longest, _longest_word(heading)) + _GAP
    return Need(least, max(least, _heading(heading) + _GAP), share)


def text_column(texts: Sequence[str], heading: str, share: float = 1.0, *, bold: bool = False) -> Need:
    """The need of a column of words: its longest text up to a limit, its longest word at least."""
    longest = max((ems(text, bold=bold) for text in texts), default=0.0)
    word = max((ems(part, bold=bold) for text in texts for part in text.split(" ")), default=0.0)
    least = min(max(word, _longest_word(heading)), _LONGEST_TEXT / 2) + _GAP
    return Need(least, max(least, min(longest, _LONGEST_TEXT) + _GAP), share)


def widths(needs: Sequence[Need], line: float) -> list[str]:
    """Widths in percent of a line of so many ems: the wishes where it holds them, else as near as it can."""
    least, wish = sum(need.least for need in needs), sum(need.wish for need in needs)
    granted = 1.0 if wish <= line else max(0.0, (line - least) / (wish - least)) if wish > least else 0.0
    spare = max(0.0, line - wish)
    shares = sum(need.share for need in needs) or 1.0
    return _percent([n.least + (n.wish - n.least) * granted + spare * n.share / shares for n in needs])


def by_weight(needs: Sequence[Need], line: float) -> list[str]:
    """Widths in percent of a line of so many ems after the shares, but no column cut."""
    shares = sum(need.share for need in needs) or 1.0
    wanted = [line * need.share / shares for need in needs]
    short = sum(max(0.0, need.least - wide) for need, wide in zip(needs, wanted, strict=True))
    spare = sum(max(0.0, wide - need.least) for need, wide in zip(needs, wanted, strict=True))
    keep = 1.0 - min(1.0, short / spare) if spare else 1.0
    return _percent(
        [n.least + max(0.0, wide - n.least) * keep for n, wide in zip(needs, wanted, strict=True)]
    )


def _percent(wide: Sequence[float]) -> list[str]:
    total = sum(wide) or 1.0
    return [f"{part / total * 100:.2f}%" for part in wide]


def _heading(text: str) -> float:
    return ems(text, bold=True) * 0.92


def _longest_word(text: str) -> float:
    return max((sum(map(_bold, without_isolates(word))) * 0.92 for word in text.split(" ")), default=0.0)


def _bold(letter: str) -> float:
    """A letter of a heading, no less than its width: a word a hair too wide is broken in its midst."""
    if letter in "Irtf-/":
        return 0.42
    if letter in "mwMW%":
        return 0.93
    if letter in _NARROW:
        return 0.35
    return 0.6 if letter.islower() else 0.69 if letter.isupper() else 0.6
