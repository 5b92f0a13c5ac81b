"""（ and 〔: a recogniser writes the one that the words around it usually have. One is an arc, the other has corners.

A quarter of its height from either end an arc has come a quarter of the way from its middle to its ends, and more;
〔 is still as far out as in its middle, on a line that leans as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Source
from tfdocs.verify.boxes import row_at
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import Dark, InkLooks
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.on_paper import any_scanned, on_paper
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed, context

__all__ = ["bend", "other_brackets"]

_OTHER = {"（": "〔", "）": "〕", "〔": "（", "〕": "）"}
_OPENING = frozenset("（〔")
_BESIDE, _OVER = 0.7, 0.1  # heights of the line around the middle of a bracket, and above and below, that are looked at
# Of what is looked at a bracket is high at least, and lies from the middle at most; of its height it is wide at most.
_TALL, _AWAY, _WIDE = 0.45, 0.3, 0.45
_FAINT = 0.66  # of the way from the darkest ink to the paper: the ends of a thin arc are pale
_LEAST = 26  # pixels at 300 dpi that a bracket must be high: the shape of a smaller one says nothing
# Shares of a bracket's height: its middle, its quarters, its ends.
_MIDDLE, _QUARTERS, _ENDS = ((0.38, 0.62),), ((0.17, 0.27), (0.73, 0.83)), ((0.0, 0.06), (0.94, 1.0))
_DEEP = 0.1  # of the height from the middle to the ends: of what has less the half is missing, or it is no bracket
# Of that way the share that is gone at the quarters. Of 572 arcs in honest papers and in ones with edits (seeds 790 and
# 792 of tamper, papers of ten other kinds in four typefaces) none had less than 0.2, of 16 〔 and 〕 none more than
# 0.02.
_CORNERED, _ROUND = 0.08, 0.18


def other_brackets(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each （ of the Word that has a 〔's shape on a scan, and the other way round.

    ``weighed``: what was found so far; what is told already is not told again.
    """
    word = placing.word
    if not any(char in word.document.text for char in _OTHER) or not any_scanned(placing, weighed):
        return []
    out = []
    for piece, at, w in on_paper(placing, weighed, _OTHER):
        if piece.line.source is not Source.OCR:
            continue
        char = word.document.text[word.source[w]]
        share = _bend(looks, piece, at, opening=char in _OPENING)
        if share is not None and (abs(share) <= _CORNERED if char in "（）" else share >= _ROUND):
            out.append(_entry(placing, piece, at, w))
    return out


def _bend(looks: InkLooks, piece: Piece, at: int, *, opening: bool) -> float | None:
    first = piece.folded.index[at]
    top, bottom = row_at(piece.line, first, first)
    tall, x = bottom - top, piece.line.chars[first].centre[0]
    box = Box(x - _BESIDE * tall, top - _OVER * tall, x + _BESIDE * tall, bottom + _OVER * tall)
    dark = looks.dark(piece.page, box, _FAINT)
    return None if dark is None else bend(dark, opening=opening)


def bend(dark: Dark, *, opening: bool) -> float | None:
    """Of the way from the middle of the bracket in ``dark`` to its ends, the share that it has gone at its quarters.

    ``None`` where no bracket of some size stands by itself there.
    """
    high, wide = dark.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    shapes = [
        (abs(x + w / 2 - wide / 2), n)
        for n, (x, y, w, h, _) in enumerate(stats.tolist())
        if n and y > 0 and y + h < high and h >= max(_LEAST, _TALL * high) and w <= _WIDE * h
    ]
    shapes = [shape for shape in shapes if shape[0] <= _AWAY * high]
    if not shapes:
        return None
    n = min(shapes)[1]
    x, y, w, h = stats[n, :4].tolist()
    ink = labels[y : y + h, x : x + w] == n
    rows = np.flatnonzero(ink.any(axis=1))
    middles = (ink * np.arange(w)).sum(axis=1)[rows] / ink.sum(axis=1)[rows]
    at = (rows + 0.5) / h

    def across(parts: Sequence[tuple[float, float]]) -> float:
        found = [middles[(at >= low) & (at <= end)] for low, end in parts]
        return float(np.mean([part.mean() for part in found])) if all(map(len, found)) else float("nan")

    way = 1 if opening else -1
    quarter, end = (way * (across(parts) - across(_MIDDLE)) / h for parts in (_QUARTERS, _ENDS))
    return quarter / end if end >= _DEEP else None


def _entry(placing: Placing, piece: Piece, at: int, w: int) -> Weighed:
    char = placing.word.document.text[placing.word.source[w]]
    what = weigh_kind(char, _OTHER[char], *context(placing.word, w, w + 1))
    note = f"图像上括号的形状像“{_OTHER[char]}”，Word 是“{char}”"
    hunk = Hunk(piece, at, at + 1, w, w + 1)
    return Weighed(hunk, Kind.REPLACED, Certainty.UNCERTAIN, what, "other-bracket", None, note)
