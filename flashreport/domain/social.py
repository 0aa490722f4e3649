"""Audience ratios with their denominator named, and sums that are allowed.

Definitions differ by platform, so a ratio carries its name and a total names its parts.
All ratios are exact shares: 0.0415 is 4.15 %.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient

Adding = Literal["adds", "unique", "ratio"]


@dataclass(frozen=True, slots=True)
class Definition:
    """One audience figure.

    ``adding``: counts add over days and posts; unique accounts (reach, viewers) may not be
    added at all; ratios are made of sums. A ratio is the signed sum of ``above`` over that
    of ``below``, times ``times``; a part that begins with ``-`` is taken off.
    """

    name: str
    adding: Adding
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    times: int = 1
    note: str = ""


def _ratio(name: str, above: str, below: str, times: int = 1, note: str = "") -> Definition:
    return Definition(name, "ratio", tuple(above.split()), tuple(below.split()), times, note)


DEFINITIONS: Mapping[str, Definition] = {
    definition.name: definition
    for definition in (
        Definition("reach", "unique", note="accounts that saw it at least once, estimated"),
        Definition("viewers", "unique", note="Facebook: unique accounts"),
        Definition("impressions", "adds", note="times shown, repeats count"),
        Definition("views", "adds", note="Meta since November 2024: a new series, not the old impressions"),
        Definition("engagements", "adds", note="each platform counts other parts"),
        Definition("youtube_impression", "adds", note="thumbnail half visible for a second on YouTube"),
        Definition("tiktok_views", "adds", note="starts"),
        _ratio("er_by_reach", "engagements", "reach"),
        _ratio("er_by_impressions", "engagements", "impressions"),
        _ratio("er_by_views", "engagements", "views"),
        _ratio("er_by_followers", "engagements", "followers", note="followers at the end of the period"),
        _ratio("daily_er", "engagements", "followers", note="engagements of one day"),
        _ratio("linkedin_er", "clicks likes comments shares", "impressions", note="a day can be negative"),
        _ratio("linkedin_er_with_follows", "clicks likes comments shares follows", "impressions"),
        _ratio("x_er", "engagements", "impressions", note="counts every click"),
        _ratio("tiktok_average_watch", "play_time", "views", note="seconds"),
        _ratio("follower_growth", "end -start", "start"),
        _ratio("ctr", "link_clicks", "impressions", note="link clicks only"),
        _ratio("ctr_all_clicks", "clicks", "impressions", note="every click"),
        _ratio("share_of_voice", "own", "own competitors"),
        _ratio("cpm", "cost", "impressions", 1000, "cost of a thousand"),
        _ratio("amplification", "shares", "followers"),
        _ratio("virality", "shares", "impressions"),
        _ratio("virality_by_reach", "shares", "reach"),
    )
}

ENGAGEMENT_PARTS: Mapping[str, tuple[str, ...]] = {
    "instagram": ("likes", "comments", "saves", "shares"),
    "facebook": ("reactions", "comments", "shares"),
    "tiktok": ("likes", "comments", "shares"),
    "linkedin": ("clicks", "likes", "comments", "shares"),
}
"""What each platform's total is made of here. X gives its own total, which counts every click."""


def total_engagements(parts: Mapping[str, Number | None], names: Iterable[str]) -> Result:
    """The sum of the named parts; Unavailable when one is missing, for missing is not zero."""
    amounts = {name: parts.get(name) for name in names}
    missing = [name for name, amount in amounts.items() if amount is None]
    if missing:
        return Unavailable(f"no {', '.join(missing)}")
    return sum((exact(amount) for amount in amounts.values() if amount is not None), Fraction(0))


def ratio(name: str, values: Mapping[str, Number | None]) -> Result:
    """A ratio of :data:`DEFINITIONS` from its parts, for example ``ratio("ctr", {...})``.

    Unavailable when a part is missing or the denominator is zero.
    """
    definition = DEFINITIONS[name]
    above, below = (_signed_sum(parts, values) for parts in (definition.above, definition.below))
    if isinstance(above, Unavailable):
        return above
    if isinstance(below, Unavailable):
        return below
    return quotient(above * definition.times, below, f"no {' + '.join(definition.below)}")


def _signed_sum(parts: Sequence[str], values: Mapping[str, Number | None]) -> Result:
    total = Fraction(0)
    for part in parts:
        value = values.get(part.removeprefix("-"))
        if value is None:
            return Unavailable(f"no {part.removeprefix('-')}")
        total += -exact(value) if part.startswith("-") else exact(value)
    return total


def pooled_rate(engagements: Iterable[Number], bases: Iterable[Number]) -> Result:
    """Sum of engagements over sum of bases: the rate of the whole."""
    above = sum(map(exact, engagements), Fraction(0))
    return quotient(above, sum(map(exact, bases), Fraction(0)), "nothing to divide by")


def mean_of_rates(engagements: Iterable[Number], bases: Iterable[Number]) -> Result:
    """Mean of each post's own rate; every post weighs the same. Not the pooled rate: label it.

    Posts with a base of zero have no rate and are left out.
    """
    rates = [
        exact(count) / exact(base) for count, base in zip(engagements, bases, strict=True) if exact(base) != 0
    ]
    return quotient(sum(rates, Fraction(0)), len(rates), "no post has a rate")


def market_share(own: Number, market: Number) -> Result:
    """Share of voice when the whole market is known: own / market."""
    return ratio("share_of_voice", {"own": own, "competitors": exact(market) - exact(own)})


def net_followers(gained: Number, lost: Number) -> Fraction:
    """Followers gained less followers lost."""
    return exact(gained) - exact(lost)


@dataclass(frozen=True, slots=True)
class LifetimeStep:
    """What a lifetime figure grew by up to ``day``, over the ``days`` since the last snapshot.

    More than one day is told as such, never spread. A fall is real: unlikes, removed posts.
    """

    day: date
    change: int
    days: int


def daily_changes(snapshots: Mapping[date, int | None]) -> tuple[LifetimeStep, ...]:
    """Differences of lifetime-to-date snapshots, in order of day. A missing one joins its neighbours."""
    seen = sorted((day, value) for day, value in snapshots.items() if value is not None)
    return tuple(
        LifetimeStep(day, value - before, (day - last).days)
        for (last, before), (day, value) in itertools.pairwise(seen)
    )
