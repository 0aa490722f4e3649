"""The guests who follow the shops: reach and engagement on two networks, by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample_data.corner_table.chance import Chance
from sample_data.corner_table.company import LAST, dates

SINCE = date(2026, 6, 1)
_SHOPS = (("harbor", "instagram", 15_800, 21_400), ("mill", "instagram", 11_900, 15_150),
          ("harbor", "facebook", 7_600, 9_820), ("rider", "instagram", 5_200, 6_040))  # fmt: skip
_WEEK = (92, 90, 96, 104, 118, 112, 95)


@dataclass(frozen=True)
class Day:
    """A day of one shop on one network."""

    entity: str
    day: date
    network: str
    reach: int
    impressions: int
    engagements: int
    clicks: int
    followers: int
    posts: int


def audience(chance: Chance) -> Iterator[Day]:
    """Every day since June 2026."""
    followers = {(entity, network): count for entity, network, _, count in _SHOPS}
    for day in dates(SINCE, LAST):
        for entity, network, usual, _ in _SHOPS:
            reach = round(usual * _WEEK[day.weekday()] * chance.around(1.0, 0.18) / 100)
            impressions = round(reach * chance.around(1.32, 0.08))
            engagements = round(reach * chance.around(0.038, 0.007))
            clicks = engagements * chance.whole(9, 16) // 100
            followers[entity, network] += chance.whole(-3, 26)
            posts = chance.whole(0, 2)
            held = followers[entity, network]
            yield Day(entity, day, network, reach, impressions, engagements, clicks, held, posts)
