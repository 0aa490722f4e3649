"""WeasyPrint: started quickly, with our fonts, and shut off from files and the network."""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, phrase
from flashreport.render.fonts import fonts_dir, use_own_fontconfig

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher


@lru_cache(maxsize=1)
def start() -> None:
    """Import WeasyPrint; raises FlashreportError with advice where Pango is not installed."""
    use_own_fontconfig()
    try:
        with _exact_library_names():
            import weasyprint  # noqa: F401 # the import is the work
    except OSError as missing:
        raise FlashreportError(
            "render.engine",
            phrase("the PDF engine cannot start: {missing}", missing=missing),
            "Install Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0.",
        ) from missing


@lru_cache(maxsize=1)
def closed_fetcher() -> "URLFetcher":
    """A fetcher for ``data:`` addresses and the program's own fonts; all else is refused."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = {path.as_uri(): path for path in fonts_dir().glob("*.ttf")}

    class ClosedFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url in allowed:
                return URLFetcherResponse(url, allowed[url].read_bytes(), {"Content-Type": "font/ttf"})
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            raise ValueError(f"a page may not fetch {url}")

    return ClosedFetcher(allowed_protocols=("data",), allow_redirects=False)


@contextmanager
def _exact_library_names() -> Iterator[None]:
    """Skip the search for loose library names on Linux.

    WeasyPrint tries several names for each library, the exact Linux one among them. For
    each of the others ctypes would run ldconfig, gcc and ld: half of the import's time.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search
