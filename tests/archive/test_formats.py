"""Archives as earlier programs wrote them: each still verifies, shows, compares and grows.

``formats/format-N.tar.gz`` is a workspace with three real builds: Monday, Tuesday, and Tuesday
again after the rent in ``bank.csv`` was corrected from 45.50 to 46.50. ``make_format.py`` makes the newest.
"""

import json
import subprocess
import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashreport.archive import ArchivePlace, open_archive
from flashreport.archive.compare import compare
from flashreport.archive.export import export
from flashreport.archive.known import measures_as_known
from flashreport.archive.verify import verify
from flashreport.cli.run import run
from flashreport.pipeline import Order, build
from flashreport.workspace.load import load

FORMATS = sorted((Path(__file__).parent / "formats").glob("format-*.tar.gz"))
NEWEST = {
    "format-1": "6d0155d559ed2c3d552693725b3858480430ac2dabb42fb77477356d8e61c1ed",
    "format-2": "3d634a0820b123ef28974c38973cc8e4849ea5f8a04464cf543e46a7708ee493",
}
TUESDAY = date(2026, 3, 3)


@pytest.fixture(params=FORMATS, ids=lambda path: path.name.split(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> ArchivePlace:
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    return ArchivePlace(tmp_path, tmp_path / "archive")


def test_there_is_one_of_each_format() -> None:
    assert [path.name.split(".")[0] for path in FORMATS] == sorted(NEWEST)


def test_it_verifies(old: ArchivePlace, request: pytest.FixtureRequest) -> None:
    found = verify(old)
    assert not found.problems
    assert found.editions == 3
    assert found.newest in NEWEST.values()
    assert found.newest == NEWEST[request.node.callspec.id]


def test_it_is_read_and_compared(old: ArchivePlace) -> None:
    with open_archive(old) as archive:
        first, second, third = (archive.edition(number) for number in (1, 2, 3))
        assert (third.business_date, third.revision) == ("2026-03-03", 2)
        reports = [archive.report(edition.stored) for edition in (first, second, third)]
        assert [report.business_date for report in reports] == [date(2026, 3, 2), TUESDAY, TUESDAY]
        assert all(content.startswith((b"%PDF", b"<!doctype", b"\n<!doc")) for content in _pages(archive))
        found = compare((second, reports[1]), (third, reports[2]))
        assert {item.what[0].message for item in found if item.kind == "input"} == {"bank.csv"}
        known = measures_as_known(archive, "cash.disbursements")
        assert known is not None
        assert {day: int(read.amount) for day, read in known.days.items()} == {  # type: ignore[union-attr] # both days have data
            date(2026, 3, 2): 0,
            TUESDAY: 4650,
        }


def test_it_is_exported_with_sums_that_coreutils_check(old: ArchivePlace, tmp_path: Path) -> None:
    with open_archive(old) as archive:
        export(archive, [archive.edition(number) for number in (1, 2, 3)], tmp_path / "audit")
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "audit")
    assert checked.returncode == 0


def test_commands_read_it(old: ArchivePlace, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def told(*arguments: object) -> str:
        assert run(["-C", str(old.root), *map(str, arguments)]) == 0
        return capsys.readouterr().out

    assert told("history").count("2026-03-03") >= 2
    assert "Two Shops" in told("show", "2026-03-02")
    told("show", "2026-03-03-r1", "--format", "pdf", "--output", tmp_path / "shown.pdf")
    assert (tmp_path / "shown.pdf").read_bytes().startswith(b"%PDF")
    assert "3 editions" in told("verify")
    known = json.loads(told("history", "--measure", "cash.disbursements", "--json"))
    assert {day["date"]: day["value"] for day in known["days"]} == {"2026-03-02": "0", "2026-03-03": "46.5"}
    before = told("history", "--measure", "cash.disbursements", "--as-known", "2026-03-03", "--json")
    assert [day["date"] for day in json.loads(before)["days"]] == ["2026-03-02"]
    for edition, rent in ((2, "-4550"), (3, "-4650")):
        told_by = told("explain", "cash.disbursements", "--edition", edition)
        assert "bank.csv:3" in told_by
        assert rent in told_by


def _pages(archive: object) -> list[bytes]:
    from flashreport.archive import Archive

    assert isinstance(archive, Archive)
    return [
        content for number in (1, 2, 3) for content in archive.files(archive.edition(number).stored).values()
    ]


def test_it_grows(old: ArchivePlace) -> None:
    order = Order(now=datetime(2026, 3, 5, 6, tzinfo=UTC), send=False)
    built = build(load(old.root), order)
    assert built.stored is not None
    assert built.stored.number == 4
    found = verify(old)
    assert not found.problems
    assert found.editions == 4
