"""From placed lines to disputed places: what differs within lines, what of the Word nothing covers, what stands alone.

A hunk pairs a stretch of a line with a stretch of the Word; either may be empty. Whether it is a real difference is for
others to weigh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tfdocs.model.page import Page
from tfdocs.verify.align import BREAK, align
from tfdocs.verify.hunk import Hunk, nearness, touches, whole_numbers, within
from tfdocs.verify.pairing import pair, standing_alone, trim_breaks
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.read_twice import second_boxes

_SHORT = 2  # characters
_ROW = 60  # characters: longer than a printed row
_NEAR = 4.0  # lines


def find_hunks(placing: Placing, pages: Sequence[Page], skip_pages: frozenset[int] = frozenset()) -> list[Hunk]:
    """Every disputed place, in the Word's order; pieces of ``skip_pages`` (indices) that stand alone are left out."""
    inside = [h for piece in placing.pieces if piece.place is not None for h in within(placing, piece)]
    gaps = _gaps(placing)
    alone = [p for p in placing.pieces if p.place is None and p.page not in skip_pages]
    doubles = second_boxes(pages, alone)
    alone = [p for p in alone if p not in doubles]
    hunks = _absorb(placing, inside, gaps, alone)
    remaining = [h for h in hunks if h.l0 == h.l1 and h.w1 > h.w0 and h in gaps]
    hunks = [h for h in hunks if h not in remaining]
    hunks += pair(placing, remaining, alone)
    hunks = _reconcile(placing, hunks)
    hunks += [replace(standing_alone(placing, p), twice=True) for p in doubles]
    for hunk in hunks:
        whole_numbers(placing, hunk)
    hunks.sort(key=lambda h: (h.w0, h.w1, h.piece.order if h.piece else 0, h.l0))
    return hunks


def hunks_within(placing: Placing, piece: Piece) -> list[Hunk]:
    """Where a placed piece differs from its own stretch of the Word; changed digits with their whole number."""
    out = within(placing, piece)
    for hunk in out:
        whole_numbers(placing, hunk)
    return out


def _gaps(placing: Placing) -> list[Hunk]:
    """Maximal stretches of the Word that no line covers, cut at nothing; stretches of breaks alone are no gaps."""
    word, covered, n = placing.word.text, placing.covered, placing.word.body
    uncovered = np.flatnonzero((covered[:n] == 0) & ~placing.word.breaks[:n]).tolist()
    if not uncovered:
        return []
    ends: dict[int, Piece] = {}
    starts: dict[int, Piece] = {}
    for piece in placing.pieces:
        if piece.place is not None:
            ends.setdefault(piece.place.end, piece)
            starts.setdefault(piece.place.start, piece)
    out: list[Hunk] = []
    j = 0
    for i in uncovered:
        if i < j:
            continue
        j = i
        while j < n and (not covered[j] or word[j] == BREAK):
            j += 1
        stop = j
        while word[stop - 1] == BREAK:
            stop -= 1
        before = _nearest(ends, placing, i, -1)
        after = _nearest(starts, placing, stop, 1)
        at = before.end if before is not None else 0
        out.append(Hunk(before, at, at, i, stop, after=after))
    return out


def _nearest(index: dict[int, Piece], placing: Placing, at: int, step: int) -> Piece | None:
    """The piece that ends at (starts at) ``at``, passing over breaks, or over covered text to the nearest one."""
    word = placing.word.text
    while 0 <= at <= len(word):
        if at in index:
            return index[at]
        at += step
    return None


def _absorb(placing: Placing, inside: list[Hunk], gaps: list[Hunk], alone: Sequence[Piece]) -> list[Hunk]:
    """A change at a line's end shows as one character too many there and one missing in the Word: one hunk.

    What one of the lines ``alone`` says nearly to the letter waits for it.
    """
    tails: dict[int, Hunk] = {}
    heads: dict[int, Hunk] = {}
    for hunk in inside:
        piece = hunk.piece
        if piece is None or piece.place is None:
            continue
        if hunk.l1 == piece.end and hunk.l1 > hunk.l0:
            tails[id(piece)] = hunk
        if hunk.l0 == piece.start and hunk.l1 > hunk.l0:
            heads[id(piece)] = hunk
    out = list(inside)
    for gap in gaps:
        tail = tails.get(id(gap.piece)) if gap.piece is not None else None
        head = heads.get(id(gap.after)) if gap.after is not None else None
        if _waits_for_a_line(placing, gap, alone):
            pass
        elif tail is not None and _one_place(placing, tail, tail.w1, gap.w0):
            stop = _own_part(placing, tail, gap, at_end=False)
            tail.w0, tail.w1 = min(tail.w0, gap.w0) if tail.w1 > tail.w0 else gap.w0, stop
            tails.pop(id(gap.piece))
            gap.w0 = stop
        elif head is not None and _one_place(placing, head, gap.w1, head.w0):
            start = _own_part(placing, head, gap, at_end=True)
            head.w1 = max(head.w1, gap.w1) if head.w1 > head.w0 else gap.w1
            head.w0 = start
            heads.pop(id(gap.after))
            gap.w1 = start
        if placing.word.text[gap.w0 : gap.w1].strip(BREAK):
            trim_breaks(placing, gap)
            out.append(gap)
    return out


