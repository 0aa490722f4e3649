"""xlsx, xls, xlsb and ods: one sheet as text cells, line = row of the sheet."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flashreport.domain.raw import RawFile
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import quoted
from flashreport.inputs.delimited import Rows
from flashreport.inputs.fingerprint import Fingerprint
from flashreport.inputs.header import better_row, header_of
from flashreport.inputs.wanted import wanted
from flashreport.workspace.inputs import InputSettings
from flashreport.workspace.key_names import did_you_mean

MOST_BYTES = 512 << 20  # unpacked
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_FIRST_ROWS = 20


def read_sheet(
    path: Path, file: str, found: Fingerprint, settings: InputSettings
) -> tuple[RawFile, tuple[str, ...], Rows]:
    """The file, its column names and its rows; raises FlashreportError (``inputs.*``)."""
    sheet, cells = _cells(path, file, found, settings)
    row = settings.header_row or 1
    names = wanted(settings)
    texts = [[_text(cell, settings) for cell in line] for line in cells[: max(row, _FIRST_ROWS)]]
    place = Place(file=file, line=row, sheet=sheet)
    if not any(any(line) for line in texts) and len(cells) <= _FIRST_ROWS:
        message = phrase("the sheet '{sheet}' is empty.", sheet=sheet)
        raise FlashreportError("inputs.empty-file", message, "Name another with sheet.", place)
    better = better_row(texts, names, row)
    if better and not settings.header_row:
        message = phrase(
            "row {row} does not hold the column names; row {better} seems to.",
            row=str(row),
            better=str(better),
        )
        raise FlashreportError(
            "inputs.wrong-header-row",
            message,
            phrase("Write header_row = {better}.", better=str(better)),
            place,
        )
    if row > len(cells):
        message = phrase("there is no row {row}, where the column names should be.", row=str(row))
        raise FlashreportError("inputs.no-header", message, "Check header_row.", place)
    header = header_of(texts[row - 1], names, place)
    rows = Rows(len(header), file)
    for line, values in enumerate(cells[row:], start=row + 1):
        text = [_text(value, settings) for value in values]
        rows.add(line, text + [""] * (len(header) - len(text)))
    rows.cut(settings.skip_last)
    return RawFile(file, found.sha256, found.size, found.modified, sheet, row), header, rows


def every_sheet(
    path: Path, file: str, found: Fingerprint, settings: InputSettings
) -> dict[str, list[list[str]]]:
    """All sheets as text, in their order; raises FlashreportError (``inputs.*``)."""
    with _opened(path, file, found) as book:
        return {
            str(sheet.name): [
                [_text(value, settings) for value in line]
                for line in book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            ]
            for sheet in book.sheets_metadata
        }


def _cells(
    path: Path, file: str, found: Fingerprint, settings: InputSettings
) -> tuple[str, Sequence[Sequence[Any]]]:
    import python_calamine as calamine

    with _opened(path, file, found) as book:
        name = _sheet_name(book, calamine, settings.sheet, file)
        return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


@contextmanager
def _opened(path: Path, file: str, found: Fingerprint) -> Iterator[Any]:
    """The workbook; what it raises becomes a FlashreportError."""
    import python_calamine as calamine

    if zipfile.is_zipfile(path):
        _refuse_bomb(path, file)
    elif found.head.startswith(_OLE) and path.suffix.lower() != ".xls":
        raise _protected(file)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            yield book
    except calamine.PasswordError:
        raise _protected(file) from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _broken(file, str(error)) from None


def _sheet_name(book: Any, calamine: Any, asked: str, file: str) -> str:  # calamine ships no types
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    names = [str(sheet.name) for sheet in sheets]
    if asked:
        if asked in names:
            return asked
        message = phrase("there is no sheet '{asked}'.", asked=asked)
        raise FlashreportError("inputs.no-sheet", message, did_you_mean(asked, names), Place(file=file))
    visible = [str(sheet.name) for sheet in sheets if sheet.visible == calamine.SheetVisibleEnum.Visible]
    if not visible:
        advice = (
            phrase("Name one with sheet: {names}.", names=", ".join(names)) if names else "Ask its sender."
        )
        raise FlashreportError("inputs.no-sheet", "no sheet is visible.", advice, Place(file=file))
    return visible[0]


def _refuse_bomb(path: Path, file: str) -> None:
    """Unpack into nothing: the sizes written in the archive are only trusted when its sums hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                message = phrase("unpacked it has more than {n} MiB.", n=MOST_BYTES >> 20)
                advice = "It is damaged or made to harm. Ask its sender for a CSV file."
                raise FlashreportError("inputs.zip-bomb", message, advice, Place(file=file))
            for entry in entries:
                if entry.flag_bits & 1:
                    raise _protected(file)
                with archive.open(entry) as member:
                    while member.read(1 << 20):
                        pass
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise _broken(file, str(error)) from None


def _text(value: object, settings: InputSettings) -> str:
    """A cell as text in the declared styles; undeclared, in one that proves itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return native_number(value, settings.decimal)
    if isinstance(value, datetime | date):
        return native_date(value, settings.date_format)
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    return "" if value is None else str(value)


def native_number(value: float, decimal: str | None) -> str:
    """A stored number with the 15 digits that spreadsheets keep.

    Three decimals get a zero behind them, so that the mark can't pass for one of thousands.
    """
    text = format(value, ".15g")
    if "e" in text:
        text = f"{Decimal(text):f}"
    whole, mark, fraction = text.partition(".")
    if not fraction.strip("0"):
        return whole
    if decimal == ",":
        return f"{whole},{fraction}"
    return f"{whole}{mark}{fraction}" + ("0" if len(fraction) == 3 else "")


def native_date(value: date, date_format: str | None) -> str:
    """A stored date in the declared format, else ISO; a time of midnight is left out."""
    clock = ""
    if isinstance(value, datetime):
        if value.time() != time(0):
            clock = value.strftime(" %H:%M:%S")
        value = value.date()
    if date_format == "jalali":
        from persiantools.jdatetime import JalaliDate

        return str(JalaliDate(value).strftime("%Y/%m/%d")) + clock
    return value.strftime(date_format) if date_format else value.isoformat() + clock


def _protected(file: str) -> FlashreportError:
    return FlashreportError(
        "inputs.protected", "the workbook has a password.", "Save it without one.", Place(file=file)
    )


def _broken(file: str, reason: str) -> FlashreportError:
    return FlashreportError(
        "inputs.broken-workbook",
        phrase("the workbook cannot be read: {reason}.", reason=quoted(reason)),
        "Open it in a spreadsheet program and save it again, or export it as CSV.",
        Place(file=file),
    )
