"""A PAdES signature with a time stamp from a real HTTP authority; INVALID after one flipped byte."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from flashreport.domain.report import Report
from flashreport.errors import FlashreportError
from flashreport.render import PageSettings, render_pdf
from flashreport.render.signature import Identity, Purpose, checked, signed

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse"  # noqa: S105 - of a key that the test makes


@dataclass(frozen=True)
class Issued:
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def issued(name: str, by: Issued | None = None, *, stamps: bool = False) -> Issued:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    authority = by is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(True, not authority, False, False, False, authority, authority, False, False),
            critical=True,
        )
    )
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Issued(builder.sign(by.key if by else key, hashes.SHA256()), key)


def pem(path: Path, issue: Issued) -> tuple[Path, Path]:
    certificate, key = path.with_suffix(".crt"), path.with_suffix(".key")
    certificate.write_bytes(issue.certificate.public_bytes(serialization.Encoding.PEM))
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    form = serialization.PrivateFormat.PKCS8
    key.write_bytes(issue.key.private_bytes(serialization.Encoding.PEM, form, locked))
    return certificate, key


@dataclass(frozen=True)
class House:
    """A root, a signer of it, and the address of a time-stamp authority of it."""

    root: Path
    key: Path
    certificate: Path
    both: Path
    authority: str


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    folder = tmp_path_factory.mktemp("house")
    root = issued("A root")
    signer, stamper = issued("Corner Table Group", root), issued("A time-stamp authority", root, stamps=True)
    root_file, _ = pem(folder / "root", root)
    certificate, key = pem(folder / "signer", signer)
    stamp_certificate, stamp_key = pem(folder / "stamper", stamper)
    both = folder / "signer.p12"
    both.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"signer",
            signer.key,
            signer.certificate,
            [root.certificate],
            serialization.BestAvailableEncryption(PASSWORD.encode()),
        )
    )
    store = SimpleCertificateStore()
    store.register(load_cert_from_pemder(str(root_file)))
    authority = DummyTimeStamper(
        tsa_cert=load_cert_from_pemder(str(stamp_certificate)),
        tsa_key=load_private_key_from_pemder(str(stamp_key), passphrase=PASSWORD.encode()),
        certs_to_embed=store,
    )

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = authority.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield House(root_file, key, certificate, both, f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def pdf(request: pytest.FixtureRequest) -> bytes:
    """A small file: what is signed does not matter, but that it is a PDF of record does once, below."""
    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    folder = request.getfixturevalue("tmp_path_factory").mktemp("pdf")
    made.save(folder / "a.pdf")
    return Path(folder / "a.pdf").read_bytes()


def test_a_time_stamped_signature_is_trusted_and_covers_the_file(house: House, pdf: bytes) -> None:
    identity = Identity(key=house.key, certificate=house.certificate, chain=(house.root,), password=PASSWORD)
    made = signed(pdf, identity, Purpose("Record", "Tehran", house.authority))
    assert made.startswith(pdf)
    found = checked(made, [house.root])
    assert found.valid
    assert found.signer == "Common Name: Corner Table Group"
    assert abs(datetime.fromisoformat(found.signed_at) - datetime.now(UTC)) < timedelta(minutes=5)
    assert not checked(made, []).trusted


def test_one_flipped_byte_is_invalid(house: House, pdf: bytes) -> None:
    made = signed(pdf, Identity(pkcs12=house.both, password=PASSWORD), Purpose())
    assert checked(made, [house.root]).valid
    assert checked(made, [house.root]).signed_at == ""
    passed = []
    for place in range(0, len(pdf), max(1, len(pdf) // 60)):
        broken = bytearray(made)
        broken[place] ^= 1
        with suppress(FlashreportError):  # a broken reader's table is no signature either
            passed += [place] if checked(bytes(broken), [house.root]).valid else []
    assert passed == []
    more = checked(made + b"\n% and a line more\n", [house.root])
    assert not more.valid


@pytest.mark.parametrize("wrong", ["password", "file", "authority"])
def test_what_cannot_sign_is_told(house: House, pdf: bytes, tmp_path: Path, wrong: str) -> None:
    identity = Identity(
        pkcs12=tmp_path / "none.p12" if wrong == "file" else house.both,
        password="guess" if wrong == "password" else PASSWORD,
    )
    purpose = Purpose(timestamp="http://127.0.0.1:9/" if wrong == "authority" else "")
    with pytest.raises(FlashreportError) as raised:
        signed(pdf, identity, purpose)
    assert raised.value.problem.code == "render.sign"


def test_no_signature_is_told(house: House, pdf: bytes) -> None:
    with pytest.raises(FlashreportError) as raised:
        checked(pdf, [house.root])
    assert raised.value.problem.code == "render.unsigned"


def test_a_signed_report_stays_a_pdf_of_record(house: House, report: Report, tmp_path: Path) -> None:
    made = render_pdf(report, PageSettings())
    target = tmp_path / "signed.pdf"
    target.write_bytes(
        signed(made, Identity(pkcs12=house.both, password=PASSWORD), Purpose("Record", "", house.authority))
    )
    assert checked(target.read_bytes(), [house.root]).valid
    ended = subprocess.run(
        [str(ROOT / "scripts" / "verapdf"), sys.executable, "3a,ua1", str(target)],
        capture_output=True,
        text=True,
    )
    assert ended.stdout.count("PASS ") == 2, ended.stdout + ended.stderr
