"""The mail body: small, inlined, readable without pictures and without HTML."""

import html as markup
import re
from collections.abc import Callable

from flashreport.domain.report import Report, ScoreGroup
from flashreport.render import PageSettings, render_mail
from flashreport.render.format import formatter

PAGE = PageSettings()


def test_the_subject_names_company_report_and_day(report: Report) -> None:
    assert render_mail(report, PAGE).subject == "Corner Table Group · Flash report, Thu 19 Nov 2026"


def test_the_subject_names_a_revision_and_stays_one_line(make_report: Callable[..., Report]) -> None:
    mail = render_mail(make_report(revision=2, company="Corner\r\nBcc: x@example.com"), PAGE)
    assert mail.subject == "Corner Bcc: x@example.com · Flash report, Thu 19 Nov 2026 · revision 2"


def test_pictures_go_by_content_id(report: Report) -> None:
    mail = render_mail(report, PAGE)
    assert [cid for cid, _ in mail.images] == re.findall(r'src="cid:([^"]+)"', mail.html)
    assert len(mail.images) == 2
    assert all(png.startswith(b"\x89PNG") for _, png in mail.images)
    assert "data:" not in mail.html


def test_styles_are_inlined_and_dark_mode_is_kept(report: Report) -> None:
    html = render_mail(report, PAGE).html
    assert "prefers-color-scheme: dark" in html
    assert "!important" in html
    assert html.count("<style") == 1
    assert "<svg" not in html
    assert "display: flex" not in html


def test_it_is_small_even_with_many_rows(make_report: Callable[..., Report]) -> None:
    report = make_report()
    row = report.scorecard[0].rows[0]
    many = make_report(scorecard=(ScoreGroup(block="b", title=row.label, rows=(row,) * 400),))
    mail = render_mail(many, PAGE)
    assert len(mail.html.encode()) < 80_000
    assert "more rows are not shown." in mail.html


def test_the_plain_part_tells_the_same(report: Report) -> None:
    text = render_mail(report, PAGE).text
    bare = formatter("en", isolates=False)
    for group in report.scorecard:
        for row in group.rows:
            assert bare.figure(row.day) in text
    assert "▲ Credit utilization is 78.4%, and the target is 60% by 31 December 2026." in text
    assert not re.search("[\u2066-\u2069]", text)


def test_findings_and_scorecard_are_in_the_html(report: Report) -> None:
    html = markup.unescape(render_mail(report, PAGE).html)
    text = formatter("en")
    for group in report.scorecard:
        for row in group.rows:
            assert text.figure(row.day) in html
            assert text.figure(row.change) in html
