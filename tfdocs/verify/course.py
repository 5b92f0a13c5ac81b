"""The course that short lines take through the Word: in a form of many like labels none tells its place by itself.

□锦川会员服务平台 stands three times in the Word. Where one of the prints has ☑, that line is to the letter what the
Word has in another row, and went there; the line of that row then went further. Read one after the other, the lines say
which course they take: of all the places that each might have, those are taken that together need the fewest mistakes
and the fewest leaps (Viterbi 1967, over a window around each leap).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2

import numpy as np
import numpy.typing as npt

from tfdocs.verify.align import BREAK, Alignment, align
from tfdocs.verify.candidates import candidates as candidates_of
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import PLACED_SHARE

__all__ = ["take_course"]

Counts = npt.NDArray[np.int32]

_LONGEST = 30  # characters: a line of prose finds its place by its words
_SHORT = 2  # characters
_LEAP = 1.5  # price of a step from which a window is opened
_AROUND = 4  # lines on each side of a leap
_BESIDE = 6  # characters of the Word behind one line and before the next
_MOST_LINES = 40  # of a window
_MOST_WINDOWS = 120  # of a document: beyond that paper is no print of this Word
_MOST_STATES = 32
_MOST_PLACES = 14  # of a line
_LOCAL = 400  # characters between a window's ends within which a line is aligned with all of them
_BACK = 2.5
_MOST_BACK = 6.0
_MOST_AHEAD = 4.0
_UNPLACED, _UNPLACED_EACH = 0.5, 0.6  # price of a line that the Word does not have, and of each of its characters
_LEAST_GAIN = 1.5  # a course is left for one that costs this much less
_ROUNDS = 3  # what one window gives up another may take


@dataclass(frozen=True, slots=True)
class _State:
    """The cheapest way to where the Word was left last."""

    price: float
    end: int
    course: tuple[Alignment | None, ...]


def take_course(placing: Placing) -> None:
    """Move short lines to the places of the cheapest course around each leap, where it is clearly cheaper.

    Two lines far apart that have each other's place hold each other there: neither can move while its own place counts
    as taken. They are moved together, and moved back if that leaves more mistakes and leaps than there were.
    """
    seen: dict[str, list[Alignment]] = {}
    nothing = np.zeros_like(placing.covered)
    _settle_all(placing, seen, nothing)
    accused = _leaping(placing)
    if not accused:
        return
    places, anchors = [p.place for p in placing.pieces], [p.anchor for p in placing.pieces]
    price = _whole_course(placing)
    forgiven = nothing.copy()
    for piece in accused:
        for _, w in piece.place.pairs if piece.place is not None else ():
            if w is not None:
                forgiven[w] += 1
    if not _settle_all(placing, seen, forgiven):
        return
    _settle_all(placing, seen, nothing)
    if price - _whole_course(placing) < _LEAST_GAIN:
        for piece in placing.pieces:
            placing.unset(piece)
        for piece, place, anchor in zip(placing.pieces, places, anchors, strict=True):
            piece.anchor = anchor
            if place is not None:
                placing.set(piece, place)


def _settle_all(placing: Placing, seen: dict[str, list[Alignment]], forgiven: Counts) -> bool:
    """Settle window after window until nothing moves; whether anything did."""
    ever = False
    for _ in range(_ROUNDS):
        moved = False
        for low, high in _windows(placing):
            moved |= _settle(placing, low, high, seen, forgiven)
        ever |= moved
        if not moved:
            break
    return ever


def _leaping(placing: Placing) -> list[Piece]:
    """The short lines that stand out of the course of both their neighbours; none where nothing is odd about any."""
    placed = [p for p in placing.pieces if p.place is not None]
    if len(placed) < 2:
        return []
    leaps, odd = [True], False
    for one, other in pairwise(placed):
        assert one.place is not None and other.place is not None
        leaps.append(_step(placing, one.place.end, other.place.start) >= _LEAP)
        odd = odd or (leaps[-1] and _odd(placing, one.place, other.place))
    leaps.append(True)
    if not odd:
        return []
    return [p for p, before, after in zip(placed, leaps, leaps[1:], strict=False) if _movable(p) and before and after]


def _whole_course(placing: Placing) -> float:
    pieces = placing.pieces
    doubled = float(np.clip(placing.covered - 1, 0, None).sum())
    out, end = doubled, 0
    for piece in pieces:
        place = piece.place
        if place is None:
            out += _UNPLACED + _UNPLACED_EACH * len(piece.text)
        else:
            out += place.cost + _step(placing, end, place.start)
            end = place.end
    return out


def _windows(placing: Placing) -> Iterator[tuple[int, int]]:
    """Ranges of pieces around the leaps between two lines one of which is short."""
    placed = [n for n, p in enumerate(placing.pieces) if p.place is not None]
    found: list[tuple[int, int]] = []
    for a, b in pairwise(placed):
        one, other = placing.pieces[a], placing.pieces[b]
        assert one.place is not None and other.place is not None
        if not (_movable(one) or _movable(other)):
            continue
        if _step(placing, one.place.end, other.place.start) < _LEAP or not _odd(placing, one.place, other.place):
            continue
        low, high = max(0, a - _AROUND), min(len(placing.pieces), b + 1 + _AROUND)
        if found and low <= found[-1][1] and high - found[-1][0] <= _MOST_LINES:
            found[-1] = found[-1][0], high
        else:
            found.append((low, high))
    yield from found[:_MOST_WINDOWS]


def _odd(placing: Placing, one: Alignment, other: Alignment) -> bool:
    """Whether the Word goes on behind ``one``, or comes to ``other``, with what no line has, or one of them has what
    another line has too, or does not fit where it stands. Cells whose lines are read in another order than they are
    written leap and leave nothing.
    """
    if max(one.cost, other.cost) >= 1:
        return True
    covered, text = placing.covered, placing.word.text
    beside = (*range(one.end, min(len(text), one.end + _BESIDE)), *range(max(0, other.start - _BESIDE), other.start))
    if any(covered[w] == 0 and text[w] != BREAK for w in beside):
        return True
    return any(covered[w] > 1 for place in (one, other) for _, w in place.pairs if w is not None)


def _movable(piece: Piece) -> bool:
    # also what stands in the Word once: ticked in print, a label may be to the letter what another row has
    return not piece.numbering and len(piece.text) <= _LONGEST


def _step(placing: Placing, end: int, start: int) -> float:
    """The price of going on at ``start`` after ``end``: nothing to the next character or block, more to pass over
    text, most to go back."""
    if start < end:
        return min(_MOST_BACK, _BACK + 0.35 * log2(end - start))
    if start - end <= 1:
        return 0.0
    over = start - end - placing.word.text.count(BREAK, end, start)
    return min(_MOST_AHEAD, 0.6 * log2(1 + over)) if over else 0.0


def _settle(placing: Placing, low: int, high: int, seen: dict[str, list[Alignment]], forgiven: Counts) -> bool:
    pieces = placing.pieces[low:high]
    old = [p.place for p in pieces]
    old_of = {id(p): p.place for p in pieces}
    before = next((p.place.end for p in reversed(placing.pieces[:low]) if p.place is not None), 0)
    after = next((p.place.start for p in placing.pieces[high:] if p.place is not None), None)
    for piece in pieces:
        placing.unset(piece)
    states = [_State(0.0, before, ())]
    for piece, place in zip(pieces, old, strict=True):
        options: list[Alignment | None] = [place]
        if _movable(piece):
            options += [o for o in _places(placing, piece, before, after, seen) if place is None or o != place]
            options += [None] if place is not None else []
        following: dict[int, _State] = {}
        for option in options:
            own = _price(placing, piece, option, forgiven)
            for state in states:
                step = 0.0
                end = state.end
                if option is not None:
                    step = _step(placing, state.end, option.start)
                    if len(piece.text) <= _SHORT and option is not place and not 0 <= option.start - state.end <= 1:
                        continue  # a lone character read elsewhere would hide that the very same one was taken out
                    end = option.end
                price = state.price + own + step
                if end not in following or price < following[end].price:
                    following[end] = _State(price, end, (*state.course, option))
        states = sorted(following.values(), key=lambda s: (s.price, s.end))[:_MOST_STATES]
    to_after = {s.end: _step(placing, s.end, after) if after is not None else 0.0 for s in states}
    new = min(states, key=lambda s: (s.price + to_after[s.end], s.end)).course
    gain = _whole(placing, pieces, old, before, after, forgiven) - _whole(placing, pieces, new, before, after, forgiven)
    better = gain >= _LEAST_GAIN
    for piece, place in zip(pieces, new if better else old, strict=True):
        piece.anchor = piece.anchor and place == old_of[id(piece)]
        if place is not None:
            placing.set(piece, place)
    return better


def _places(
    placing: Placing, piece: Piece, before: int, after: int | None, seen: dict[str, list[Alignment]]
) -> list[Alignment]:
    """Where ``piece`` might stand: as often as it occurs, and wherever between the ends of the window."""
    word, text = placing.word, piece.text
    expected = [before] if after is None else [before, max(0, after - len(text))]
    out = candidates_of(word, text).near(word, expected) if text not in seen else seen[text]
    if len(out) <= _MOST_PLACES:
        seen[text] = out
    else:  # those between the ends of the window first
        last = after if after is not None else before + _LOCAL
        out = sorted(out, key=lambda o: max(before - o.start, o.start - last, 0))[:_MOST_PLACES]
    if len(text) > _SHORT and after is not None and 0 < after - before <= _LOCAL:
        found = align(text, word.text[before:after], before)
        if found.matches >= PLACED_SHARE * len(text):
            out = [*out, found]
    return [o for o in out if len(text) > _SHORT or o.cost < 1]


def _price(placing: Placing, piece: Piece, place: Alignment | None, forgiven: Counts) -> float:
    if place is None:
        return _UNPLACED + _UNPLACED_EACH * len(piece.text)
    taken = sum(int(placing.covered[w] > forgiven[w]) for _, w in place.pairs if w is not None)
    return place.cost + taken


def _whole(
    placing: Placing,
    pieces: Sequence[Piece],
    course: Sequence[Alignment | None],
    before: int,
    after: int | None,
    forgiven: Counts,
) -> float:
    """The price of a course, of each character of the Word that two of its lines would have as well."""
    price, end = 0.0, before
    used: Counter[int] = Counter()
    for piece, place in zip(pieces, course, strict=True):
        price += _price(placing, piece, place, forgiven)
        if place is not None:
            price += _step(placing, end, place.start)
            end = place.end
            used.update(w for _, w in place.pairs if w is not None)
    price += sum(n - 1 for n in used.values())
    return price + (_step(placing, end, after) if after is not None else 0.0)
