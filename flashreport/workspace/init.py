"""Making a workspace: the sample company's, or an empty one. No file is ever overwritten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flashreport.errors import FlashreportError, Mistakes, Place, Problem, phrase
from flashreport.errors.system import reason_of
from flashreport.workspace.atomic import write_whole
from flashreport.workspace.load import KPIS_FILE, SETTINGS_FILE

_LEFT_OUT = {"__pycache__", ".flashreport"}
_SCHEMA_LINES = {
    SETTINGS_FILE: b"#:schema ./flashreport.schema.json\n",
    KPIS_FILE: b"#:schema ./kpis.schema.json\n",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, and which files were already there with the same content."""

    root: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def make_workspace(root: Path, *, empty: bool, language: str = "en") -> Made:
    """Write a workspace into ``root``, which need not exist.

    ``language`` says which of the sample companies, by the name of its folder.
    ``flashreport.toml`` is written last: a run that was broken off is completed by the next.
    Raises ``workspace.exists`` for each file that is there with other content, and then writes
    nothing; ``workspace.not-writable`` when the disk refuses.
    """
    files = dict(_blank_files() if empty else _sample_files(language))
    try:
        kept = _already_there(root, files)
        new = sorted(files.keys() - kept, key=lambda name: (name == SETTINGS_FILE, name))
        for name in new:
            write_whole(root / name, files[name], durable=name in _SCHEMA_LINES)
    except OSError as error:
        raise FlashreportError(
            "workspace.not-writable",
            phrase("the workspace cannot be written: {reason}.", reason=reason_of(error)),
            "Give this user write access, free space, or name another folder.",
            Place(file=str(error.filename or root)),
        ) from error
    return Made(root, tuple(new), tuple(sorted(kept)))


def _already_there(root: Path, files: Mapping[str, bytes]) -> set[str]:
    """Files that need not be written; Mistakes for those that are in the way."""
    kept, in_the_way = set(), []
    for name, content in files.items():
        path = root / name
        if path.is_file() and name != SETTINGS_FILE and path.read_bytes() == content:
            kept.add(name)
        elif path.exists() or path.is_symlink():
            in_the_way.append(name)
    if in_the_way:
        advice = "Nothing was written. Name another folder, or move the file away."
        raise Mistakes(
            [
                Problem(
                    "workspace.exists", "the file is already there.", advice, Place(file=str(root / name))
                )
                for name in sorted(in_the_way)
            ]
        )
    return kept


def _blank_files() -> Iterator[tuple[str, bytes]]:
    from flashreport.workspace.blank import KPIS, SETTINGS
    from flashreport.workspace.schema import schema_files

    yield SETTINGS_FILE, SETTINGS.encode()
    yield KPIS_FILE, KPIS.encode()
    yield from schema_files().items()


def _sample_files(language: str) -> Iterator[tuple[str, bytes]]:
    """The sample company's files, without the script that made them."""
    from flashreport.workspace.resources import data_dir
    from flashreport.workspace.schema import schema_files

    source = data_dir("sample_data") / language
    if not (source / SETTINGS_FILE).is_file():
        raise FlashreportError(
            "workspace.no-sample",
            "the program was installed without its sample company.",
            "Install flashreport again, or start with --empty.",
            Place(file=str(source)),
        )
    schemas = schema_files()
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if path.is_dir() or path.suffix in (".py", ".pyc") or _LEFT_OUT & set(name.parts):
            continue
        if str(name) not in schemas:
            yield str(name), _with_schema_line(str(name), path.read_bytes())
    yield from schemas.items()


def _with_schema_line(name: str, content: bytes) -> bytes:
    line = _SCHEMA_LINES.get(name, b"")
    return content if content.startswith(b"#:schema") else line + content
