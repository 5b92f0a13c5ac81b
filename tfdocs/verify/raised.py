"""Powers: 10⁵ and 105 are the same characters, and not the same number.

Text layers and recognisers give a raised figure as they give any other, and readers fold it to the figure. So where the
Word has one raised, or the paper shows one so, what counts is how high it stands beside its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.document import BlockKind, Document
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Source
from tfdocs.verify.boxes import em_of, row_at
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import Dark, InkLooks
from tfdocs.verify.layout import is_full_width
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed, context

_POWERS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_Ink = tuple[int, int, int, int]  # a piece of it: left, top, width, height, in pixels
_RINGS = frozenset("º°")  # what a raised 0 is read as, which folds to no figure: 3⁰ as 3º
# Of a text layer's character, in heights of its neighbour's: a raised one is 0.58 as high in LibreOffice. By reasoning;
# prints of Word and WPS were not tried.
_SMALL, _ABOVE = 0.85, 0.08
# Of the ink on a picture, in heights of the line: how far an even one ends above its neighbour at most.
_EVEN_INK = 0.08
# Of a figure that stands by itself on a picture, in heights of what stands before it: a raised one is 0.58 to 0.7 as
# high, ends a quarter above it or more, and has nothing beneath it, as the upper half of a character or a torn 5 has.
_PART, _FIRST, _UP, _TOP = (0.4, 0.85), 0.28, 0.15, 0.4
_BENEATH = 0.06  # of the room beneath it that may be ink: its own torn edge; of a torn 5 there is a quarter
# Of the pieces of a number's ink, in heights of the line: the least that counts; how far from its first figure's place
# it may begin; the widest, and the room between two; of the highest, how high even ones are.
_SMALLER = 0.5  # ems: raised figures have 0.3 to 0.45, even ones 0.55 (Kai) to 0.72
_LEAST, _NEAR, _WIDEST, _GAP, _WHOLE = 0.18, 0.35, 0.5, 0.3, 0.87
_BROAD = 0.88  # of the height of a figure: 0 of a bold face has 0.83, the 7 behind a stroke that it touches, /7, more
_FAINT = 0.7  # the thin strokes of a small 0, by which it is one piece
_PALE, _FOOT = 0.82, 0.5  # how pale the ink of a figure's foot may be, and of how many of its columns
_AFTER = 0.15  # heights of the line behind a figure's place where its middle may be: recognisers tell it a little late
_CORE = 0.12  # heights on both sides of a figure's middle that are sure to be its own
_BACK, _ON = 0.7, 0.6  # heights before and behind the two that are looked at
_MORE = 0.1  # heights above and below a line, whose box a raised figure may touch
# as high as figures, on the same base line
_AS_FIGURES = frozenset("0123456789bdfhkltABCDEFGHIKLMNOPRSTUVWXYZ")
_MARK = 3  # characters: the mark of a note, where the note begins
_SPECK = 0.08  # heights of the line
_RULE = 0.7  # ems that a level stroke is longer than any of a figure
_TALLEST = 0.75  # ems: no even figure is higher
_CUT = 0.2  # of a looked-at place: a raised figure that touches its top is higher


def other_heights(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each figure that is raised on one side only, the Word or the paper."""
    word = placing.word
    disputed = {w for item in weighed if item.certainty is not None for w in range(item.hunk.w0, item.hunk.w1)}
    powers = not _POWERS.isdisjoint(word.document.text)
    marks = _marks_of_notes(word.document)
    out: list[Weighed] = []
    for piece in placing.pieces:
        if piece.place is None or piece.line.handwritten:
            continue
        layer = piece.line.source is Source.TEXT
        raised_here = not _POWERS.isdisjoint(piece.line.text)
        raised_here = raised_here or (powers and not _POWERS.isdisjoint(word.raw(*_stretch(piece))))
        if layer and not raised_here and not _has_small(piece):
            continue  # told at a glance, as nearly every line is
        if piece.goes_down:
            continue
        told = _Told() if layer else _told_by_numbers(looks, piece, word.text)
        before: tuple[int, int] | None = None  # an even character that stands before, here and in the Word
        last = 0  # the last one of the line that the Word has as well
        for i, w in piece.place.pairs:
            if w is None or not word.text[w].isalnum():
                continue
            unread = i is None
            if unread and w not in told.up | told.even:
                continue
            last = last if i is None else i
            own, line = piece.folded.source_span(piece.start + last, piece.start + last + 1)[0], piece.line
            ring = not layer and not unread and word.text[w] == "0" and line.text[own] in _RINGS
            if not unread and piece.text[last] != word.text[w] and not ring and w not in told.up:
                continue
            char = word.raw(w, w + 1)
            raised = char in _POWERS
            if not (raised or (char.isascii() and char.isdigit())) or before is None or w in disputed:
                before = before if raised else (own, w)
                continue
            shown = ring or (not unread and line.text[own] in _POWERS)
            if layer:
                stands = shown or _stands_raised(line.chars[own], line.chars[before[0]])
            elif w in told.up or w in told.even:
                stands = w in told.up
            elif raised == shown or (not raised and before[1] != w - 1):
                stands = raised  # a recogniser that says the same is believed
            else:
                # of strokes of a seal beneath a figure that was read as a raised one nobody knows what they are
                stands = (shown and line.under_seal) or _looks_raised(looks, piece, (before[0], own))
            # on a scan m2 is m² as well; the ring of ② goes below the base line, on which a figure behind it stands
            sure = raised or (before[1] == w - 1 and word.raw(w - 1, w).isdecimal())
            if stands != raised and (sure or (layer and char not in marks and _lower_beside(line, own))):
                out.append(_entry(placing, piece, piece.start + last, w, raised=raised, sure=sure))
            before = before if raised else (own, w)
    return out


