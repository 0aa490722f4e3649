"""Every byte that goes out of the sample company, searched for every value its audience may not see."""

import io
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from email import message_from_bytes, policy
from functools import cache
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pydantic import BaseModel

from flashreport.archive import open_archive
from flashreport.delivery.channels.interface import Parcel
from flashreport.delivery.message import Envelope
from flashreport.domain.measures import MEASURES
from flashreport.domain.pay import tells_pay
from flashreport.domain.report import Figure, Report, Section, Table
from flashreport.pipeline import Order, build, copies_of
from flashreport.workspace.load import load

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "en"
NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)
DAY = date(2026, 11, 19)
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
AUDIENCES = """
[[delivery.audiences]]
name = "owners"
report = "daily"
pay = true
small_groups = true
recipients = [{ address = "owner@cornertable.example" }]

[[delivery.audiences]]
name = "managers"
report = "daily"
pay = true
recipients = [
  { address = "manager@cornertable.example" },
  { address = "modir@cornertable.example", language = "fa" },
]

[[delivery.audiences]]
name = "readers"
report = "daily"
recipients = [
  { address = "reader@cornertable.example" },
  { address = "khanande@cornertable.example", language = "fa" },
]

[[delivery.audiences]]
name = "bank"
report = "daily"
sections = ["credit"]
recipients = [{ address = "bank@cornertable.example" }]

[[delivery.audiences]]
name = "chef"
report = "daily"
departments = ["kitchen"]
sections = ["staff"]
recipients = [{ address = "chef@cornertable.example" }]
"""


@dataclass(frozen=True)
class Sent:
    """One copy: its audience and all its text."""

    audience: str
    text: str


@pytest.fixture(scope="module")
def report_and_copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, list[Sent]]:
    root = tmp_path_factory.mktemp("leaks") / "en"
    shutil.copytree(SAMPLE, root)
    settings = (root / "flashreport.toml").read_text("utf-8")
    settings = settings[: settings.index("# Who gets which report")] + AUDIENCES
    (root / "flashreport.toml").write_text(settings, encoding="utf-8")
    workspace = load(root, MEASURES)
    built = build(workspace, Order(now=NOW, business_date=DAY, send=False))
    assert built.stored is not None
    with open_archive(workspace) as archive:
        copies = copies_of(workspace, archive, built.stored)
    envelope = Envelope("flash@cornertable.example", "", "<1@x>", NOW)
    sent = [
        Sent(copy.audience, "\n".join(texts(Parcel(copy, envelope, 50_000_000).message()))) for copy in copies
    ]
    return built.report, sent


def texts(mail: bytes) -> Iterator[str]:
    """Headers, parts, names, and what is inside pictures and PDFs."""
    message = message_from_bytes(mail, policy=policy.default)
    yield from (f"{name}: {value}" for name, value in message.items())
    for part in message.walk():
        yield from (f"{name}: {value}" for name, value in part.items())
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        kind = part.get_content_type()
        if kind == "application/pdf":
            yield from pdf_texts(content)
        elif kind == "image/png":
            yield from png_texts(content)
        else:
            yield unescape(content.decode("utf-8"))


def png_texts(content: bytes) -> Iterator[str]:
    """The text chunks of a picture."""
    at = 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if kind in (b"tEXt", b"iTXt"):
            yield data.decode("utf-8", "replace")
        elif kind == b"zTXt":
            yield zlib.decompress(data.split(b"\0", 1)[1][1:]).decode("latin-1")
        at += length + 12


def pdf_texts(content: bytes) -> Iterator[str]:
    """Pages, metadata, alternative texts, and the files inside."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        yield page.get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield from (str(value) for value in pdf.docinfo.values())
        if "/Metadata" in pdf.Root:
            yield pdf.Root.Metadata.read_bytes().decode("utf-8")
        yield from (
            str(one["/Alt"]) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        )
        for name, file in pdf.attachments.items():
            yield name
            yield file.get_file().read_bytes().decode("utf-8")


@cache
def printed(value: Decimal, kind: str) -> frozenset[str]:
    """The forms in which a number may be printed: plain, grouped, rounded, in thousands, in both scripts."""
    shown = value * 100 if kind in ("percent", "points") else value
    found = {f"{abs(value):f}"}
    for places in (0, 1, 2):
        step = Decimal(1).scaleb(-places)
        number = abs(shown).quantize(step, ROUND_HALF_UP)
        found |= {f"{number:f}", f"{number:,f}"}
    if kind == "money":
        found |= {f"{(abs(shown) / 1000).quantize(Decimal('0.1'), ROUND_HALF_UP):,f}"}
    found |= {each.translate(PERSIAN).replace(",", "٬").replace(".", "٫") for each in found}
    return frozenset(found)


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, as they are written."""
    return frozenset(re.findall(r"[0-9]+(?:[.,][0-9]+)*|[۰-۹]+(?:[٬٫][۰-۹]+)*", text))


