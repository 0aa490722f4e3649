"""The program's own templates of the report, as files to keep with what they made."""

from flashreport.workspace.resources import data_dir

_FOLDER = "report"


def report_templates() -> dict[str, bytes]:
    """Each file by its name among the templates."""
    home = data_dir("templates")
    files = sorted(path for path in (home / _FOLDER).iterdir() if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}
