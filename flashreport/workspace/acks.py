"""Acknowledged findings (``acks.toml``): somebody has seen it, and it is dealt with until a day."""

from datetime import date
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from flashreport.errors import phrase
from flashreport.workspace.journal import add_row, read_journal
from flashreport.workspace.model import Settings

ACKS_FILE = "acks.toml"
FINDING_KINDS = ("kpi", "signal", "input")


class Ack(Settings):
    """One acknowledgement. It holds from ``on`` up to and with ``until``."""

    finding: str = Field(pattern=r"^(kpi|signal|input)-[a-z0-9][a-z0-9_-]*$")
    on: date
    until: date
    note: str = Field(min_length=1, max_length=500)
    role: str = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.on:
            raise ValueError(phrase("Until is a day before on"))
        return self


class Acks(Settings):
    """The whole of ``acks.toml``."""

    ack: tuple[Ack, ...] = ()


def load_acks(root: Path) -> tuple[Ack, ...]:
    """The acknowledgements of the workspace, oldest first; Mistakes when the file is wrong."""
    return read_journal(root, ACKS_FILE, Acks).ack


def add_ack(root: Path, ack: Ack) -> None:
    """Write one more acknowledgement."""
    add_row(root, ACKS_FILE, "ack", ack.model_dump(exclude_defaults=True), Acks)


def ack_on(acks: tuple[Ack, ...], finding: str, day: date) -> Ack | None:
    """The newest acknowledgement of the finding that holds on the day that the report is built."""
    held = [ack for ack in acks if ack.finding == finding and ack.on <= day <= ack.until]
    return max(held, key=lambda ack: ack.on, default=None)
