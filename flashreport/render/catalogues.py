"""Compile the catalogues: ``python -m flashreport.render.catalogues`` writes each ``.mo`` beside its ``.po``.

The compiled file travels with the program, so that no page waits for a parser. It has no
date in it: the same messages give the same bytes.
"""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from flashreport.workspace.resources import data_dir

_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def compiled(po: Path) -> bytes:
    """The ``.mo`` bytes of a ``.po`` file."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        messages = read_po(file, locale=po.parts[-3])
    messages.creation_date = messages.revision_date = _NO_DATE
    out = BytesIO()
    write_mo(out, messages)
    return out.getvalue()


def catalogue_files() -> list[Path]:
    """Every ``.po`` file of the program."""
    return sorted((data_dir("templates") / "locale").glob("*/LC_MESSAGES/*.po"))


if __name__ == "__main__":
    for source in catalogue_files():
        source.with_suffix(".mo").write_bytes(compiled(source))
