"""A made-up group of any size: a year of bank rows and timesheets, the same files for the same size.

Twenty bank rows and eight timesheet rows an entity and day: 1,000 entities give 10.2 million rows.
All chance comes from a congruential generator over the row's number, so nothing depends on a version.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAYS = 366
BANK_ROWS, WORK_ROWS = 20, 8
FIRST = "2025-11-20"
_SEED = 20261119
_SETTINGS = """\
[company]
name = "Volume Group"
currency = "USD"

[calendar]
business_date = "newest_data"

{entities}
[[inputs]]
name = "bank"
table = "transactions"
path = "bank/*.csv"
decimal = "."
date_format = "%Y-%m-%d"

[[inputs]]
name = "timesheets"
table = "timesheets"
path = "hours/*.csv"
decimal = "."
date_format = "%Y-%m-%d"
units = {{ hours = "minutes" }}

[[inputs]]
name = "employees"
table = "employees"
path = "employees.csv"

[staff]
overtime_rule = "flsa"
"""


def rows_of(entities: int, days: int = DAYS) -> int:
    """How many rows the two big tables have."""
    return entities * days * (BANK_ROWS + WORK_ROWS)


def make_workspace(folder: Path, entities: int, days: int = DAYS) -> int:
    """Write the workspace; the number of rows of its two big tables."""
    import duckdb

    for name in ("bank", "hours"):
        (folder / name).mkdir(parents=True)
    blocks = (f'[[entities]]\nid = "e{n:04}"\nname = "Shop {n:04}"\n' for n in range(entities))
    text = _SETTINGS.format(entities="\n".join(blocks))
    (folder / "flashreport.toml").write_text(text, encoding="utf-8")
    with duckdb.connect() as connection:
        _copy(connection, _bank(entities, days), folder / "bank" / "year.csv")
        _copy(connection, _work(entities, days), folder / "hours" / "year.csv")
        _copy(connection, _people(entities), folder / "employees.csv")
    return rows_of(entities, days)


def _copy(connection: "DuckDBPyConnection", query: str, file: Path) -> None:
    connection.execute(f"copy ({query}) to '{file}' (header, delimiter ',')")


def _chance(modulus: int, salt: int) -> str:
    """A number from 0 to ``modulus`` - 1 out of the row's number ``i``."""
    return f"((((i + {salt}) * 1103515245 + {_SEED}) % 2147483648) // 1024 % {modulus})"


def _day(rows: int, days: int) -> str:
    return f"strftime(date '{FIRST}' + cast(i // {rows} % {days} as integer), '%Y-%m-%d')"


def _entity(rows: int, days: int) -> str:
    return f"printf('e%04d', i // {rows * days})"


def _bank(entities: int, days: int) -> str:
    cents = f"(case when {_chance(5, 1)} < 3 then 1 else -1 end) * (100 + {_chance(250000, 2)})"
    return (
        f"select {_entity(BANK_ROWS, days)} as entity, printf('a%d', i % 3) as account, "
        f"{_day(BANK_ROWS, days)} as date, "
        f"cast(cast({cents} as decimal(18, 0)) / 100 as decimal(18, 2)) as amount, "
        f"printf('c%02d', {_chance(12, 3)}) as category, printf('booking %d', i) as text, "
        f"printf('r%d', i) as reference from range({entities * days * BANK_ROWS}) as rows(i)"
    )


def _work(entities: int, days: int) -> str:
    return (
        f"select {_entity(WORK_ROWS, days)} as entity, printf('p%d', i // {WORK_ROWS * days} * {WORK_ROWS} "
        f"+ i % {WORK_ROWS}) as employee, {_day(WORK_ROWS, days)} as date, "
        f"printf('d%d', i % 4) as department, 240 + {_chance(22, 4)} * 15 as hours "
        f"from range({entities * days * WORK_ROWS}) as rows(i)"
    )


def _people(entities: int) -> str:
    return (
        f"select printf('p%d', i) as employee, printf('e%04d', i // {WORK_ROWS}) as entity, "
        f"printf('d%d', i % 4) as department, 'hourly' as pay_type, "
        f"cast(cast(1500 + {_chance(2000, 5)} as decimal(18, 0)) / 100 as decimal(18, 2)) as rate "
        f"from range({entities * WORK_ROWS}) as rows(i)"
    )
