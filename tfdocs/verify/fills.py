"""○ and ●: what a recogniser makes 0 of may be either, and the one is a choice that was made.

A ring by itself is read as 0 or O, whatever it is filled with, and that is explained as the Word's ○. So the middle of
each is looked at on the picture: it is paper, or it is ink.
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

__all__ = ["filled", "other_fills"]

_HOLLOW, _SOLID = frozenset("○◯〇◎◇△☆"), frozenset("●◆▲★")
_AROUND = 0.6  # heights of the line around the middle of a shape that are looked at
_LEAST, _MOST = 0.3, 1.4  # of the line's height: a shape's width and height
_ASIDE = 0.35  # of the line's height, from where the shape was read to where it is
_MIDDLE = 0.3  # of a shape's width and height, around its middle
_INK, _PAPER = 0.85, 0.4  # of the middle that is ink in a solid shape, and in a hollow one


def other_fills(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each hollow shape of the Word that is solid on a scan, and each solid one that is hollow.

    ``weighed``: what was found so far; what is told already is not told again.
    """
    word = placing.word
    if not (_HOLLOW | _SOLID).intersection(word.document.text) or not any_scanned(placing, weighed):
        return []
    out = []
    for piece, at, w in on_paper(placing, weighed, _HOLLOW | _SOLID):
        if piece.line.source is not Source.OCR:
            continue
        char = word.document.text[word.source[w]]
        ink = _middle(looks, piece, at)
        if ink is not None and (ink > _INK if char in _HOLLOW else ink < _PAPER):
            out.append(_entry(placing, piece, at, w, char in _HOLLOW))
    return out


def _middle(looks: InkLooks, piece: Piece, at: int) -> float | None:
    """How much of the middle of the shape at ``at`` is ink (0-1); None where there is none to be seen."""
    first = piece.folded.index[at]
    line = piece.line
    top, bottom = row_at(line, first, first)
    tall = bottom - top
    x, y = line.chars[first].centre[0], (top + bottom) / 2
    reach = _AROUND * tall
    dark = looks.dark(piece.page, Box(x - reach, y - reach, x + reach, y + reach))
    return None if dark is None else filled(dark, dark.shape[0] / (2 * _AROUND))


def filled(dark: Dark, tall: float) -> float | None:
    """How much of the middle of the shape in the middle of ``dark`` is ink (0-1). ``tall``: the line's height, pixels.

    ``None`` where no shape of a character's size stands by itself there.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    high, wide = dark.shape
    shapes = []
    for x, y, w, h, _ in stats[1:].tolist():
        away = max(abs(x + w / 2 - wide / 2), abs(y + h / 2 - high / 2))
        if _LEAST * tall <= min(w, h) and max(w, h) <= _MOST * tall and away <= _ASIDE * tall:
            shapes.append((away, x, y, w, h))
    if not shapes:
        return None
    _, x, y, w, h = min(shapes)
    left, upper = round(x + (1 - _MIDDLE) / 2 * w), round(y + (1 - _MIDDLE) / 2 * h)
    right, lower = round(x + (1 + _MIDDLE) / 2 * w), round(y + (1 + _MIDDLE) / 2 * h)
    return float(dark[upper : max(upper + 1, lower), left : max(left + 1, right)].mean())


def _entry(placing: Placing, piece: Piece, at: int, w: int, hollow: bool) -> Weighed:
    before, after = context(placing.word, w, w + 1)
    char = placing.word.document.text[placing.word.source[w]]
    kind = weigh_kind(char, "●" if hollow else "○", before, after)
    note = f"图像上的图形是实心的，Word 是空心的“{char}”" if hollow else f"图像上的图形是空心的，Word 是实心的“{char}”"
    hunk = Hunk(piece, at, at + 1, w, w + 1)
    return Weighed(hunk, Kind.REPLACED, Certainty.UNCERTAIN, kind, "other-fill", None, note)
