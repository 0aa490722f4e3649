"""Control totals and the number of bad rows: what fails a file or an input as a whole."""

from decimal import Decimal
from typing import TYPE_CHECKING

from flashreport.domain.raw import ControlTotal
from flashreport.domain.units import minor_digits
from flashreport.errors import Place, Problem, phrase
from flashreport.tables.digits import plain_digits
from flashreport.tables.number_styles import Mark, core, readings
from flashreport.tables.stage import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STEPS = {"hours": 3600, "number": 1_000_000, "percent": 1_000_000, "rate": 1_000_000_000, "count": 1}


def check_controls(connection: "DuckDBPyConnection", staged: Staged) -> None:
    """Compare each file with its control total; a file that differs is not used at all."""
    for control in staged.raw.controls:
        if control.rows:
            _compare_rows(staged, control)
        if control.total:
            _compare_total(connection, staged, control)


def check_bad_rows(staged: Staged) -> None:
    """More rows set aside than ``max_bad_rows`` fail the input (``tables.too-many-bad-rows``)."""
    most = staged.settings.max_bad_rows
    bad = sum(staged.aside.values()) + sum(file.set_aside for file in staged.raw.files)
    if most is not None and bad > most:
        message = phrase(
            "{bad} rows don't hold, more than the {most} that max_bad_rows allows.", bad=bad, most=most
        )
        key = f"inputs.{staged.settings.name}.max_bad_rows"
        place = Place(file="flashreport.toml", key=key, value=str(most))
        staged.dropped = True
        staged.problems.append(
            Problem("tables.too-many-bad-rows", message, "Mend the rows or ask for the file again.", place)
        )


def _compare_rows(staged: Staged, control: ControlTotal) -> None:
    file = staged.raw.files[control.file]
    told = plain_digits(control.rows).replace(",", "").replace(" ", "")
    if told != str(file.rows):
        message = phrase(
            "{path} has {rows} rows; the control file says {told}.",
            path=file.path,
            rows=file.rows,
            told=control.rows,
        )
        staged.refused.add(control.file)
        staged.problems.append(_differs(message, control, file.path))


def _compare_total(connection: "DuckDBPyConnection", staged: Staged, control: ControlTotal) -> None:
    name = staged.settings.control.column if staged.settings.control else "amount"
    schema = staged.typing.mapped.schema
    file = staged.raw.files[control.file]
    columns = {column.name: column for column in schema.columns if column.type in ("money", *_STEPS)}
    if name not in columns:
        message = phrase(
            "the control speaks of the column {name}, which is no column of figures of {table}.",
            name=name,
            table=schema.name,
        )
        advice = phrase("Take one of: {names}.", names=", ".join(columns))
        place = Place(
            file="flashreport.toml", key=f"inputs.{staged.settings.name}.control.column", value=name
        )
        staged.problems.append(Problem("tables.bad-control", message, advice, place))
        return
    company = staged.typing.workspace.company.currency
    step = _STEPS.get(columns[name].type, 10 ** minor_digits(company))
    query = f'select coalesce(sum("{name}"), 0) from "{staged.typed}" where file = {control.file}'
    found = Decimal(int(connection.execute(query).fetchall()[0][0])) / step
    told = _number(control.total, staged.typing.marks.get(name, "."))
    if told is None or told != found:
        message = phrase(
            "{name} of {path} adds up to {found}; the control file says {told}.",
            name=name,
            path=file.path,
            found=found,
            told=control.total,
        )
        staged.refused.add(control.file)
        staged.problems.append(_differs(message, control, file.path))


def _number(text: str, mark: Mark) -> Decimal | None:
    """The total of a control file, written in the style of the column."""
    digits = core(text)
    if mark not in readings(digits):
        return None
    plain = digits if mark == "." else digits.translate(str.maketrans(".,", ",."))
    value = Decimal(plain.translate(str.maketrans("", "", ",' ")))
    cell = plain_digits(text)
    return -value if cell.startswith(("-", "(")) or cell.endswith("-") else value


def _differs(message: str, control: ControlTotal, file: str) -> Problem:
    advice = phrase(
        "The file was cut short or changed after it was written; ask for {file} again.", file=file
    )
    return Problem("tables.control-total", message, advice, control.place)