def _marks_of_notes(document: Document) -> frozenset[str]:
    """The figures of the marks of notes, which are printed raised whatever their style says in the Word."""
    notes = (b.text for b in document.blocks if b.kind in (BlockKind.FOOTNOTE, BlockKind.ENDNOTE))
    return frozenset(c for text in notes for c in text[:_MARK] if c.isdecimal())


@dataclass(frozen=True, slots=True)
class _Told:
    """Which figures of the Word (places in it) a row of ink shows to be raised, and which to be even."""

    up: frozenset[int] = frozenset()
    even: frozenset[int] = frozenset()


def _told_by_numbers(looks: InkLooks, piece: Piece, text: str) -> _Told:
    """What the ink of a scanned line's numbers of several figures tells of each, whatever was read.

    10⁵ is read as 105, and so the Word may have it; 7⁷ is read as 7, and 105 as 10⁵. One look at each number, beside a
    seal as well: where its strokes lie over figures these are in no row of such pieces.
    """
    if piece.place is None:
        return _Told()
    numbers: list[list[tuple[int | None, int]]] = []
    for i, w in piece.place.pairs:
        if w is None or not (text[w].isdigit() and text[w].isascii()):
            continue
        # one that was read as another character and is none of the differences has its place as well: a small 4 as +
        own = None if i is None else piece.folded.source_span(piece.start + i, piece.start + i + 1)[0]
        if numbers and numbers[-1][-1][1] == w - 1:
            numbers[-1].append((own, w))
        else:
            numbers.append([(own, w)])
    up: set[int] = set()
    even: set[int] = set()
    for number in numbers:
        read = [own for own, _ in number if own is not None]
        if len(number) < 2 or not read:
            continue
        # of 77 that was read as 7 either may be the one: the ink is looked for from there on
        raised, flat = _small_and_high(looks, piece, [*read, *read[-1:] * (len(number) - len(read))])
        up.update(number[n][1] for n in raised)
        even.update(number[n][1] for n in flat)
    return _Told(frozenset(up), frozenset(even))


