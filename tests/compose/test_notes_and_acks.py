"""Notes stand beside their figures; what is acknowledged stands below."""

from datetime import date
from typing import Any

from flashreport.compose.findings import findings
from flashreport.compose.notes import day_marks
from flashreport.compose.report import compose
from flashreport.compose.sections import sections
from flashreport.domain.report import Note
from flashreport.workspace.acks import Ack
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.notes import WorkspaceNote

CASH = Kpi.model_validate(
    {
        "id": "cash",
        "measure": "cash.closing",
        "owner": "CFO",
        "target": {"kind": "at_least", "value": 50000},
    }
)
HOURS = Kpi.model_validate(
    {"id": "hours", "measure": "staff.hours", "target": {"kind": "at_most", "value": 100}}
)


def note(
    on: int, measure: str = "cash.closing", where: str = "", text: str = "Rent paid early"
) -> WorkspaceNote:
    return WorkspaceNote(on=date(2026, 11, on), measure=measure, where=where, role="Treasurer", text=text)


def red(company: Any, *notes: WorkspaceNote, acks: tuple[Ack, ...] = ()) -> Any:
    company.put("cash.closing", [60000.0] * 20 + [20000.0] * 3)
    company.put("staff.hours", [90.0] * 22 + [102.0])
    return company.on(CASH, HOURS, notes=notes, acks=acks)


def aside(context: Any, tell: Any) -> str:
    return " ".join(tell(text) for text in findings(context)[0].aside)


def test_a_red_kpi_without_a_note_asks_its_owner(company: Any, tell: Any) -> None:
    assert "Owner: CFO, asked for a note 2 days ago." in aside(red(company), tell)


def test_a_note_since_it_began_is_named_and_an_older_one_is_not(company: Any, tell: Any) -> None:
    context = red(company, note(16), note(18))
    assert "Owner: CFO. Treasurer wrote a note on 2026-11-18." in aside(context, tell)
    company.rows.clear()
    assert "asked for a note" in aside(red(company, note(16)), tell)


def test_notes_of_a_week_stand_in_their_block_newest_first(company: Any, tell: Any) -> None:
    context = red(
        company,
        note(12, text="too old"),
        note(13),
        note(19, where="bar", text="Float raised"),
        note(19, "staff.hours", text="elsewhere"),
        note(20, text="not yet"),
    )
    (cash,) = [section for section in sections(context) if section.key == "cash"]
    printed = [tell(block.text) for block in cash.blocks if isinstance(block, Note)]
    assert printed == [
        "Closing cash, Bar, 2026-11-19, Treasurer: Float raised",
        "Closing cash, 2026-11-13, Treasurer: Rent paid early",
    ]


def test_a_note_on_the_day_stands_on_page_1_and_one_on_a_department_in_its_section(
    company: Any, tell: Any
) -> None:
    context = red(
        company,
        note(10, "", text="too old"),
        note(18, "", text="Street closed for a marathon and its visitors"),
        note(19, "", where="kitchen", text="Two cooks ill"),
    )
    front = [tell(block.text) for block in compose(context).front if isinstance(block, Note)]
    assert front == ["2026-11-18, Treasurer: Street closed for a marathon and its visitors"]
    (staff,) = [section for section in sections(context) if section.key == "staff"]
    printed = [tell(block.text) for block in staff.blocks if isinstance(block, Note)]
    assert printed == ["Kitchen, 2026-11-19, Treasurer: Two cooks ill"]


def test_a_chart_of_cash_marks_the_days_that_notes_are_on(company: Any, tell: Any) -> None:
    notes = [
        note(10, "cash.disbursements", text="Supplier run, four days early"),
        note(11, "staff.hours", text="elsewhere"),
        note(12, "cash.disbursements", where="rent", text="a part of it"),
        note(13, "", text="Flood"),
    ]
    days = [date(2026, 11, day) for day in range(10, 20)]
    marks = day_marks(red(company, *notes), days, "cash")
    assert [(on.day, tell(text)) for on, text in marks] == [(10, "Supplier run"), (13, "Flood")]


def test_an_acknowledged_finding_moves_below_until_its_date(company: Any, tell: Any) -> None:
    # the report of the nineteenth is built on the twentieth
    ack = Ack(finding="kpi-cash", on=date(2026, 11, 20), until=date(2026, 11, 20), note="Loan on Friday")
    found = findings(red(company, acks=(ack,)))
    assert [one.id for one in found] == ["kpi-hours", "kpi-cash"]
    assert tell(found[1].aside[-1]) == "Acknowledged until 2026-11-20: Loan on Friday"
    company.rows.clear()
    over = ack.model_copy(update={"on": date(2026, 11, 18), "until": date(2026, 11, 19)})
    assert [one.id for one in findings(red(company, acks=(over,)))] == ["kpi-cash", "kpi-hours"]
