"""Exports of posts: lifetime counts, which become daily ones between two exports."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Seen = Callable[..., list[tuple[Any, ...]]]


def on(day: int) -> date:
    return date(2026, 11, day)


INSTAGRAM = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,"
    "Post type,Data comment,Date,Views,Likes,Shares,Comments,Saves,Reach,Follows\n"
)


def instagram(*posts: tuple[str, str, int, int]) -> str:
    """Code, day of publishing, views, likes; 1 share, 2 comments and 4 saves each."""
    return INSTAGRAM + "".join(
        f'1.22158E+17,17841400000000000,harborgrill,Harbor Grill,"Soup,\nhot",0,{day} 18:30,'
        f'https://www.instagram.com/p/{code}/,IG image,,Lifetime,"{views:,}",{likes},1,2,4,900,0\n'
        for code, day, views, likes in posts
    )


def test_two_snapshots_give_the_change_of_a_day(audience: Any, seen: Seen) -> None:
    audience.put(
        {
            "instagram_2026-11-18.csv": instagram(("a", "11/10/2026", 12400, 50),
                                                  ("b", "11/18/2026", 160, 5)),
            "instagram_2026-11-19.csv": instagram(("a", "11/10/2026", 12500, 49), ("b", "11/18/2026", 460, 9),
                                                  ("c", "11/19/2026", 70, 3)),
        }
    )  # fmt: skip
    checked = audience.check()
    assert checked.problems == ()
    link = "post https://www.instagram.com/p/{}/".format
    assert seen(checked, "date, part, views, engagements, posts, reach, line") == [
        (on(10), link("a"), None, None, 1, None, 2),
        # published on the day of the first export: its lifetime is that day; 5 + 1 + 2 + 4
        (on(18), link("b"), 160, 12, 1, None, 4),
        (on(19), link("a"), 100, -1, None, None, 2),
        (on(19), link("b"), 300, 4, None, None, 4),
        (on(19), link("c"), 70, 10, 1, None, 6),
    ]


def test_one_export_tells_its_posts_and_no_day(audience: Any, seen: Seen) -> None:
    audience.put({"instagram_2026-11-18.csv": instagram(("a", "11/10/2026", 12400, 50))})
    checked = audience.check()
    assert [problem.code for problem in checked.problems] == ["inputs.first-export"]
    assert seen(checked, "date, views, posts") == [(on(10), None, 1)]


def test_a_gap_is_told_and_not_spread(audience: Any, seen: Seen) -> None:
    audience.put(
        {
            "ig 2026-11-15.csv": instagram(("a", "11/10/2026", 100, 5)),
            "ig 2026-11-18.csv": instagram(("a", "11/10/2026", 190, 5)),
        }
    )
    checked = audience.check()
    (problem,) = checked.problems
    assert (problem.code, problem.place.file) == ("inputs.export-gap", "in/ig 2026-11-18.csv")
    assert "gained in 3 days" in problem.message
    assert seen(checked, "date, views") == [(on(10), None), (on(18), 90)]


def test_impressions_end_where_views_begin(audience: Any, seen: Seen) -> None:
    before = [("a", "11/10/2026", 100, 5)]
    after = [("a", "11/10/2026", 900, 6)]
    audience.put(
        {
            "ig_2026-11-16.csv": instagram(*before).replace("Views", "Impressions"),
            "ig_2026-11-17.csv": instagram(*after).replace("Views", "Impressions").replace("900", "130"),
            "ig_2026-11-18.csv": instagram(*after),
            "ig_2026-11-19.csv": instagram(*after).replace('"900"', '"950"'),
        }
    )
    checked = audience.check()
    assert checked.problems == ()
    # no figure is made of impressions and views together
    assert seen(checked, "date, impressions, views, engagements")[1:] == [
        (on(17), 30, None, 1),
        (on(18), None, None, 0),
        (on(19), None, 50, 0),
    ]


X_CLASSIC = (
    "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,likes,"
    "user profile clicks,url clicks,hashtag clicks,detail expands,permalink clicks,app opens,app installs,"
    "follows,email tweet,dial phone,media views,media engagements\n"
    '"1","https://twitter.com/harbor/status/1","Soup","2026-11-{} 18:42 +0000 (UTC)",{}'
    ',"0.03","1","0","5","2","{}","0","9","0","0","0","0","0","0","0","0"\n'
)
X_NEW = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,"
    "Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
    ',"Thu, Nov 19, 2026",,,7,0,0,0,0,0,0,0,0,0,0,0,0\n'
    '2,"Thu, Nov 19, 2026",Menu,https://x.com/harbor/status/2,"1,234",5,39,0,0,0,0,1,2,9,4,0,0\n'
)
TIKTOK = (
    "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Total play time,"
    "Average watch time,Watched full video,Add to favorites\n"
    "Soup,https://www.tiktok.com/@harbor/video/1,2026-11-19,100,10,5,1000,5000,5,20%,3\n"
)
YOUTUBE = (
    "\ufeffContent,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Impressions,"
    "Impressions click-through rate (%)\nTotal,,,,999,9.5,12,5000,4.1\n"
    'dQw4w9WgXcQ,"So\u00adup","Nov 19, 2026",61,800,7.1,5,3000,3.9\n'
).replace("Impressions,", "Im\u00adpressions,", 1)
FACEBOOK = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Date,Views,Reach,"
    '"Reactions, comments and shares",Reactions,Comments,Shares,Total clicks,Link clicks\n'
    "1.22158E+17,1,Harbor Grill,Soup,Hot,0,11/19/2026 03:10,https://www.facebook.com/harbor/posts/1,Lifetime,"
    "500,400,14,9,2,3,40,8\n"
)


@pytest.mark.parametrize(
    ("file", "content", "columns", "expected"),
    [
        ("x_2026-11-19.csv", X_CLASSIC.format(19, 500, 4), "platform, impressions, engagements, clicks",
         None),
        ("account_analytics_content_2026-11-01_2026-11-19.csv", X_NEW,
         "platform, impressions, engagements, clicks", ("x", 1234, 39, 4)),
        ("TikTok 2026-11-19.csv", TIKTOK, "platform, views, engagements, impressions",
         ("tiktok", 1000, 115, None)),
        ("Content 2026-11-01_2026-11-19 Harbor/Table data.csv", YOUTUBE, "platform, views, impressions, part",
         ("youtube", 800, 3000, "post dQw4w9WgXcQ")),
        ("Nov-01-2026_Nov-19-2026_123456.csv", FACEBOOK, "platform, views, engagements, clicks",
         ("facebook", 500, 14, 8)),
    ],
)  # fmt: skip
def test_each_platforms_posts(
    audience: Any, seen: Seen, file: str, content: str, columns: str, expected: tuple[Any, ...] | None
) -> None:
    if expected is None:
        content, expected = content.replace(",500,", ',"500","18",'), ("x", 500, 18, 4)
    audience.put({file: content})
    checked = audience.check()
    told = {problem.code for problem in checked.problems} - {"inputs.first-export"}
    assert told == ({"inputs.post-without-id"} if content is X_NEW else set())
    assert seen(checked, columns) == [expected]


def test_an_id_that_a_spreadsheet_spoilt_is_no_id(audience: Any, places: Seen) -> None:
    spoilt = FACEBOOK.replace("https://www.facebook.com/harbor/posts/1", "")
    audience.put({"facebook_2026-11-19.csv": spoilt})
    problems = [p for p in audience.check().problems if p.code != "inputs.first-export"]
    assert places(problems) == [
        ("inputs.post-without-id", "in/facebook_2026-11-19.csv", 2, "post id", "1.22158E+17")
    ]


def test_a_file_without_a_day_in_its_name_is_asked_for_one(audience: Any) -> None:
    audience.put({"instagram.csv": instagram(("a", "11/10/2026", 1, 1))})
    codes = {problem.code for problem in audience.check().problems}
    assert codes == {"inputs.no-export-day"}


def test_an_export_by_day_needs_no_second_one(audience: Any, seen: Seen) -> None:
    by_day = instagram(("a", "11/10/2026", 70, 3)).replace("Lifetime", "11/19/2026")
    audience.put({"instagram.csv": by_day})
    checked = audience.check()
    assert checked.problems == ()
    assert seen(checked, "date, views, engagements") == [(on(19), 70, 10)]


def test_day_before_month_is_told_by_the_settings(audience: Any, seen: Seen) -> None:
    text = instagram(("a", "25/10/2026", 70, 3)).replace("25/10/2026 18:30", "25/10/2026")
    audience.put({"ig_2026-11-18.csv": text})
    (problem,) = audience.check().problems
    assert (problem.code, problem.place.column) == ("inputs.bad-day", "publish time")
    assert seen(audience.check(date_format="%d/%m/%Y"), "date") == [(date(2026, 10, 25),)]


SERIES = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 99)), min_size=2, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SERIES)
def test_changes_add_up_to_the_last_export_less_the_first(
    audience: Any, series: list[tuple[int, int]]
) -> None:
    for path in (audience.root / "in").glob("*"):
        path.unlink()
    audience.put(
        {
            f"ig_2026-11-{at:02}.csv": instagram(("a", "10/01/2026", views, likes))
            for at, (views, likes) in enumerate(series, 10)
        }
    )
    checked = audience.check()
    found = checked.connection.execute("select sum(views), sum(engagements) from audience").fetchall()
    assert found == [(series[-1][0] - series[0][0], series[-1][1] - series[0][1])]
