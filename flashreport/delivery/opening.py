"""Opening the ledger where the archive is."""

from pathlib import Path

from flashreport.delivery.ledger import Ledger


def open_ledger(archive: Path | str) -> Ledger:
    """The ledger of an archive: a folder.

    Raises FlashreportError ``delivery.ledger-unusable``. Use it as a context manager.
    """
    from flashreport.delivery.sqlite_ledger import SqliteLedger

    return SqliteLedger(Path(archive))
