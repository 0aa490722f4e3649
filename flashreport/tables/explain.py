"""Why a cell doesn't hold, in words: told for the few bad cells after the many were judged in SQL."""

import re
from dataclasses import dataclass
from decimal import Decimal

from flashreport.domain.schemas import ColumnSchema
from flashreport.errors import Place, Problem, Severity, joined, phrase
from flashreport.tables.columns import CREDIT, CURRENCY, DEBIT, TYPE
from flashreport.tables.date_styles import Clock, read_date
from flashreport.tables.digits import plain_digits
from flashreport.tables.number_styles import core, readings
from flashreport.tables.typed import NUMBERS, WRONG_CURRENCY, Typing
from flashreport.workspace.key_names import did_you_mean

Told = tuple[str, str, str]
_CALLED = {
    "money": phrase("an amount"),
    "hours": phrase("a number of hours"),
    "count": phrase("a whole number"),
    "number": phrase("a number"),
    "percent": phrase("a share"),
    "rate": phrase("an exchange rate"),
}
_NOT_FINITE = re.compile(r"[-+]?(nan|inf|infinity|1\.#\w+|#?n/?a|null|none)", re.I)
_EXPONENT = re.compile(r"[-+]?[0-9.,]+e[-+]?[0-9]+", re.I)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that doesn't hold: its place, the mask of bad columns, its raw cells."""

    file: str
    sheet: str
    line: int
    bad: int
    cells: dict[str, str | None]


def explain(row: BadRow, typing: Typing, clock: Clock) -> list[Problem]:
    """One problem for each bad cell of the row; one for all when it is the header again."""
    bits = typing.bits
    if row.bad >> bits["header"] & 1:
        message = "the column names stand here once more, among the rows."
        advice = "Files were joined, or there are two rows of names: see header_row."
        return [_problem("tables.repeated-header", message, advice, row, "", None)]
    bad = [column for column in typing.mapped.schema.columns if row.bad >> bits[column.name] & 1]
    problems = [_cell(row, typing, column, clock) for column in bad]
    if row.bad >> bits[WRONG_CURRENCY] & 1:
        given = row.cells.get(CURRENCY)
        message = phrase("the row is in {given}, which is not its entity's currency.", given=given)
        advice = (
            "Amounts are never added across currencies: give exchange rates (an input with table = 'rates'), "
            "or give the account an entity of that currency."
        )
        problems.append(
            _problem("tables.wrong-currency", message, advice, row, typing.mapped.label(CURRENCY), given)
        )
    return problems


def _cell(row: BadRow, typing: Typing, column: ColumnSchema, clock: Clock) -> Problem:
    slot = _slot(row, typing, column)
    raw = row.cells.get(slot)
    code, message, advice = _why(raw, row, typing, column, slot, clock)
    return _problem(code, message, advice, row, typing.mapped.label(slot), raw)


def _slot(row: BadRow, typing: Typing, column: ColumnSchema) -> str:
    """The cell at fault: of two columns of amounts the one that is no unsigned amount."""
    if column.name != typing.mapped.signed or DEBIT not in typing.mapped.has:
        return column.name
    for slot in (DEBIT, CREDIT):
        cell = row.cells.get(slot)
        if cell and (plain_digits(cell).startswith(("-", "(")) or not readings(core(cell))):
            return slot
    return DEBIT if row.cells.get(DEBIT) or not row.cells.get(CREDIT) else CREDIT


