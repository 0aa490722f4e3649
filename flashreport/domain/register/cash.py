"""The measures of cash."""

from flashreport.domain.measure import Measure

# the slices that every company has; where accounts have several currencies, "currency" is one as well
_CASH = ("account", "category")
_STOCK = ("account",)

CASH: tuple[Measure, ...] = (
    Measure(
        "cash.opening", "Opening cash", "money", "opening", "more",
        "Closing cash of the day before, at the rate of that day.", ("cash.closing",), _STOCK,
    ),
    Measure(
        "cash.receipts", "Cash in", "money", "flow", "more",
        "Sum of money received, without transfers between own accounts; other currencies at the day's rate.",
        (), _CASH,
    ),
    Measure(
        "cash.disbursements", "Cash out", "money", "flow", "less",
        "Sum of money paid, without transfers between own accounts; other currencies at the day's rate.",
        (), _CASH,
    ),
    Measure(
        "cash.transfers", "Transfers", "money", "flow", "within",
        "Net of transfers between own accounts; zero for the group, but for rates and days on the way.",
        (), ("account",),
    ),
    Measure(
        "cash.net", "Net cash flow", "money", "flow", "more",
        "Cash in less cash out.", ("cash.receipts", "cash.disbursements"), _CASH,
    ),
    Measure(
        "cash.closing", "Closing cash", "money", "stock", "more",
        "Opening cash plus cash in less cash out plus transfers, exchange difference and statement gap; "
        "other currencies at the closing rate.",
        (
            "cash.opening", "cash.receipts", "cash.disbursements", "cash.transfers",
            "cash.exchange_difference", "cash.statement_gap",
        ),
        _STOCK,
    ),
    Measure(
        "cash.exchange_difference", "Exchange difference", "money", "flow", "within",
        "What balances in other currencies gain or lose by the rate: closing at the closing rate, less "
        "opening at the rate of the day before, less the day's movements at the day's rate.",
        (), ("account",),
    ),
    Measure(
        "cash.statement_gap", "Statement gap", "money", "flow", "within",
        "What the day's statement says less what the balance before it and the movements make; "
        "movements of accounts without any balance count whole.",
        (), ("account",),
    ),
    Measure(
        "cash.statement_balance", "Statement balance", "money", "stock", "more",
        "Closing balance as the account's statement says, in the account's currency.",
        (), ("account",), native="account",
    ),
    Measure(
        "cash.unreconciled", "Not reconciled", "money", "stock", "within",
        "Statement balance less what the first statement and all movements since then make, "
        "in the account's currency.",
        (), ("account",), native="account",
    ),
    Measure(
        "cash.reported_receipts", "Cash in, as reported", "money", "flow", "more",
        "Cash in of accounts in one currency, in that currency.", (), ("currency",), native="currency",
    ),
    Measure(
        "cash.reported_disbursements", "Cash out, as reported", "money", "flow", "less",
        "Cash out of accounts in one currency, in that currency.", (), ("currency",), native="currency",
    ),
    Measure(
        "cash.reported_closing", "Closing cash, as reported", "money", "stock", "more",
        "Closing cash of accounts in one currency, in that currency.", (), ("currency",), native="currency",
    ),
    Measure(
        "cash.rates_missing", "Days without a rate", "count", "flow", "less",
        "1 for a day on which an amount has no exchange rate; sums of that day are not given.", (), (),
    ),
    Measure(
        "cash.planned_receipts", "Cash in, plan", "money", "flow", "more",
        "The month's plan spread evenly over its working days, to the cent.", (), ("category",),
    ),
    Measure(
        "cash.planned_disbursements", "Cash out, plan", "money", "flow", "less",
        "The month's plan spread evenly over its working days, to the cent.", (), ("category",),
    ),
    Measure(
        "cash.planned_net", "Net cash flow, plan", "money", "flow", "more",
        "Planned cash in less planned cash out.", ("cash.planned_receipts", "cash.planned_disbursements"),
        ("category",),
    ),
    Measure(
        "cash.gross_burn", "Cash out of 13 weeks", "money", "stock", "less",
        "Cash out of the last 91 days, without transfers and financing.", ("cash.disbursements",),
    ),
    Measure(
        "cash.burn", "Net burn of 13 weeks", "money", "stock", "less",
        "Cash out less cash in of the last 91 days, without transfers and financing.",
        ("cash.disbursements", "cash.receipts"),
    ),
    Measure(
        "cash.runway", "Runway in days", "days", "ratio", "more",
        "Closing cash divided by the net burn of the last 91 days, times 91; none when cash builds up.",
        ("cash.closing", "cash.burn"), times=91,
    ),
    Measure(
        "cash.payroll_days", "Days of payroll covered", "days", "ratio", "more",
        "Closing cash divided by the pay of the last 28 days, times 28.",
        ("cash.closing", "staff.pay_4_weeks"), times=28,
    ),
    Measure(
        "cash.forecast_low", "13-week low point", "money", "stock", "more",
        "The lowest closing cash of a day in the 13 weeks to come: expected receipts and payments, "
        "recurring ones by their habit, ordinary days by their weekday's mean.",
        ("cash.closing",),
    ),
    Measure(
        "cash.forecast_receipts", "Forecast cash in", "money", "stock", "more",
        "Cash in that is forecast for a week.", (), ("week",),
    ),
    Measure(
        "cash.forecast_disbursements", "Forecast cash out", "money", "stock", "less",
        "Cash out that is forecast for a week.", (), ("week",),
    ),
    Measure(
        "cash.forecast_closing", "Forecast closing cash", "money", "stock", "more",
        "Closing cash plus forecast cash in less forecast cash out, up to the end of a week.",
        ("cash.closing", "cash.forecast_receipts", "cash.forecast_disbursements"), ("week",),
    ),
)  # fmt: skip
