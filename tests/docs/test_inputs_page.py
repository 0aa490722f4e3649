"""The page of inputs is the one that the schemas make; every table and column has its sentence."""

from pathlib import Path
from typing import get_args

from flashreport.domain.schemas import TABLES
from flashreport.domain.schemas_reference import reference
from flashreport.domain.schemas_wording import COLUMNS, TABLE_SENTENCES
from flashreport.workspace.inputs import TableName

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "inputs.md"


def test_the_page_is_the_one_that_the_schemas_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: python -m flashreport.domain.schemas_reference > docs/reference/inputs.md"
    )


def test_every_table_that_an_input_may_name_is_told() -> None:
    assert set(TABLE_SENTENCES) == set(TABLES) == set(get_args(TableName))


def test_every_column_has_its_sentence_and_no_sentence_is_left_over() -> None:
    used = {
        f"{table.name}.{column.name}" if f"{table.name}.{column.name}" in COLUMNS else column.name
        for table in TABLES.values()
        for column in table.columns
    }
    assert used == set(COLUMNS)


def test_a_row_of_the_page_says_type_bounds_and_need() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "| `hours` | hours, 0 to 24 | unless `start` and `end` | The hours worked; needless where" in page
    assert "| `kind` | `opening`, `closing` | else `closing` |" in page
    assert "One row for each `entity`, `account`, `date`, `kind`; a second one is set aside." in page
