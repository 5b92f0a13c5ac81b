"""Empty cells of a table of marks, looked at on a scan: is the paper bare there?

A — or √ that was put into an empty cell is a few strokes with nothing beside it: detectors pass over it, and what they
do find is told to be a speck. So in every row that the Word has empty cells in, the paper between what was read is
looked at, wherever in its cell the mark may stand. Ink that the row's own marks do not explain is a doubt, and so is
what stands in another column than the one mark of the row that was not read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.document import CellPlace
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Page, Source
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.lone_marks import is_mark
from tfdocs.verify.pieces import Placing
from tfdocs.verify.table_grid import Part, leaning, parts_of
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import WordText

_DASHES = frozenset("-—–－")
_DASHES_READ = _DASHES | {"一", "二"}
_SHORT = 2  # characters that one mark is read as
_MARKS = 3  # cells with a mark alone, from which a table is one of marks
_INK = 0.72  # of the paper's tone, as elsewhere
# Of a row's height: above and below its middle that is looked at; how far from it the middle may be of a mark or line,
# and of a line that takes room on it; how wide or high a mark is at least; how wide at least and at most. A dash is 0.6
# wide and stands up to 0.3 high, the arms of √ and × are 0.4.
_HALF, _LEVEL, _CLOSE, _LEAST, _NARROW, _WIDE = 0.5, 0.38, 0.6, 0.33, 0.2, 1.5
_FLAT = 0.045  # of the row's height: a dash of UMing is 0.05 high
_COLUMN, _NEAR = 2, 0.5  # lines that tell where a column stands; heights beside them that are of it too
_LEFT, _RIGHT = 1.0, 2.0  # heights beside what stands in the table
_WITHIN = 0.4  # of its own height by which a line may stand off a row that runs through it
_UNREAD = "Word 此行此处的单元格为空，纸面上有墨迹，没有读成文字，需要人工查看"
_INKED = "Word 此行此处的单元格为空，纸面上有一个符号，手写还是打印分不清，需要人工查看"
_NO_GAP = 0.6  # heights: a gap that no mark has room in


def marks_in_empty_cells(
    placing: Placing, pages: Sequence[Page], looks: InkLooks, weighed: Sequence[Weighed]
) -> list[Weighed]:
    """``weighed``, and one entry more for each row of a scanned table of marks with ink in it that no line and no cell
    of the Word explains; marks that were told as added are told of the row that they stand on.

    Lines that were set aside as specks are looked at again.
    """
    empty = _rows_with_empty_cells(placing.word)
    if not empty or not any(page.source is Source.OCR for page in pages):
        return list(weighed)
    told = {id(w.hunk.piece.line) for w in weighed if w.certainty is not None and w.hunk.piece is not None}
    moved = {id(w.hunk.piece.line) for w in weighed if w.kind is Kind.MOVED and w.hunk.piece is not None}
    known: dict[int, list[Box]] = defaultdict(list)
    claimed: dict[int, list[Box]] = defaultdict(list)  # dashes that have a place
    for piece in placing.pieces:
        if piece.place is not None or id(piece.line) in told:
            known[piece.page].append(piece.line.box)
        if piece.line.text in _DASHES_READ and (piece.place is not None or id(piece.line) in moved):
            claimed[piece.page].append(piece.line.box)
    astray = _of_other_rows(placing.word, weighed)
    rows: dict[tuple[int, int, int], list[Part]] = defaultdict(list)
    tables: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts_of(placing, in_cells=True):
        if part.cell is not None and pages[part.piece.page].source is Source.OCR and not part.piece.line.handwritten:
            tables[part.piece.page, part.cell.table].append(part)
            if part.cell.row_span == 1:
                rows[part.piece.page, part.cell.table, part.cell.row].append(part)
    lean = leaning(placing.pieces)
    out = list(weighed)
    for (page, table, row), own in rows.items():
        if (table, row) not in empty:
            continue
        high = _height(rows, (page, table, row))
        slope = float(lean(page)(np.array([own[0].y]))[0])
        level, gaps = _row(own, tables[page, table], known[page], high, slope)
        clear = [g for g in gaps if not any(s.box.grown(high).intersection(g) > 0 for s in pages[page].seals)]
        found = [mark for place in clear for mark in _marks(looks, page, place, high)]
        filled = empty[table, row]
        if len(level) + len(found) > len(filled):
            here = [part.piece.line.box for part in own]
            # a dash that was read may have been given the place of another row's, which was not
            found += [box for box in level if box in claimed[page] and box not in here]
            # nor does what was held against a mark of another row say what stands here
            found += [box for box in level if astray.get((page, box), (table, row)) != (table, row)]
            out = [_on_its_row(item, page, level, own) for item in out]
            out += [_added(own, found)] if found else []
            continue
        for cell, block in filled.items():
            if found and all(part.cell != cell for part in own) and _elsewhere(cell, found, tables[page, table], high):
                out += _moved(placing, own, block, found, weighed)
    return out


def _rows_with_empty_cells(word: WordText) -> dict[tuple[int, int], dict[CellPlace, int]]:
    """Of each row (table, row) with empty cells of tables of marks: the cells that are not empty, and their blocks."""
    cells = [(n, b.cell, b.text.strip()) for n, b in enumerate(word.document.blocks) if b.cell is not None]
    marks = Counter(cell.table for _, cell, text in cells if is_mark(text) or text in _DASHES)
    filled: dict[tuple[int, int], dict[CellPlace, int]] = defaultdict(dict)
    every: dict[tuple[int, int], set[CellPlace]] = defaultdict(set)
    for n, cell, text in cells:
        if marks[cell.table] < _MARKS or cell.row_span > 1:
            continue
        every[cell.table, cell.row].add(cell)
        if text:
            filled[cell.table, cell.row].setdefault(cell, n)
    return {row: filled[row] for row, own in every.items() if own - filled[row].keys()}


def _of_other_rows(word: WordText, weighed: Sequence[Weighed]) -> dict[tuple[int, Box], tuple[int, int]]:
    """Lines of a character or two (page, box) that were told as a cell's other content: its (table, row).

    A × put into an empty cell was told as what the — behind the row above was misread as.
    """
    out = {}
    for item in weighed:
        hunk = item.hunk
        if item.kind is not Kind.REPLACED or item.certainty is None or hunk.piece is None or not _short(hunk):
            continue
        cell = word.document.blocks[word.block_of[hunk.w0]].cell
        if cell is not None and cell.row_span == 1:
            out[hunk.piece.page, hunk.piece.line.box] = cell.table, cell.row
    return out


def _short(hunk: Hunk) -> bool:
    """Whether the place is a whole line of a character or two, as marks are read."""
    return hunk.piece is not None and hunk.l0 == 0 and hunk.l1 == len(hunk.piece.folded.text) <= _SHORT


def _height(rows: dict[tuple[int, int, int], list[Part]], at: tuple[int, int, int]) -> float:
    """The height that a row's one line has for itself, in points."""
    page, table, row = at
    high = median(part.height for part in rows[at])
    for beside in (row - 1, row + 1):
        other = rows.get((page, table, beside))
        if other:
            high = min(high, abs(median(p.y for p in other) - median(p.y for p in rows[at])))
    return high


