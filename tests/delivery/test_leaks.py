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
from email.message import EmailMessage
from functools import cache
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pydantic import BaseModel

from flashreport.archive import open_archive
from flashreport.domain.audience import reduced
from flashreport.domain.measures import MEASURES
from flashreport.domain.pay import PAY, tells_pay
from flashreport.domain.report import Figure, Report, Section, Table
from flashreport.pipeline import Order, build
from flashreport.render.words import catalogue
from flashreport.workspace.load import load
from flashreport.workspace.settings import Audience

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

[[delivery.audiences]]
name = "locked"
report = "daily"
pay = true
encrypt = { password_file = "pdf-password" }
recipients = [{ address = "locked@cornertable.example" }]

[[delivery.audiences]]
name = "harbor"
report = "daily"
entities = ["harbor"]
recipients = [{ address = "harbor@cornertable.example" }]

[[delivery.audiences]]
name = "harbor-kitchen"
report = "daily"
entities = ["harbor"]
departments = ["kitchen"]
sections = ["staff"]
recipients = [{ address = "harbor-kitchen@cornertable.example" }]
"""
PASSWORD = "a password for the test's PDF"  # noqa: S105 # of the test
# Names that the user gave to what tells pay: nothing in them says so.
KPIS = """
[[kpi]]
id = "weeks"
measure = "cash.payroll_days"
label = "Weeks of cooks"
owner = "Paymaster general"
objective = "Cooks first"
cadence = "daily"

[[kpi]]
id = "private"
measure = "cash.closing"
label = "Nest egg of the owners"
owner = "Owners"
objective = "Theirs alone"
cadence = "daily"
audience = ["owners"]
"""
NOTES = """
[[note]]
on = 2026-11-19
measure = "cash.payroll_days"
role = "Finance"
text = "Two cooks wanted theirs at once"

[[note]]
on = 2026-11-19
measure = "staff.pay"
role = "Finance"
text = "A cook went home with more"

[[note]]
on = 2026-11-19
role = "Finance"
text = "Wages went out early for the dishwashers"
"""
OF_PAY = (
    "Weeks of cooks",
    "Paymaster general",
    "Sauce per plate",
    "Two cooks wanted",
    "A cook went home",
    "dishwashers",
)
WITHOUT_PAY = ("readers", "bank", "chef", "locked-mail", "harbor", "harbor-kitchen")


@dataclass(frozen=True)
class Sent:
    """One copy: its audience and all its text."""

    audience: str
    text: str


@pytest.fixture(scope="module")
def workspace_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with the audiences above, and names of its own for what tells pay."""
    root = tmp_path_factory.mktemp("leaks") / "en"
    shutil.copytree(SAMPLE, root)
    settings = (root / "flashreport.toml").read_text("utf-8")
    settings = settings[: settings.index("# Who gets which report")] + AUDIENCES
    (root / "flashreport.toml").write_text(settings, encoding="utf-8")
    kpis = (root / "kpis.toml").read_text("utf-8")
    assert 'label = "Labour cost share"' in kpis
    kpis = kpis.replace('label = "Labour cost share"', 'label = "Sauce per plate"') + KPIS
    (root / "kpis.toml").write_text(kpis, encoding="utf-8")
    with (root / "notes.toml").open("a", encoding="utf-8") as file:
        file.write(NOTES)
    (root / "pdf-password").write_text(PASSWORD)
    return root


@pytest.fixture(scope="module")
def reports_and_sent(workspace_root: Path) -> tuple[dict[str, Report], list[Sent]]:
    """The reports by scope, and all that went to the outbox."""
    workspace = load(workspace_root, MEASURES)
    built = build(workspace, Order(now=NOW, business_date=DAY))
    reports = {"": built.report}
    with open_archive(workspace) as archive:
        stored = archive.newest("daily", "harbor", DAY)
        assert stored is not None
        reports["harbor"] = archive.report(stored)
    return reports, [one for path in sorted((workspace_root / "outbox").rglob("*.eml")) for one in sent(path)]


