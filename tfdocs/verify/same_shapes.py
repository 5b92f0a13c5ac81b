"""Doubts settled by the document's own type: is it, character for character, what the Word has?

For each doubt the Word's characters are laid over the row between their neighbours, and each must lie on ink in every
stroke as no other character of the document does (``glyphs``). Then the recogniser, not the paper, was wrong. One
character that does not fit, or another that fits as well, and the doubt stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold, is_punctuation
from tfdocs.verify.align import BREAK, alike
from tfdocs.verify.glyphs import Fit, Glyph, GlyphBook, Row, best_fit
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.layout import boundaries, is_full_width
from tfdocs.verify.materiality import critical
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import GLYPH_APART, GLYPH_BESIDE, GLYPH_COVERED
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness

_CONTEXT = 8  # characters on each side
_LONGEST = 24  # characters
_RULES = frozenset(
    {
        "likelihood",
        "likelihood-second-look",
        "likelihood-at-line-end",
        "looks-differ",
        "lost-strokes",
        "under-seal",
        "rival",
    }
)
_LOOSE = 0.12  # ems that a stretch may be longer or shorter than its characters
_LOOSEST = 0.38  # a figure more is half an em
_TIGHT = 0.2  # the same where more was read than the Word has: a point more is a quarter of an em
_ANCHOR = 0.9  # a neighbour's strokes: it is known by its reading
_LONG = 0.8  # of the page's longest line
_SIZES = (1.0, 0.94, 1.06, 0.88, 1.12)
_BEYOND = 0.7  # ems of paper at a line's end
_DIGITS = 8  # of ten, to hold a figure against
_MORE = 1  # character that may have been read beyond those of the Word: a speck, or one seen twice
_READ_COVERED = 0.7  # of the strokes of what was read there, of which another sample lies a little otherwise
_MARK = 1.0  # a point or comma is seen only where there is no more other ink than its own
# Marks that have all of another's ink and a dot more: what is taken off for a seal's ink may have been the dot.
_WITH_A_DOT = {";": ",.、。", ":": ",.、。", "!": ",.、", "?": ",.、"}
_NOTE_CERTAIN = "识读与逐笔比对的结果相反：与本文件别处的同一字比对，字形与 Word 相符，需要人工查看"
_NOTE = "与本文件别处的同一字逐笔比对，字形与 Word 相符，判定为识读误差"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of the Word on one row: ``text`` with where some of them were seen; the doubt is ``first:last``."""

    text: str
    centres: tuple[float | None, ...]  # columns of the row
    first: int
    last: int


def settle_by_shape(
    items: Sequence[Weighed], placing: Placing, pages: Sequence[Page], witness: Witness | None
) -> list[Weighed]:
    """``items`` with the doubts taken off that the document's own type settles; the others as they are."""
    if witness is None or not any(_in_doubt(item) for item in items):
        return list(items)
    book = GlyphBook(placing, pages, witness)
    out = []
    for item in items:
        if _in_doubt(item) and _same(item, book, placing, pages):
            sure = item.certainty is Certainty.CERTAIN and item.materiality is not Materiality.TEXT
            # where the recogniser is certain, and it matters, a person decides between the two
            item = replace(
                item,
                certainty=Certainty.UNCERTAIN if sure else None,
                rule="same-shapes",
                note=_NOTE_CERTAIN if sure else _NOTE,
            )
        out.append(item)
    return out


def _in_doubt(item: Weighed) -> bool:
    hunk = item.hunk
    if item.certainty is None or item.rule not in _RULES or item.kind is Kind.FILLED_IN:
        return False
    if item.certainty is Certainty.CERTAIN and item.kind is not Kind.REPLACED:
        return False
    # the Word's characters cannot vouch for what it has none for: a clause put in lay beyond the stretch that was seen
    more = len(hunk.read) - (hunk.w1 - hunk.w0)
    if more > _MORE or (item.kind is Kind.ADDED and not is_punctuation(hunk.read)):
        return False
    piece = hunk.piece
    return piece is not None and not hunk.alone and piece.line.source is Source.OCR and hunk.w1 - hunk.w0 <= _LONGEST


def _same(item: Weighed, book: GlyphBook, placing: Placing, pages: Sequence[Page]) -> bool:
    hunk, piece = item.hunk, item.hunk.piece
    assert piece is not None
    row = book.row(piece, (hunk.w1 - hunk.w0 + 2) * piece.line.box.height)
    stretch = None if row is None else stretch_of(hunk, piece, row, placing)
    if row is None or stretch is None:
        return False
    read = item.rival or hunk.read
    return supported(stretch, row, piece, pages[piece.page], book, read=read, strict=critical(item.materiality))


