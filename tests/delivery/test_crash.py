"""A process that is killed at any step of a delivery, and the run after it."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flashreport.delivery import open_ledger
from flashreport.delivery.ledger import Claim

RUN = Path(__file__).with_name("crash_run.py")
ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ("ana", "ben")
AT_LEAST = 50


def ran(order: dict[str, Any]) -> list[dict[str, Any]]:
    ended = subprocess.run(
        [sys.executable, RUN],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def pairs(run: int) -> list[list[str]]:
    return [[f"run{run}", f"{name}.{run}@example.com"] for name in PEOPLE]


# How often a step is a kill in the test command: each of the first 60 of one delivery and the start of
# the next; of the others a few. A campaign kills at each of all.
@pytest.mark.parametrize(
    ("mails", "first", "every"),
    [
        ("own", 60, 1),
        ("shared", 0, 7),
        ("alarm", 0, 9),
        *(pytest.param(mails, 0, 1, marks=pytest.mark.campaign) for mails in ("own", "shared", "alarm")),
    ],
)
def test_31_killed_at_each_step_everybody_has_it_once_or_is_listed(
    mails: str, first: int, every: int, scripted: Callable[..., Any], ledger_place: str, tmp_path: Path
) -> None:
    server = scripted(extensions=("SIZE 1000000",))
    base = {"ledger": ledger_place, "port": server.port, "root": str(tmp_path), "mails": mails}
    (whole,) = ran({**base, "kills": [0], "copies": [pairs(0)]})
    assert whole["states"] == ["sent"] * 2
    steps = whole["steps"]
    assert steps >= AT_LEAST
    kills = list(range(1, (min(first, steps) or steps) + 1, every))
    results = ran({**base, "kills": kills, "copies": [pairs(kill) for kill in kills]})
    assert len(results) == len(kills)
    assert every > 1 or len(kills) >= AT_LEAST
    unknown = 0
    for result in results:
        assert result["killed"]
        for (_, address), state in zip(pairs(result["kill"]), result["states"], strict=True):
            arrived = len(server.to(address))
            assert state in ("sent", "already", "unknown"), result
            assert arrived <= 1, result
            if state != "unknown":
                assert arrived == 1, result
        lost = result["states"].count("unknown")
        assert lost in ((0, len(PEOPLE)) if mails == "shared" else (0, 1)), result  # the mail under way
        unknown += bool(lost)
    print(f"{mails}: killed at {len(kills)} of {steps} steps, unknown after {unknown}")  # noqa: T201 # pytest -s
    # Only between handing over and noting the answer can the outcome be lost: most kills lose nothing.
    assert unknown < max(len(kills) / 3, 3)
    assert every > 1 or unknown


def test_32_two_processes_at_once_send_each_mail_once(
    scripted: Callable[..., Any], ledger_place: str, tmp_path: Path
) -> None:
    server = scripted(extensions=("SIZE 1000000",))
    people = [["daily", f"p{number}@example.com"] for number in range(25)]
    order = {
        "ledger": ledger_place,
        "port": server.port,
        "root": str(tmp_path),
        "kills": [0],
        "copies": [people],
        "mails": "own",
    }
    both = [
        subprocess.Popen(
            [sys.executable, RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in both:
        assert process.stdin is not None
        process.stdin.write(json.dumps(order))
        process.stdin.close()
    states = []
    for process in both:
        assert process.stdout is not None
        states.append(json.loads(process.stdout.read())["states"])
        assert process.wait(60) == 0
        process.stdout.close()
    assert [len(server.to(address)) for _, address in people] == [1] * 25
    assert {frozenset(pair) for pair in zip(*states, strict=True)} == {frozenset({"sent", "already"})}


def test_a_file_that_was_half_done_is_written_again(desk: Callable[..., Any], copy_for: Any) -> None:
    """A dead process had handed the copy to the outbox: writing it once more leaves one file."""
    sender, copy = desk(), copy_for()
    now = datetime(2026, 11, 24, 5, tzinfo=UTC)
    with open_ledger(sender.root / "archive") as dead:
        claim = dead.claim(copy.key, "outbox", now, repeatable=True)
        assert isinstance(claim, Claim)
        dead.hand_over(claim, now)
    assert sender.states(copy) == ["written"]
    assert len(list(sender.root.rglob("*.eml"))) == 1
