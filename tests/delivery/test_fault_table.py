"""The table of faults in docs/delivery.md: each line has its tests, each numbered test its line."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*)\|$", re.MULTILINE)
TEST = re.compile(r"^def test_(\d\d)_", re.MULTILINE)
STATES = {"sent", "written", "refused", "deferred", "unknown", "superseded"}


def lines() -> list[tuple[str, ...]]:
    return LINE.findall((ROOT / "docs" / "delivery.md").read_text("utf-8"))


def numbered_tests() -> Counter[int]:
    texts = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return Counter(int(number) for text in texts for number in TEST.findall(text))


def test_each_fault_has_a_line_and_each_line_a_test() -> None:
    numbers = [int(line[0]) for line in lines()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 15
    assert numbered_tests().keys() == set(numbers)


def test_each_line_says_what_happens_and_where_it_ends() -> None:
    for number, fault, happens, state in lines():
        assert len(fault.split()) >= 3, number
        assert len(happens.split()) >= 2, number
        assert set(re.findall(r"`([^`]+)`", state)) <= STATES, number
        assert state.strip() or "the command" in happens or "hears" in happens, number
