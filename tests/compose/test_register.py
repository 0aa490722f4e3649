"""The register as the report's last section."""

from datetime import date, timedelta
from typing import Any

from flashreport.compose.register import register_section
from flashreport.compose.sections import sections
from flashreport.domain.report import Day, Table, Words
from flashreport.workspace.kpis import Kpi

WHOLE = {
    "id": "cash",
    "measure": "cash.closing",
    "owner": "CFO",
    "target": {"kind": "at_least", "value": 50000},
    "start": "2026-10-01",
}


def rows(company: Any, tell: Any, *fields: dict[str, Any]) -> list[list[str]]:
    company.put("cash.closing", [60000.0] * 10)
    section = register_section(company.on(*(Kpi.model_validate(one) for one in fields)))
    assert section is not None
    (table,) = section.blocks
    assert isinstance(table, Table)
    return [
        [
            tell(cell.content) if isinstance(cell.content, Words) else str(getattr(cell.content, "on", ""))
            for cell in row.cells
        ]
        for row in table.rows
    ]


def test_a_whole_contract_has_no_gap(company: Any, tell: Any) -> None:
    assert rows(company, tell, WHOLE) == [
        ["Closing cash", "CFO", "≥ 50000", "daily", "2027-04-01", ""],
    ]


def test_gaps_stand_side_by_side(company: Any, tell: Any) -> None:
    bare = {"id": "bare", "measure": "cash.closing"}
    old = WHOLE | {"id": "old", "start": "2025-10-01", "measure": "cash.receipts"}
    found = rows(company, tell, bare, old, WHOLE | {"status": "retired"})
    assert [row[-1] for row in found] == [
        "No target; No owner; Never reviewed",
        "Review due since 2026-04-01; No data",
    ]


def test_an_update_that_is_overdue_is_dated(company: Any) -> None:
    company.put("cash.closing", [60000.0, *[None] * 3])
    section = register_section(company.on(Kpi.model_validate(WHOLE)))
    assert section is not None
    table = section.blocks[0]
    assert isinstance(table, Table)
    gap = table.rows[0].cells[-1]
    assert isinstance(gap.content, Words)
    assert gap.level == "watch"
    assert gap.content.args["day"] == Day(on=company.day - timedelta(days=2))


def test_it_is_the_last_section_and_only_there_with_kpis(company: Any) -> None:
    company.put("cash.closing", [60000.0] * 10)
    assert [section.key for section in sections(company.on(Kpi.model_validate(WHOLE)))][-1] == "register"
    assert register_section(company.on()) is None
    assert "register" not in [section.key for section in sections(company.on())]
    assert company.day == date(2026, 11, 19)
