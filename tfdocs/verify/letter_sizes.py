"""Letters of one shape in two sizes, held against the figures beside them: c is lower than 8, C is as high.

A recogniser sees a line alone, and of a c that a cell's edge put on a line of its own it says C. Print says which: in
any face whose figures stand level a small letter is three quarters as high as they are, the ring of 。 two fifths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.likeness import are_one_letter
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

__all__ = ["settle_letter_sizes"]

# In heights of the figures of the same paragraph. In Noto Serif and Sans, UMing and UKai at 200 and 300 dpi small
# letters (310) have 0.64 to 0.79, capitals (58) 0.96 to 1.07, 。 (100) 0.36 to 0.46.
_SMALL, _CAPITAL, _RING = (0.58, 0.86), (0.92, 1.15), (0.25, 0.52)
_SMALL_LETTERS, _CAPITALS = frozenset("cosuvwxz"), frozenset("COSUVWXZ0")  # K and k are one height, and P and p
_FIGURES = frozenset("0123456789ABDEFGHKLMNPRT")  # and the capitals of no other's shape, which are as high
_FEW = 2  # figures that tell how high figures are
_LEVEL = 0.12  # of their height by which one of them may be higher or lower than the middle one
_TONE = 0.72  # of the paper's, as elsewhere
_ASIDE, _AROUND = 0.3, 0.1  # heights of the line that are looked at beside it, and above and below
_CORE = 0.1  # heights of the line on both sides of a character's middle: what ink is there is its own
_WIDEST = 1.5  # heights of the line: what is wider is a rule
_SPECK = 0.2  # of the figures' height
_LEAST = 6  # pixels
_OFF_SEALS = 0.5  # heights of the line
_NOTE = "大小写同形（或句号与字母 o）：与旁边数字相比，高度正是 Word 的那一个"
_OTHER_NOTE = "大小写同形（或句号与字母 o）：与旁边数字相比，高度是纸面读出的那一个，需要人工查看"

_Ink = tuple[float, float, float]  # a piece of it: left and right on the page, and its height, in points


def settle_letter_sizes(
    placing: Placing, pages: Sequence[Page], looks: InkLooks, weighed: Sequence[Weighed]
) -> list[Weighed]:
    """``weighed`` without the doubts about letters of one shape that stand on a scan as high as the Word's would.

    Those that stand as high as what was read are doubts, whatever a recogniser makes of them: KoH was read for KOH, and
    a shape that both have explained it.
    """
    out = []
    for item in weighed:
        if _in_dispute(placing, item):
            # a letter beside it that runs into its place keeps a doubt, and explains none away
            found = _found(placing, pages, looks, item, strict=item.certainty is not None)
            if found == _text(placing, item) and item.certainty is not None:
                item = replace(item, certainty=None, rule="letter-size", note=_NOTE)
            elif found == item.hunk.read and item.certainty is None:
                item = replace(item, certainty=Certainty.UNCERTAIN, rule="letter-size", note=_OTHER_NOTE)
        out.append(item)
    return out


def _text(placing: Placing, item: Weighed) -> str:
    return placing.word.text[item.hunk.w0 : item.hunk.w1]


def _in_dispute(placing: Placing, item: Weighed) -> bool:
    hunk, piece, word = item.hunk, item.hunk.piece, _text(placing, item)
    if item.kind is not Kind.REPLACED or piece is None or piece.goes_down or piece.line.source is not Source.OCR:
        return False
    return hunk.read != word and are_one_letter(hunk.read, word)


def _found(placing: Placing, pages: Sequence[Page], looks: InkLooks, item: Weighed, *, strict: bool) -> str | None:
    """What was read, with each disputed character as its height tells; None where it does not tell of all of them.

    ``strict``: where all ink at its place tells the same, not only the nearest.
    """
    hunk, piece = item.hunk, item.hunk.piece
    assert piece is not None
    unit = _figures(placing, pages, looks, piece.page, placing.word.block_of[hunk.w0])
    inked = _ink(pages, looks, piece) if unit is not None else None
    if unit is None or inked is None:
        return None
    out = ""
    for at, read, word in zip(range(hunk.l0, hunk.l1), hunk.read, _text(placing, item), strict=True):
        heights = [h / unit for h in _heights(inked, piece, at) if h > _SPECK * unit][: None if strict else 1]
        if read != word:
            as_word, as_read = (_is_as_high(char, heights) for char in (word, read))
            if as_word == as_read:
                return None
            read = word if as_word else read
        out += read
    return out


def _is_as_high(char: str, heights: Sequence[float]) -> bool:
    """Whether all ink of one place has the height of ``char``, in heights of the figures."""
    bounds = _SMALL if char in _SMALL_LETTERS else _CAPITAL if char in _CAPITALS else _RING if char == "。" else None
    return bounds is not None and bool(heights) and all(bounds[0] <= h <= bounds[1] for h in heights)


def _figures(placing: Placing, pages: Sequence[Page], looks: InkLooks, page: int, block: int) -> float | None:
    """How high, in points, figures are that were read as the Word has them in a paragraph (``block``), on ``page``.

    None where there are too few, or they are of different heights.
    """
    word = placing.word
    found: list[float] = []
    for other in placing.pieces:
        place = other.place
        if place is None or other.page != page or other.line.source is not Source.OCR or other.goes_down:
            continue
        if word.block_of[place.start] != block or not (inked := _ink(pages, looks, other)):
            continue
        for i, w in place.pairs:
            if i is not None and w is not None and other.text[i] == word.text[w] and word.text[w] in _FIGURES:
                own = _heights(inked, other, other.start + i)
                if own:
                    found.append(max(own))
    if len(found) < _FEW:
        return None
    unit = median(found)
    level = [h for h in found if abs(h - unit) <= _LEVEL * unit]
    return unit if len(level) >= max(_FEW, 0.75 * len(found)) else None


def _heights(inked: Sequence[_Ink], piece: Piece, at: int) -> list[float]:
    """How high the ink at the folded character ``at`` of the piece's line is, piece by piece, the nearest first."""
    own = piece.folded.source_span(at, at + 1)[0]
    x, core = piece.line.chars[own].centre[0], _CORE * piece.line.box.height
    near = [(abs(left + right - 2 * x), tall) for left, right, tall in inked if left < x + core and right > x - core]
    return [tall for _, tall in sorted(near)]


def _ink(pages: Sequence[Page], looks: InkLooks, piece: Piece) -> list[_Ink] | None:
    """The ink of a line in its pieces; None beside a seal, whose strokes are in no row, and where none can be seen."""
    line, tall = piece.line, piece.line.box.height
    sealed = line.box.grown(_OFF_SEALS * tall)
    if line.under_seal or any(s.box.intersection(sealed) > 0 for s in pages[piece.page].seals):
        return None
    side, more = _ASIDE * tall, _AROUND * tall
    box = Box(line.box.x0 - side, line.box.top - more, line.box.x1 + side, line.box.bottom + more)
    dark = looks.dark(piece.page, box, tone=_TONE)
    if dark is None:
        return None
    unit = dark.shape[1] / box.width
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    return [
        (box.x0 + x / unit, box.x0 + (x + w) / unit, h / unit)
        for x, _, w, h, area in stats[1:].tolist()
        if area >= _LEAST and w < _WIDEST * tall * unit
    ]
