"""Two lines that each took the other's place in the Word: put right when both fit better the other way round.

8,800.00 stands in 230,800.00 to five characters; once it was placed there, the sum that was read with a slip
(230.800.00)
found its own place taken and went to the cell of the other. Each is then a certain difference where there is none.
"""

from __future__ import annotations

from tfdocs.verify.align import Alignment, align
from tfdocs.verify.pieces import Piece, Placing

_LONGEST = 24  # characters: cells and short lines; prose finds its place by its words
_LEAST_GAIN = 2.0  # mistakes that both together must lose


def exchange(placing: Placing) -> None:
    """Exchange the places of pairs of short lines of one page where that leaves fewer mistakes."""
    by_page: dict[int, list[Piece]] = {}
    for piece in placing.pieces:
        if piece.place is not None and piece.place.cost >= 1 and len(piece.text) <= _LONGEST and not piece.anchor:
            by_page.setdefault(piece.page, []).append(piece)
    for pieces in by_page.values():
        for n, one in enumerate(pieces):
            for other in pieces[n + 1 :]:
                _exchange(placing, one, other)


def _exchange(placing: Placing, one: Piece, other: Piece) -> None:
    here, there = one.place, other.place
    if here is None or there is None or here.cost + there.cost < _LEAST_GAIN:
        return
    to_there, to_here = _at(placing, one, there), _at(placing, other, here)
    if to_there.cost + to_here.cost <= here.cost + there.cost - _LEAST_GAIN:
        placing.unset(one)
        placing.unset(other)
        placing.set(one, to_there)
        placing.set(other, to_here)


def _at(placing: Placing, piece: Piece, place: Alignment) -> Alignment:
    """``piece`` aligned with the whole block that ``place`` lies in, as far as a line of its length reaches."""
    word = placing.word
    blocks = word.block_of
    start, end = place.start, place.end
    while start > 0 and blocks[start - 1] == blocks[place.start] and place.start - start < len(piece.text):
        start -= 1
    last = max(place.start, place.end - 1)
    while end < len(word.text) and blocks[end] == blocks[last] and end - place.end < len(piece.text):
        end += 1
    return align(piece.text, word.text[start:end], start)
