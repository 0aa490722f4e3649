"""Texts with values: English as they are made, in the user's language when they are told."""

import ast
import copy
import pickle
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest

from flashreport.cli.commands import COMMANDS
from flashreport.cli.language import chosen_language
from flashreport.cli.params import day
from flashreport.cli.speech import Speech
from flashreport.errors import (
    FlashreportError,
    Phrase,
    Place,
    Problem,
    counted_phrase,
    did_you_mean,
    joined,
    phrase,
)
from flashreport.render.catalogues import catalogue_file, catalogue_of
from flashreport.render.messages import PACKAGE, called
from flashreport.render.spoken import after_code, spoken_arguments


def test_a_phrase_is_its_english_text() -> None:
    said = phrase("{n} rows of '{file}' until {day}.", n=1234, file="bank.csv", day=date(2026, 11, 19))
    assert said == "1,234 rows of 'bank.csv' until 2026-11-19."
    assert f"{said}" == str(said)


def test_values_are_not_read_as_messages() -> None:
    assert phrase("{file} is gone.", file="{day}.csv") == "{day}.csv is gone."
    assert phrase("{a}{b}", a="{b}", b="x") == "{b}x"
    assert phrase("{amount}", amount=Decimal("-1234.50")) == "-1,234.50"


@pytest.mark.parametrize(("number", "text"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_a_number_picks_the_form(number: int, text: str) -> None:
    assert counted_phrase("{n} row", "{n} rows", number) == text


def test_phrases_in_phrases() -> None:
    assert joined([phrase("column {name}", name="date"), 3, "x"]) == "column date, 3, x"
    assert did_you_mean([]) == ""
    assert did_you_mean(["check"]) == "Did you mean 'check'?"
    assert did_you_mean(["check", "ack"]) == "Did you mean 'check' or 'ack'?"


def pickled(said: Phrase) -> object:
    return pickle.loads(pickle.dumps(said))  # noqa: S301 - made on this line


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_keeps_its_parts(again: Callable[[Phrase], object]) -> None:
    said = counted_phrase("{n} row of {file}", "{n} rows of {file}", 3, file="a.csv")
    twin = again(said)
    assert isinstance(twin, Phrase)
    assert (twin, twin.message, twin.plural, twin.number, twin.args) == (
        "3 rows of a.csv", said.message, said.plural, 3, said.args,
    )  # fmt: skip


def test_a_problem_tells_place_message_and_advice() -> None:
    place = Place(file="bank.csv", line=1204, sheet="May", column="date")
    problem = Problem("tables.bad", phrase("'{value}' is no date.", value="x"), "Mend it.", place)
    assert str(problem) == "bank.csv:1204: sheet May: column date: 'x' is no date. Mend it."
    assert problem.said == "'x' is no date. Mend it."
    assert str(FlashreportError("tables.bad", problem.message)) == "'x' is no date."


def test_what_is_told_has_its_values_as_arguments() -> None:
    """No f-string and no sum of texts where a message id is expected, and each place has its argument."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            where = f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"
            for told in told_in(node, path):
                assert not isinstance(told, ast.JoinedStr | ast.BinOp), f"{where}: use phrase()"
            if isinstance(node, ast.Call) and called(node.func) in ("phrase", "counted_phrase"):
                assert places_in(node) <= named_in(node), f"{where}: a place has no value"


def told_in(node: ast.AST, path: Path) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        said = called(node.func) in ("say", "warn", "tell", "progress") and "cli" not in path.parts
        found = after_code(node.args) if said else spoken_arguments(node)
    elif isinstance(node, ast.Tuple):
        found = after_code(node.elts)
    elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("message", "advice"):
        found = [node.value]
    else:
        return []
    ways = [[way.body, way.orelse] if isinstance(way, ast.IfExp) else [way] for way in found]
    return [way for both in ways for way in both]


def places_in(call: ast.Call) -> set[str]:
    texts = [part.value for part in call.args if isinstance(part, ast.Constant)]
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", str(text))}


def named_in(call: ast.Call) -> set[str]:
    named = {word.arg or "" for word in call.keywords}
    plural = called(call.func) == "counted_phrase"
    # A message with places but no values is kept in a table and filled where it is used.
    return named | ({"n"} if plural else set()) if named or plural else places_in(call)


@pytest.mark.parametrize(
    ("environment", "arguments", "language"),
    [
        ({}, [], "en"),
        ({"LANG": "C.UTF-8"}, [], "en"),
        ({"LANG": "fa_IR.UTF-8"}, [], "fa_IR"),
        ({"LANG": "fa_IR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, [], "en_US"),
        ({"LC_MESSAGES": "en_US", "LC_ALL": "fa"}, [], "fa"),
        ({"LC_ALL": "en_US", "LANGUAGE": "xx:fa:en"}, [], "fa"),
        ({"LANGUAGE": "fa", "FLASHREPORT_LANG": "en"}, [], "en"),
        ({"FLASHREPORT_LANG": "en"}, ["check", "--lang", "fa"], "fa"),
        ({"FLASHREPORT_LANG": "fa"}, ["--lang=en", "check"], "en"),
        ({}, ["note", "--", "--lang", "fa"], "en"),
        ({"LANG": "xx_YY.UTF-8"}, [], "en"),
        ({"LANG": "../../etc"}, [], "en"),
        ({"LANG": ""}, ["--lang"], "en"),
    ],
)
def test_which_language_is_spoken(environment: dict[str, str], arguments: list[str], language: str) -> None:
    assert chosen_language(arguments, environment) == language


def test_values_are_written_in_the_language() -> None:
    say = Speech("fa")
    assert say.value(1234567) == "۱٬۲۳۴٬۵۶۷"
    assert say.value(Decimal("-12.50")) == "−۱۲٫۵۰"
    assert say.value(date(2026, 11, 19)) == "۱۴۰۵-۰۸-۲۸"
    assert say.value("file 12.csv") == "file 12.csv"
    assert say.value(None) == "-"
    assert say(counted_phrase("{n} problem.", "{n} problems.", 1200)) == "۱٬۲۰۰ مشکل."
    assert say("no such message") == "no such message"
    assert say("") == ""


def test_persian_help_is_persian(flash: Callable[..., Any]) -> None:
    shown = flash("--lang", "fa", "--help")
    assert shown.out.startswith("کاربرد: flashreport")
    assert "این پیام را نشان بده و پایان." in shown.out
    assert "Show this message" in flash("--help").out  # click keeps nothing of the run before


@pytest.mark.parametrize("name", COMMANDS)
def test_no_english_sentence_is_left_in_persian_help(flash: Callable[..., Any], name: str) -> None:
    told = flash(name, "--help", "--lang", "fa").out.partition("نمونه:")[0]
    english = re.findall(r"[A-Z][a-z]+ [a-z]+ [a-z]+", told)
    assert english == []


def test_persian_errors(flash: Callable[..., Any], workspace: Path) -> None:
    settings = workspace / "flashreport.toml"
    settings.write_text(settings.read_text().replace("USD", "usd") + "[archive]\nzzz = 1\n")
    ended = flash("--lang", "fa", "-C", workspace, "check", "--json")
    assert ended.err.splitlines()[0] == (
        "flashreport.toml:3: company.currency: 'usd'، کد پول با سه حرف بزرگ، مانند IRR نیست. "
        "[settings.wrong-value]"
    )
    told = ended.json()
    assert [problem["code"] for problem in told["problems"]] == [
        "settings.wrong-value",
        "settings.unknown-key",
    ]
    assert told["problems"][1]["message"] == "کلید ناشناختهٔ «zzz»."
    assert "۲ مشکل." in ended.err


def test_persian_usage_errors(flash: Callable[..., Any]) -> None:
    ended = flash("--lang", "fa", "chek")
    assert "خطا: فرمان «chek» وجود ندارد. آیا 'check' منظورتان بود؟" in ended.err
    assert "گزینهٔ '--emtpy' وجود ندارد." in flash("--lang", "fa", "init", "--emtpy").err
    assert "«2026-02-31» تاریخ نیست" in flash("--lang", "fa", "check", "--date", "2026-02-31").err
    assert "No such option" in flash("init", "--emtpy").err


def test_nothing_that_is_told_holds_isolates() -> None:
    for message in catalogue_of(catalogue_file("fa", "commands")):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not any(mark in str(text) for text in texts for mark in "\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-19", date(2026, 11, 19)),
        ("1405-08-28", date(2026, 11, 19)),
        ("۱۴۰۵/۰۸/۲۸", date(2026, 11, 19)),
        ("1403-12-30", date(2025, 3, 20)),  # a leap year's last day
    ],
)
def test_a_date_may_be_given_as_it_is_printed(text: str, read: date) -> None:
    assert day(text) == read


@pytest.mark.parametrize(
    "text", ["1404-12-30", "1405-13-01", "1405-8-1", "0000-00-00", "2026-02-30", "x", ""]
)
def test_a_date_that_is_none(text: str) -> None:
    with pytest.raises(click.BadParameter):
        day(text)
