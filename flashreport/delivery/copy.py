"""The delivery ledger copied to another one: every line, every event, and the key that signs."""

from flashreport.delivery.ledger import Ledger, Rows

# The archive's own tables share the database on PostgreSQL; the key is handed over by itself.
_OTHERS = ("edition", "edition_file", "meta", "delivery_key")


def copy_ledger(source: Ledger, target: Ledger) -> int:
    """Add all lines to an empty ledger, in their order; how many. A filled one stays as it is."""
    key = source.signing_key()
    with source.transaction() as old:
        held = {table: _content(source, old, table) for table in _tables(source, old)}
    with target.transaction() as new:
        if any(_count(new, table) for table in _tables(target, new)):
            return 0
        for table, (columns, rows) in held.items():
            marks = ", ".join("?" * len(columns))
            for row in rows:
                new.run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", row)
    target.adopt_key(key)
    return sum(len(rows) for _, rows in held.values())


def _tables(ledger: Ledger, rows: Rows) -> list[str]:
    found = rows.rows(ledger.tables_query)
    return sorted(str(name) for (name,) in found if name not in _OTHERS)


def _content(ledger: Ledger, rows: Rows, table: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """Columns without the running number, which the target gives anew, and the rows in its order."""
    columns = [str(name) for (name,) in rows.rows(ledger.columns_query, (table,))]
    own = [name for name in columns if name != "id"]
    order = "id" if "id" in columns else ", ".join(own)
    return own, rows.rows(f"SELECT {', '.join(own)} FROM {table} ORDER BY {order}")


def _count(rows: Rows, table: str) -> int:
    ((count,),) = rows.rows(f"SELECT count(*) FROM {table}")
    return int(str(count))
