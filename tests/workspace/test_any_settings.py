"""Whatever a settings file holds, loading gives a workspace or mistakes, never another error."""

import re
import string
import tempfile
from pathlib import Path

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from flashreport.errors import FlashreportError
from flashreport.workspace.blank import KPIS, SETTINGS
from flashreport.workspace.load import load
from flashreport.workspace.settings import WorkspaceSettings

FULL = re.sub(r"^# (?=\[|\w+ = )", "", SETTINGS, flags=re.MULTILINE)
FULL_KPIS = re.sub(r"^# (?=\[|\w+ = )", "", KPIS, flags=re.MULTILINE)
ALPHABET = string.ascii_lowercase + string.digits + "[]{}=\"'\\.,#\n -_\x00é"


def loads(settings: bytes, kpis: bytes = b"") -> bool:
    """Whether it loads; every problem has a code, a message and a line inside the file."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "flashreport.toml").write_bytes(settings)
        (root / "kpis.toml").write_bytes(kpis)
        try:
            load(root, {"cash.closing": 1}, check_country=False)
        except FlashreportError as error:
            for problem in error.problems:
                text = settings if problem.place.file == "flashreport.toml" else kpis
                assert problem.code.startswith("settings.")
                assert problem.message
                assert 1 <= (problem.place.line or 1) <= text.count(b"\n") + 1
            return False
        return True


def test_the_text_that_is_spoiled_below_is_good() -> None:
    assert loads(FULL.encode(), FULL_KPIS.encode())


@given(st.data())
def test_a_spoiled_text(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([FULL, FULL_KPIS]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        text = text[:start] + data.draw(st.text(ALPHABET, max_size=6)) + text[start + length :]
    content = text.encode("utf-8", "surrogatepass")
    loads(content, FULL_KPIS.encode())
    loads(FULL.encode(), content)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind(content: bytes) -> None:
    loads(content, content)


ODD = st.recursive(
    st.one_of(
        st.integers(),
        st.floats(),
        st.booleans(),
        st.text(ALPHABET, max_size=8),
        st.dates(),
        st.times(),
        st.datetimes(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)
TABLES = st.fixed_dictionaries({}, optional=dict.fromkeys(WorkspaceSettings.model_fields, ODD))
ROWS = st.lists(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("id", "name", "entity", "report", "entities", "recipients"), ODD)
    ),
    max_size=3,
)


@given(TABLES, ROWS)
def test_values_of_any_kind_under_the_right_keys(tables: dict[str, object], rows: list[object]) -> None:
    assert not loads(tomlkit.dumps(tables).encode("utf-8", "replace"))
    nested = {"entities": rows, "inputs": rows, "reports": rows, "delivery": {"audiences": rows}}
    assert not loads(tomlkit.dumps(nested).encode("utf-8", "replace"))
