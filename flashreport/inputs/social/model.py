"""What an export is read into: counts of days, or lifetime counts of posts on the day of the export."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flashreport.domain.raw import MOST_TOLD
from flashreport.errors import Place, Problem, Severity

COUNTS = (
    "reach", "impressions", "views", "engagements", "clicks", "followers", "followers_gained",
    "target_followers", "posts",
)  # fmt: skip
POST = "post "
"""The part of a row that is of one post, before its link or id."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """Counts of one day. ``part`` tells apart the rows of one day: the export, or its table."""

    platform: str
    part: str
    day: date
    line: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PostRow:
    """Counts of one post from its first hour up to the day of the export."""

    platform: str
    post: str
    published: date
    line: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The share of a page's followers who are of the target audience, on the day of the export."""

    platform: str
    on: date
    line: int
    share: Decimal


@dataclass(slots=True)
class Export:
    """One file. ``as_of`` is the day up to which posts are counted."""

    file: str
    sheet: str = ""
    header_row: int = 1
    as_of: date | None = None
    days: list[DayRow] = field(default_factory=list)
    posts: list[PostRow] = field(default_factory=list)
    shares: list[ShareRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    set_aside: int = 0

    def refuse(self, code: str, message: str, advice: str, place: Place) -> None:
        """Set one row aside."""
        self.set_aside += 1
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(code, message, advice, place, Severity.ROW))

    def warn(self, code: str, message: str, advice: str) -> None:
        """Tell of something that stops nothing."""
        self.problems.append(Problem(code, message, advice, Place(file=self.file), Severity.WARNING))
