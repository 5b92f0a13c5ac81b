"""The two usual ways to get text out of a Word file, for ``benchmarks.word_reading``."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
from lxml import etree

_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_STRICT_T = "{http://purl.oclc.org/ooxml/wordprocessingml/main}t"


def paragraphs_and_tables(path: Path) -> str:
    """python-docx as its users call it: paragraphs and tables in their order. "" where it cannot open the file."""
    try:
        document = docx.Document(str(path))
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile):
        return ""
    lines: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, docx.table.Table):
            _table(item, lines)
        else:
            lines.append(item.text)
    return "\n".join(lines)


def _table(table: Any, lines: list[str]) -> None:
    seen: set[Any] = set()
    for row in table.rows:
        try:
            cells = row.cells
        except (ValueError, IndexError):  # it cannot follow every grid; its users lose that row
            continue
        for cell in cells:
            if cell._tc in seen:  # a merged cell is handed out once for each place it covers
                continue
            seen.add(cell._tc)
            lines.extend(paragraph.text for paragraph in cell.paragraphs)


def every_text(path: Path) -> str:
    """All of ``w:t`` in the body, in the file's order."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join(t.text or "" for t in root.iter(_T, _STRICT_T))
