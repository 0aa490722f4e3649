"""The files that travel with the program are found, and nothing else is."""

import pytest

from flashreport.workspace.resources import data_dir


def test_templates_are_found() -> None:
    assert (data_dir("templates") / "report" / "report.html").is_file()
    assert (data_dir("templates") / "fonts" / "flashreport-sans-400.ttf").is_file()


def test_an_unknown_folder_is_told() -> None:
    with pytest.raises(FileNotFoundError, match="no_such_folder"):
        data_dir("no_such_folder")
