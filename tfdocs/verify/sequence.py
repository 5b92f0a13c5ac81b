"""Prose goes on from one line to the next: what lines of it claim twice is parted, and copies of a sentence keep order.

Where a sentence stands twice in the Word and one of the prints has a change, each of the two lines may be nearer to
the other's place. Which copy was changed is told by what stands before and behind it, not by the letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tfdocs.text.normalise import is_punctuation
from tfdocs.verify.align import BREAK, Alignment, align
from tfdocs.verify.hunk import block_length
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.wordtext import GRAM

_LINE = 12  # characters of a line of prose
_BLOCK = 24  # characters of a paragraph of prose
_GOES_ON = 70  # characters of the Word that may be wanting between two lines: a sentence was taken out
_BACK = 12  # characters that a line may reach back into the one before: what was added there is held against them
_MOST_LINES = 4  # of a sentence
_MOST_RUNS = 60  # runs out of order that are held against each other: beyond that paper is no print of this Word
_MORE_MISTAKES = 4.0  # that the right order may cost


def part_claims(placing: Placing) -> None:
    """Give what two lines, or two parts of one, both claim of the Word to the one it agrees with.

    What was put between two sentences shares characters with what stands around it: 起不再适用。 below 沟通不畅。 And
    99月 for 9月 is no 9 that ends one part and begins the next: what is printed twice is claimed once. Lines that
    follow each other on paper come first; then those that do in the Word, wherever they stand: a running head and a
    page's number may be between them, or half the paper.
    """
    _part(placing, [p for p in placing.pieces if p.place is not None])
    _part(placing, sorted((p for p in placing.pieces if p.place is not None), key=_span))


def _span(piece: Piece) -> tuple[int, int]:
    assert piece.place is not None
    return piece.place.start, piece.place.end


def _part(placing: Placing, pieces: Sequence[Piece]) -> None:
    for first, second in pairwise(pieces):
        a, b = first.place, second.place
        if a is None or b is None:
            continue
        if first.line is second.line and _lies_within(a, b):
            placing.unset(first if a.end - a.start <= b.end - b.start else second)
            continue
        if not a.start < b.start < a.end < b.end:
            continue
        cuts = range(b.start, a.end + 1)
        kept = [_agreed(placing, first, a, a.start, c) + _agreed(placing, second, b, c, b.end) for c in cuts]
        best = [c for c, n in zip(cuts, kept, strict=True) if n == max(kept)]
        # of equals the one that leaves a sentence whole, or a cell: of 313 | 335, printed 313 | 333, the one's last 3
        # and 33 are as like the other's print as its own
        text = placing.word.text
        bounds = (c for c in best if BREAK in text[c - 1 : c + 1])
        cut = next((c for c in best if is_punctuation(text[c - 1])), next(bounds, best[0]))
        one, other = _cut(placing, first, a, a.start, cut), _cut(placing, second, b, cut, b.end)
        if one is None or other is None:
            # next to nothing would be left of one: it keeps all, and the longer one does without, or that which fits
            # worse
            shorter = (len(first.text), a.cost) < (len(second.text), b.cost)
            one = a if shorter else _cut(placing, first, a, a.start, b.start, least=0)
            other = b if not shorter else _cut(placing, second, b, a.end, b.end, least=0)
        for piece, place in ((first, one), (second, other)):
            placing.unset(piece)
            if place is not None:
                placing.set(piece, place)


def _lies_within(a: Alignment, b: Alignment) -> bool:
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)


def _agreed(placing: Placing, piece: Piece, place: Alignment, low: int, high: int) -> int:
    text, word = piece.text, placing.word.text
    return sum(i is not None and w is not None and low <= w < high and text[i] == word[w] for i, w in place.pairs)


def _cut(placing: Placing, piece: Piece, place: Alignment, low: int, high: int, least: int = GRAM) -> Alignment | None:
    """``place`` without what lies outside ``low`` to ``high``; None when next to nothing of it would be left, or with
    ``least`` 0 nothing.
    """
    pairs = [
        (i, w if w is not None and low <= w < high else None)
        for i, w in place.pairs
        if i is not None or (w is not None and low <= w < high)
    ]
    while pairs and pairs[0][0] is None:
        pairs.pop(0)
    while pairs and pairs[-1][0] is None:
        pairs.pop()
    used = [w for _, w in pairs if w is not None]
    matches = _agreed(placing, piece, place, low, high)
    if not used or matches < least or (least and 2 * matches < len(piece.text)):
        return None
    return Alignment(tuple(pairs), used[0], used[-1] + 1, float(len(pairs) - matches), matches)


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines of prose that follow each other on paper and in the Word, and the Word's places before and behind them."""

    pieces: tuple[Piece, ...]
    low: int  # where the line before it ends
    high: int  # where the line behind it begins


