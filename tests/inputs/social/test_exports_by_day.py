"""Exports that tell of days: X's overview, LinkedIn's workbooks, Meta's results, German files."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Seen = Callable[..., list[tuple[Any, ...]]]
Book = Callable[..., bytes]


def on(day: int) -> date:
    return date(2026, 11, day)


X_OVERVIEW = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,"
    "Profile visits,Create Post,Video views,Media views\n"
    '"Thu, Nov 19, 2026","1,234",20,61,1,2,7,9,3,4,15,2,0,0\n'
    '"Wed, Nov 18, 2026",980,11,30,0,0,4,1,1,1,9,0,0,0\n'
)


def test_the_overview_of_x_newest_first(audience: Any, seen: Seen) -> None:
    audience.put({"account_overview_analytics.csv": X_OVERVIEW})
    checked = audience.check()
    assert checked.problems == ()
    columns = "date, platform, impressions, engagements, followers_gained, posts, clicks, line"
    assert seen(checked, columns) == [
        (on(18), "x", 980, 30, 3, 0, None, 3),
        (on(19), "x", 1234, 61, -2, 2, None, 2),
    ]


LINKEDIN = [
    ["Aggregated metrics for your updates, page Harbor Grill"],
    ["Date", "Impressions (organic)", "Impressions (sponsored)", "Impressions (total)",
     "Unique impressions (organic)", "Clicks (organic)", "Clicks (sponsored)", "Clicks (total)",
     "Reactions (organic)", "Reactions (sponsored)", "Reactions (total)", "Comments (organic)",
     "Comments (sponsored)", "Comments (total)", "Reposts (organic)", "Reposts (sponsored)",
     "Reposts (total)", "Engagement rate (organic)", "Engagement rate (sponsored)",
     "Engagement rate (total)"],
    ["11/18/2026", 300, 0, 300, 180, 12, 0, 12, 5, 0, 5, 1, 0, 1, 2, 0, 2, 0.0667, 0, 0.0667],
    ["11/19/2026", 50, 0, 50, 40, 1, 0, 1, -3, 0, -3, 0, 0, 0, 0, 0, 0, -0.04, 0, -0.04],
]  # fmt: skip
ALL_POSTS = [
    ["All posts of Harbor Grill"],
    ["Post title", "Post link", "Post type", "Created date", "Impressions", "Clicks"],
    ["Soup", "https://www.linkedin.com/feed/update/1", "Organic", "11/18/2026", 200, 4],
    ["Menu", "https://www.linkedin.com/feed/update/2", "Organic", "11/18/2026", 100, 8],
]


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_the_content_of_a_linkedin_page(
    audience: Any, seen: Seen, request: pytest.FixtureRequest, kind: str
) -> None:
    book: Book = request.getfixturevalue(kind)
    audience.put({f"harbor_content.{kind}": book(Metrics=LINKEDIN, All_posts=ALL_POSTS)})
    checked = audience.check()
    assert checked.problems == ()
    columns = "date, platform, part, impressions, reach, clicks, engagements, posts, line"
    assert seen(checked, columns) == [
        (on(18), "linkedin", "linkedin_page_content", 300, 180, 12, 20, None, 3),
        (on(18), "linkedin", "linkedin_page_content posts", None, None, None, None, 2, 3),
        # a day of unlikes
        (on(19), "linkedin", "linkedin_page_content", 50, 40, 1, -2, None, 4),
    ]


def test_the_followers_of_a_linkedin_page_are_those_of_the_day(audience: Any, seen: Seen, xls: Book) -> None:
    header = ["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"]
    followers = [header, ["11/18/2026", 0, 6, 1, 7], ["11/19/2026", 0, 3, 0, 3]]
    industry = [["Industry", "Total followers"], ["Hospitality", 250], ["Restaurants", 150], ["Banking", 600]]
    audience.put({"harbor_followers.xls": xls(New_followers=followers, Industry=industry)})
    checked = audience.check(target={"Industries": ["hospitality", "Restaurants"]})
    assert checked.problems == ()
    assert seen(checked, "date, followers, followers_gained, target_followers") == [
        (on(18), None, 7, None),
        (on(19), None, 3, None),
        (on(19), None, None, 400),
    ]


CREATOR = {
    "DISCOVERY": [["Overall Performance", "11/18/2026 - 11/19/2026"], ["Impressions", "350"]],
    "ENGAGEMENT": [
        ["Date", "Impressions", "Engagements"], ["11/18/2026", "300", "20"], ["11/19/2026", "1,050", "9"],
    ],
    "TOP POSTS": [["Maximum of 50 posts"], ["Post URL"]],
    "FOLLOWERS": [
        ["Total followers on 11/19/2026:", "1,203"], [], ["Date", "New followers"], ["11/18/2026", "4"],
        ["11/19/2026", "-1"],
    ],
    "DEMOGRAPHICS": [
        ["Top Demographics", "Value", "Percentage"], ["Job title", "Owner", "12%"],
        ["Job title", "Chef", "< 1%"],
        ["Industry", "Restaurants", "30%"], ["Job titles", "Manager", "0.05"],
    ],
}  # fmt: skip


def test_a_creators_workbook_with_numbers_as_text(audience: Any, seen: Seen, xlsx: Book) -> None:
    audience.put({"AggregateAnalytics_Harbor_2026-11-18_2026-11-19.xlsx": xlsx(**CREATOR)})
    checked = audience.check(target={"job title": ["owner", "manager", "chef"]})
    assert checked.problems == ()
    columns = "date, part, impressions, engagements, followers, followers_gained, target_followers"
    name = "linkedin_creator_xlsx"
    assert seen(checked, columns) == [
        (on(18), name, 300, 20, None, None, None),
        (on(18), f"{name} followers", None, None, 1204, 4, None),
        (on(19), name, 1050, 9, None, None, None),
        (on(19), f"{name} demographics", None, None, None, None, 205),  # 17 % of 1,203 is 204.51
        (on(19), f"{name} followers", None, None, 1203, -1, None),
    ]


def results(*series: str) -> str:
    blocks = (
        f'"{each}"\n"Date","Primary"\n"2026-11-18T00:00:00","1{at}"\n"2026-11-19T00:00:00","2{at}"\n'
        for at, each in enumerate(series)
    )
    return "sep=,\n" + "\n".join(blocks)


def test_results_of_meta_in_utf_16(audience: Any, seen: Seen) -> None:
    text = results("Facebook reach", "Facebook follows", "Instagram reach", "Facebook visits")
    audience.put({"Results.csv": text.encode("utf-16")})
    checked = audience.check()
    assert checked.problems == ()
    assert seen(checked, "platform, date, reach, followers_gained") == [
        ("facebook", on(18), 10, None),
        ("facebook", on(18), None, 11),
        ("facebook", on(19), 20, None),
        ("facebook", on(19), None, 21),
        ("instagram", on(18), 12, None),
        ("instagram", on(19), 22, None),
    ]


def test_results_that_name_no_platform_get_it_from_file_or_settings(
    audience: Any, seen: Seen, places: Seen
) -> None:
    audience.put({"Views.csv": results("Views").encode("utf-16")})
    (problem,) = audience.check().problems
    assert (problem.code, problem.place.line) == ("inputs.no-platform", 2)
    checked = audience.check(constants={"platform": "instagram"})
    assert seen(checked, "platform, date, views") == [("instagram", on(18), 10), ("instagram", on(19), 20)]
    (audience.root / "in" / "Views.csv").rename(audience.root / "in" / "facebook_Views.csv")
    assert seen(audience.check(), "distinct platform") == [("facebook",)]


def test_a_german_file_with_thousands(audience: Any, seen: Seen) -> None:
    text = "\ufeffDatum;Seiten-Follower;Reichweite\n18.11.2026;1.500;12.345\n19.11.2026;1.507;-\n"
    audience.put({"seite.csv": text})
    checked = audience.check()
    assert checked.problems == ()
    assert seen(checked, "date, platform, followers, reach") == [
        (on(18), "facebook", 1500, 12345),
        (on(19), "facebook", 1507, None),
    ]


def test_a_plain_table_of_days_is_read_as_before(audience: Any, seen: Seen) -> None:
    audience.put({"days.csv": "date,platform,reach,views\n2026-11-19,tiktok,5,900\n"})
    checked = audience.check()
    assert checked.problems == ()
    assert seen(checked, "platform, part, reach, views") == [("tiktok", None, 5, 900)]
    audience.put({"days.csv": "day,net,seen\n2026-11-19,x,5\n"})
    checked = audience.check(map={"date": "day", "platform": "net", "reach": "seen"})
    assert seen(checked, "platform, reach") == [("x", 5)]


def test_a_day_of_two_exports_is_taken_from_the_later(audience: Any, seen: Seen) -> None:
    later = X_OVERVIEW.replace("980,11,30", "985,11,31").replace('"Thu, Nov 19', '"Fri, Nov 20')
    audience.put({"2026-11-19.csv": X_OVERVIEW, "2026-11-20.csv": later})
    checked = audience.check()
    assert [(p.code, p.place.file) for p in checked.problems] == [
        ("inputs.export-overlap", "in/2026-11-19.csv")
    ]
    assert seen(checked, "date, impressions") == [(on(18), 985), (on(19), 1234), (on(20), 1234)]


def test_cells_that_do_not_hold_are_told(audience: Any, seen: Seen, places: Seen) -> None:
    text = X_OVERVIEW.replace("980,11", "many,11") + '"Someday",1,1,1,1,1,1,1,1,1,1,1,1,1\n'
    audience.put({"x.csv": text})
    checked = audience.check()
    assert places(checked.problems) == [
        ("inputs.bad-count", "in/x.csv", 3, "impressions", "many"),
        ("inputs.bad-day", "in/x.csv", 4, "date", "Someday"),
    ]
    assert (checked.inputs[0].rows, checked.inputs[0].set_aside) == (1, 2)


def test_a_declared_export_that_is_another_is_said(audience: Any) -> None:
    audience.put({"x.csv": X_OVERVIEW})
    (problem,) = audience.check(format="tiktok").problems
    assert problem.code == "inputs.not-that-export"
    assert audience.check(format="x_overview").problems == ()


def test_a_table_that_is_no_export_is_told_what_it_lacks(audience: Any) -> None:
    audience.put({"x.csv": "when,what\n2026-11-19,5\n"})
    codes = {problem.code for problem in audience.check().problems}
    assert codes == {"inputs.missing-column"}


TIKTOK_OVERVIEW = (
    '"Date","Video Views","Profile Views","Likes","Comments","Shares"\n'
    '"December 31","100","10","2","1","3"\n"January 1","200","20","4","0","1"\n'
)
TIKTOK_FOLLOWERS = (
    '"Date","Followers","Difference in followers from previous day"\n'
    '"December 31","undefined","0"\n"1 January","9","-1"\n'
)


def test_the_overview_and_the_followers_of_tiktok_whose_days_have_no_year(audience: Any, seen: Seen) -> None:
    audience.put(
        {
            "2026-01-02/Overview.csv": TIKTOK_OVERVIEW,
            "2026-01-02/FollowerHistory.csv": "\ufeff" + TIKTOK_FOLLOWERS,
        }
    )
    checked = audience.check()
    assert checked.problems == ()
    columns = "date, platform, views, engagements, followers, followers_gained"
    assert set(seen(checked, columns)) == {
        (date(2025, 12, 31), "tiktok", 100, 6, None, None),
        (date(2025, 12, 31), "tiktok", None, None, None, 0),
        (date(2026, 1, 1), "tiktok", 200, 5, None, None),
        (date(2026, 1, 1), "tiktok", None, None, 9, -1),
    }


def test_a_tiktok_file_that_nothing_dates(audience: Any) -> None:
    audience.put({"Overview.csv": TIKTOK_OVERVIEW})
    problems = audience.check().problems
    assert {problem.code for problem in problems} >= {"inputs.no-export-day"}
    assert "Overview_2026-11-19.csv" in problems[0].advice


def test_a_day_in_another_language_is_told(audience: Any) -> None:
    audience.put({"Overview_2026-01-02.csv": TIKTOK_OVERVIEW.replace("January 1", "1 Ιανουαρίου")})
    assert "'1 Ιανουαρίου' is no day." in {problem.message for problem in audience.check().problems}
