"""How a QIF file writes dates and amounts: taken from the settings, or proven from the file.

QIF says neither in which order day and month stand nor which mark is the decimal one. What the
file doesn't prove is asked for, never guessed.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from flashreport.errors import FlashreportError, Place, joined, phrase
from flashreport.inputs.bank.values import either_amount, full_year

ORDERS = ("mdy", "dmy", "ymd")
_PARTS = re.compile(r"\s*([0-9]{1,4})\s*[/.\-' ]\s*([0-9]{1,2})\s*[/.\-' ]\s*([0-9]{1,4})\s*")
_AMOUNT = re.compile(r"[+-]?[0-9][0-9.,]*|[+-]?[.,][0-9]+")


def date_order(written: Iterable[tuple[int, str]], options: Mapping[str, str], file: str) -> str:
    """``mdy``, ``dmy`` or ``ymd`` for all dates of a file, given as line and text.

    Taken from the options ``date_order`` or ``date_format`` (such as ``%d/%m/%Y``), else from dates
    that allow one order only. Raises ``bank.mixed-date-order`` when dates contradict each other and
    ``bank.unknown-date-order`` when none of them decides.
    """
    given = _given_order(options, file)
    if given:
        return given
    proven: dict[str, tuple[int, str]] = {}
    open_question: tuple[int, str] | None = None
    for line, text in written:
        readable = _readings(text)
        if len(readable) == 1:
            proven.setdefault(next(iter(readable)), (line, text))
        elif len(set(readable.values())) > 1 and open_question is None:
            open_question = (line, text)
    if len(proven) > 1:
        told = [
            phrase("'{text}' on line {line} ({order})", text=text, line=str(line), order=order)
            for order, (line, text) in proven.items()
        ]
        message = phrase("The dates follow two orders: {told}.", told=joined(told, phrase(" and ")))
        raise FlashreportError(
            "bank.mixed-date-order", message, "Export the file again in one style.", _place(file, proven)
        )
    if not proven and open_question:
        line, text = open_question
        message = phrase(
            "'{text}' may be two different days, and no date of the file tells which order it uses.",
            text=text,
        )
        advice = "Set date_format, such as %d/%m/%Y or %m/%d/%Y, for this input."
        raise FlashreportError("bank.unknown-date-order", message, advice, Place(file, line, value=text))
    return next(iter(proven), "mdy")


def _readings(text: str) -> dict[str, date]:
    """The orders that can read a date; a year of two digits stands first only where no other fits."""
    found = {order: day for order in ("mdy", "dmy") if (day := read_date(text, order))}
    year_first = read_date(text, "ymd")
    return found or ({"ymd": year_first} if year_first else {})


def _place(file: str, proven: Mapping[str, tuple[int, str]]) -> Place:
    line, text = list(proven.values())[-1]
    return Place(file, line, value=text)


def _given_order(options: Mapping[str, str], file: str) -> str:
    given = options.get("date_order", "").lower()
    from_format = "".join(re.findall(r"%-?([dmyY])", options.get("date_format", ""))).lower()
    order = given or from_format
    if order and order not in ORDERS:
        message = phrase(
            "'{text}' is not an order of dates.",
            text=options.get("date_order") or options.get("date_format"),
        )
        advice = phrase("Give one of {names}, or a format such as %d/%m/%Y.", names=", ".join(ORDERS))
        raise FlashreportError("bank.bad-option", message, advice, Place(file=file, key="date_order"))
    return order


def read_date(text: str, order: str) -> date | None:
    """A date in this order; None when it can't be one.

    Four digits are a full year and must stand where the order has it. An apostrophe before two
    digits means 2000 and later (``1/25'07``).
    """
    found = _PARTS.fullmatch(text)
    if not found:
        return None
    parts = dict(zip(order, found.groups(), strict=True))
    if len(parts["d"]) > 2 or len(parts["m"]) > 2 or len(parts["y"]) == 3:
        return None
    if order == "ymd" and len(parts["y"]) < 2:
        return None
    year = int(parts["y"])
    if len(parts["y"]) < 4:
        year = 2000 + year if "'" in text else full_year(year)
    try:
        return date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def decimal_mark(written: Iterable[tuple[int, str]], options: Mapping[str, str], file: str) -> str:
    """The decimal mark of all amounts of a file: the option ``decimal``, else what the file proves.

    Raises ``bank.mixed-decimal`` when amounts contradict each other and ``bank.unknown-decimal``
    when an amount such as ``1,234`` may mean two things and no other amount decides.
    """
    if options.get("decimal") in (".", ","):
        return options["decimal"]
    proven: dict[str, tuple[int, str]] = {}
    open_question: tuple[int, str] | None = None
    for line, text in written:
        marks = _possible_marks(_bare(text))
        if len(marks) == 1:
            proven.setdefault(marks, (line, text))
        elif marks == "?" * 2 and open_question is None:
            open_question = (line, text)
    if len(proven) > 1:
        told = [
            phrase("'{text}' on line {line}", text=text, line=str(line)) for line, text in proven.values()
        ]
        message = phrase("The amounts use two decimal marks: {told}.", told=joined(told, phrase(" and ")))
        raise FlashreportError(
            "bank.mixed-decimal", message, "Export the file again in one style.", _place(file, proven)
        )
    if not proven and open_question:
        line, text = open_question
        message = phrase(
            "'{text}' may be two different amounts, and no amount of the file tells which.", text=text
        )
        advice = 'Set decimal = "." or decimal = "," for this input.'
        raise FlashreportError("bank.unknown-decimal", message, advice, Place(file, line, value=text))
    return next(iter(proven), ".")


def _possible_marks(bare: str) -> str:
    """The decimal mark that an amount proves, ``??`` when it may be either, nothing when it has none."""
    marks = [each for each in bare if each in ".,"]
    if not marks or not _AMOUNT.fullmatch(bare):
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    before, after = re.split("[.,]", bare)
    grouped = len(after) == 3 and 1 <= len(before.lstrip("+-")) <= 3 and before.lstrip("+-") != "0"
    return "??" if grouped else marks[0]


def read_amount(text: str, mark: str) -> Decimal | None:
    """An amount with this decimal mark; thousands marks must stand between groups of three."""
    bare = _bare(text)
    other = "," if mark == "." else "."
    whole, _, decimals = bare.partition(mark)
    groups = whole.lstrip("+-").split(other)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    if other in decimals:
        return None
    return either_amount(bare.replace(other, ""))


def _bare(text: str) -> str:
    """Without blanks and apostrophes between thousands, with a plain minus in front."""
    bare = re.sub(r"[\s'\u2019\u00a0\u202f]", "", text).replace("\u2212", "-")
    return "-" + bare[:-1] if bare.endswith("-") else bare
