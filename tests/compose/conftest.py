"""A small company made of figures alone: daily values go in, a report's context comes out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flashreport.compose.context import Context
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.measure_frame import COLUMNS, Measures, Reading
from flashreport.domain.report import InputState, Provenance, Words
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.settings import WorkspaceSettings

THE_DAY = date(2026, 11, 19)
STEPS = {"staff.hours": 3600, "staff.overtime_hours": 3600, "staff.jobs_due": 1, "staff.jobs_on_time": 1}
SETTINGS: dict[str, Any] = {
    "company": {"name": "Harbor Grill", "currency": "USD"},
    "entities": [{"id": "main", "name": "Main"}],
    "departments": [{"id": "kitchen", "name": "Kitchen"}, {"id": "bar", "name": "Bar"}],
    "inputs": [
        {"name": "bank", "table": "transactions", "path": "bank/*.csv", "entity": "main"},
        {"name": "timesheets", "table": "timesheets", "path": "hours/*.csv", "entity": "main"},
    ],
}


class Remembered(Measures):
    """Figures of days, read once: that of a past day is the same whichever later day asks."""

    known: dict[tuple[str, date, str, str, str], Reading]

    def series(
        self, measure: str, days: Iterable[date], entity: str = "", dimension: str = "", member: str = ""
    ) -> list[Reading]:
        """The daily figures for the given days."""
        if self.restated:
            return super().series(measure, days, entity, dimension, member)
        found = []
        for day in days:
            key = (measure, day, entity, dimension, member)
            if key not in self.known:
                self.known[key] = self.read(measure, day, "day", entity, dimension, member)
            found.append(self.known[key])
        return found


@dataclass
class Company:
    """Daily figures by measure, in displayed units; None is a day without data."""

    day: date = THE_DAY
    weekend: tuple[int, ...] = ()
    rows: list[pd.DataFrame] = field(default_factory=list)
    known: dict[tuple[str, date, str, str, str], Reading] = field(default_factory=dict)

    def put(
        self, measure: str, values: Sequence[float | None], dimension: str = "", member: str = ""
    ) -> "Company":
        """One value per day up to the business date, the newest last; weekend days have none."""
        self.known = {}
        days = [self.day - timedelta(days=back) for back in range(len(values) - 1, -1, -1)]
        held = [
            (day, value)
            for day, value in zip(days, values, strict=True)
            if value is not None and day.weekday() not in self.weekend
        ]
        step = STEPS.get(measure, 100)
        self.rows.append(
            pd.DataFrame(
                {
                    "entity": "",
                    "measure": measure,
                    "dimension": dimension,
                    "member": member,
                    "date": np.array([day for day, _ in held], dtype="datetime64[s]"),
                    "value": np.array([round(value * step) for _, value in held], dtype="int64"),
                    "stale": False,
                }
            )
        )
        return self

    def on(
        self,
        *kpis: Kpi,
        day: date | None = None,
        states: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Context:
        """The context of a report on a day."""
        settings = WorkspaceSettings.model_validate(SETTINGS)
        frame = pd.concat(self.rows, ignore_index=True)[COLUMNS]
        calendar = BusinessCalendar(weekend=frozenset(self.weekend))
        on = day or self.day
        measures = Remembered(frame[frame["date"] <= np.datetime64(on, "s")], calendar)
        measures.known = self.known
        return Context(
            settings=settings,
            report=settings.reports[0],
            kpis=tuple(kpi.on(on) for kpi in kpis),
            calendar=calendar,
            measures=measures,
            business_date=on,
            built_at=datetime(2026, 11, 20, 6, tzinfo=UTC),
            provenance=Provenance(version="0", settings_sha256=""),
            inputs=tuple(
                InputState.model_validate({"name": name, "state": state, "as_of": on - timedelta(days=1)})
                for name, state in (states or {}).items()
            ),
            **more,
        )


def told(text: Words) -> str:
    """A message in English with its parts filled in, without the typography of a page."""
    message = text.plural if text.plural and text.count != 1 else text.message
    for key, part in text.args.items():
        if isinstance(part, Words):
            shown = told(part)
        else:
            value = getattr(part, "value", None)
            shown = str(part.on) if value is None else f"{value.normalize():f}"
        message = message.replace(f"{{{key}}}", shown)
    return message


@pytest.fixture
def company() -> Company:
    """A company without figures yet, open every day."""
    return Company()


@pytest.fixture
def tell() -> Any:
    """The English text of a message."""
    return told


def kpi(**fields: Any) -> Kpi:
    return Kpi.model_validate(fields)


@pytest.fixture
def make_kpi() -> Any:
    """A KPI out of plain values."""
    return kpi


@pytest.fixture
def make_company() -> Any:
    """Companies without figures, as many as wanted."""
    return Company
