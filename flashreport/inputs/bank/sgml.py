"""The tags of OFX: SGML without end tags (1.x) and XML (2.x) alike."""

import html
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

_MARK = re.compile(r"<!\[CDATA\[|<!--|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9_.]*)\s*(?P<empty>/?)>")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}


@dataclass(slots=True)
class Tag:
    """An aggregate with children, or an element with text."""

    name: str
    line: int
    text: str = ""
    children: list["Tag"] = field(default_factory=list)

    def all(self, name: str) -> list["Tag"]:
        """Every tag of this name below, at any depth, in order."""
        found, waiting = [], list(reversed(self.children))
        while waiting:
            tag = waiting.pop()
            if tag.name == name:
                found.append(tag)
            waiting += reversed(tag.children)
        return found

    def first(self, name: str) -> "Tag | None":
        """The first direct child of this name."""
        return next((child for child in self.children if child.name == name), None)

    def get(self, *path: str) -> str:
        """The text down this path of direct children, or nothing."""
        tag: Tag | None = self
        for name in path:
            tag = tag.first(name) if tag else None
        return tag.text if tag else ""


def parse(text: str) -> tuple[Tag, bool]:
    """All tags under a nameless root, and whether every aggregate was closed.

    A tag with text is an element and needs no end. A tag without text is an aggregate when its end
    follows, else an empty element, and what came after it belongs to its parent. Text that no tag
    follows is cut off and therefore left out.
    """
    starts = [found.end() for found in re.finditer(r"\r\n|\n|\r", text)]
    tree = _Tree()
    at = 0
    while found := _MARK.search(text, at):
        tree.add_text(html.unescape(text[at : found.start()]))
        at = found.end()
        if not found["name"]:
            at = _take_verbatim(found, text, tree)
        elif found["end"]:
            tree.close(found["name"].upper())
        else:
            tree.start(found["name"].upper(), bisect_right(starts, found.start()) + 1)
            if found["empty"]:
                tree.close(found["name"].upper())
    tree.leave_element()
    whole = not any(tag.name == "OFX" or tag.children for tag in tree.open[1:])
    return tree.open[0], whole


def _take_verbatim(found: re.Match[str], text: str, tree: "_Tree") -> int:
    """Where a comment or CDATA part ends; CDATA is text as it stands, an open one lasts to the end."""
    end = _ENDS[found.group()]
    stop = text.find(end, found.end())
    stop = len(text) if stop < 0 else stop
    if end == "]]>":
        tree.add_text(text[found.end() : stop])
    return min(stop + len(end), len(text))


class _Tree:
    """The tags that are open, outermost first, and how many of each name."""

    def __init__(self) -> None:
        self.open = [Tag("", 1)]
        self.names: Counter[str] = Counter()

    def start(self, name: str, line: int) -> None:
        self.leave_element()
        tag = Tag(name, line)
        self.open[-1].children.append(tag)
        self.open.append(tag)
        self.names[name] += 1

    def add_text(self, text: str) -> None:
        tag = self.open[-1]
        if tag.name and (text.strip() or tag.text):
            tag.text += text

    def leave_element(self) -> None:
        """A new tag ends an element that has text and no end tag."""
        if self.open[-1].text:
            self._end_last()

    def close(self, name: str) -> None:
        """End the last tag of this name; tags open inside it were empty elements."""
        if not self.names[name]:
            self.leave_element()
            return
        while self.open[-1].name != name:
            empty = self._end_last()
            self.open[-1].children += empty.children
            empty.children = []
        self._end_last()

    def _end_last(self) -> Tag:
        tag = self.open.pop()
        tag.text = tag.text.strip()
        self.names[tag.name] -= 1
        return tag
