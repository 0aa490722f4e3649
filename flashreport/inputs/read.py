"""Read one input of the workspace: every file to raw rows, every fault to a problem."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from flashreport.domain.raw import RawFile, RawInput, RawRows
from flashreport.errors import FlashreportError, Place, Problem, Severity, phrase
from flashreport.inputs.bulk import bulk_rows
from flashreport.inputs.cells import CellRows
from flashreport.inputs.control import control_totals
from flashreport.inputs.delimited import Rows, dialect_of, read_rows
from flashreport.inputs.find import find_files, relative, unreadable
from flashreport.inputs.fingerprint import Fingerprint, fingerprint
from flashreport.inputs.formats import PARQUET, TEXT, WORKBOOK, format_of
from flashreport.inputs.social import NAMES, Export, daily_changes_of, read_export
from flashreport.workspace.inputs import InputSettings

_BINARY_ENDINGS = (".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".parquet", ".pq")


def read_input(settings: InputSettings, root: Path) -> RawInput:
    """The files that the input's path matches, read to text cells.

    Nothing is raised for bad files: each has its problems (``inputs.*``, ``bank.*``), and a file
    with a problem of severity ERROR has no rows.
    """
    paths, problems = find_files(settings.path, root, settings.name)
    reading = _Reading(settings, root)
    for path in paths:
        reading.take(path)
    reading.finish()
    if not paths and not problems and settings.required:
        problems.append(_no_file(settings))
    controls, control_problems = control_totals(settings, reading.files, root)
    return RawInput(
        settings.name,
        tuple(reading.files),
        reading.sources(),
        (*problems, *control_problems),
        tuple(controls),
    )


@dataclass(slots=True)
class _Reading:
    """Gathers the files of one input."""

    settings: InputSettings
    root: Path
    files: list[RawFile] = field(default_factory=list)
    mounted: list[RawRows] = field(default_factory=list)
    cells: dict[tuple[str, tuple[str, ...]], CellRows] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    exports: dict[int, Export] = field(default_factory=dict)

    def sources(self) -> tuple[RawRows, ...]:
        """Rows in memory, one source per header, then the files that stay on disk."""
        return (*self.cells.values(), *self.mounted)

    def take(self, path: Path) -> None:
        """Read one file; its faults become its problems."""
        file = relative(path, self.root)
        found = Fingerprint()
        try:
            suffix = path.suffix.lower()
            declared = None if self.settings.format in NAMES else self.settings.format
            table = declared == TEXT or (declared is None and suffix not in _BINARY_ENDINGS)
            found = fingerprint(path, file, table=table)
            kind = format_of(path, found, declared, self.settings.table, file)
            read = self._read_export(path, file, found, kind) or self._read(path, file, found, kind)
        except OSError as error:
            read = self._failed(file, found, (unreadable(path, self.root, error),))
        except FlashreportError as error:
            read = self._failed(file, found, error.problems)
        self.files.append(read)

    def finish(self) -> None:
        """Compare the exports of platforms with one another; each file counts the rows that it makes."""
        rows = daily_changes_of(self.exports)
        if rows.rows:
            self.cells[rows.table, rows.header] = rows
        made = Counter(rows.file_of)
        for index, export in self.exports.items():
            self.files[index] = replace(
                self.files[index],
                rows=made[index] + export.set_aside,
                set_aside=export.set_aside,
                problems=tuple(export.problems),
            )

    def _read_export(self, path: Path, file: str, found: Fingerprint, kind: str) -> RawFile | None:
        """A platform's export; None for any other file."""
        if self.settings.table != "audience" or kind not in (TEXT, WORKBOOK):
            return None
        export = read_export(path, file, found, self.settings, workbook=kind == WORKBOOK)
        if export is None:
            return None
        raw = RawFile(
            file, found.sha256, found.size, found.modified, export.sheet, export.header_row,
            rows=len(export.days) + len(export.posts) + export.set_aside,
        )  # fmt: skip
        kept = self._once(raw, str(export.as_of or ""))
        if kept is raw:
            self.exports[len(self.files)] = export
        return kept

    def _failed(self, file: str, found: Fingerprint, problems: Iterable[Problem]) -> RawFile:
        return RawFile(file, found.sha256, found.size, found.modified, problems=tuple(problems))

    def _read(self, path: Path, file: str, found: Fingerprint, kind: str) -> RawFile:
        index = len(self.files)
        raw = RawFile(file, found.sha256, found.size, found.modified)
        if kind == PARQUET:
            from flashreport.inputs.parquet import parquet_rows

            rows = parquet_rows(self.settings.table, path, index, file, self.settings)
            self.mounted.append(rows)
            raw = replace(raw, rows=rows.rows)
        elif kind == WORKBOOK:
            from flashreport.inputs.workbook import read_sheet

            raw, header, sheet_rows = read_sheet(path, file, found, self.settings)
            raw = self._keep(raw, header, sheet_rows)
        elif kind == TEXT:
            raw = self._read_text(path, found, raw)
        else:
            raw = self._read_statement(path, raw, kind)
        return self._once(raw) if raw.rows else _told_empty(raw)

    def _read_text(self, path: Path, found: Fingerprint, raw: RawFile) -> RawFile:
        dialect = dialect_of(path, raw.path, found, self.settings)
        raw = replace(raw, header_row=dialect.header_row)
        skip = self.settings.skip_last
        bulk = bulk_rows(self.settings.table, path, len(self.files), found, dialect, skip)
        if bulk is not None:
            self.mounted.append(bulk)
            return replace(raw, rows=bulk.rows)
        return self._keep(raw, dialect.header, read_rows(path, raw.path, dialect, skip))

    def _keep(self, raw: RawFile, header: tuple[str, ...], rows: Rows) -> RawFile:
        table = self.settings.table
        source = self.cells.setdefault((table, header), CellRows(table, header))
        source.extend(len(self.files), rows.lines, rows.cells)
        return replace(
            raw,
            rows=len(rows.lines) + rows.set_aside,
            set_aside=rows.set_aside,
            problems=tuple(rows.problems),
        )

    def _read_statement(self, path: Path, raw: RawFile, kind: str) -> RawFile:
        from flashreport.inputs.statement import statement_rows

        sources, problems = statement_rows(path, raw.path, len(self.files), kind, self.settings)
        for source in sources:
            empty = CellRows(source.table, source.header, canonical=True)
            kept = self.cells.setdefault((source.table, source.header), empty)
            rows = list(zip(*source.columns, strict=True))
            kept.extend(len(self.files), source.lines, rows)
        aside = sum(problem.severity is Severity.ROW for problem in problems)
        rows_read = sum(len(source.lines) for source in sources)
        return replace(raw, rows=rows_read + aside, set_aside=aside, problems=problems)

    def _once(self, raw: RawFile, as_of: str = "") -> RawFile:
        """A copy of a file that was read already brings nothing; of another day it says: no change."""
        first = self.hashes.setdefault(raw.sha256 + as_of, raw.path)
        if first == raw.path:
            return raw
        index = len(self.files)
        self.mounted = [rows for rows in self.mounted if rows.files != (index,)]
        for source in self.cells.values():
            source.drop(index)
        message = phrase("the file is the same as {first}, byte for byte, and is read once.", first=first)
        problem = Problem(
            "inputs.same-file", message, "Remove one of them.", Place(file=raw.path), Severity.WARNING
        )
        return replace(raw, rows=0, set_aside=0, problems=(problem,))


def _told_empty(raw: RawFile) -> RawFile:
    if raw.problems:
        return raw
    problem = Problem(
        "inputs.no-rows",
        "the file has column names and no rows.",
        "It counts as delivered. If the day had movements, ask its sender.",
        Place(file=raw.path, sheet=raw.sheet),
        Severity.WARNING,
    )
    return replace(raw, problems=(problem,))


def _no_file(settings: InputSettings) -> Problem:
    return Problem(
        "inputs.no-file",
        phrase("no file matches {path}.", path=settings.path),
        "Deliver it, mend path, or write required = false.",
        Place(file="flashreport.toml", key=f"inputs.{settings.name}.path", value=settings.path),
    )
