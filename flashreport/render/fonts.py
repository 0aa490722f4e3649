"""The fonts that travel with the program, as style rules and as a fontconfig file.

PDF takes whole TrueType files from the templates folder; one-file HTML takes small WOFF2
subsets as data. Private family names keep a machine's own fonts out.
"""

import os
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

from flashreport.workspace.resources import cache_dir, data_dir

_FACES = [
    ("FR Sans", 400, "normal", "flashreport-sans-400", "flashreport-sans-400"),
    ("FR Sans", 700, "normal", "flashreport-sans-700", "flashreport-sans-700"),
    ("FR Sans", 400, "italic", "flashreport-sans-400-italic", "flashreport-sans-400-italic"),
    ("FR Persian", 400, "normal", "vazirmatn-400", "vazirmatn-400"),
    ("FR Persian", 700, "normal", "vazirmatn-700", "vazirmatn-700"),
    ("FR Symbols", 400, "normal", "dejavu-sans-400", "dejavu-symbols-400"),
    ("FR Symbols", 700, "normal", "dejavu-sans-700", "dejavu-symbols-700"),
]


def fonts_dir() -> Path:
    """The folder of the font files."""
    return data_dir("templates") / "fonts"


@lru_cache(maxsize=1)
def file_faces() -> str:
    """``@font-face`` rules that name the TrueType files."""
    return "".join(
        _face(family, weight, style, (fonts_dir() / f"{ttf}.ttf").as_uri(), "truetype")
        for family, weight, style, ttf, _ in _FACES
    )


@lru_cache(maxsize=4)
def inline_faces(*, persian: bool) -> str:
    """``@font-face`` rules with the WOFF2 subsets as data; ``persian`` adds the Persian family."""
    rules = []
    for family, weight, style, _, web in _FACES:
        if family == "FR Persian" and not persian:
            continue
        data = b64encode((fonts_dir() / "web" / f"{web}.woff2").read_bytes()).decode("ascii")
        rules.append(_face(family, weight, style, f"data:font/woff2;base64,{data}", "woff2"))
    return "".join(rules)


def use_own_fontconfig() -> None:
    """Point fontconfig at a file of ours, unless the user has chosen one; before its first use."""
    if "FONTCONFIG_FILE" in os.environ:
        return
    folder = cache_dir("fontconfig")
    file = folder / "fonts.conf"
    text = _CONFIGURATION.format(cache=folder)
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        part = folder / f"fonts.{os.getpid()}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    os.environ["FONTCONFIG_FILE"] = str(file)


# The machine's fonts stay reachable for scripts that ours do not have, last in every list.
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def _face(family: str, weight: int, style: str, url: str, kind: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f'src:url("{url}") format("{kind}")}}\n'
    )
