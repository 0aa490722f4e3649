"""Every sentence of a finding, in one table: the messages that the catalogues translate.

``say`` puts figures and names into one; ``say_counted`` picks the plural form as well.
"""

from decimal import Decimal

from flashreport.domain.report import Argument, Figure, Words, words
from flashreport.domain.units import COUNT


def counted(one: str, many: str) -> Words:
    """A message whose form follows a number, printed in the place of ``{n}``."""
    return Words(message=one, plural=many)


SENTENCES: dict[str, Words] = {
    # what has not arrived
    "input_missing": words("{input} has not arrived."),
    "input_failed": words("{input} could not be read."),
    "input_stale": words("{input} is not up to date."),
    "input_incomplete": words("{input} is incomplete."),
    "newest_day": words("Its newest day is {day}."),
    # a KPI against its target
    "on_path": words("{measure} is {now}, and the target is {target}."),
    "of_day": words("{measure} is {now}; the target is {target}."),
    "of_week": words("{measure} is {now} this week to date; the target is {target}."),
    "of_month": words("{measure} is {now} this month to date; the target is {target}."),
    "recovered": words("{measure} is back on target: {now}, and the target is {target}."),
    "recovering": words("{measure} is {now}, on target again but near it; the target is {target}."),
    "after_days": counted("After {n} day off target.", "After {n} days off target."),
    "worse": words("Worse than before."),
    "expired": words("The deadline has passed."),
    "no_day_left": words("No working day is left to reach it."),
    "takes_daily": words("It takes {amount} each working day."),
    "behind_path": counted(
        "It is {n} working day behind its path.", "It is {n} working days behind its path."
    ),
    "out_of_reach": counted(
        "Each day left would have to beat the best of the last {n} day.",
        "Each day left would have to beat the best of the last {n} days.",
    ),
    # signals
    "outside_above": words("{measure} was {now}, above its normal variation."),
    "outside_below": words("{measure} was {now}, below its normal variation."),
    "weekday_above": words("{measure} was {now}, above its normal variation for this weekday."),
    "weekday_below": words("{measure} was {now}, below its normal variation for this weekday."),
    "far_out_above": words("{measure} was {now}: 2 of the last 3 days lie far above its mean."),
    "far_out_below": words("{measure} was {now}: 2 of the last 3 days lie far below its mean."),
    "drift_above": words("{measure} was {now}: 8 days in a row or more lie above its mean."),
    "drift_below": words("{measure} was {now}: 8 days in a row or more lie below its mean."),
    "jump": words("{measure} was {now}: it changed more in a day than is normal."),
    "kpi_jump": words("It changed more in a day than is normal."),
    "kpi_outside": words("That is outside its normal variation."),
    "kpi_shift": counted(
        "That is no chance: {n} day in a row lies on one side of the mean.",
        "That is no chance: {n} days in a row lie on one side of the mean.",
    ),
    # what is behind it
    "contributes": words("Since {day} it changed by {change}; {member} contributes most: {part}."),
    "contributes_month": words(
        "Against as many days of last month it changed by {change}; {member} contributes most: {part}."
    ),
    "the_rest": words("the rest"),
    "took_most": words("{category} took {amount} on the day."),
    "paydown": words("Reaching it takes a paydown of {total}: {daily} each working day."),
    "overtime_place": words("{place} has {share} of this month's overtime."),
    "low_yield": words("{amount} went to low-yield jobs."),
    "over_budget": words("Month-end pay is heading {amount} over budget."),
    # the forecast
    "forecast_floor": words("Cash is forecast to fall below its {floor} floor in the week of {day}."),
    "forecast_zero": words("Cash is forecast to fall below zero in the week of {day}."),
    "forecast_low": words("The low point is {low} on {day}."),
    "forecast_move": words(
        "Paying {payment} ({amount}) on {to} instead of {day} lifts the low point by {lift}."
    ),
    # credit lines
    "over_advance": words("{line} is over-advanced by {amount}."),
    "cure_now": words("It must be paid back at once."),
    "cure_by": words("It must be paid back by {day}."),
    "covenant_at_least": words("{covenant} is breached: {actual}, and at least {threshold} is agreed."),
    "covenant_at_most": words("{covenant} is breached: {actual}, and at most {threshold} is agreed."),
    "covenant_near_at_least": words("{covenant} is {actual}; at least {threshold} is agreed."),
    "covenant_near_at_most": words("{covenant} is {actual}; at most {threshold} is agreed."),
    "headroom": words("Headroom is {amount}."),
    "not_tested": words("It is not tested now."),
    "next_test": words("The next test is on {day}."),
    "test_overdue": words("The test of {covenant} was due on {day}."),
    "base_old": counted(
        "The borrowing base of {line} is of {day}, {n} day ago.",
        "The borrowing base of {line} is of {day}, {n} days ago.",
    ),
    "limit_ahead": words("With the cash forecast the credit lines pass their cap on {day}."),
    "peak": words("The highest use is {peak}, and the cap is {cap}."),
    # open jobs that the page doesn't list
    "jobs_on_time": counted(
        "{n} other open job is on time; staff-jobs.csv in the PDF lists it too.",
        "{n} other open jobs are on time; staff-jobs.csv in the PDF lists them too.",
    ),
    # since when, and whose
    "day_n": words("Day {n}."),
    "owner": words("Owner: {owner}."),
    "note_asked": counted(
        "Owner: {owner}, asked for a note {n} day ago.",
        "Owner: {owner}, asked for a note {n} days ago.",
    ),
    "note_wanted": words("Owner: {owner}, who is asked for a note."),
    "note_there": words("{role} wrote a note on {day}."),
    "acknowledged": words("Acknowledged until {day}: {note}"),
}


def say(key: str, **parts: Argument) -> Words:
    """The sentence with its parts; a part without a place in it is an error."""
    sentence = SENTENCES[key]
    lacking = [name for name in parts if f"{{{name}}}" not in (sentence.plural or sentence.message)]
    if lacking:
        raise KeyError(f"{key}: {', '.join(lacking)}")
    return sentence.model_copy(update={"args": parts})


def say_counted(key: str, number: int, **parts: Argument) -> Words:
    """The sentence in the form that a number asks for."""
    return say(key, n=count(number), **parts).model_copy(update={"count": number})


def count(number: int) -> Figure:
    """A plain count as a figure."""
    return Figure(unit=COUNT, value=Decimal(number))
