"""The rules of the sheet: size, and the foot of each page in the page's language."""

from functools import lru_cache

from flashreport.render.format import formatter
from flashreport.render.page import PageSettings
from flashreport.render.palette import GREY

_FONT = '6.6pt "FR Sans","FR Persian","FR Symbols",sans-serif'
_ENDS = {"ltr": ("left", "right"), "rtl": ("right", "left")}


@lru_cache(maxsize=16)
def paper_rules(page: PageSettings) -> str:
    """The ``@page`` rule of a language and paper; ``string(foot)`` is set by the document."""
    text = formatter(page.language, page.templates, money=page.money)
    start, end = _ENDS[text.language.direction]
    counters = {name: f"counter({name},{text.language.page_counter})" for name in ("page", "pages")}
    number = _css_content(text.texts.gettext("Page {page} of {pages}"), counters)
    shared = f"font:{_FONT};color:{GREY};vertical-align:top;padding-block-start:3.5mm;"
    shared += f"direction:{text.language.direction}"
    return (
        f"@page{{size:{page.paper};"
        f"@bottom-{start}{{content:string(foot);white-space:nowrap;{shared}}}"
        f"@bottom-{end}{{content:{number};{shared}}}}}\n"
    )


def _css_content(message: str, counters: dict[str, str]) -> str:
    """A message as the value of ``content``, its placeholders as counters."""
    parts = []
    for index, piece in enumerate(message.replace("}", "{").split("{")):
        if index % 2:
            parts.append(counters.get(piece, '""'))
        elif piece:
            escaped = piece.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ").replace("\n", " ")
            parts.append(f'"{escaped}"')
    return " ".join(parts)
