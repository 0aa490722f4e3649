"""PostgreSQL for the tests: one scratch server for each process, an empty database for each test."""

import shutil
import subprocess
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "postgres"


@cache
def server() -> str:
    """The server's url with ``{}`` for the database's name; it ends with this process."""
    if shutil.which("pg_ctl") is None and not list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")):
        pytest.skip("PostgreSQL's programs are not installed")
    started = subprocess.run([SCRIPT, "start"], capture_output=True, text=True, check=True)
    return f"postgresql://flashreport@/{{}}?host={started.stdout.strip()}"


def asked(*statements: str) -> None:
    """Run statements as the server's owner."""
    import psycopg

    with psycopg.connect(server().format("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def empty_database(of: str) -> str:
    """The url of a new database that is named after whoever asks."""
    name = f"t{sha256(of.encode()).hexdigest()[:20]}"
    asked(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    return server().format(name)
