"""The base of all settings: immutable, and strict about keys."""

from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from flashreport.errors import phrase

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


def _whole_minutes(value: time) -> time:
    if value.second or value.microsecond or value.tzinfo:
        raise ValueError(phrase("A time of day such as 06:30, without seconds or zone"))
    return value


TimeOfDay = Annotated[time, AfterValidator(_whole_minutes)]


class Settings(BaseModel):
    """Immutable, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def pattern_of(kind: object) -> str:
    """The pattern of an annotated text such as ``Name``; empty when it has none."""
    for field in getattr(kind, "__metadata__", ()):
        for rule in getattr(field, "metadata", ()):
            if getattr(rule, "pattern", None):
                return str(rule.pattern)
    return ""
