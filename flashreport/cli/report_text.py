"""Page 1 as plain text, for a terminal: masthead, readiness, findings, scorecard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flashreport.cli.speech import NBSP, Speech
from flashreport.cli.text_table import text_table
from flashreport.domain.report import Figure, Finding, InputState, Report, ScoreGroup, ScoreRow
from flashreport.domain.units import PrintedMoney
from flashreport.errors import counted_phrase, phrase
from flashreport.render.format import Formatter, formatter

Paint = Callable[[str, str], str]
_SHAPES = {"good": "●", "watch": "▲", "act": "■", "none": "○"}
_COLORS = {"good": "green", "watch": "yellow", "act": "red"}


def _plain(text: str, _color: str) -> str:
    return text


@dataclass(frozen=True)
class Hand:
    """What writes the text: figures of the model, texts of ours, color for the terminal."""

    figures: Formatter
    say: Speech
    paint: Paint


def report_text(
    report: Report, language: str = "en", paint: Paint | None = None, money: PrintedMoney | None = None
) -> str:
    """The report's first page in lines; ``paint`` colors a text, ``money`` is the unit of its amounts."""
    hand = Hand(formatter(language, isolates=False, money=money), Speech(language), paint or _plain)
    return "\n".join(
        line.replace(NBSP, " ").rstrip()
        for part in (_masthead, _inputs, _findings, _scorecard, _end)
        for line in part(report, hand)
    )


def _masthead(report: Report, hand: Hand) -> Iterator[str]:
    say, figures = hand.say, hand.figures
    title = [report.company, say(report.report), *filter(None, [report.scope])]
    yield hand.paint(" · ".join(title), "bold")
    day, days = report.working_day, report.working_days
    facts = [
        figures.day(report.business_date, "full"),
        say(phrase("working day {day} of {days}", day=day, days=days)),
        *([say(phrase("revision {number}", number=report.revision))] if report.revision > 1 else []),
        say(phrase("built {time}", time=figures.time(report.built_at))),
        figures.name(figures.money.label) if figures.money else report.currency,
    ]
    yield " · ".join(facts)


def _inputs(report: Report, hand: Hand) -> Iterator[str]:
    if report.inputs:
        told = " · ".join(_input(state, hand) for state in report.inputs)
        yield hand.say(phrase("Inputs: {inputs}", inputs=told))


def _input(state: InputState, hand: Hand) -> str:
    name = f"{state.name} {hand.say(state.state)}"
    if state.state == "ok":
        return name
    day = f" ({hand.figures.day(state.as_of)})" if state.as_of else ""
    return hand.paint(name + day, "yellow")


def _findings(report: Report, hand: Hand) -> Iterator[str]:
    yield ""
    if not report.findings:
        yield hand.say("Nothing needs attention.")
    for finding in report.findings:
        yield from _finding(finding, hand)


def _finding(finding: Finding, hand: Hand) -> Iterator[str]:
    words = hand.figures.words
    shape = hand.paint(_SHAPES[finding.level], _COLORS.get(finding.level, "bold"))
    yield f"{shape} {hand.paint(words(finding.lead), 'bold')}"
    for texts in (finding.detail, finding.aside):
        told = " ".join(filter(None, map(words, texts)))
        if told:
            yield f"  {told}"


def _scorecard(report: Report, hand: Hand) -> Iterator[str]:
    yield ""
    headings = ("", "day", "change", "to date", "target", "variance", "status")
    rows: list[tuple[str, ...]] = []
    for group in report.scorecard:
        rows += _group(group, hand)
    if rows:
        right = headings[1:4] + headings[5:6]
        table = text_table(headings, rows, right, hand.say).splitlines()
        yield hand.paint(table[0], "bold")
        yield from table[1:]


def _group(group: ScoreGroup, hand: Hand) -> Iterator[tuple[str, ...]]:
    yield (hand.figures.words(group.title).upper(), *[""] * 6)
    for row in group.rows:
        yield _row(row, hand)


def _row(row: ScoreRow, hand: Hand) -> tuple[str, ...]:
    words = hand.figures.words
    return (
        f"  {words(row.label)}",
        _figure(row.day, hand),
        _figure(row.change, hand),
        _figure(row.to_date, hand),
        words(row.target),
        "" if row.variance is None else _figure(row.variance, hand),
        f"{_SHAPES[row.status.level]} {words(row.status.text)}",
    )


def _figure(figure: Figure, hand: Hand) -> str:
    """A figure; a restated one has the mark of its language, one that is not current its date."""
    mark = f" {hand.figures.texts.pgettext('mark', 'r')}" if figure.state == "restated" else ""
    old = f" ({hand.figures.day(figure.as_of)})" if figure.state == "stale" and figure.as_of else ""
    return f"{hand.figures.figure(figure)}{mark}{old}"


def _end(report: Report, hand: Hand) -> Iterator[str]:
    changed, restated = (
        len(listed) + more
        for listed, more in (
            (report.revised, report.revised_more),
            (report.restated, report.restated_more),
        )
    )
    if changed or restated:
        yield ""
    if changed:
        yield hand.say(
            counted_phrase("This revision changed {n} figure.", "This revision changed {n} figures.", changed)
        )
    if restated:
        yield hand.say(
            counted_phrase(
                "{n} figure of past days was restated.", "{n} figures of past days were restated.", restated
            )
        )
