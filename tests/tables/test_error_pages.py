"""Every code that reading and checking can tell has its paragraph, and no paragraph tells of another."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("room", ["inputs", "tables"])
def test_codes_and_paragraphs_are_the_same(room: str) -> None:
    sources = [
        *ROOT.glob("flashreport/inputs/*.py"),
        *ROOT.glob("flashreport/inputs/social/*.py"),
        *ROOT.glob("flashreport/tables/*.py"),
    ]
    told = {
        code
        for path in sources
        for code in re.findall(rf'"({room}\.[a-z][a-z0-9-]+)"', path.read_text("utf-8"))
    }
    page = (ROOT / "docs" / "reference" / "errors" / f"{room}.md").read_text("utf-8")
    assert set(re.findall(r"^## (\S+)$", page, re.M)) == told
