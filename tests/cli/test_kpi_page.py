"""docs/kpis.md is walked through: its commands are run, and the files compared."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "kpis.md"
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = '[company]\nname = "Harbor Grill"\ncurrency = "USD"\n[[entities]]\nid = "main"\nname = "Main"\n'


def test_the_page_is_true(flash: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "flashreport.toml").write_text(SETTINGS)
    page = PAGE.read_text(encoding="utf-8")
    blocks = BLOCK.findall(page)
    files = [block for block in blocks if block[0] == "toml"]
    (tmp_path / files[0][1]).write_text(files[0][2])
    out = ""
    for kind, about, text in blocks:
        if kind == "sh" and about != "sample":
            monkeypatch.setenv("FLASHREPORT_NOW", f"{about}T08:00")
            for line in text.splitlines():
                ended = flash("-C", tmp_path, *shlex.split(line)[1:])
                assert ended.code == 0, (line, ended.err)
                out = ended.out
        elif kind == "toml":
            assert (tmp_path / about).read_text(encoding="utf-8") == text, about
        elif kind == "text":
            assert out == text
    assert [about for kind, about, _ in blocks if kind == "toml"].count("kpis.toml") >= 5


def test_the_trial_runs_on_the_sample_company(flash: Callable[..., Any], tmp_path: Path) -> None:
    assert flash("init", tmp_path / "demo").code == 0
    (trial,) = [
        text for kind, about, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if about == "sample"
    ]
    told = [flash("-C", tmp_path / "demo", *shlex.split(line)[1:]) for line in trial.splitlines()]
    missed = [re.search(r"missed on (\d+) days", ended.out) for ended in told]
    assert all(missed), [ended.err for ended in told]
    counts = [int(found[1]) for found in missed if found]
    # a higher limit is missed less often
    assert counts[0] > counts[1]
