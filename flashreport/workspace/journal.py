"""Small files that the commands write one row at a time: acknowledgements and notes."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flashreport.errors import Mistakes, Place, Problem
from flashreport.workspace.atomic import write_whole

if TYPE_CHECKING:
    from pydantic import BaseModel

    from flashreport.workspace.kpi_edit import Plain

Journal = TypeVar("Journal", bound="BaseModel")
MOST_BYTES = 4 * 1024 * 1024


def read_journal(root: Path, name: str, model: type[Journal]) -> Journal:
    """The file ``name`` of the workspace as ``model``; its empty form when there is no file.

    Raises Mistakes (``settings.*``) with all that is wrong.
    """
    from pydantic import ValidationError

    from flashreport.workspace.mistakes import Source, problem_of
    from flashreport.workspace.toml_text import read_toml

    path = root / name
    if not path.exists():
        return model.model_validate({})
    toml = read_toml(_text(path, name), name)
    if toml.problems:
        raise Mistakes(toml.problems)
    try:
        return model.model_validate(toml.data)
    except ValidationError as wrong:
        source = Source(name, toml.lines, model)
        raise Mistakes([problem_of(error, source) for error in wrong.errors()]) from wrong


def _text(path: Path, name: str) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise Mistakes(
            [Problem("settings.too-large", "the file is larger than 4 MiB.", place=Place(file=name))]
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        advice = "Save the file with the encoding UTF-8."
        place = Place(file=name)
        raise Mistakes([Problem("settings.not-utf8", "the text is not UTF-8.", advice, place)]) from error


def add_row(root: Path, name: str, table: str, fields: "dict[str, Plain]", model: "type[BaseModel]") -> None:
    """Append one ``[[table]]`` to the file; what stands there stays byte for byte.

    The whole is checked before it is written, and written all or nothing.
    """
    import tomlkit

    from flashreport.workspace.kpi_edit import toml_item

    read_journal(root, name, model)
    path = root / name
    before = _text(path, name) if path.exists() else ""
    row = tomlkit.table()
    for key, value in fields.items():
        row.append(key, toml_item(value))
    rows = tomlkit.aot()
    rows.append(row)
    added = tomlkit.document()
    added.append(table, rows)
    gap = "\n" if before else ""
    after = before + ("" if before.endswith("\n") or not before else "\n") + gap + tomlkit.dumps(added)
    model.model_validate(tomllib.loads(after))
    write_whole(path, after.encode())
