"""Credit lines: base, cap, availability, use, fees, interest, paydown, pace, path, covenants."""

from flashreport.domain.credit.base import AssetClass, BorrowingBase, borrowing_base
from flashreport.domain.credit.covenants import (
    Bound,
    Covenant,
    fixed_charge_coverage,
    leverage,
    springing_trigger,
    springs,
)
from flashreport.domain.credit.eligibility import (
    ConcentrationOf,
    Eligibility,
    EligibilityRules,
    Reason,
    Receivable,
    concentration_excess,
    eligible_receivables,
)
from flashreport.domain.credit.fees import (
    UnusedFeeTerms,
    UseStep,
    counted_use,
    fee_compounded_daily,
    fee_on_average,
    letter_of_credit_fee,
    unused_amounts,
    unused_fee,
)
from flashreport.domain.credit.history import Span, Step, amount_on, average, average_over, spans
from flashreport.domain.credit.interest import (
    Accrual,
    AccrualPart,
    floating_rate,
    interest,
    interest_at,
)
from flashreport.domain.credit.line import (
    CapRule,
    LineUse,
    Utilization,
    availability,
    implied_cap,
    line_cap,
    lost_to_base,
    over_advance,
    shared_availability,
    sub_limit_room,
    utilization,
)
from flashreport.domain.credit.pace import (
    NOT_REACHED,
    Arrival,
    Pace,
    arrival,
    days_to_target,
    nth_working_day,
    paydown_pace,
    working_days,
)
from flashreport.domain.credit.path import (
    Required,
    Standing,
    TargetPath,
    day_of_crossing,
    path_value,
    required_paydown,
    standing,
)
from flashreport.domain.credit.paydown import (
    Paydown,
    Paydowns,
    paydown_from_collections,
    paydown_to_target,
    paydowns,
)

# fmt: off
__all__ = [
    "NOT_REACHED", "Accrual", "AccrualPart", "Arrival", "AssetClass", "BorrowingBase", "Bound",
    "CapRule", "ConcentrationOf", "Covenant", "Eligibility", "EligibilityRules", "LineUse", "Pace",
    "Paydown", "Paydowns", "Reason", "Receivable", "Required", "Span", "Standing", "Step", "TargetPath",
    "UnusedFeeTerms", "UseStep", "Utilization", "amount_on", "arrival", "availability", "average",
    "average_over", "borrowing_base", "concentration_excess", "counted_use", "day_of_crossing",
    "days_to_target", "eligible_receivables", "fee_compounded_daily", "fee_on_average",
    "fixed_charge_coverage", "floating_rate", "implied_cap", "interest", "interest_at",
    "letter_of_credit_fee", "leverage", "line_cap", "lost_to_base", "nth_working_day", "over_advance",
    "path_value", "paydown_from_collections", "paydown_pace", "paydown_to_target", "paydowns",
    "required_paydown", "shared_availability", "spans", "springing_trigger", "springs", "standing",
    "sub_limit_room", "unused_amounts", "unused_fee", "utilization", "working_days",
]
# fmt: on
