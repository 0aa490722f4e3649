"""Text to exact whole numbers inside DuckDB: no float on the way, and no rounding that isn't named.

Macros of the connection, and the expressions that use them. Money keeps every digit or fails;
hours round half up to the second, plain numbers and percentages to the millionth.
"""

from typing import TYPE_CHECKING

from flashreport.domain.schemas import ColumnType
from flashreport.tables.digits import (
    ARABIC_LETTERS,
    DECIMAL_MARK,
    DIRECTION_MARKS,
    FROM,
    PERSIAN_LETTERS,
    THOUSANDS_MARK,
    TO,
)
from flashreport.tables.number_styles import GROUPED, PLAIN, Mark

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# ISO 4217 codes with the signs that stand for them; a sign of another currency sets the row aside.
SYMBOLS = {
    "USD": ("$", "US$"),
    "CAD": ("$", "C$", "CA$"),
    "AUD": ("$", "A$", "AU$"),
    "EUR": ("€",),
    "GBP": ("£",),
    "JPY": ("¥", "￥", "円"),
    "CNY": ("¥", "￥", "元"),
    "INR": ("₹", "Rs", "Rs."),
    "CHF": ("Fr", "Fr.", "SFr."),
    "PLN": ("zł",),
    "CZK": ("Kč",),
    "SEK": ("kr",),
    "NOK": ("kr",),
    "DKK": ("kr", "kr."),
    "TRY": ("₺", "TL"),
    "BRL": ("R$",),
    "KRW": ("₩",),
    "IRR": ("﷼", "ریال"),
    "ILS": ("₪",),
    "UAH": ("₴",),
}
# What one displayed unit is in stored ones; money is shifted by digits instead.
_HOURS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
UNITS: dict[ColumnType, tuple[str, ...]] = {
    "money": ("minor", "major", "thousand"),
    "hours": tuple(_HOURS),
    "percent": ("percent",),
    "number": ("percent", "thousand"),
    "count": ("thousand",),
}

_ENDS = " \t\r\n\u00a0" + DIRECTION_MARKS

_UNIT = r"((?:[^-+0-9.,()%'٫٬ ]+[.]?)?)"
_PARTS = rf"([(])? ?([-+])? ?{_UNIT} ?([-+])? ?([0-9.,'٫٬ ]*[0-9.,٫]) ?{_UNIT} ?(%)? ?([-+])?([)])?"
_NAMES = ("opened", "sign1", "unit1", "sign2", "digits", "unit2", "percent", "sign3", "closed")


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def define_macros(connection: "DuckDBPyConnection") -> None:
    """The macros that the expressions of this module need."""
    names = ", ".join(quoted(name) for name in _NAMES)
    for statement in (
        # Plain ASCII, which nearly all cells are, takes the short way; the others lose blanks and
        # direction marks at their ends, and text gets one form of each letter.
        "is_plain(x) as strlen(x) = length(x) and not contains(x, chr(9)) and not contains(x, chr(10)) "
        "and not contains(x, chr(13))",
        f"trimmed(x) as nullif(if(is_plain(x), trim(x), trim(x, {quoted(_ENDS)})), '')",
        "written(x) as nullif(if(is_plain(x), trim(x), nfc_normalize(translate("
        f"trim(x, {quoted(_ENDS)}), {quoted(ARABIC_LETTERS)}, {quoted(PERSIAN_LETTERS)}))), '')",
        f"latin(x) as trim(translate(x, {quoted(FROM)}, {quoted(TO)}))",
        "number_shape(x) as case when regexp_full_match(x, '-?[0-9]+') then '9' "
        "when regexp_full_match(x, '-?[0-9]+[.][0-9]{1,2}') then '9.9' "
        "else translate(latin(x), '12345678', '99999999') end",
        f"number_parts(x) as regexp_extract(latin(x), {quoted('^' + _PARTS + '$')}, [{names}])",
        f"point_marks(d, decimal) as replace(replace(case when decimal = ',' then translate(d, '.,', ',.') "
        f"else d end, {quoted(THOUSANDS_MARK)}, ''), {quoted(DECIMAL_MARK)}, '.')",
        f"ungrouped(d) as case when regexp_full_match(d, {quoted(PLAIN)}) then d "
        f"when regexp_full_match(d, {quoted(GROUPED)}) then translate(d, ', ''', '') end",
        "shifted(d, n) as case when length(rtrim(split_part(d, '.', 2), '0')) <= n "
        "and length(ltrim(split_part(d, '.', 1), '0')) + n <= 18 then try_cast('0' || split_part(d, '.', 1) "
        "|| rpad(rtrim(split_part(d, '.', 2), '0'), n, '0') as bigint) end",
        "scaled(d, factor) as case when length(ltrim(split_part(d, '.', 1), '0')) <= 12 then "
        "try_cast((try_cast('0' || split_part(d, '.', 1) || rpad(left(split_part(d, '.', 2), 15), 15, '0') "
        "as hugeint) * factor + 500000000000000) // 1000000000000000 as bigint) end",
        "one_sign(p) as (p.opened <> '')::int + (p.sign1 <> '')::int + (p.sign2 <> '')::int "
        "+ (p.sign3 <> '')::int <= 1 and (p.opened = '') = (p.closed = '') "
        "and (p.unit1 = '' or p.unit2 = '')",
        "credit_less_debit(debit, credit) as case when debit < 0 or credit < 0 "
        "or (debit <> 0 and credit <> 0) then null else credit - debit end",
        "by_type(amount, negative) as case when amount >= 0 and negative is not null then "
        "if(negative, -amount, amount) end",
        "is_minus(p) as p.opened <> '' or '-' in (p.sign1, p.sign2, p.sign3)",
    ):
        connection.execute(f"create or replace temp macro {statement}")


