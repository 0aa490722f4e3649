"""Charts and sparklines: deterministic, the right size, and honest about gaps."""

import io
from datetime import date
from decimal import Decimal
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from flashreport.domain.report import Chart, Report, Series, Trend, words
from flashreport.domain.units import PERCENT
from flashreport.render import PageSettings
from flashreport.render.charts import DPI, SIZES, _drawn, picture
from flashreport.render.page import TimeAxis
from flashreport.render.sparkline import sparkline
from flashreport.render.view import view

PAGE = PageSettings()


def charts(report: Report) -> list[Chart]:
    blocks = [*report.front, *(block for section in report.sections for block in section.blocks)]
    return [block for block in blocks if isinstance(block, Chart)]


def test_the_same_spec_draws_the_same_bytes(report: Report) -> None:
    for chart in charts(report):
        first = picture(chart, PAGE).small
        _drawn.cache_clear()
        assert picture(chart, PAGE).small == first


def test_pictures_have_their_size_on_white_paper(report: Report) -> None:
    image = Image.open(io.BytesIO(picture(charts(report)[0], PAGE, "half").small))
    width, height = SIZES["half"]
    assert image.size == (int(width * DPI), int(height * DPI))
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_bars_stand_above_and_below_the_axis(report: Report) -> None:
    image = Image.open(io.BytesIO(picture(charts(report)[0], PAGE).small)).convert("RGB")
    half = image.height // 2
    upper, lower = (
        image.crop((120, 0, image.width, half - 40)),
        image.crop((120, half + 20, image.width, image.height)),
    )

    def share(part: Image.Image, near: tuple[int, int, int]) -> float:
        data = part.tobytes()
        pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
        return sum(all(abs(a - b) < 12 for a, b in zip(pixel, near, strict=True)) for pixel in pixels) / len(
            pixels
        )

    navy, salmon = (29, 78, 122), (203, 138, 127)
    assert share(upper, navy) > 0.15
    assert share(upper, salmon) == 0
    assert share(lower, salmon) > 0.15
    assert share(lower, navy) < 0.02


def test_empty_and_gappy_series_are_drawn() -> None:
    days = tuple(date(2026, 11, day) for day in range(1, 6))
    gap = Series(
        label=words("gap"), style="actual", x=days, values=(Decimal(1), None, None, Decimal(2), None)
    )
    for kind in ("lines", "in_out"):
        for series in ((), (gap,), (gap, gap)):
            chart = Chart.model_validate(
                {
                    "key": "k",
                    "kind": kind,
                    "title": words("t"),
                    "unit": PERCENT,
                    "series": series,
                    "alt": words("a"),
                }
            )
            assert picture(chart, PAGE).small.startswith(b"\x89PNG")


def test_dollar_signs_are_not_formulas(report: Report) -> None:
    chart = charts(report)[1]
    odd = chart.model_copy(
        update={"series": tuple(s.model_copy(update={"label": words("$5 and $x^2$")}) for s in chart.series)}
    )
    assert picture(odd, PAGE).small != picture(chart, PAGE).small


def test_a_sparkline_breaks_at_a_gap_and_has_no_text() -> None:
    drawn = str(
        sparkline(
            Trend(values=(1.0, 2.0, None, 3.0, 4.0), lower=0.0, upper=5.0, target=2.0), "act", "trend <x>"
        )
    )
    assert drawn.count("M") == 3  # two runs and the target
    assert "<text" not in drawn
    assert "trend &lt;x&gt;" in drawn
    assert 'fill="#b3241f"' in drawn


def test_a_far_target_does_not_press_the_line_flat() -> None:
    near, far = (
        sparkline(Trend(values=(1.0, 2.0, 1.5), target=target), "good", "t") for target in (1.9, 100.0)
    )
    assert "dasharray" in near
    assert "dasharray" not in far


def test_one_value_is_no_trend() -> None:
    assert sparkline(Trend(values=(1.0,)), "good", "t") == ""


def falling(kind: str) -> Chart:
    """Five days, each half of the one before: most ink where time begins."""
    days = tuple(date(2026, 11, day) for day in range(1, 6))
    values = tuple(Decimal(16 >> step) for step in range(5))
    series = Series(label=words("gap"), style="actual", x=days, values=values)
    held = {"key": "k", "kind": kind, "title": words("t"), "unit": PERCENT, "alt": words("a")}
    return Chart.model_validate({**held, "series": (series,)})


def where_it_is_high(chart: Chart, page: PageSettings) -> float:
    """How far from the left the topmost navy stands, as a share of the width."""
    image = Image.open(io.BytesIO(picture(chart, page).full)).convert("RGB")
    pixels = np.asarray(image).astype(int)
    upper = pixels[: len(pixels) // 3]
    navy = np.abs(upper - (29, 78, 122)).max(axis=2) < 12
    across = np.nonzero(navy)[1]
    return float(across.mean()) / image.width


@pytest.mark.parametrize("kind", ["in_out", "lines"])
def test_time_runs_to_the_left_where_the_workspace_asks_and_the_page_is_read_so(kind: str) -> None:
    chart = falling(kind)
    for language in ("en", "fa"):
        assert where_it_is_high(chart, PageSettings(language=language)) < 0.4
    assert where_it_is_high(chart, PageSettings(language="fa", time="right to left")) > 0.6
    english = PageSettings(language="en", time="right to left")
    assert picture(chart, english).full == picture(chart, PageSettings(language="en")).full


def test_trend_lines_follow_the_charts(report: Report) -> None:
    rows = [row for group in report.scorecard for row in group.rows]
    trends = {
        (language, time): [
            str(view(report, PageSettings(language=language, time=time)).spark(row)) for row in rows
        ]
        for language in ("en", "fa")
        for time in get_args(TimeAxis)
    }
    turned = 'transform="matrix(-1 0 0 1 78 0)"'
    assert len(trends["fa", "right to left"]) > 5
    for asked, found in trends.items():
        assert all((turned in drawn) == (asked == ("fa", "right to left")) for drawn in found), asked
