"""Changing the words of a Word file without touching anything else of it, as somebody does who prints another version.

It must not know why: samples plant eight known changes with it, benchmarks thousands.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"


class Body:
    """The body of a Word file by paragraphs (every ``w:p``, in order, those of cells and text boxes included)."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self._parts = [(info, package.read(info)) for info in package.infolist()]
        self._root = etree.fromstring(next(data for info, data in self._parts if info.filename == _BODY))
        self._paragraphs = list(self._root.iter(f"{_W}p"))
        self.texts = ["".join(t.text or "" for t in self._pieces(p)) for p in self._paragraphs]
        self.in_cell = [next(p.iterancestors(f"{_W}tc"), None) is not None for p in self._paragraphs]
        numbers = {p: n for n, p in enumerate(self._paragraphs)}
        self.rows = [
            [self._only(cell, numbers) for cell in row.findall(f"{_W}tc")] for row in self._root.iter(f"{_W}tr")
        ]
        """By table row the number of each cell's paragraph; ``None`` for a cell of several or over several rows."""
        self._numbers = numbers

    @property
    def root(self) -> etree._Element:
        """The body's tree, for those who move parts of it; paragraphs keep their numbers wherever they go."""
        return self._root

    def number(self, paragraph: etree._Element) -> int | None:
        """The number of a ``w:p``; ``None`` for one that was not there when the file was read."""
        return self._numbers.get(paragraph)

    def element(self, paragraph: int) -> etree._Element:
        """The ``w:p`` with this number."""
        return self._paragraphs[paragraph]

    @staticmethod
    def _only(cell: etree._Element, numbers: dict[etree._Element, int]) -> int | None:
        own = list(cell.iter(f"{_W}p"))
        return numbers[own[0]] if len(own) == 1 and next(cell.iter(f"{_W}vMerge"), None) is None else None

    @staticmethod
    def _pieces(paragraph: etree._Element) -> list[etree._Element]:
        """The ``w:t`` of a paragraph that are its own (a text box in it has paragraphs of its own)."""
        return [t for t in paragraph.iter(f"{_W}t") if next(t.iterancestors(f"{_W}p")) is paragraph]

    def replace(self, paragraph: int, start: int, end: int, new: str) -> None:
        """Put ``new`` in place of ``[start, end)`` of a paragraph's text; it takes the formatting of what it replaces.

        ``ValueError`` when the range lies outside the paragraph.
        """
        at = 0
        written = False
        for piece in self._pieces(self._paragraphs[paragraph]):
            text = piece.text or ""
            a, b = max(start - at, 0), min(end - at, len(text))
            inside = start == end and not written and 0 <= start - at <= len(text)
            at += len(text)
            if a < b or inside:
                piece.text = text[:a] + ("" if written else new) + text[max(a, b) :]
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                written = True
        if not written:
            raise ValueError("the range lies outside the paragraph")
        self.texts[paragraph] = self.texts[paragraph][:start] + new + self.texts[paragraph][end:]

    def exchange(self, one: int, other: int) -> None:
        """Put each of two paragraphs where the other stands; both keep their numbers."""
        a, b = self._paragraphs[one], self._paragraphs[other]
        mark = etree.Element("mark")
        a.addprevious(mark)
        b.addprevious(a)
        mark.addprevious(b)
        holder = mark.getparent()
        if holder is not None:
            holder.remove(mark)

    def raised(self, paragraph: int) -> list[tuple[int, int]]:
        """From where to where a paragraph's text is set as superscript."""
        out, at = [], 0
        for piece in self._pieces(self._paragraphs[paragraph]):
            size = len(piece.text or "")
            run = piece.getparent()
            height = None if run is None else run.find(f"{_W}rPr/{_W}vertAlign")
            if height is not None and height.get(f"{_W}val") == "superscript":
                out.append((at, at + size))
            at += size
        return out

    def restyle(self, paragraph: int, start: int, end: int, change: Callable[[etree._Element], None]) -> None:
        """Have ``change`` alter the ``w:rPr`` of the text at ``[start, end)``; runs are parted at its ends.

        The runs may hold nothing but text. ``ValueError`` when they do, or the range lies outside the paragraph.
        """
        at, changed = 0, 0
        for piece in self._pieces(self._paragraphs[paragraph]):
            text = piece.text or ""
            a, b = max(start - at, 0), min(end - at, len(text))
            at += len(text)
            if a >= b:
                continue
            run = piece.getparent()
            if run is None or run.tag != f"{_W}r" or any(c.tag not in (f"{_W}rPr", f"{_W}t") for c in run):
                raise ValueError("a run that holds other things than text")
            for part, own in ((text[:a], False), (text[a:b], True), (text[b:], False)):
                if not part:
                    continue
                made = copy.deepcopy(run)
                for stale in made.findall(f"{_W}t"):
                    made.remove(stale)
                written = etree.SubElement(made, f"{_W}t")
                written.text = part
                written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                if own:
                    properties = made.find(f"{_W}rPr")
                    if properties is None:
                        properties = etree.Element(f"{_W}rPr")
                        made.insert(0, properties)
                    change(properties)
                    changed += len(part)
                run.addprevious(made)
            holder = run.getparent()
            if holder is not None:
                holder.remove(run)
        if changed != end - start:
            raise ValueError("the range lies outside the paragraph")

    def replace_once(self, old: str, new: str) -> int:
        """Replace the only occurrence of ``old`` in the body and return its paragraph; ``LookupError`` otherwise."""
        found = [(i, text.index(old)) for i, text in enumerate(self.texts) if old in text]
        if len(found) != 1 or self.texts[found[0][0]].count(old) != 1:
            raise LookupError(f"{old!r} occurs {sum(t.count(old) for t in self.texts)} times in the body, not once")
        paragraph, start = found[0]
        self.replace(paragraph, start, start + len(old), new)
        return paragraph

    def save(self, path: Path) -> None:
        """Write the file; every other part, and the order and dates of the parts, stay as they were."""
        body = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for info, data in self._parts:
                package.writestr(info, body if info.filename == _BODY else data)