def number(column: str, kind: ColumnType, decimal: Mark, unit: str, digits: str, units: str) -> str:
    """The stored value of a text column, null where it is no number of this kind.

    ``column`` is a quoted column; ``digits`` is SQL for the decimals of the row's currency and
    ``units`` a condition on ``p.unit1 || p.unit2``, the signs of currency that may stand there.
    """
    plain = f"ungrouped(point_marks(p.digits, '{decimal}'))"
    value = _value(plain, kind, unit, digits)
    allowed = units if kind == "money" else "p.unit1 || p.unit2 = ''"
    percents = "true" if kind in ("percent", "number") else "p.percent = ''"
    guarded = (
        f"case when one_sign(p) and {percents} and ({allowed}) then {value} * if(is_minus(p), -1, 1) end"
    )
    slow = f"list_transform([number_parts({column})], lambda p: {guarded})[1]"
    if kind == "hours":
        slow = f"coalesce({_clock(column)}, {slow})"
    fast = _fast(column, kind, decimal, unit, digits)
    return f"case when {column} is null then null {fast} else {slow} end"


def _value(plain: str, kind: ColumnType, unit: str, digits: str) -> str:
    if kind == "money":
        shift = {"minor": "0", "thousand": f"({digits}) + 3"}.get(unit, digits)
        return f"shifted({plain}, {shift})"
    if kind == "count":
        return f"shifted({plain}, {3 if unit == 'thousand' else 0})"
    if kind == "hours":
        return f"scaled({plain}, {_HOURS[unit or 'hours']})"
    factor = {"percent": "10000", "thousand": "1000000000"}.get(unit, "if(p.percent = '', 1000000, 10000)")
    return f"scaled({plain}, {factor})"


def _fast(column: str, kind: ColumnType, decimal: Mark, unit: str, digits: str) -> str:
    """The usual plain money, without taking the text apart."""
    if kind != "money" or unit not in ("", "major") or decimal != "." or not digits.isdigit():
        return ""
    places = int(digits)
    fraction = f"([.][0-9]{{1,{places}}})?" if places else ""
    amount = f"cast({column} as decimal(18, {places}))"
    return (
        f"when regexp_full_match({column}, '-?[0-9]{{1,14}}{fraction}') "
        f"then cast({amount} * {10**places} as bigint) "
    )


def _clock(column: str) -> str:
    """Hours written as 7:30 or 7:30:00."""
    pattern = "'^([0-9]{1,3}):([0-5][0-9])(:([0-5][0-9]))?$'"
    parts = f"regexp_extract(latin({column}), {pattern}, ['h', 'm', 'x', 's'])"
    seconds = (
        "try_cast(c.h as bigint) * 3600 + try_cast(c.m as bigint) * 60 + coalesce(try_cast(c.s as bigint), 0)"
    )
    return f"list_transform([{parts}], lambda c: {seconds})[1]"


def units_of(currency: str) -> str:
    """The condition that the currency sign in a cell, if any, is this currency's."""
    signs = ("", currency, currency.lower(), *SYMBOLS.get(currency, ()))
    return f"p.unit1 || p.unit2 in ({', '.join(quoted(sign) for sign in signs)})"