def _why(raw: str | None, row: BadRow, typing: Typing, column: ColumnSchema, slot: str, clock: Clock) -> Told:
    if slot in (DEBIT, CREDIT) and (told := _two_columns(row, typing)):
        return told
    if raw is None:
        label = typing.mapped.label(slot)
        message = phrase("{label} is empty, and every row needs it.", label=label)
        return "tables.missing-value", message, "Fill it in at the source, or give it in constants."
    if column.refers_to == "entities":
        known = list(typing.workspace.entity_columns.ids)
        return (
            "tables.unknown-reference",
            phrase("there is no entity '{raw}'.", raw=raw),
            did_you_mean(raw, known),
        )
    if column.type == "date":
        return _bad_date(raw, typing, column, clock)
    if column.type == "time":
        advice = "Write 22:00 or 10:00 PM, or a moment with its date as in 2026-03-28 22:00."
        return "tables.bad-time", phrase("'{raw}' is not a time of day.", raw=raw), advice
    if column.type in ("choice", "flag"):
        known = list(column.choices) or ["yes", "no"]
        return (
            "tables.bad-choice",
            phrase("'{raw}' is none of the choices of {name}.", raw=raw, name=column.name),
            did_you_mean(raw, known),
        )
    if column.type == "currency":
        message = phrase("'{raw}' is no currency.", raw=raw)
        return "tables.unknown-currency", message, "Write the three letters of ISO 4217, such as EUR."
    if column.type in NUMBERS:
        return _bad_number(raw, row, typing, column, slot)
    return (
        "tables.bad-value",
        phrase("'{raw}' cannot be used as {name}.", raw=raw, name=column.name),
        "Mend it at the source.",
    )


def _two_columns(row: BadRow, typing: Typing) -> Told | None:
    debit, credit = row.cells.get(DEBIT), row.cells.get(CREDIT)
    labels = joined([typing.mapped.label(DEBIT), typing.mapped.label(CREDIT)], phrase(" and "))
    if not debit and not credit:
        return (
            "tables.missing-value",
            phrase("{labels} are both empty.", labels=labels),
            "One of them holds the amount.",
        )
    signed = [cell for cell in (debit, credit) if cell and plain_digits(cell).startswith(("-", "("))]
    if signed:
        advice = "Both columns are unsigned. If the file signs its amounts, map one column as amount."
        return (
            "tables.signed-amount",
            phrase("'{signed}' has a sign in a column of unsigned amounts.", signed=signed[0]),
            advice,
        )
    if debit and credit and readings(core(debit)) and readings(core(credit)):
        advice = "A movement is either out or in; ask the file's sender."
        return (
            "tables.both-sides",
            phrase(
                "{labels} both hold an amount: '{debit}' and '{credit}'.",
                labels=labels,
                debit=debit,
                credit=credit,
            ),
            advice,
        )
    return None


def _bad_date(raw: str, typing: Typing, column: ColumnSchema, clock: Clock) -> Told:
    style = typing.styles[column.name]
    day = read_date(raw, style, clock)
    if day is not None and day > typing.newest:
        message = phrase(
            "{day} is later than {newest}, the last day that can have happened.",
            day=day,
            newest=typing.newest,
        )
        return "tables.future-date", message, "Correct the date, or the rows belong to another table."
    advice: str = phrase("Dates of this column are read by '{format}'.", format=style.format)
    if day is None and re.match(r"1[34]\d\d\D", plain_digits(raw)):
        advice = "For Solar Hijri dates write date_format = 'jalali'."
        if style.format == "jalali":
            advice = "Months 1 to 6 have 31 days, 7 to 11 have 30, Esfand has 29, or 30 in a leap year."
    return "tables.bad-date", phrase("'{raw}' is not a date.", raw=raw), advice


def _bad_number(raw: str, row: BadRow, typing: Typing, column: ColumnSchema, slot: str) -> Told:
    text = plain_digits(raw)
    called = _CALLED[column.type]
    if column.name == typing.mapped.signed and (told := _bad_sign(raw, row, typing)):
        return told
    if text.startswith("=") or (text.startswith(("+", "-", "@")) and re.search("[A-Za-z]", text)):
        return (
            "tables.bad-number",
            phrase("'{raw}' is a formula, not {called}.", raw=raw, called=called),
            "Export values, not formulas.",
        )
    if _NOT_FINITE.fullmatch(text):
        return (
            "tables.bad-number",
            phrase("'{raw}' is not {called}.", raw=raw, called=called),
            "Leave a cell empty when there is no figure.",
        )
    if _EXPONENT.fullmatch(text):
        advice = "A spreadsheet shortened it: give the column the format 'number' and export again."
        return (
            "tables.bad-number",
            phrase("'{raw}' is written with an exponent, so digits are lost.", raw=raw),
            advice,
        )
    digits, mark = core(raw), typing.marks.get(slot, ".")
    if not readings(digits) or mark not in readings(digits):
        advice = phrase(
            "The decimal mark of this column is '{mark}'. Mend the cell at the source.", mark=mark
        )
        return "tables.bad-number", phrase("'{raw}' is not {called}.", raw=raw, called=called), advice
    if re.search(r"[^-+0-9.,'()%٫٬\s]", text) and column.type == "money":
        advice = "Only the sign or code of the entity's own currency may stand beside an amount."
        return (
            "tables.wrong-currency",
            phrase("'{raw}' is not an amount of the row's currency.", raw=raw),
            advice,
        )
    if (told := _out_of_range(raw, column)) is not None:
        return told
    unit = typing.mapped.settings.units.get(column.name, "")
    return _too_fine(raw, digits, mark, column, 6 if unit == "thousand" else 3)


