"""The cash forecasts that earlier reports made, out of the archive: one of each week."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flashreport.domain.cash.outlook import PastWeek, WeeklyForecast
from flashreport.pipeline.earlier import measures_kept

if TYPE_CHECKING:
    from flashreport.archive import Archive

WEEKS = 13
_IN, _OUT = "cash.forecast_receipts", "cash.forecast_disbursements"


def past_forecasts(archive: "Archive", report: str, scope: str, on: date) -> tuple[WeeklyForecast, ...]:
    """The forecast of each of the last 13 weeks: the newest one that was made a whole number of weeks ago.

    A week without any such report has none.
    """
    found = []
    for back in range(1, WEEKS + 1):
        until = on - timedelta(weeks=back)
        stored = archive.before(report, scope, until + timedelta(days=1))
        if stored is None or stored.business_date <= until - timedelta(weeks=1):
            continue
        frame = measures_kept(archive, stored, (_IN, _OUT))
        if frame is None:
            continue
        rows = frame[(frame["entity"] == scope) & (frame["dimension"] == "week")]
        by_week = rows.pivot_table(index="member", columns="measure", values="value", aggfunc="sum")
        if {_IN, _OUT} <= set(by_week.columns):
            weeks = (
                PastWeek(date.fromisoformat(str(first)), int(came), int(went))
                for first, came, went in by_week[[_IN, _OUT]].itertuples()
            )
            found.append(WeeklyForecast(stored.business_date, tuple(weeks)))
    return tuple(found)
