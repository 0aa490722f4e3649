import json
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.exact import Unavailable
from flashreport.domain.export_cells import delimiter_of, normalised_header
from flashreport.domain.export_format import ExportFormat
from flashreport.domain.social_exports import Identified, identify, identify_workbook
from flashreport.domain.social_formats import FORMATS
from flashreport.errors import FlashreportError

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "social.json"
HEADERS: dict[str, Mapping[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))["export_headers"]


def cells(printed: Mapping[str, Any]) -> list[str]:
    """The header cells of a printed export, whole or in part; dots stand for cells left out."""
    for key in ("header", "header_starts"):
        if key in printed:
            parts = str(printed[key]).split(delimiter_of(str(printed[key])))
            return [re.sub(r"\s*\.\.\.$", "", part) for part in parts]
    return list(printed.get("header_contains", printed.get("columns", [])))


TABLES = {name: cells(printed) for name, printed in HEADERS.items() if cells(printed)}


def found(rows: list[list[str]]) -> Identified:
    result = identify(rows)
    assert isinstance(result, Identified), result
    return result


@pytest.mark.parametrize("name", TABLES)
def test_printed_headers_are_known(name: str) -> None:
    assert found([TABLES[name]]).format.name == name


@pytest.mark.parametrize("name", TABLES)
def test_headers_are_known_however_they_are_written(name: str) -> None:
    shuffled = list(TABLES[name])
    random.Random(name).shuffle(shuffled)  # noqa: S311 - a fixed order, not a secret
    odd = [cell.upper().replace(" ", "\u00a0") for cell in shuffled]
    odd[0] = "\ufeff" + odd[0][:2] + "\u00ad" + odd[0][2:]
    known = found([["Content performance, last 28 days"], [], odd])
    assert (known.format.name, known.header_row) == (name, 2)
    for column, place in known.places.items():
        assert normalised_header(odd[place]) in known.format.columns[column]


@pytest.mark.parametrize("name", [name for name, printed in HEADERS.items() if "sheets" in printed])
def test_workbooks_are_known_by_their_sheets(name: str) -> None:
    assert identify_workbook(HEADERS[name]["sheets"]) == name
    assert isinstance(identify_workbook(["Sheet1"]), Unavailable)


def test_every_printed_export_is_held() -> None:
    assert set(TABLES) | {name for name, printed in HEADERS.items() if "sheets" in printed} == set(HEADERS)
    # these were found since, in public repositories; test_exports_by_day.py and test_published.py hold them
    since = {"tiktok_overview", "tiktok_followers", "tiktok_viewers", "youtube_days"}
    assert {one.name for one in FORMATS} == {*TABLES, *since}


@pytest.mark.parametrize("name", TABLES)
def test_a_printed_total_row_or_decimal_comma_is_known(name: str) -> None:
    note = str(HEADERS[name].get("note", ""))
    known = found([TABLES[name]]).format
    assert known.total_row == ("is Total" in note)
    assert known.decimal == ("," if "fifteen hundred" in note else ".")


def test_views_or_impressions_of_older_files() -> None:
    older = [cell.replace("Views", "Impressions") for cell in TABLES["instagram_meta_business_suite"]]
    known = found([older])
    assert known.format.name == "instagram_meta_business_suite"
    assert "impressions" in known.places
    assert "views" not in known.places


def test_links_decide_where_headers_fit() -> None:
    header = TABLES["x_posts_new"]
    link = header.index("Post Link")
    row = [""] * len(header)
    row[link] = "https://www.x.com/shop/status/1"
    assert found([header, row]).format.platform == "x"
    row[link] = "https://www.instagram.com/p/1"
    assert isinstance(identify([header, row]), Unavailable)
    row[link] = "https://notx.com/1"
    assert isinstance(identify([header, row]), Unavailable)


def test_an_unknown_file_is_said_to_be_unknown() -> None:
    assert identify([["Date", "Amount"], ["2026-11-24", "5"]]) == Unavailable(
        "no known export has these columns"
    )
    assert isinstance(identify([]), Unavailable)


def test_two_formats_that_claim_one_file_are_an_error() -> None:
    one = ExportFormat("one", "x", {"a": ("alpha",)}, ("a",))
    two = ExportFormat("two", "x", {"a": ("alpha",)}, ("a",))
    with pytest.raises(FlashreportError, match="one or two"):
        identify([["Alpha"]], [one, two])
    three = ExportFormat("three", "x", {"a": ("alpha",), "b": ("beta",)}, ("a",))
    known = identify([["Beta", "Alpha"]], [one, three])
    assert isinstance(known, Identified)
    assert known.format is three
