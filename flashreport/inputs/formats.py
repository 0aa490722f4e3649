"""Which reader a file gets: the declared one, else by its ending and first bytes."""

from pathlib import Path

from flashreport.errors import FlashreportError, Place, joined, phrase
from flashreport.inputs.fingerprint import Fingerprint

TEXT, WORKBOOK, PARQUET = "csv", "xlsx", "parquet"
_BY_ENDING = {
    **dict.fromkeys((".csv", ".tsv", ".tab"), TEXT),
    **dict.fromkeys((".xlsx", ".xls", ".xlsb", ".xlsm", ".ods"), WORKBOOK),
    **dict.fromkeys((".parquet", ".pq"), PARQUET),
}
_MAGIC = {b"PAR1": PARQUET, b"PK\x03\x04": WORKBOOK, bytes.fromhex("d0cf11e0a1b11ae1"): WORKBOOK}
_WORDS = {TEXT: phrase("a text table"), WORKBOOK: phrase("a workbook"), PARQUET: phrase("a Parquet file")}


def format_of(path: Path, found: Fingerprint, declared: str | None, table: str, file: str) -> str:
    """``csv``, ``xlsx``, ``parquet`` or the name of a bank format.

    Raises ``inputs.wrong-format`` when the content is plainly something else, and ``bank.*``
    for a file of unknown ending that no or several bank formats claim.
    """
    content = next((kind for magic, kind in _MAGIC.items() if found.head.startswith(magic)), "")
    ending = _BY_ENDING.get(path.suffix.lower(), "")
    name = declared or ending or content
    expects = name if name in _WORDS else TEXT
    if name and found.head and (content or TEXT) != expects and expects != content:
        raise FlashreportError(
            "inputs.wrong-format",
            phrase(
                "it should be {expected} but is {found}.",
                expected=_WORDS[expects],
                found=_WORDS.get(content, phrase("text")),
            ),
            "Name its real format in the input's settings, or rename the file.",
            Place(file=file),
        )
    if name:
        return name
    if table in ("transactions", "balances"):
        from flashreport.inputs.bank import FORMATS

        claims = [each for each, reader in FORMATS.items() if reader.identify(found.head)]
        if len(claims) == 1:
            return claims[0]
        if claims:
            message = phrase("{names} both claim the file.", names=joined(claims, phrase(" and ")))
            raise FlashreportError(
                "inputs.ambiguous-format", message, "Name it: format = 'mt940'.", Place(file=file)
            )
    return TEXT
