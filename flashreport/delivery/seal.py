"""PDFs under a password: AES-256, and only in the copy that leaves the house.

Numbers and names of a PDF's objects stay readable when it is encrypted, so all objects go into
compressed streams, which are encrypted as a whole. The bytes differ each time, by their salt.
"""

import io
import unicodedata
from dataclasses import replace

from flashreport.delivery.copies import Attachment, Copy
from flashreport.delivery.credentials import password
from flashreport.delivery.means import Means
from flashreport.errors import FlashreportError, Place, phrase

SEALED = "its PDF is encrypted (AES-256)"
PDF = "application/pdf"
_LONGEST = 127  # bytes; the rest of a password counts for nothing (ISO 32000-2, 7.6.4.3.2)


class Seals:
    """The encrypted PDFs of one run: each is made once, however many people get it."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._made: dict[tuple[str, bytes], bytes] = {}

    def of(self, copy: Copy) -> Copy:
        """The copy as it may leave the house: where its audience has a password, PDFs under it alone.

        Raises FlashreportError: ``delivery.no-password``, ``delivery.no-encryption``,
        ``delivery.encrypt``.
        """
        if copy.encrypt is None:
            return copy
        pdfs = [one for one in copy.attachments if one.mime_type == PDF]
        return replace(copy, attachments=tuple(self._sealed(copy, one) for one in pdfs))

    def _sealed(self, copy: Copy, plain: Attachment) -> Attachment:
        key = copy.audience, plain.content
        if key not in self._made:
            assert copy.encrypt is not None  # noqa: S101 # the caller has looked
            place = f"delivery.audiences.{copy.audience}.encrypt"
            self._made[key] = sealed(plain.content, password(copy.encrypt, self._means, place), place)
        return replace(plain, content=self._made[key])


def sealed(pdf: bytes, secret: str, key: str = "") -> bytes:
    """The PDF, which asks for the password from now on. ``key`` names the settings in errors."""
    try:
        import pikepdf
    except ImportError as error:
        raise FlashreportError(
            "delivery.no-encryption",
            "the package that encrypts PDFs is not installed.",
            "Run: pip install 'flashreport[encrypt]'",
        ) from error
    typed = unicodedata.normalize("NFKC", secret)  # as readers' programs do with what is typed
    if len(typed.encode()) > _LONGEST:
        raise FlashreportError(
            "delivery.encrypt",
            phrase("the PDF's password is longer than {n} bytes.", n=_LONGEST),
            "Take a shorter one.",
            Place(key=key),
        )
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if "/ID" in document.trailer:
                del document.trailer["/ID"]  # the archived file's own mark; a new one is made
            document.save(
                out,
                encryption=pikepdf.Encryption(owner=typed, user=typed, R=6),
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                min_version="2.0",
            )
    except pikepdf.PdfError as error:
        raise FlashreportError(
            "delivery.encrypt",
            phrase("the PDF cannot be encrypted: {reason}.", reason=str(error).splitlines()[0]),
            "Check the archive with: flashreport verify",
            Place(key=key),
        ) from error
    return out.getvalue()
