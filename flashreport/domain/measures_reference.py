"""The reference page of all measures: ``python -m flashreport.domain.measures_reference`` prints it."""

from collections.abc import Iterator

from flashreport.domain.measures import BLOCKS, MEASURES, Measure

_HEAD = """\
# Measures

<!-- Made by: python -m flashreport.domain.measures_reference > docs/reference/measures.md -->

Every measure of the program, by block. A KPI names one by its key. Its nature says how a period is read:

- a **flow** is summed over the days that have data;
- a **stock** gives its last value, an **opening** its first;
- a **daily** measure stands for one day and has no sum: over a longer period it is n/a;
- a **ratio** divides the sums of its two parts, last; with no base, or one below zero, it is n/a.

Direction says which way is good. Dimensions are what a measure can be sliced by. Money is in the currency
of the report, hours are hours, a percentage is a share of one.
"""
_COLUMNS = ("key", "label", "unit", "nature", "direction", "formula", "parts", "dimensions", "source")
_UNITS = {"money": "money", "hours": "hours", "rate": "money per hour", "multiple": "times"}


def reference() -> str:
    """The page in Markdown."""
    return "\n".join([_HEAD, *(line for block in BLOCKS if block != "own" for line in _section(block))])


def _section(block: str) -> Iterator[str]:
    yield f"## {BLOCKS[block]}\n"
    yield f"Each worked out in an example: [{BLOCKS[block]}](blocks/{block}.md).\n"
    yield f"| {' | '.join(_COLUMNS)} |"
    yield "|" + "---|" * len(_COLUMNS)
    for measure in MEASURES.values():
        if measure.block == block:
            yield f"| {' | '.join(_cells(measure))} |"
    yield ""


def block_table(block: str) -> str:
    """The measures of a block as its own page lists them: key, label, unit, formula, source."""
    lines = ["| measure | | unit | formula | source |", "|---|---|---|---|---|"]
    for measure in MEASURES.values():
        if measure.block == block:
            key, label, unit, _, _, formula, _, _, source = _cells(measure)
            lines.append(f"| {key} | {label} | {unit} | {formula} | {source} |")
    return "\n".join(lines)


def _cells(measure: Measure) -> tuple[str, str, str, str, str, str, str, str, str]:
    """The cells of one row, in the order of the columns."""
    return (
        f"`{measure.key}`",
        measure.label,
        _UNITS.get(measure.kind, measure.kind),
        measure.nature,
        measure.direction,
        measure.formula.replace("|", "\\|"),
        ", ".join(f"`{part}`" for part in measure.parts),
        ", ".join(measure.dimensions),
        measure.source,
    )


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
