"""The catalogues: ``python -m flashreport.render.catalogues`` writes each ``.mo`` beside its ``.po``.

Each language has one for the pages, ``flashreport.po``, and may have one for the command line,
``commands.po``. With ``--extract`` every ``.po`` is first brought up to date: new messages come in
empty, those that nothing says any more go. ``--extract es`` starts a language as well,
``--extract es/commands`` its catalogue of the command line. ``--missing es`` lists what is not
translated yet. The compiled file travels with the
program, so that no page waits for a parser. It has no date in it: the same messages give the same
bytes.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.workspace.resources import data_dir

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

    from flashreport.render.messages import Message

_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def compiled(po: Path) -> bytes:
    """The ``.mo`` bytes of a ``.po`` file."""
    from babel.messages.mofile import write_mo

    messages = catalogue_of(po)
    messages.creation_date = messages.revision_date = _NO_DATE
    out = BytesIO()
    write_mo(out, messages)
    return out.getvalue()


def catalogue_of(po: Path) -> "Catalog":
    """The messages of a ``.po`` file; its language is the name of the folder above."""
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        return read_po(file, locale=po.parts[-3])


def catalogue_files() -> list[Path]:
    """Every ``.po`` file of the program."""
    return sorted((data_dir("templates") / "locale").glob("*/LC_MESSAGES/*.po"))


def catalogue_file(language: str, domain: str = "flashreport") -> Path:
    """Where a catalogue of a language is, or goes."""
    return data_dir("templates") / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def messages_of(po: Path) -> "Sequence[Message]":
    """What a catalogue translates: texts of the command line, or of the pages."""
    from flashreport.render.messages import every_message
    from flashreport.render.spoken import every_spoken_message

    return every_spoken_message() if po.stem == "commands" else every_message()


def brought_up_to_date(po: Path) -> str:
    """The text of a ``.po`` file with every message that belongs in it, translated where it was before."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    language = po.parts[-3]
    before = catalogue_of(po) if po.exists() else Catalog(locale=language)
    after = Catalog(locale=language)
    for message in messages_of(po):
        found = before.get(message.text, message.context or None)
        name = (message.text, message.plural) if message.plural else message.text
        after.add(name, found.string if found else None, context=message.context or None)
    out = BytesIO()
    write_po(out, after, width=0, omit_header=True, no_location=True)
    return _HEADER.format(language=language, plurals=after.plural_forms) + out.getvalue().decode()


def untranslated(po: Path) -> list[str]:
    """The messages of a ``.po`` file that are still empty."""
    messages = (message for message in catalogue_of(po) if message.id)
    return [_id(message.id) for message in messages if not all(_forms(message.string))]


def _id(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _forms(text: object) -> tuple[object, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def main(words: Sequence[str]) -> None:
    """Bring the sources up to date where that is asked for, then compile all of them."""
    if words[:1] == ["--missing"]:
        for word in words[1:]:
            sys.stdout.writelines(f"{text}\n" for text in untranslated(catalogue_file(*word.split("/"))))
        return
    if words[:1] == ["--extract"]:
        for source in {*catalogue_files(), *(catalogue_file(*word.split("/")) for word in words[1:])}:
            text = brought_up_to_date(source)
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_text(text, "utf-8")
    for source in catalogue_files():
        source.with_suffix(".mo").write_bytes(compiled(source))


if __name__ == "__main__":
    main(sys.argv[1:])
