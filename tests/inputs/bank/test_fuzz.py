"""No bytes make a bank reader fail other than with an error of its own."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.errors import FlashreportError
from flashreport.inputs.bank import FORMATS, BankFile, identify, to_rows

GOLDEN = Path(__file__).resolve().parents[3].parent / "shared" / "golden" / "bank"
SAMPLES = {
    str(path.relative_to(GOLDEN)): path.read_bytes()
    for path in sorted(GOLDEN.glob("*/*"))
    if path.parent.name != "csv" and path.stat().st_size < 20_000
}
FIELDS = [b":61:", b":62F:", b":86:", b"{4:", b"16,", b"88,", b"49,", b"!Type:Bank\n", b"^"]
TAGS = [b"<", b">", b"&", b"]]>", b"<!--", b"</Ntry>", b"<STMTTRN>", b"</STMTTRN>"]
SIGNS = [b"\n", b"\r", b"-\n", b"/", b",", b"-", b".", b"'", b"\x00", b"\xff", b"D", b"C"]
NUMBERS = [b"9" * 40, b"99999999", b"00", "\u0660\u0661".encode(), b"NaN", b"1e9"]
TOKENS = st.sampled_from(FIELDS + TAGS + SIGNS + NUMBERS)


def survives(name: str, data: bytes) -> BankFile | None:
    """Read; only the project's own error may come out, and what is read can be told."""
    try:
        found = FORMATS[name].read(data, "fuzz", {})
    except FlashreportError as error:
        code = error.problem.code
        return None if code.startswith("bank.") else pytest.fail(code)
    to_rows(found)
    for statement in found.statements:
        statement.difference()
    assert all(str(problem) for problem in found.problems)
    return found


@given(data=st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    for name in FORMATS:
        survives(name, data)
    with suppress(FlashreportError):
        assert identify(data) in FORMATS


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_truncated(sample: str, data: st.DataObject) -> None:
    whole = SAMPLES[sample]
    survives(sample.split("/")[0], whole[: data.draw(st.integers(0, len(whole)))])


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_mutated(sample: str, data: st.DataObject) -> None:
    whole = SAMPLES[sample]
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole)))
        cut = data.draw(st.integers(0, 12))
        whole = whole[:at] + data.draw(TOKENS) + whole[at + cut :]
    survives(sample.split("/")[0], whole)


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.startswith("mt940/")])
def test_a_changed_amount_never_passes_in_silence(sample: str) -> None:
    """Adding 1 to the first digit of any entry's amount gives a statement that does not tie."""
    lines = SAMPLES[sample].split(b"\n")
    for at, line in enumerate(lines):
        comma = line.rfind(b",")
        if not line.startswith(b":61:") or comma < 0 or not line[comma - 1 : comma].isdigit():
            continue
        digit = str((int(line[comma - 1 : comma]) + 1) % 10).encode()
        changed = [*lines[:at], line[: comma - 1] + digit + line[comma:], *lines[at + 1 :]]
        found = survives("mt940", b"\n".join(changed))
        assert found
        assert "bank.does-not-tie" in {problem.code for problem in found.problems}
