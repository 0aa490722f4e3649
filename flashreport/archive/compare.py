"""What differs between two editions: statuses, findings, figures, inputs, settings, program."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from flashreport.archive.edition import Edition, Role
from flashreport.archive.materiality import Weight, thresholds, weight_of
from flashreport.archive.settings_diff import differing_keys
from flashreport.archive.summary import said
from flashreport.domain.report import Argument, Figure, Report, Table, Words, name

Kind = Literal["status", "finding", "figure", "restated", "input", "settings", "program"]
Value = TypeVar("Value")
_LIGHT: Weight = (0, 0, Decimal(0))
_Told = tuple[tuple[Words, ...], Figure, str]
"""The texts that lead to a figure, the figure, and its measure where it stands in the scorecard."""
_LEVELS = ("none", "good", "watch", "act")
_ORDER: tuple[Kind, ...] = ("status", "finding", "figure", "restated", "input", "settings", "program")


@dataclass(frozen=True)
class Difference:
    """One thing that differs. ``was`` or ``now`` is None where there was or is nothing.

    ``weight`` orders differences of a kind, the heaviest first: how far a level moved, or how
    material the change of a figure is.
    """

    kind: Kind
    what: tuple[Words, ...]
    was: Argument | None
    now: Argument | None
    weight: Weight = _LIGHT


Contents = tuple[Mapping[str, bytes], Mapping[str, bytes]]


def compare(
    old: tuple[Edition, Report], new: tuple[Edition, Report], settings: Contents = ({}, {})
) -> list[Difference]:
    """All that differs between two editions, most material first.

    ``settings`` are the contents of both editions' settings files: with them it is told which
    keys differ, and what the KPIs of the new one hold for material.
    """
    (first, was), (second, now) = old, new
    scale = _Scale(now.currency, thresholds(settings[1].get("kpis.toml")))
    found = [
        *_statuses(was, now),
        *_findings(was, now),
        *_figures(was, now, scale),
        *_restated(was, now, scale),
        *_kept("input", first, second),
        *_settings(first, second, settings),
        *_named("program", dict(first.versions), dict(second.versions)),
    ]
    return sorted(found, key=lambda item: (_ORDER.index(item.kind), *(-part for part in item.weight)))


def _statuses(was: Report, now: Report) -> Iterator[Difference]:
    rows = [
        {(group.block, said(row.label)): row for group in report.scorecard for row in group.rows}
        for report in (was, now)
    ]
    for _, before, after in _pairs(*rows):
        row = after or before
        assert row is not None  # noqa: S101 - a key of one of the two
        levels = [item.status.level if item else "none" for item in (before, after)]
        texts = [item.status.text if item else None for item in (before, after)]
        if levels[0] != levels[1] or texts[0] != texts[1]:
            yield Difference("status", (row.label,), texts[0], texts[1], _moved(*levels))


def _findings(was: Report, now: Report) -> Iterator[Difference]:
    found = [_counted((finding.id, finding) for finding in report.findings) for report in (was, now)]
    for _, before, after in _pairs(*found):
        leads = [item.lead if item else None for item in (before, after)]
        levels = [item.level if item else "none" for item in (before, after)]
        if leads[0] != leads[1] or levels[0] != levels[1]:
            item = after or before
            assert item is not None  # noqa: S101 - a key of one of the two
            yield Difference("finding", (name(item.id),), leads[0], leads[1], _moved(*levels))


def _figures(was: Report, now: Report, scale: "_Scale") -> Iterator[Difference]:
    told = set()
    for (key, _), before, after in _pairs(_all_figures(was), _all_figures(now)):
        figures = [item[1] if item else None for item in (before, after)]
        worths = [figure and _worth(figure) for figure in figures]
        path = (after or before or ((), None, ""))[0]
        # A table may stand on page 1 and in its section: its figures are told once.
        if worths[0] != worths[1] and (key, *worths) not in told:
            told.add((key, *worths))
            measure = (after or before or ((), None, ""))[2]
            weight = scale.weight(figures[0], figures[1], measure, scored=bool(measure))
            yield Difference("figure", path, figures[0], figures[1], weight)


def _all_figures(report: Report) -> dict[tuple[tuple[str, ...], int], _Told]:
    """Each figure of the report, with the texts that lead to it, under these texts in English."""
    found = [*_scored(report), *_tabled(report)]
    return _counted((tuple(map(said, told[0])), told) for told in found)


def _scored(report: Report) -> Iterator[_Told]:
    for group in report.scorecard:
        for row in group.rows:
            for text, figure in (("day", row.day), ("to date", row.to_date), ("variance", row.variance)):
                if figure is not None:
                    yield (row.label, Words(message=text)), figure, row.measure


def _tabled(report: Report) -> Iterator[_Told]:
    blocks = [*report.front, *(block for section in report.sections for block in section.blocks)]
    for table in blocks:
        if not isinstance(table, Table):
            continue
        for row in table.rows:
            label = name(said(row.cells[0].content)) if row.cells else name("")
            for column, cell in zip(table.columns, row.cells, strict=False):
                if isinstance(cell.content, Figure):
                    yield (table.title, label, column.label), cell.content, ""


def _restated(was: Report, now: Report, scale: "_Scale") -> Iterator[Difference]:
    rows = [
        {(item.measure, said(item.where), item.on): item for item in (*report.restated, *report.revised)}
        for report in (was, now)
    ]
    for key, before, after in _pairs(*rows):
        if before is None and after is not None:
            path = (after.label, after.where, name(key[2].isoformat()))
            # a materiality is the whole company's; a slice weighs by its amount
            measure = "" if key[1] else after.measure
            weight = scale.weight(after.was, after.now, measure, scored=True)
            yield Difference("restated", path, after.was, after.now, weight)


def _kept(kind: Literal["input", "settings"], first: Edition, second: Edition) -> Iterator[Difference]:
    roles: tuple[Role, ...] = ("input", "reference") if kind == "input" else ("settings", "template")
    hashes = [
        {
            file: f"{kept.sha256[:12]}, {kept.size:,} bytes"
            for role in roles
            for file, kept in edition.named(role).items()
        }
        for edition in (first, second)
    ]
    yield from _named(kind, *hashes)


def _settings(first: Edition, second: Edition, contents: Contents) -> Iterator[Difference]:
    """The keys that differ where both files are there and readable, else the files."""
    for item in _kept("settings", first, second):
        file = item.what[0].message
        was, now = (held.get(file) for held in contents)
        keys = None if was is None or now is None else differing_keys(was, now)
        if not keys:
            yield item
        for key, before, after in keys or ():
            texts = [None if text is None else name(text) for text in (before, after)]
            yield Difference("settings", (name(file), name(key)), texts[0], texts[1])


def _named(kind: Kind, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for key, before, after in _pairs(was, now):
        if before != after:
            texts = [None if text is None else name(text) for text in (before, after)]
            yield Difference(kind, (name(key),), texts[0], texts[1])


Key = TypeVar("Key")


def _pairs(
    was: Mapping[Key, Value], now: Mapping[Key, Value]
) -> Iterator[tuple[Key, Value | None, Value | None]]:
    """Both values of each key, in the order of the new mapping, then what is only in the old."""
    for key in [*now, *(key for key in was if key not in now)]:
        yield key, was.get(key), now.get(key)


def _counted(items: Iterable[tuple[Key, Value]]) -> dict[tuple[Key, int], Value]:
    """Items under their key and how many of that key came before."""
    seen: Counter[Key] = Counter()
    found = {}
    for key, value in items:
        found[key, seen[key]] = value
        seen[key] += 1
    return found


def _worth(figure: Figure) -> tuple[object, ...]:
    """What a reader takes from a figure; its as-of day alone is no difference."""
    return (figure.value, figure.on, figure.unit, figure.state, figure.reason)


def _moved(was: str, now: str) -> Weight:
    """How far a level moved; to the worse weighs a little more than to the better."""
    step = _LEVELS.index(now) - _LEVELS.index(was)
    return 0, 0, Decimal(abs(step)) + (Decimal("0.5") if step > 0 else 0)


@dataclass(frozen=True)
class _Scale:
    """What a change is weighed against: the company's currency and the materiality of measures."""

    currency: str
    thresholds: Mapping[str, Decimal]

    def weight(self, was: Figure | None, now: Figure | None, measure: str, *, scored: bool) -> Weight:
        return weight_of(was, now, self.currency, self.thresholds.get(measure), scored=scored)
