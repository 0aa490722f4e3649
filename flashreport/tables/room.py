"""Where the rows lie while they are checked and summed: in memory, and those beyond a gigabyte on disk."""

import shutil
import tempfile
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MANY_ROWS = 3_000_000
_MEMORY = "1GB"


def room_for(rows: int) -> "DuckDBPyConnection":
    """A connection with room for so many rows.

    What doesn't fit goes to a folder of its own among the temporary files, which nobody else may
    read. It is removed with the connection, at the latest when the program ends.
    """
    import duckdb

    connection = duckdb.connect()
    if rows > MANY_ROWS:
        folder = tempfile.mkdtemp(prefix="flashreport-rows-")
        weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
        place = folder.replace("'", "''")
        connection.execute(f"set temp_directory = '{place}'")
        connection.execute(f"set memory_limit = '{_MEMORY}'")
    return connection
