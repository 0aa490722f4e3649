"""What the program says to a person: a message id with its arguments, English until it is told.

A :class:`Phrase` is a ``str``: the English text. It also keeps the message id and the arguments,
out of which the command line makes the same text in the user's language. A text without
arguments needs no Phrase: the literal is its own id.
"""

import re
from collections.abc import Callable, Iterable, Mapping

_PLACE = re.compile(r"\{(\w+)\}")

# What stands in the place of a ``{name}``: a number or a date is written in the user's language,
# a text as it is, a Phrase in translation.
Value = object


class Phrase(str):
    """A text in English that knows how it was made."""

    __slots__ = ("args", "message", "number", "plural")

    message: str
    plural: str
    number: int | None
    args: Mapping[str, Value]

    def __new__(
        cls,
        message: str,
        plural: str = "",
        number: int | None = None,
        args: Mapping[str, Value] | None = None,
    ) -> "Phrase":
        """Write the English text; ``plural`` is taken unless ``number`` is one."""
        given = args or {}
        one = not plural or number == 1
        made = super().__new__(cls, filled(message if one else plural, given, english))
        made.message, made.plural, made.number, made.args = message, plural, number, given
        return made

    def __getnewargs__(self) -> tuple[str, str, int | None, Mapping[str, Value]]:  # type: ignore[override] # str's own has the text alone
        """What a copy is made of."""
        return self.message, self.plural, self.number, self.args


def phrase(message: str, /, **args: Value) -> Phrase:
    """A text with values in the places of ``{name}``."""
    return Phrase(message, args=args)


def as_phrase(text: str) -> Phrase:
    """A text as what is told: a plain one is a message id."""
    return text if isinstance(text, Phrase) else Phrase(text)


def counted_phrase(one: str, many: str, n: int, /, **args: Value) -> Phrase:
    """A text whose form follows a number, which stands in the place of ``{n}``."""
    return Phrase(one, many, n, {"n": n, **args})


def joined(parts: Iterable[Value], mark: str | None = None) -> Phrase:
    """Several values one after the other, each told in the user's language, as is what parts them."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(
        "{mark}".join(f"{{{name}}}" for name in named),
        args={"mark": phrase(", ") if mark is None else mark, **named},
    )


def did_you_mean(near: Iterable[str]) -> str:
    """``Did you mean 'check'?``; empty without a name that is near."""
    names = [f"'{name}'" for name in near]
    if not names:
        return ""
    if len(names) == 1:
        return phrase("Did you mean {name}?", name=names[0])
    return phrase("Did you mean {name} or {other}?", name=", ".join(names[:-1]), other=names[-1])


def filled(message: str, args: Mapping[str, Value], write: Callable[[Value], str]) -> str:
    """The message with each argument, written out, in its place."""
    return _PLACE.sub(lambda place: write(args[place[1]]) if place[1] in args else place[0], message)


def english(value: Value) -> str:
    """A value in English: thousands set apart, dates year first, '-' for what is not there."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if is_number(value) else str(value)


def is_number(value: Value) -> bool:
    """Whether a value is written as a number: a whole one or a Decimal, whose module comes with the first."""
    if isinstance(value, int):
        return True
    if isinstance(value, str):
        return False
    from decimal import Decimal

    return isinstance(value, Decimal)
