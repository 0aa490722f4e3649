"""What is asked of a build, what is checked, what was built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from flashreport.errors import Problem

if TYPE_CHECKING:
    from flashreport.archive import Stored
    from flashreport.delivery import Receipt
    from flashreport.domain.calendar import BusinessCalendar
    from flashreport.domain.report import InputState, Report
    from flashreport.facts.compute import Facts
    from flashreport.tables import CheckedTables

Progress = Callable[[str], None]
_FIRST_OF_CALENDAR = timedelta(days=800)
_NEWEST_OF = ("transactions", "timesheets", "output", "credit_balances", "audience")


def _silent(_step: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Order:
    """What is asked of a build. ``business_date`` None takes the workspace's own choice."""

    now: datetime
    business_date: date | None = None
    report: str = ""
    scope: str = ""
    dry_run: bool = False
    send: bool = True
    progress: Progress = field(default=_silent)


@dataclass(frozen=True)
class Checked:
    """The checked inputs of a business date."""

    business_date: date
    calendar: "BusinessCalendar"
    tables: "CheckedTables"
    states: tuple["InputState", ...]

    @cached_property
    def facts(self) -> "Facts":
        """The daily sums that the calculators need, taken once."""
        from flashreport.facts.compute import compute

        return compute(self.tables.connection)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that the checks found."""
        return tuple(self.tables.problems)


@dataclass(frozen=True)
class Built:
    """What a build made. ``stored`` is None on a dry run; ``new`` is False for a repeated build."""

    report: "Report"
    files: Mapping[str, bytes]
    checked: Checked
    stored: "Stored | None" = None
    new: bool = True
    receipts: tuple["Receipt", ...] = ()
