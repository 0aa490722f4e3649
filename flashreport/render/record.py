"""The PDF of record: PDF/A-3a and PDF/UA-1 in one file.

WeasyPrint writes one standard at a time. It makes the PDF/A-3a; what PDF/UA-1 asks beyond it
is added to its objects before they are written. A validator holds the result in the tests.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pydyf
    from weasyprint.document import Document

VARIANT = "pdf/a-3a"
_END = b"</rdf:RDF>"
# PDF/A allows only schemas that it knows or that the file describes: ISO 19005-3, 6.6.2.3.
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li>\
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

Element = Any  # pydyf's dictionaries publish no types
_SECTIONS = ("/THead", "/TBody", "/TFoot")


def finish(_document: "Document", pdf: "pydyf.PDF") -> None:
    """Name PDF/UA-1 in the metadata, scope the table heads, number lists, set page furniture apart."""
    objects = pdf.objects
    root = objects[_number(pdf.catalog["StructTreeRoot"])]
    _name_standard(objects[_number(pdf.catalog["Metadata"])])
    alive, contents = _reached(objects, root)
    for element in objects:
        if isinstance(element, dict):
            _complete(objects, element)
        elif getattr(element, "extra", {}).get("Interpolate"):
            element.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8
    for reference in pdf.page_references:
        _set_apart(objects, _text(reference), contents)
    _forget(objects[_number(root["ParentTree"])]["Nums"], alive)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _number(reference: object) -> int:
    """The object number of ``12 0 R``."""
    return int(_text(reference).split()[0])


def _role(element: Element) -> str:
    return _text(element["S"]) if element.get("S") else ""


def _name_standard(metadata: Element) -> None:
    packet = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in metadata.stream)
    if _END not in packet:
        raise ValueError("the metadata has no RDF to extend")
    metadata.stream = [packet.replace(_END, _UA + _END, 1)]


def _reached(objects: list[Element], root: Element) -> tuple[set[int], set[tuple[str, int]]]:
    """Structure elements that the tree reaches, and (page, content id) of what they mark."""
    alive: set[int] = set()
    contents: set[tuple[str, int]] = set()
    waiting = [objects[_number(kid)] for kid in root["K"]]
    while waiting:
        element = waiting.pop()
        alive.add(element.number)
        for kid in element.get("K", []):
            if isinstance(kid, int):
                contents.add((_text(element["Pg"]), kid))
            elif isinstance(child := objects[_number(kid)], dict) and child.get("S"):
                waiting.append(child)
    return alive, contents


def _complete(objects: list[Element], element: Element) -> None:
    """What WeasyPrint leaves out of heads and lists."""
    import pydyf

    role = _role(element)
    if role == "/TH":
        scope = "/Column" if _section(objects, element) == "/THead" else "/Row"
        if "A" not in element:
            element["A"] = pydyf.Dictionary({"O": "/Table"})
        element["A"]["Scope"] = scope
    elif role == "/L":
        element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": "/None"})


def _section(objects: list[Element], element: Element) -> str:
    """The part of the table that a cell is in."""
    above = element
    while _role(above) not in ("/Table", ""):
        if _role(above) in _SECTIONS:
            return _role(above)
        above = objects[_number(above["P"])]
    return ""


def _set_apart(objects: list[Element], page: str, contents: set[tuple[str, int]]) -> None:
    """Marked content that no element owns (running heads and feet) becomes an artifact."""
    stream = objects[_number(objects[_number(page)]["Contents"])].stream
    for place, part in enumerate(stream):
        if isinstance(part, dict) and "MCID" in part and (page, part["MCID"]) not in contents:
            stream[place - 1] = "/Artifact"
            del part["MCID"]
            part["Type"] = "/Pagination"


def _forget(numbers: list[Element], alive: set[int]) -> None:
    """The parent tree names no element that the structure doesn't reach."""
    for parents in numbers[1::2]:
        if isinstance(parents, list):
            parents[:] = [parent if _number(parent) in alive else "null" for parent in parents]
