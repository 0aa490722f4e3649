"""The exports of social platforms that are read: what each calls our columns.

Headers are those of files that users published; where the platforms renamed a column, both names stand.
"""

from collections.abc import Mapping

from flashreport.domain.export_format import ExportFormat

YOUTUBE_DAYS = "youtube_days"
"""YouTube's ``Totals.csv`` and its table by date; ``Date,Views`` alone could be anybody's."""


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
        "tiktok_viewers",
        "tiktok",
        _columns(date="date", reach="total viewers", new="new viewers", returning="returning viewers"),
        ("date", "reach"),
    ),
    ExportFormat(
        YOUTUBE_DAYS,
        "youtube",
        _columns(
            date="date|datum",
            views="views|aufrufe",
            impressions="impressions",
            followers_gained="subscribers",
            watch_hours="watch time (hours)|wiedergabezeit (stunden)",
            average="average view duration",
        ),
        ("date", "views|followers_gained"),
        total_row=True,
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
