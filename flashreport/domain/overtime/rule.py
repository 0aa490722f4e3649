"""An overtime rule as data: which hours carry a premium, on which rate, rounded where."""

import difflib
import tomllib
from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flashreport.errors import FlashreportError, Mistakes, Place, Problem, phrase

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
StepKind = Literal["daily", "seventh_day", "holiday", "weekly", "overtime_of_day"]
# Order of computing (California DLSE): the day, then the seventh day, then what is left in the week.
_PASSES: dict[StepKind, int] = {
    "daily": 0, "seventh_day": 0, "holiday": 0, "weekly": 1, "overtime_of_day": 2,
}  # fmt: skip


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Data):
    """Hours past ``over`` are paid ``multiplier`` times the rate.

    ``daily`` counts the hours of a workday; ``seventh_day`` those of the seventh worked day
    of a workweek; ``holiday`` those of a holiday or of the ``weekdays`` named; ``weekly``
    the hours of the week that no earlier step took; ``overtime_of_day`` the overtime hours
    of one day, whichever step made them.
    """

    kind: StepKind
    over: Decimal = Field(default=Decimal(0), ge=0)
    multiplier: Decimal = Field(gt=1, max_digits=6, decimal_places=4)
    weekdays: tuple[Weekday, ...] = ()

    @model_validator(mode="after")
    def _weekdays_belong_to_holidays(self) -> Self:
        if self.weekdays and self.kind != "holiday":
            raise ValueError("weekdays belong to a holiday step")
        return self


class Rounding(_Data):
    """Where money is rounded half up: the regular ``rate`` (then lines), each ``line``, or the ``total``."""

    at: Literal["rate", "line", "total"] = "line"
    places: int = Field(default=2, ge=0, le=6)

    def __str__(self) -> str:
        """The words for a report's footer."""
        where = {"rate": "the regular rate and each line", "line": "each line", "total": "the total"}
        return f"half up to {self.places} places at {where[self.at]}"


class Surcharge(_Data):
    """Work at some times costs ``share`` of the rate on top, overtime or not.

    ``day`` is for work on the ``weekdays`` named and, where ``holidays`` says so, on holidays;
    ``night`` for work between ``begins`` and ``ends``. Of several for one day the dearest
    counts; day and night add up. ``in_regular_rate`` says whether it counts there, as a
    shift differential does (29 CFR 778.207(b)) and a true holiday premium does not (778.203).
    """

    kind: Literal["day", "night"]
    share: Decimal = Field(gt=0, max_digits=6, decimal_places=4)
    weekdays: tuple[Weekday, ...] = ()
    holidays: bool = False
    begins: time = time(22)
    ends: time = time(6)
    in_regular_rate: bool = True

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.kind == "day" and not (self.weekdays or self.holidays):
            raise ValueError("a surcharge of days names its weekdays, or holidays")
        if self.kind == "night" and (self.weekdays or self.holidays or self.begins == self.ends):
            raise ValueError("a surcharge of nights has two times, begins and ends, and no days")
        return self


class AverageLimit(_Data):
    """A limit, not a premium: ``hours`` a week on average over a window of ``weeks``."""

    hours: Decimal = Field(gt=0)
    weeks: int = Field(gt=0)


