"""Knowing a format, and rows for the table pipeline."""

from pathlib import Path

import pytest

from flashreport.errors import FlashreportError
from flashreport.inputs.bank import FORMATS, Format, identify, to_rows

GOLDEN = Path(__file__).resolve().parents[3].parent / "shared" / "golden" / "bank"
SAMPLES = sorted(path for path in GOLDEN.glob("*/*") if path.parent.name != "csv")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name))
def test_each_file_is_claimed_by_one_format(path: Path) -> None:
    data = path.read_bytes()
    claims = [name for name, each in FORMATS.items() if each.identify(data)]
    assert claims == [path.parent.name] == [identify(data)]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"<html></html>", b"\x00" * 50, b"PK\x03\x04", b"01"])
def test_a_file_that_none_claims(data: bytes) -> None:
    with pytest.raises(FlashreportError) as caught:
        identify(data, "x.dat")
    assert (caught.value.problem.code, caught.value.problem.place.file) == ("bank.unknown-format", "x.dat")


def test_csv_is_no_bank_format() -> None:
    for path in GOLDEN.glob("csv/*"):
        with pytest.raises(FlashreportError):
            identify(path.read_bytes())


def test_a_file_that_two_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    qif = FORMATS["qif"]
    monkeypatch.setitem(FORMATS, "twin", Format("twin", qif.identify, qif.read))
    with pytest.raises(FlashreportError) as caught:
        identify(b"!Type:Bank\n")
    assert caught.value.problem.code == "bank.ambiguous-format"
    assert "qif and twin" in str(caught.value)


def test_rows_are_text_cells() -> None:
    path = GOLDEN / "mt940" / "betterplace_sepa_mt9401.sta"
    transactions, balances = to_rows(FORMATS["mt940"].read(path.read_bytes(), path.name, {}))
    assert transactions[5] == {
        "account": "50880050/0194774600888",
        "date": "2007-09-04",
        "value_date": "2007-09-04",
        "amount": "-204.88",
        "currency": "EUR",
        "reference": "",
        "counterparty": "",
        "text": "0904059003",
        "line": 19,
    }
    assert balances[:2] == [
        {
            "account": "50880050/0194774600888",
            "date": day,
            "kind": kind,
            "amount": amount,
            "currency": "EUR",
            "line": 1,
        }
        for day, kind, amount in [
            # printed with 3 September, the day of the closing before: without an entry of that day
            # it speaks for the morning after
            ("2007-09-04", "opening", "-1234718.36"),
            ("2007-09-04", "closing", "-1237628.23"),
        ]
    ]
    assert len(balances) == 40
    assert all(
        isinstance(cell, int if name == "line" else str) for row in transactions for name, cell in row.items()
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name))
def test_lines_point_at_their_entries(path: Path) -> None:
    """The line of an entry holds its amount (XML and OFX: the line its element starts on)."""
    data = path.read_bytes()
    lines = data.decode("utf-8", errors="replace").replace("\r\n", "\n").split("\n")
    starts = {"mt940": ":61:", "bai2": "16,", "camt053": "<Ntry>", "ofx": "<STMTTRN>", "qif": "D"}
    for statement in FORMATS[path.parent.name].read(data, path.name, {}).statements:
        for entry in statement.entries:
            assert starts[path.parent.name] in lines[entry.line - 1]