def _small_and_high(looks: InkLooks, piece: Piece, own: Sequence[int]) -> tuple[list[int], list[int]]:
    """Which of the figures at the places ``own`` of a line (counted from 0) are small and end above the first, and
    which do not; neither where there is no row of so many pieces of ink that are figures.

    Recognisers tell places to half a figure: the row begins near the first one's, and the earliest counts. For even
    figures it does not count where any other row tells otherwise.
    """
    line = piece.line
    first, last = line.chars[own[0]].centre[0], line.chars[own[-1]].centre[0]
    top, bottom = row_at(line, own[0], own[-1])
    tall = bottom - top
    more = _MORE * tall
    box = Box(first - _BACK * tall, top - more, last + _ON * tall, bottom + more)
    dark = looks.dark(piece.page, box, _FAINT)
    if dark is None or min(dark.shape) < 8:
        return [], []
    unit = tall * dark.shape[1] / box.width
    em = em_of(line) * unit / tall
    dark = _without_rules(dark, em)
    latin = not any(is_full_width(c) for c in line.text)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    # a low piece that the box cuts off above is the row before's
    pieces = sorted(
        (x, y, w, h) for x, y, w, h, _ in stats[1:].tolist() if h > _LEAST * unit and (y or h > _CUT * len(dark))
    )
    rows: list[list[bool]] = []
    footed: set[int] = set()
    beyond = False  # whether a raised figure follows a row that has none: then the row begins too early
    for n, (x, _, w, _) in enumerate(pieces[: 1 - len(own)]):
        if abs(x + w / 2 - _BACK * unit) < _NEAR * unit:
            row, following = pieces[n : n + len(own)], pieces[n + len(own) :]
            # of a line of figures alone no full character tells how large it is printed
            raised = _raised_of(row, unit, max(em, row[0][3] / _TALLEST) if latin else em)
            if raised is None or (raised[-1] and following and _goes_on(row[-1], following, unit)):
                continue
            rows.append(raised)
            # a figure whose foot is pale tells nothing
            footed |= {k for k, up in enumerate(raised) if up and _has_foot(looks, piece.page, box, row[k], row[0])}
            if following and not any(raised):
                beyond |= (_raised_of([*row, following[0]], unit, em) or [False])[-1]
    if not rows:
        return [], []
    up = [n for n, high in enumerate(rows[0]) if high and n not in footed]
    even = [] if beyond else [n for n in range(len(own)) if not any(row[n] for row in rows)]
    return up, even


def _without_rules(dark: Dark, em: float) -> Dark:
    """``dark`` less the level rules of its cell: a raised figure stands so high that it touches the one above.

    A rule goes on to an end of what is looked at; no stroke of a figure is so long.
    """
    along = max(3, round(_RULE * em))
    runs = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, along), np.uint8))
    if not runs.any():
        return dark
    count, labels = cv2.connectedComponents(np.asarray(runs, dtype=np.uint8), connectivity=8)
    ends = set(labels[:, 0].tolist()) | set(labels[:, -1].tolist())
    gone = np.isin(labels, [n for n in range(1, count) if n in ends])
    return np.asarray(dark & ~gone)


def _has_foot(looks: InkLooks, page: int, box: Box, small: _Ink, first: _Ink) -> bool:
    """Whether paler ink stands under a piece, down to the ``first`` one's foot: that of a 2, which thin print loses."""
    dark = looks.dark(page, box, _PALE)
    if dark is None:
        return False
    x, y, w, h = small
    under = dark[y + h + 1 : first[1] + first[3], x : x + w]
    return bool(under.size and under.any(axis=0).mean() > _FOOT)


def _goes_on(last: _Ink, following: Sequence[_Ink], unit: float) -> bool:
    """Whether one more figure as high follows: then the first of the row was none, but a part of a character.

    What is wider than high is no figure, nor what other ink stands over or under: the roof of 个 behind 2⁴ and the ring
    of % behind 9⁵ stand as high as those do.
    """
    (x, y, w, h), (x1, y1, w1, h1) = last, following[0]
    figure = w1 < h1 and _WHOLE * h <= h1 <= h / _WHOLE and all(other[0] >= x1 + w1 for other in following[1:])
    return figure and x1 - x - w < _GAP * unit and abs(y1 + h1 - y - h) < _UP * h


def _raised_of(pieces: Sequence[_Ink], unit: float, em: float) -> list[bool] | None:
    """Which of ``pieces`` (left, top, width, height) of a number are raised; ``None`` where they are no row of figures.

    ``unit``, ``em``: the line's height and the width of its full characters, in pixels. A piece of the character before
    the number is higher than its figures, which are all small and high beside it, but not as small as raised ones.
    """
    end, top, _, full = pieces[0]
    foot = top + full
    out = []
    for x, y, w, h in pieces:
        if w > min(_WIDEST * unit, _BROAD * full) or x - end > _GAP * unit:
            return None
        even = _WHOLE * full <= h <= full / _WHOLE and abs(y + h - foot) < _UP * full
        small = (
            _PART[0] * full <= h <= min(_PART[1] * full, _SMALLER * em) and top < y + h < foot - _UP * full and w < h
        )
        if not even and not small:
            return None
        out.append(not even)
        end = x + w
    return out


