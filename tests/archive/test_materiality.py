"""Which change of a figure matters most."""

from decimal import Decimal
from pathlib import Path

from flashreport.archive.materiality import thresholds, weight_of
from flashreport.domain.report import Figure
from flashreport.domain.units import PERCENT, Unit, money

ROOT = Path(__file__).resolve().parents[2]
USD = money("USD")
KPIS = b"""
[[kpi]]
id = "a"
measure = "cash.closing"
materiality = 5000
[[kpi]]
id = "b"
measure = "cash.closing"
materiality = 2000
[[kpi]]
id = "c"
measure = "staff.overtime_share"
materiality = 0.005
[[kpi]]
id = "d"
measure = "staff.hours"
materiality = 3
where = { department = "kitchen" }
[[kpi]]
id = "e"
measure = "staff.pay"
materiality = 9
status = "retired"
"""


def figure(value: str | None, unit: Unit = USD) -> Figure:
    return Figure(
        unit=unit, value=None if value is None else Decimal(value), state="ok" if value else "missing"
    )


def test_the_finest_materiality_of_a_measure_as_a_whole_holds() -> None:
    assert thresholds(KPIS) == {"cash.closing": Decimal(2000), "staff.overtime_share": Decimal("0.005")}
    assert thresholds(None) == thresholds(b"\xff") == thresholds(b"kpi = 1") == {}
    sample = thresholds((ROOT / "sample_data" / "en" / "kpis.toml").read_bytes())
    assert Decimal("0.005") in sample.values()


def test_changes_are_ordered_by_kpi_then_money_then_share() -> None:
    """Written down in the order that a controller reads them in; any other order is wrong."""
    kpi = Decimal(2000), Decimal("0.005")
    ordered = [
        ("overtime 14.1 to 16.1 %, 4 times its materiality", "0.141", "0.161", PERCENT, kpi[1], True),
        ("closing cash down 6,000, 3 times", "418220", "412220", USD, kpi[0], True),
        ("receipts up 9,000 without a KPI", "1000", "10000", USD, None, True),
        ("receipts that were not there", None, "900", USD, None, True),
        ("a share that doubled", "0.1", "0.2", PERCENT, None, True),
        ("another currency's 90,000, by its share", "300000", "390000", money("EUR"), None, True),
        ("a table's 50,000", "0", "50000", USD, None, False),
        ("a table's 20", "10", "30", USD, None, False),
        ("a table's share", "0.1", "0.9", PERCENT, None, False),
        ("closing cash down 1,500, within its materiality", "418220", "416720", USD, kpi[0], True),
        ("overtime up a tenth of a point", "0.141", "0.142", PERCENT, kpi[1], True),
    ]
    weights = {
        text: weight_of(figure(was, unit), figure(now, unit), "USD", threshold, scored=scored)
        for text, was, now, unit, threshold, scored in ordered
    }
    assert sorted(weights, key=lambda text: weights[text], reverse=True) == [text for text, *_ in ordered]


def test_a_figure_that_went_weighs_by_all_of_it() -> None:
    gone = weight_of(figure("700"), None, "USD", None, scored=True)
    came = weight_of(None, figure("700"), "USD", None, scored=True)
    assert gone == came == (2, 1, Decimal(700))
    assert weight_of(figure(None), None, "USD", None, scored=True) == (2, 0, Decimal(1))
