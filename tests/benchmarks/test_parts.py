"""The parts of the benchmarks that need no clock; nothing is timed here."""

import importlib
import json
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import benchmarks
from benchmarks.notebook import notebook
from benchmarks.processes import ProgramFailed, Took, middle, paired, python, ratio, run
from benchmarks.profiled import costliest
from benchmarks.report import Line, table
from benchmarks.stages import GROUPS
from benchmarks.volume import make_workspace, rows_of


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(benchmarks.__path__)])
def test_every_module_is_imported_and_says_what_it_is(name: str) -> None:
    assert importlib.import_module(f"benchmarks.{name}").__doc__


def test_a_ratio_is_the_median_of_pairs() -> None:
    assert ratio([1.0, 9.0, 3.0], [2.0, 3.0, 3.0]) == 1.0


def test_pairs_take_turns_after_one_run_that_is_not_counted() -> None:
    order: list[str] = []
    left, right = paired(lambda: order.append("ours"), lambda: order.append("theirs"), 3)
    assert (len(left), len(right)) == (3, 3)
    assert order == ["ours", "theirs", "ours", "theirs", "theirs", "ours", "ours", "theirs"]


def test_the_middle_is_taken_of_each_figure() -> None:
    assert middle([Took(1, 5, 3), Took(2, 4, 9), Took(9, 6, 1)]) == Took(2, 5, 3)


def test_a_program_that_fails_is_told_with_what_it_printed() -> None:
    with pytest.raises(ProgramFailed, match="no such thing"):
        run(python("-c", "raise SystemExit('no such thing')"))


def test_the_memory_is_that_of_the_program() -> None:
    assert run(python("-c", "x = bytearray(150_000_000)")).memory > 140


def test_a_missed_goal_is_called_so() -> None:
    assert Line("a", 1.61, 1.6).verdict == "missed"
    assert Line("a", 1.6, 1.6).verdict == "reached"
    assert Line("a", None, 1.6).verdict == "not measured"
    assert Line("a", 3.0).verdict == ""
    assert table([Line("a", 1.61, 1.6, "note")]).splitlines()[1].split() == [
        "a",
        "1.61",
        "1.60",
        "missed",
        "note",
    ]


def test_the_stages_are_functions_that_are_there() -> None:
    for stage, module, path in (stage for group in GROUPS for stage in group):
        found: object = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
        assert callable(found), stage


def test_a_small_volume_has_the_rows_that_it_says(tmp_path: Path) -> None:
    assert make_workspace(tmp_path, 1) == rows_of(1) == 366 * 28
    settings = tomllib.loads((tmp_path / "flashreport.toml").read_text())
    assert [entity["id"] for entity in settings["entities"]] == ["e0000"]
    lines = [(tmp_path / name).read_text().splitlines() for name in ("bank/year.csv", "hours/year.csv")]
    assert [len(found) - 1 for found in lines] == [366 * 20, 366 * 8]
    assert lines[1][1].split(",")[:4] == ["e0000", "p0", "2025-11-20", "d0"]


def test_the_bare_script_makes_our_sums(tmp_path: Path) -> None:
    make_workspace(tmp_path, 2)
    printed = [_printed(module, tmp_path) for module in ("benchmarks.bare_sums", "benchmarks.stages")]
    bare, ours = (json.loads(text) for text in printed)
    # Two entities' days by account and category, and by employee: as many groups as distinct keys.
    keys = set()
    for name, columns in (("bank", (0, 1, 2, 4)), ("hours", (0, 1, 2, 3))):
        rows = (tmp_path / name / "year.csv").read_text().splitlines()[1:]
        keys |= {(name, *(row.split(",")[column] for column in columns)) for row in rows}
    days: dict[tuple[str, str, str], set[str]] = {}
    for row in (tmp_path / "bank" / "year.csv").read_text().splitlines()[1:]:
        entity, _, day, _, category, *_ = row.split(",")
        quarter = f"{day[:4]} {(int(day[5:7]) - 1) // 3}"
        days.setdefault((entity, category, quarter), set()).add(day)
    seldom = sum(len(found) for found in days.values() if len(found) <= 20)
    assert bare["groups"] == len(keys) + seldom
    assert list(ours) == ["settings", "inputs", "checks", "facts", "measures", "rest"]


def _printed(module: str, folder: Path) -> str:
    more = ["--sums"] if module.endswith("stages") else []
    done = subprocess.run(
        [sys.executable, "-m", module, str(folder), *more],
        cwd=Path(__file__).resolve().parents[2],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def test_the_costliest_are_sorted_and_the_machinery_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "profile"
    code = "def slow(): return sum(range(300_000))\nslow()\n"
    (tmp_path / "program.py").write_text(code)
    run(python("-m", "cProfile", "-o", file, tmp_path / "program.py"))
    lines = costliest(file).splitlines()
    assert any("program.py:1 slow" in line for line in lines)
    assert not any("importlib" in line for line in lines)
    assert len(lines) <= 10


def test_the_notebook_has_a_parameter_and_six_charts() -> None:
    cells: object = notebook()["cells"]
    assert isinstance(cells, list)
    assert cells[0]["metadata"] == {"tags": ["parameters"]}
    assert sum("plt.show()" in cell["source"] for cell in cells) == 6
