"""The KPI register: what is aimed at, by whom, by when."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from flashreport.domain.measures import MEASURES
from flashreport.errors import phrase
from flashreport.workspace.model import Name, Settings

MEASURE_NAME = r"^[a-z]+(\.[a-z0-9_]+)+$"
TargetKind = Literal["at_least", "at_most", "between", "reach", "change"]

TERMS = ("measure", "where", "target", "baseline")
"""What a KPI means: changing one of these begins a new version."""


class Target(Settings):
    """A target in displayed units (dollars, hours, 0.08 for 8 %).

    ``reach`` and ``change`` need ``by``; ``change`` adds ``value`` to the baseline.
    ``period`` says which figure is held against it: the day's or the month's to date.
    ``path`` is how a dated target is approached: evenly over working days, or as last year went.
    """

    kind: TargetKind
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    by: date | None = None
    period: Literal["day", "week", "month"] = "day"
    path: Literal["even", "last_year"] = "even"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "between" and (self.low is None or self.high is None or self.low > self.high):
            raise ValueError(phrase("A target 'between' needs low and high, low first"))
        if self.kind != "between" and self.value is None:
            raise ValueError(phrase("A target '{kind}' needs value", kind=self.kind))
        if self.kind in ("reach", "change") and self.by is None:
            raise ValueError(phrase("A target '{kind}' needs by, the date to reach it", kind=self.kind))
        return self


class Baseline(Settings):
    """Where a KPI started."""

    value: Decimal
    on: date


class KpiVersion(Settings):
    """What a KPI measured and aimed at before a change; its figures are held against that for ever."""

    until: date
    measure: str = Field(pattern=MEASURE_NAME)
    where: dict[str, str] = {}
    target: Target | None = None
    baseline: Baseline | None = None
    reason: str = ""


class KpiReview(Settings):
    """A review: whether the KPI still matters, and why."""

    on: date
    decision: Literal["keep", "change", "retire"]
    reason: str = ""


class KpiEvent(Settings):
    """A change that is known and meant to last: what is normal is learned anew from that day."""

    on: date
    reason: str = Field(min_length=1)


class Kpi(Settings):
    """A KPI is a contract: why, what, how much by when, whose, how often looked at."""

    id: Name
    measure: str = Field(pattern=MEASURE_NAME)
    label: str = ""
    objective: str = ""
    owner: str = ""
    target: Target | None = None
    baseline: Baseline | None = None
    direction: Literal["more", "less", "within"] | None = None
    neutral: Decimal = Field(default=Decimal(0), ge=0)
    materiality: Decimal = Field(default=Decimal(0), ge=0)
    watch: Decimal | None = Field(default=None, ge=0)
    cadence: Literal["daily", "weekly", "monthly", "two_months"] = "daily"
    review_every_months: int = Field(default=6, ge=1, le=60)
    last_review: date | None = None
    audience: tuple[str, ...] = ()
    where: dict[str, str] = {}
    each: str = ""
    status: Literal["active", "retired"] = "active"
    start: date | None = None
    version: tuple[KpiVersion, ...] = ()
    review: tuple[KpiReview, ...] = ()
    event: tuple[KpiEvent, ...] = ()

    @model_validator(mode="after")
    def _each_is_a_dimension(self) -> Self:
        if self.each and self.where:
            raise ValueError(phrase("A KPI is for each of a dimension or for one 'where', not for both"))
        measure = MEASURES.get(self.measure)
        if self.each and measure is not None and self.each not in measure.dimensions:
            known = ", ".join(measure.dimensions) or phrase("nothing")
            raise ValueError(
                phrase(
                    "{measure} is told apart by {known}, not by '{each}'",
                    measure=self.measure,
                    known=known,
                    each=self.each,
                )
            )
        return self

    @model_validator(mode="after")
    def _versions_in_order(self) -> Self:
        ends = [version.until for version in self.version]
        if any(later <= earlier for earlier, later in pairwise(ends)):
            raise ValueError(phrase("Versions stand in the order of their last days, oldest first"))
        return self

    def on(self, day: date) -> Self:
        """The KPI as it stood on ``day``: under the terms that held then."""
        for version in self.version:
            if day <= version.until:
                terms = {key: getattr(version, key) for key in TERMS}
                return self.model_copy(update=terms)
        return self


class KpiRegister(Settings):
    """``kpis.toml``."""

    kpi: tuple[Kpi, ...] = ()

    @model_validator(mode="after")
    def _unique(self) -> Self:
        seen: set[str] = set()
        for kpi in self.kpi:
            if kpi.id in seen:
                raise ValueError(phrase("Two KPIs have the id '{kpi}'", kpi=kpi.id))
            seen.add(kpi.id)
        return self
