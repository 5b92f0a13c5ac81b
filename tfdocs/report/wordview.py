"""The whole Word text in rows for the eye, with marks where it differs from the paper.

Knows documents and differences; the output format is the template's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tfdocs.model.comparison import Difference
from tfdocs.model.document import Block, BlockKind, Document
from tfdocs.report.pairing import Anchor
from tfdocs.report.passage import located

LABEL = {
    BlockKind.HEADER: "页眉",
    BlockKind.FOOTER: "页脚",
    BlockKind.FOOTNOTE: "脚注",
    BlockKind.ENDNOTE: "尾注",
    BlockKind.TEXT_BOX: "文本框",
    BlockKind.PICTURE: "图中文字",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one block. ``mark`` is the number of a difference (from 1), 0 for plain text.

    ``first`` is the run that a jump goes to; a mark without text is a place where the paper has something more.
    """

    text: str
    mark: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A block: its runs, its label (页眉, 脚注 …), and the page that begins here (0 for none)."""

    runs: tuple[Run, ...]
    label: str
    place: str
    page: int
    anchor: float | None  # page number plus the share of its height, where this block is known to stand


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph (one cell of one piece) or a row of a table (its cells, each of one piece or more)."""

    table: bool
    cells: tuple[tuple[Piece, ...], ...]


def rows(
    document: Document,
    marked: Iterable[tuple[int, Difference]],
    anchors: Iterable[Anchor],
    heights: dict[int, float],
) -> tuple[list[Row], set[int]]:
    """The document's rows, and the numbers of the differences that have a mark in them.

    ``marked`` are differences with the numbers by which they are shown; ``heights`` are the pages' heights in points.
    """
    spans: list[tuple[int, int, int]] = []
    for number, difference in marked:
        side = difference.word
        if side is not None and located(document, side):
            spans.append((side.start, side.end, number))
    spans.sort()
    first_on_page: dict[int, Anchor] = {}
    by_block: dict[int, Anchor] = {}
    for anchor in anchors:
        at = document.block_at(anchor.offset).paragraph
        if anchor.page not in first_on_page:
            first_on_page[anchor.page] = anchor
        by_block.setdefault(at, anchor)
    begins = {document.block_at(a.offset).paragraph: page for page, a in reversed(first_on_page.items())}

    out: list[Row] = []
    group: list[tuple[Block, Piece]] = []
    shown: set[int] = set()
    pending = 0
    for block in document.blocks:
        while pending < len(spans) and spans[pending][1] < block.start and spans[pending][0] < block.start:
            pending += 1
        anchor_ = by_block.get(block.paragraph)
        piece = Piece(
            runs=tuple(_runs(block, spans, pending, shown)),
            label=LABEL.get(block.kind, ""),
            place=block.place,
            page=begins.get(block.paragraph, 0),
            anchor=_share(anchor_, heights),
        )
        if group and not _same_row(group[-1][0], block):
            out.append(_row(group))
            group = []
        group.append((block, piece))
    if group:
        out.append(_row(group))
    return out, shown


def _share(anchor: Anchor | None, heights: dict[int, float]) -> float | None:
    if anchor is None:
        return None
    height = heights.get(anchor.page, 0.0)
    return round(anchor.page + (min(0.999, max(0.0, anchor.top / height)) if height > 0 else 0.0), 3)


def _same_row(a: Block, b: Block) -> bool:
    return a.cell is not None and b.cell is not None and (a.cell.table, a.cell.row) == (b.cell.table, b.cell.row)


def _row(group: list[tuple[Block, Piece]]) -> Row:
    cells: list[list[Piece]] = []
    column: int | None = None
    for block, piece in group:
        own = block.cell.column if block.cell else None
        if not cells or own != column or own is None:
            cells.append([])
        cells[-1].append(piece)
        column = own
    return Row(group[0][0].cell is not None, tuple(tuple(c) for c in cells))


def _runs(block: Block, spans: list[tuple[int, int, int]], pending: int, shown: set[int]) -> Iterable[Run]:
    """Cut one block at the marks; where marks overlap, the earlier one keeps the text and the later its place."""
    at = block.start
    for start, end, number in islice(spans, pending, None):
        if start > block.end:
            break
        if start < block.start and (end <= block.start or start == end):
            continue
        if start == block.end and end > start:
            continue  # begins with the line break behind this block: the next one shows it
        begin, stop = max(at, start), min(block.end, end)
        if begin > at:
            yield Run(block.text[at - block.start : begin - block.start])
        if stop > begin or number not in shown:
            yield Run(block.text[begin - block.start : max(begin, stop) - block.start], number, number not in shown)
            shown.add(number)
        at = max(at, begin, stop)
    if at < block.end:
        yield Run(block.text[at - block.start :])
