"""Many documents of one template as one file: a section each, page and list numbers from 1 again.

Only for documents that share all parts but body, headers and footers, which those of one template do. Bodies are
compressed as they come, so that ten thousand letters take the memory of one and of their compressed text.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from lxml import etree

from tfdocs.generate.assembly import Frame, Member
from tfdocs.generate.wordxml import W
from tfdocs.read.archive import parse_xml

BODY = "word/document.xml"
NUMBERING = "word/numbering.xml"
STYLES = "word/styles.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RUNNING = re.compile(r"^(header|footer)\d*\.xml$")


def merge(documents: Iterable[bytes], *, sheets: bool = True) -> bytes:
    """One document with every document's pages. With ``sheets`` each begins on a new sheet, also when printed on both
    sides; without, on a new page.

    ``ValueError`` when there is none.
    """
    whole: _Whole | None = None
    for blob in documents:
        with zipfile.ZipFile(io.BytesIO(blob)) as package:
            if whole is None:
                whole = _Whole({name: package.read(name) for name in package.namelist()}, sheets=sheets)
            whole.add(package)
    if whole is None:
        raise ValueError("nothing to merge")
    return whole.finish()


class _Whole:
    """The file that grows. The section of each document is written when the next begins: it ends in a paragraph that
    carries its properties, the last one's stand at the end of the body (ECMA-376 17.6.17 and 17.6.18)."""

    def __init__(self, members: dict[str, bytes], *, sheets: bool) -> None:
        self._members = members
        self._kind = "oddPage" if sheets else "nextPage"
        self._packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        self._packed: list[bytes] = []
        self._crc = self._size = 0
        self._section: Any = None
        root = parse_xml(members[BODY], where=BODY)
        self._names = root.nsmap
        body = root.find(W + "body")
        for child in list(body):
            body.remove(child)
        text = etree.tostring(root, encoding="unicode")
        # A body without children is written as one empty tag, or as a pair.
        self._head, self._tail = re.split(r"<w:body/>|(?<=<w:body>)(?=</w:body>)", text, maxsplit=1)
        if not self._head.endswith("<w:body>"):
            self._head, self._tail = self._head + "<w:body>", "</w:body>" + self._tail
        self._put('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + self._head)
        self._lists = _Lists(members)
        self._parts = _RunningParts(members)

    def _put(self, text: str) -> None:
        raw = text.encode()
        self._crc, self._size = zlib.crc32(raw, self._crc), self._size + len(raw)
        self._packed.append(self._packer.compress(raw))

    def _xml(self, element: Any) -> str:
        """An element without the declarations that the root has already."""
        text = str(etree.tostring(element, encoding="unicode", with_tail=False))
        head, _, rest = text.partition(">")
        for prefix, uri in self._names.items():
            head = head.replace(f' xmlns:{prefix}="{uri}"', "", 1)
        return f"{head}>{rest}"

    def add(self, package: zipfile.ZipFile) -> None:
        """Close the section so far and add a document's content with its own."""
        body = parse_xml(package.read(BODY), where=BODY).find(W + "body")
        if self._section is not None:
            self._put(self._xml(_section_break(self._section)))
            self._lists.renumber(body)
        section = body.find(W + "sectPr")
        if section is None:
            section = etree.SubElement(body, W + "sectPr")
        body.remove(section)
        if self._section is not None:
            _begin_anew(section, self._kind)
            self._parts.carry_over(section, package)
        self._section = section
        for child in body:
            self._put(self._xml(child))

    def finish(self) -> bytes:
        self._put(self._xml(self._section) + self._tail)
        self._packed.append(self._packer.flush())
        self._members |= self._lists.members() | self._parts.members()
        self._members.setdefault(BODY, b"")
        ready = {BODY: Member(b"".join(self._packed), self._crc, self._size)}
        return Frame(self._members.items(), [BODY]).build(ready)


def _section_break(section: Any) -> Any:
    """A paragraph of no height that ends a section."""
    paragraph = etree.Element(W + "p", nsmap=section.nsmap)
    props = etree.SubElement(paragraph, W + "pPr")
    etree.SubElement(props, W + "spacing", {W + "line": "20", W + "lineRule": "exact", W + "before": "0"})
    props.append(copy.deepcopy(section))
    return paragraph


def _begin_anew(section: Any, how: str) -> None:
    kind = section.find(W + "type")
    if kind is None:
        kind = etree.Element(W + "type")
        # ECMA-376 17.6.17: after the references to headers and footers.
        at = sum(1 for c in section if c.tag in (W + "headerReference", W + "footerReference"))
        section.insert(at, kind)
    kind.set(W + "val", how)
    number = section.find(W + "pgNumType")
    if number is not None:
        number.set(W + "start", "1")


class _RunningParts:
    """Headers and footers: those of a later document that say something else than the first one's (a verification
    code) become parts of their own."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self._first = members
        self._added: dict[str, bytes] = {}
        root = parse_xml(members[RELATIONS], where=RELATIONS) if RELATIONS in members else ()
        self._targets = {
            r.get("Id"): r.get("Target").rpartition("/")[2]
            for r in root
            if _RUNNING.match(r.get("Target", "").rpartition("/")[2])
        }

    def carry_over(self, section: Any, package: zipfile.ZipFile) -> None:
        """Point a section's references to what its own document has there."""
        for reference in section:
            target = self._targets.get(reference.get(R + "id"))
            if reference.tag not in (W + "headerReference", W + "footerReference") or target is None:
                continue
            content = package.read(f"word/{target}")
            if content != self._first.get(f"word/{target}"):
                stem = "header" if target.startswith("header") else "footer"
                name = f"{stem}9{len(self._added):06d}"
                self._added[name] = content
                reference.set(R + "id", f"rId-{name}")

    def members(self) -> dict[str, bytes]:
        """The parts added, and the lists that name them."""
        if not self._added:
            return {}
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        overrides = "".join(
            f'<Override PartName="/word/{n}.xml" ContentType="{kind}{n[:6]}+xml"/>' for n in self._added
        )
        relations = "".join(
            f'<Relationship Id="rId-{n}" Type="{office}{n[:6]}" Target="{n}.xml"/>' for n in self._added
        )
        return {
            TYPES: self._first[TYPES].replace(b"</Types>", overrides.encode() + b"</Types>"),
            RELATIONS: self._first[RELATIONS].replace(b"</Relationships>", relations.encode() + b"</Relationships>"),
            **{f"word/{n}.xml": content for n, content in self._added.items()},
        }


class _Lists:
    """Automatic numbers: each later document's lists get numbers of their own, so that they begin at 1 again."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self._root = parse_xml(members[NUMBERING], where=NUMBERING) if NUMBERING in members else None
        nums = () if self._root is None else self._root.findall(W + "num")
        self._abstract = {n.get(W + "numId"): n.find(W + "abstractNumId").get(W + "val") for n in nums}
        self._nums: list[Any] = []
        self._last = max((int(n) for n in self._abstract), default=0)
        self._styled = _numbered_styles(parse_xml(members[STYLES], where=STYLES)) if STYLES in members else {}

    def renumber(self, body: Any) -> None:
        if self._root is None:
            return
        made: dict[str, str] = {}
        for paragraph in body.iter(W + "p"):
            props = paragraph.find(W + "pPr")
            if props is None:
                continue
            own = props.find(f"{W}numPr/{W}numId")
            if own is not None:
                if own.get(W + "val") != "0":
                    own.set(W + "val", self._fresh(own.get(W + "val"), made))
                continue
            style = props.find(W + "pStyle")
            found = self._styled.get(style.get(W + "val")) if style is not None else None
            if found is not None and props.find(W + "numPr") is None:
                number = etree.Element(W + "numPr")
                etree.SubElement(number, W + "ilvl", {W + "val": found[1]})
                etree.SubElement(number, W + "numId", {W + "val": self._fresh(found[0], made)})
                # ECMA-376 17.3.1.26: after style, keepNext, keepLines, pageBreakBefore, framePr and widowControl.
                before = {
                    W + n for n in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
                }
                props.insert(sum(1 for c in props if c.tag in before), number)
                if found[2] is not None and props.find(W + "ind") is None:
                    # With a number of its own, LibreOffice takes the list's indent unless the paragraph says one.
                    at = next((i for i, c in enumerate(props) if c.tag in _AFTER_IND), len(props))
                    props.insert(at, copy.deepcopy(found[2]))

    def _fresh(self, number: str, made: dict[str, str]) -> str:
        if number not in made:
            abstract = self._abstract.get(number)
            if abstract is None:
                return number
            self._last += 1
            made[number] = str(self._last)
            num = etree.Element(W + "num", {W + "numId": made[number]})
            self._nums.append(num)
            etree.SubElement(num, W + "abstractNumId", {W + "val": abstract})
            for level in range(9):
                override = etree.SubElement(num, W + "lvlOverride", {W + "ilvl": str(level)})
                etree.SubElement(override, W + "startOverride", {W + "val": "1"})
        return made[number]

    def members(self) -> dict[str, bytes]:
        if self._root is None:
            return {}
        # ECMA-376 17.9.16: numbers stand together, after the abstract ones.
        at = 1 + max((i for i, e in enumerate(self._root) if e.tag == W + "num"), default=len(self._root) - 1)
        self._root[at:at] = self._nums
        text = etree.tostring(self._root, encoding="UTF-8", xml_declaration=True, standalone=True)
        return {NUMBERING: bytes(text)}


# What follows w:ind in a paragraph's properties (ECMA-376 17.3.1.26).
_AFTER_IND = {
    W + n
    for n in (
        *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
        *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
}


def _numbered_styles(styles: Any) -> dict[str, tuple[str, str, Any]]:
    """Style id to numId, level and indent (None where it has none) of the paragraph styles that carry numbering."""
    out = {}
    for style in styles.iter(W + "style"):
        found = style.find(f"{W}pPr/{W}numPr")
        if found is not None and found.find(W + "numId") is not None:
            level = found.find(W + "ilvl")
            out[style.get(W + "styleId")] = (
                found.find(W + "numId").get(W + "val"),
                level.get(W + "val") if level is not None else "0",
                style.find(f"{W}pPr/{W}ind"),
            )
    return out
