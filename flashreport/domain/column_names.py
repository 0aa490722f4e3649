"""How names of columns are compared."""

import unicodedata

# One letter, two code points: Arabic keyboards write ي and ك where Persian ones write ی and ک.
_LETTERS = str.maketrans("يك", "یک", "\ufeff\u200e\u200f")


def plain(name: str) -> str:
    """A name as it is compared: NFC, one case, single blanks, Persian letters for Arabic ones."""
    return " ".join(unicodedata.normalize("NFC", name).translate(_LETTERS).casefold().split())
