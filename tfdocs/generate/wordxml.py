"""The few facts of WordprocessingML that making documents needs: packages as members, paragraphs with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfdocs.read.archive import FileKind, open_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_PARTS = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "core": "文档属性",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph's words. ``place`` is “第 12 段” or “表 3 第 2 行第 4 列”; tabs are kept, breaks are line feeds."""

    text: str
    place: str
    element: Any


def part_name(member: str) -> str:
    """What a member of a package is, in Chinese."""
    stem = re.sub(r"\d+$", "", member.rpartition("/")[2].removesuffix(".xml"))
    return _PARTS.get(stem, member)


def read_package(path: Path) -> list[tuple[str, bytes]]:
    """Name and content of every member of a Word file, in the file's order.

    Raises ``InputError`` or ``InputEncrypted``.
    """
    package = open_package(path, kinds=(FileKind.DOCX, FileKind.DOCM))
    return [(name, package.read(name)) for name in package.names]


def paragraphs_of(root: Any) -> Iterator[Paragraph]:
    """Every paragraph below ``root`` in document order; a paragraph inside a text box comes before the one around it
    is done, as its own."""
    tables: dict[Any, int] = {}
    number = 0
    for element in root.iter(W + "p", W + "tbl"):
        if element.tag == W + "tbl":
            tables[element] = len(tables) + 1
            continue
        number += 1
        cell = next(element.iterancestors(W + "tc"), None)
        if cell is None:
            place = f"第 {number} 段"
        else:
            row = next(cell.iterancestors(W + "tr"))
            table = next(row.iterancestors(W + "tbl"))
            at = f"第 {_index(table, row, 'tr')} 行第 {_index(row, cell, 'tc')} 列"
            place = f"表 {tables[table]} {at}"
        yield Paragraph(_text(element), place, element)


def _index(parent: Any, child: Any, name: str) -> int:
    return [e for e in parent.iter(W + name) if next(e.iterancestors(parent.tag)) is parent].index(child) + 1


def _text(paragraph: Any) -> str:
    out = []
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr", W + "noBreakHyphen"):
        if next(node.iterancestors(W + "p")) is not paragraph:
            continue
        if node.tag == W + "t":
            out.append(node.text or "")
        elif node.getparent().tag == W + "r":
            out.append("\t" if node.tag == W + "tab" else "-" if node.tag == W + "noBreakHyphen" else "\n")
    return "".join(out)
