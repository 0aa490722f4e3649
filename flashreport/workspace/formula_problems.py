"""Mistakes of the ``[[measures]]``: names, formulas that cannot be read, units that don't fit, circles.

They are told from the plain data, so that other mistakes of the file don't hide them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from flashreport.domain.formula import BadFormula, Formula, parse
from flashreport.domain.formula_units import check_units
from flashreport.domain.measures import MEASURES
from flashreport.domain.own_values import PREFIX as VALUES
from flashreport.domain.pay import tells_pay
from flashreport.domain.units import Kind
from flashreport.errors import Problem, phrase
from flashreport.workspace.key_names import did_you_mean
from flashreport.workspace.mistakes import Source
from flashreport.workspace.own_measures import OWN_KEY, SUMMED, OwnUnit
from flashreport.workspace.toml_lines import KeyPath

Data = Mapping[str, object]
Rows = dict[str, tuple[int, Data]]


def own_keys(settings: Data) -> dict[str, object]:
    """Measures that the workspace adds; ``values.*`` where it reads tables of values."""
    found: dict[str, object] = dict.fromkeys(_rows(settings))
    inputs = settings.get("inputs")
    tables = [row.get("table") for row in inputs if isinstance(row, dict)] if isinstance(inputs, list) else []
    return {**found, **({"values.*": None} if "values" in tables else {})}


def measure_problems(data: Data, source: Source) -> Iterator[Problem]:
    """All mistakes among the workspace's own measures."""
    rows = _rows(data)
    read: dict[str, Formula] = {}
    for key, (index, row) in rows.items():
        yield from _of_kind(key, index, row, source)
        text = row.get("formula")
        if not isinstance(text, str) or not text or key.startswith(VALUES):
            continue
        try:
            read[key] = parse(text)
        except BadFormula as wrong:
            message = phrase("the formula does not hold: {wrong}.", wrong=wrong.args[0])
            yield _problem("settings.bad-formula", message, _HOW, index, text, source)
    unknown = list(_unknown(rows, read, source))
    yield from unknown
    circles = _circles(read)
    for key, circle in circles.items():
        message = phrase("the formula comes back to itself: {names}.", names=" → ".join(circle))
        yield _problem("settings.formula-circle", message, "", rows[key][0], read[key].text, source)
    if not unknown and not circles:
        yield from _units(rows, read, source)
        yield from _pay(rows, read, source)


_HOW = "Write measures, numbers, + - * / and parentheses, such as: cash.receipts / staff.hours"


def _of_kind(key: str, index: int, row: Data, source: Source) -> Iterator[Problem]:
    """A formula is one of ``own``; values have none, and are things that add up."""
    if not re.match(OWN_KEY, key):
        return
    values, unit = key.startswith(VALUES), row.get("unit", "number")
    if values and row.get("formula"):
        message = "values come from a table and have no formula."
        advice = "Name the measure own.…"
        yield _problem("settings.bad-formula", message, advice, index, row["formula"], source)
    elif not values and not row.get("formula"):
        place = source.place(("measures", index, "key"), key)
        yield Problem(
            "settings.missing-key",
            phrase("'{key}' has no formula.", key=key),
            'Give it formula = "…".',
            place,
        )
    if values and unit in get_args(OwnUnit) and unit not in SUMMED:
        message = phrase("values are added up, and {unit} cannot be.", unit=unit)
        advice = "Keep the two sums in the table and write a formula that divides them."
        yield Problem(
            "settings.formula-unit", message, advice, source.place(("measures", index, "unit"), unit)
        )


def _unknown(rows: Rows, read: Mapping[str, Formula], source: Source) -> Iterator[Problem]:
    known = [*MEASURES, *rows]
    for key, formula in read.items():
        for operand in formula.operands:
            if operand not in known:
                advice = did_you_mean(operand, known)
                if operand.startswith(VALUES):
                    advice = phrase("Describe it in an entry of its own, or: {advice}", advice=advice)
                message = phrase("there is no measure '{operand}'.", operand=operand)
                index = rows[key][0]
                yield _problem("settings.unknown-measure", message, advice, index, formula.text, source)


def _circles(read: Mapping[str, Formula]) -> dict[str, list[str]]:
    """Keys whose formula leads back to them, with the way, each circle told once."""
    found: dict[str, list[str]] = {}
    for key in read:
        way = _way_back(key, read)
        if way and not any(set(way) == set(other) for other in found.values()):
            found[key] = way
    return found


def _way_back(start: str, read: Mapping[str, Formula]) -> list[str]:
    """From a key through formulas back to it; empty when no way leads there."""
    ways, seen = [[start]], set[str]()
    while ways:
        way = ways.pop()
        for operand in read[way[-1]].operands:
            if operand == start:
                return [*way, start]
            if operand in read and operand not in seen:
                seen.add(operand)
                ways.append([*way, operand])
    return []


def _units(rows: Rows, read: Mapping[str, Formula], source: Source) -> Iterator[Problem]:
    kinds: dict[str, Kind] = {key: measure.kind for key, measure in MEASURES.items()}
    units: dict[str, Kind] = {kind: kind for kind in get_args(OwnUnit)}
    given = {key: row.get("unit", "number") for key, (_, row) in rows.items()}
    kinds.update({key: units[str(unit)] for key, unit in given.items() if str(unit) in units})
    for key, formula in read.items():
        if key not in kinds or not set(formula.operands) <= set(kinds):
            continue  # a unit that is none is told by itself
        try:
            check_units(formula, kinds, kinds[key])
        except BadFormula as wrong:
            message = phrase("the units of the formula don't fit: {wrong}.", wrong=wrong.args[0])
            yield _problem("settings.formula-unit", message, "", rows[key][0], formula.text, source)


def _pay(rows: Rows, read: Mapping[str, Formula], source: Source) -> Iterator[Problem]:
    """The name says that pay is in it: audiences without pay are kept from such names."""
    for key, formula in read.items():
        telling = next((operand for operand in formula.operands if tells_pay(operand)), None)
        if telling and not tells_pay(key):
            word = key.removeprefix("own.")
            message = phrase("'{key}' tells pay, for it is made of {telling}.", key=key, telling=telling)
            advice = phrase("Name it own.pay_{word}, so that audiences without pay don't see it.", word=word)
            yield Problem(
                "settings.pay-name", message, advice, source.place(("measures", rows[key][0], "key"), key)
            )


def _problem(code: str, message: str, advice: str, index: int, text: object, source: Source) -> Problem:
    path: KeyPath = ("measures", index, "formula")
    return Problem(code, message, advice, source.place(path, text))


def _rows(data: Data) -> Rows:
    """The entries by key; the first of twins, which are told elsewhere."""
    found: Rows = {}
    rows = data.get("measures")
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and isinstance(row.get("key"), str):
            found.setdefault(row["key"], (index, row))
    return found
