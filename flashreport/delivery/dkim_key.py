"""The DKIM signature of a mail (RFC 6376): whoever receives it can tell that it is the domain's own.

The key is read once a run and stays in this object: it reaches no log, ledger, archive or message.
"""

import base64
from pathlib import Path

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of
from flashreport.workspace.ways_out import DkimSettings

# Named once more than they stand there, so that none can be added on the way (RFC 6376, 8.15).
_SINGLE = ("from", "to", "cc", "subject", "date", "message-id", "reply-to")
_SIGNED = (
    *_SINGLE,
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-language",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_FEWEST_BITS = 1024  # RFC 8301
_INTEGER, _BIT_STRING, _SEQUENCE = 0x02, 0x03, 0x30
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")  # what kind of key it is, as DER (RFC 8017)
_PLACE = "delivery.dkim.key_file"


class DkimKey:
    """The key of the settings, ready to sign; ``bits`` is its size."""

    def __init__(self, settings: DkimSettings, root: Path) -> None:
        """Read it. Raises ``delivery.no-dkim`` and ``delivery.dkim-key``."""
        try:
            from dkim import crypto
        except ImportError as error:
            raise FlashreportError(
                "delivery.no-dkim",
                "the package that signs mails is not installed.",
                "Run: pip install 'flashreport[dkim]'",
            ) from error
        self._domain, self._selector = settings.domain.lower().encode(), settings.selector.encode()
        path = root / Path(settings.key_file).expanduser()
        try:
            self._pem = path.read_bytes().replace(b"\r\n", b"\n")
        except OSError as error:
            reason = phrase("{path} cannot be read: {reason}.", path=path, reason=reason_of(error))
            raise _unusable(reason) from error
        try:
            self._numbers = crypto.parse_pem_private_key(self._pem)
        except Exception as error:  # what stands in a wrong file may break anywhere in the parser
            reason = phrase("{path} is no private RSA key as PEM without a password.", path=path)
            raise _unusable(reason) from error
        self.bits = int(self._numbers["modulus"]).bit_length()
        if self.bits < _FEWEST_BITS:
            raise _unusable(
                phrase(
                    "the key in {path} has {bits} bits, and receivers ask for {least} or more.",
                    path=path,
                    bits=self.bits,
                    least=_FEWEST_BITS,
                )
            )

    def __repr__(self) -> str:
        """Without the key."""
        return f"DkimKey({self.name!r})"

    @property
    def name(self) -> str:
        """Where the DNS has its public half."""
        return f"{self._selector.decode()}._domainkey.{self._domain.decode()}"

    @property
    def record(self) -> str:
        """The TXT record that belongs there."""
        numbers = [self._numbers["modulus"], self._numbers["publicExponent"]]
        inner = _der(_SEQUENCE, b"".join(_der(_INTEGER, _signed_bytes(one)) for one in numbers))
        public = _der(_SEQUENCE, _RSA + _der(_BIT_STRING, b"\0" + inner))
        return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"

    def signed(self, message: bytes) -> bytes:
        """The message with its signature on top; of the body all is signed, never a part of it."""
        import dkim

        head = message.split(b"\r\n\r\n", 1)[0].lower()
        there = [name for name in _SIGNED if b"\r\n" + name.encode() + b":" in b"\r\n" + head]
        names = [name.encode() for name in (*there, *_SINGLE)]
        header: bytes = dkim.sign(
            message,
            self._selector,
            self._domain,
            self._pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
            length=False,
        )
        return header + message


def aligned(domain: str, sender_domain: str) -> bool:
    """Whether receivers take the signature for the sender's: one domain is the other or lies below it."""
    one, other = domain.lower(), sender_domain.lower()
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _signed_bytes(number: int) -> bytes:
    """The number's bytes, with a zero in front where the first bit is set: it is not negative."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _der(tag: int, content: bytes) -> bytes:
    """One value as DER: its tag, its length in as few bytes as can be, itself (X.690, 8.1)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _unusable(message: str) -> FlashreportError:
    return FlashreportError(
        "delivery.dkim-key",
        message,
        "Make one with: openssl genrsa -out dkim.pem 2048",
        Place(file="flashreport.toml", key=_PLACE),
    )
