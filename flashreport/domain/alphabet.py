"""Sorting names as people do: case aside, Persian letters in the order of their alphabet.

By code point پ, چ, ژ, ک, گ and ی come after all others. Arabic names sort right, too: their
letters are a part of the Persian alphabet, in the same order.
"""

PERSIAN = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
# Letters that sort as another one, and what does not count: joiners and the stretching line.
_SAME = str.maketrans("أإٱيىكةۀؤئ", "اااییکههوی", "\u200c\u200d\u0640")
_PLACES = {ord(letter): chr(0x10000 + place) for place, letter in enumerate(PERSIAN)}


def sort_key(name: str) -> tuple[str, str]:
    """What a name is sorted by; the name itself decides between those that sort alike."""
    return name.casefold().translate(_SAME).translate(_PLACES), name
