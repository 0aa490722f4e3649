"""What a report is composed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from flashreport.domain.account_names import account_names
from flashreport.domain.cadence import PERIOD_OF, Span
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.cash.outlook import CashForecast, WeeklyForecast
from flashreport.domain.exchange import ONE_CURRENCY, Exchange
from flashreport.domain.measure_frame import Measures
from flashreport.domain.measures import Measure, Register, block_of, made_of
from flashreport.domain.report import InputState, Provenance, Words, name, words
from flashreport.workspace.acks import Ack
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.notes import WorkspaceNote
from flashreport.workspace.settings import ReportSettings, WorkspaceSettings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Context:
    """One report to make: for one business date, over one scope ('' for the whole group)."""

    settings: WorkspaceSettings
    report: ReportSettings
    kpis: tuple[Kpi, ...]
    calendar: BusinessCalendar
    measures: Measures
    business_date: date
    built_at: datetime
    provenance: Provenance
    scope: str = ""
    revision: int = 1
    inputs: tuple[InputState, ...] = ()
    acks: tuple[Ack, ...] = ()
    notes: tuple[WorkspaceNote, ...] = ()
    forecast: CashForecast | None = None
    past_forecasts: tuple[WeeklyForecast, ...] = ()
    past_inputs: tuple[tuple[date, tuple[InputState, ...]], ...] = ()
    facts: Mapping[str, "pd.DataFrame"] = field(default_factory=dict)
    exchange: Exchange = ONE_CURRENCY
    backfilled: bool = False
    people: "pd.DataFrame | None" = None

    @property
    def period(self) -> Span:
        """What the report is about: its day, its week or its month."""
        return PERIOD_OF[self.report.cadence]

    @property
    def first(self) -> date | None:
        """The first day of the report's period; None for a report of one day."""
        return None if self.period == "day" else self.calendar.start(self.business_date, self.period)

    @property
    def last_worked(self) -> date:
        """The business date; of a review whose period ends on a day off, the working day before."""
        if self.period == "day" or self.calendar.is_working(self.business_date):
            return self.business_date
        return self.calendar.previous_working_day(self.business_date)

    @property
    def register(self) -> Register:
        """Every measure by its key, the workspace's own as well."""
        return self.measures.register

    def label(self, measure: str) -> Words:
        """A measure's printed name; the workspace's own are printed as they are written."""
        found = self.register[measure]
        return name(found.label) if found.own else words(found.label)

    def own_measures(self) -> list[Measure]:
        """The workspace's own measures that have data, those of its settings first."""
        has = self.measures.names
        own = [key for key, found in self.register.items() if found.own]
        own += sorted(key for key in has if key not in self.register)
        return [self.register[key] for key in own if has.issuperset(made_of(key, self.register))]

    @property
    def currency(self) -> str:
        """The currency of the scope."""
        for entity in self.settings.entities:
            if entity.id == self.scope and entity.currency:
                return entity.currency
        return self.settings.company.currency

    @cached_property
    def account_currencies(self) -> dict[str, str]:
        """The currency of each account, by the name of :func:`account_names`."""
        import pandas as pd

        held = [self.facts[name] for name in ("cash_movements", "cash_balances") if name in self.facts]
        rows = [rows[rows["date"] <= pd.Timestamp(self.business_date)] for rows in held]
        return {name: pair[1] for pair, name in account_names(pd.concat(rows)).items()} if rows else {}

    def department(self, key: str) -> str:
        """A department's printed name."""
        names = {department.id: department.name for department in self.settings.departments}
        return names.get(key, key)

    def shows(self, block: str) -> bool:
        """Whether the report has the block and there is anything in it."""
        return block in self.report.sections and block in self.blocks_with_data

    @property
    def blocks_with_data(self) -> frozenset[str]:
        """Blocks that have at least one measure."""
        own = {"own"} if self.own_measures() else set()
        return frozenset(map(block_of, self.measures.names)) | own
