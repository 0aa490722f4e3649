"""The days of one measure as the archive knew them: the second half of ``flashreport history``."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from flashreport.archive.archive import Archive
from flashreport.archive.known import Known, measures_as_known
from flashreport.cli.explain import known_measure, slice_of
from flashreport.cli.kept_money import kept_money
from flashreport.cli.session import Session
from flashreport.domain.exact import Unavailable, rounded
from flashreport.domain.measures import MEASURES, Measure, Register, block_of
from flashreport.domain.own_values import PREFIX
from flashreport.domain.report import Figure
from flashreport.domain.units import Unit
from flashreport.errors import FlashreportError, Place, phrase

if TYPE_CHECKING:
    from flashreport.domain.readings import Reading
    from flashreport.render.format import Formatter

Days = tuple[date | None, date | None]
_FINE = 12  # decimal places, far more than are printed


def show_measure(  # what the command's options say
    session: Session,
    archive: Archive,
    measure: str,
    where: str,
    entity: str,
    between: Days,
    as_known: date | None,
    days: int,
) -> None:
    """Print the figures; with ``as_known`` also what is known now where that differs."""
    register = _register(session, measure)
    known_measure(measure, register)
    found = register[measure]
    dimension, member = _slice(found, where)
    past = measures_as_known(archive, measure, as_known, entity, dimension, member, register)
    if past is None:
        raise FlashreportError(
            "archive.no-edition",
            "no report was kept by then.",
            "See what there is with: flashreport history",
        )
    now: Known | None = past
    if as_known:
        now = measures_as_known(archive, measure, None, entity, dimension, member, register)
    assert now is not None  # noqa: S101 - what was known then is still there
    shown = _chosen(past, between, days)
    money_told = session.as_json or found.kind in ("money", "rate")
    currency = archive.currency(past.edition) if money_told else ""
    money = None if session.as_json else kept_money(archive, past.edition, session.speech.language)
    if session.as_json:
        session.json(_as_json(found, currency, past, now, shown, (entity, dimension, member)))
        return
    _say_editions(session, past)
    _print(session, found, session.formatter(money), currency, (past, now), shown)


def _register(session: Session, measure: str) -> Register:
    """The program's measures; with the workspace's own where one of them is asked for."""
    if block_of(measure) != "own":
        return MEASURES
    from flashreport.workspace.own_measures import register_of

    return register_of(session.workspace(check_country=False).settings.measures)


def _slice(measure: Measure, where: str) -> tuple[str, str]:
    """Dimension and member; how values of an own table are sliced, only their rows know."""
    dimension, member = slice_of(where)
    if dimension and dimension not in measure.dimensions and not measure.key.startswith(PREFIX):
        known = ", ".join(f"{name}=…" for name in measure.dimensions) or "nothing"
        raise FlashreportError(
            "usage.bad-where",
            phrase("'{where}' does not choose a part of {key}.", where=where, key=measure.key),
            phrase("It can be sliced by {known}.", known=known),
            Place(key="--where", value=where),
        )
    return dimension, member


def _chosen(past: Known, between: Days, days: int) -> list[date]:
    first, last = between
    within = [day for day in past.days if (not first or day >= first) and (not last or day <= last)]
    return within if first else within[-days:] if days > 0 else within


def _print(
    session: Session,
    measure: Measure,
    writer: "Formatter",
    currency: str,
    known: tuple[Known, Known],
    shown: Iterable[date],
) -> None:
    past, now = known
    rows = []
    for day in shown:
        was, today = past.days[day], now.days.get(day, Unavailable("no data"))
        cells = [writer.figure(figure_of(measure, currency, reading)) for reading in (was, today)]
        note = phrase("carried forward") if _stale(was) else ""
        rows.append((day, cells[0], cells[1] if _amount(was) != _amount(today) else "", note))
    changed = any(row[2] for row in rows)
    columns = [phrase("date"), measure.key, phrase("known now"), phrase("note")]
    cut: list[tuple[object, ...]] = list(rows)
    if not changed:
        del columns[2]
        cut = [(day, value, note) for day, value, _, note in rows]
    session.table(columns, cut, right=(measure.key, "known now"))


def _say_editions(session: Session, past: Known) -> None:
    """The editions that the figures are from."""
    first, *further = [(str(edition.number), edition.stored.business_date) for edition in past.editions]
    session.say(phrase("As edition {number} of {day} knew it.", number=first[0], day=first[1]))
    for number, day in further:
        session.say(
            phrase("The days after that as edition {number} of {day} knew them.", number=number, day=day)
        )


def _amount(reading: "Reading") -> Fraction | None:
    return None if isinstance(reading, Unavailable) else reading.amount


def _stale(reading: "Reading") -> bool:
    return not isinstance(reading, Unavailable) and reading.stale


def figure_of(measure: Measure, currency: str, reading: "Reading") -> Figure:
    """A reading as a figure in displayed units, not rounded yet."""
    money = measure.kind in ("money", "rate")
    unit = Unit(kind=measure.kind, currency=currency if money else "")
    if isinstance(reading, Unavailable):
        return Figure(unit=unit, state="missing", reason=reading.reason)
    value = rounded(reading.amount / unit.step, _FINE)
    places = unit.decimals if money else None
    return Figure(unit=unit, value=value, decimals=places, state="stale" if reading.stale else "ok")


def _as_json(
    measure: Measure,
    currency: str,
    past: Known,
    now: Known,
    shown: Iterable[date],
    where: tuple[str, str, str],
) -> dict[str, object]:
    def told(reading: "Reading") -> str | None:
        value = figure_of(measure, currency, reading).value
        return None if value is None else f"{value.normalize():f}"

    return {
        "measure": measure.key,
        "unit": measure.kind,
        "currency": currency,
        "entity": where[0],
        "where": {where[1]: where[2]} if where[1] else {},
        "edition": past.edition.number,
        "known_at": past.edition.known_at,
        "days": [
            {
                "date": day,
                "value": told(past.days[day]),
                "known_now": told(now.days[day]) if day in now.days else None,
                "stale": _stale(past.days[day]),
            }
            for day in shown
        ],
    }