class OvertimeRule(_Data):
    """One rule. ``steps`` stand in their order of computing: day steps, weekly, overtime of the day.

    ``premium_base``: ``regular_rate`` is all pay of the week by its hours, ``rate`` the rate
    of the work done in the overtime hours (29 CFR 778.419). ``flat_sum`` says which hours
    divide a flat bonus: all ``hours_worked``, or the ``straight_hours`` and then paid at the
    full multiplier (Alvarado v. Dart Container, California 2018).
    """

    id: str
    name: str
    jurisdiction: str = ""
    source: str = ""
    steps: tuple[Step, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    premium_base: Literal["rate", "regular_rate"] = "regular_rate"
    flat_sum: Literal["hours_worked", "straight_hours"] = "hours_worked"
    rounding: Rounding = Rounding()
    workweek_start: Weekday = "monday"
    workday_start: time = time(0)
    daily_overtime_limit: Decimal | None = Field(default=None, gt=0)
    average_limit: AverageLimit | None = None

    @model_validator(mode="after")
    def _steps_in_order(self) -> Self:
        passes = [_PASSES[step.kind] for step in self.steps]
        if passes != sorted(passes):
            raise ValueError(
                "steps stand in the order daily, seventh_day or holiday, weekly, overtime_of_day"
            )
        if sum(each.kind == "night" for each in self.surcharges) > 1:
            raise ValueError("a rule has one night")
        return self

    @property
    def night(self) -> Surcharge | None:
        """The surcharge of nights, where the rule has one."""
        return next((each for each in self.surcharges if each.kind == "night"), None)

    def of_kind(self, *kinds: StepKind) -> tuple[Step, ...]:
        """The steps of some kinds, the lowest line first."""
        return tuple(sorted((s for s in self.steps if s.kind in kinds), key=lambda step: step.over))

    def rounded_at(self, at: Literal["rate", "line", "total"]) -> "OvertimeRule":
        """The same rule with money rounded elsewhere."""
        return self.model_copy(update={"rounding": Rounding(at=at, places=self.rounding.places)})

    def with_weekly_line(self, over: Decimal) -> "OvertimeRule":
        """The same rule with its lowest weekly line at ``over`` hours; no change when it has none."""
        return self._with_lowest("weekly", over)

    def with_daily_line(self, over: Decimal) -> "OvertimeRule":
        """The same rule with its lowest daily line at ``over``, as an averaging agreement moves it."""
        return self._with_lowest("daily", over)

    def _with_lowest(self, kind: StepKind, over: Decimal) -> "OvertimeRule":
        lowest = self.of_kind(kind)[:1]
        steps = (s.model_copy(update={"over": over}) if s in lowest else s for s in self.steps)
        return self.model_copy(update={"steps": tuple(steps)})


def read_rule(rule_id: str, table: Mapping[str, object], file: str = "") -> OvertimeRule:
    """A rule from a table of settings; raises every mistake at once as ``domain.overtime-rule``."""
    try:
        return OvertimeRule.model_validate({"name": rule_id, **table, "id": rule_id})
    except ValidationError as error:
        raise Mistakes([_problem(rule_id, file, one["loc"], one["msg"]) for one in error.errors()]) from None


def _problem(rule_id: str, file: str, where: tuple[int | str, ...], message: str) -> Problem:
    place = Place(file=file, key=".".join(map(str, (rule_id, *where))))
    advice = "See the overtime rules in the reference for what a step may hold."
    return Problem("domain.overtime-rule", phrase("{reason}.", reason=message), advice, place)


@lru_cache(maxsize=1)
def builtin_rules() -> Mapping[str, OvertimeRule]:
    """The rules that come with the program, by id, from ``rules.toml``."""
    text = files("flashreport.domain.overtime").joinpath("rules.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text, parse_float=Decimal)
    return {rule_id: read_rule(rule_id, table, "rules.toml") for rule_id, table in tables.items()}


def builtin_rule(rule_id: str) -> OvertimeRule:
    """The built-in rule with this id; raises ``domain.unknown-overtime-rule``."""
    rules = builtin_rules()
    if rule_id in rules:
        return rules[rule_id]
    near = difflib.get_close_matches(rule_id, rules, 1)
    advice = (
        phrase("Did you mean {name}?", name=near[0])
        if near
        else phrase("The rules are {names}.", names=", ".join(rules))
    )
    message = phrase("There is no overtime rule '{rule_id}'.", rule_id=rule_id)
    raise FlashreportError("domain.unknown-overtime-rule", message, advice, Place(value=rule_id))
