"""Waits between tries: growing, and within a window."""

from collections.abc import Iterator

FIRST_WAIT = 5.0
GROWTH = 3.0
LONGEST_WAIT = 300.0


def growing_waits() -> Iterator[float]:
    """Seconds: 5, 15, 45, 135, then 300 each time."""
    wait = FIRST_WAIT
    while True:
        yield wait
        wait = min(wait * GROWTH, LONGEST_WAIT)
