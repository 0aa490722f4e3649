"""Opening the ledger where the archive is."""

from pathlib import Path

from flashreport.delivery.ledger import Ledger

_POSTGRES = ("postgresql:", "postgres:")


def open_ledger(archive: Path | str) -> Ledger:
    """The ledger of an archive: its folder, or the URL of its PostgreSQL database.

    Raises FlashreportError ``delivery.ledger-unusable``. Use it as a context manager.
    """
    if isinstance(archive, str) and archive.startswith(_POSTGRES):
        from flashreport.delivery.postgres_ledger import PostgresLedger

        return PostgresLedger(archive)
    from flashreport.delivery.sqlite_ledger import SqliteLedger

    return SqliteLedger(Path(archive))
