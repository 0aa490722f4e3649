"""No two reports of a workspace write to one file."""

from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flashreport.pipeline.pages import file_stem, stem_of
from flashreport.workspace.load import load
from flashreport.workspace.settings import ReportSettings

DAY = date(2026, 11, 19)


def stem(reports: list[ReportSettings], settings: ReportSettings, scope: str = "", revision: int = 1) -> str:
    report: Any = SimpleNamespace(business_date=DAY, revision=revision)
    return file_stem(reports, settings, report, scope)


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


def test_an_entitys_file_has_its_id_whatever_its_name(tmp_path: Path) -> None:
    """The printed name may be Persian, or hold a space."""
    (tmp_path / "flashreport.toml").write_text(
        '[company]\nname = "Group"\ncurrency = "USD"\n[[entities]]\nid = "east"\nname = "شعبهٔ شرق"\n'
        '[[entities]]\nid = "west"\nname = "West End"\n[[reports]]\nname = "daily"\n'
    )
    workspace = load(tmp_path)
    for name, entity in (("شعبهٔ شرق", "east"), ("West End", "west")):
        report: Any = SimpleNamespace(scope=name, business_date=DAY, revision=1)
        made = stem_of(workspace, workspace.settings.reports[0], report)
        assert made == f"flash.{entity}-2026-11-19"
