"""Marks where a platform's series ends: a metric that it withdrew is not joined to the one that follows."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from flashreport.compose.context import Context
from flashreport.domain.measures import MEASURES
from flashreport.domain.report import Day, Note, Words, name, words

_SILENT = timedelta(days=14)
_SOON = timedelta(days=62)
_SERIES = ("audience.impressions", "audience.views", "audience.reach")
_FOLLOWED_BY = {"audience.impressions": "audience.views", "audience.views": "audience.impressions"}


def series_marks(context: Context, newest: Mapping[str, date]) -> tuple[Note, ...]:
    """One note for each series that ended while its platform went on: where, and what begins then."""
    return tuple(Note(text=text) for platform, on in newest.items() for text in _ended(context, platform, on))


def _ended(context: Context, platform: str, newest: date) -> Iterator[Words]:
    for measure in _SERIES:
        bounds = _bounds(context, measure, platform)
        if bounds is None or newest - bounds[1] < _SILENT:
            continue
        next_one = _FOLLOWED_BY.get(measure, "")
        begun = _bounds(context, next_one, platform) if next_one else None
        if begun and bounds[1] - _SOON <= begun[0] <= bounds[1] + _SOON:
            yield words(
                "{measure} of {platform} end on {day}. {next} begin on {first}: another count, not joined.",
                measure=_label(measure),
                platform=name(platform),
                day=Day(on=bounds[1]),
                next=_label(next_one),
                first=Day(on=begun[0]),
            )
        else:
            yield words(
                "{measure} of {platform} end on {day}: the platform tells them no longer.",
                measure=_label(measure),
                platform=name(platform),
                day=Day(on=bounds[1]),
            )


def _bounds(context: Context, measure: str, platform: str) -> tuple[date, date] | None:
    """First and newest day of a series up to the business date."""
    if platform not in context.measures.members(measure, "platform", context.scope):
        return None
    days = context.measures.span(measure, context.scope, "platform", platform).dates
    held = [day for day in days.astype("datetime64[D]").astype(date) if day <= context.business_date]
    return (held[0], held[-1]) if held else None


def _label(measure: str) -> Words:
    return Words(message=MEASURES[measure].label)
