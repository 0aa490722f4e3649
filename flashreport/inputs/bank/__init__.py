"""Bank statement formats: one file and one line of the registry each."""

from flashreport.errors import FlashreportError, Place, joined, phrase
from flashreport.inputs.bank import bai2, camt053, mt940, ofx, qif
from flashreport.inputs.bank.model import BankFile, Entry, Format, Statement
from flashreport.inputs.bank.rows import to_rows

FORMATS: dict[str, Format] = {
    "mt940": mt940.FORMAT,
    "bai2": bai2.FORMAT,
    "camt053": camt053.FORMAT,
    "ofx": ofx.FORMAT,
    "qif": qif.FORMAT,
}
HEAD = 65_536  # bytes that are looked at to know a format


def identify(data: bytes, file: str = "") -> str:
    """The name of the one format that claims the file.

    Raises ``bank.unknown-format`` when none does and ``bank.ambiguous-format`` when several do.
    """
    claims = [name for name, each in FORMATS.items() if each.identify(data[:HEAD])]
    if len(claims) == 1:
        return claims[0]
    if claims:
        message = phrase("{names} both claim the file.", names=joined(claims, phrase(" and ")))
        raise FlashreportError(
            "bank.ambiguous-format", message, "Name its format in the input's settings.", Place(file=file)
        )
    message = phrase("The file is none of the bank formats {names}.", names=", ".join(FORMATS))
    advice = "Ask the bank for one of them; intraday reports (camt.052, MT942) are not statements."
    raise FlashreportError("bank.unknown-format", message, advice, Place(file=file))


__all__ = ["FORMATS", "BankFile", "Entry", "Format", "Statement", "identify", "to_rows"]
