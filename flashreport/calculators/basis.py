"""What all calculators of one business date work from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.exchange import exchange_of
from flashreport.calculators.working_days import every_date, working_days
from flashreport.domain.calendar import BusinessCalendar, Period
from flashreport.domain.exchange import Exchange
from flashreport.domain.measures import Register
from flashreport.workspace.own_measures import register_of
from flashreport.workspace.settings import WorkspaceSettings

Frames = Mapping[str, pd.DataFrame]
Dates = npt.NDArray[np.datetime64]
_LONGEST = timedelta(days=30 * 366)  # longer than any credit line's target lies ahead


@dataclass(frozen=True)
class Basis:
    """The facts by name, the workspace's rules, and the business date up to which they count."""

    facts: Frames
    settings: WorkspaceSettings
    calendar: BusinessCalendar
    until: date

    @property
    def end(self) -> pd.Timestamp:
        """The business date as the frames' dates are stored."""
        return pd.Timestamp(self.until).as_unit("s")

    @cached_property
    def exchange(self) -> Exchange:
        """How amounts of each entity become the company's currency."""
        return exchange_of(self.facts, self.settings, self.calendar, self.until)

    @cached_property
    def register(self) -> Register:
        """The measures, the workspace's own among them."""
        return register_of(self.settings.measures)

    @cached_property
    def working(self) -> Dates:
        """Working days from the month of the oldest fact to a year after the business date.

        They reach to the last target date of a credit line, if that is later and a date that may be meant.
        """
        return working_days(self.calendar, *self._reach)

    @cached_property
    def closed(self) -> Dates:
        """The days on which nobody works, whatever weekday they are."""
        return np.array(sorted(self.calendar.closed), dtype="datetime64[D]")

    @cached_property
    def months(self) -> Dates:
        """The first days of the company's months."""
        return self.starts("month")

    def starts(self, period: Period) -> Dates:
        """The first days of the company's months (or quarters, or years), from that of the oldest fact on."""
        every = every_date(*self._reach)
        # no period is shorter than a week
        some = [*every[::7].astype(date), every[-1].astype(date)]
        return np.array(sorted({self.calendar.start(day, period) for day in some}), dtype="datetime64[D]")

    @cached_property
    def _reach(self) -> tuple[date, date]:
        oldest = [
            frame[name].min()
            for frame in self.facts.values()
            for name in ("date", "month")
            if name in frame and not frame.empty
        ]
        first = self.calendar.start(min(oldest).date() if oldest else self.until, "month")
        lines = self.facts.get("credit_lines")
        targets = [] if lines is None else [day.date() for day in lines["target_date"].dropna()]
        last = min(max([self.until + timedelta(days=400), *targets]), self.until + _LONGEST)
        return first, self.calendar.month_end(last)
