"""The short of a report: its worst level, and its findings as plain English text to search in."""

import re

from flashreport.domain.report import Argument, Day, Figure, Finding, Report, Words

_LEVELS = ("none", "good", "watch", "act")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def level_of(report: Report) -> str:
    """The worst level among findings and statuses."""
    levels = [finding.level for finding in report.findings]
    levels += [row.status.level for group in report.scorecard for row in group.rows]
    return max(levels, key=_LEVELS.index, default="none")


def findings_of(report: Report) -> list[dict[str, object]]:
    """Each finding with its id, level, age and text."""
    return [
        {
            "id": finding.id,
            "level": finding.level,
            "since_days": finding.since_days,
            "text": _text(finding),
        }
        for finding in report.findings
    ]


def _text(finding: Finding) -> str:
    parts = (finding.lead, *finding.detail, *finding.aside)
    return " ".join(filter(None, map(said, parts)))


def said(argument: Argument) -> str:
    """Any part of a text in plain English: to search in and to compare, not to print."""
    if isinstance(argument, Day):
        return argument.on.isoformat()
    if isinstance(argument, Figure):
        return _figure(argument)
    return _words(argument)


def _words(text: Words) -> str:
    message = text.message
    if text.verbatim:
        return message
    if text.plural and text.count not in (None, 1):
        message = text.plural
    texts = {name: said(part) for name, part in text.args.items()}
    return _PLACEHOLDER.sub(lambda match: texts.get(match[1], match[0]), message)


def _figure(figure: Figure) -> str:
    if figure.on is not None:
        return figure.on.isoformat()
    if figure.value is None:
        return "n/a"
    sign = "+" if figure.signed and figure.value > 0 else ""
    if figure.unit.kind in ("percent", "points"):
        return f"{sign}{figure.value * 100:,.1f}" + ("%" if figure.unit.kind == "percent" else " pt")
    places = figure.unit.decimals if figure.decimals is None else figure.decimals
    return f"{sign}{figure.value:,.{places}f} {figure.unit.currency}".rstrip()
