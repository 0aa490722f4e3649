"""The audience in detail: each platform on its own newest day, and its month to date."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from flashreport.compose.audience_marks import series_marks
from flashreport.compose.context import Context
from flashreport.compose.figures import figure
from flashreport.compose.tables import Spec, number_cell, period_table, text_cell
from flashreport.domain.alphabet import sort_key
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.report import (
    NOTHING,
    Block,
    Cell,
    Column,
    Day,
    Figure,
    Row,
    Table,
    Words,
    name,
    words,
)
from flashreport.domain.units import COUNT

_DATING = ("audience.impressions", "audience.reach", "audience.engagements", "audience.followers")


def audience_blocks(context: Context) -> tuple[Block | None, ...]:
    """Platforms on their newest day, their month to date, and what may be added over all of them."""
    newest = dict(_newest(context))
    return (
        _platforms(
            context,
            "audience-platforms",
            (words("Platforms"), words("each on its own newest day")),
            newest,
            (Spec("reach", words("Reach"), "audience.reach"), *_counts("day")),
            words("Reach counts people and is not added over days or platforms."),
        ),
        _platforms(
            context,
            "audience-rates",
            (words("Engagement rates"), words("each on its own newest day")),
            newest,
            (Spec("by_reach", words("by reach"), "audience.rate_by_reach"), *_rates("day")),
            NOTHING,
        ),
        _platforms(
            context,
            "audience-month",
            (words("Platforms, month to date"), words("up to each one's newest day")),
            newest,
            (
                *_counts("month"),
                Spec("gained", words("Followers gained"), "audience.followers_gained", "month"),
                Spec("growth", words("Growth"), "audience.follower_growth", "month"),
            ),
            words("Each platform counts impressions and engagements in its own way."),
        ),
        _platforms(
            context,
            "audience-month-rates",
            (words("Engagement rates, month to date"), words("up to each one's newest day")),
            newest,
            _rates("month"),
            NOTHING,
        ),
        *series_marks(context, newest),
        _platforms(
            context,
            "audience-pages",
            (words("Pages and followers"), words("followers on the newest day, posts of the month")),
            newest,
            (
                Spec("posts", words("Posts"), "audience.posts", "month"),
                Spec("followers", words("Followers"), "audience.followers"),
                Spec("target_followers", words("In the target audience"), "audience.target_followers"),
                Spec("target_share", words("Share of target audience"), "audience.target_share"),
            ),
            words("Days behind count from the business date to the newest day with data."),
            with_lag=True,
        ),
        period_table(
            context,
            "audience-periods",
            words("All platforms, on the days that all of them have data for"),
            ("audience.impressions", "audience.views", "audience.engagements", "audience.clicks",
             "audience.posts", "audience.rate_by_impressions", "audience.rate_by_views",
             "audience.followers_gained"),
        ),
    )  # fmt: skip


def _counts(period: Period) -> tuple[Spec, ...]:
    return (
        Spec("impressions", words("Impressions"), "audience.impressions", period),
        Spec("views", words("Views"), "audience.views", period),
        Spec("engagements", words("Engagements"), "audience.engagements", period),
        Spec("clicks", words("Clicks"), "audience.clicks", period),
    )


def _rates(period: Period) -> tuple[Spec, ...]:
    return (
        Spec("by_impressions", words("by impressions"), "audience.rate_by_impressions", period),
        Spec("by_views", words("by views"), "audience.rate_by_views", period),
        Spec("by_followers", words("by followers"), "audience.rate_by_followers", period),
        Spec("click_rate", words("Click rate by impressions"), "audience.click_rate", period),
    )


def _newest(context: Context) -> Iterator[tuple[str, date]]:
    """Each platform and its newest day with data up to the business date."""
    members = {
        member
        for measure in _DATING
        for member in context.measures.members(measure, "platform", context.scope)
    }
    for member in sorted(members, key=sort_key):
        days = []
        for measure in _DATING:
            span = context.measures.span(measure, context.scope, "platform", member)
            told = span.dates[~span.stale]
            days += [told[-1].astype("datetime64[D]").astype(date)] if len(told) else []
        held = [day for day in days if day <= context.business_date]
        if held:
            yield member, max(held)


def _platforms(
    context: Context,
    key: str,
    titles: tuple[Words, Words],
    newest: dict[str, date],
    specs: Sequence[Spec],
    note: Words,
    *,
    with_lag: bool = False,
) -> Table | None:
    """One row per platform on its newest day; a column that no platform has is left out."""
    readings = {
        member: [
            context.measures.read(spec.measure, on, spec.period, context.scope, "platform", member)
            for spec in specs
        ]
        for member, on in newest.items()
    }
    told = [
        at
        for at in range(len(specs))
        if any(not isinstance(row[at], Unavailable) for row in readings.values())
    ]
    if not told:
        return None
    rows = []
    for member, on in newest.items():
        cells = [number_cell(figure(context, specs[at].measure, readings[member][at])) for at in told]
        lag = [_behind(context, on)] if with_lag else []
        rows.append(Row(cells=(text_cell(name(member)), Cell(content=Day(on=on)), *lag, *cells)))
    return Table(
        key=key,
        title=titles[0],
        subtitle=titles[1],
        columns=(
            Column(key="platform", label=words("Platform"), kind="text", width=1.2),
            Column(key="as_of", label=words("As of"), kind="text"),
            *((Column(key="behind", label=words("Days behind")),) if with_lag else ()),
            *(Column(key=specs[at].key, label=specs[at].label) for at in told),
        ),
        rows=tuple(rows),
        note=note,
    )


def _behind(context: Context, on: date) -> Cell:
    days = (context.business_date - on).days
    return number_cell(Figure(unit=COUNT, value=Decimal(days)))
