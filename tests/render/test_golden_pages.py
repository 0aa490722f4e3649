"""Every block of the report's template as a picture, in English and Persian, held to golden ones.

After a wanted change draw them anew with ``make golden``, and look at each.
"""

import io
import os
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from flashreport.compose.sentences import count, say, say_counted
from flashreport.domain.report import (
    Chart,
    Day,
    Figure,
    Finding,
    Note,
    Report,
    Section,
    Table,
    name,
    words,
)  # fmt: skip
from flashreport.domain.units import PERCENT, PrintedMoney, money
from flashreport.render import PageSettings, render_html, render_pdf
from flashreport.workspace.resources import data_dir

GOLDEN = Path(__file__).with_name("golden")
DPI = 64
FAR = 64  # of 255: a pixel that no smoothing explains
MOST_FAR = 0.002

Change = Callable[[Report], dict[str, object]]
NOTHING: dict[str, object] = {
    "inputs": (), "findings": (), "scorecard": (), "front": (), "sections": (), "definitions": (),
    "restated": (),
}  # fmt: skip


def _section(report: Report, kind: str) -> tuple[Section, ...]:
    blocks = tuple(block for section in report.sections for block in section.blocks if block.type == kind)
    assert blocks, kind
    return (report.sections[0].model_copy(update={"blocks": blocks}),)


def _sentences(report: Report) -> tuple[Finding, ...]:
    """Findings in the sentences that the catalogues know, with figures, days and names in them."""
    day, amount = Day(on=report.business_date, form="long"), Figure(unit=money("USD"), value=Decimal(-41630))
    share = Figure(unit=PERCENT, value=Decimal("0.141"))
    over = say(
        "of_month", measure=words("Overtime share"), now=share, target=words("≤ {target}", target=share)
    )
    low = say("forecast_floor", floor=amount, day=day)
    return (
        Finding(
            id="a", level="act", lead=over, detail=(say("low_yield", amount=amount), say("worse")),
            aside=(say("day_n", n=count(8)), say_counted("note_asked", 3, owner=name("operations"))),
        ),
        Finding(id="b", level="watch", lead=low, detail=(say("forecast_low", low=amount, day=day),)),
    )  # fmt: skip


BLOCKS: dict[str, Change] = {
    "masthead": lambda report: {"inputs": report.inputs, "revision": 2},
    "findings": lambda report: {"findings": _sentences(report)},
    "scorecard": lambda report: {"scorecard": report.scorecard},
    "front": lambda report: {"front": report.front},
    "tables": lambda report: {"sections": _section(report, "table")},
    "charts": lambda report: {"sections": _section(report, "chart")},
    "notes": lambda report: {"sections": _section(report, "note")},
    "definitions": lambda report: {"definitions": report.definitions},
    "restated": lambda report: {"restated": report.restated},
    "revised": lambda report: {"revised": report.restated, "revision": 2},
    "provenance": lambda report: {"provenance": report.provenance},
}
ON_PAGE_ONE = ("masthead", "findings", "scorecard", "front")


def drawn(report: Report, block: str, page: PageSettings) -> Image.Image:
    """The block's page as grey levels, without the empty paper below it."""
    changed = report.model_copy(update={**NOTHING, **BLOCKS[block](report)})
    number = "1" if block in ON_PAGE_ONE else "2"
    command = ["pdftoppm", "-r", str(DPI), "-f", number, "-l", number, "-png", "-"]
    done = subprocess.run(command, input=render_pdf(changed, page), capture_output=True, check=True)
    picture = Image.open(io.BytesIO(done.stdout)).convert("L")
    height = int(picture.height * 0.93)  # the foot holds the report's id
    ink = np.flatnonzero((np.asarray(picture)[:height] < 250).any(axis=1))
    return picture.crop((0, 0, picture.width, int(ink[-1]) + 8))


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_looks_as_it_did(report: Report, block: str, language: str) -> None:
    golden = GOLDEN / f"{language}-{block}.png"
    picture = drawn(report, block, PageSettings(language=language))
    if os.environ.get("FLASHREPORT_GOLDEN") == "draw":
        picture.quantize(32).save(golden, optimize=True)
    expected = Image.open(golden).convert("L")
    assert abs(picture.height - expected.height) <= 2
    low = min(picture.height, expected.height)
    ours, theirs = (
        np.asarray(image.crop((0, 0, image.width, low)), dtype=np.int16) for image in (picture, expected)
    )
    far = np.abs(ours - theirs) > FAR
    assert far.mean() <= MOST_FAR, f"{far.mean():.4f} of the pixels differ: look, then `make golden`"


def test_each_block_of_the_templates_has_its_pictures() -> None:
    """A part that a template gains is wanted here, and then in ``golden``, in both languages."""
    folder = data_dir("templates") / "report"
    pages = "\n".join(path.read_text("utf-8") for path in folder.glob("*.html"))
    parts = set(re.findall(r'include "report/(\w+)\.html"', pages)) - {"closing"}
    sections = {*re.findall(r'<section class="(?!detail)(\w+)"', pages), *re.findall(r' id="(\w+)"', pages)}
    sections |= set(re.findall(r"changes\('(\w+)'", pages))
    kinds = {str(get_args(model.model_fields["type"].annotation)[0]) + "s" for model in (Table, Chart, Note)}
    called = {"attention": "findings", "block": "tables"}
    assert {called.get(part, part) for part in parts | sections | kinds} == set(BLOCKS)
    drawn = {path.stem for path in GOLDEN.glob("*.png")}
    assert drawn == {f"{language}-{block}" for language in ("en", "fa") for block in BLOCKS}


def test_another_picture_is_noticed(report: Report) -> None:
    """The tolerance is no blindness: one changed figure is seen."""
    page = PageSettings(language="fa")
    plain = drawn(report, "findings", page)
    moved = report.model_copy(update={"business_date": report.business_date + timedelta(days=1)})
    other = drawn(moved, "findings", page)
    low = min(plain.height, other.height)
    a, b = (np.asarray(image.crop((0, 0, image.width, low)), dtype=np.int16) for image in (plain, other))
    assert (np.abs(a - b) > FAR).mean() > MOST_FAR


def test_the_unit_of_money_stands_once_at_the_head(report: Report) -> None:
    thousands = PrintedMoney("USD", "هزار دلار", 1000, 1)
    page = render_html(report, PageSettings(language="fa", money=thousands))
    assert "همهٔ مبلغ‌ها به هزار دلار" in page
    assert "\u2066۴۱۸٫۲\u2069" in page  # a cell has the number alone
    assert not re.search("[۰-۹][\u2069\u00a0]*[$]", page)
