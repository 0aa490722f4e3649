"""What system, database and libraries say is told in our words, in the user's language."""

import errno
import os
import sqlite3
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from pydantic_core import core_schema

from flashreport.cli.speech import Speech
from flashreport.errors import as_phrase
from flashreport.errors.system import reason_of
from flashreport.workspace.mistakes import Source, problem_of
from flashreport.workspace.settings import WorkspaceSettings
from flashreport.workspace.toml_lines import KeyLines
from flashreport.workspace.toml_text import read_toml

PERSIAN = Speech("fa")
LATIN = set("abcdefghijklmnopqrstuvwxyz")
# Kinds that a settings file can bring about, by what pydantic names them.
OURS = [
    "missing", "extra_forbidden", "int_parsing", "int_type", "int_from_float", "int_parsing_size",
    "bool_parsing", "bool_type", "enum", "literal_error", "date_parsing", "date_type", "datetime_type",
    "date_from_datetime_inexact", "date_from_datetime_parsing", "time_parsing", "time_type", "greater_than",
    "greater_than_equal", "less_than", "less_than_equal", "string_type", "string_too_short",
    "string_too_long", "string_pattern_mismatch", "too_short", "too_long", "tuple_type", "list_type",
    "dict_type", "model_type", "decimal_type", "decimal_parsing", "decimal_max_digits", "decimal_max_places",
    "decimal_whole_digits", "finite_number", "float_type", "float_parsing",
]  # fmt: skip


@pytest.mark.parametrize("kind", OURS)
def test_no_kind_of_a_wrong_value_is_told_in_pydantics_words(kind: str) -> None:
    assert kind in get_args(core_schema.ErrorType)
    context = {
        "expected": "'a' or 'b'", "pattern": "x", "max_length": 3, "min_length": 1, "gt": 1, "ge": 1, "lt": 9,
        "le": 9, "error": "",
    }  # fmt: skip
    said = {"type": kind, "loc": ("company", "name"), "msg": "PYDANTIC SAYS", "input": "x", "ctx": context}
    problem = problem_of(said, Source("flashreport.toml", KeyLines(), WorkspaceSettings))  # type: ignore[arg-type] # as pydantic hands it out
    told = PERSIAN(as_phrase(problem.message)) + PERSIAN(as_phrase(problem.advice))
    assert "PYDANTIC" not in problem.message
    assert any("\u0600" <= letter <= "\u06ff" for letter in told)


def test_an_unknown_kind_is_quoted() -> None:
    said = {"type": "is_instance_of", "loc": ("company",), "msg": "Input should be a Foo", "input": "x"}
    problem = problem_of(said, Source("flashreport.toml", KeyLines(), WorkspaceSettings))  # type: ignore[arg-type] # as pydantic hands it out
    assert problem.message == "'x' does not fit: the system says: “Input should be a Foo”."


@pytest.mark.parametrize(
    ("number", "english"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "this user may not"),
        (errno.ENOENT, "it is not there"),
        (errno.EROFS, "the disk is read-only"),
        (errno.ECONNREFUSED, "nothing listens there"),
    ],
)
def test_the_systems_refusals(number: int, english: str) -> None:
    reason = reason_of(OSError(number, os.strerror(number)))
    assert reason == english
    assert not LATIN & set(PERSIAN(reason))
    assert os.strerror(number) not in PERSIAN(reason)


def test_what_is_not_known_is_quoted_in_one_line() -> None:
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == (
        "the system says: “Invalid cross-device link”"
    )
    assert reason_of(ValueError("one\ntwo")) == "the system says: “one”"


def test_the_databases_refusals(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("no database at all, but a text of some length " * 30)
    with pytest.raises(sqlite3.Error) as none:
        sqlite3.connect(tmp_path / "text.sqlite").execute("select * from sqlite_master")
    with pytest.raises(sqlite3.Error) as nowhere:
        sqlite3.connect(tmp_path / "no" / "folder.sqlite")
    assert reason_of(none.value) == "it is no database"
    assert reason_of(nowhere.value) == "it cannot be opened"


@pytest.mark.parametrize(
    "text",
    [
        "a = hello", "a 1", "a = 1 b = 2", "a = [1, 2", "[a", "a = {b = 1", 'a = """x', 'a = "x',
        "a = 2026-02-30", r'a = "C:\x"', "= 1", "a = 'x\x01'", 'a = "\\uzzzz"', "[[a",
        "a = {b = 1}\n[a.c]", "a = 1\n[[a]]",
    ],
)  # fmt: skip
def test_a_fault_of_toml_is_told_in_words_of_ours(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    (problem, *_) = read_toml(text, "flashreport.toml").problems
    told = PERSIAN(as_phrase(problem.message))
    for word in ("TOML", "true", "false"):
        told = told.replace(word, "")
    assert not LATIN & set(told), told
