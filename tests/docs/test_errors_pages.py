"""Each error code of the program has a paragraph, and each paragraph a code."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ERRORS = ROOT / "docs" / "reference" / "errors"
ROOMS = (
    "usage", "cli", "settings", "workspace", "inputs", "bank", "tables", "facts", "report", "render",
    "calculators", "compose", "pipeline", "archive", "delivery", "domain",
)  # fmt: skip
CODE = re.compile(rf"(?:{'|'.join(ROOMS)})\.[a-z][a-z0-9-]*")
# File names and keys of the settings that look like codes.
NO_CODES = {
    "archive.files", "archive.lock", "archive.signing", "archive.sqlite", "archive.url",
    "delivery.channels", "delivery.key", "delivery.locks",
    "delivery.server", "delivery.sqlite", "report.json",
}  # fmt: skip


def literals() -> set[str]:
    """Every text of the source that has the form of a code."""
    return {
        node.value
        for path in (ROOT / "flashreport").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def headings() -> list[str]:
    return [
        code
        for page in ERRORS.glob("*.md")
        for code in re.findall(r"^## (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def test_every_code_has_its_paragraph() -> None:
    assert sorted(literals() - NO_CODES - set(headings())) == []


def test_every_paragraph_has_its_code_and_stands_once() -> None:
    told = headings()
    assert sorted(set(told) - literals()) == []
    assert sorted({code for code in told if told.count(code) > 1}) == []


def test_what_is_no_code_is_still_there() -> None:
    assert literals() >= NO_CODES


def test_the_index_names_every_page() -> None:
    index = (ERRORS / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in ERRORS.glob("*.md")} - {"README.md"}
    assert set(re.findall(r"\]\((\w+\.md)\)", index)) == pages


def test_a_paragraph_is_not_empty() -> None:
    for page in ERRORS.glob("*.md"):
        for part in page.read_text(encoding="utf-8").split("\n## ")[1:]:
            heading, _, text = part.partition("\n")
            assert len(text.split()) >= 8, heading
