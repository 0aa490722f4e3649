"""One line of the doctor's report."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flashreport.cli.exit_codes import ExitCode

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, what to do. ``code`` is the exit code when it fails."""

    topic: str
    level: Level
    message: str
    advice: str = ""
    code: ExitCode = ExitCode.SYSTEM

    def to_json(self, say: Callable[[str], str]) -> dict[str, str]:
        """The line as JSON."""
        return {
            "topic": self.topic,
            "level": self.level,
            "message": say(self.message),
            "advice": say(self.advice),
        }