def supported(
    stretch: Stretch, row: Row, piece: Piece, page: Page, book: GlyphBook, *, read: str, strict: bool
) -> bool:
    """Whether the paper has the characters of ``stretch`` in its doubtful part, and nothing else.

    ``read``: what the recogniser read there; ``strict``: the place matters most (figures, names, negations).
    """
    em, surely = book.em(piece.line, row)
    laid = max((_laid(stretch, row, book, piece, em * f) for f in (_SIZES[:1] if surely else _SIZES)), key=_anchored)
    em, cells, own, down = laid.em, laid.cells, laid.own, laid.down
    if down is None:
        return False
    fits = [best_fit(patterns, row, cells[n], cells[n + 1], em, down) for n, patterns in enumerate(own)]
    for n in range(stretch.first, stretch.last):
        char, fit = stretch.text[n], fits[n]
        if fit is None or fit.covered < GLYPH_COVERED:
            return False
        veiled = _veiled(page, row, fit)
        if not veiled and fit.beside > GLYPH_BESIDE * fit.strokes:
            return False
        cell = _Cell(row, cells[n], cells[n + 1], em, down)
        if not _alone(char, fit, read, book, cell, veiled, strict or not is_full_width(char)):
            return False
    loosest = _TIGHT if len(read) > stretch.last - stretch.first else _LOOSEST
    return _as_long(stretch, fits, book, em, loosest) and _ends(stretch, fits, row, em, _room(piece, page, row))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A stretch laid over its row in one size of type. ``anchored``: how well its known characters lie on the ink."""

    em: float
    cells: list[int]
    own: list[list[Glyph]]
    down: float | None
    anchored: float


def _anchored(laid: _Laid) -> float:
    return laid.anchored


def _laid(stretch: Stretch, row: Row, book: GlyphBook, piece: Piece, em: float) -> _Laid:
    cells = boundaries(row.ink.sum(axis=0, dtype=np.float64), stretch.text, stretch.centres, em)
    own = [book.patterns(c, em, piece) for c in stretch.text]
    level, covered = [], []
    for n, patterns in enumerate(own):
        if stretch.first <= n < stretch.last or is_punctuation(stretch.text[n]) or not patterns:
            continue
        fit = best_fit(patterns, row, cells[n], cells[n + 1], em)
        covered.append(0.0 if fit is None else min(fit.covered, GLYPH_COVERED) - 0.2 * fit.beside / fit.strokes)
        if fit is not None and fit.covered >= GLYPH_COVERED:
            level.append(fit.down)
    down = float(median(level)) if level else None
    return _Laid(em, cells, own, down, sum(covered) / max(1, len(covered)))


@dataclass(frozen=True, slots=True)
class _Cell:
    row: Row
    start: int
    end: int
    em: float
    down: float

    def fit(self, patterns: Sequence[Glyph]) -> Fit | None:
        return best_fit(patterns, self.row, self.start, self.end, self.em, self.down)


def _alone(char: str, fit: Fit, read: str, book: GlyphBook, cell: _Cell, veiled: bool, strict: bool) -> bool:
    """Whether no other character explains the cell as well, and those it is mistaken for were tried.

    Where a look-alike was read the shapes say nothing for the Word: the stroke by which 己 is not 已 is a fiftieth of
    their ink, less than what scanning takes from the same character twice.
    """
    if any(alike(char, c) for c in read if c not in fold(char).text):
        return False
    if veiled and any(fold(char).text in _WITH_A_DOT.get(c, "") for c in fold(read).text):
        return False  # one ；with its dot under a seal's rim was taken for the Word's ，
    tried = set(fold(char).text)
    mark = is_punctuation(char)
    if mark and fit.around > _MARK * fit.strokes:
        return False
    apart = GLYPH_APART * (1.5 if strict else 1)
    unexplained = veiled and fit.beside > GLYPH_BESIDE * fit.strokes
    for other, patterns in book.others(char, cell.em):
        rival = cell.fit(patterns)
        tried.update(fold(other).text)
        if rival is None:
            continue
        if mark and not is_punctuation(other):
            # a comma lies within many a figure; the seal's ink around a mark is nothing that others must explain
            if rival.covered >= GLYPH_COVERED and rival.strokes > fit.strokes:
                return False
            continue
        if rival.cost < fit.cost + apart * fit.strokes:
            return False
        if unexplained and other in read and rival.covered >= _READ_COVERED and rival.beside < fit.beside / 2:
            return False  # 1 lies on the stem of a 4: a seal need not have drawn what the 4 has beside it
    unknown = [c for c in read if c not in tried and is_punctuation(c) == mark]
    # what was read may be the Word's character and more (大 and 太): its strokes would lie beside
    if unexplained and unknown:
        return False
    if char.isdigit() and len([c for c in tried if c.isdigit()]) < _DIGITS:
        return False
    return not (unknown and (mark or any(c.isdigit() for c in unknown)))


def stretch_of(hunk: Hunk, piece: Piece, row: Row, placing: Placing) -> Stretch | None:
    """The doubt with its neighbours on the same line; None where it has none on either side."""
    if piece.place is None:
        return None
    word = placing.word
    seen: dict[int, float] = {}
    for i, w in piece.place.pairs:
        if i is None or w is None or piece.folded.text[piece.start + i] != word.text[w]:
            continue
        at = piece.start + i
        if hunk.l0 <= at < hunk.l1:
            continue
        first, _ = piece.folded.source_span(at, at + 1)
        seen[w] = row.column(*piece.line.chars[first].centre)
    w0 = hunk.w0
    while w0 > hunk.w0 - _CONTEXT and w0 - 1 in seen:
        w0 -= 1
    w1 = hunk.w1
    while w1 < hunk.w1 + _CONTEXT and w1 in seen:
        w1 += 1
    at_edges = hunk.l0 <= piece.start, hunk.l1 >= piece.end
    if (w0 == hunk.w0 and not at_edges[0]) or (w1 == hunk.w1 and not at_edges[1]) or w1 - w0 == hunk.w1 - hunk.w0:
        return None
    if BREAK in word.text[w0:w1]:
        return None
    # one character of the Word may have been folded into two
    sources = sorted({word.source[w] for w in range(w0, w1)})
    at_source = {word.source[w]: x for w, x in seen.items()}
    first = sources.index(word.source[hunk.w0]) if hunk.w0 < w1 else len(sources)
    last = sources.index(word.source[hunk.w1]) if hunk.w1 < w1 else len(sources)
    text = "".join(word.document.text[i] for i in sources)
    return Stretch(text, tuple(at_source.get(i) for i in sources), first, last)


def _veiled(page: Page, row: Row, fit: Fit) -> bool:
    """Whether a seal lies over the place."""
    cell = row.box(fit.left, fit.right)
    return any(s.box.intersection(cell) > 0 for s in page.seals)


def _as_long(stretch: Stretch, fits: Sequence[Fit | None], book: GlyphBook, em: float, loosest: float) -> bool:
    """Whether the stretch has room for its characters and no more: one dropped or added would show in its length.
    ``loosest``: ems that it may be off, however little is known of what stands between its characters.

    It is measured between the nearest characters on both sides that lie well on their ink.
    """
    sure = [n for n, fit in enumerate(fits) if fit is not None and fit.covered >= _ANCHOR]
    first = max((n for n in sure if n < stretch.first), default=0)
    last = min((n for n in sure if n >= stretch.last), default=len(fits) - 1)
    before, after = fits[first], fits[last]
    if before is None or after is None or min(before.covered, after.covered) < _ANCHOR:
        return False
    ems, off = book.length(stretch.text[first : last + 1])
    found = ((after.left + after.right) - (before.left + before.right)) / 2 / em
    return abs(found - ems) <= min(loosest, _LOOSE + off)


def _ends(stretch: Stretch, fits: Sequence[Fit | None], row: Row, em: float, room: tuple[float, float]) -> bool:
    """Whether nothing stands beside a stretch at the line's end: with no neighbour there its length says nothing.

    ``room``: the columns between which the page has print. What reaches them has no room for a character more.
    """
    first, last = fits[0], fits[-1]
    wide = round(_BEYOND * em)
    at_end = stretch.last == len(fits) and last is not None and last.right + _BEYOND * em < room[1]
    if at_end and last is not None and row.ink[:, round(last.right) + 2 :][:, :wide].any():
        return False
    at_start = stretch.first == 0 and first is not None and first.left - _BEYOND * em > room[0]
    left = 0 if first is None else round(first.left) - 2
    return not (at_start and row.ink[:, max(0, left - wide) : max(0, left)].any())


def _room(piece: Piece, page: Page, row: Row) -> tuple[float, float]:
    """The columns of the row between which long lines of the page have their print."""
    wide = max(ln.box.width for ln in page.lines)
    long = [ln.box for ln in page.lines if ln.box.width > _LONG * wide]
    y = piece.line.box.centre[1]
    return row.column(min(b.x0 for b in long), y), row.column(max(b.x1 for b in long), y)
