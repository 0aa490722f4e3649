"""The wheel carries templates, fonts and sample data, and works from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    wheel = next(folder.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "XDG_CACHE_HOME": str(folder / ".cache")}
    return subprocess.run(
        [sys.executable, "-m", "flashreport", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_templates_fonts_and_sample_data_are_inside(unpacked: Path) -> None:
    data = unpacked / "flashreport" / "_data"
    assert (data / "templates" / "report" / "report.html").is_file()
    assert list((data / "templates" / "fonts").glob("*.ttf"))
    assert (data / "sample_data" / "en" / "flashreport.toml").is_file()
    assert (unpacked / "flashreport" / "facts" / "sql" / "duckdb" / "hours.sql").is_file()
    assert (unpacked / "flashreport" / "domain" / "overtime" / "rules.toml").is_file()


def test_a_report_is_built_from_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    made = run(unpacked, tmp_path, "init", "company")
    assert made.returncode == 0, made.stderr
    built = run(unpacked, tmp_path, "-C", "company", "build", "--no-send", "--json")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "company" / "reports" / "flash-2026-11-19.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "company" / "reports" / "flash-2026-11-19.html").is_file()
