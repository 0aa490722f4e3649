"""What a delivery needs of its surroundings, given by the caller so that tests need no waiting."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


def _environment() -> Mapping[str, str]:
    return os.environ


@dataclass(frozen=True)
class Means:
    """``root`` is the workspace; ``wait`` and ``elapsed`` count seconds."""

    root: Path = Path()
    environment: Mapping[str, str] = field(default_factory=_environment, repr=False)
    wait: Callable[[float], None] = time.sleep
    elapsed: Callable[[], float] = time.monotonic
