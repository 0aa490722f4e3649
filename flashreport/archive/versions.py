"""Which program and libraries made an edition: what decides the bytes of its files."""

from flashreport import __version__

# Those that calculate, write and draw.
_LIBRARIES = ("duckdb", "numpy", "pandas", "pydantic", "jinja2", "babel", "matplotlib", "weasyprint", "pydyf")


def program_versions() -> dict[str, str]:
    """The versions by name; a library that is not installed is left out."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = {"flashreport": __version__, "python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
