"""A safe XML reader that keeps line numbers and drops namespaces."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import quoted


@dataclass(slots=True)
class Node:
    """An element: its name without namespace, attributes, text, children, line."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    text: str = ""

    def all(self, *path: str) -> list["Node"]:
        """Every element down this path of names."""
        found = [self]
        for name in path:
            found = [child for node in found for child in node.children if child.name == name]
        return found

    def first(self, *path: str) -> "Node | None":
        """The first element down this path of names."""
        return next(iter(self.all(*path)), None)

    def get(self, *path: str) -> str:
        """The text of the first element down this path, or nothing."""
        node = self.first(*path)
        return node.text.strip() if node else ""

    def walk(self, name: str) -> Iterator["Node"]:
        """Every element of this name below, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.name == name:
                yield node
            waiting += reversed(node.children)


class _Builder:
    """The parser's target: builds nodes and asks the parser for the line."""

    def __init__(self) -> None:
        self.root = Node("", 1)
        self.open = [self.root]
        self.parser: Any = None  # expat's own object, which ships no type

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag.rpartition("}")[2], self.parser.CurrentLineNumber, attributes)
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].text += text

    def close(self) -> Node:
        return self.root


def parse(data: bytes, file: str) -> Node:
    """The document under a nameless root; raises ``bank.bad-xml`` with the line that breaks it.

    Document types and entities are refused: a statement has no use for them and they can be made
    to read files or to fill the memory.
    """
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser.parser
    body = data.lstrip(b" \t\r\n")
    skipped = data[: len(data) - len(body)].count(b"\n")
    try:
        parser.feed(body)
        parser.close()
    except ParseError as error:
        line = error.position[0] + skipped
        message: str = phrase("The XML is broken: {error}.", error=quoted(str(error)))
    except DefusedXmlException:
        line, message = builder.parser.CurrentLineNumber + skipped, "The XML declares a document type."
    except (ValueError, LookupError) as error:
        line, message = 1 + skipped, phrase("The XML cannot be decoded: {error}.", error=quoted(str(error)))
    else:
        return builder.root
    raise FlashreportError(
        "bank.bad-xml", message, "Ask the bank for the file again.", Place(file=file, line=line)
    )
