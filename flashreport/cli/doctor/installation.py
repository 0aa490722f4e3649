"""Whether the program is whole: Python, packages, system libraries, fonts, compiled modules."""

import ctypes
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from flashreport.cli.doctor.finding import Finding, Level
from flashreport.errors import joined, phrase
from flashreport.workspace.resources import data_dir

PACKAGES = (
    "babel",
    "click",
    "css-inline",
    "defusedxml",
    "duckdb",
    "filelock",
    "holidays",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "persiantools",
    "pydantic",
    "python-calamine",
    "rich",
    "tomlkit",
    "tzdata",
    "weasyprint",
)
_LIBRARIES: tuple[tuple[str, str, Level, str], ...] = (
    ("libpango-1.0.so.0", "libpango-1.0-0", "fail", phrase("PDFs cannot be made without it.")),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0", "fail", phrase("PDFs cannot be made without it.")),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset0", "warn", phrase("PDFs are larger without it.")),
)
_TTF_STARTS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_SLOW_WITHOUT_PYC = ("flashreport", "click", "pydantic", "pandas", "matplotlib", "weasyprint")


def installation_findings() -> Iterator[Finding]:
    """One line for each part of the installation."""
    yield Finding(
        "python",
        "ok",
        phrase("{version} at {program}", version=sys.version.split()[0], program=sys.executable),
    )
    yield from packages()
    yield from system_libraries()
    yield fonts()
    yield compiled()


def packages(names: tuple[str, ...] = PACKAGES) -> Iterator[Finding]:
    """The packages with their versions, in one line; a line for each that is missing."""
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if found:
        yield Finding("packages", "ok", ", ".join(found))
    for name in missing:
        yield Finding(
            "packages",
            "fail",
            phrase("{name} is not installed.", name=name),
            phrase("Run: {command}", command=f"pip install {name}"),
        )


def system_libraries() -> Iterator[Finding]:
    """Libraries of the system that pages are laid out with."""
    for library, package, level, effect in _LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            advice = joined([effect, phrase("Run: {command}", command=f"apt-get install {package}")], " ")
            yield Finding("libraries", level, phrase("{name} is missing.", name=library), advice)
        else:
            yield Finding("libraries", "ok", library)


def fonts() -> Finding:
    """The program's own fonts: there, and fonts by their first bytes."""
    try:
        files = sorted((data_dir("templates") / "fonts").glob("*.ttf"))
    except FileNotFoundError:
        files = []
    broken = [file.name for file in files if not _is_font(file)]
    again = phrase("Install flashreport again.")
    if not files:
        return Finding("fonts", "fail", phrase("the program's fonts are missing."), again)
    if broken:
        return Finding("fonts", "fail", phrase("damaged: {names}.", names=", ".join(broken)), again)
    return Finding("fonts", "ok", phrase("{n} in {folder}", n=len(files), folder=files[0].parent))


def _is_font(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) in _TTF_STARTS


def compiled(names: tuple[str, ...] = _SLOW_WITHOUT_PYC) -> Finding:
    """Whether modules are compiled ahead: without, each start takes nearly three times as long."""
    bare = [name for name in names if not _is_compiled(name)]
    if bare:
        folders = " ".join(str(_module(name).parent) for name in bare)
        advice = phrase("Run: {command}", command=f"{sys.executable} -m compileall -q {folders}")
        return Finding("start-up", "warn", phrase("not compiled: {names}.", names=", ".join(bare)), advice)
    return Finding("start-up", "ok", phrase("modules are compiled"))


def _is_compiled(name: str) -> bool:
    return Path(cache_from_source(str(_module(name)))).exists()


def _module(name: str) -> Path:
    """The package's ``__init__.py``, found without importing it."""
    spec = find_spec(name)
    return Path(spec.origin) if spec and spec.origin else Path(name)
