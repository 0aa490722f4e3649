"""What is asked of a build, what is checked, what was built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
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


def _silent(_step: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Order:
    """What is asked of a build. ``business_date`` None takes the workspace's own choice.

    With ``only_due`` the report that is named is made only when it is due, as others are.
    With ``superseded_by`` the report is kept and not sent: that of the newer date is. ``backfill``
    marks a report that is made later out of old inputs, and sent to nobody.
    """

    now: datetime
    business_date: date | None = None
    report: str = ""
    scope: str = ""
    dry_run: bool = False
    send: bool = True
    only_due: bool = False
    superseded_by: date | None = None
    backfill: bool = False
    progress: Progress = field(default=_silent)


@dataclass(frozen=True)
class Checked:
    """The checked inputs of a business date. ``shared`` is another date's, from the same inputs."""

    business_date: date
    calendar: "BusinessCalendar"
    tables: "CheckedTables"
    states: tuple["InputState", ...]
    shared: "Checked | None" = None

    @cached_property
    def facts(self) -> "Facts":
        """The daily sums that the calculators need, taken once."""
        from flashreport.facts.compute import compute

        if self.shared is not None:
            return self.shared.facts

        return compute(self.tables.connection)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that the checks found."""
        return tuple(self.tables.problems)


@dataclass(frozen=True)
class Built:
    """What a build made. ``stored`` is None on a dry run; ``new`` is False for a repeated build.

    ``name`` is the report's in the settings.
    """

    report: "Report"
    files: Mapping[str, bytes]
    checked: Checked
    stored: "Stored | None" = None
    new: bool = True
    receipts: tuple["Receipt", ...] = ()
    name: str = ""
