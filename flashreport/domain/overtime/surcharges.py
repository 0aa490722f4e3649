"""What work costs on top by its day or its night, whether it is overtime or not."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from flashreport.domain.exact import exact
from flashreport.domain.overtime.rule import WEEKDAYS, OvertimeRule, Surcharge
from flashreport.domain.overtime.week import Worked, WorkWeek


def of_work(rule: OvertimeRule, week: WorkWeek, work: Worked) -> Iterator[tuple[Surcharge, Fraction]]:
    """The surcharges that a stretch of work earns, each with its hours."""
    of_day = [each for each in rule.surcharges if each.kind == "day" and _falls_on(each, week, work.day)]
    if of_day and work.hours:
        yield max(of_day, key=lambda each: each.share), exact(work.hours)
    if rule.night is not None and work.night:
        yield rule.night, exact(work.night)


def _falls_on(each: Surcharge, week: WorkWeek, day: date) -> bool:
    return WEEKDAYS[day.weekday()] in each.weekdays or (each.holidays and day in week.holidays)


def in_regular_rate(rule: OvertimeRule, week: WorkWeek, salaried: Fraction | None = None) -> Fraction:
    """The week's surcharges that count in the regular rate; a salary's hours at ``salaried``."""
    return sum(
        (
            exact(each.share) * hours * (work.hourly if salaried is None else salaried)
            for work in week.worked
            for each, hours in of_work(rule, week, work)
            if each.in_regular_rate
        ),
        Fraction(0),
    )
