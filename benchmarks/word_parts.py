"""The parts of a Word file that python-docx has no word for: East Asian fonts, automatic numbers, cell merging by grid.

It must not know what the documents say.
"""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

# Level texts that Chinese documents number by: 一、 / （一） / 1. / （1）, and 第一条 for contracts. No legal numbering
# (w:isLgl): LibreOffice, which prints the benchmarks, does not know it.
OUTLINE = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3．"), ("decimal", "（%4）"))
ARTICLES = (("chineseCounting", "第%1条　"), ("decimal", "%2．"), ("decimal", "（%3）"), ("lowerLetter", "%4) "))


def new_document(typeface: str, size: float = 12.0) -> Any:
    """An empty A4 document whose Chinese is set in ``typeface``."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.5)
    style = document.styles["Normal"]
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(slot), "Liberation Serif")
    fonts.set(qn("w:eastAsia"), typeface)
    language = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>')
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.35
    return document


def add_numbering(document: Any, levels: tuple[tuple[str, str], ...], number: int) -> int:
    """Define a list with ``levels`` (format, text) and return the ``numId`` that paragraphs refer to."""
    part = document.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{body}</w:abstractNum>')
    part.insert(0, abstract)
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def paragraph(holder: Any, text: str, *, indent: bool = True, bold: bool = False, size: float | None = None) -> Any:
    """Add a paragraph to a document or cell; an indent is two characters, as Chinese text has it."""
    added = holder.add_paragraph()
    if indent:
        ind = parse_xml(f'<w:ind {nsdecls("w")} w:firstLineChars="200" w:firstLine="480"/>')
        added._p.get_or_add_pPr().append(ind)
    run = added.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    return added


def numbered(holder: Any, text: str, numbering: int, level: int, *, bold: bool = False) -> Any:
    """Add a paragraph that carries an automatic number."""
    added = paragraph(holder, text, indent=False, bold=bold)
    properties = added._p.get_or_add_pPr()
    properties.insert(
        0, parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>')
    )
    return added


def title(document: Any, text: str, size: float = 20.0) -> None:
    """A centred heading."""
    added = paragraph(document, text, indent=False, bold=True, size=size)
    added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    added.paragraph_format.space_after = Pt(12)


def page_numbers(document: Any, running_head: str) -> None:
    """A running head and “第 n 页 共 m 页” in the foot, both fields."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text = running_head
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, field, after in (("第 ", "PAGE", " 页"), (" 共 ", "NUMPAGES", " 页")):
        foot.add_run(before)
        simple = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        foot._p.append(simple)
        foot.add_run(after)


def fill(cell: Any, text: str, *, centre: bool = False, bold: bool = False) -> Any:
    """Write ``text`` as the cell's first paragraph."""
    first = cell.paragraphs[0]
    run = first.add_run(text)
    run.bold = bold
    if centre:
        first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return first


def row_of(table: Any, *spans: tuple[int, str]) -> list[Any]:
    """Add a row whose cells span the given numbers of grid columns and hold the given texts; returns those cells.

    A text that ends with “：” or is short and stands first in a pair is a label: it is centred.
    """
    cells = table.add_row().cells
    out = []
    at = 0
    for span, text in spans:
        cell = cells[at] if span == 1 else cells[at].merge(cells[at + span - 1])
        if text:
            fill(cell, text, centre=len(text) <= 8)
        out.append(cell)
        at += span
    return out