def _waits_for_a_line(placing: Placing, gap: Hunk, alone: Sequence[Piece]) -> bool:
    """Whether a line without a place has what is wanting at ``gap``, but for a character.

    Two characters were exchanged over a line's end, 术 | 学沙龙 for 学 | 术沙龙: else the upper line takes both places.
    """
    text = placing.word.text[gap.w0 : gap.w1]
    if not _SHORT < len(text) <= _ROW or BREAK in text:
        return False
    for piece in alone:
        near = nearness(piece, gap)
        if near is None or near > _NEAR or len(piece.text) != len(text) - 1:
            continue
        if align(piece.text, text).matches >= max(_SHORT, len(piece.text) - 1):
            return True
    return False


def _one_place(placing: Placing, hunk: Hunk, low: int, high: int) -> bool:
    """Whether the gap between ``low`` and ``high`` of the Word may be the same place as ``hunk`` at a line's edge.

    A character read for another has its own in the Word: what is wanting in the next block is another thing.
    """
    apart = hunk.w1 > hunk.w0 and high > low and len(hunk.read) <= _SHORT
    return touches(placing, low, high) and not apart


def _own_part(placing: Placing, hunk: Hunk, gap: Hunk, *, at_end: bool) -> int:
    """How far what a line has too many at its edge stands for ``gap``: to the end of the block it is in.

    The next cell has its own line, which would find its place taken; unless the line is long enough for both.
    """
    text = placing.word.text[gap.w0 : gap.w1]
    if len(hunk.read) > _SHORT and 2 * len(hunk.read) > len(text):
        return gap.w0 if at_end else gap.w1
    if at_end:
        return gap.w0 + text.rfind(BREAK) + 1
    return gap.w0 + text.find(BREAK) if BREAK in text else gap.w1


def _reconcile(placing: Placing, hunks: list[Hunk]) -> list[Hunk]:
    """A stretch too many at a line's end and a like one missing beside it: the detector joined two lines."""
    gone: set[int] = set()
    gaps = [h for h in hunks if h.w1 > h.w0 and h.l0 == h.l1 and h.w1 - h.w0 <= 8]
    for hunk in hunks:
        piece = hunk.piece
        if piece is None or hunk.w1 > hunk.w0 or hunk.l1 == hunk.l0 or hunk.alone:
            continue
        if hunk.l1 != piece.end and hunk.l0 != piece.start:
            continue
        for gap in gaps:
            near = nearness(piece, gap)
            text = placing.word.text[gap.w0 : gap.w1]
            if id(gap) in gone or near is None or near > 4:
                continue
            if not _may_be_joined(placing, hunk, gap):
                continue
            if align(hunk.read, text).matches >= max(1, 0.5 * max(len(hunk.read), len(text.replace(BREAK, "")))):
                hunk.w0, hunk.w1 = gap.w0, gap.w1
                gone.add(id(gap))
                break
    return [h for h in hunks if id(h) not in gone]


def _may_be_joined(placing: Placing, hunk: Hunk, gap: Hunk) -> bool:
    """Whether what a line has too many may be what is missing at ``gap``: the cell beside it, never another sentence.

    A 不 put into one clause and one taken out of the next are two changes, however near they stand; so is a 4 that came
    into one row and one that went from another.
    """
    word = placing.word.text
    low, high = sorted((hunk.w0, gap.w0))
    next_to = touches(placing, min(hunk.w1, gap.w1), max(hunk.w0, gap.w0))
    return next_to or (BREAK in word[low:high] and len(hunk.read) > _SHORT)
