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
from flashreport.render.catalogues import catalogue_files, compiled
from flashreport.render.format import formatter
from flashreport.workspace.resources import data_dir


@pytest.mark.parametrize("po", catalogue_files(), ids=lambda po: po.parts[-3])
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


@pytest.mark.parametrize("po", catalogue_files(), ids=lambda po: po.parts[-3])
def test_translations_keep_the_placeholders(po: Path) -> None:
    with po.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 100
    for message in messages:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            assert text, ids[0]
            assert set(re.findall(r"\{\w+\}", str(text))) == set(re.findall(r"\{\w+\}", str(ids[-1]))), ids[0]


@pytest.mark.parametrize("po", catalogue_files(), ids=lambda po: po.parts[-3])
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
