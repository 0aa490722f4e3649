"""No two reports of a workspace write to one file."""

from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

from flashreport.pipeline.pages import file_stem
from flashreport.workspace.settings import ReportSettings

DAY = date(2026, 11, 19)


def stem(reports: list[ReportSettings], settings: ReportSettings, scope: str = "", revision: int = 1) -> str:
    report: Any = SimpleNamespace(scope=scope, business_date=DAY, revision=revision)
    return file_stem(reports, settings, report)


def reports(*named: tuple[str, str]) -> list[ReportSettings]:
    return [ReportSettings.model_validate({"name": name, "cadence": cadence}) for name, cadence in named]


def test_the_names_that_people_know_stay() -> None:
    held = reports(("daily", "daily"), ("weekly", "weekly"))
    assert stem(held, held[0]) == "flash-2026-11-19"
    assert stem(held, held[0], revision=2) == "flash-2026-11-19-r2"
    assert stem(held, held[1]) == "weekly-2026-11-19"
    assert stem(held, held[0], "harbor", 3) == "flash.harbor-2026-11-19-r3"


def test_no_two_have_the_same_name_however_unlucky_the_names() -> None:
    held = reports(
        ("daily", "daily"),
        ("ops", "daily"),
        ("flash-r2", "daily"),
        ("weekly", "weekly"),
        ("weekly-harbor", "weekly"),
    )
    scopes = ("", "harbor", "r2", "flash", "harbor-2026-11-19", "2026-11-19")
    names = [stem(held, *each) for each in product(held, scopes, (1, 2))]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and "/" not in name for name in names)


def test_a_report_that_is_called_flash_keeps_its_name_to_itself() -> None:
    held = reports(("daily", "daily"), ("flash", "weekly"))
    assert [stem(held, each) for each in held] == ["daily-2026-11-19", "flash-2026-11-19"]
