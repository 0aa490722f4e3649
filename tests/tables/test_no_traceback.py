"""Whatever bytes a file holds and whatever it is called, the answer is problems, never a traceback."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.inputs import read_input
from flashreport.tables import check_tables
from flashreport.workspace.settings import WorkspaceSettings

NAMES = ("a.csv", "a.tsv", "a.xlsx", "a.xls", "a.ods", "a.parquet", "a.txt", "a.sta", "a")
TEXT = 'date,account,amount,text\n2026-11-02,main,1.00,one\n2026-11-03,main,-2.50,"two\nlines"\n'
pieces = st.sampled_from(
    [
        ",",
        ";",
        "\n",
        "\r",
        '"',
        "\0",
        "=",
        "'",
        "\ufeff",
        "é",
        "٫",
        "1e9",
        "NaN",
        "-",
        "(",
        "%",
        "\\",
        "{",
        "\u2028",
        "x" * 200,
    ]
)
soup = st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """A good file with pieces put in, cut out and joined twice."""
    text = TEXT
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(pieces) + text[at + draw(st.integers(0, 3)) :]
    encoding = draw(st.sampled_from(["utf-8", "utf-16", "cp1256"]))
    return (text * draw(st.integers(1, 2))).encode(encoding, "replace")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=300), soup, mangled(), mangled(), mangled()),
    st.sampled_from(NAMES),
    st.fixed_dictionaries(
        {},
        optional={
            "delimiter": st.sampled_from([",", ";"]),
            "encoding": st.sampled_from(
                ["utf-8", "cp1252", "utf-16", "ascii", "idna", "base64", "none such"]
            ),
            "decimal": st.sampled_from([".", ","]),
            "date_format": st.sampled_from(["%Y-%m-%d", "jalali", "%", "%Q", "", "%d"]),
            "header_row": st.integers(1, 4),
            "skip_last": st.integers(0, 3),
            "sign": st.just({"type": "text", "negative": ["one"]}),
            "constants": st.just({"account": "o'brien", "category": 'a"b'}),
            "table": st.sampled_from(["transactions", "balances", "values", "timesheets"]),
        },
    ),
)
def test_no_bytes_make_a_traceback(content: bytes, name: str, item: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(content)
        workspace = WorkspaceSettings.model_validate(
            {
                "company": {"name": "H", "currency": "USD"},
                "entities": [{"id": "east", "name": 'O\'Brien "East"'}],
                "inputs": [{"name": "bank", "table": "transactions", "path": name, **item}],
            }
        )
        raw = [read_input(each, Path(folder)) for each in workspace.inputs]
        checked = check_tables(raw, workspace, date(2026, 11, 23))
        (report,) = checked.inputs
        assert report.rows >= 0
        assert report.set_aside >= 0
        held = sum(
            checked.connection.execute(f'select count(*) from "{table}"').fetchall()[0][0]
            for table in checked.tables
        )
        assert held == report.rows
        assert report.rows or report.problems
        checked.connection.close()
