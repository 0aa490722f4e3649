"""Control files: what the sender says that each data file holds."""

import csv
from collections.abc import Sequence
from pathlib import Path

from flashreport.domain.column_names import plain
from flashreport.domain.raw import ControlTotal, RawFile
from flashreport.errors import FlashreportError, Place, Problem, Severity, phrase
from flashreport.inputs.delimiter import CANDIDATES, split
from flashreport.inputs.find import find_files, relative, unreadable
from flashreport.workspace.inputs import InputSettings

_MOST_BYTES = 1 << 20
_ADVICE = "A control file is CSV with the columns file, total, rows (total or rows may be missing)."


def control_totals(
    settings: InputSettings, files: Sequence[RawFile], root: Path
) -> tuple[list[ControlTotal], list[Problem]]:
    """The control totals of the files; a data file without one is a problem.

    ``file`` names a data file by its last part or path. Without that column the control file
    belongs to the data file of the same name but for the ending, or to the only one.
    """
    control = settings.control
    if control is None:
        return [], []
    key = f"inputs.{settings.name}.control"
    if not control.file:
        message = "the control names no file, so nothing is checked."
        return [], [Problem("inputs.no-control", message, 'Write file = "bank/*.ctl".', Place(key=key))]
    paths, problems = find_files(control.file, root, settings.name)
    totals: list[ControlTotal] = []
    for path in paths:
        try:
            totals += _read(path, relative(path, root), files)
        except OSError as error:
            problems.append(unreadable(path, root, error))
        except FlashreportError as error:
            problems += error.problems
    named = {total.file for total in totals}
    for index, file in enumerate(files):
        failed = any(problem.severity is Severity.ERROR for problem in file.problems)
        if index not in named and not failed:
            message = phrase("no control file speaks of it ({file}).", file=control.file)
            problems.append(Problem("inputs.no-control", message, _ADVICE, Place(file=file.path, key=key)))
    return totals, problems


def _read(path: Path, file: str, files: Sequence[RawFile]) -> list[ControlTotal]:
    with path.open("rb") as stream:
        content = stream.read(_MOST_BYTES)
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise _bad(file, 1, phrase("it is not UTF-8")) from None
    if not lines:
        raise _bad(file, 1, phrase("it is empty"))
    mark = max(CANDIDATES, key=lambda each: len(split(lines[0], each)))
    names = [plain(name) for name in split(lines[0], mark)]
    if not {"total", "rows"} & set(names):
        raise _bad(file, 1, phrase("it has neither a column total nor a column rows"))
    totals = []
    for number, cells in enumerate(csv.reader(lines[1:], delimiter=mark), start=2):
        if any(cell.strip() for cell in cells):
            row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
            totals += _total(row, Place(file=file, line=number), files)
    return totals


def _total(row: dict[str, str], place: Place, files: Sequence[RawFile]) -> list[ControlTotal]:
    name = row.get("file", "")
    if name:
        fits = [i for i, file in enumerate(files) if name in (file.path, Path(file.path).name)]
    else:
        stem = Path(place.file).stem
        fits = [i for i, file in enumerate(files) if stem in (Path(file.path).stem, Path(file.path).name)]
        fits = fits or ([0] if len(files) == 1 else [])
    return [ControlTotal(i, place, row.get("total", ""), row.get("rows", "")) for i in fits]


def _bad(file: str, line: int, reason: str) -> FlashreportError:
    message = phrase("the control file cannot be used: {reason}.", reason=reason)
    return FlashreportError("inputs.bad-control", message, _ADVICE, Place(file=file, line=line))