def _row(
    own: Sequence[Part], table: Sequence[Part], known: Sequence[Box], high: float, slope: float
) -> tuple[list[Box], list[Box]]:
    """The lines that stand on a row of a table, and the places between them, from the left.

    ``slope``: by which the row falls to the right.
    """
    x0, x1 = min(p.x0 for p in table) - _LEFT * high, max(p.x1 for p in table) + _RIGHT * high
    start = median(p.y - slope * (p.x0 + p.x1) / 2 for p in own)
    inside = [b for b in known if b.x1 > x0 and b.x0 < x1]
    away = [b.centre[1] - start - slope * b.centre[0] for b in inside]
    on_it = [b for b, d in zip(inside, away, strict=True) if abs(d) < _LEVEL * high]
    level = [(b.x0, b.x1) for b, d in zip(inside, away, strict=True) if abs(d) < max(_CLOSE * high, _WITHIN * b.height)]
    gaps, reach = [], x0
    for begin, end in [*sorted(level), (x1, x1)]:
        if begin - reach > _NO_GAP * high:
            y = start + slope * (begin + reach) / 2
            gaps.append(Box(reach, y - _HALF * high, begin, y + _HALF * high))
        reach = max(reach, end)
    return on_it, gaps


def _marks(looks: InkLooks, page: int, place: Box, high: float) -> list[Box]:
    """The pieces of ink in ``place`` that are like a mark: level with the row, and no rule, no speck, no neighbour."""
    dark = looks.dark(page, place, tone=_INK)
    if dark is None or min(dark.shape) < 8:
        return []
    scale = dark.shape[1] / place.width
    tall = high * scale
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    out = []
    for x, y, w, h, _ in stats[1:].tolist():
        inside = x > 0 and y > 0 and x + w < dark.shape[1] and y + h < dark.shape[0]
        sized = max(w, h) >= _LEAST * tall and _NARROW * tall <= w <= _WIDE * tall
        sized = sized and h >= max(2, _FLAT * tall)  # one row of pixels is left of a rule over a shaded cell
        if inside and sized and abs(y + h / 2 - dark.shape[0] / 2) < _LEVEL * tall:
            left, top = place.x0 + x / scale, place.top + y / scale
            out.append(Box(left, top, left + w / scale, top + h / scale))
    return out


