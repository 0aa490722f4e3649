"""Anchors: one address in the document for each section and definition."""

import re
from dataclasses import dataclass, field

from flashreport.domain.report import Report

_OTHER = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Anchors:
    """Ids by section key and by measure; a key that is not in the report has none."""

    sections: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)

    def of_row(self, measure: str, block: str) -> str:
        """Where a scorecard row leads: its definition, else the section of its block, else nowhere."""
        return self.definitions.get(measure) or self.sections.get(block, "")


def anchors(report: Report) -> Anchors:
    """The ids of a report, all different."""
    taken: set[str] = set()

    def give(prefix: str, key: str) -> str:
        base = f"{prefix}-{_OTHER.sub('-', key.lower()).strip('-') or 'x'}"
        number, found = 2, base
        while found in taken:
            found, number = f"{base}-{number}", number + 1
        taken.add(found)
        return found

    return Anchors(
        {section.key: give("section", section.key) for section in report.sections},
        {definition.measure: give("def", definition.measure) for definition in report.definitions},
    )
