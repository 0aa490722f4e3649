"""Page 1 as plain text, for a terminal: masthead, readiness, findings, scorecard."""

from collections.abc import Callable, Iterator

from flashreport.cli.text_table import text_table
from flashreport.domain.report import Figure, Finding, InputState, Report, ScoreGroup, ScoreRow
from flashreport.render.format import Formatter, formatter

Paint = Callable[[str, str], str]
_SHAPES = {"good": "●", "watch": "▲", "act": "■", "none": "○"}
_COLORS = {"good": "green", "watch": "yellow", "act": "red"}


def _plain(text: str, _color: str) -> str:
    return text


def report_text(report: Report, language: str = "en", paint: Paint | None = None) -> str:
    """The report's first page in lines; ``paint`` colors a text for the terminal."""
    say = formatter(language, isolates=False)
    return "\n".join(
        line.rstrip()
        for part in (_masthead, _inputs, _findings, _scorecard, _end)
        for line in part(report, say, paint or _plain)
    )


def _masthead(report: Report, say: Formatter, paint: Paint) -> Iterator[str]:
    where = f" · {report.scope}" if report.scope else ""
    yield paint(f"{report.company} · {report.report}{where}", "bold")
    revision = f" · revision {report.revision}" if report.revision > 1 else ""
    yield (
        f"{say.day(report.business_date, 'full')} · working day {report.working_day} of "
        f"{report.working_days}{revision} · built {say.time(report.built_at)} · {report.currency}"
    )


def _inputs(report: Report, say: Formatter, paint: Paint) -> Iterator[str]:
    if report.inputs:
        yield "Inputs: " + " · ".join(_input(state, say, paint) for state in report.inputs)


def _input(state: InputState, say: Formatter, paint: Paint) -> str:
    if state.state == "ok":
        return f"{state.name} ok"
    day = f" ({say.day(state.as_of)})" if state.as_of else ""
    return paint(f"{state.name} {state.state}{day}", "yellow")


def _findings(report: Report, say: Formatter, paint: Paint) -> Iterator[str]:
    yield ""
    if not report.findings:
        yield "Nothing needs attention."
    for finding in report.findings:
        yield from _finding(finding, say, paint)


def _finding(finding: Finding, say: Formatter, paint: Paint) -> Iterator[str]:
    shape = paint(_SHAPES[finding.level], _COLORS.get(finding.level, "bold"))
    yield f"{shape} {paint(say.words(finding.lead), 'bold')}"
    for texts in (finding.detail, finding.aside):
        told = " ".join(filter(None, map(say.words, texts)))
        if told:
            yield f"  {told}"


def _scorecard(report: Report, say: Formatter, paint: Paint) -> Iterator[str]:
    yield ""
    headings = ("", "day", "change", "to date", "target", "variance", "status")
    rows: list[tuple[str, ...]] = []
    for group in report.scorecard:
        rows += _group(group, say)
    if rows:
        table = text_table(headings, rows, right=headings[1:4] + headings[5:6]).splitlines()
        yield paint(table[0], "bold")
        yield from table[1:]


def _group(group: ScoreGroup, say: Formatter) -> Iterator[tuple[str, ...]]:
    yield (say.words(group.title).upper(), *[""] * 6)
    for row in group.rows:
        yield _row(row, say)


def _row(row: ScoreRow, say: Formatter) -> tuple[str, ...]:
    return (
        f"  {say.words(row.label)}",
        _figure(row.day, say),
        _figure(row.change, say),
        _figure(row.to_date, say),
        say.words(row.target),
        "" if row.variance is None else _figure(row.variance, say),
        f"{_SHAPES[row.status.level]} {say.words(row.status.text)}",
    )


def _figure(figure: Figure, say: Formatter) -> str:
    """A figure; a restated one has an r, one that is not current its date."""
    mark = " r" if figure.state == "restated" else ""
    old = f" ({say.day(figure.as_of)})" if figure.state == "stale" and figure.as_of else ""
    return f"{say.figure(figure)}{mark}{old}"


def _end(report: Report, say: Formatter, _paint: Paint) -> Iterator[str]:
    if report.restated:
        yield ""
        yield f"{say.count(len(report.restated))} figures of past days were restated."
