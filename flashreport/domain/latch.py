"""A flag that doesn't flap: it goes up at one threshold and comes down at another."""

from collections.abc import Iterable
from dataclasses import dataclass

from flashreport.domain.xmr import Value, known
from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class Latch:
    """Raised when a value reaches ``enter``, lowered when it comes back to ``leave``.

    With ``enter`` above ``leave`` high values raise it; below, low ones do. ``enter_after``
    and ``leave_after`` ask for that many values in a row. Raises FlashreportError when the
    two are equal, for a value there would raise and lower it at once.
    """

    enter: float
    leave: float
    enter_after: int = 1
    leave_after: int = 1

    def __post_init__(self) -> None:
        if self.enter == self.leave or min(self.enter_after, self.leave_after) < 1:
            raise FlashreportError(
                "domain.latch",
                phrase(
                    "The thresholds to enter ({enter}) and to leave ({leave}) must differ.",
                    enter=self.enter,
                    leave=self.leave,
                ),
                "Set the threshold to leave on the good side of the one to enter.",
            )

    def reached(self, value: float) -> bool:
        """Whether a value alone asks for the flag to go up."""
        return value >= self.enter if self.enter > self.leave else value <= self.enter

    def cleared(self, value: float) -> bool:
        """Whether a value alone asks for the flag to come down."""
        return value <= self.leave if self.enter > self.leave else value >= self.leave

    def states(self, values: Iterable[Value], *, raised: bool = False) -> list[bool]:
        """The flag after each value, from ``raised`` before the first. A missing value changes nothing."""
        flags: list[bool] = []
        streak = 0
        for value in values:
            if known(value):
                asks = self.cleared(value) if raised else self.reached(value)
                streak = streak + 1 if asks else 0
                if streak >= (self.leave_after if raised else self.enter_after):
                    raised, streak = not raised, 0
            flags.append(raised)
        return flags


def age(flags: Iterable[bool]) -> int:
    """How many days the flag has been up at the end, today included: n in 'day n'; 0 when down."""
    days = 0
    for flag in flags:
        days = days + 1 if flag else 0
    return days
