"""A report that is not sent, because an input that it needs is not there as it should be."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place, Problem, Severity, phrase

if TYPE_CHECKING:
    from flashreport.pipeline.order import Checked
    from flashreport.workspace.load import Workspace

_BAD = ("missing", "failed", "stale", "incomplete")
_HOLDING = ("hold", "notice")


class Held(FlashreportError):
    """``notice``: the recipients are told. ``behind``: what was found wrong with the inputs' files."""

    def __init__(
        self,
        report: str,
        business_date: date,
        inputs: Sequence[str],
        *,
        notice: bool,
        behind: Sequence[Problem],
    ) -> None:
        """Name the inputs that hold the report."""
        self.report, self.business_date, self.inputs = report, business_date, tuple(inputs)
        self.notice, self.behind = notice, tuple(behind)
        super().__init__(
            "report.held",
            phrase(
                "The report of {business_date} is held: {names} is not there.",
                business_date=business_date,
                names=", ".join(inputs),
            ),
            "Deliver the input and build again, or set on_missing to 'mark'.",
            Place(key=f"inputs.{inputs[0]}.on_missing"),
        )


def hold_if_missing(workspace: "Workspace", checked: "Checked", report: str) -> None:
    """Raise :class:`Held` when an input says that no report goes without it."""
    rules = {item.name: item for item in workspace.settings.inputs}
    held = [
        state.name
        for state in checked.states
        if state.state in _BAD and rules[state.name].on_missing in _HOLDING
    ]
    if not held:
        return
    files = {file.path for one in checked.tables.inputs if one.name in held for file in one.files} | {
        rules[name].path for name in held
    }
    behind = [
        problem
        for problem in checked.problems
        if problem.severity == Severity.ERROR and problem.place.file in files
    ]
    notice = any(rules[name].on_missing == "notice" for name in held)
    raise Held(report, checked.business_date, held, notice=notice, behind=behind)