def figures(part: object) -> Iterator[Figure]:
    """All figures of a part of the model."""
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, BaseModel):
        for _, value in part:
            yield from figures(value)
    elif isinstance(part, tuple | list):
        for value in part:
            yield from figures(value)
    elif isinstance(part, dict):
        yield from figures(list(part.values()))


def forms(parts: object) -> set[str]:
    """The long enough forms of the figures' values: short numbers stand everywhere."""
    return {
        form
        for figure in figures(parts)
        if figure.value is not None
        for form in printed(figure.value, figure.unit.kind)
        if len(re.sub(r"\D", "", form)) >= 4
    }


def sections(report: Report, *keys: str) -> list[Section]:
    return [section for section in report.sections if section.key in keys]


PAY_COLUMNS = {
    "pay", "month_end", "vs_budget", "low_yield", "premium", "low", "high", "budget", "overtime_pay",
}  # fmt: skip


def rows_of_pay(report: Report) -> list[object]:
    """Score rows, restatements and columns of pay."""
    every = [row for group in report.scorecard for row in group.rows]
    rows: list[object] = [row for row in every if tells_pay(row.measure)]
    rows += [one for one in report.restated if tells_pay(one.measure)]
    for table in tables(report):
        places = [n for n, column in enumerate(table.columns) if column.key in PAY_COLUMNS]
        rows += [row.cells[n] for row in table.rows for n in places if n < len(row.cells)]
    return rows


def tables(report: Report) -> list[Table]:
    """Those of staff."""
    return [one for part in sections(report, "staff") for one in part.blocks if isinstance(one, Table)]


def few(report: Report) -> list[Figure]:
    return [figure for figure in figures(report) if figure.few]


def other_blocks(report: Report, *own: str) -> list[object]:
    """All that stands under other blocks than an audience's own."""
    parts: list[object] = [group for group in report.scorecard if group.block not in own]
    parts += [section for section in report.sections if section.key not in own]
    return [*parts, *[one for one in report.findings if one.measure.split(".")[0] not in own]]


def other_departments(report: Report) -> list[object]:
    """Rows of other departments than the kitchen, and tables of all of them together."""
    found: list[object] = []
    for table in tables(report):
        if table.columns[0].key == "measure":
            found.append(table)
        elif table.columns[0].key == "member":
            found += [row for row in table.rows if getattr(row.cells[0].content, "message", "") != "Kitchen"]
    return found


def secrets(report: Report, audience: str) -> set[str]:
    """What the audience may not see, without what it may see elsewhere."""
    hidden: dict[str, list[object]] = {
        "owners": [],
        "managers": list(few(report)),
        "readers": [*few(report), *rows_of_pay(report)],
        "bank": other_blocks(report, "credit"),
        "chef": [*other_blocks(report, "staff"), *rows_of_pay(report), *other_departments(report)],
    }
    return forms(hidden[audience])


def test_nothing_hidden_is_in_any_byte_that_goes_out(report_and_copies: tuple[Report, list[Sent]]) -> None:
    report, sent = report_and_copies
    whole = numbers(sent[0].text)
    found = {}
    for copy in sent:
        wanted = secrets(report, copy.audience) - seen_elsewhere(report, copy.audience)
        leaked = sorted(wanted & numbers(copy.text))
        if leaked:
            found[copy.audience] = leaked[:10]
        if copy.audience != "owners":
            assert len(wanted) > 20, copy.audience  # there is something to hide
            assert wanted & whole, copy.audience  # and the search finds it where it is told
    assert found == {}


def seen_elsewhere(report: Report, audience: str) -> set[str]:
    """Forms of figures that the audience may see by right: two figures may be equal."""
    from flashreport.domain.audience import reduced
    from flashreport.workspace.settings import Audience

    sights: dict[str, dict[str, object]] = {
        "owners": {"pay": True, "small_groups": True},
        "managers": {"pay": True},
        "readers": {},
        "bank": {"sections": ("credit",)},
        "chef": {"sections": ("staff",), "departments": ("kitchen",)},
    }
    sight = Audience.model_validate({"name": audience, "report": "daily", **sights[audience]})
    names = {"kitchen": "Kitchen"}
    return forms(reduced(report, sight, names))


def test_hidden_names_are_nowhere(report_and_copies: tuple[Report, list[Sent]]) -> None:
    _, sent = report_and_copies
    for copy in sent:
        if copy.audience == "chef":
            assert "Service" not in copy.text
            assert "transactions" not in copy.text
        if copy.audience == "bank":
            assert "Kitchen" not in copy.text
            assert "Closing cash" not in copy.text


def test_hidden_is_told_in_the_reader_s_language(report_and_copies: tuple[Report, list[Sent]]) -> None:
    _, sent = report_and_copies
    managers = [copy.text for copy in sent if copy.audience == "managers"]
    assert "hidden" in managers[0]
    assert "محرمانه" in managers[1]
