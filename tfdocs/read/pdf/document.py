"""A PDF as running text: lines put together to paragraphs, with the page and box of every character kept."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from tfdocs.model.document import Block, BlockKind, CellPlace, Document, Finding, join_blocks
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page
from tfdocs.read.pdf.columns import columns_of, unruled_grids
from tfdocs.read.pdf.lines import in_rows
from tfdocs.read.pdf.opening import sha256
from tfdocs.read.pdf.reader import read_pages
from tfdocs.read.pdf.running import is_page_number, running_lines
from tfdocs.read.pdf.tables import Cell, Grid, flow, ruled_grids

_ENDS = re.compile(r"[。！？；：:;!?]$")


def read_pdf_document(path: Path, executor: Executor | None = None) -> Document:
    """Read a PDF and give its text; pages that could not be read are findings of severity error."""
    pages = list(read_pages(path, executor))
    return pages_document(path.name, sha256(path), pages, ruled_grids(path, pages))


def pages_document(
    name: str, digest: str, pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]] | None = None
) -> Document:
    """The text of ``pages``: a paragraph a block, page numbers left out, lines of a paragraph joined without a gap.

    What stands in the cells of ``grids`` (page number to its tables) becomes blocks of cells.
    """
    blocks: list[Block] = []
    glyphs: list[tuple[int, Box] | None] = []
    sure: list[float] = []
    tables = 0
    findings: list[Finding] = []
    running = running_lines(pages)
    text: list[str] = []
    places: list[tuple[int, Box]] = []
    read: list[float] = []
    start_page = 1
    previous: Line | None = None
    previous_page: Page | None = None

    def close() -> None:
        nonlocal text, places, read
        if text:
            add(Block(BlockKind.PARAGRAPH, "".join(text), 0, 0, f"第 {start_page} 页", page=start_page), places, read)
        text, places, read = [], [], []

    def add(block: Block, at: Sequence[tuple[int, Box]], certain: Sequence[float]) -> None:
        if blocks:
            glyphs.append(None)  # the line break between two blocks
            sure.append(1.0)
        blocks.append(block)
        glyphs.extend(at)
        sure.extend(certain)

    for page in pages:
        findings.extend(page.findings)
        if page.failure:
            findings.append(
                Finding(
                    code="page-failed",
                    severity=Severity.ERROR,
                    message=f"本页没有读出：{page.failure}",
                    where=f"第 {page.number} 页",
                )
            )
        for line, column in _read_in_order(page, (grids or {}).get(page.number, ()), running):
            if isinstance(line, tuple):
                close()
                previous = previous_page = None
                for cell, written in line[1].items():
                    add(*_cell(cell, written, page, tables))
                tables += 1
                continue
            if previous is None or previous_page is None or not _continues(previous, previous_page, line, column):
                close()
                start_page = page.number
            elif text and _needs_space(text[-1], line.text[0]):
                text.append(" ")
                places.append((page.number, line.chars[0]))
                read.append(1.0)
            text.extend(line.text)
            places.extend((page.number, b) for b in line.chars)
            read.extend(line.confidence)
            previous, previous_page = line, column
    close()
    joined, placed = join_blocks(blocks)
    certainties = tuple(sure) if any(s < 1.0 for s in sure) else ()
    return Document(name, digest, "pdf", joined, placed, tuple(findings), glyphs=tuple(glyphs), sure=certainties)


def _read_in_order(
    page: Page, ruled: Sequence[Grid], running: Container[int]
) -> Iterator[tuple[Line | tuple[Grid, dict[Cell, list[Line]]], Page]]:
    """Lines and tables of ``page`` as one reads them, without running heads and page numbers.

    With each comes the page whose edges tell where its line ends: of prose in columns, one with that column alone.
    """
    body = replace(page, lines=tuple(ln for ln in page.lines if id(ln) not in running and not is_page_number(ln, page)))
    grids = sorted((*ruled, *unruled_grids(body, ruled)), key=lambda g: (g.box.top, g.box.x0))
    parts = columns_of(body, grids)
    first = {id(min((ln for c in p for ln in c.lines), key=lambda ln: ln.box.top)): p for p in parts}
    in_columns = {id(ln) for p in parts for c in p for ln in c.lines}
    for item in flow(body, grids):
        if isinstance(item, Line):
            for column in first.get(id(item), ()):
                alone = replace(page, lines=column.lines)
                yield from ((line, alone) for line in column.lines)
            if id(item) in in_columns:
                continue
        yield item, body


def _cell(
    cell: Cell, lines: Sequence[Line], page: Page, table: int
) -> tuple[Block, list[tuple[int, Box]], list[float]]:
    """The block of a cell: its lines joined, from top to bottom."""
    text, at, certain = "", list[tuple[int, Box]](), list[float]()
    for line in in_rows(lines):
        if text and line.text and _needs_space(text[-1], line.text[0]):
            text += " "
            at.append((page.number, line.chars[0]))
            certain.append(1.0)
        text += line.text
        at += [(page.number, b) for b in line.chars]
        certain += line.confidence
    place = CellPlace(table, cell.row, cell.column, cell.row_span, cell.column_span)
    where = f"第 {page.number} 页表格第 {cell.row + 1} 行第 {cell.column + 1} 列"
    return Block(BlockKind.CELL, text, 0, 0, where, place, page=page.number), at, certain


def _needs_space(a: str, b: str) -> bool:
    # a number broken at a line's end is one: 下设1|1个专业委员会
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum() and not (a.isdigit() and b.isdigit())


def _right_edge(page: Page) -> float:
    """Where full lines end: the 90th percentile of the lines' right edges."""
    edges = sorted(ln.box.x1 for ln in page.lines)
    return edges[int(0.9 * (len(edges) - 1))] if edges else page.width


def _left_edge(page: Page) -> float:
    edges = sorted(ln.box.x0 for ln in page.lines)
    return edges[int(0.1 * (len(edges) - 1))] if edges else 0.0


def _continues(last: Line, last_page: Page, line: Line, page: Page) -> bool:
    """Whether ``line`` goes on with the paragraph of ``last``: that one was full, this one is not indented."""
    tall = max(1.0, min(last.box.height, line.box.height))
    if abs(last.box.height - line.box.height) > 0.5 * tall:
        return False
    full = last.box.x1 > _right_edge(last_page) - 2.2 * tall
    if not full:
        return False
    if page.number == last_page.number:
        gap = line.box.top - last.box.bottom
        if not -0.6 * tall < gap < 1.6 * tall:
            return False
        indented = line.box.x0 > last.box.x0 + 1.2 * tall and line.box.x0 > _left_edge(page) + 1.2 * tall
        return not indented
    if _ENDS.search(last.text) and line.box.x0 > _left_edge(page) + 1.2 * tall:
        return False
    return line.box.x0 < _left_edge(page) + 1.2 * tall
