"""A PDF as running text: lines put together to paragraphs, with the page and box of every character kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path

from tfdocs.model.document import Block, BlockKind, Document, Finding, join_blocks
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page
from tfdocs.read.pdf.opening import sha256
from tfdocs.read.pdf.reader import read_pages
from tfdocs.text.normalise import fold

_ENDS = re.compile(r"[。！？；：:;!?]$")
_PAGE_NUMBER = re.compile(r"^[-·\s]*(第?\d{1,4}页?(共\d{1,4}页)?|\d{1,4}/\d{1,4})[-·\s]*$")
_EDGE = 0.09  # share of the page's height at its head and foot where running heads and page numbers stand


def read_pdf_document(path: Path, executor: Executor | None = None) -> Document:
    """Read a PDF and give its text; pages that could not be read are findings of severity error."""
    return pages_document(path.name, sha256(path), list(read_pages(path, executor)))


def is_page_number(line: Line, page: Page) -> bool:
    """Whether ``line`` is nothing but a page number at the page's head or foot."""
    middle = line.box.centre[1]
    at_edge = middle < _EDGE * page.height or middle > (1 - _EDGE) * page.height
    return at_edge and bool(_PAGE_NUMBER.match(fold(line.text).text))


def pages_document(name: str, digest: str, pages: Sequence[Page]) -> Document:
    """The text of ``pages``: a paragraph a block, page numbers left out, lines of a paragraph joined without a gap."""
    blocks: list[Block] = []
    glyphs: list[tuple[int, Box] | None] = []
    findings: list[Finding] = []
    running = _running(pages)
    text: list[str] = []
    places: list[tuple[int, Box]] = []
    start_page = 1
    previous: Line | None = None
    previous_page: Page | None = None

    def close() -> None:
        nonlocal text, places
        if text:
            if blocks:
                glyphs.append(None)  # the line break between two blocks
            blocks.append(
                Block(BlockKind.PARAGRAPH, "".join(text), len(blocks), 0, f"第 {start_page} 页", page=start_page)
            )
            glyphs.extend(places)
        text, places = [], []

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
        for line in page.lines:
            if is_page_number(line, page) or (fold(line.text).text, _band(line, page)) in running:
                continue
            if previous is None or previous_page is None or not _continues(previous, previous_page, line, page):
                close()
                start_page = page.number
            elif text and _needs_space(text[-1], line.text[0]):
                text.append(" ")
                places.append((page.number, line.chars[0]))
            text.extend(line.text)
            places.extend((page.number, b) for b in line.chars)
            previous, previous_page = line, page
    close()
    joined, placed = join_blocks(blocks)
    return Document(name, digest, "pdf", joined, placed, tuple(findings), glyphs=tuple(glyphs))


def _band(line: Line, page: Page) -> str:
    middle = line.box.centre[1]
    if middle < _EDGE * page.height:
        return "head"
    return "foot" if middle > (1 - _EDGE) * page.height else "body"


def _running(pages: Iterable[Page]) -> set[tuple[str, str]]:
    """Lines that stand at the head or foot of at least three pages."""
    seen = Counter(
        key
        for page in pages
        for key in {(fold(ln.text).text, _band(ln, page)) for ln in page.lines}
        if key[1] != "body"
    )
    return {key for key, count in seen.items() if count >= 3}


def _needs_space(a: str, b: str) -> bool:
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum()


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
