"""The measures of the audience."""

from flashreport.domain.measure import Measure

_PLATFORM = ("platform",)

AUDIENCE: tuple[Measure, ...] = (
    Measure(
        "audience.reach", "Reach", "count", "daily", "more",
        "Accounts that saw it at least once, as the platform estimates; never added over days or platforms.",
        (), _PLATFORM,
    ),
    Measure(
        "audience.impressions", "Impressions", "count", "flow", "more",
        "Times shown; repeats count, and each platform counts in its own way.", (), _PLATFORM,
    ),
    Measure(
        "audience.views", "Views", "count", "flow", "more",
        "Times played or seen; repeats count. Meta counts them instead of impressions since November 2024.",
        (), _PLATFORM,
    ),
    Measure(
        "audience.engagements", "Engagements", "count", "flow", "more",
        "Reactions as the platform counts them; each platform counts other parts.", (), _PLATFORM,
    ),
    Measure(
        "audience.engagements_shown", "Engagements of days with impressions", "count", "flow", "more",
        "Engagements, on platforms and days that have impressions.", ("audience.engagements",), _PLATFORM,
    ),
    Measure(
        "audience.engagements_viewed", "Engagements of days with views", "count", "flow", "more",
        "Engagements, on platforms and days that have views.", ("audience.engagements",), _PLATFORM,
    ),
    Measure(
        "audience.clicks", "Clicks", "count", "flow", "more", "Sum of clicks.", (), _PLATFORM,
    ),
    Measure(
        "audience.clicks_shown", "Clicks of days with impressions", "count", "flow", "more",
        "Clicks, on platforms and days that have impressions.", ("audience.clicks",), _PLATFORM,
    ),
    Measure(
        "audience.posts", "Posts", "count", "flow", "within", "Sum of posts.", (), _PLATFORM,
    ),
    Measure(
        "audience.followers", "Followers", "count", "stock", "more",
        "Followers at the end of the day; a total counts whoever follows on several platforms several times.",
        (), _PLATFORM,
    ),
    Measure(
        "audience.followers_before", "Followers before", "count", "opening", "more",
        "Followers at the end of the day before.", ("audience.followers",), _PLATFORM,
    ),
    Measure(
        "audience.followers_gained", "Followers gained, net", "count", "flow", "more",
        "As the platform tells; else followers less followers of the record before.", ("audience.followers",),
        _PLATFORM,
    ),
    Measure(
        "audience.follower_growth", "Follower growth", "percent", "ratio", "more",
        "Followers gained, net, divided by followers at the start.",
        ("audience.followers_gained", "audience.followers_before"), _PLATFORM,
    ),
    Measure(
        "audience.rate_by_reach", "Engagement by reach", "percent", "ratio", "more",
        "Engagements of the day divided by reach of the day.", ("audience.engagements", "audience.reach"),
        _PLATFORM,
    ),
    Measure(
        "audience.rate_by_impressions", "Engagement by impressions", "percent", "ratio", "more",
        "Engagements divided by impressions.", ("audience.engagements_shown", "audience.impressions"),
        _PLATFORM,
    ),
    Measure(
        "audience.rate_by_views", "Engagement by views", "percent", "ratio", "more",
        "Engagements divided by views.", ("audience.engagements_viewed", "audience.views"), _PLATFORM,
    ),
    Measure(
        "audience.rate_by_followers", "Engagement by followers", "percent", "ratio", "more",
        "Engagements divided by followers at the end of the period.",
        ("audience.engagements", "audience.followers"), _PLATFORM,
    ),
    Measure(
        "audience.target_followers", "Followers in the target audience", "count", "stock", "more",
        "Followers who are of the target audience, on the newest day that tells.", (), _PLATFORM,
    ),
    Measure(
        "audience.followers_surveyed", "Followers of pages that tell their audience", "count", "stock",
        "more",
        "Followers on the newest day that tells how many are of the target audience.",
        ("audience.followers",), _PLATFORM,
    ),
    Measure(
        "audience.target_share", "Share of target audience", "percent", "ratio", "more",
        "Followers in the target audience divided by followers, of pages that tell their audience.",
        ("audience.target_followers", "audience.followers_surveyed"), _PLATFORM,
    ),
    Measure(
        "audience.click_rate", "Click rate by impressions", "percent", "ratio", "more",
        "Clicks divided by impressions.", ("audience.clicks_shown", "audience.impressions"), _PLATFORM,
    ),
)  # fmt: skip