def sent(path: Path) -> Iterator[Sent]:
    """A mail's texts; where its PDF is encrypted, what opens with the password and the rest by themselves."""
    mail = path.read_bytes()
    address = message_from_bytes(mail, policy=policy.default)["To"].addresses[0].username
    audience = {"manager": "managers", "modir": "managers", "owner": "owners", "reader": "readers",
                "khanande": "readers"}.get(address, address)  # fmt: skip
    if audience != "locked":
        yield Sent(audience, "\n".join(texts(mail)))
        return
    yield Sent("locked-mail", "\n".join(texts(mail, opened=False)))
    yield Sent("locked", "\n".join(texts(mail, parts=("application/pdf",))))


def texts(mail: bytes, *, opened: bool = True, parts: tuple[str, ...] = ()) -> Iterator[str]:
    """Headers, parts, names, and what is inside pictures and PDFs.

    An encrypted PDF is ``opened`` or searched as it is; ``parts`` are kinds, all without any.
    """
    message = message_from_bytes(mail, policy=policy.default)
    yield from (f"{name}: {value}" for name, value in message.items() if not parts)
    for part in message.walk():
        if parts and part.get_content_type() not in parts:
            continue
        yield from (f"{name}: {value}" for name, value in part.items())
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        kind = part.get_content_type()
        if kind == "application/pdf":
            yield from pdf_texts(content) if opened else closed_pdf_texts(content)
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
    """Pages, metadata, every text of its objects (titles, alternative texts, marks), the files inside."""
    for page in pypdfium2.PdfDocument(content, password=PASSWORD):
        yield page.get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(content), password=PASSWORD) as pdf:
        if "/Metadata" in pdf.Root:
            yield pdf.Root.Metadata.read_bytes().decode("utf-8")
        for one in pdf.objects:
            yield from strings(one)
        for name, file in pdf.attachments.items():
            yield name
            yield file.get_file().read_bytes().decode("utf-8")


CELL_NAMES = ("/ID", "/Headers")
"""Under these the writer of the PDF names table cells by a running number, such as ``1734-0-1``."""


def strings(part: object) -> Iterator[str]:
    """The texts in an object of a PDF, down to the next object that stands by itself."""
    if isinstance(part, pikepdf.String):
        yield str(part)
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Array):
        named = part.items() if isinstance(part, pikepdf.Dictionary) else (("", one) for one in part)
        values = (value for key, value in named if key not in CELL_NAMES)
        for value in values:
            if not getattr(value, "is_indirect", False):
                yield from strings(value)


def closed_pdf_texts(content: bytes) -> Iterator[str]:
    """What shows of an encrypted PDF without its password: nothing opens, and its bytes hold no text."""
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    for found in re.findall(rb"[ -~]{12,}", content):  # shorter ones come by chance among so many bytes
        yield re.sub(r"/[A-Za-z]\w* ?[0-9]+|[0-9]+ 0 (?:R|obj)|[0-9]{10} [0-9]{5} [nf]", "", found.decode())


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
    """The numbers of a text, as they are written; what follows a letter is a name, such as that of a job."""
    return frozenset(re.findall(r"(?<![A-Za-z])[0-9]+(?:[.,][0-9]+)*|[۰-۹]+(?:[٬٫][۰-۹]+)*", text))


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


Reports = dict[str, Report]
SCOPES = {"harbor": "harbor", "harbor-kitchen": "harbor"}


def secrets(reports: Reports, audience: str) -> set[str]:
    """What the audience may not see, without what it may see elsewhere."""
    report, harbor = reports[""], reports["harbor"]
    hidden: dict[str, list[object]] = {
        "owners": [],
        "managers": list(few(report)),
        "locked": list(few(report)),
        "locked-mail": [*few(report), *rows_of_pay(report)],
        "readers": [*few(report), *rows_of_pay(report)],
        "bank": other_blocks(report, "credit"),
        "chef": [*other_blocks(report, "staff"), *rows_of_pay(report), *other_departments(report)],
        "harbor": [report, *few(harbor), *rows_of_pay(harbor)],
        "harbor-kitchen": [
            report, *other_blocks(harbor, "staff"), *rows_of_pay(harbor), *other_departments(harbor),
        ],
    }  # fmt: skip
    return forms(hidden[audience])


Sent_ = tuple[Reports, list[Sent]]


