"""Text tables: encodings, delimiters, and lines that an editor would show."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.inputs import RawInput, read_input
from flashreport.workspace.inputs import InputSettings

HEADER = "date,account,amount,text\n"
Cells = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def cells(tmp_path: Path) -> Cells:
    """Write one file and read it: line and cells of each row."""

    def made(content: bytes | str, **more: Any) -> list[tuple[Any, ...]]:
        import duckdb

        (tmp_path / "a.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        settings = InputSettings.model_validate(
            {"name": "b", "table": "transactions", "path": "a.csv", **more}
        )
        raw: RawInput = read_input(settings, tmp_path)
        assert raw.all_problems() == ()
        with duckdb.connect() as connection:
            (source,) = raw.sources
            return connection.execute(
                f"select * exclude (file, n) from {source.mount(connection, 'raw')} order by n"
            ).fetchall()

    return made


ENCODINGS = {
    "UTF-8": ("utf-8", {}),
    "UTF-8 with mark": ("utf-8-sig", {}),
    "UTF-16 with mark": ("utf-16", {}),
    "UTF-16 little end first, no mark": ("utf-16-le", {}),
    "UTF-16 big end first, no mark": ("utf-16-be", {}),
    "Windows, named": ("cp1252", {"encoding": "cp1252"}),
    "Latin 1, named": ("latin-1", {"encoding": "latin-1"}),
    "Mac, named": ("mac-roman", {"encoding": "mac-roman"}),
}


@pytest.mark.parametrize(("encoding", "settings"), ENCODINGS.values(), ids=ENCODINGS)
def test_the_same_text_in_every_encoding(encoding: str, settings: dict[str, str], cells: Cells) -> None:
    text = HEADER + "2026-11-02,main,1.00,café ñandú\n"
    assert cells(text.encode(encoding), **settings) == [(2, "2026-11-02", "main", "1.00", "café ñandú")]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_column_names(mark: str, cells: Cells) -> None:
    row = mark.join(["date", "account", "amount", '"a,b;c\td|e"'])
    head = mark.join(["date", "account", "amount", "text"])
    assert cells(f"{head}\n{row}\n") == [(2, "date", "account", "amount", "a,b;c\td|e")]


def test_the_delimiter_of_a_title_with_commas_is_not_taken(cells: Cells) -> None:
    content = "amount, in EUR;date, booked;account\n1,50;2026-11-02;main\n"
    settings = {"map": {"amount": "amount, in EUR", "date": "date, booked"}}
    assert cells(content, **settings) == [(2, "1,50", "2026-11-02", "main")]


def test_lines_count_as_in_an_editor(cells: Cells) -> None:
    content = (
        HEADER
        + '2026-11-02,main,1.00,"two\nlines"\n'  # 2 and 3
        + "\n"  # 4
        + ",,,\n"  # 5: blank
        + '2026-11-03,main,2.00,"say ""so"""\n'  # 6
        + "2026-11-04,main,3.00,x"  # 7, no line end
    )
    found = cells(content)
    assert [(row[0], row[4]) for row in found] == [(2, "two\nlines"), (6, 'say "so"'), (7, "x")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end: str, cells: Cells) -> None:
    content = HEADER + "2026-11-02,main,1.00,x\n2026-11-03,main,2.00,y\n"
    assert [row[0] for row in cells(content.replace("\n", end))] == [2, 3]


def test_titles_above_and_totals_below_are_left_out(cells: Cells) -> None:
    content = 'The "bank\n\n' + HEADER + "2026-11-02,main,1.00,x\ntotal,,1.00,\n"
    assert cells(content, header_row=3, skip_last=1) == [(4, "2026-11-02", "main", "1.00", "x")]


def test_empty_cells_beyond_the_header_are_no_fault(cells: Cells) -> None:
    content = "date,account,amount,text,,\n2026-11-02,main,1.00,x,,\n"
    assert cells(content) == [(2, "2026-11-02", "main", "1.00", "x")]


def test_formula_text_stays_text(cells: Cells) -> None:
    content = HEADER + '2026-11-02,main,1.00,"=HYPERLINK(""http://x"")"\n'
    assert cells(content)[0][4] == '=HYPERLINK("http://x")'


def test_tsv_needs_no_delimiter(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("date\taccount\tamount\n2026-11-02\ta,b,c\t1\n")
    settings = InputSettings.model_validate({"name": "b", "table": "transactions", "path": "a.tsv"})
    (source,) = read_input(settings, tmp_path).sources
    assert source.header == ("date", "account", "amount")
