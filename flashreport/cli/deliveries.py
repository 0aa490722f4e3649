"""What became of the copies of kept reports, out of the delivery ledger."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashreport.archive import ArchivePlace
    from flashreport.archive.edition import Edition
    from flashreport.delivery.ledger import Entry

_Key = tuple[str, str, str, int]


def entries_of(place: "ArchivePlace", editions: "Sequence[Edition]") -> "dict[int, list[Entry]]":
    """The ledger's lines by edition; editions that were sent to nobody have none."""
    from flashreport.delivery.reading import kept_entries

    if not editions:
        return {}
    days = [edition.stored.business_date for edition in editions]
    found: dict[_Key, list[Entry]] = {}
    for entry in kept_entries(place.url or place.folder, min(days), max(days)):
        report, scope, day, revision, _ = entry.key.columns
        found.setdefault((report, scope, day, revision), []).append(entry)
    return {
        edition.number: found.get(
            (edition.report_name, edition.scope, edition.business_date, edition.revision), []
        )
        for edition in editions
    }


def as_json(entries: "Sequence[Entry]") -> list[dict[str, object]]:
    """Each line for a program."""
    return [
        {
            "recipient": entry.key.recipient,
            "state": entry.state,
            "copy": entry.number,
            "channel": entry.channel,
            "at": entry.closed_at or entry.claimed_at,
            "detail": entry.detail,
            "message_id": entry.message_id,
        }
        for entry in entries
    ]


def events_csv(place: "ArchivePlace", editions: "Sequence[Edition]") -> bytes:
    """Every event of every copy of the editions as CSV, in the order in which they happened."""
    import csv
    import io

    from flashreport.delivery.reading import EVENTS, kept_events

    keys = {(item.report_name, item.scope, item.business_date, item.revision) for item in editions}
    days = [edition.stored.business_date for edition in editions]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EVENTS)
    events = kept_events(place.url or place.folder, min(days), max(days)) if days else []
    writer.writerows(event for event in events if tuple(event[:4]) in keys)
    return out.getvalue().encode()
