"""What names pay in a report, by its label or in people's words, and a report's parts without it."""

from flashreport.domain.measures import MEASURES
from flashreport.domain.pay import PAY, speaks_of_pay
from flashreport.domain.report import Block, Figure, Finding, Note, Row, Table, Words

_ACCOUNTS = "cash-accounts"
_PAY_LABELS = frozenset(MEASURES[key].label for key in PAY)


def sentence_tells_pay(text: Words, block: str) -> bool:
    """Whether a finding's sentence holds money among staff, or a category of pay among cash."""
    if block == "staff":
        return any(isinstance(part, Figure) and part.unit.kind == "money" for part in text.args.values())
    return any(isinstance(part, Words) and is_pay(part) for part in text.args.values())


def of_people(note: Note) -> bool:
    """Whether somebody wrote it; the program's own notes name no role."""
    return "role" in note.text.args


def without_words_of_pay(finding: Finding) -> Finding:
    """The finding without what people said of pay beside it."""
    aside = tuple(
        text
        for text in finding.aside
        if not any(isinstance(part, Words) and is_pay(part) for part in text.args.values())
    )
    return finding if len(aside) == len(finding.aside) else finding.model_copy(update={"aside": aside})


def is_pay(label: Words) -> bool:
    """Whether a row's or an argument's name is that of a measure of pay, or speaks of payroll."""
    if label.message in _PAY_LABELS:
        return True
    return label.verbatim and speaks_of_pay(label.message)


def without_pay(block: Block) -> Block | None:
    """Without rows of pay; then without the total as well, from which they would follow.

    The row of an account stays whatever its name: its balance is no pay.
    """
    if not isinstance(block, Table) or block.key == _ACCOUNTS:
        return block
    kept = tuple(row for row in block.rows if not _labels_pay(row))
    if len(kept) == len(block.rows):
        return block
    return with_rows(block, _without_total(kept))


def with_rows(table: Table, rows: tuple[Row, ...]) -> Table | None:
    """The table with these rows; None without any."""
    return table.model_copy(update={"rows": rows}) if rows else None


def _labels_pay(row: Row) -> bool:
    return any(isinstance(cell.content, Words) and is_pay(cell.content) for cell in row.cells)


def _without_total(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.kind != "total")
