"""Look-alikes told apart by the document's own type: 日 beside its other 日 and its 目, stroke by stroke.

A recogniser knows its language: it read 日 where 目 had been printed into a date, with 0.99, and is hardly sure of a 干
in a name. Print is not: within one document a character has the same strokes wherever it stands. So a character is laid
over those of its own kind that were read beyond doubt, and over its look-alikes; what is left of either beyond the
other's edges is no more than specks, or a stroke. Nothing near a seal is held against anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import Page
from tfdocs.verify.glyphs import GlyphBook
from tfdocs.verify.layout import boundaries
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import TYPE_APART, TYPE_LESS, TYPE_LIKE, TYPE_OTHER, TYPE_SAME
from tfdocs.verify.witness import Witness, part

Image = npt.NDArray[np.uint8]

_SURE = 0.99  # confidence of a character that others are held against
_MOST = 6  # of the nearest of a kind: some are cut in the wrong place
_BESIDE = 4  # characters on each side that are cut with one
_ROOM = 0.5  # line heights at both ends: where a line is parted is a guess
_SIZE = 0.1  # of an em: beyond that it is other print
_SCALED = 0.02  # of an em: within that it is laid on as it is
_EDGE = 0.04  # ems by which a scan moves the edge of a stroke
_AROUND = 0.15  # ems that one may be shifted against the other
_OFF_SEALS = 0.5  # line heights
_LEAST_INK = 6  # pixels
_TALL = 1.1  # ems
_AROUND_IT = 1.0  # ems


@dataclass(frozen=True, slots=True)
class Cell:
    """A character cut from its row; ``em``: the pixels of a full character's width.

    ``ink`` is cropped to it; ``grey`` is the row an em around it, and ``middle`` (x, y) where its ink lies in that.
    """

    ink: Image
    em: float
    grey: Image
    middle: tuple[float, float]


@dataclass(slots=True)
class OwnType:
    """Characters of one document cut from its pages when they are first asked for."""

    placing: Placing
    pages: Sequence[Page]
    witness: Witness
    _book: GlyphBook = field(init=False)
    _known: dict[tuple[int, int], Cell | None] = field(default_factory=dict)
    _places: dict[str, list[tuple[Piece, int]]] | None = None

    def __post_init__(self) -> None:
        self._book = GlyphBook(self.placing, self.pages, self.witness)

    def is_own(self, piece: Piece, at: int, rival: str) -> bool:
        """Whether the character ``at`` of a line (its index in the line's text) is printed as the document prints it
        elsewhere, and not as it prints ``rival``; False where it has no other of either.
        """
        own = self._left_over(piece, at, piece.line.text[at])
        if own is None or own > TYPE_SAME:
            return False
        left = self._left_over(piece, at, rival)
        return left is not None and left >= TYPE_LESS

    def is_rival(self, piece: Piece, at: int, rivals: str) -> str:
        """The one of ``rivals`` that it is printed as, and not as the document prints its own elsewhere; or ""."""
        own = self._left_over(piece, at, piece.line.text[at])
        if own is None or not TYPE_APART <= own <= TYPE_OTHER:
            return ""
        found = [(left, r) for r in rivals if (left := self._left_over(piece, at, r)) is not None]
        left, rival = min(found, default=(TYPE_APART, ""))
        return rival if left <= TYPE_LIKE else ""

    def cell(self, piece: Piece, at: int) -> Cell | None:
        """The character ``at`` of a line, cut out; None near a seal, and where it cannot be."""
        return self._cut(piece, at) if self._bare(piece, at) else None

    def _left_over(self, piece: Piece, at: int, char: str) -> float | None:
        """How much the character ``at`` differs from that ``char`` of the document which is most like it.

        In thousandths of a square em, the largest stroke that only one of them has; None where nothing can be said.
        """
        if not self._bare(piece, at):
            return None
        own = self._cut(piece, at)
        if own is None:
            return None
        found = []
        places = [p for p in self._sure().get(char, ()) if p[0] is not piece or p[1] != at]
        for other, n in sorted(places, key=lambda p: (abs(p[0].order - piece.order), p[0].order, p[1]))[:_MOST]:
            pattern = self._cut(other, n)
            left = None if pattern is None else left_over((own.ink, own.em), (pattern.ink, pattern.em))
            if left is not None:
                found.append(left)
        return min(found, default=None)

    def _sure(self) -> dict[str, list[tuple[Piece, int]]]:
        """Where each character was read beyond doubt as the Word has it, off the seals."""
        if self._places is None:
            self._places = defaultdict(list)
            for piece in self.placing.pieces:
                if piece.place is None or len(piece.line.chars) != len(piece.line.text):
                    continue
                if not self._book.knows_em(piece.line):
                    continue  # 目 of 目标值 by itself in a cell is soon cut in the wrong place
                for i, w in piece.place.pairs:
                    if i is None or w is None or piece.folded.text[piece.start + i] != self.placing.word.text[w]:
                        continue
                    at = piece.folded.index[piece.start + i]
                    if piece.line.confidence[at] >= _SURE and self._bare(piece, at):
                        self._places[piece.line.text[at]].append((piece, at))
        return self._places

    def _bare(self, piece: Piece, at: int) -> bool:
        line = piece.line
        if len(line.chars) != len(line.text):
            return False
        box = line.chars[at].grown(_OFF_SEALS * line.box.height)
        return not any(s.box.intersection(box) > 0 for s in self.pages[piece.page].seals)

    def _cut(self, piece: Piece, at: int) -> Cell | None:
        key = id(piece.line), at
        if key not in self._known:
            self._known[key] = self._cut_out(piece, at)
        return self._known[key]

    def _cut_out(self, piece: Piece, at: int) -> Cell | None:
        line = piece.line
        if len(line.quad) != 4:
            return None
        first, last = max(0, at - _BESIDE), min(len(line.text), at + _BESIDE + 1)
        row = self._book.row_of(piece, part(line, first, last), _ROOM * line.box.height)
        if row is None:
            return None
        em, _ = self._book.em(line, row)
        centres = [row.column(*c.centre) for c in line.chars[first:last]]
        cells = boundaries(row.ink.sum(axis=0, dtype=np.float64), line.text[first:last], centres, em)
        left, right = cells[at - first], cells[at - first + 1]
        ys, xs = np.nonzero(row.ink[:, left:right])
        if len(xs) < _LEAST_INK:
            return None
        high = int(ys.max() + 1 - ys.min())
        x = left + (xs.min() + xs.max() + 1) / 2
        # ink higher than a character is a rule's too
        y = ys.min() + high / 2 if high <= _TALL * em else len(row.ink) / 2
        begin = max(0, int(x - _AROUND_IT * em))
        ink = row.ink[ys.min() : ys.max() + 1, left + xs.min() : left + xs.max() + 1]
        grey = row.grey[:, begin : int(x + _AROUND_IT * em) + 1]
        return Cell(np.ascontiguousarray(ink), em, grey.copy(), (float(x - begin), float(y)))


def left_over(one: tuple[Image, float], other: tuple[Image, float]) -> float | None:
    """The largest patch of ink of one character that lies beyond the edges of the other's, laid where they fit best.

    Each is its ink (1, H x W) and the pixels of its em. In thousandths of a square em; None for print of other sizes.
    """
    (ink, em), (pattern, its_em) = one, other
    factor = em / its_em
    if abs(factor - 1) > _SIZE:
        return None
    if abs(factor - 1) > _SCALED:
        grey = cv2.resize(pattern.astype(np.float32), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        pattern = np.asarray(grey > 0.5, dtype=np.uint8)
    margin = round(_AROUND * em)
    high, wide = (max(a, b) + 2 * margin for a, b in zip(ink.shape, pattern.shape, strict=True))
    here = np.zeros((high, wide), np.uint8)
    top, left = (high - ink.shape[0]) // 2, (wide - ink.shape[1]) // 2
    here[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    soft = [cv2.GaussianBlur(x.astype(np.float32), (0, 0), 1) for x in (here, pattern)]
    _, _, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(soft[0], soft[1], cv2.TM_CCORR))
    there = np.zeros_like(here)
    there[y : y + pattern.shape[0], x : x + pattern.shape[1]] = pattern
    reach = 2 * max(1, round(_EDGE * em)) + 1
    near = np.ones((reach, reach), np.uint8)
    most = 0
    for a, b in ((here, there), (there, here)):
        beyond = np.asarray(a & (1 - cv2.dilate(b, near)), dtype=np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(beyond, connectivity=8)
        most = max(most, int(stats[1:, cv2.CC_STAT_AREA].max(initial=0)))
    return most / em**2 * 1000
