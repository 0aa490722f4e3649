"""Charts: matplotlib draws a Chart spec as a PNG in the look of the page.

The object API is used, without pyplot and without tight boxes, which cost more than the
drawing. The picture is an opaque PNG at twice the screen's resolution; the same spec
gives the same bytes. Words next to lines take the place of a legend.
"""

import os
from dataclasses import replace
from functools import cached_property, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from flashreport.domain.report import Chart
from flashreport.render.format import formatter
from flashreport.render.page import PageSettings
from flashreport.workspace.resources import cache_dir, data_dir

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL.Image import Image

Size = Literal["half", "half-short", "full", "full-short", "mail"]

DPI = 240
NEARLY_WHITE = 253  # the palette's rounding leaves paper a shade off white
# Width and height in inches on paper.
SIZES: dict[Size, tuple[float, float]] = {
    "half": (3.48, 1.78),
    "half-short": (3.48, 1.3),
    "full": (7.16, 1.95),
    "full-short": (7.16, 1.35),
    "mail": (4.4, 1.95),
}
FAMILIES = ["Flashreport Sans", "Vazirmatn", "DejaVu Sans"]


class Picture:
    """One chart as PNG: in full colour, which PDF takes fastest, or in few colours, which is small.

    Each is encoded when it is first asked for: a page needs one of the two.
    """

    def __init__(self, pixels: "Image") -> None:
        """Take the drawn chart."""
        self._pixels = pixels

    @cached_property
    def full(self) -> bytes:
        """For the PDF, which packs the pixels anew: hardly packed here."""
        return _png(self._pixels, level=1)

    @cached_property
    def small(self) -> bytes:
        """For browsers and mail."""
        from PIL import Image

        few = self._pixels.quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.putpalette([255 if channel >= NEARLY_WHITE else channel for channel in few.getpalette() or []])
        return _png(few)


def picture(chart: Chart, page: PageSettings, size: Size = "half") -> Picture:
    """The drawn chart; drawn once per process for the same spec, page and size."""
    return _drawn(chart.model_dump_json(), page, size)


@lru_cache(maxsize=32)  # a megabyte each
def _drawn(spec: str, page: PageSettings, size: Size) -> Picture:
    _prepare()
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from flashreport.render.drawing import Drawing

    with mpl.rc_context():
        mpl.rcdefaults()  # a matplotlibrc of the user or of the current folder has no say
        mpl.rcParams.update({"font.family": FAMILIES, "font.size": 6.6})
        mpl.rcParams.update({"text.parse_math": False, "hatch.linewidth": 0.5})
        canvas = Figure(figsize=SIZES[size], dpi=DPI, facecolor="white")
        surface = FigureCanvasAgg(canvas)
        text = replace(formatter(page.language, page.templates, money=page.money), in_cells=True)
        chart = Chart.model_validate_json(spec)
        chart = chart.model_copy(update={"scale": text.scale(chart.unit, chart.scale)})
        Drawing(canvas, chart, text, page.time).draw()
        return _picture(surface)


def _picture(surface: "FigureCanvasAgg") -> Picture:
    from PIL import Image

    surface.draw()
    width, height = surface.get_width_height()
    drawn = Image.frombuffer("RGBA", (width, height), surface.buffer_rgba(), "raw", "RGBA", 0, 1)
    return Picture(drawn.convert("RGB"))


def _png(image: "Image", level: int = 6) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI), compress_level=level)
    return out.getvalue()


@lru_cache(maxsize=1)
def _prepare() -> None:
    """Give matplotlib a cache folder that can be written, and our fonts."""
    os.environ.setdefault("MPLCONFIGDIR", str(cache_dir("matplotlib")))
    from matplotlib import font_manager

    for path in sorted((data_dir("templates") / "fonts").glob("*.ttf")):
        font_manager.fontManager.addfont(path)
