"""Shifts by the clock: real hours, cut at the workday's boundary, in the entity's zone.

A row with start and end becomes one row per workday that it touches. What the clock says is
turned into seconds of UTC by a small table of days per zone, so that a night in which the
clocks change has its 7 or 9 hours. ``domain.overtime.shifts`` is the same for one shift.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flashreport.workspace.overtime_rules import rule_of
from flashreport.workspace.settings import WorkspaceSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DAY = 24 * 3600
_EPOCH = date(1970, 1, 1)
_HUNDREDTH = 36  # hours written with two decimals may be so many seconds off


def needs_clock(connection: "DuckDBPyConnection", rows: str) -> bool:
    """Whether any row has both of its clock times."""
    found = connection.execute(
        f'select 1 from "{rows}" where "start" is not null and "end" is not null limit 1'
    )
    return bool(found.fetchall())


def make_days(connection: "DuckDBPyConnection", rows: str, settings: WorkspaceSettings) -> None:
    """The tables ``clock places`` (entity, place) and ``clock days``, for all days that the rows touch.

    A place is a zone and a rule: many entities share few of them.
    """
    entities = settings.entity_columns
    pairs = list(zip(entities.zones, entities.rules, strict=True))
    numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
    places = [(zone, _night_of(settings, rule)) for zone, rule in numbers]
    found = connection.execute(
        f"""select min(least(date, "start"::date)) , max(greatest(date, "end"::date)) from (
        select date, if(year("start") = 1900, date, "start") as "start",
        if(year("end") = 1900, date, "end") as "end" from "{rows}" where "start" is not null)"""
    ).fetchall()
    first, last = found[0] if found[0][0] else (_EPOCH, _EPOCH)
    lines = [
        (place, *line)
        for place, (zone, night) in enumerate(places)
        for line in _days(ZoneInfo(zone), settings.calendar.cutoff, night, first, last)
    ]
    held = list(zip(entities.ids, map(numbers.__getitem__, pairs), strict=True))
    _keep(connection, "clock places", "entity varchar, place integer", held)
    columns = ", ".join(f"{name} bigint" for name in _COLUMNS)
    _keep(connection, "clock days", f"place integer, date date, {columns}", lines)


def _night_of(settings: WorkspaceSettings, rule: str | None) -> tuple[time, time]:
    night = rule_of(settings.staff, rule).night
    return (night.begins, night.ends) if night else (time(0), time(0))


_COLUMNS = ("midnight", "before", "switch", "after", "begins", "ends", *(f"night{n}" for n in range(6)))


def _keep(
    connection: "DuckDBPyConnection", name: str, columns: str, rows: Sequence[tuple[object, ...]]
) -> None:
    connection.execute(f'create or replace temp table "{name}" ({columns})')
    marks = ", ".join("?" for _ in rows[0])
    connection.executemany(f'insert into "{name}" values ({marks})', rows)


def _days(
    zone: ZoneInfo, cutoff: time, night: tuple[time, time], first: date, last: date
) -> Iterator[tuple[object, ...]]:
    """Per day: midnight, the offsets before and after ``switch`` on its wall, its workday, three nights."""
    for offset in range(-2, (last - first).days + 4):
        day = first + timedelta(days=offset)
        before, switch, after = _offsets(zone, day)
        nights = [_night(zone, day + timedelta(days=n), *night) for n in (-1, 0, 1)]
        yield (
            day, (day - _EPOCH).days * _DAY, before, switch, after,
            _moment(zone, day, cutoff), _moment(zone, day + timedelta(days=1), cutoff),
            *(moment for each in nights for moment in each),
        )  # fmt: skip


def _moment(zone: ZoneInfo, day: date, at: time) -> int:
    return int(datetime.combine(day, at, tzinfo=zone).timestamp())


def _night(zone: ZoneInfo, day: date, begins: time, ends: time) -> tuple[int, int]:
    until = day + timedelta(days=1) if ends < begins else day
    return _moment(zone, day, begins), _moment(zone, until, ends)


def _offsets(zone: ZoneInfo, day: date) -> tuple[int, int, int]:
    """The offset at the day's start, the wall's second from which the other one holds, and that one.

    A time that the clock shows twice is the first one; one that it leaves out counts by the old offset.
    """
    midnight = datetime.combine(day, time(0), tzinfo=zone)
    before, after = (
        _offset(midnight),
        _offset(datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)),
    )
    if before == after:
        return before, 2 * _DAY, after
    low, high = int(midnight.timestamp()) - 1, int(midnight.timestamp()) + 2 * _DAY
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(datetime.fromtimestamp(middle, UTC).astimezone(zone)) == before
        low, high = (middle, high) if same else (low, middle)
    return before, high + max(before, after) - (day - _EPOCH).days * _DAY, after


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def shift_rows(rows: str, minutes: int) -> str:
    """SQL: each row of ``rows`` with its shift's first and last second of UTC, rounded by the clock.

    ``shift`` is how long it is, ``pause`` the break: as given, or what ``hours`` leave over.
    """
    clock = f"""select r.*, p.place,
        if(year(r."start") = 1900, r.date, r."start"::date) as first_day,
        if(year(r."end") = 1900, if(r."end"::time < r."start"::time,
            if(year(r."start") = 1900, r.date, r."start"::date) + 1,
            if(year(r."start") = 1900, r.date, r."start"::date)), r."end"::date) as last_day,
        {_wall('r."start"', minutes)} as first_wall, {_wall('r."end"', minutes)} as last_wall
        from "{rows}" as r join "clock places" as p on p.entity = r.entity
        where r."start" is not null and r."end" is not null"""
    moments = f"""select c.* exclude (first_day, last_day), c.first_day, {_utc("a", "c.first_wall")} as begun,
        {_utc("b", "c.last_wall")} as ended from ({clock}) as c
        left join "clock days" as a on a.place = c.place and a.date = c.first_day
        left join "clock days" as b on b.place = c.place and b.date = c.last_day"""
    return f"""select *, ended - begun as shift, coalesce("break",
        if(hours is null or hours > ended - begun, 0, ended - begun - hours)) as pause from ({moments})"""


def _wall(moment: str, minutes: int) -> str:
    """Seconds of the day on the wall, to the nearest so many minutes, the half up."""
    seconds = f"date_diff('second', date_trunc('day', {moment}), {moment})"
    step = minutes * 60
    return f"({seconds} + {step // 2}) // {step} * {step}" if step else seconds


def _utc(day: str, wall: str) -> str:
    return f"{day}.midnight + {wall} - if({wall} < {day}.switch, {day}.before, {day}.after)"


def bad_shifts(shifts: str) -> str:
    """SQL: the rows of ``shifts`` that make none, with ``why``."""
    return f"""select * from (select member, file, n, line, "start", "end", case
        when shift is null or shift <= 0 then 'backwards' when shift > {_DAY} + 3600 then 'long'
        when pause > shift then 'break' when hours > shift + {_HUNDREDTH} then 'hours' end as why
        from ({shifts})) where why is not null order by member, file, n"""


def cut_rows(rows: str, shifts: str, names: "list[str]") -> str:
    """SQL: the rows without clock times as they are, and each shift by workday.

    What piece work earned in a shift goes with its seconds.
    """
    halves = ("s.begun", "s.rest"), ("s.rest + s.pause", "s.ended")
    worked = " + ".join(_overlap(a, b, "d.begins", "d.ends") for a, b in halves)
    dark = " + ".join(
        _overlap(f"greatest({a}, d.begins)", f"least({b}, d.ends)", f"d.night{2 * n}", f"d.night{2 * n + 1}")
        for a, b in halves
        for n in range(3)
    )
    own = {
        '"date"': "workday",
        '"hours"': "worked",
        '"start"': "make_timestamp(1000000 * began)",
        '"end"': "make_timestamp(1000000 * until)",
        '"night_hours"': "nullif(dark, 0)",
        '"break"': "null::bigint",
        '"earnings"': "(earnings * so_far // total - earnings * (so_far - worked) // total)::bigint",
    }
    listed = ", ".join(f"{own.get(name, name)} as {name}" for name in names)
    plain = ", ".join(names)
    middle = f"select *, begun + (shift - pause) // 2 as rest from ({shifts})"
    cut = f"""select s.*, d.date as workday, {worked} as worked, {dark} as dark,
        greatest(s.begun, d.begins) as began, least(s.ended, d.ends) as until
        from ({middle}) as s join "clock days" as d on d.place = s.place
        and d.date between s.first_day - 1 and s.first_day + 2 and d.begins < s.ended and s.begun < d.ends"""
    summed = f"""select *, sum(worked) over (partition by member, file, n order by workday) as so_far,
        sum(worked) over (partition by member, file, n) as total from ({cut}) where worked > 0"""
    return f"""select member, file, n, line, {plain} from "{rows}" where "start" is null or "end" is null
        union all select member, file, n, line, {listed} from ({summed})"""


def _overlap(first: str, last: str, begins: str, ends: str) -> str:
    return f"greatest(0, least({last}, {ends}) - greatest({first}, {begins}))"