def test_nothing_hidden_is_in_any_byte_that_goes_out(reports_and_sent: Sent_) -> None:
    reports, sent = reports_and_sent
    assert {copy.audience for copy in sent} == SIGHTS.keys()
    whole = numbers(next(copy.text for copy in sent if copy.audience == "owners"))
    found = {}
    for copy in sent:
        wanted = secrets(reports, copy.audience) - seen_elsewhere(reports, copy.audience)
        leaked = sorted(wanted & numbers(copy.text))
        if leaked:
            found[copy.audience] = leaked[:10]
        if copy.audience != "owners":
            assert len(wanted) > 20, copy.audience  # there is something to hide
            assert wanted & whole, copy.audience  # and the search finds it where it is told
    assert found == {}


SIGHTS: dict[str, dict[str, object]] = {
    "owners": {"pay": True, "small_groups": True},
    "managers": {"pay": True},
    "locked": {"pay": True},
    "locked-mail": {},
    "readers": {},
    "bank": {"sections": ("credit",)},
    "chef": {"sections": ("staff",), "departments": ("kitchen",)},
    "harbor": {"entities": ("harbor",)},
    "harbor-kitchen": {"entities": ("harbor",), "sections": ("staff",), "departments": ("kitchen",)},
}


def seen_elsewhere(reports: Reports, audience: str) -> set[str]:
    """Forms of figures that the audience may see by right: two figures may be equal."""
    sight = Audience.model_validate({"name": audience, "report": "daily", **SIGHTS[audience]})
    return forms(reduced(reports[SCOPES.get(audience, "")], sight, {"kitchen": "Kitchen"}))


def test_hidden_names_are_nowhere(reports_and_sent: Sent_) -> None:
    _, sent = reports_and_sent
    for copy in sent:
        if copy.audience in ("chef", "harbor-kitchen"):
            assert "Service" not in copy.text
            assert "transactions" not in copy.text
        if copy.audience in ("bank", "harbor-kitchen"):
            assert "Closing cash" not in copy.text
        if copy.audience == "bank":
            assert "Kitchen" not in copy.text.replace("Harbor Kitchen", "")


def test_nothing_that_names_pay_is_told_to_who_may_not_see_it(reports_and_sent: Sent_) -> None:
    """Labels, owners and notes of what tells pay, and KPIs that are others' alone."""
    _, sent = reports_and_sent
    told = {copy.audience: copy.text for copy in sent if copy.audience in ("owners", "locked", "managers")}
    assert [word for word in OF_PAY if word not in told["owners"]] == []  # the search finds them
    assert "Nest egg" in told["owners"]
    found = {
        copy.audience: names
        for copy in sent
        if (names := sorted(word for word in private_names(copy.audience) if word in copy.text))
    }
    assert found == {}


def private_names(audience: str) -> list[str]:
    """Names that the audience may not read, in English and Persian."""
    found = [] if audience == "owners" else ["Nest egg"]
    if audience in WITHOUT_PAY:
        labels = [MEASURES[key].label for key in PAY if MEASURES[key].label != "Pay"]
        found += [*OF_PAY, *labels, *(catalogue("fa").gettext(label) for label in labels)]
    return found


def test_each_mail_is_small_and_without_defects(workspace_root: Path, reports_and_sent: Sent_) -> None:
    paths = sorted((workspace_root / "outbox").rglob("*.eml"))
    assert len(paths) == len(reports_and_sent[1]) - 1  # one of them is searched in two parts
    for path in paths:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert not [defect for part in message.walk() for defect in part.defects], path
        page = message.get_body(("html",))
        assert page is not None
        assert len(page.get_content().encode()) < 80_000, path
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Unsubscribe"].startswith(
            "<mailto:flash@cornertable.example?subject=unsubscribe%20"
        )
        assert message["Date"].datetime.date() == NOW.date()


def test_hidden_is_told_in_the_reader_s_language(reports_and_sent: Sent_) -> None:
    _, sent = reports_and_sent
    managers = [copy.text for copy in sent if copy.audience == "managers"]
    assert "hidden" in managers[0]
    assert "محرمانه" in managers[1]


def test_the_mail_around_an_encrypted_pdf_says_that_it_asks_for_a_password(reports_and_sent: Sent_) -> None:
    _, sent = reports_and_sent
    mail, pdf = (next(one.text for one in sent if one.audience == name) for name in ("locked-mail", "locked"))
    assert mail.count("The attached PDF asks for a password. Pay is told there, not in this mail.") == 2
    assert "Weeks of cooks" in pdf
