"""The one way through; the only room that knows the order. Nothing flows back.

inputs → tables → facts → measures → report → pages → archive → delivery
"""

from flashreport.pipeline.backfill import Filled, Span, backfill
from flashreport.pipeline.build import build
from flashreport.pipeline.check import check_workspace, measures_of
from flashreport.pipeline.context import context_of, report_settings
from flashreport.pipeline.explain import Explanation, Traced, explain
from flashreport.pipeline.order import Built, Checked, Order
from flashreport.pipeline.pages import page_of, rendered
from flashreport.pipeline.run import Run, run
from flashreport.pipeline.send import copies_of, sent

__all__ = [
    "Built",
    "Checked",
    "Explanation",
    "Filled",
    "Order",
    "Run",
    "Span",
    "Traced",
    "backfill",
    "build",
    "check_workspace",
    "context_of",
    "copies_of",
    "explain",
    "measures_of",
    "page_of",
    "rendered",
    "report_settings",
    "run",
    "sent",
]
