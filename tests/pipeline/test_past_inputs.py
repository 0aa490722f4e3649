"""Which states of the inputs a review is told: the first that the daily reports of its period had."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from flashreport.domain.report import InputState
from flashreport.errors import FlashreportError
from flashreport.pipeline.past_inputs import past_inputs
from flashreport.workspace.settings import WorkspaceSettings

SETTINGS = WorkspaceSettings.model_validate(
    {
        "company": {"name": "Harbor Grill", "currency": "USD"},
        "entities": [{"id": "main", "name": "Main"}],
        "reports": [{"name": "daily"}, {"name": "weekly", "cadence": "weekly"}],
    }
)
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


@dataclass
class Kept:
    """An archive of reports that hold nothing but how the bank's file stood."""

    rows: list[tuple[int, str, str, date, str]] = field(default_factory=list)

    @property
    def editions(self) -> "Kept":
        return self

    def find(self, wanted: Any) -> Sequence[Any]:
        found = [
            row for row in self.rows if row[1] == wanted.report and wanted.first <= row[3] <= wanted.last
        ]
        found.sort(key=lambda row: (row[3], row[0]), reverse=True)
        return [
            SimpleNamespace(number=row[0], scope=row[2], business_date=row[3].isoformat()) for row in found
        ]

    def edition(self, number: int) -> Any:
        return SimpleNamespace(stored=number)

    def report(self, number: int) -> Any:
        state = next(row[4] for row in self.rows if row[0] == number)
        if state == "pruned":
            raise FlashreportError("archive.pruned", "it was removed.")
        return SimpleNamespace(inputs=(InputState.model_validate({"name": "bank", "state": state}),))


def told(*rows: tuple[int, str, str, date, str]) -> list[tuple[date, list[str]]]:
    archive: Any = Kept(list(rows))
    found = past_inputs(archive, SETTINGS, "", MONDAY, TUESDAY)
    return [(day, [state.state for state in states]) for day, states in found]


def test_the_first_revision_of_each_day_is_what_the_morning_said() -> None:
    assert told(
        (1, "daily", "", MONDAY, "missing"),
        (2, "daily", "", MONDAY, "ok"),
        (3, "daily", "", TUESDAY, "ok"),
    ) == [(MONDAY, ["missing"]), (TUESDAY, ["ok"])]


def test_other_scopes_reviews_days_and_pruned_reports_tell_nothing() -> None:
    assert told(
        (1, "daily", "main", MONDAY, "late"),
        (2, "weekly", "", MONDAY, "late"),
        (3, "daily", "", date(2026, 11, 13), "late"),
        (4, "daily", "", TUESDAY, "pruned"),
    ) == [(TUESDAY, [])]


def test_a_report_of_one_day_asks_nothing() -> None:
    archive: Any = None
    assert past_inputs(archive, SETTINGS, "", None, TUESDAY) == ()
