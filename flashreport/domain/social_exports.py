"""Which platform export a file is, by its column names and what its links say.

Names drift and columns move, so names are compared normalised, any order, each with its
aliases; two formats that claim one file equally is an error.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flashreport.domain.exact import Unavailable
from flashreport.domain.export_cells import DecimalMark, normalised_header, visible
from flashreport.errors import FlashreportError, joined, phrase

HEADER_ROWS = 10
"""A header is looked for in so many first rows; some exports have a title line above it."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One export. ``columns`` maps our column name to its known headers, normalised.

    A file is this export when it has every column of ``needs`` (``a|b`` is one of the two)
    and its links, if it has any, are to ``hosts``.
    """

    name: str
    platform: str
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    total_row: bool = False
    decimal: DecimalMark = "."

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Our column name to its place in ``header``, for those that are there."""
        known: dict[str, int] = {}
        for place, cell in enumerate(header):
            known.setdefault(normalised_header(cell), place)
        found = (
            (column, next((known[name] for name in names if name in known), None))
            for column, names in self.columns.items()
        )
        return {column: place for column, place in found if place is not None}

    def claims(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
        """How many of its columns a file has; 0 when it isn't this export."""
        places = self.places(header)
        if not all(any(name in places for name in need.split("|")) for need in self.needs):
            return 0
        return len(places) if self._links_fit(places.get("permalink"), rows) else 0

    def _links_fit(self, place: int | None, rows: Sequence[Sequence[str]]) -> bool:
        if place is None or not self.hosts:
            return True
        links = [visible(row[place]) for row in rows if len(row) > place and "://" in row[place]]
        hosts = [re.sub(r"^\w+://(www\.|m\.|web\.)?", "", link).split("/")[0].casefold() for link in links]
        return not hosts or any(
            host == one or host.endswith(f".{one}") for host in hosts for one in self.hosts
        )


def _columns(**names: str) -> dict[str, tuple[str, ...]]:
    return {column: tuple(aliases.split("|")) for column, aliases in names.items()}


_META = _columns(
    post_id="post id",
    permalink="permalink",
    published="publish time",
    kind="post type",
    description="description|caption",
    duration="duration (sec)",
    period="date",
    views="views",
    impressions="impressions",
    reach="reach",
    likes="likes",
    comments="comments",
    shares="shares",
    saves="saves",
    follows="follows",
    reactions="reactions",
    engagements="reactions, comments and shares",
    link_clicks="link clicks",
)
_X_COUNTS = _columns(
    impressions="impressions",
    engagements="engagements",
    likes="likes",
    replies="replies",
    reposts="reposts|retweets",
    shares="shares",
    bookmarks="bookmarks",
    detail_expands="detail expands",
    link_clicks="url clicks",
    hashtag_clicks="hashtag clicks",
    permalink_clicks="permalink clicks",
    profile_visits="profile visits|user profile clicks",
)

FORMATS: tuple[ExportFormat, ...] = (
    ExportFormat(
        "x_posts_classic",
        "x",
        _columns(
            post_id="tweet id",
            permalink="tweet permalink",
            text="tweet text",
            published="time",
            engagement_rate="engagement rate",
            follows="follows",
        )
        | _X_COUNTS,
        ("permalink", "impressions", "engagements"),
        ("twitter.com", "x.com"),
    ),
    ExportFormat(
        "x_posts_new",
        "x",
        _columns(
            post_id="post id",
            permalink="post link",
            text="post text",
            published="date",
            follows="new follows",
        )
        | _X_COUNTS,
        ("permalink", "impressions", "engagements"),
        ("twitter.com", "x.com"),
    ),
    ExportFormat(
        "x_overview",
        "x",
        _columns(
            date="date",
            follows="new follows",
            unfollows="unfollows",
            posts="create post",
            video_views="video views",
            media_views="media views",
        )
        | _X_COUNTS,
        ("date", "impressions", "engagements", "follows", "unfollows|posts"),
    ),
    ExportFormat(
        "instagram_meta_business_suite",
        "instagram",
        _META | _columns(account_id="account id", account="account username", account_name="account name"),
        ("permalink", "published", "account", "views|impressions|reach|likes"),
        ("instagram.com",),
    ),
    ExportFormat(
        "facebook_meta_business_suite",
        "facebook",
        _META | _columns(account_id="page id", account="page name", title="title"),
        ("permalink", "published", "account_id|account"),
        ("facebook.com", "fb.watch"),
    ),
    ExportFormat(
        "tiktok",
        "tiktok",
        _columns(
            title="video title",
            permalink="video link",
            published="post time",
            likes="total likes",
            comments="total comments",
            shares="total shares",
            views="total views",
            play_time="total play time",
            average_watch="average watch time",
            watched_full="watched full video",
            saves="add to favorites",
        ),
        ("permalink", "views", "likes"),
        ("tiktok.com",),
    ),
    ExportFormat(
        "tiktok_overview",
        "tiktok",
        _columns(
            date="date",
            views="video views",
            profile_views="profile views",
            likes="likes",
            comments="comments",
            shares="shares",
        ),
        ("date", "views", "profile_views", "likes"),
    ),
    ExportFormat(
        "tiktok_followers",
        "tiktok",
        _columns(
            date="date",
            followers="followers",
            followers_gained="difference in followers from previous day",
        ),
        ("date", "followers", "followers_gained"),
    ),
    ExportFormat(
        "youtube_studio_table_data",
        "youtube",
        _columns(
            post_id="content",
            title="video title",
            published="video publish time",
            duration="duration",
            views="views",
            watch_hours="watch time (hours)",
            subscribers="subscribers",
            impressions="impressions",
            ctr="impressions click-through rate (%)",
        ),
        ("post_id", "title", "views|watch_hours|impressions"),
        total_row=True,
    ),
    ExportFormat(
        "linkedin_page_content",
        "linkedin",
        _columns(
            date="date",
            impressions="impressions (total)",
            impressions_organic="impressions (organic)",
            impressions_sponsored="impressions (sponsored)",
            clicks="clicks (total)",
            unique_impressions="unique impressions (organic)",
            reactions="reactions (total)",
            comments="comments (total)",
            reposts="reposts (total)",
            engagement_rate="engagement rate (total)",
        ),
        ("date", "impressions|impressions_organic", "clicks|engagement_rate"),
    ),
    ExportFormat(
        "linkedin_page_visitors_followers",
        "linkedin",
        _columns(
            date="date",
            page_views="total page views (total)",
            followers="total followers",
            page_views_desktop="total page views (desktop)",
            page_views_mobile="total page views (mobile)",
            visitors="total unique visitors (total)",
            followers_sponsored="sponsored followers",
            followers_organic="organic followers",
            followers_invited="auto-invited followers",
        ),
        ("page_views|followers",),
    ),
    ExportFormat(
        "meta_german",
        "facebook",
        _columns(
            date="datum",
            followers="seiten-follower",
            reach="reichweite",
            views="aufrufe",
            impressions="impressionen",
            engagements="interaktionen|inhaltsinteraktionen",
        ),
        ("date", "followers|reach"),
        decimal=",",
    ),
)

WORKBOOKS: Mapping[str, frozenset[str]] = {
    "linkedin_creator_xlsx": frozenset({"engagement", "top posts", "followers", "demographics"}),
}
"""Exports that are known by the names of their sheets."""


@dataclass(frozen=True, slots=True)
class Identified:
    """A known export: where its header is (row from 0) and which column is where."""

    format: ExportFormat
    header_row: int
    places: Mapping[str, int]


def identify(
    rows: Sequence[Sequence[str]], formats: Sequence[ExportFormat] = FORMATS
) -> Identified | Unavailable:
    """The export that a file's first rows show; the header may have lines above it.

    The format that knows most columns wins. Raises FlashreportError when two are level.
    """
    for number, header in enumerate(rows[:HEADER_ROWS]):
        claims = {one.name: one.claims(header, rows[number + 1 :]) for one in formats}
        best = max(claims.values(), default=0)
        winners = [one for one in formats if best and claims[one.name] == best]
        if len(winners) > 1:
            raise FlashreportError(
                "domain.export-ambiguous",
                phrase(
                    "The file could be {names}.", names=joined([one.name for one in winners], phrase(" or "))
                ),
                "Name its format in the workspace.",
            )
        if winners:
            return Identified(winners[0], number, winners[0].places(header))
    return Unavailable("no known export has these columns")


def identify_workbook(sheets: Sequence[str]) -> str | Unavailable:
    """The export that a workbook's sheet names show."""
    names = {normalised_header(sheet) for sheet in sheets}
    found = next((name for name, wanted in WORKBOOKS.items() if wanted <= names), None)
    return found or Unavailable("no known export has these sheets")
