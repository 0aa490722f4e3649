"""The mail: nested tables with their styles inlined, pictures by content id, and plain text.

Mail readers know little CSS, so the page here is not the page of the report: physical
properties, ``align`` and ``dir`` on each table, no fonts of our own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flashreport.domain.report import Chart, Finding, Report, ScoreRow
from flashreport.render.charts import picture
from flashreport.render.environment import fill_template
from flashreport.render.page import PageSettings
from flashreport.render.palette import SHAPES
from flashreport.render.view import View, view

if TYPE_CHECKING:
    import css_inline

BUDGET = 80_000  # bytes of HTML; larger mails are cut off by some readers
MOST_ROWS = 40
MOST_CHARTS = 4


@dataclass(frozen=True, slots=True)
class MailBody:
    """``images`` are (content id, PNG bytes); the HTML names them as ``cid:``.

    ``too_large`` says that the report is not attached, ``locked`` that it asks for a password, and
    ``locked_pay`` also that it alone tells pay.
    """

    subject: str
    text: str
    html: str
    images: tuple[tuple[str, bytes], ...]
    too_large: str
    locked: str
    locked_pay: str


def render_mail(report: Report, page: PageSettings) -> MailBody:
    """The mail of a report; the HTML is under 80 kB, with fewer rows where it must be."""
    seen, bare = view(report, page), view(report, page, isolates=False)
    charts = [block for block in report.front if isinstance(block, Chart)][:MOST_CHARTS]
    images = tuple((_cid(report, chart), picture(chart, page, "mail").small) for chart in charts)
    pictures = [(chart, cid) for chart, (cid, _) in zip(charts, images, strict=True)]
    html = next(_within_budget(seen, pictures))
    gettext = bare.text.texts.gettext
    locked = gettext("The attached PDF asks for a password.")
    there = gettext("Pay is told there, not in this mail.")
    return MailBody(
        _subject(bare),
        _text(bare),
        html,
        images,
        gettext("The report is too large for this mail and is not attached."),
        locked,
        f"{locked} {there}",
    )


def _within_budget(seen: View, pictures: list[tuple[Chart, str]]) -> Iterator[str]:
    """The first of ever shorter mails that is small enough; the shortest has no scorecard."""
    rows = MOST_ROWS
    while rows:
        html = _html(seen, pictures, rows)
        if len(html.encode()) < BUDGET:
            yield html
        rows //= 2
    yield _html(seen, pictures, 0)


def _html(seen: View, pictures: list[tuple[Chart, str]], most: int) -> str:
    groups, left = [], most
    for group in seen.report.scorecard:
        groups.append((group, group.rows[:left]))
        left -= len(group.rows[:left])
    every = sum(len(group.rows) for group in seen.report.scorecard)
    context = {
        "v": seen, "report": seen.report, "pictures": pictures, "cut": max(0, every - most),
        "groups": [(group, rows) for group, rows in groups if rows],
        "colours": {"good": "#1b6f45", "watch": "#936000", "act": "#b3241f", "none": "#66717d"},
    }  # fmt: skip
    return _inliner().inline(fill_template("mail/mail.html", seen.page, context))


@lru_cache(maxsize=1)
def _inliner() -> "css_inline.CSSInliner":
    import css_inline

    return css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)


def _cid(report: Report, chart: Chart) -> str:
    key = "".join(
        character if character.isalnum() and character.isascii() else "-" for character in chart.key
    )
    return f"{key}.{report.business_date:%Y%m%d}.{report.revision}@flashreport"


def _subject(bare: View) -> str:
    report, gettext = bare.report, bare.text.texts.gettext
    parts = [
        bare.text.name(report.company),
        bare.text.name(report.scope),
        bare.titled("dated"),
    ]
    subject = " · ".join(part for part in parts if part)
    if report.revision > 1:
        subject += " · " + bare.fill(gettext("revision {number}"), number=bare.text.count(report.revision))
    return subject


def _text(bare: View) -> str:
    """The mail for readers without HTML: the same figures as sentences and aligned lines."""
    report, gettext = bare.report, bare.text.texts.gettext
    lines = [bare.text.name(report.company), bare.title, ""]
    lines += [f"! {bare.text.name(state.name)}: {gettext(state.state)}" for state in bare.troubled()]
    lines += (
        ["", gettext("What needs attention").upper(), ""]
        if report.findings
        else [gettext("Nothing needs attention today."), ""]
    )
    for item in report.findings:
        lines += [_finding(bare, item), ""]
    for group in report.scorecard:
        lines += [bare.say(group.title).upper(), *(_row(bare, row) for row in group.rows), ""]
    lines.append(bare.footer)
    return "\n".join(lines) + "\n"


def _finding(bare: View, item: Finding) -> str:
    parts = (item.lead, *item.detail, *item.aside)
    return f"{SHAPES[item.level]} " + " ".join(bare.say(part) for part in parts)


def _row(bare: View, row: ScoreRow) -> str:
    label = bare.say(row.label)
    parts = [f"{SHAPES[row.status.level]} {label}: {bare.say(row.day)}", f"({bare.say(row.change)})"]
    if row.target.message:
        parts.append(f"{bare.text.texts.gettext('Target').lower()} {bare.say(row.target)}")
    return "  " + " ".join(parts) + (f" · {bare.say(row.status.text)}" if row.status.text.message else "")
