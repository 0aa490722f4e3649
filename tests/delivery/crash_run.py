"""Deliveries in processes that kill themselves at a chosen step. Run by test_crash.py.

Reads one JSON object from standard input: ledger, port, root, mails, kills (a list of step numbers;
0 for none), copies (a list of [report, address]) for each kill. ``mails`` are ``own``, ``shared`` or
``alarm``: what a held report makes, a notice for each address and the keeper's mail to the last one.
Prints one JSON line for each kill: the steps that were counted when nothing was killed, and the
states after the resumed run.
"""

import json
import signal
import smtplib
import sys
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flashreport.cli.alarm import alarm
from flashreport.delivery import Attachment, Body, Copy, Means, Receipt, open_ledger, opening
from flashreport.delivery.deliver import deliver
from flashreport.delivery.ledger import Ledger
from flashreport.pipeline import Order
from flashreport.pipeline.held import Held
from flashreport.workspace.settings import DeliverySettings, Recipient, WorkspaceSettings
from tests.killing import Steps, forked

NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)


class LedgerSteps(Steps):
    """The steps of a delivery alone."""

    def watch_ledger(self, ledger: Ledger) -> None:
        """Steps around each transaction's start and end, each statement, each word with the server."""
        begin = ledger.transaction

        @contextmanager
        def transaction() -> Any:
            self.step()
            with begin() as rows:
                self.step()
                yield Watched(rows, self)
                self.step()
            self.step()

        ledger.transaction = transaction  # type: ignore[method-assign]  # the test's own steps
        for name in ("connect", "send", "getreply", "close"):
            setattr(smtplib.SMTP, name, self.around(getattr(smtplib.SMTP, name)))


class Watched:
    def __init__(self, rows: Any, steps: LedgerSteps) -> None:
        self.run, self.rows = steps.around(rows.run), rows.rows


def copies_of(pairs: list[list[str]], *, shared: bool) -> list[Copy]:
    people = tuple(Recipient(address=to) for _, to in pairs)
    body = Body("Flash report, 23 Nov 2026", "Cash 1\n", "<html><body>Cash 1</body></html>")
    files = (Attachment("a.pdf", "application/pdf", b"%PDF-1.7"),)
    return [
        Copy(
            report,
            date(2026, 11, 23),
            1,
            "Harbor Grill",
            "Flash report",
            person,
            body,
            files,
            audience="board",
            shared=people if shared else (),
        )
        for (report, _), person in zip(pairs, people, strict=True)
    ]


def run(order: dict[str, Any], pairs: list[list[str]], kill: int) -> tuple[int, list[str]]:
    server = {"host": "127.0.0.1", "port": order["port"], "security": "none", "timeout": 10}
    delivery = {"domains": ["example.com"], "sender": "flash@example.com", "server": server}
    steps = LedgerSteps(kill)
    work = alarmed if order["mails"] == "alarm" else delivered
    receipts = work(order, pairs, delivery, steps)
    return steps.count, [receipt.state for receipt in receipts]


def delivered(
    order: dict[str, Any], pairs: list[list[str]], delivery: dict[str, Any], steps: LedgerSteps
) -> tuple[Receipt, ...]:
    settings = DeliverySettings.model_validate(delivery)
    copies = copies_of(pairs, shared=order["mails"] == "shared")
    outbox = Path(order["root"]) / "outbox"
    with open_ledger(place_of(order)) as ledger:
        steps.watch_ledger(ledger)
        return deliver(copies, settings, outbox, ledger, NOW, Means(wait=time.sleep))


def alarmed(
    order: dict[str, Any], pairs: list[list[str]], delivery: dict[str, Any], steps: LedgerSteps
) -> tuple[Receipt, ...]:
    """What the command ``build`` does when a report is held."""
    report, people = pairs[0][0], [{"address": to} for _, to in pairs]
    audience = {"name": "board", "report": report, "recipients": people[:-1]}
    settings = WorkspaceSettings.model_validate(
        {
            "company": {"name": "Harbor Grill", "currency": "USD"},
            "entities": [{"id": "main", "name": "Main"}],
            "reports": [{"name": report}],
            "archive": {"url": order["ledger"]} if "://" in order["ledger"] else {},
            "delivery": {**delivery, "keeper": people[-1], "audiences": [audience]},
        }
    )
    root = Path(order["root"])
    workspace: Any = SimpleNamespace(
        settings=settings, root=root, archive_path=Path(order["ledger"]), outbox_path=root / "outbox"
    )
    plain = opening.open_ledger

    def watched(archive: Path | str) -> Ledger:
        ledger = plain(archive)
        steps.watch_ledger(ledger)
        return ledger

    opening.open_ledger = watched
    held = Held(report, date(2026, 11, 23), ["bank"], notice=True, behind=[])
    return alarm(workspace, Order(now=NOW, report=report), [held])


def place_of(order: dict[str, Any]) -> Path | str:
    place: str = order["ledger"]
    return place if "://" in place else Path(place)


def main() -> None:
    order = json.load(sys.stdin)
    if "://" in order["ledger"]:
        import_module("psycopg")  # once, not in each process
    for kill, pairs in zip(order["kills"], order["copies"], strict=True):
        ended, first = forked(lambda: run(order, pairs, kill))  # noqa: B023 # used up within the turn
        _, again = forked(lambda: run(order, pairs, 0)) if kill else (ended, first)  # noqa: B023 # as above
        steps, states = again
        killed = ended == -signal.SIGKILL
        print(json.dumps({"kill": kill, "killed": killed, "steps": steps, "states": states}), flush=True)  # noqa: T201 # its output


if __name__ == "__main__":
    main()
