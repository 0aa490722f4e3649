"""Catalogues: compiled from their sources, with the same placeholders, complete for the templates."""

import re
from decimal import Decimal
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from flashreport.domain.report import Figure, Report, words
from flashreport.domain.units import POINTS
from flashreport.render import PageSettings, render_html, render_mail
from flashreport.render.catalogues import (
    brought_up_to_date,
    catalogue_file,
    catalogue_files,
    catalogue_of,
    compiled,
    messages_of,
    untranslated,
)
from flashreport.render.format import formatter
from flashreport.render.messages import Message, every_message
from flashreport.workspace.resources import data_dir

PAGES = [po for po in catalogue_files() if po.stem == "flashreport"]


def named(po: Path) -> str:
    return f"{po.parts[-3]}-{po.stem}"


@pytest.mark.parametrize("po", catalogue_files(), ids=named)
def test_the_compiled_file_says_what_the_source_says(po: Path) -> None:
    with po.open("rb") as file, po.with_suffix(".mo").open("rb") as compiled_file:
        messages = [message for message in read_po(file, locale=po.parts[-3]) if message.id]
        spoken = GNUTranslations(compiled_file)
    for message in messages:
        if isinstance(message.id, (tuple, list)):
            assert isinstance(message.string, (tuple, list))
            assert spoken.ngettext(message.id[0], message.id[1], 1) == message.string[0]
        elif message.context:
            assert spoken.pgettext(message.context, message.id) == message.string
        else:
            assert spoken.gettext(message.id) == message.string


def test_compiling_repeats() -> None:
    for po in catalogue_files():
        assert compiled(po) == compiled(po)


@pytest.mark.parametrize("po", catalogue_files(), ids=named)
def test_translations_keep_the_placeholders(po: Path) -> None:
    with po.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 100
    for message in messages:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            assert text, ids[0]
            assert places_in(text) == places_in(ids[-1]), ids[0]


def places_in(text: object) -> set[str]:
    return set(re.findall(r"\{\w+(?:!r)?\}", str(text)))


@pytest.mark.parametrize("po", PAGES, ids=named)
def test_every_text_of_the_templates_is_translated(po: Path) -> None:
    with po.open("rb") as file:
        known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in read_po(file)}
    folder = data_dir("templates")
    found = extract_from_dir(
        folder,
        method_map=[("**.html", "jinja2")],
        options_map={"**.html": {"silent": "false", "newstyle_gettext": "true"}},
        keywords={"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)},
    )
    texts = {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}
    texts -= {"mark"}  # a context
    assert len(texts) > 50
    assert texts <= known


def test_a_persian_page_runs_from_right_to_left(report: Report) -> None:
    page = render_html(report, PageSettings(language="fa"))
    assert '<html lang="fa" dir="rtl"' in page
    assert "گزارش فوری، پنجشنبه ۲۸ آبان ۱۴۰۵" in page
    assert "\u2066−۴۱٬۶۳۰\u00a0$\u2069" in page
    assert "صفحهٔ" in page
    mail = render_mail(report, PageSettings(language="fa"))
    assert mail.subject == "Corner Table Group · گزارش فوری، پنجشنبه ۲۸ آبان ۱۴۰۵"
    assert 'dir="rtl"' in mail.html


def test_a_unit_in_words_follows_its_number() -> None:
    figure = Figure(unit=POINTS, value=Decimal("0.029"), signed=True)
    assert formatter("fa").figure(figure) == "\u2067\u2066+۲٫۹\u2069\u00a0واحد\u2069"


def test_an_untranslated_message_keeps_its_own_direction() -> None:
    assert (
        formatter("fa").say(words("13 weeks, not in the catalogue."))
        == "\u206613 weeks, not in the catalogue.\u2069"
    )


def test_a_workspace_may_bring_its_own_words(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "flashreport.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "What needs attention"\nmsgstr "Look here first"\n'
    )
    (folder / "flashreport.mo").write_bytes(compiled(folder / "flashreport.po"))
    assert "Look here first" in render_html(report, PageSettings(templates=tmp_path))


COMPLETE = [("fa", "flashreport"), ("ar", "flashreport"), ("de", "flashreport"), ("fr", "flashreport")]


@pytest.mark.parametrize(("language", "domain"), [*COMPLETE, ("fa", "commands")])
def test_a_catalogue_is_complete(language: str, domain: str) -> None:
    """Every message is translated, in every plural form, and nothing else is there."""
    po = catalogue_file(language, domain)
    messages = catalogue_of(po)
    known = {
        (*((m.id[0], m.id[1]) if isinstance(m.id, (tuple, list)) else (m.id, "")), m.context or ""): m.string
        for m in messages
        if m.id
    }
    wanted = set(messages_of(po))
    assert {Message(*key) for key in known} == wanted, "run: make catalogues, then translate"
    for (text, plural, _), string in known.items():
        forms = string if isinstance(string, (tuple, list)) else (string,)
        assert all(forms), f"{text!r} is not translated to {language}"
        if plural:
            assert len(forms) == messages.num_plurals


def test_the_sources_are_gathered_whole() -> None:
    texts = {message.text for message in every_message()}
    assert {
        "{measure} is {now}; the target is {target}.",  # a sentence
        "Sum of hours on the timesheets.",  # a formula
        "Projects and risks",  # a block
        "no data",  # a reason
        "Update overdue since {day}",  # the register
        "What needs attention",  # a template
        "came after the deadline",  # readiness
        "Off the path",  # a status
    } <= texts
    assert Message("r", context="mark") in every_message()
    assert Message("{n} file", "{n} files") in every_message()


def test_a_language_is_started_with_every_message(tmp_path: Path) -> None:
    text = brought_up_to_date(tmp_path / "es" / "LC_MESSAGES" / "flashreport.po")
    assert text.count("\nmsgid ") == len(every_message())  # the header is the first line
    assert '"Plural-Forms: nplurals=' in text


def test_bringing_up_to_date_keeps_what_is_translated() -> None:
    for po in catalogue_files():
        assert brought_up_to_date(po) == po.read_text("utf-8")


def test_what_is_not_translated_is_listed(tmp_path: Path) -> None:
    po = tmp_path / "es" / "LC_MESSAGES" / "flashreport.po"
    po.parent.mkdir(parents=True)
    started = brought_up_to_date(po)
    po.write_text(
        started.replace('msgid "Closing cash"\nmsgstr ""', 'msgid "Closing cash"\nmsgstr "Saldo final"')
    )
    left = untranslated(po)
    assert len(left) == len(every_message()) - 1
    assert "Closing cash" not in left
    assert untranslated(catalogue_file("fa", "commands")) == []
