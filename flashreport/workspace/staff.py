"""Settings of staff: the overtime rule, how pay is rounded and assigned, what low yield is."""

from collections import Counter
from datetime import time
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from flashreport.errors import phrase
from flashreport.workspace.model import Settings, TimeOfDay, Weekday

RuleName = Literal[
    "flsa", "california", "british_columbia", "ontario", "australia_timber", "united_kingdom", "iran",
    "none", "custom",
]  # fmt: skip
_MOST_STEPS = {"daily": 3, "seventh_day": 3, "holiday": 3, "weekly": 2, "overtime_of_day": 1}


class StepSettings(Settings):
    """One step of an overtime rule: hours past ``over`` are paid ``multiplier`` times the rate.

    ``daily`` counts the hours of a day, ``seventh_day`` those of the seventh worked day of a
    workweek, ``holiday`` those of a public holiday or of the ``weekdays`` named, ``weekly`` the
    hours of the week that no other step took, ``overtime_of_day`` the overtime of one day.
    """

    kind: Literal["daily", "seventh_day", "holiday", "weekly", "overtime_of_day"]
    over: Decimal = Field(default=Decimal(0), ge=0, le=168, decimal_places=2)
    multiplier: Decimal = Field(gt=1, le=10, decimal_places=4)
    weekdays: tuple[Weekday, ...] = ()

    @model_validator(mode="after")
    def _weekdays_belong_to_holidays(self) -> Self:
        if self.weekdays and self.kind != "holiday":
            raise ValueError(phrase("Weekdays belong to a step of kind holiday"))
        return self


class SurchargeSettings(Settings):
    """What work at some times costs on top, overtime or not: a ``share`` of the rate.

    ``day`` is work on ``weekdays`` or ``holidays``, ``night`` work between ``begins`` and ``ends``.
    """

    kind: Literal["day", "night"]
    share: Decimal = Field(gt=0, le=10, decimal_places=4)
    weekdays: tuple[Weekday, ...] = ()
    holidays: bool = False
    begins: TimeOfDay = time(22)
    ends: TimeOfDay = time(6)
    in_regular_rate: bool = True

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        days = bool(self.weekdays or self.holidays)
        if self.kind == "day" and not days:
            raise ValueError(phrase("A surcharge of days names its weekdays, or says holidays = true"))
        if self.kind == "night" and (days or self.begins == self.ends):
            raise ValueError(phrase("A surcharge of nights has two times, begins and ends, and no days"))
        return self


class OvertimeSettings(Settings):
    """An overtime rule of the workspace's own.

    ``daily_hours`` and ``weekly_hours`` are the short way: above them ``multiplier`` holds.
    ``steps`` and ``surcharges`` say all that a rule can say.
    """

    daily_hours: Decimal | None = Field(default=None, gt=0, le=24)
    weekly_hours: Decimal | None = Field(default=None, gt=0, le=168)
    multiplier: Decimal = Field(default=Decimal("1.5"), ge=1)
    steps: tuple[StepSettings, ...] = ()
    surcharges: tuple[SurchargeSettings, ...] = ()
    premium_base: Literal["regular_rate", "rate"] = "regular_rate"
    flat_sum: Literal["hours_worked", "straight_hours"] = "hours_worked"

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        for kind, count in Counter(step.kind for step in self.steps).items():
            if count > _MOST_STEPS[kind]:
                most = str(_MOST_STEPS[kind])
                raise ValueError(
                    phrase("A rule has at most {most} steps of kind {kind}", most=most, kind=kind)
                )
        if sum(each.kind == "night" for each in self.surcharges) > 1:
            raise ValueError(phrase("A rule has one night"))
        return self


class StaffSettings(Settings):
    """Staff: the overtime rule, how pay is rounded, and what counts as low-yield work.

    ``overtime_rule`` names a rule that comes with the program, or custom (then ``overtime``
    gives it). ``yield_floor`` is revenue per hour of a job under which its overtime is low-yield.
    """

    overtime_rule: RuleName = "flsa"
    overtime: OvertimeSettings = OvertimeSettings()
    workweek_start: Weekday = "monday"
    rounding: Literal["rate", "line", "total"] | None = None
    assign: Literal["chronological", "pro_rata"] = "chronological"
    clock_minutes: Literal[0, 5, 6, 15] = 0
    yield_floor: Decimal | None = Field(default=None, ge=0)
