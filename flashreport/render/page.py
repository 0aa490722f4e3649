"""How a report is set: language, paper, and the workspace's own templates."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from flashreport.domain.units import PrintedMoney
from flashreport.render.language import Language

Paper = Literal["A4", "Letter"]
TimeAxis = Literal["left to right", "right to left"]


@dataclass(frozen=True, slots=True)
class Again:
    """That a page is no page of record but made again later, out of the model of an edition."""

    edition: int
    hash: str
    on: date


def runs_backwards(language: Language, time: TimeAxis) -> bool:
    """Whether time runs to the left: only where the page is read that way and the workspace asks."""
    return time == "right to left" and language.direction == "rtl"


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``language`` is a locale tag such as ``en`` or ``fa``; ``templates`` overrides ours file by file.

    ``money`` is the unit that amounts are printed in, None for the currency itself. ``again``
    marks the page as a re-rendering. ``time`` is how time runs in the charts of pages that are
    read from the right; on all others it runs to the right.
    """

    language: str = "en"
    paper: Paper = "A4"
    templates: Path | None = None
    money: PrintedMoney | None = None
    again: Again | None = None
    time: TimeAxis = "left to right"
