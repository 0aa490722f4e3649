"""A PAdES signature on a PDF of record, in a file of its own, and what such a signature proves.

The signed file is the kept one with the signature appended: its first bytes stay what the
archive keeps, so both can be held against each other.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place, phrase

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator import ValidationContext

_FIELD = "flashreport"
_PATIENCE = 30
_INSTALL = phrase("Run: pip install 'flashreport[sign]'")


@dataclass(frozen=True)
class Identity:
    """Who signs: a PKCS#12 file, or a key and a certificate; ``chain`` leads to a trusted root."""

    pkcs12: Path | None = None
    key: Path | None = None
    certificate: Path | None = None
    chain: tuple[Path, ...] = ()
    password: str = ""


@dataclass(frozen=True)
class Purpose:
    """What the signature says beside the name; ``timestamp`` is the address of an authority."""

    reason: str = ""
    location: str = ""
    timestamp: str = ""


@dataclass(frozen=True)
class Verdict:
    """``intact``: no byte differs from what was signed. ``trusted``: by a chain to a given root.

    ``signed_at`` is the trusted time stamp's, empty without one.
    """

    signer: str
    intact: bool
    trusted: bool
    whole_file: bool
    signed_at: str = ""

    @property
    def valid(self) -> bool:
        """Whether the file is what somebody trusted signed, all of it."""
        return self.intact and self.trusted and self.whole_file


def signed(pdf: bytes, identity: Identity, purpose: Purpose) -> bytes:
    """The PDF with an invisible PAdES signature appended. FlashreportError ``render.sign``."""
    _needed()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.timestamps import HTTPTimeStamper

    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=purpose.reason or None,
        location=purpose.location or None,
    )
    stamper = HTTPTimeStamper(purpose.timestamp, timeout=_PATIENCE) if purpose.timestamp else None
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signer = signers.PdfSigner(meta, signer=_signer(identity), timestamper=stamper)
    try:
        return bytes(signer.sign_pdf(writer).getbuffer())
    except Exception as error:  # the authority's answer, the network, the key: all of them other types
        raise _failed(phrase("the PDF cannot be signed: {reason}.", reason=_reason(error))) from error


def checked(pdf: bytes, roots: Sequence[Path]) -> Verdict:
    """What the file's signature proves; ``roots`` are the certificates that are trusted.

    FlashreportError ``render.unsigned`` when there is no signature that can be read.
    """
    _needed()
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature

    trust = _trust(roots)
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        status = validate_pdf_signature(found[0], trust, trust)
    except Exception as error:  # a file that was changed may break anywhere in the reader
        raise FlashreportError(
            "render.unsigned",
            phrase("no signature can be read: {reason}.", reason=_reason(error)),
            "Sign it with: flashreport sign",
        ) from error
    stamp = status.timestamp_validity
    stamped = stamp if stamp is not None and stamp.intact and stamp.valid and stamp.trusted else None
    return Verdict(
        signer=str(status.signing_cert.subject.human_friendly),
        intact=bool(status.intact and status.valid) and status.modification_level == ModificationLevel.NONE,
        trusted=bool(status.trusted),
        whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        signed_at=stamped.timestamp.isoformat() if stamped else "",
    )


def _needed() -> None:
    try:
        import pyhanko  # noqa: F401 # whether it is there
    except ImportError as error:
        raise FlashreportError(
            "render.sign", "the package that signs PDFs is not installed.", _INSTALL
        ) from error


def _signer(identity: Identity) -> "SimpleSigner":
    from pyhanko.sign.signers import SimpleSigner

    secret = identity.password.encode() or None
    chain = tuple(str(path) for path in identity.chain)
    if identity.pkcs12 is not None:
        made: SimpleSigner | None = SimpleSigner.load_pkcs12(str(identity.pkcs12), chain, passphrase=secret)
    else:
        made = SimpleSigner.load(str(identity.key), str(identity.certificate), chain, key_passphrase=secret)
    if made is None:
        files = [
            str(path)
            for path in (identity.pkcs12, identity.key, identity.certificate, *identity.chain)
            if path
        ]
        raise FlashreportError(
            "render.sign",
            "the key cannot be used: it is not there, not in this form, or the password is wrong.",
            "Check the files and the password of [archive.signing].",
            Place(file=files[0], value=", ".join(files[1:])),
        )
    return made


def _trust(roots: Sequence[Path]) -> "ValidationContext":
    from pyhanko.keys import load_certs_from_pemder
    from pyhanko_certvalidator import ValidationContext

    try:
        certificates = list(load_certs_from_pemder([str(path) for path in roots]))
    except (OSError, ValueError) as error:
        raise _failed(
            phrase("the trusted certificates cannot be read: {reason}.", reason=_reason(error))
        ) from error
    return ValidationContext(trust_roots=certificates, allow_fetching=False)


def _failed(text: str) -> FlashreportError:
    return FlashreportError(
        "render.sign", text, "Check key, certificates, password and time-stamp authority."
    )


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
