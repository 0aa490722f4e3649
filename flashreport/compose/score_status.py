"""A scorecard row's status: shape and word, by the target and by the process behaviour chart."""

from flashreport.compose.context import Context
from flashreport.compose.variation import Variation
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import NOTHING, Status, Words, words
from flashreport.domain.run_rules import Signal
from flashreport.domain.targets import Verdict
from flashreport.workspace.kpis import Kpi

# A least balance is a floor; a least performance is a target.
_AIM = {
    "good": words("Target met"),
    "watch": words("Near target"),
    "act": words("Behind target"),
}
_ON = {
    "at_least": words("Above floor"),
    "at_most": words("Within limit"),
    "between": words("Within band"),
}
_NEAR = {
    "at_least": words("Near floor"),
    "at_most": words("Near limit"),
    "between": words("Near band"),
}
_OFF = {
    "at_least": words("Below floor"),
    "at_most": words("Over limit"),
    "between": words("Outside band"),
}
_PATH = {"good": words("On the path"), "watch": words("Near the path"), "act": words("Off the path")}
_SIGNALS = {
    "outside": words("Signal: outside limits"),
    "two_in_three": words("Signal: 2 of 3 far out"),
    "four_in_five": words("Signal: 4 of 5 off centre"),
    "shift": words("Signal: 8 on one side"),
}


def status(
    context: Context, kpi: Kpi, found: Verdict | Unavailable, varied: Variation, today: object
) -> Status:
    """Shape and word: the target first, then the process behaviour chart."""
    signal = varied.signal
    if isinstance(today, Value) and today.stale:
        return Status(level="watch", text=words("Not current"))
    if isinstance(today, Unavailable) and isinstance(found, Unavailable):
        return Status(level="none", text=words("No data"))
    bad = signal is not None and is_bad(context, kpi, signal)
    if isinstance(found, Unavailable):
        if kpi.target is not None and found.reason == "no baseline":
            return Status(level="none", text=words("No baseline"))
        return Status(level="watch", text=signal_words(varied)) if bad else _by_limits(varied)
    if found.path is not None:
        return on_path(found)
    kind = kpi.target.kind if kpi.target else "at_least"
    if bad and found.level != "good" and varied.form != "change":
        return Status(level="act", text=signal_words(varied))
    if kind == "at_least" and context.register[kpi.measure].nature != "stock":
        return Status(level=found.level, text=_AIM[found.level])
    table = {"good": _ON, "watch": _NEAR, "act": _OFF}[found.level]
    return Status(level=found.level, text=table[kind])


def _by_limits(varied: Variation) -> Status:
    if varied.bands:
        return Status(level="good", text=words("Within limits"))
    return Status(level="none", text=words("No limits yet") if varied.lacking else words("No target"))


def on_path(found: Verdict) -> Status:
    """A dated target's status in words."""
    path = found.path
    if found.expired:
        return Status(level="act", text=words("Deadline missed"))
    if path is not None and path.reached:
        return Status(level="good", text=words("Target met"))
    return Status(level=found.level, text=_PATH[found.level])


def is_bad(context: Context, kpi: Kpi, signal: Signal) -> bool:
    """Whether a signal points the wrong way; where both ways count, every one does."""
    way = kpi.direction or context.register[kpi.measure].direction
    return way == "within" or (signal.side < 0) == (way == "more")


def signal_words(varied: Variation) -> Words:
    """Which rule the newest day met."""
    if varied.signal is None:
        return NOTHING
    if varied.form == "change":
        return words("Signal: unusual change")
    return _SIGNALS.get(str(varied.signal.rule), words("Signal"))
