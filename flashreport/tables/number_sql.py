"""Text to exact whole numbers inside DuckDB: no float on the way, and no rounding that isn't named.

Macros of the connection, and the expressions that use them. Money keeps every digit or fails;
hours round half up to the second, plain numbers and percentages to the millionth.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashreport.domain.schemas import ColumnType
from flashreport.domain.units import ODD_DIGITS, currency_codes
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

_BILLION = 1_000_000_000
_ENDS = " \t\r\n\u00a0" + DIRECTION_MARKS

_UNIT = r"((?:[^-+0-9.,()%'٫٬ ]+[.]?)?)"
_PARTS = rf"([(])? ?([-+])? ?{_UNIT} ?([-+])? ?([0-9.,'٫٬ ]*[0-9.,٫]) ?{_UNIT} ?(%)? ?([-+])?([)])?"
_NAMES = ("opened", "sign1", "unit1", "sign2", "digits", "unit2", "percent", "sign3", "closed")


# A time of day becomes one of 1 January 1900.
_MOMENTS = "[" + ", ".join(
    f"'{form}'"
    for form in (
        "%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p",
        "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S",
    )
) + "]"  # fmt: skip


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def define_macros(connection: "DuckDBPyConnection") -> None:
    """The macros that the expressions of this module need."""
    names = ", ".join(quoted(name) for name in _NAMES)
    codes = ", ".join(quoted(code) for code in currency_codes())
    odd = " ".join(f"when x = {quoted(code)} then {digits}" for code, digits in ODD_DIGITS.items())
    for statement in (
        # Plain ASCII without blanks at its ends, which nearly all cells are, stays as it is; the others
        # lose blanks and direction marks at their ends, and text gets one form of each letter.
        "is_plain(x) as regexp_full_match(x, '[!-~]([ -~]*[!-~])?')",
        f"trimmed(x) as if(is_plain(x), x, nullif(trim(x, {quoted(_ENDS)}), ''))",
        "written(x) as if(is_plain(x), x, nullif(nfc_normalize(translate("
        f"trim(x, {quoted(_ENDS)}), {quoted(ARABIC_LETTERS)}, {quoted(PERSIAN_LETTERS)})), ''))",
        # where a cell is, as one number that can be compared fast
        "spot_of(file, line) as file::bigint << 40 | line::bigint",
        "file_of(spot) as spot >> 40",
        "line_of(spot) as spot & 1099511627775",
        f"latin(x) as trim(translate(x, {quoted(FROM)}, {quoted(TO)}))",
        "number_shape(x) as case when regexp_full_match(x, '-?[0-9]{1,14}') then '9' "
        "when regexp_full_match(x, '-?[0-9]{1,14}[.][0-9]{1,2}') then '9.9' "
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
        "clock_seconds(x) as try_cast(split_part(x, ':', 1) as bigint) * 3600 "
        "+ try_cast(split_part(x, ':', 2) as bigint) * 60 "
        "+ coalesce(try_cast(split_part(x, ':', 3) as bigint), 0)",
        "wall_clock(x) as try_strptime(regexp_replace(upper(latin(x)), '^24:00(:00)?$', '0:00'), "
        f"{_MOMENTS})",
        "credit_less_debit(debit, credit) as case when debit < 0 or credit < 0 "
        "or (debit <> 0 and credit <> 0) then null else credit - debit end",
        "by_type(amount, negative) as case when amount >= 0 and negative is not null then "
        "if(negative, -amount, amount) end",
        f"currency_digits(x) as case {odd} else 2 end",
        f"iso_currency(x) as case when upper(x) in ({codes}) then upper(x) end",
        "is_minus(p) as p.opened <> '' or '-' in (p.sign1, p.sign2, p.sign3)",
    ):
        connection.execute(f"create or replace temp macro {statement}")


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A text column that holds numbers, and how they are written.

    ``digits`` is SQL for the decimals of the row's currency and ``units`` an SQL list of the
    signs of currency that may stand in a cell.
    """

    slot: str
    kind: ColumnType
    decimal: Mark
    unit: str
    digits: str
    units: str
    plain_cells: frozenset[str] = frozenset()

    @property
    def easy(self) -> bool:
        """Whether every cell is plain and fits, so that one exact cast does.

        ``plain_cells`` are the shapes that the column has when it has no others than ``9``
        (a whole number) and ``9.9`` (one or two decimals).
        """
        if not self.plain_cells or self.decimal != ".":
            return False
        if "9.9" not in self.plain_cells:
            return self.kind != "money" or self.digits.isdigit()
        finer = self.kind == "count" or (self.kind == "money" and self.unit == "minor")
        return not finer and (self.kind != "money" or (self.digits.isdigit() and int(self.digits) >= 2))

    def _factor(self) -> int:
        """Stored units in one as written; for easy columns."""
        if self.kind == "money":
            shift = {"minor": 0, "thousand": int(self.digits) + 3}.get(self.unit, int(self.digits))
            return int(10**shift)
        if self.kind == "hours":
            return _HOURS[self.unit or "hours"]
        step = {"count": 1, "rate": _BILLION}.get(self.kind, 1_000_000)
        return {"thousand": step * 1000, "percent": step // 100}.get(self.unit, step)

    # Each step is a column of its own, so that no expression holds another one many times over.

    def parts(self) -> str:
        """Step 1: the cell taken apart, null where it is plain money or a time such as 7:30."""
        cell = f'r."{self.slot}"'
        easy = " or ".join(test for test in (self._plain_money(), self._is_clock()) if test)
        parts = f"if({easy}, null, number_parts({cell}))" if easy else f"number_parts({cell})"
        return f'{parts} as "parts {self.slot}"'

    def marks(self) -> str:
        """Step 2: the digits, with a point as decimal mark."""
        return f'point_marks(r."parts {self.slot}".digits, \'{self.decimal}\') as "marks {self.slot}"'

    def plain(self) -> str:
        """Step 3: the digits without what groups them, null where they are grouped wrongly."""
        return f'ungrouped(r."marks {self.slot}") as "plain {self.slot}"'

    def value(self) -> str:
        """Step 4: the stored whole number, null where the cell is no number of this kind."""
        cell, p = f'r."{self.slot}"', f'r."parts {self.slot}"'
        if self.easy:
            # 14 digits and two decimals, a hundred times over, still fit 64 bits
            size = 18 if self._factor() <= 100 else 28
            amount = f"cast({cell} as decimal({size}, 2)) * {self._factor()}"
            return f"try_cast({amount} as bigint)"
        unit = f"{p}.unit1 || {p}.unit2"
        allowed = f"list_contains({self.units}, {unit})" if self.kind == "money" else f"{unit} = ''"
        percents = "true" if self.kind in ("percent", "number") else f"{p}.percent = ''"
        guard = f"one_sign({p}) and {percents} and {allowed}"
        slow = f"when {guard} then {self._stored()} * if(is_minus({p}), -1, 1)"
        fast = ""
        if self._plain_money():
            places = int(self.digits)
            amount = f"cast({cell} as decimal(28, {places})) * {10**places}"
            fast = f"when {self._plain_money()} then cast({amount} as bigint) "
        elif self._is_clock():
            fast = f"when {self._is_clock()} then clock_seconds(latin({cell})) "
        return f"case when {cell} is null then null {fast}{slow} end"

    def _stored(self) -> str:
        plain = f'r."plain {self.slot}"'
        if self.kind == "money":
            shift = {"minor": "0", "thousand": f"({self.digits}) + 3"}.get(self.unit, self.digits)
            return f"shifted({plain}, {shift})"
        if self.kind == "count":
            return f"shifted({plain}, {3 if self.unit == 'thousand' else 0})"
        if self.kind == "hours":
            return f"scaled({plain}, {_HOURS[self.unit or 'hours']})"
        if self.kind == "rate":
            return f"scaled({plain}, {_BILLION})"
        either = f"if(r.\"parts {self.slot}\".percent = '', 1000000, 10000)"
        factor = {"percent": "10000", "thousand": "1000000000"}.get(self.unit, either)
        return f"scaled({plain}, {factor})"

    def _plain_money(self) -> str:
        """The test for the usual plain amount, which needs no taking apart."""
        if (self.kind, self.decimal) != ("money", ".") or self.unit not in ("", "major"):
            return ""
        if not self.digits.isdigit():
            return ""
        fraction = f"([.][0-9]{{1,{self.digits}}})?" if int(self.digits) else ""
        return f"regexp_full_match(r.\"{self.slot}\", '-?[0-9]{{1,14}}{fraction}')"

    def _is_clock(self) -> str:
        if self.kind != "hours" or self.unit not in ("", "hours"):
            return ""
        return f"regexp_full_match(latin(r.\"{self.slot}\"), '[0-9]{{1,3}}:[0-5][0-9](:[0-5][0-9])?')"


def units_of(currency: str) -> str:
    """The SQL list of what may stand beside an amount: nothing, or this currency's code or signs."""
    signs = ("", currency, currency.lower(), *SYMBOLS.get(currency, ()))
    return f"[{', '.join(quoted(sign) for sign in signs)}]"
