"""``flashreport explain``: formula, parts and input rows of a figure."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import now
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.cli.speech import Speech
from flashreport.errors import FlashreportError, Place, counted_phrase, did_you_mean, joined, phrase

if TYPE_CHECKING:
    from flashreport.compose.explain import Converted, Explained
    from flashreport.domain.measures import Register
    from flashreport.domain.report import Figure
    from flashreport.pipeline import Explanation
    from flashreport.render.format import Formatter


@flash_command(
    "explain",
    json=True,
    example="flashreport explain staff.overtime_share --where department=kitchen --period month",
)
@click.argument("measure")
@click.option("--date", "business_date", type=day, help="The business date; else the newest due.")
@click.option("--entity", default="", help="One entity; without it the whole group.")
@click.option("--where", default="", metavar="NAME=VALUE", help="A slice, for example department=kitchen.")
@click.option(
    "--period",
    type=click.Choice(["day", "week", "month", "quarter", "year"]),
    default="day",
    show_default=True,
    help="The day, or a period to date.",
)
@click.option("--edition", default="", help="As this kept report knew it, from what was kept with it.")
@click.option("--rows", default=20, show_default=True, help="How many input rows to list.")
@click.pass_obj
def command(
    session: Session,
    measure: str,
    business_date: date | None,
    entity: str,
    where: str,
    period: str,
    edition: str,
    rows: int,
) -> None:
    """Say where a figure comes from: its formula, its parts, the input rows behind it.

    With --edition (a number, a day, or a day's revision): out of the inputs and settings that
    were kept with that report, whatever they are today.
    """
    if edition:
        _explain_kept(session, edition, measure, period, where, entity, rows)
        return
    from flashreport.domain.measures import MEASURES
    from flashreport.pipeline import Order, explain
    from flashreport.workspace.own_measures import register_of

    workspace = session.workspace(MEASURES)
    known_measure(measure, register_of(workspace.settings.measures))
    order = Order(now=now(workspace.settings.company.timezone), business_date=business_date, scope=entity)
    found = explain(workspace, order, measure, period, slice_of(where), rows)
    if session.as_json:
        session.json(as_json(found))
    else:
        language = session.speech.language
        money = workspace.settings.company.printed_money(language, found.business_date)
        session.data(as_text(found, session.speech, session.formatter(money)))


def _explain_kept(
    session: Session, edition: str, measure: str, period: str, where: str, entity: str, rows: int
) -> None:
    """The same from the workspace as the edition kept it."""
    from flashreport.archive import open_archive, place_of
    from flashreport.cli.edition_choice import chosen
    from flashreport.cli.kept_money import kept_money
    from flashreport.pipeline import Order, explain
    from flashreport.pipeline.kept import kept_workspace
    from flashreport.workspace.own_measures import register_of

    with open_archive(place_of(session.root())) as archive:
        found = chosen(archive, edition, "", entity)
        money = kept_money(archive, found, session.speech.language)
        with kept_workspace(archive, found) as workspace:
            known_measure(measure, register_of(workspace.settings.measures))
            stored = found.stored
            order = Order(stored.known_at, stored.business_date, stored.report_name, entity or stored.scope)
            told = explain(workspace, order, measure, period, slice_of(where), rows, archive.measures(stored))
    if session.as_json:
        session.json({"edition": found.number, **as_json(told)})
        return
    session.say(phrase("As edition {number} knew it.", number=str(found.number)))
    session.data(as_text(told, session.speech, session.formatter(money)))


def known_measure(measure: str, register: "Register | None" = None) -> None:
    """Raise ``usage.unknown-measure`` with the nearest name unless the measure is known."""
    from flashreport.domain.measures import MEASURES

    known = MEASURES if register is None else register
    if measure in known:
        return
    import difflib

    from flashreport.workspace.own_measures import is_measure

    if is_measure(measure, known):
        return
    near = difflib.get_close_matches(measure, known, 1)
    raise FlashreportError(
        "usage.unknown-measure",
        phrase("There is no measure '{measure}'.", measure=measure),
        did_you_mean(near) if near else phrase("Some are: {names}.", names=", ".join(list(known)[:6])),
        Place(key="MEASURE", value=measure),
    )


def slice_of(where: str) -> tuple[str, str]:
    """``department=kitchen`` as its two parts; two empty texts without one."""
    name, mark, value = where.partition("=")
    if where and not (mark and name and value):
        raise FlashreportError(
            "usage.bad-where",
            phrase("'{where}' is no slice.", where=where),
            "Write it as NAME=VALUE, for example department=kitchen.",
            Place(key="--where", value=where),
        )
    return name, value


def as_text(found: "Explanation", say: Speech, writer: "Formatter") -> str:
    """The explanation for a person."""
    lines = [*_tree(found.explained, 0, say, writer), ""]
    for traced in found.rows:
        rows = counted_phrase("{n} row of {table}", "{n} rows of {table}", traced.total, table=traced.table)
        lines.append(f"{traced.measure}: {say(rows)}")
        for row in traced.rows:
            cells = ", ".join(
                f"{key} {_shown(key, value)}" for key, value in row.cells.items() if value is not None
            )
            lines.append(f"  {row.file}:{row.line}  {cells}")
        if traced.total > len(traced.rows):
            left = traced.total - len(traced.rows)
            lines.append(say(phrase("  … and {n} more (--rows lists more)", n=left)))
    lines += [say(phrase("Set aside: {problem}", problem=say.problem(problem))) for problem in found.excluded]
    if found.kept is not None and found.kept.value != found.explained.figure.value:
        lines.append(
            say(
                phrase(
                    "The edition itself told {value}: this program works it out otherwise.",
                    value=found.kept.value,
                )
            )
        )
    return "\n".join(lines).rstrip()


_HOUR = 3600
_MILLION = 1_000_000
_BILLION = 1_000_000_000


def _shown(key: str, value: object) -> str:
    if key == "hours" and isinstance(value, int):
        return f"{value / _HOUR:g}"
    if key == "value" and isinstance(value, int):
        return f"{Decimal(value) / _MILLION:f}"
    if key == "rate" and isinstance(value, int):
        return f"{(Decimal(value) / _BILLION).normalize():f}"
    return str(value)


def _tree(explained: "Explained", depth: int, say: Speech, writer: "Formatter") -> list[str]:
    figure = explained.figure
    reason = f" ({say(figure.reason)})" if figure.reason else ""
    lead = "  " * depth
    lines = [
        f"{lead}{say(explained.label)} [{explained.measure}] = {writer.exact(figure)}{reason}",
        f"{lead}  {say(explained.formula)}",
    ]
    if explained.source:
        source = joined([phrase(part) for part in explained.source.split("; ")], phrase("; "))
        lines.append(lead + say(phrase("  Source: {source}", source=source)))
    lines += [f"{lead}  {_rated(part)}" for part in explained.converted]
    return lines + [line for part in explained.parts for line in _tree(part, depth + 1, say, writer)]


def _rated(part: "Converted") -> str:
    """One currency's part, as reported and converted."""
    if part.converted.value is None or part.reported.value is None:
        return f"{part.currency}: {part.converted.reason or part.reported.reason}"
    told = f"{part.currency} {part.reported.value:,}"
    if part.reported.unit.currency == part.converted.unit.currency:
        return told
    rate = "at the rate of each day"
    if part.rate is not None and part.rate.value is not None:
        rate = f"at {part.rate.value:f} (rate of {part.rate_of})"
    return f"{told} {rate} = {part.converted.value:,} {part.converted.unit.currency}"


def as_json(found: "Explanation") -> dict[str, object]:
    """The explanation for a program."""
    return {
        "business_date": found.business_date.isoformat(),
        "figure": _node(found.explained),
        **(
            {}
            if found.kept is None
            else {"told": None if found.kept.value is None else str(found.kept.value)}
        ),
        "rows": [
            {
                "measure": traced.measure,
                "table": traced.table,
                "total": traced.total,
                "rows": [{"file": row.file, "line": row.line, **row.cells} for row in traced.rows],
            }
            for traced in found.rows
        ],
        "set_aside": [problem.to_json() for problem in found.excluded],
    }


def _text(figure: "Figure") -> str | None:
    return None if figure.value is None else str(figure.value)


def _node(explained: "Explained") -> dict[str, object]:
    return {
        "measure": explained.measure,
        "label": explained.label,
        "formula": explained.formula,
        "value": _text(explained.figure),
        "unit": explained.figure.unit.kind,
        "currencies": [
            {
                "currency": part.currency,
                "reported": _text(part.reported),
                "converted": _text(part.converted),
                "rate": None if part.rate is None else _text(part.rate),
                "rate_of": None if part.rate_of is None else part.rate_of.isoformat(),
            }
            for part in explained.converted
        ],
        "parts": [_node(part) for part in explained.parts],
    }
