"""Exports in the form of files that users published, and what their share of the target audience is.

Sources, as facts: TikTok's FollowerGender, FollowerTopTerritories, FollowerActivity and Viewers from
12TribesofIsrael/youtubeoptermizer (analytics/); YouTube's Totals from Deanout/growth-plotter and
kevinmcaleer/kevsrobots.com, its ages and genders from violetzq/MYCOMM599, its other tables from the column
lists of loaders for "Viewership by Date", "Geography" and so on; Meta's Audience from
vsbperoto/vintage-analytics-dashboard (saved again by a spreadsheet) and two readers of the UTF-16 original;
headers in Portuguese, German, French and Greek from readers of such files.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Seen = Callable[..., list[tuple[Any, ...]]]

GENDER = '"Gender","Distribution"\n"Male","0.72"\n"Female","0.28"\n"Other","0"'
TERRITORIES = (
    '"Top territories","Distribution"\n"US","0.755"\n"NG","0.008"\n"ZA","0.008"\n"TT","0.004"\n"AU","0.003"\n'
    '"CA","0.003"\n"GB","0.003"\n"GH","0.003"\n"JM","0.003"\n"DE","0.002"\n"Others","0.208"'
)
HISTORY = (
    '"Date","Followers","Difference in followers from previous day"\n'
    '"May 13","1990","4"\n"May 14","2000","10"'
)


def codes(checked: Any) -> list[str]:
    return [problem.code for problem in checked.problems]


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ({"Gender": ["Women"]}, 560),  # 28 % of 2,000
        ({"Country": ["US", "GB"]}, 1516),  # 75.8 %
        ({"Job title": ["Chef"], "Top countries": ["DE"], "Gender": ["Male"]}, 4),  # LinkedIn's comes first
    ],
)
def test_tiktoks_followers_in_the_target(
    audience: Any, seen: Seen, target: dict[str, list[str]], count: int
) -> None:
    audience.put(
        {
            "2026-05-16/FollowerGender.csv": "\ufeff" + GENDER,
            "2026-05-16/FollowerTopTerritories.csv": TERRITORIES,
            "2026-05-16/FollowerHistory.csv": HISTORY,
        }
    )
    checked = audience.check(target=target)
    assert codes(checked) == []
    rows = seen(checked, "date, followers, target_followers")
    assert (date(2026, 5, 14), None, count) in rows
    assert [row for row in rows if row[2] is not None] == [(date(2026, 5, 14), None, count)]


def test_shares_in_percent_are_the_same_shares(audience: Any, seen: Seen) -> None:
    for written in ('"Female","28%"\n"Male","72%"', '"Female","28"\n"Male","72"', '"Female","0.28"'):
        audience.put(
            {
                "2026-05-16/FollowerGender.csv": f'"Gender","Distribution"\n{written}',
                "2026-05-16/FollowerHistory.csv": HISTORY,
            }
        )
        found = audience.check(target={"gender": ["female"]})
        assert seen(found, "max(target_followers)") == [(560,)]


def test_a_year_of_viewers_begins_a_year_ago(audience: Any, seen: Seen) -> None:
    head = '"Date","Total Viewers","New Viewers","Returning Viewers"\n'
    rows = (
        '"May 16","1","0","1"\n"May 17","5","4","1"\n"May 14","1781","1400","381"\n'
        '"May 15","undefined","0","0"'
    )
    audience.put({"Viewers_2026-05-16.csv": head + rows})
    checked = audience.check()
    assert seen(checked, "date, reach") == [
        (date(2025, 5, 16), 1),
        (date(2025, 5, 17), 5),
        (date(2026, 5, 14), 1781),
    ]


AUDIENCE = (
    'sep=,\n"Age & gender"\n"","Women","Men"\n"18-24","3.4","1.6"\n"25-34","17.6","8.1"\n"65+","60.3","9"\n\n'
    '"Top cities"\n"Pleven, Bulgaria","Sofia, Bulgaria"\n"74.3","0.8"\n\n'
    '"Top countries"\n"Bulgaria","Germany"\n"98.4","0.9"\n\n'
    '"Facebook follows"\n"Date","Primary"\n"2026-11-18T00:00:00","4"\n"2026-11-19T00:00:00","2"\n\n'
    '"Top pages"\n"Novini.bg","Petel.bg"\n"22.78","20.15"\n'
)
TOTALS = 'sep=,\n"Facebook followers"\n"Date","Primary"\n"2026-11-18T00:00:00","1000"\n'


@pytest.mark.parametrize(
    ("target", "count"),
    [
        ({"Age": ["25–34", "65+"]}, 950),  # 17.6 + 8.1 + 60.3 + 9 percent
        ({"Gender": ["female"]}, 813),
        ({"Age & gender": ["Women 25-34", "Men 25-34"]}, 257),
        ({"City": ["Sofia, Bulgaria"]}, 8),
        ({"Country": ["Germany", "Austria"]}, 9),  # Austria isn't among the first ten
    ],
)
def test_metas_followers_in_the_target(
    audience: Any, seen: Seen, target: dict[str, list[str]], count: int
) -> None:
    audience.put(
        {"facebook Audience.csv": AUDIENCE.encode("utf-16"), "Followers.csv": TOTALS.encode("utf-16")}
    )
    checked = audience.check(target=target)
    assert codes(checked) == []  # the affinity of 'Top pages' is neither a day nor a share
    assert seen(checked, "date, platform, followers_gained, target_followers") == [
        (date(2026, 11, 18), "facebook", 4, None),
        (date(2026, 11, 18), "facebook", None, count),
        (date(2026, 11, 18), "facebook", None, None),
        (date(2026, 11, 19), "facebook", 2, None),
    ]


def test_a_share_that_a_spreadsheet_made_a_date(audience: Any, places: Seen) -> None:
    spoilt = AUDIENCE.replace('"3.4"', '"3.апр"').replace(",", ";").replace("; ", ", ")
    audience.put({"facebook Audience.csv": spoilt, "Followers.csv": TOTALS})
    checked = audience.check(target={"Gender": ["Women"]})
    assert places(checked.problems) == [("inputs.bad-share", "in/facebook Audience.csv", 4, "Women", "3.апр")]


def test_shares_without_what_they_are_shares_of(audience: Any, seen: Seen) -> None:
    audience.put({"FollowerGender_2026-05-16.csv": GENDER})
    assert codes(audience.check()) == ["inputs.no-target"]
    assert codes(audience.check(target={"Gender": ["Ladies"]})) == ["inputs.no-target"]
    checked = audience.check(target={"Gender": ["Female"]})
    assert codes(checked) == ["inputs.no-follower-total"]
    assert seen(checked, "count(*)") == [(0,)]
    audience.put({"FollowerHistory_2026-04-30.csv": HISTORY.replace("May", "April")})  # over two weeks old
    assert codes(audience.check(target={"Gender": ["Female"]})) == ["inputs.no-follower-total"]
    (audience.root / "in" / "FollowerGender_2026-05-16.csv").rename(audience.root / "in" / "G.csv")
    assert codes(audience.check(target={"Gender": ["Female"]})) == ["inputs.no-export-day"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("Totals.csv", "Date,Views,Subscribers\n1/13/2022,619,6\n1/14/2022,542,-1\n"),
        ("Channel/Table data.csv", "Date,Views,Watch time (hours),Average view duration,Subscribers\n"
         "Total,1161,9,0:02:00,5\n2022-01-13,619,5,0:02:00,6\n2022-01-14,542,4,0:02:00,-1\n"),
        ("Gesamtwerte.csv", "Datum,Aufrufe,Subscribers\n2022-01-13,619,6\n2022-01-14,542,-1\n"),
    ],
)  # fmt: skip
def test_youtubes_days_of_the_channel(audience: Any, seen: Seen, file: str, text: str) -> None:
    audience.put({file: text})
    checked = audience.check()
    assert codes(checked) == []
    assert seen(checked, "date, platform, views, followers_gained") == [
        (date(2022, 1, 13), "youtube", 619, 6),
        (date(2022, 1, 14), "youtube", 542, -1),
    ]


def test_days_and_views_of_a_table_of_ones_own_are_not_youtubes(audience: Any, seen: Seen) -> None:
    text = "date,views\n2026-11-19,5\n"
    audience.put({"days.csv": text})
    assert codes(audience.check()) == ["inputs.missing-column"]
    audience.put({"days.csv": "", "totals.csv": text})
    (audience.root / "in" / "days.csv").unlink()
    assert seen(audience.check(constants={"platform": "x"}), "platform, views") == [("x", 5)]


WATCHED = "Views (%),Average view duration,Average percentage viewed (%),Watch time (hours) (%)"


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        ("FollowerActivity.csv", '"Date","Hour","Active followers"\n"May 9","0","135"\n', "by the hour"),
        ("Chart data.csv", "Date,Content,Video title,Video publish time,Duration,Views\n"
         '2026-11-18,a,Soup,"Nov 1, 2026",61,10\n', "YouTube's chart"),
        ("Chart data.csv", "Date,Geography,Views\n2026-11-18,DE,10\n", "YouTube's chart"),
        ("Table data.csv", f"Viewer age,{WATCHED}\n13–17 years,0.16,0:06:32,43.55,0.08\n",
         "not of subscribers"),
        ("Table data.csv", f"Viewer gender,{WATCHED}\nFemale,33.56,0:12:56,51.91,42.85\n",
         "not of subscribers"),
        ("Table data.csv", "Geography,Views,Watch time (hours),Average view duration\nDE,1,1,0:01\n",
         "of a whole period"),
        ("ads.csv", "Campaign name,Reporting starts,Reach,Amount spent (EUR)\nSoup,2026-11-01,5,1\n",
         "advertisements"),
    ],
)  # fmt: skip
def test_an_export_that_is_known_and_not_read(
    audience: Any, seen: Seen, file: str, text: str, what: str
) -> None:
    audience.put({file: text})
    checked = audience.check()
    (problem,) = checked.problems
    assert (problem.code, problem.place.file) == ("inputs.unread-export", f"in/{file}")
    assert what in problem.message
    assert problem.advice
    assert seen(checked, "count(*)") == [(0,)]


@pytest.mark.parametrize(
    ("file", "text", "platform"),
    [
        ("a.csv", '"Data","Visualizações de vídeo","Curtidas"\n"25 de setembro","97","3"\n', "TikTok"),
        ("b.csv", '"Gênero","Distribuição"\n"Feminino","61%"\n', "TikTok"),
        ("c.csv", "Videos,Videotitel,Veröffentlichungszeitpunkt des Videos,Aufrufe\na,Suppe,,5\n", "YouTube"),
        ("d.csv", "Contenu,Titre de la vidéo,Vues,Durée de visionnage (heures)\na,Soupe,5,1\n", "YouTube"),
        ("FollowerHistory.csv", '"Ημερομηνία","Ακόλουθοι"\n"15 Ιανουαρίου","10"\n', "TikTok"),
        ("e.csv", "التاريخ,المشاهدات\n2026-11-19,5\n", ""),
    ],
)
def test_an_export_in_another_language_is_told_what_to_do(
    audience: Any, file: str, text: str, platform: str
) -> None:
    audience.put({file: text})
    (problem,) = audience.check().problems
    assert problem.code == "inputs.export-language"
    assert platform in problem.message
    assert "to English" in problem.advice


def test_the_overview_of_an_account_goes_before_its_posts(audience: Any, seen: Seen) -> None:
    post = (
        "1,1,Harbor,Soup,Hot,0,11/18/2026 03:10,https://www.facebook.com/harbor/posts/1,Lifetime,{},{},{}\n"
    )
    head = (
        "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Permalink,Date,Views,"
        '"Reactions, comments and shares",Link clicks\n'
    )
    overview = (
        'sep=,\n"Facebook views"\n"Date","Primary"\n'
        '"2026-11-18T00:00:00","700"\n"2026-11-19T00:00:00","900"\n'
    )
    audience.put(
        {
            "posts_2026-11-18.csv": head + post.format(500, 10, 8),
            "posts_2026-11-19.csv": head + post.format(650, 14, 9),
            "posts_2026-11-20.csv": head + post.format(800, 15, 9),
        }
    )
    alone = "date, sum(views), sum(engagements), sum(posts)"
    assert seen(audience.check(), "sum(views)") == [(800,)]
    audience.put({"Results.csv": overview})
    checked = audience.check()
    (problem,) = checked.problems
    assert (problem.code, problem.place.file) == (
        "inputs.posts-beside-overview", "in/posts_2026-11-20.csv",
    )  # fmt: skip
    assert "its views are left out" in problem.message
    by_day = checked.connection.execute(
        f"select {alone} from audience group by date order by date"
    ).fetchall()
    # views of the account alone, and none of a day that its overview lacks; the post and what else it brought
    assert by_day == [
        (date(2026, 11, 18), 700, 10, 1),
        (date(2026, 11, 19), 900, 4, None),
        (date(2026, 11, 20), None, 1, None),
    ]
