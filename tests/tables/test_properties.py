"""Random tables: exactly the planted faults are told, and neither style nor order changes a figure."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.inputs import bulk, read_input
from flashreport.tables import CheckedTables, check_tables
from flashreport.workspace.settings import WorkspaceSettings

NEWEST = date(2026, 11, 23)
COLUMNS = ("date", "account", "amount", "text")
QUIET = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

Row = tuple[date, str, Decimal, str]

days = st.integers(0, 2000).map(lambda back: NEWEST - timedelta(days=back))
amounts = st.decimals(-(10**10), 10**10, places=2, allow_nan=False, allow_infinity=False)
# printable, and nothing that a cell's ends would lose
letters = st.characters(codec="cp1252", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\xa0\xad")
texts = st.text(letters, min_size=1, max_size=12).map(lambda text: f"x{text}x")
plain_texts = st.text("abcdefgh ,;|\"'=+-@\t\n", max_size=10).map(lambda text: f"x{text}x")
rows_of_table = st.lists(
    st.tuples(days, st.sampled_from(["main", "till"]), amounts, plain_texts), min_size=1, max_size=12
)

# Cells that are wrong in every style.
WRONG: dict[str, list[str]] = {
    "date": [
        "",
        "soon",
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "2026-11-24",
        "2199-12-31",
        "1/2",
        "=TODAY()",
    ],
    "account": [""],
    "amount": [
        "",
        "NaN",
        "inf",
        "-Infinity",
        "1e5",
        "=1+1",
        "1.2.3",
        "--5",
        "(5",
        "12,34.50",
        "€1.00",
        "five",
        "1.001",
    ],
}


@contextmanager
def checked_of(files: dict[str, bytes], **item: Any) -> Iterator[CheckedTables]:
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        workspace = WorkspaceSettings.model_validate(
            {
                "company": {"name": "Harbor Grill", "currency": "USD"},
                "entities": [{"id": "east", "name": "East"}],
                "inputs": [{"name": "bank", "table": "transactions", "path": "*.csv", **item}],
            }
        )
        raw = [read_input(each, Path(folder)) for each in workspace.inputs]
        checked = check_tables(raw, workspace, NEWEST)
        try:
            yield checked
        finally:
            checked.connection.close()


def written(rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def cells(row: Row) -> list[str]:
    return [row[0].isoformat(), row[1], str(row[2]), row[3]]


def lines_of(rows: Sequence[Sequence[str]]) -> list[int]:
    """Where each row begins, counted from the text itself."""
    line, found = 2, []
    for row in rows:
        found.append(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    return found


def kept(checked: CheckedTables) -> Counter[tuple[Any, ...]]:
    query = "select date, account, amount, text from transactions"
    return Counter(checked.connection.execute(query).fetchall())


def faults(checked: CheckedTables) -> Counter[tuple[str, str | None]]:
    return Counter((problem.code, problem.place.value) for problem in checked.problems)


def expected(rows: Sequence[Row]) -> Counter[tuple[Any, ...]]:
    return Counter((day, account, int(amount * 100), text) for day, account, amount, text in rows)


@QUIET
@given(rows_of_table, st.data())
def test_exactly_the_planted_cells_are_told(rows: list[Row], data: st.DataObject) -> None:
    table = [cells(row) for row in rows]
    bad = data.draw(
        st.dictionaries(
            st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(sorted(WRONG))),
            st.integers(0, 12),
            max_size=8,
        )
    )
    planted = {}
    for (number, column), choice in bad.items():
        value = WRONG[column][choice % len(WRONG[column])]
        table[number][COLUMNS.index(column)] = value
        planted[number, column] = value or None
    lines = lines_of(table)
    with checked_of({"a.csv": written(table)}, decimal=".") as checked:
        told = Counter((p.place.line, p.place.column, p.place.value) for p in checked.problems)
        assert told == Counter((lines[number], column, value) for (number, column), value in planted.items())
        hurt = {number for number, _ in planted}
        good = [row for number, row in enumerate(rows) if number not in hurt]
        assert kept(checked) == expected(good)
        assert (checked.inputs[0].rows, checked.inputs[0].set_aside) == (len(good), len(hurt))


@QUIET
@given(rows_of_table, st.randoms(use_true_random=False))
def test_row_order_never_matters(rows: list[Row], random: Any) -> None:
    table = [cells(row) for row in rows] + [["soon", "main", "1.00", "x"], ["2026-11-02", "main", "NaN", "x"]]
    shuffled = random.sample(table, len(table))
    first, second = ({"a.csv": written(each)} for each in (table, shuffled))
    with checked_of(first, decimal=".") as one, checked_of(second, decimal=".") as two:
        assert kept(one) == kept(two)
        assert faults(one) == faults(two)


DATES = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%d %b %Y",
    "%Y%m%d",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "jalali",
)
UNSURE = ("%d/%m/%Y", "%m/%d/%Y")


def grouped(amount: Decimal, decimal: str, thousands: str) -> str:
    text = f"{abs(amount):,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    return f"-{text}" if amount < 0 else text


def styled(row: Row, decimal: str, thousands: str, date_format: str) -> list[str]:
    if date_format == "jalali":
        from convertdate import persian

        day = "/".join(
            f"{part:02d}" for part in persian.from_gregorian(row[0].year, row[0].month, row[0].day)
        )
    else:
        day = row[0].strftime(date_format)
    return [day, row[1], grouped(row[2], decimal, thousands), row[3]]


@QUIET
@given(
    st.lists(st.tuples(days, st.sampled_from(["main", "till"]), amounts, texts), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([(".", ""), (",", ""), (".", ","), (",", "."), (".", "'"), (",", " "), (",", "\u202f")]),
    st.sampled_from(DATES),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.booleans(),
)
def test_every_style_gives_the_same_figures(
    rows: list[Row], delimiter: str, marks: tuple[str, str], date_format: str, encoding: str, declare: bool
) -> None:
    decimal, thousands = marks
    table = [styled(row, decimal, thousands, date_format) for row in rows]
    if encoding == "cp1252":
        table = [[cell.replace("\u202f", " ") for cell in row] for row in table]
    item: dict[str, Any] = {"encoding": "cp1252"} if encoding == "cp1252" else {}
    if declare:
        item |= {"delimiter": delimiter, "decimal": decimal}
    if declare or date_format in UNSURE or date_format == "jalali":
        item |= {"date_format": date_format}
    with checked_of({"a.csv": written(table, delimiter, encoding)}, **item) as checked:
        assert checked.problems == ()
        assert kept(checked) == expected(rows)


@QUIET
@given(rows_of_table)
def test_a_date_order_that_is_not_proved_is_never_guessed(rows: list[Row]) -> None:
    table = [styled(row, ".", "", "%d/%m/%Y") for row in rows]
    unsure = all(row[0].day <= 12 for row in rows)
    differs = any(row[0].day != row[0].month for row in rows)
    with checked_of({"a.csv": written(table)}) as checked:
        if unsure and differs:
            assert [problem.code for problem in checked.problems] == ["inputs.ambiguous-date"]
            assert not kept(checked)
        else:
            assert checked.problems == ()
            assert kept(checked) == expected(rows)


@QUIET
@given(rows_of_table, st.lists(st.sampled_from(["soon", "2026-11-02"]), min_size=0, max_size=3))
def test_big_files_are_read_to_the_same_rows(rows: list[Row], more: list[str]) -> None:
    table = [cells(row) for row in rows] + [[day, "main", "1.00", "y"] for day in more]
    content = written(table)
    with checked_of({"a.csv": content}, decimal=".") as small, pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BULK_BYTES", 0)
        with checked_of({"a.csv": content}, decimal=".") as big:
            query = "select * from transactions order by line"
            assert big.connection.execute(query).fetchall() == small.connection.execute(query).fetchall()
            assert big.problems == small.problems
            assert big.inputs[0].rows == small.inputs[0].rows


def test_big_files_stay_on_disk_only_where_a_row_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BULK_BYTES", 0)
    workspace = WorkspaceSettings.model_validate(
        {
            "company": {"name": "H", "currency": "USD"},
            "entities": [{"id": "east", "name": "East"}],
            "inputs": [{"name": "bank", "table": "transactions", "path": "a.csv"}],
        }
    )
    kinds = {
        "date,account,amount,text\n2026-11-02,main,1.00,x\n": "BulkRows",
        "date,account,amount,text\r\n2026-11-02,main,1.00,x\r\n": "BulkRows",
        "date,account,amount,text\n\n2026-11-02,main,1.00,x\n": "CellRows",
        'date,account,amount,text\n2026-11-02,main,1.00,"x\ny"\n': "CellRows",
        "date,account,amount,text\n2026-11-02,main,1.00\n": "CellRows",
    }
    for content, kind in kinds.items():
        (tmp_path / "a.csv").write_bytes(content.encode())
        (source,) = read_input(workspace.inputs[0], tmp_path).sources
        assert type(source).__name__ == kind, content