def _elsewhere(cell: CellPlace, found: Sequence[Box], table: Sequence[Part], high: float) -> bool:
    """Whether none of the ink found on the row of ``cell``, of which nothing was read, stands in its column."""
    column = [p for p in table if p.cell is not None and (p.cell.column, p.cell.column_span) == (cell.column, 1)]
    if cell.column_span > 1 or len(column) < _COLUMN:
        return False
    x0, x1 = min(p.x0 for p in column) - _NEAR * high, max(p.x1 for p in column) + _NEAR * high
    return not any(x0 < mark.centre[0] < x1 for mark in found)


def _on_its_row(item: Weighed, page: int, level: Sequence[Box], own: Sequence[Part]) -> Weighed:
    """``item``, told of the row of ``own`` where it is a line that was added on it: reading order told of another's.

    Of a character or two nobody knows a pen's strokes from print: in a table of marks they were put in, not filled in.
    """
    piece = item.hunk.piece
    if item.kind not in (Kind.ADDED, Kind.FILLED_IN) or item.hunk.w0 != item.hunk.w1:
        return item
    if piece is None or not item.hunk.alone or piece.page != page or piece.line.box not in level:
        return item
    at = _added(own, [piece.line.box]).hunk.w0
    if item.kind is Kind.FILLED_IN:
        if item.certainty is Certainty.CERTAIN or not _short(item.hunk):
            return item
        item = replace(item, kind=Kind.ADDED, rule="empty-cell-inked", note=_INKED)
    return replace(item, hunk=replace(item.hunk, w0=at, w1=at))


def _added(own: Sequence[Part], found: Sequence[Box]) -> Weighed:
    before = [p for p in own if p.x1 <= found[0].x0]
    beside = max(before, key=lambda p: p.x1) if before else min(own, key=lambda p: p.x0)
    end = len(beside.text) if before else 0
    hunk = Hunk(beside.piece, beside.first + end, beside.first + end, beside.start + end, beside.start + end)
    seen = found[0] if len(found) == 1 else union(found)
    return Weighed(
        hunk, Kind.ADDED, Certainty.UNCERTAIN, Materiality.TEXT, "empty-cell-inked", None, _UNREAD, seen=seen
    )


def _moved(
    placing: Placing, own: Sequence[Part], block: int, found: Sequence[Box], weighed: Sequence[Weighed]
) -> list[Weighed]:
    word = placing.word
    w0, w1 = word.ranges.get(block, (0, 0))
    if w0 == w1 or any(i.hunk.w0 < w1 and w0 < i.hunk.w1 for i in weighed if i.certainty is not None):
        return []
    beside = min(own, key=lambda p: abs(p.x1 - found[0].x0))
    hunk = Hunk(beside.piece, beside.first, beside.first, w0, w1)
    note = "Word 此格的内容在纸面上没有读到，同一行另一栏有墨迹，可能印在了别处，需要人工查看"
    return [
        Weighed(hunk, Kind.MOVED, Certainty.UNCERTAIN, Materiality.TEXT, "other-cell-inked", None, note, seen=found[0])
    ]