def _stretch(piece: Piece) -> tuple[int, int]:
    return (piece.place.start, piece.place.end) if piece.place is not None else (0, 0)


def _has_small(piece: Piece) -> bool:
    heights = [c.bottom - c.top for c in piece.line.chars]
    return min(heights) < _SMALL * max(heights)


def _stands_raised(char: Box, beside: Box) -> bool:
    tall = max(1.0, beside.height)
    return char.height < _SMALL * tall and char.bottom < beside.bottom - _ABOVE * tall


def _lower_beside(line: Line, own: int) -> bool:
    """Whether a text layer's figure stands above the nearest figures and high letters of its line, on both sides.

    A font's Chinese characters may be higher than its figures, and begin lower; a p goes below them.
    """
    even = [n for n, c in enumerate(line.text) if c in _AS_FIGURES and n != own]
    beside = [max((n for n in even if n < own), default=None), min((n for n in even if n > own), default=None)]
    known = [n for n in beside if n is not None]
    return bool(known) and all(_stands_raised(line.chars[own], line.chars[n]) for n in known)


def _looks_raised(looks: InkLooks, piece: Piece, at: tuple[int, int]) -> bool:
    """Whether the second of two characters of a scanned line ends above the first, or may.

    Asked where the Word or the recogniser has a raised one: where the Word has, most readings are flat; where the
    recogniser alone has, a person looks.
    """
    if _has_raised_part(looks, piece, at):
        return True
    ends = [_ink_end(looks, piece, n) for n in at]
    if ends[0] is None or ends[1] is None:
        return True
    top, bottom = row_at(piece.line, *at)
    return (ends[0] - ends[1]) / (bottom - top) >= _EVEN_INK


def _has_raised_part(looks: InkLooks, piece: Piece, at: tuple[int, int]) -> bool:
    """Whether between two characters of a scanned line, their places included, a small one stands high by itself.

    A recogniser tells a place to half a character, and a raised figure has half the width of others.
    """
    line = piece.line
    first, last = line.chars[at[0]].centre[0], line.chars[at[1]].centre[0]
    top, bottom = row_at(line, *at)
    tall = bottom - top
    box = Box(first - _BACK * tall, top, last + _ON * tall, bottom)
    dark = looks.dark(piece.page, box)
    if dark is None or min(dark.shape) < 8:
        return False
    scale = dark.shape[1] / box.width
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    found = sorted((int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:].tolist())
    for (x0, y0, w0, h0), (x, y, w, h) in pairwise([f for f in found if f[3] > _SPECK * tall * scale]):
        middle = box.x0 + (x + w / 2) / scale
        if h0 < _FIRST * tall * scale or not first - _AFTER * tall < middle < last + _AFTER * tall:
            continue
        end = y0 + h0
        small = _PART[0] * h0 <= h <= _PART[1] * h0 and x >= x0 + w0 / 2
        up = y + h < end - _UP * h0 and y < y0 + _TOP * h0
        if small and up and dark[y + h : end, x : x + w].mean() <= _BENEATH:
            return True
    return False


def _ink_end(looks: InkLooks, piece: Piece, n: int) -> float | None:
    """Where the ink in the middle of a character ends below, in points; ``None`` where there is none."""
    line = piece.line
    top, bottom = row_at(line, n, n)
    x, half = line.chars[n].centre[0], _CORE * (bottom - top)
    box = Box(x - half, line.chars[n].top, x + half, line.chars[n].bottom)
    dark = looks.dark(piece.page, box)
    if dark is None or not dark.any():
        return None
    last = int(np.flatnonzero(dark.any(axis=1))[-1])
    return float(box.top + (last + 1) / dark.shape[0] * box.height)


def _entry(placing: Placing, piece: Piece, at: int, w: int, *, raised: bool, sure: bool) -> Weighed:
    hunk = Hunk(piece, at, at + 1, w, w + 1)
    certainty = Certainty.CERTAIN if sure and piece.line.source is Source.TEXT else Certainty.UNCERTAIN
    note = "Word 中是上标，纸面上与正文同高" if raised else "纸面上是上标，Word 中与正文同高"
    what = weigh_kind(placing.word.raw(w, w + 1), hunk.read, *context(placing.word, w, w + 1))
    return Weighed(hunk, Kind.REPLACED, certainty, what, "other-height", None, note)
