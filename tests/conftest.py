"""What holds for all tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

import flashreport.render
from flashreport.domain.report import Report
from flashreport.render import PageSettings

# How long an example takes depends on the machine and on what else runs there; nothing is timed in a test.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


@pytest.fixture(scope="session")
def s3() -> Iterator[Path]:
    """A server that keeps the bucket ``records`` in ``data/records`` of this folder."""
    script = Path(__file__).resolve().parents[1] / "scripts" / "s3"
    started = subprocess.run(
        [script, "start"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "RCLONE": str(Path(sys.executable).with_name("rclone"))},
    )
    folder = Path(started.stdout.strip())
    yield folder
    subprocess.run([script, "stop", folder], check=True)


@pytest.fixture
def bucket(s3: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty folder in it; its key is in the environment."""
    keys = {"ACCESS_KEY_ID": "flash", "SECRET_ACCESS_KEY": "test-secret", "REGION": "us-east-1"}
    server = {"ENDPOINT_URL": f"http://127.0.0.1:{(s3 / 'port').read_text().strip()}", "ALLOW_HTTP": "true"}
    for name, value in (keys | server).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    return f"s3://records/{sha256(request.node.nodeid.encode()).hexdigest()[:20]}"


class Pdfs:
    """The largest PDF of each kind that the tests of this process make, in English and Persian.

    A kind is what decides which templates draw it: report, language, paper, and whether it is an
    entity's. The largest has the most of their parts in it. Pages of templates that a test brings
    itself are left out.
    """

    def __init__(self) -> None:
        self.kinds: dict[object, bytes] = {}
        self._render = flashreport.render.render_pdf

    def __call__(self, report: Report, page: PageSettings) -> bytes:
        made = self._render(report, page)
        if page.language in ("en", "fa") and page.templates is None:
            kind = report.report, page.language, page.paper, bool(report.scope)
            self.kinds[kind] = max(made, self.kinds.get(kind, b""), key=len)
        return made


# before any test module takes hold of the function
PDFS = Pdfs()
flashreport.render.render_pdf = PDFS


@pytest.fixture
def without_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that build many reports and open no PDF of them."""
    monkeypatch.setattr(flashreport.render, "render_pdf", lambda report, _: f"%PDF-1.7 {report.id}".encode())


@pytest.fixture(scope="session", autouse=True)
def every_pdf_is_of_the_standards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """veraPDF holds one PDF of each kind against PDF/A-3a and PDF/UA-1, all in one run at the end."""
    yield
    folder = tmp_path_factory.mktemp("pdfs")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    claims = tmp_path_factory.getbasetemp().parent / f"pdfs-{run}" if run else folder
    claims.mkdir(exist_ok=True)
    files = []
    for kind, content in PDFS.kinds.items():
        name = sha256(repr(kind).encode()).hexdigest()
        try:
            (claims / name).touch(exist_ok=False)
        except FileExistsError:
            continue  # another process of this run has it
        files.append(folder / f"{name}.pdf")
        files[-1].write_bytes(content)
    if files:
        script = Path(__file__).resolve().parents[1] / "scripts" / "verapdf"
        ended = subprocess.run([script, sys.executable, "3a,ua1", *files], capture_output=True, text=True)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert ended.stdout.count("PASS ") == 2 * len(files)
