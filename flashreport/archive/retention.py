"""What may be pruned: files that no edition needs any longer, by age and kind, but nothing on hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flashreport.archive.edition import Role
from flashreport.archive.editions import Reference
from flashreport.errors import FlashreportError, Place, phrase

KINDS: Mapping[str, tuple[Role, ...]] = {
    "pages": ("page",),
    "inputs": ("input",),
    "settings": ("settings", "template"),
    "measures": ("base", "changes"),
    "reports": ("report",),
}
# The next report is held against these days.
_DAYS_KEPT = 2
_AGE = re.compile(r"([1-9]\d{0,4})([dmy])")


@dataclass(frozen=True)
class Rule:
    """Files of a kind go when the business date of their edition is before this day."""

    kind: str
    before: date


@dataclass(frozen=True)
class Hold:
    """Nothing of these business dates goes, of one report or of all."""

    name: str
    first: date
    last: date
    report: str = ""

    def covers(self, reference: Reference) -> bool:
        """Whether an edition is on hold."""
        day = date.fromisoformat(reference.business_date)
        return self.first <= day <= self.last and self.report in ("", reference.report_name)


@dataclass(frozen=True)
class Plan:
    """What would go: one reference of each file; ``held`` are those that only a hold keeps."""

    files: tuple[Reference, ...] = ()
    held: tuple[tuple[Reference, str], ...] = ()

    @property
    def size(self) -> int:
        """Bytes that would be freed."""
        return sum(file.size for file in self.files)


def cutoff(age: str, today: date) -> date:
    """The day before which files of an age are: ``90d``, ``18m`` or ``7y`` ago."""
    match = _AGE.fullmatch(age)
    if not match:
        raise FlashreportError(
            "usage.age",
            phrase("'{text}' is no age.", text=age),
            "Write days, months or years: 90d, 18m, 7y.",
            Place(key="AGE", value=age),
        )
    number, unit = int(match[1]), match[2]
    if unit == "d":
        return today - timedelta(days=number)
    months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    return min(first + timedelta(days=today.day - 1), _last_of(first))


def _last_of(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def plan(references: Iterable[Reference], rules: Sequence[Rule], holds: Sequence[Hold]) -> Plan:
    """The files of which every edition that names them lets go.

    A content that several editions share stays as long as one of them needs it. The newest
    two days of each report stay whole. What was pruned before is passed over.
    """
    by_content: dict[str, list[Reference]] = {}
    pruned: dict[str, int] = {}
    for reference in references:
        if reference.role == "pruned":
            pruned[reference.sha256] = max(reference.number, pruned.get(reference.sha256, 0))
        elif reference.role != "reference":
            by_content.setdefault(reference.sha256, []).append(reference)
    newest = _newest_days(item for held in by_content.values() for item in held)
    before: dict[str, date] = {role: rule.before for rule in rules for role in KINDS[rule.kind]}
    going, held = [], []
    for sha256, named in sorted(by_content.items()):
        if max(item.number for item in named) < pruned.get(sha256, 0):
            continue
        if not all(_is_due(item, before, newest) for item in named):
            continue
        hold = next((hold.name for item in named for hold in holds if hold.covers(item)), None)
        if hold is None:
            going.append(named[0])
        else:
            held.append((named[0], hold))
    return Plan(tuple(going), tuple(held))


def _is_due(item: Reference, before: Mapping[str, date], newest: Mapping[tuple[str, str], str]) -> bool:
    limit = before.get(item.role)
    if limit is None or item.business_date >= limit.isoformat():
        return False
    return item.business_date < newest[item.report_name, item.scope]


def _newest_days(references: Iterable[Reference]) -> dict[tuple[str, str], str]:
    """The first of the days of each report that stay whole."""
    days: dict[tuple[str, str], set[str]] = {}
    for item in references:
        days.setdefault((item.report_name, item.scope), set()).add(item.business_date)
    return {key: sorted(found)[-_DAYS_KEPT:][0] for key, found in days.items()}
