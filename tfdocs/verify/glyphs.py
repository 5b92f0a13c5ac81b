"""The document's own type: pictures of its characters where they were read beyond doubt, to hold others against.

A person who cannot read a character under a seal looks for the same character elsewhere on the paper. A seal only adds
ink: where the Word's character is printed, every stroke of it must be dark, whatever else is; and no other character of
the same document may fit into the ink as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.ocr.tones import percentile
from tfdocs.text.normalise import is_punctuation
from tfdocs.verify.align import BREAK
from tfdocs.verify.layout import advance, boundaries, is_full_width
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.witness import OVER, Witness

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_DARK = 0.72  # of the paper
_SURE = 0.9  # confidence of a character that serves as a pattern
_MOST = 6  # patterns of one character
_NEAREST = 2  # lines a character is cut from for one place
_LINES = 24  # lines that are cut up for patterns of characters nobody asked for
_LEAST_INK = 6  # pixels
_LEAST_LINE = 4  # characters
_SAME_SIZE = 0.06  # of an em: within that a pattern is laid on as it is
_OTHER_SIZE = 1.5  # beyond that size it is another kind of print
_REACH = 0.12  # ems that a pattern may lie off its cell
_OFF_SEALS = 0.5  # line heights
_EM_OF_HEIGHT = 0.78
_PITCHES = 3  # pairs of ideographs that show a line's em
_LEVEL = 0.06  # ems that a pattern may lie off its level
_AROUND = 0.12  # ems
_GONE = 15.0
_PEERS = 3
_PEER = 0.92  # of the strokes
_STEPS = 3
_UNEVEN = 0.02  # ems a step, at least: justified lines
_UNSEEN = 0.3
_NEAR = np.ones((3, 3), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Glyph:
    """Ink (1) of one character, cropped to it, of print with ``em`` pixels."""

    ink: Image
    em: float
    top: int  # rows from the line's upper edge
    left: int = 0  # columns from its cell's edge


@dataclass(frozen=True, slots=True)
class Fit:
    """How a pattern lies on a cell. Pixels; ``covered`` is a share of its ``strokes``."""

    covered: float  # of its strokes, dark on paper
    strokes: int
    beside: int  # dark pixels between the cell's own edges that no stroke explains
    unexplained: int  # dark pixels of the whole cell that no stroke explains
    around: int  # dark pixels near it that no stroke explains
    left: float  # column of the row
    right: float
    down: float  # rows lower than the pattern stood on its own line

    @property
    def cost(self) -> float:
        """What this character leaves unsaid: ink it does not explain, and, fifteen times, strokes that are not there.

        A seal may add ink anywhere and takes none away.
        """
        return self.unexplained + _GONE * (1 - self.covered) * self.strokes


@dataclass(frozen=True, slots=True)
class Row:
    """A row of print, straight, 1 where it is dark; ``origin`` and ``along`` map points of the page to its columns.

    ``grey``: the same in grey.
    """

    ink: Image
    grey: Image
    origin: tuple[float, float]
    along: tuple[float, float]  # unit vector
    scale: float  # pixels a point
    margin: int  # rows above and below the line's own

    def column(self, x: float, y: float) -> float:
        """The column of a point of the page."""
        return ((x - self.origin[0]) * self.along[0] + (y - self.origin[1]) * self.along[1]) * self.scale

    def box(self, left: float, right: float) -> Box:
        """The columns ``left`` to ``right`` on the page, without the margin."""
        half = (len(self.ink) - 2 * self.margin) / 2 / self.scale
        ends = [
            (self.origin[0] + self.along[0] * c / self.scale, self.origin[1] + self.along[1] * c / self.scale)
            for c in (left, right)
        ]
        ys = [y for _, y in ends]
        return Box(ends[0][0], min(ys) - half, ends[1][0], max(ys) + half)


class GlyphBook:
    """Patterns of one document's characters, cut from its pages when they are first asked for."""

    def __init__(self, placing: Placing, pages: Sequence[Page], witness: Witness) -> None:
        self._placing = placing
        self._pages = pages
        self._witness = witness
        self._glyphs: dict[str, list[Glyph]] = defaultdict(list)
        self._lines: dict[str, list[Piece]] | None = None
        self._cut: set[int] = set()
        self._scaled: dict[tuple[str, int], list[Glyph]] = {}
        self._ratio: float | None = None
        self._steps: dict[tuple[str, str], list[float]] = defaultdict(list)

    def row(self, piece: Piece, room: float = 0.0) -> Row | None:
        """The row a line stands on, ``room`` points longer at both ends; None for a line that is not a row."""
        return self.row_of(piece, piece.line, room)

    def row_of(self, piece: Piece, line: Line, room: float = 0.0) -> Row | None:
        """``row`` of ``line``, a part of the piece's own."""
        if len(line.quad) != 4 or line.source is not Source.OCR:
            return None
        page = self._pages[piece.page]
        found = self._witness.row(page, line, room)
        if found is None:
            return None
        image, origin, along, scale = found
        dark = image < _DARK * percentile(image, 0.90)
        return Row(dark.astype(np.uint8), image, origin, along, scale, round(len(image) * OVER / (1 + 2 * OVER)))

    def em(self, line: Line, row: Row) -> tuple[float, bool]:
        """Pixels of an em on a line: by the distance of its ideographs (then surely), else by its height."""
        pitch = _pitch(line)
        if pitch is not None:
            return pitch * row.scale, True
        if self._ratio is None:
            own = [(p, _height(x.line)) for x in self._placing.pieces if (p := _pitch(x.line)) is not None]
            self._ratio = median([p / h for p, h in own if h > 0] or [_EM_OF_HEIGHT])
        return float(self._ratio * _height(line) * row.scale), False

    @staticmethod
    def knows_em(line: Line) -> bool:
        """Whether a line has ideographs enough side by side to tell its em."""
        return _pitch(line) is not None

    def patterns(self, char: str, em: float, near: Piece) -> list[Glyph]:
        """Patterns of ``char`` for print of ``em`` pixels, from the lines nearest to ``near`` among others.

        None when it was read nowhere beyond doubt.
        """
        self._gather(char, near)
        return self._sized(char, em)

    def others(self, char: str, em: float) -> Iterable[tuple[str, list[Glyph]]]:
        """All other characters as wide that there are patterns of."""
        self._gather_some()
        wide = is_full_width(char)
        for other in sorted(self._glyphs):
            if other != char and is_full_width(other) == wide:
                yield other, self._sized(other, em)

    def _sized(self, char: str, em: float) -> list[Glyph]:
        key = (char, round(em))
        known = self._scaled.get(key)
        if known is None:
            sized = [g for g in (_resized(p, em) for p in self._glyphs.get(char, ())) if g is not None]
            known = self._scaled[key] = _agreeing(sized, alone=is_full_width(char))
        return known

    def _gather(self, char: str, near: Piece) -> None:
        """Cut up the nearest lines that have ``char``: a table may be printed in another face than the text."""
        lines = self._index().get(char, [])
        for piece in sorted(lines, key=lambda p: (abs(p.order - near.order), p.order))[:_NEAREST]:
            self._cut_up(piece)

    def _gather_some(self) -> None:
        """Cut up lines spread over the document, so that there is something to compare with."""
        lines = [p for p in self._placing.pieces if self._clean(p)]
        for piece in lines[:: max(1, len(lines) // _LINES)]:
            if len(self._cut) >= _LINES:
                break
            self._cut_up(piece)

    def _index(self) -> dict[str, list[Piece]]:
        if self._lines is None:
            self._lines = defaultdict(list)
            for piece in self._placing.pieces:
                if self._clean(piece):
                    for i, char in enumerate(piece.line.text):
                        if self._bare(piece, i) and piece not in self._lines[char][-1:]:
                            self._lines[char].append(piece)
        return self._lines

    def _clean(self, piece: Piece) -> bool:
        line = piece.line
        return (
            piece.place is not None
            and line.source is Source.OCR
            and len(line.text) >= _LEAST_LINE
            and len(line.quad) == 4
        )

    def _bare(self, piece: Piece, at: int) -> bool:
        """Whether a character of the line was read beyond doubt, and no seal is near it."""
        line = piece.line
        if line.confidence[at] < _SURE:
            return False
        box = line.chars[at].grown(_OFF_SEALS * line.box.height)
        return not any(s.box.intersection(box) > 0 for s in self._pages[piece.page].seals)

    def _cut_up(self, piece: Piece) -> None:
        if id(piece.line) in self._cut:
            return
        self._cut.add(id(piece.line))
        line, row = piece.line, self.row(piece)
        if row is None or piece.place is None:
            return
        agreed = self._agreed(piece)
        em, _ = self.em(line, row)
        centres = [row.column(*c.centre) for c in line.chars]
        cells = boundaries(row.ink.sum(axis=0, dtype=np.float64), line.text, centres, em)
        last: tuple[int, float] | None = None  # the character before, and the middle of its ink
        for i, char in enumerate(line.text):
            if i not in agreed or not self._bare(piece, i):
                continue
            glyph = _tight(row.ink[row.margin : len(row.ink) - row.margin, cells[i] : cells[i + 1]], em)
            if glyph is None:
                continue
            middle = cells[i] + glyph.left + glyph.ink.shape[1] / 2
            if last is not None and last[0] == i - 1:
                self._steps[_pair(line.text[i - 1], char)].append((middle - last[1]) / em)
            last = i, middle
            if len(self._glyphs[char]) < _MOST:
                self._glyphs[char].append(glyph)
                self._scaled = {k: v for k, v in self._scaled.items() if k[0] != char}

    def length(self, text: str) -> tuple[float, float]:
        """Ems from the middle of the first character's ink to that of the last one's, and how far that may be off.

        As this document prints them: what stands between ideographs and figures, and how wide figures are, differs
        from one face and program to the next.
        """
        ems = off = 0.0
        for a, b in pairwise(text):
            seen = sorted(self._steps.get(_pair(a, b), ()))
            if len(seen) >= _STEPS:
                ems += seen[len(seen) // 2]
                off += max(_UNEVEN, (seen[(3 * len(seen)) // 4] - seen[len(seen) // 4]) / 2)
            else:
                ems += (advance(a) + advance(b)) / 2
                off += _UNSEEN
        return ems, off

    def _agreed(self, piece: Piece) -> set[int]:
        """Which characters of the line the Word has too."""
        assert piece.place is not None
        word, folded = self._placing.word.text, piece.folded
        return {
            folded.index[piece.start + i]
            for i, w in piece.place.pairs
            if i is not None and w is not None and word[w] != BREAK and folded.text[piece.start + i] == word[w]
        }


def best_fit(
    patterns: Sequence[Glyph], row: Row, start: int, end: int, em: float, down: float | None = None
) -> Fit | None:
    """The pattern that lies best on the cell from column ``start`` to ``end``; None when none fits into it.

    ``down``: rows that the print of this row stands lower than that of the patterns' rows; anywhere when not given.
    """
    reach = round(_REACH * em)
    left = max(0, start - reach)
    cell = row.ink[:, left : end + reach]
    if cell.size == 0:
        return None
    near = cv2.dilate(cell, _NEAR).astype(np.float32)
    dark = int(cell.sum())
    found: Fit | None = None
    for glyph in patterns:
        high, wide = glyph.ink.shape
        if high > cell.shape[0] or wide > cell.shape[1]:
            continue
        strokes = int(glyph.ink.sum())
        first, last = 0, cell.shape[0] - high
        if down is not None:
            level, play = row.margin + glyph.top + down, max(1.0, _LEVEL * em)
            first, last = max(first, round(level - play)), min(last, round(level + play))
            if last < first:
                continue
        on = cv2.matchTemplate(near[first : last + high], glyph.ink.astype(np.float32), cv2.TM_CCORR)
        _, best, _, (x, y) = cv2.minMaxLoc(on)
        y += first
        grown = np.zeros_like(cell)
        grown[y : y + high, x : x + wide] = glyph.ink
        grown = np.asarray(cv2.dilate(grown, _NEAR), dtype=np.uint8)
        explained = int((cell & grown).sum())
        own = (slice(row.margin, len(cell) - row.margin), slice(max(0, start - left), end - left))
        edge = round(_AROUND * em)
        about = cell[max(0, y - edge) : y + high + edge, max(0, x - edge) : x + wide + edge]
        fit = Fit(
            min(1.0, best / strokes),
            strokes,
            int((cell[own] & (1 - grown[own])).sum()),
            dark - explained,
            int(about.sum()) - explained,
            left + x,
            left + x + wide,
            y - row.margin - glyph.top,
        )
        if found is None or fit.cost < found.cost:
            found = fit
    return found


def _pitch(line: Line) -> float | None:
    """Points from one ideograph of the line to the next; None when it has too few side by side."""
    full = [is_full_width(c) for c in line.text]
    pairs = zip(line.chars, line.chars[1:], full, full[1:], strict=False)
    steps = [float(np.hypot(b.centre[0] - a.centre[0], b.centre[1] - a.centre[1])) for a, b, f, g in pairs if f and g]
    return median(steps) if len(steps) >= _PITCHES else None


def _height(line: Line) -> float:
    if len(line.quad) != 4:
        return line.box.height
    (ax, ay), _, _, (bx, by) = line.quad
    return float(np.hypot(bx - ax, by - ay))


def _agreeing(patterns: list[Glyph], alone: bool) -> list[Glyph]:
    """``patterns`` without those that are like no other: cells of figures and points are easily cut in the wrong place.

    ``alone``: one or two patterns need no other to agree with.
    """
    if alone and len(patterns) < _PEERS:
        return patterns
    return [g for g in patterns if any(o is not g and _like(g.ink, o.ink) and _like(o.ink, g.ink) for o in patterns)]


def _like(ink: Image, other: Image) -> bool:
    """Whether the strokes of ``ink`` lie on those of ``other``."""
    edge = 3
    around = cv2.copyMakeBorder(cv2.dilate(other, _NEAR), edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=[0])
    if ink.shape[0] > around.shape[0] or ink.shape[1] > around.shape[1]:
        return False
    on = cv2.matchTemplate(around.astype(np.float32), ink.astype(np.float32), cv2.TM_CCORR)
    return bool(on.max() >= _PEER * float(ink.sum()))


def _resized(glyph: Glyph, em: float) -> Glyph | None:
    factor = em / glyph.em
    if not 1 / _OTHER_SIZE < factor < _OTHER_SIZE:
        return None
    if abs(factor - 1) <= _SAME_SIZE:
        return glyph
    grey = cv2.resize(glyph.ink.astype(np.float32), None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return Glyph((grey > 0.5).astype(np.uint8), em, round(glyph.top * factor))


def _tight(cell: Image, em: float) -> Glyph | None:
    """The cell cut down to its ink; None when there is next to none."""
    ys, xs = np.nonzero(cell)
    if len(xs) < _LEAST_INK:
        return None
    ink = np.ascontiguousarray(cell[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1])
    return Glyph(ink, em, int(ys.min()), int(xs.min()))


def _pair(a: str, b: str) -> tuple[str, str]:
    return _sort(a), _sort(b)


def _sort(char: str) -> str:
    if is_punctuation(char):
        return char
    return "full" if is_full_width(char) else "figure" if char.isdigit() else "half"
