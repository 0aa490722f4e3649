"""Credit lines in detail: use, paths to target, borrowing base, covenants, and what credit costs."""

from datetime import timedelta

from flashreport.compose.context import Context
from flashreport.compose.covenant_table import covenant_table
from flashreport.compose.figures import plain, read, shown
from flashreport.compose.tables import Spec, member_table, number_cell, period_table, text_cell
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import NOTHING, Block, Cell, Column, Day, Row, Table, words
from flashreport.domain.units import money


def credit_blocks(context: Context) -> tuple[Block | None, ...]:
    """Every table of the credit section; one without rows is left out."""
    return (
        lines(context),
        paths(context),
        forecast_weeks(context),
        sub_limits(context),
        base_table(context),
        reasons(context),
        caps(context),
        covenant_table(context),
        costs(context),
        period_table(
            context,
            "credit-cost-periods",
            words("Cost of credit by period"),
            ("credit.interest", "credit.unused_fee", "credit.letters_fee"),
        ),
    )


def lines(context: Context) -> Table | None:
    """What each line has and uses on the day, and how its two utilizations stand."""
    return member_table(
        context,
        "credit-lines",
        (words("Credit lines"), words("on the day")),
        "line",
        words("Line"),
        (
            Spec("limit", words("Limit"), "credit.limit"),
            Spec("drawn", words("Drawn"), "credit.drawn"),
            Spec("used", words("Used"), "credit.used"),
            Spec("available", words("Available"), "credit.available"),
            Spec("utilization", words("Utilization"), "credit.utilization"),
            Spec("paydown", words("Paydown to target"), "credit.paydown"),
            Spec("per_day", words("Per working day"), "credit.paydown_per_day"),
            Spec("to_limit", words("Days to limit"), "credit.days_to_limit"),
            Spec("to_target", words("Days to target"), "credit.days_to_target"),
        ),
    )


def paths(context: Context) -> Table | None:
    """Where each line is on the path to its target."""
    return (
        member_table(
            context,
            "credit-paths",
            (words("Paths to target"), words("on the day, evenly over working days")),
            "line",
            words("Line"),
            (
                Spec("used", words("Used"), "credit.used"),
                Spec("path", words("Path"), "credit.path"),
                Spec("behind", words("Over the path"), "credit.behind_path"),
                Spec("days", words("Days behind"), "credit.days_behind"),
            ),
            with_total=False,
        )
        if context.measures.members("credit.path", "line", context.scope)
        else None
    )


def forecast_weeks(context: Context) -> Table | None:
    """Use, utilization and what is left, week by week, if cash pays the lines down and they fill its gaps."""
    found = context.forecast
    cap = read(context, "credit.cap")
    if found is None or not isinstance(cap, Value) or cap.amount <= 0:
        return None
    rows = []
    for week in found.plan.weeks:
        member = week.first.isoformat()
        used = read(context, "credit.forecast_used", "day", None, "week", member)
        if not isinstance(used, Value):
            return None
        left = (cap.amount - used.amount) / money(context.currency).step
        cells = (
            Cell(content=Day(on=week.first)),
            number_cell(shown(context, "credit.forecast_used", "day", None, "week", member)),
            number_cell(plain(context, "credit.available", left), "act" if left < 0 else "none"),
            number_cell(plain(context, "credit.utilization", used.amount / cap.amount)),
        )
        rows.append(Row(cells=cells))
    return Table(
        key="credit-forecast",
        title=words("Credit lines with the cash forecast"),
        subtitle=words("at the end of each week"),
        columns=(
            Column(key="week", label=words("Week of"), kind="text"),
            Column(key="used", label=words("Used")),
            Column(key="left", label=words("Left under the cap")),
            Column(key="utilization", label=words("Used of cap")),
        ),
        rows=tuple(rows),
        note=words("Cash above its floor pays the lines down, and what is short of it is drawn."),
    )


