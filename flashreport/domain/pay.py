"""Which measures and names tell what people earn."""

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
_WORDS = frozenset({"pay", "payroll", "salaries", "salary", "wages"})


def tells_pay(measure: str) -> bool:
    """Whether a measure is pay, or gives pay away."""
    return measure in PAY or f"{measure}_".startswith(_OWN)


def speaks_of_pay(text: str) -> bool:
    """Whether a name out of the user's data is that of pay, such as a category of cash."""
    return not _WORDS.isdisjoint(text.casefold().replace("-", " ").replace("_", " ").split())
