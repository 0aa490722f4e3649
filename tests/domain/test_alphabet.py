"""The order of names."""

from flashreport.domain.alphabet import PERSIAN, sort_key


def sorted_names(*names: str) -> list[str]:
    return sorted(names, key=sort_key)


def test_the_persian_alphabet_has_its_33_letters_in_order() -> None:
    assert len(PERSIAN) == len(set(PERSIAN)) == 33
    assert sorted(PERSIAN, key=sort_key) == list(PERSIAN)


def test_persian_names() -> None:
    wanted = [
        "آشپزخانه",
        "اداری",
        "پیک",
        "تأمین",
        "چاپ",
        "حقوق",
        "ژاله",
        "سالن",
        "کنج",
        "گردش",
        "نان",
        "یلدا",
    ]
    assert sorted_names(*reversed(wanted)) == wanted
    assert sorted(wanted) != wanted  # code points are another order


def test_a_letter_is_the_same_from_either_keyboard() -> None:
    assert sorted_names("كنج ب", "کنج الف", "كنج پ") == ["کنج الف", "كنج ب", "كنج پ"]


def test_joiners_do_not_count() -> None:
    assert sorted_names("می\u200cروم", "میز", "میان") == ["میان", "می\u200cروم", "میز"]


def test_latin_names_stand_as_they_did_and_first() -> None:
    assert sorted_names("b", "A", "ب", "a", "B2", "7") == ["7", "A", "a", "b", "B2", "ب"]
