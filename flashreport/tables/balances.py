"""Opening + movements = closing, per account and day. Told, never mended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flashreport.domain.raw import MOST_TOLD
from flashreport.domain.units import money
from flashreport.errors import Place, Problem, Severity, phrase

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# One row per account and day with a closing balance. It starts from the closing balance before it, else
# from the newest opening since, which speaks for the morning of its day. Movements count from there.
_QUERY = """
with closings as (
  select entity, account, currency, date, max(amount) as closing, any_value(file order by line) as file,
    any_value(line order by line) as line
  from balances where kind = 'closing' group by all),
openings as (
  select entity, account, currency, date - 1 as since, max(amount) as opening
  from balances where kind = 'opening' group by all),
days as (
  select *, lag(date) over w as before_date, lag(closing) over w as before_closing
  from closings window w as (partition by entity, account, currency order by date)),
starts as (
  select d.*, coalesce(d.before_date, o.since) as since, coalesce(d.before_closing, o.opening) as start
  from days as d asof left join openings as o
    on o.entity = d.entity and o.account = d.account and o.currency = d.currency and o.since < d.date),
sums as (
  select s.entity, s.account, s.currency, s.date, coalesce(sum(t.amount), 0) as moved
  from starts as s left join transactions as t on t.entity = s.entity and t.account = s.account
    and t.currency = s.currency
    and t.date > s.since and t.date <= s.date
  group by all)
select s.entity, s.account, s.currency, s.date, s.since, s.start, m.moved, s.closing, s.file, s.line
from starts as s join sums as m using (entity, account, currency, date)
where s.start is not null and s.start + m.moved <> s.closing
order by s.entity, s.account, s.date
"""


def untied(connection: "DuckDBPyConnection", tables: Sequence[str]) -> list[Problem]:
    """A warning for each account and day whose balances and movements don't agree."""
    if not {"balances", "transactions"} <= set(tables):
        return []
    problems = []
    for entity, account, currency, day, since, start, moved, closing, file, line in connection.execute(
        _QUERY
    ).fetchall():
        show = money(currency).display
        gap = show(int(closing) - int(start) - int(moved))
        message = phrase(
            "account {account} of {entity} does not tie on {day}: {opening} after {since} and movements "
            "of {moved} give {made}, the statement says {closing} ({gap} apart).",
            account=account,
            entity=entity,
            day=day,
            opening=show(start),
            since=since,
            moved=show(int(moved)),
            made=show(int(start) + int(moved)),
            closing=show(closing),
            gap=f"{gap:+,}",
        )
        advice = "A movement is missing, doubled, set aside or on another day; figures are used as they are."
        place = Place(file=str(file), line=int(line), column="amount", value=str(show(closing)))
        problems.append(Problem("tables.balance-does-not-tie", message, advice, place, Severity.WARNING))
        if len(problems) == MOST_TOLD:
            break
    return problems
