"""Differences between two reports as one HTML file: in words, with the look of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from flashreport.domain.report import Argument, Figure, Words
from flashreport.render.environment import fill_template, source
from flashreport.render.fonts import inline_faces
from flashreport.render.format import Formatter, formatter
from flashreport.render.page import PageSettings
from flashreport.render.paper import paper_rules
from flashreport.render.words import direction_of

_FINEST = 10
_NOTHING = "–"


@dataclass(frozen=True)
class DiffRow:
    """One difference: of which kind, where, and what it was and is; None where there was nothing."""

    kind: str
    where: tuple[Words, ...]
    was: Argument | None
    now: Argument | None


@dataclass(frozen=True)
class Side:
    """One of the two editions."""

    number: int
    business_date: date
    revision: int
    hash: str


def render_diff(rows: Sequence[DiffRow], sides: tuple[Side, Side], company: str, page: PageSettings) -> str:
    """The page; ``rows`` are in the order in which they are told."""
    text = formatter(page.language, money=page.money)
    persian = text.language.direction == "rtl" or direction_of(company) == "rtl"
    styles = inline_faces(persian=persian) + source("report/report.css", page) + paper_rules(page)
    kinds = list(dict.fromkeys(row.kind for row in rows))
    context: dict[str, object] = {
        "text": text,
        "company": company,
        "sides": sides,
        "groups": [(kind, [_cells(row, text) for row in rows if row.kind == kind]) for kind in kinds],
        "styles": Markup(styles),  # noqa: S704 # style sheets of ours or of the workspace, no data
    }
    return fill_template("report/diff.html", page, context)


def _cells(row: DiffRow, text: Formatter) -> tuple[str, str, str]:
    where = " · ".join(filter(None, map(text.words, row.where)))
    was, now = told_apart(row.was, row.now, text)
    return where, was or _NOTHING, now or _NOTHING


def told_apart(was: Argument | None, now: Argument | None, text: Formatter) -> tuple[str | None, str | None]:
    """Both as the report prints them; figures that look alike then with as many decimals as it takes."""
    texts = [None if value is None else text.say(value) for value in (was, now)]
    if isinstance(was, Figure) and isinstance(now, Figure):
        for places in range(1, _FINEST):
            if texts[0] != texts[1]:
                break
            texts = [text.say(value.model_copy(update={"decimals": places})) for value in (was, now)]
    return texts[0], texts[1]