def _bad_sign(raw: str, row: BadRow, typing: Typing) -> Told | None:
    if TYPE not in typing.mapped.has:
        return None
    label = typing.mapped.label(TYPE)
    if row.cells.get(TYPE) is None:
        return (
            "tables.missing-value",
            phrase("{label} is empty, so '{raw}' has no sign.", label=label, raw=raw),
            "Fill it in at the source.",
        )
    if plain_digits(raw).startswith(("-", "(")):
        advice = "Amounts beside a type column are unsigned; without that rule leave sign out."
        return (
            "tables.signed-amount",
            phrase("'{raw}' has a sign of its own beside {label}.", raw=raw, label=label),
            advice,
        )
    return None


def _out_of_range(raw: str, column: ColumnSchema) -> Told | None:
    if column.low is None and column.high is None:
        return None
    negative = plain_digits(raw).startswith(("-", "(")) or plain_digits(raw).endswith("-")
    nothing = column.type == "rate" and not any(char in "123456789" for char in plain_digits(raw))
    if (negative or nothing) and column.low is not None and Decimal(column.low) >= 0:
        return (
            "tables.out-of-range",
            phrase("'{raw}' is less than {low}.", raw=raw, low=column.low),
            _range_advice(column),
        )
    if column.high is not None:
        return (
            "tables.out-of-range",
            phrase("'{raw}' is more than {high}.", raw=raw, high=column.high),
            _range_advice(column),
        )
    return None


def _range_advice(column: ColumnSchema) -> str:
    if column.type == "percent":
        unit = f"units = {{ {column.name} = 'percent' }}"
        return phrase(
            "{name} is a share from 0 to 1; where 5 means 5 %, write {unit}.", name=column.name, unit=unit
        )
    if column.type == "hours":
        return phrase(
            "If the column is not in hours, name its unit: {unit}.", unit="units = { hours = 'minutes' }"
        )
    return phrase("{name} is never negative.", name=column.name)


def _too_fine(raw: str, digits: str, mark: str, column: ColumnSchema, places: int) -> Told:
    """``places`` are the most decimals that the stored number may take up."""
    fraction = digits.rpartition(mark)[2].rstrip("0") if mark in digits else ""
    if column.type == "count":
        return (
            "tables.too-fine",
            phrase("'{raw}' is not a whole number.", raw=raw),
            "Count whole things, or map another column.",
        )
    whole = sum(each.isdigit() for each in digits.partition(mark)[0])
    if column.type == "money" and whole + places <= 18 and fraction:
        advice = "Amounts are exact: the source must round, or name the unit of the column."
        return "tables.too-fine", phrase("'{raw}' has more decimals than the currency.", raw=raw), advice
    message = phrase("'{raw}' is too large or not {called}.", raw=raw, called=_CALLED[column.type])
    return "tables.bad-number", message, "Mend it at the source, or name the unit of the column."


def _problem(code: str, message: str, advice: str, row: BadRow, column: str, raw: str | None) -> Problem:
    value = raw if raw is None or len(raw) <= 80 else raw[:80] + "…"
    shown = message if raw is None or len(raw) <= 80 else message.replace(raw, value or "")
    place = Place(file=row.file, line=row.line, sheet=row.sheet, column=column, value=value)
    return Problem(code, shown, advice, place, Severity.ROW)
