"""Digits and marks of other scripts as plain ones. Length is kept, but for direction marks."""

LATIN = "0123456789"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
ARABIC = "٠١٢٣٤٥٦٧٨٩"
ARABIC_LETTERS, PERSIAN_LETTERS = "يك", "یک"  # one letter each, with two code points in use
DECIMAL_MARK, THOUSANDS_MARK = "٫", "٬"

# Blanks, apostrophes and minus signs that stand for the plain ones, then what is left out.
_BLANKS = "\u00a0\u202f\u2009\u2007\t"
_APOSTROPHES = "’ʼ"
_MINUSES = "−–‒﹣－"
DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"

FROM = PERSIAN + ARABIC + _BLANKS + _APOSTROPHES + _MINUSES + DIRECTION_MARKS
TO = LATIN + LATIN + " " * len(_BLANKS) + "'" * len(_APOSTROPHES) + "-" * len(_MINUSES)

_TABLE = str.maketrans(FROM[: len(TO)], TO, DIRECTION_MARKS)


def plain_digits(text: str) -> str:
    """The text with 0 to 9, a plain minus and plain blanks."""
    return text.translate(_TABLE).strip()
