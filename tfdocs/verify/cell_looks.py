"""Cells of a table in which nothing was read, looked at where they lie: is the paper bare there?

A detector passes over single characters of close rows (男, 是, 8), and nothing of them is left in any line: their ink
was certain to be missing. Where a cell lies is told by what was read of its row and of its column. What the Word has
and a look at the place reads too is there; other ink is a doubt, and bare paper stays what it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.document import CellPlace
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.read.ocr.tones import percentile
from tfdocs.text.normalise import fold
from tfdocs.verify.align import BREAK
from tfdocs.verify.pieces import Placing
from tfdocs.verify.table_grid import Part, leaning, parts_of
from tfdocs.verify.thresholds import READ_WELL
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import WordText

_RULES = frozenset({"likelihood-at-line-end", "not-on-paper"})
_MOST = 4  # cells
_LONGEST = 8  # characters of a cell that a detector passes over
_NEAR = 8  # of a column's cells, the nearest
_BESIDE = 2  # cells of the column that must be known
_HALF = 0.5  # heights above and below the row's middle
_AROUND = 0.25  # heights beside what stands in the column
_THERE = 0.3  # of a line's box in a place: it was read
_INK = 0.72  # of the paper's tone
_LEAST = 0.3  # heights of a stroke that is writing
_ALONG = 0.9  # of a place's width or height: a rule


def looked_at_cells(
    items: Sequence[Weighed], placing: Placing, pages: Sequence[Page], witness: Witness | None
) -> list[Weighed]:
    """``items`` with those settled, or made doubts, whose whole cells nothing was read in though ink stands there."""
    wanted = [n for n, item in enumerate(items) if _is_of_cells(item, placing.word)]
    if witness is None or not wanted:
        return list(items)
    tables: dict[int, list[Part]] = defaultdict(list)
    for part in parts_of(placing, in_cells=True):
        if part.cell is not None:
            tables[part.cell.table].append(part)
    lean = leaning(placing.pieces)
    out = list(items)
    for n in wanted:
        looks: list[tuple[str, Box]] = []
        for cell, text in _cells(placing.word, items[n].hunk.w0, items[n].hunk.w1):
            found = _place(cell, tables[cell.table], lean)
            if found is None or (look := _look(pages[found[0]], found[1], text, witness)) is None:
                looks = []
                break
            looks.append((look, found[1]))
        if looks and all(look == _READ for look, _ in looks):
            out[n] = replace(items[n], certainty=None, rule="cell-read", note="放大复看此格，有 Word 的内容")
        elif any(look != _BARE for look, _ in looks):
            note = "此格纸面上有墨迹，没有读成文字，需要人工查看"
            seen = next(box for look, box in looks if look != _BARE)
            out[n] = replace(items[n], certainty=Certainty.UNCERTAIN, rule="cell-unread", note=note, seen=seen)
    return out


_READ, _INKED, _BARE = "read", "inked", "bare"


def _is_of_cells(item: Weighed, word: WordText) -> bool:
    """Whether ``item`` says that all of one cell or a few, and nothing else, is certainly not on paper."""
    hunk = item.hunk
    if item.certainty is not Certainty.CERTAIN or item.kind is not Kind.MISSING or item.rule not in _RULES:
        return False
    if item.parts or word.text[hunk.w1 : hunk.w1 + 1] not in ("", BREAK):
        return False
    if hunk.w0 and word.text[hunk.w0 - 1] != BREAK:
        return False
    cells = [*_cells(word, hunk.w0, hunk.w1)]
    texts = [t for t in word.text[hunk.w0 : hunk.w1].split(BREAK) if t]
    return len(cells) == len(texts) <= _MOST and all(len(t) <= _LONGEST for t in texts)


def _cells(word: WordText, start: int, end: int) -> Iterator[tuple[CellPlace, str]]:
    """The cells of single rows and columns in a stretch of the Word, and what each of them has."""
    at = start
    for text in word.text[start:end].split(BREAK):
        if text:
            cell = word.document.blocks[word.block_of[at]].cell
            if cell is not None and cell.row_span == cell.column_span == 1:
                yield cell, text
        at += len(text) + 1


def _place(cell: CellPlace, parts: Sequence[Part], lean: object) -> tuple[int, Box] | None:
    """The page (its index) and the place where ``cell`` lies, by its row and its column; None where they do not tell.

    ``lean``: as of ``leaning``.
    """
    row = [p for p in parts if p.cell is not None and p.cell.row == cell.row and p.cell.row_span == 1 and p.whole]
    if not row:
        return None
    page = row[0].piece.page
    row = [p for p in row if p.piece.page == page]
    column = [p for p in parts if p.cell is not None and p.cell.column == cell.column and p.cell.column_span == 1]
    middle = median(p.y for p in row)
    column = [p for p in column if p.piece.page == page and p.whole]
    column = sorted(column, key=lambda p: abs(p.y - middle))[:_NEAR]
    if len(column) < _BESIDE:
        return None
    high = median(p.height for p in [*row, *column])
    x0, x1 = min(p.x0 for p in column) - _AROUND * high, max(p.x1 for p in column) + _AROUND * high
    slope = float(lean(page)(np.array([middle]))[0])  # type: ignore[operator]
    y = median(p.y + slope * ((x0 + x1) / 2 - (p.x0 + p.x1) / 2) for p in row)
    pitch = min((abs(p.y - y) for p in column if abs(p.y - y) > _HALF * high), default=high)
    half = _HALF * min(high, pitch)
    return page, Box(x0, y - half, x1, y + half)


def _look(page: Page, place: Box, text: str, witness: Witness) -> str | None:
    """What a look at ``place`` finds of a cell that has ``text``; None where a line was read there."""
    if page.source is not Source.OCR or page.failure or any(_stands_in(line.box, place) for line in page.lines):
        return None
    reading = witness.read(page, place)
    if fold(reading.text).text == text and min(reading.confidence, default=0.0) >= READ_WELL:
        return _READ
    return _INKED if _inked(witness.crop(page, place)) else _BARE


def _stands_in(line: Box, place: Box) -> bool:
    return line.intersection(place) > _THERE * min(line.area, place.area)


def _inked(crop: npt.NDArray[np.uint8]) -> bool:
    """Whether writing stands in ``crop`` (RGB): strokes that do not run through it as a rule does."""
    high, wide = crop.shape[:2]
    if min(high, wide) < 6:
        return False
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    ink = (grey < _INK * percentile(grey, 0.90)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for x, y, w, h, _ in stats[1:].tolist():
        inside = y > 1 and y + h < high - 1
        if inside and max(w, h) >= _LEAST * high and w < _ALONG * wide and h < _ALONG * high and x >= 0:
            return True
    return False
