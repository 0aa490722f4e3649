"""A workspace's settings, read and checked: every mistake of both files told at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flashreport.errors import Mistakes, Place, Problem, phrase
from flashreport.errors.system import reason_of

if TYPE_CHECKING:
    from pydantic import BaseModel

    from flashreport.workspace.kpis import KpiRegister
    from flashreport.workspace.mistakes import Source
    from flashreport.workspace.settings import WorkspaceSettings
    from flashreport.workspace.toml_text import TomlText

Model = TypeVar("Model", bound="BaseModel")
SETTINGS_FILE = "flashreport.toml"
KPIS_FILE = "kpis.toml"
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace whose settings hold. The hashes are of the files' bytes ("" when absent)."""

    root: Path
    settings: "WorkspaceSettings"
    kpis: "KpiRegister"
    settings_sha256: str
    kpis_sha256: str

    @property
    def archive_path(self) -> Path:
        """The archive's folder."""
        return self.root / self.settings.archive.path

    @property
    def outbox_path(self) -> Path:
        """The folder for mail without a server."""
        return self.root / self.settings.delivery.outbox


@dataclass(frozen=True, slots=True)
class _File:
    """One settings file as it was read. ``problems`` are faults of the text itself."""

    toml: "TomlText"
    sha256: str


def load(
    root: Path, known_measures: Mapping[str, object] | None = None, *, check_country: bool = True
) -> Workspace:
    """Read ``flashreport.toml`` and ``kpis.toml`` of the folder ``root``.

    ``known_measures`` are the names a KPI may measure (``values.*`` allows a whole family);
    None leaves them unchecked. ``check_country=False`` spares the list of holiday calendars,
    which takes 0.1 s. Raises Mistakes (``settings.*``) with all that is wrong.
    """
    from flashreport.workspace.calendar_rules import calendar_problems
    from flashreport.workspace.holiday_country import country_problems
    from flashreport.workspace.kpis import KpiRegister
    from flashreport.workspace.mistakes import Source
    from flashreport.workspace.references import kpi_references, settings_references
    from flashreport.workspace.settings import WorkspaceSettings

    read: list[_File | Problem] = [_read(root, SETTINGS_FILE), _read(root, KPIS_FILE, optional=True)]
    files = [file for file in read if isinstance(file, _File)]
    problems = [file for file in read if isinstance(file, Problem)]
    if len(files) < len(read):
        problems += [problem for file in files for problem in file.toml.problems]
        raise Mistakes(problems)
    main, register = files
    source = Source(SETTINGS_FILE, main.toml.lines, WorkspaceSettings)
    references = [
        *settings_references(main.toml.data, source),
        *calendar_problems(main.toml.data, source),
    ]
    if check_country:
        references += country_problems(main.toml.data, source)
    settings, main_problems = _typed(WorkspaceSettings, main, source, references)
    source = Source(KPIS_FILE, register.toml.lines, KpiRegister)
    references = [*kpi_references(register.toml.data, source, main.toml.data, known_measures)]
    kpis, register_problems = _typed(KpiRegister, register, source, references)
    if settings is None or kpis is None:
        raise Mistakes([*main_problems, *register_problems])
    return Workspace(root, settings, kpis, main.sha256, register.sha256)


def check_register(
    content: str, settings: Mapping[str, object], known_measures: Mapping[str, object]
) -> None:
    """Hold a text for ``kpis.toml`` to the rules; ``settings`` is what ``flashreport.toml`` says.

    Raises Mistakes with all that is wrong, as :func:`load` would after the text is written.
    """
    from flashreport.workspace.kpis import KpiRegister
    from flashreport.workspace.mistakes import Source
    from flashreport.workspace.references import kpi_references
    from flashreport.workspace.toml_text import read_toml

    file = _File(read_toml(content, KPIS_FILE), "")
    source = Source(KPIS_FILE, file.toml.lines, KpiRegister)
    references = [*kpi_references(file.toml.data, source, settings, known_measures)]
    register, problems = _typed(KpiRegister, file, source, references)
    if register is None:
        raise Mistakes(problems)


def _read(root: Path, name: str, *, optional: bool = False) -> _File | Problem:
    """The file as TOML, or the one problem that keeps it from being read."""
    from flashreport.workspace.toml_lines import KeyLines
    from flashreport.workspace.toml_text import TomlText, read_toml

    path = root / name
    if optional and not path.exists() and not path.is_symlink():
        return _File(TomlText({}, KeyLines()), "")
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        return _unreadable(path, name, error)
    if len(content) > MOST_BYTES:
        return Problem("settings.too-large", "the file is larger than 4 MiB.", place=Place(file=name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(
            "settings.not-utf8",
            phrase("the text is not UTF-8: byte {byte} on this line.", byte=f"0x{content[error.start]:02x}"),
            "Save the file with the encoding UTF-8.",
            Place(file=name, line=line),
        )
    return _File(read_toml(text, name), hashlib.sha256(content).hexdigest())


def _unreadable(path: Path, name: str, error: OSError) -> Problem:
    if path.is_symlink() and not path.exists():
        reason, advice = (
            phrase("the link leads to {path}, which is not there.", path=path.readlink()),
            "Mend the link.",
        )
    elif isinstance(error, FileNotFoundError):
        reason, advice = (
            phrase("there is no such file in {folder}.", folder=path.parent),
            "Run: flashreport init",
        )
    else:
        reason = phrase("cannot be read: {reason}.", reason=reason_of(error))
        advice = "Check that it is a file that this user may read."
    return Problem("settings.unreadable", reason, advice, Place(file=name))


def _typed(
    model: "type[Model]", file: _File, source: "Source", references: Sequence[Problem]
) -> "tuple[Model | None, list[Problem]]":
    """The validated model, else the problems of text, values and names in the order of lines."""
    from pydantic import ValidationError

    from flashreport.workspace.mistakes import misspelt, problem_of

    problems = [*file.toml.problems, *references]
    value = None
    try:
        value = model.model_validate(file.toml.data)
    except ValidationError as error:
        findings = error.errors()
        told = {problem.place.key for problem in references} | misspelt(findings, source)
        for finding in findings:
            problem = problem_of(finding, source)
            # A line that could not be read may hold the missing key.
            unread = finding["type"] == "missing" and file.toml.problems
            # pydantic calls a list too short when none of its elements holds.
            follows = finding["type"] == "too_short" and finding["input"]
            twice = problem.place.key in told or (not finding["loc"] and references)
            if not (unread or follows or twice):
                problems.append(problem)
    problems.sort(key=lambda problem: problem.place.line or 0)
    return (None if problems else value), problems
