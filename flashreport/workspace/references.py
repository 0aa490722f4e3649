"""Names in the settings that must fit one another: no twins, no name that leads nowhere.

The checks read the plain data, so that they also tell their mistakes when other values are wrong.
"""

from collections.abc import Iterable, Iterator, Mapping

from flashreport.errors import Problem, phrase
from flashreport.workspace.formula_problems import measure_problems, own_keys
from flashreport.workspace.key_names import did_you_mean
from flashreport.workspace.mistakes import Source
from flashreport.workspace.toml_lines import KeyPath

Data = Mapping[str, object]
_DEFAULT_REPORT = "daily"


def settings_references(data: Data, source: Source) -> Iterator[Problem]:
    """Mistakes among the names of ``flashreport.toml``."""
    for table, key in (
        ("entities", "id"),
        ("departments", "id"),
        ("inputs", "name"),
        ("reports", "name"),
        ("measures", "key"),
    ):
        yield from _twins(data, (table,), key, source)
    yield from _twins(data, ("delivery", "audiences"), "name", source)
    entities = _names(data, ("entities",), "id")
    reports = _names(data, ("reports",), "name") or ([] if "reports" in data else [_DEFAULT_REPORT])
    departments = _names(data, ("departments",), "id")
    for index, item in _rows(data, ("inputs",)):
        if item.get("entity"):
            yield from _unknown(item["entity"], entities, ("inputs", index, "entity"), "entity", source)
    for index, report in _rows(data, ("reports",)):
        yield from _each(report, "entities", entities, ("reports", index), "entity", source)
    for index, audience in _rows(data, ("delivery", "audiences")):
        at = ("delivery", "audiences", index)
        if "report" in audience:
            yield from _unknown(audience["report"], reports, (*at, "report"), "report", source)
        yield from _each(audience, "entities", entities, at, "entity", source)
        if departments:
            yield from _each(audience, "departments", departments, at, "department", source)
    yield from _own_overtime(data, source)
    yield from measure_problems(data, source)


def kpi_references(
    data: Data, source: Source, settings: Data, measures: Mapping[str, object] | None
) -> Iterator[Problem]:
    """Mistakes among the names of ``kpis.toml``; without ``measures`` those are not checked."""
    yield from _twins(data, ("kpi",), "id", source)
    if measures is not None:
        measures = {**measures, **own_keys(settings)}
    audiences = _names(settings, ("delivery", "audiences"), "name")
    for index, kpi in _rows(data, ("kpi",)):
        measure = kpi.get("measure")
        if measures is not None and isinstance(measure, str) and not _is_known(measure, measures):
            yield Problem(
                "settings.unknown-measure",
                phrase("there is no measure '{measure}'.", measure=measure),
                did_you_mean(measure, measures),
                source.place(("kpi", index, "measure"), measure),
            )
        yield from _each(kpi, "audience", audiences, ("kpi", index), "audience", source)


def _is_known(measure: str, measures: Mapping[str, object]) -> bool:
    """Known by its name, or by a family such as ``values.*``, the user's own."""
    family = measure.split(".", 1)[0] + ".*"
    return measure in measures or family in measures


def _twins(data: Data, table: tuple[str, ...], key: str, source: Source) -> Iterator[Problem]:
    first: dict[str, KeyPath] = {}
    for index, row in _rows(data, table):
        name = row.get(key)
        path: KeyPath = (*table, index, key)
        if not isinstance(name, str):
            continue
        if name in first:
            line = source.lines.line(first[name])
            yield Problem(
                "settings.duplicate-name",
                phrase(
                    "{table} has the {key} '{name}' twice, first on line {line}.",
                    table=".".join(table),
                    key=key,
                    name=name,
                    line=str(line),
                ),
                "Give each its own.",
                source.place(path, name),
            )
        first.setdefault(name, path)


def _each(row: Data, key: str, known: list[str], at: KeyPath, what: str, source: Source) -> Iterator[Problem]:
    values = row.get(key)
    for index, name in enumerate(values if isinstance(values, list) else []):
        yield from _unknown(name, known, (*at, key, index), what, source)


def _unknown(name: object, known: list[str], path: KeyPath, what: str, source: Source) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        advice = did_you_mean(name, known)
        advice = advice or phrase("No {what} is named in flashreport.toml.", what=phrase(what))
        yield Problem(
            "settings.unknown-name",
            phrase("there is no {what} '{name}'.", what=phrase(what), name=name),
            advice,
            source.place(path, name),
        )


def _own_overtime(data: Data, source: Source) -> Iterator[Problem]:
    """Whoever names the rule 'custom' must say what it is."""
    staff = data.get("staff")
    overtime = staff.get("overtime") if isinstance(staff, dict) else None
    if isinstance(overtime, dict) and {"daily_hours", "weekly_hours", "steps", "surcharges"} & set(overtime):
        return
    places: list[KeyPath] = [("entities", index) for index, _ in _rows(data, ("entities",))]
    for path, held in [
        (("staff",), staff),
        *zip(places, (row for _, row in _rows(data, ("entities",))), strict=True),
    ]:
        if isinstance(held, dict) and held.get("overtime_rule") == "custom":
            yield Problem(
                "settings.missing-key",
                "the overtime rule 'custom' needs hours.",
                "Give daily_hours, weekly_hours or steps in [staff.overtime].",
                source.place((*path, "overtime_rule")),
            )


def _names(data: Data, table: Iterable[str], key: str) -> list[str]:
    return [name for _, row in _rows(data, table) if isinstance(name := row.get(key), str)]


def _rows(data: Data, table: Iterable[str]) -> Iterator[tuple[int, Data]]:
    here: object = data
    for part in table:
        here = here.get(part) if isinstance(here, Mapping) else None
    for index, row in enumerate(here if isinstance(here, list) else []):
        if isinstance(row, dict):
            yield index, row