def sub_limits(context: Context) -> Table | None:
    """The lines that use another line's limit."""
    return member_table(
        context,
        "credit-sub-limits",
        (words("Sub-limits"), words("each inside its line")),
        "sub_limit",
        words("Line"),
        (
            Spec("limit", words("Limit"), "credit.limit"),
            Spec("used", words("Used"), "credit.used"),
            Spec("available", words("Available"), "credit.available"),
        ),
        with_total=False,
    )


def base_table(context: Context) -> Table | None:
    """The borrowing base as its certificate adds it up: assets, then reserves, then the base."""
    table = member_table(
        context,
        "credit-base",
        (words("Borrowing base"), words("as of each asset's day")),
        "asset",
        words("Asset"),
        (
            Spec("collateral", words("Collateral"), "credit.collateral"),
            Spec("ineligible", words("Ineligible"), "credit.ineligible"),
            Spec("eligible", words("Eligible"), "credit.eligible"),
            Spec("rate", words("Advance rate"), "credit.advance_rate"),
            Spec("advances", words("Advances"), "credit.advances"),
        ),
        last=(Column(key="as_of", label=words("Base as of"), kind="text"), _as_of),
        with_total=False,
    )
    if table is None:
        return None
    blank = text_cell(NOTHING)
    reserves, base = shown(context, "credit.base_reserves"), shown(context, "credit.borrowing_base")
    ends = [
        Row(cells=(text_cell(words("Reserves of the base")), *[blank] * 4, number_cell(reserves), blank)),
        Row(cells=(text_cell(words("Borrowing base")), *[blank] * 4, number_cell(base), blank), kind="total"),
    ]
    return table.model_copy(update={"rows": (*table.rows, *(ends if reserves.value else ends[1:]))})


def _as_of(context: Context, asset: str) -> Cell:
    """The day as of which the asset was told; an old one calls for attention."""
    age = read(context, "credit.base_age", "day", None, "asset", asset)
    if not isinstance(age, Value):
        return text_cell(NOTHING)
    day = context.business_date - timedelta(days=int(age.amount))
    return Cell(content=Day(on=day), level="watch" if age.stale else "none")


def reasons(context: Context) -> Table | None:
    """Why a part of the collateral does not count."""
    return member_table(
        context,
        "credit-ineligible",
        (words("What does not count"), words("each amount once")),
        "reason",
        words("Reason"),
        (Spec("amount", words("Ineligible"), "credit.ineligible"),),
    )


def caps(context: Context) -> Table | None:
    """What the borrowing base does to each line; lines without one are left out."""
    if not context.measures.members("credit.borrowing_base", "line", context.scope):
        return None
    return member_table(
        context,
        "credit-caps",
        (words("Limits and borrowing base"), words("on the day")),
        "line",
        words("Line"),
        (
            Spec("limit", words("Limit"), "credit.limit"),
            Spec("base", words("Borrowing base"), "credit.borrowing_base"),
            Spec("cap", words("Line cap"), "credit.cap"),
            Spec("lost", words("Out of reach"), "credit.lost_to_base"),
            Spec("over", words("Over-advance"), "credit.over_advance"),
            Spec("collections", words("Paydown from collections"), "credit.paydown_from_collections"),
        ),
    )


def costs(context: Context) -> Table | None:
    """Interest and fees of each line, its rate, and both of its utilizations by name."""
    return member_table(
        context,
        "credit-cost",
        (words("What credit costs"), words("accrued, and both utilizations")),
        "line",
        words("Line"),
        (
            Spec("rate", words("Interest rate"), "credit.average_rate", decimals=2),
            Spec("interest", words("Interest, day"), "credit.interest"),
            Spec("interest_month", words("Interest, month"), "credit.interest", "month"),
            Spec("fee_month", words("Unused fee, month"), "credit.unused_fee", "month"),
            Spec("of_cap", words("Used of cap"), "credit.utilization"),
            Spec("of_limit", words("Drawn of limit"), "credit.utilization_of_limit"),
            Spec("average", words("Average, 13 weeks"), "credit.average_13_weeks"),
        ),
    )
