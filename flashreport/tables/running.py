"""The running balance column of a list of transactions: held against the amounts, and used as balances.

A file runs oldest first or newest first; the order that breaks the chain less often is taken. Where the
chain holds, the balance after a day's last row is the day's closing balance, and the first row's less its
amount the opening: a bank that sends no statements is reconciled all the same.
"""

from typing import TYPE_CHECKING

from flashreport.domain.raw import MOST_TOLD
from flashreport.domain.units import money
from flashreport.errors import Phrase, Place, Problem, Severity, counted_phrase, phrase

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEYS = "input, file, entity, account, currency"
# Each printed balance follows from the one before it by all amounts since, in file order and in the reverse.
_CHAINS = f"""
create temp table chains as
with rows as (
  select {_KEYS}, date, amount, balance, line,
    sum(amount) over (partition by {_KEYS} order by line rows unbounded preceding) as forward,
    sum(amount) over (partition by {_KEYS} order by line desc rows unbounded preceding) as backward,
    count(*) over whole as total, arg_min(date, line) over whole as first,
    arg_max(date, line) over whole as last
  from transactions window whole as (partition by {_KEYS}))
select *,
  lag(balance) over down + forward - lag(forward) over down as expected_down,
  lag(balance) over up + backward - lag(backward) over up as expected_up
from rows where balance is not null
window down as (partition by {_KEYS} order by line), up as (partition by {_KEYS} order by line desc)
"""
_ORDERS = f"""
create temp table orders as
with counts as (
  select {_KEYS}, total, first, last, coalesce(count_if(expected_down <> balance), 0) as down,
    coalesce(count_if(expected_up <> balance), 0) as up, min(line) as line
  from chains group by all)
select *, case when down < up then 'down' when up < down then 'up'
  when first < last then 'down' when first > last then 'up'
  when total = 1 or down > 0 then 'down' else '' end as way
from counts
"""
_BREAKS = f"""
select file, min(c.line), currency, account, arg_min(balance, c.line),
  arg_min(if(way = 'up', expected_up, expected_down), c.line), count(*)
from chains as c join orders as o using ({_KEYS})
where if(way = 'up', expected_up, expected_down) <> balance
group by {_KEYS} order by 1, 2 limit {MOST_TOLD}
"""
# Days must follow one another as the chain does, or the last row of a day is not its end.
_SCATTERED = f"""
select {_KEYS}, min(line) as line from (
  select {_KEYS}, line, if(way = 'up', -1, 1) * (date - lag(date) over w) as step
  from transactions join (select {_KEYS}, way from orders) using ({_KEYS})
  window w as (partition by {_KEYS} order by line))
where step < 0 group by {_KEYS}
"""
_BALANCES = f"""
with sound as (
  select {_KEYS}, way from orders
  where way <> '' and if(way = 'up', up, down) = 0
    and ({_KEYS}) not in (select ({_KEYS}) from scattered)),
rows as (
  select t.*, way, row_number() over (partition by {_KEYS} order by if(way = 'up', -line, line)) as place
  from transactions as t join sound using ({_KEYS})),
found as (
  select {_KEYS}, date, 'closing' as kind, arg_max(balance, place) as amount, arg_max(line, place) as line,
    arg_max(balance is not null, place) as told
  from rows group by {_KEYS}, date
  union all
  select {_KEYS}, date, 'opening', balance - amount, line, balance is not null from rows where place = 1)
select entity, account, currency, date, kind, arg_max(amount, file) as amount, max(input) as input,
  max(file) as file, arg_max(line, file) as line
from found where told group by entity, account, currency, date, kind
"""
_WITHOUT = """
where not exists (select 1 from balances as b
  where b.entity = r.entity and b.account = r.account and b.currency = r.currency and b.date = r.date
    and b.kind = r.kind)
"""


def take_running_balances(connection: "DuckDBPyConnection", tables: list[str]) -> list[Problem]:
    """Add to the table of balances what the running balances prove; tell where they prove nothing.

    ``tables`` gains ``balances`` where no input feeds it. A statement's own balance is never replaced.
    """
    if "transactions" not in tables:
        return []
    query = "select 1 from transactions where balance is not null limit 1"
    if not connection.execute(query).fetchall():
        return []
    connection.execute(_CHAINS)
    connection.execute(_ORDERS)
    connection.execute(f"create temp table scattered as {_SCATTERED}")
    problems = [*_broken(connection), *_unclear(connection)]
    _keep(connection, tables)
    for name in ("chains", "orders", "scattered"):
        connection.execute(f"drop table {name}")
    return problems


def _keep(connection: "DuckDBPyConnection", tables: list[str]) -> None:
    if "balances" not in tables:
        tables.append("balances")
        connection.execute(
            "create table balances as select entity, account, currency, date, ''::varchar as kind, amount, "
            "input, file, line from transactions where false"
        )
    names = "entity, account, currency, date, kind, amount, input, file, line"
    connection.execute(f"insert into balances ({names}) select {names} from ({_BALANCES}) as r {_WITHOUT}")


def _broken(connection: "DuckDBPyConnection") -> list[Problem]:
    problems = []
    for file, line, currency, account, balance, expected, count in connection.execute(_BREAKS).fetchall():
        show = money(currency).display
        first = phrase(
            "the running balance of account {account} does not follow: {expected} is expected",
            account=account,
            expected=show(int(expected)),
        )
        message = counted_phrase(
            "{first}.", "{first}; this is the first of {n} such rows.", count, first=first
        )
        advice = "A row is missing, doubled or set aside; the balances of this file are not used."
        place = Place(file=str(file), line=int(line), column="balance", value=str(show(int(balance))))
        problems.append(Problem("tables.running-balance", message, advice, place, Severity.WARNING))
    return problems


def _unclear(connection: "DuckDBPyConnection") -> list[Problem]:
    orders = connection.execute(
        "select file, line, account from orders where way = '' order by 1, 2"
    ).fetchall()
    days = connection.execute(
        f"select file, s.line, account from scattered as s join orders as o using ({_KEYS}) "
        "where if(way = 'up', up, down) = 0 order by 1, 2"
    ).fetchall()
    return [
        *(_unused(_undirected(account), file, line) for file, line, account in orders),
        *(_unused(_scattered(account), file, line) for file, line, account in days),
    ]


def _undirected(account: str) -> Phrase:
    return phrase(
        "the running balances of account {account} fit with the newest row first and last alike.",
        account=account,
    )


def _scattered(account: str) -> Phrase:
    return phrase(
        "the running balances of account {account} stand in no order of their days.", account=account
    )


def _unused(message: str, file: str, line: int) -> Problem:
    advice = "Its amounts are used, its balances are not. Give the balances as an input of their own."
    place = Place(file=file, line=line, column="balance")
    return Problem("tables.running-order", message, advice, place, Severity.WARNING)
