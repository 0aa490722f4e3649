"""Which measures and names tell what people earn."""

import re
import unicodedata

from flashreport.domain.measures import MEASURES

_NO_PAY = ("staff.revenue",)
# Each of these is pay, or gives pay away together with a figure that everybody sees.
PAY = frozenset(
    {
        "staff.labour_share",
        "cash.payroll_days",
        *(
            key
            for key, measure in MEASURES.items()
            if measure.block == "staff" and measure.kind == "money" and key not in _NO_PAY
        ),
    }
)
# A formula over pay must be called so: the settings see to it.
_OWN = ("own.pay_", "values.pay_")
# Words for pay in the languages of the pages, and how such words begin.
_WORDS = frozenset({"pay", "payroll", "salaries", "salary", "wage", "wages", "paie", "paies"})
_STEMS = (
    "lohn", "löhn", "gehalt", "gehält", "personalkosten", "salair", "rémunér", "traitements",
    "حقوق", "دستمزد", "أجور", "الأجور", "رواتب", "الرواتب", "مرتبات", "المرتبات",
)  # fmt: skip
_BETWEEN = re.compile(r"[\W_]+")


def tells_pay(measure: str) -> bool:
    """Whether a measure is pay, or gives pay away."""
    return measure in PAY or f"{measure}_".startswith(_OWN)


def speaks_of_pay(text: str) -> bool:
    """Whether a name out of the user's data is that of pay, such as a category of cash."""
    found = _BETWEEN.split(unicodedata.normalize("NFC", text.casefold()))
    return any(word in _WORDS or word.startswith(_STEMS) for word in found)
