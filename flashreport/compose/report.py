"""Put the parts of a report together; its id is the hash of what it says."""

import hashlib
from dataclasses import replace

from flashreport.compose.charts import charts
from flashreport.compose.context import Context
from flashreport.compose.definitions import definitions
from flashreport.compose.figures import few_behind, read
from flashreport.compose.findings import findings
from flashreport.compose.notes import day_notes
from flashreport.compose.review import review_sections
from flashreport.compose.scorecard import previous_day, scorecard
from flashreport.compose.sections import sections
from flashreport.compose.tables import departments
from flashreport.domain.hidden import tells_of_few
from flashreport.domain.report import Block, Few, Report

_UNNAMED = "0000-0000"
_MARKED, _UNMARKED = '"state":"restated"', '"state":"ok"'


def compose(context: Context) -> Report:
    """The report of one context."""
    card = scorecard(context)
    worked, of = context.calendar.working_day_of_month(context.business_date)
    # what a review says of a day, it says of the period's last working day
    seen = replace(context, business_date=context.last_worked)
    front: list[Block] = list(charts(seen))
    table = departments(context) if context.shows("staff") else None
    if table is not None:
        front.append(table)
    front += day_notes(context)
    report = Report(
        id=_UNNAMED,
        company=context.settings.company.name,
        report=context.report.title,
        scope=_scope_name(context),
        business_date=context.business_date,
        period=context.period,
        first=context.first,
        backfilled=context.backfilled,
        compared_on=previous_day(context),
        revision=context.revision,
        built_at=context.built_at,
        currency=context.currency,
        working_day=worked,
        working_days=of,
        inputs=context.inputs,
        findings=findings(seen),
        scorecard=card,
        front=tuple(front),
        sections=(*review_sections(context), *sections(context)),
        definitions=definitions(context, card),
        provenance=context.provenance,
    )
    few: Few = "some" if tells_of_few(report) else "none"
    if few_behind(read(context, "staff.pay", "month")):
        few = "all"
    report = report.model_copy(update={"few": few})
    return report.model_copy(update={"id": fingerprint(report)})


def fingerprint(report: Report) -> str:
    """Eight hexadecimal digits of what the report says of the company.

    Not of when it was built, as which revision, or what earlier reports told otherwise: the
    same inputs have the same id, whatever else was built in between.
    """
    content = report.model_dump_json(
        exclude={
            "id": True,
            "built_at": True,
            "revision": True,
            "backfilled": True,
            "restated": True,
            "restated_more": True,
            "revised": True,
            "revised_more": True,
            "inputs": {"__all__": {"received_at"}},
        }
    )
    digest = hashlib.sha256(content.replace(_MARKED, _UNMARKED).encode()).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"


def _scope_name(context: Context) -> str:
    names = {entity.id: entity.name for entity in context.settings.entities}
    return names.get(context.scope, "")
