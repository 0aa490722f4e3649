"""The colours of charts and sparklines; the styles of pages repeat them by name."""

INK = "#15202b"
GREY = "#66717d"
RULE = "#e3e7eb"
BAND = "#dde6f0"
NAVY = "#1d4e7a"
NAVY_LIGHT = "#8fabc4"
SALMON = "#cb8a7f"
SALMON_INK = "#9c5246"
GOOD = "#1b6f45"
WATCH = "#936000"
ACT = "#b3241f"

LEVELS = {"good": GOOD, "watch": WATCH, "act": ACT, "none": NAVY}
SHAPES = {"good": "●", "watch": "◆", "act": "▲", "none": "○"}
