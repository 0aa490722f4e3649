"""Whether the database itself is whole: its pages, its tables and what guards them."""

import sqlite3
from collections.abc import Iterator

from flashreport.archive.edition import columns_of
from flashreport.archive.migrations import ARCHIVE, TABLES
from flashreport.archive.store import Store, version_of
from flashreport.errors import Place, Problem, phrase

_GUARDS = (
    "SELECT DISTINCT tgname, '' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND tgenabled = 'O' AND relname IN (?, ?)"
)
_OBJECTS = "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE tbl_name IN (?, ?)"


def schema_problems(store: Store) -> Iterator[Problem]:
    """``archive.damaged`` when nothing can be read, ``archive.changed`` for the rest."""
    if store.dialect == "sqlite":
        for (text,) in store.rows("PRAGMA integrity_check(10)"):
            if text != "ok":
                yield _damaged(phrase("the database is damaged ({reason}).", reason=text))
    version = version_of(store, "archive")
    if not all(map(store.has_table, TABLES)):
        yield _damaged(phrase("the database lacks tables of the archive."))
    elif version not in range(1, len(ARCHIVE) + 1) or _columns(store) != set(columns_of(version)):
        yield Problem(
            "archive.changed",
            phrase(
                "the database tells format {version}; its tables are of another, or newer than this "
                "program, which knows 1 to {n}.",
                version=str(version),
                n=len(ARCHIVE),
            ),
            place=Place(key="meta format.archive"),
        )
    else:
        yield from _guards(store)


def _damaged(text: str) -> Problem:
    return Problem("archive.damaged", text, "Restore it from a backup.", Place(key="database"))


def _guards(store: Store) -> Iterator[Problem]:
    """Tables, indexes and triggers as the migrations make them."""
    there = {str(name): str(sql) for name, sql in store.rows(_query(store), TABLES)}
    for name, sql in _made(store, version_of(store, "archive")).items():
        if there.get(name) != sql:
            yield Problem(
                "archive.changed",
                phrase("'{name}', which guards the rows, is not as the archive made it.", name=name),
                place=Place(key=f"database: {name}"),
            )


def _query(store: Store) -> str:
    return _OBJECTS if store.dialect == "sqlite" else _GUARDS


def _columns(store: Store) -> set[str]:
    query = "pragma_table_info('edition')"
    if store.dialect == "postgresql":
        query = "information_schema.columns WHERE table_schema = current_schema() AND table_name = 'edition'"
    name = "column_name" if store.dialect == "postgresql" else "name"
    return {str(column) for (column,) in store.rows(f"SELECT {name} FROM {query}")}


def _made(store: Store, version: int) -> dict[str, str]:
    if store.dialect == "postgresql":
        return {f"{table}_no_change": "" for table in TABLES}
    connection = sqlite3.connect(":memory:")
    try:
        for step in ARCHIVE[:version]:
            for statement in step("sqlite"):
                connection.execute(statement)
        return dict(connection.execute(_OBJECTS, TABLES).fetchall())
    finally:
        connection.close()
