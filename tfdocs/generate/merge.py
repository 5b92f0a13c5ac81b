"""Many documents of one template as one file for the printer: a section each, page and list numbers from 1 again.

Only for documents that share all parts but the body, which those of one template do.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from lxml import etree

from tfdocs.generate.output import pack
from tfdocs.generate.wordxml import W
from tfdocs.read.archive import parse_xml

BODY = "word/document.xml"
NUMBERING = "word/numbering.xml"
STYLES = "word/styles.xml"


def merge(documents: Iterable[bytes]) -> bytes:
    """One document with every document's pages; each begins on a new sheet, also when printed on both sides.

    ``ValueError`` when there is none.
    """
    first: dict[str, bytes] = {}
    root: Any = None
    numbering: Any = None
    styled: dict[str, tuple[str, str]] = {}
    for count, blob in enumerate(documents):
        with zipfile.ZipFile(io.BytesIO(blob)) as package:
            if count == 0:
                first = {name: package.read(name) for name in package.namelist()}
                root = parse_xml(first[BODY], where=BODY)
                if NUMBERING in first:
                    numbering = parse_xml(first[NUMBERING], where=NUMBERING)
                styled = _numbered_styles(parse_xml(first[STYLES], where=STYLES)) if STYLES in first else {}
                continue
            other = parse_xml(package.read(BODY), where=BODY)
        _append(root.find(W + "body"), other.find(W + "body"), numbering, styled)
    if root is None:
        raise ValueError("nothing to merge")
    first[BODY] = _bytes(root)
    if numbering is not None:
        first[NUMBERING] = _bytes(numbering)
    return pack(first.items())


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _append(body: Any, other: Any, numbering: Any, styled: dict[str, tuple[str, str]]) -> None:
    """Close the section so far and add the other document's content with its own."""
    last = body.find(W + "sectPr")
    if last is not None:
        body.remove(last)
        body.append(_section_break(last))
    if numbering is not None:
        _renumber(other, numbering, styled)
    for child in list(other):
        body.append(child)
    section = body.find(W + "sectPr")
    if section is not None:
        _begin_on_new_sheet(section)


def _section_break(section: Any) -> Any:
    """A paragraph of no height that ends a section (the last one of a section carries its properties)."""
    paragraph = etree.Element(W + "p", nsmap=section.nsmap)
    props = etree.SubElement(paragraph, W + "pPr")
    etree.SubElement(props, W + "spacing", {W + "line": "20", W + "lineRule": "exact", W + "before": "0"})
    props.append(copy.deepcopy(section))
    return paragraph


def _begin_on_new_sheet(section: Any) -> None:
    kind = section.find(W + "type")
    if kind is None:
        kind = etree.Element(W + "type")
        # ECMA-376 17.6.17: after the references to headers and footers.
        at = sum(1 for c in section if c.tag in (W + "headerReference", W + "footerReference"))
        section.insert(at, kind)
    kind.set(W + "val", "oddPage")
    number = section.find(W + "pgNumType")
    if number is not None:
        number.set(W + "start", "1")


def _numbered_styles(styles: Any) -> dict[str, tuple[str, str]]:
    """Style id to (numId, level) of the paragraph styles that carry numbering."""
    out = {}
    for style in styles.iter(W + "style"):
        found = style.find(f"{W}pPr/{W}numPr")
        if found is not None and found.find(W + "numId") is not None:
            level = found.find(W + "ilvl")
            out[style.get(W + "styleId")] = (
                found.find(W + "numId").get(W + "val"),
                level.get(W + "val") if level is not None else "0",
            )
    return out


def _renumber(body: Any, numbering: Any, styled: dict[str, tuple[str, str]]) -> None:
    """Give the lists of one document numbers of their own, so that they begin at 1 again."""
    made: dict[str, str] = {}
    for paragraph in body.iter(W + "p"):
        props = paragraph.find(W + "pPr")
        if props is None:
            continue
        own = props.find(f"{W}numPr/{W}numId")
        if own is not None:
            if own.get(W + "val") != "0":
                own.set(W + "val", _fresh(own.get(W + "val"), numbering, made))
            continue
        style = props.find(W + "pStyle")
        found = styled.get(style.get(W + "val")) if style is not None else None
        if found is not None and props.find(W + "numPr") is None:
            number = etree.Element(W + "numPr")
            etree.SubElement(number, W + "ilvl", {W + "val": found[1]})
            etree.SubElement(number, W + "numId", {W + "val": _fresh(found[0], numbering, made)})
            # ECMA-376 17.3.1.26: after style, keepNext, keepLines, pageBreakBefore, framePr and widowControl.
            before = {W + n for n in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")}
            props.insert(sum(1 for c in props if c.tag in before), number)


def _fresh(number: str, numbering: Any, made: dict[str, str]) -> str:
    if number in made:
        return made[number]
    nums = numbering.findall(W + "num")
    old = next((n for n in nums if n.get(W + "numId") == number), None)
    if old is None:
        return number
    fresh = str(max(int(n.get(W + "numId")) for n in nums) + 1)
    num = etree.SubElement(numbering, W + "num", {W + "numId": fresh})
    abstract = old.find(W + "abstractNumId").get(W + "val")
    etree.SubElement(num, W + "abstractNumId", {W + "val": abstract})
    for level in range(9):
        override = etree.SubElement(num, W + "lvlOverride", {W + "ilvl": str(level)})
        etree.SubElement(override, W + "startOverride", {W + "val": "1"})
    made[number] = fresh
    return fresh
