"""How a report is set: language, paper, and the workspace's own templates."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``language`` is a locale tag such as ``en`` or ``fa``; ``templates`` overrides ours file by file."""

    language: str = "en"
    paper: Paper = "A4"
    templates: Path | None = None