def keep_order(placing: Placing) -> None:
    """Exchange the places of two runs of lines, each out of order, that are both in order the other way round.

    A run whose own place is free, and fits no worse, is put there: its twin took the one it has as well.
    """
    runs = [run for run in _runs(placing) if not _put_in_order(placing, run)]
    for n, one in enumerate(runs):
        for other in runs[n + 1 :]:
            if _exchanged(placing, one, other):
                break


def _runs(placing: Placing) -> list[_Run]:
    """The short runs that stand before the line above them in the Word, or behind the one below."""
    lines = [p for p in placing.pieces if _is_prose(placing, p)]
    groups: list[list[Piece]] = []
    for piece in lines:
        if groups and _follows(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    out = []
    for n, own in enumerate(groups):
        last = groups[n - 1][-1].place if n else None
        following = groups[n + 1][0].place if n + 1 < len(groups) else None
        low = last.end if last is not None else 0
        high = following.start if following is not None else placing.word.body
        places = [p.place for p in own if p.place is not None]
        in_order = low - _BACK <= places[0].start and places[-1].end <= high + _BACK
        if len(own) <= _MOST_LINES and low <= high and not in_order:
            out.append(_Run(tuple(own), low, high))
    return out[:_MOST_RUNS]


def _is_prose(placing: Placing, piece: Piece) -> bool:
    place = piece.place
    return place is not None and len(piece.text) >= _LINE and block_length(placing.word.text, place.start) >= _BLOCK


def _follows(last: Piece, piece: Piece) -> bool:
    if last.place is None or piece.place is None:
        return False
    return -_BACK <= piece.place.start - last.place.end <= _GOES_ON


def _exchanged(placing: Placing, one: _Run, other: _Run) -> bool:
    for_one, for_other = _laid(placing, one, one.low, one.high), _laid(placing, other, other.low, other.high)
    if for_one is None or for_other is None:
        return False
    pieces = [*one.pieces, *other.pieces]
    places = [*for_one, *for_other]
    old = [p.place for p in pieces if p.place is not None]
    if sum(p.cost for p in places) - sum(p.cost for p in old) > _MORE_MISTAKES:
        return False
    for piece in pieces:
        placing.unset(piece)
    free = not any(placing.covered[w] for place in places for _, w in place.pairs if w is not None)
    for piece, place in zip(pieces, places if free else old, strict=True):
        placing.set(piece, place)
        piece.anchor = piece.anchor and not free
    return free


def _put_in_order(placing: Placing, run: _Run) -> bool:
    laid = _laid(placing, run, run.low, run.high)
    old = [p.place for p in run.pieces if p.place is not None]
    if laid is None or sum(p.cost for p in laid) > sum(p.cost for p in old) or any(placing.free(p) < 1 for p in laid):
        return False
    for piece, place in zip(run.pieces, laid, strict=True):
        placing.unset(piece)
        placing.set(piece, place)
    return True


def _laid(placing: Placing, run: _Run, low: int, high: int) -> Sequence[Alignment] | None:
    """The lines of ``run`` one behind the other between two places of the Word; None when they do not fit there."""
    out: list[Alignment] = []
    for piece in run.pieces:
        reach = len(piece.text) * (_MOST_LINES + 1) + _GOES_ON
        place = align(piece.text, placing.word.text[low : min(high, low + reach)], low)
        if place.matches < 0.6 * len(piece.text):
            return None
        out.append(place)
        low = place.end
    return out
