"""How a report is set: language, paper, and the workspace's own templates."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flashreport.domain.units import PrintedMoney

Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``language`` is a locale tag such as ``en`` or ``fa``; ``templates`` overrides ours file by file.

    ``money`` is the unit that amounts are printed in, None for the currency itself.
    """

    language: str = "en"
    paper: Paper = "A4"
    templates: Path | None = None
    money: PrintedMoney | None = None
