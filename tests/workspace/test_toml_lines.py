"""Positions of keys: hand-counted, and against a writer of TOML for random documents."""

import tomllib
from collections.abc import Iterator

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from flashreport.workspace.toml_lines import KeyPath, key_lines

TEXT = '''\
title = "a # no comment ] ="
dotted.inner."quoted key" = 1

[owner]  # a comment
name = """
three
lines"""  # end
list = [
  1,  # one
  [2, 3],

  { x = 1, y = [ "]" ] },
]
inline = { a = 'it''s' , b.c = 2 }
[[item]]
id = 1
[[item.part]]
size = 2
[[item.part]]
size = 3
[other]
when = 2026-01-01 10:00:00
[[item]]
id = 4
part = [{ size = 5 }]
'''.replace("'it''s'", "'its'")

EXPECTED: dict[KeyPath, int] = {
    ("title",): 1,
    ("dotted",): 2,
    ("dotted", "inner"): 2,
    ("dotted", "inner", "quoted key"): 2,
    ("owner",): 4,
    ("owner", "name"): 5,
    ("owner", "list"): 8,
    ("owner", "list", 0): 9,
    ("owner", "list", 1): 10,
    ("owner", "list", 1, 0): 10,
    ("owner", "list", 1, 1): 10,
    ("owner", "list", 2): 12,
    ("owner", "list", 2, "x"): 12,
    ("owner", "list", 2, "y"): 12,
    ("owner", "list", 2, "y", 0): 12,
    ("owner", "inline"): 14,
    ("owner", "inline", "a"): 14,
    ("owner", "inline", "b"): 14,
    ("owner", "inline", "b", "c"): 14,
    ("item",): 15,
    ("item", 0): 15,
    ("item", 0, "id"): 16,
    ("item", 0, "part"): 17,
    ("item", 0, "part", 0): 17,
    ("item", 0, "part", 0, "size"): 18,
    ("item", 0, "part", 1): 19,
    ("item", 0, "part", 1, "size"): 20,
    ("other",): 21,
    ("other", "when"): 22,
    ("item", 1): 23,
    ("item", 1, "id"): 24,
    ("item", 1, "part"): 25,
    ("item", 1, "part", 0): 25,
    ("item", 1, "part", 0, "size"): 25,
}


def test_every_way_to_write_a_key() -> None:
    tomllib.loads(TEXT)
    assert key_lines(TEXT).lines == EXPECTED


def test_a_key_without_a_line_has_that_of_its_table() -> None:
    found = key_lines(TEXT)
    assert found.line(("item", 1, "missing", "below")) == 23
    assert found.line(("nowhere",)) is None


def test_repeated_keys_are_found() -> None:
    repeated = key_lines("[a]\nx = 1\ny = 2\nx = 3\n").repeated
    assert [(item.path, item.first, item.again) for item in repeated] == [(("a", "x"), 2, 4)]


def test_a_faulty_text_gives_the_lines_before_the_fault() -> None:
    assert key_lines("a = 1\nb = \n= 3\n").lines[("a",)] == 1
    assert key_lines('a = "\n').lines == {("a",): 1}
    assert key_lines("[" * 100_000).lines == {}


def paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


KEYS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)
SCALARS = st.one_of(
    st.integers(-(2**40), 2**40),
    st.booleans(),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=12),
    st.dates(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_the_scanner_finds_the_keys_that_the_parser_finds(document: dict[str, object]) -> None:
    text = tomlkit.dumps(document)
    assert set(key_lines(text).lines) == set(paths(tomllib.loads(text)))


@given(st.text(max_size=60))
def test_no_text_breaks_the_scanner(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for line in key_lines(text).lines.values())
