"""The table of sentences."""

import re

import pytest

from flashreport.compose.sentences import SENTENCES, count, say, say_counted


@pytest.mark.parametrize("key", SENTENCES)
def test_both_forms_have_the_same_places(key: str) -> None:
    sentence = SENTENCES[key]
    if sentence.plural:
        places = [set(re.findall(r"\{\w+\}", text)) for text in (sentence.message, sentence.plural)]
        assert places[0] == places[1]
        assert "{n}" in places[0]


def test_a_number_picks_the_form() -> None:
    said = say_counted("after_days", 3)
    assert (said.count, said.args["n"]) == (3, count(3))


def test_a_part_without_a_place_is_an_error() -> None:
    with pytest.raises(KeyError, match="amount"):
        say("owner", amount=count(1))


def test_no_finding_writes_a_sentence_of_its_own() -> None:
    from pathlib import Path

    import flashreport.compose.findings as module

    for name in ("findings", "extras", "pace"):
        text = (Path(module.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
        assert "words(" not in text.replace("_words(", "")
