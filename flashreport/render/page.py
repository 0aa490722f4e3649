"""How a report is set: language, paper, and the workspace's own templates."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from flashreport.domain.units import PrintedMoney

Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Again:
    """That a page is no page of record but made again later, out of the model of an edition."""

    edition: int
    hash: str
    on: date


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``language`` is a locale tag such as ``en`` or ``fa``; ``templates`` overrides ours file by file.

    ``money`` is the unit that amounts are printed in, None for the currency itself. ``again``
    marks the page as a re-rendering.
    """

    language: str = "en"
    paper: Paper = "A4"
    templates: Path | None = None
    money: PrintedMoney | None = None
    again: Again | None = None
