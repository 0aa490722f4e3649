"""PDFs under a password: what leaves the house, what stays readable, what the mail and the ledger say."""

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from flashreport.delivery import Attachment
from flashreport.delivery.seal import sealed
from flashreport.errors import FlashreportError
from flashreport.workspace.settings import Audience, DeliverySettings
from flashreport.workspace.ways_out import Encryption

Make = Callable[..., Any]
WORD = "pässwort-۱۲۳"  # not ASCII: readers' programs normalise what is typed
WHERE = Encryption.model_validate({"password_env": "PDF_WORD"})
PLAIN = ("Quarterly secret", "Ana Ruiz", "hidden figures", "Helvetica", "cash.csv", "1250.00")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A page of text with a title, an author, XMP and a file inside."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(300, 200))
    font = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = made.make_stream(b"BT /F1 18 Tf 20 100 Td (hidden figures) Tj ET")
    with made.open_metadata() as meta:
        meta["dc:title"] = "Quarterly secret"
        meta["dc:creator"] = ["Ana Ruiz"]
    made.attachments["cash.csv"] = pikepdf.AttachedFileSpec(made, b"cash,1250.00", filename="cash.csv")
    out = io.BytesIO()
    made.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def text_of(pdf: bytes, password: str | None = None) -> str:
    document = pypdfium2.PdfDocument(pdf, password=password)
    text: str = document[0].get_textpage().get_text_range()
    return text.strip()


@pytest.fixture
def copy_of(copy_for: Make, pdf: bytes) -> Make:
    """A copy whose PDF asks for the password in ``PDF_WORD``."""

    def made(address: str = "ana@example.com", **more: Any) -> Any:
        files = (
            Attachment("a.pdf", "application/pdf", pdf),
            Attachment("a.html", "text/html", b"<p>pay</p>"),
        )
        values = {"audience": "owners", "attachments": files, "encrypt": WHERE}
        body = replace(copy_for().body, locked="The attached PDF asks for a password.")
        return copy_for(address, **{**values, "body": body, **more})

    return made


def test_the_pdf_is_aes_256_and_nothing_of_it_shows_in_its_bytes(pdf: bytes) -> None:
    found = sealed(pdf, WORD)
    assert all(word.encode() in pdf for word in PLAIN)  # the search would find them
    assert not [word for word in PLAIN if word.encode() in found or word.encode("utf-16-be") in found]
    with pikepdf.open(io.BytesIO(found), password=WORD) as opened:
        how = opened.encryption
        assert (how.R, how.V, how.bits) == (6, 5, 256)
        methods = {how.stream_method, how.string_method, how.file_method}
        assert {method.name for method in methods} == {"aesv3"}
        assert opened.open_metadata()["dc:title"] == "Quarterly secret"
        assert opened.attachments["cash.csv"].get_file().read_bytes() == b"cash,1250.00"
    assert text_of(found, WORD) == "hidden figures"  # by PDFium, which did not write it
    for wrong in (None, "", "password", WORD + "x"):
        with pytest.raises(pypdfium2.PdfiumError, match="password"):
            text_of(found, wrong)


def test_the_same_password_opens_it_however_its_letters_are_composed(pdf: bytes) -> None:
    assert text_of(sealed(pdf, "pa\u0308sswort"), "p\u00e4sswort") == "hidden figures"


def test_a_password_that_would_be_cut_off_is_refused(pdf: bytes) -> None:
    with pytest.raises(FlashreportError, match="127") as caught:
        sealed(pdf, "ü" * 64)
    assert caught.value.problem.code == "delivery.encrypt"


def test_a_file_that_is_no_pdf_is_told(pdf: bytes) -> None:
    with pytest.raises(FlashreportError) as caught:
        sealed(b"no pdf", WORD)
    assert caught.value.problem.code == "delivery.encrypt"


def mails(root: Path) -> list[EmailMessage]:
    found = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(root.rglob("*.eml"))
    ]
    return [one for one in found if isinstance(one, EmailMessage)]


def test_the_mail_holds_only_the_encrypted_pdf_and_says_so(desk: Make, copy_of: Make, pdf: bytes) -> None:
    sender = desk(attach=("pdf", "html"))
    sender.environment["PDF_WORD"] = WORD
    receipts = sender.send(copy_of(), copy_of("ben@example.com"), copy_of("cara@example.com", encrypt=None))
    assert [receipt.state for receipt in receipts] == ["written"] * 3
    locked, also, plain = mails(sender.root / "outbox")
    (attached,) = locked.iter_attachments()
    assert text_of(attached.get_content(), WORD) == "hidden figures"
    for kind in ("plain", "html"):
        body = locked.get_body((kind,))
        assert body is not None
        assert "asks for a password" in body.get_content()
    assert [one.get_content() for one in also.iter_attachments()] == [attached.get_content()]  # made once
    assert next(iter(plain.iter_attachments())).get_content() == pdf
    told = {entry.key.recipient: entry.detail for entry in sender.ledger.entries()}
    assert "its PDF is encrypted (AES-256)" in told["ana@example.com"]
    assert "encrypted" not in told["cara@example.com"]
    kept = b"".join(path.read_bytes() for path in sender.root.rglob("*") if path.is_file())
    assert WORD.encode() not in kept


def test_a_mail_too_large_for_the_pdf_does_not_speak_of_a_password(
    scripted: Make, desk: Make, copy_of: Make
) -> None:
    server = scripted(extensions=("STARTTLS", "AUTH PLAIN", "SIZE 3000"))
    sender = desk(server)
    sender.environment["PDF_WORD"] = WORD
    (receipt,) = sender.send(copy_of())
    assert receipt.state == "sent"
    (content,) = server.to("ana@example.com")
    assert b"too large for this mail" in content
    assert b"asks for a password" not in content
    assert "without its attachments" in receipt.detail
    assert "encrypted" not in receipt.detail


def test_36_without_a_password_for_the_pdf_nothing_of_that_audience_goes_out(
    scripted: Make, desk: Make, copy_of: Make
) -> None:
    server = scripted()
    sender = desk(server)
    both = copy_of(), copy_of("ben@example.com", encrypt=None)
    receipts = sender.send(*both)
    assert [receipt.state for receipt in receipts] == ["deferred", "sent"]
    assert "the environment variable PDF_WORD is not set" in receipts[0].detail
    assert server.to("ana@example.com") == []
    sender.environment["PDF_WORD"] = WORD
    assert sender.states(*both) == ["sent", "already"]


def test_37_without_the_package_the_mail_is_put_off_and_the_command_named(
    scripted: Make, desk: Make, copy_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = scripted()
    sender = desk(server)
    sender.environment["PDF_WORD"] = WORD
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    receipts = sender.send(copy_of(), copy_of("ben@example.com", encrypt=None))
    assert [receipt.state for receipt in receipts] == ["deferred", "sent"]
    assert "pip install 'flashreport[encrypt]'" in receipts[0].detail
    assert len(server.mails) == 1


def test_poppler_opens_it_as_well(pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(sealed(pdf, "secret"))
    shown = subprocess.run(
        ["pdftotext", "-upw", "secret", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "hidden figures"
    assert subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True).returncode


def test_encrypt_needs_a_password_and_a_pdf_to_attach() -> None:
    with pytest.raises(ValueError, match="Encrypt needs one of"):
        Encryption()
    audience = Audience(name="owners", report="daily", encrypt=WHERE)
    with pytest.raises(ValueError, match="needs 'pdf'"):
        DeliverySettings(attach=("html",), audiences=(audience,))
