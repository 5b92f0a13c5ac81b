"""Two lines that each took the other's place in the Word: put right when both fit better the other way round.

8,800.00 stands in 230,800.00 to five characters; once it was placed there, the sum that was read with a slip
(230.800.00) found its own place taken and went to the cell of the other. Each is then a certain difference where there
is none. And where 25,500 became 26,500 in one row and 26,500 became 26,560 in the next, the first is to the letter what
the Word has in the second: as many mistakes either way, and the rows decide. They do so against a mistake or two as
well, where each line then stands right behind the cell before it: 06-10 became 06-11, and 06-19 further down 06-10.
Where a label stands in two rows and one of its prints has a change, the print without it fits both: the column's order
decides.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from tfdocs.verify.align import BREAK, Alignment, align, one_to_one
from tfdocs.verify.neighbours import Neighbours
from tfdocs.verify.pieces import Piece, Placing

_LONGEST = 24  # characters: cells and short lines; prose finds its place by its words
_LEAST_GAIN = 2.0  # mistakes that both together must lose
_CLOSER = 20  # characters of the Word that both together must come nearer to what stands left of them
# An alignment takes 50 µs: on a badly read page of hundreds of cells, all pairs would take many seconds. A page of 600
# imperfect cells takes 1.5 s of CPU with these limits, one of 300 half of that.
_ADJACENT = 2  # characters of the Word from the cell before: the break between them, and one lost there
_LEAST_ALIKE = 0.6  # of a line's characters
_MOST_LOST = 2.0  # mistakes that rows may cost
_NEAREST = 80  # short lines before and after it that a line is held against
_LIKELIEST = 8  # of these, by edit distance, are aligned


def exchange(placing: Placing, around: Neighbours) -> None:
    """Exchange the places of pairs of short lines of one page where that leaves fewer mistakes, or better rows.

    A line that has another's place while its own is free goes there.
    """
    by_page: dict[int, list[Piece]] = {}
    for piece in placing.pieces:
        if piece.place is not None and len(piece.text) <= _LONGEST:
            by_page.setdefault(piece.page, []).append(piece)
    for pieces in by_page.values():
        for n, one in enumerate(pieces):
            if one.place is None or one.anchor or _to_own_cell(placing, around, one) or one.place.cost < 1:
                continue
            others = [*pieces[max(0, n - _NEAREST) : n], *pieces[n + 1 : n + 1 + _NEAREST]]
            for other in _likeliest(placing, one, others):
                if _exchanged(placing, around, one, other):
                    break


def _to_own_cell(placing: Placing, around: Neighbours, piece: Piece) -> bool:
    """Put a line into the cell behind the one before it, where that cell is free and fits no worse than a far one.

    15,300 became 15,500, and 25,500 in another table is as near; nothing else stands in its own cell.
    """
    left, place, text = around.left(piece), piece.place, placing.word.text
    if left is None or left.place is None or place is None:
        return False
    start = left.place.end
    while start < len(text) and text[start] == BREAK and start - left.place.end < _ADJACENT:
        start += 1
    end = text.find(BREAK, start)
    end = len(text) if end < 0 else end
    if not 0 < end - start <= _LONGEST or abs(place.start - start) <= _CLOSER:
        return False
    if place.cost < 1 and text[start:end] != piece.text:
        return False
    found = one_to_one(piece.text, text[start:end], start, align(piece.text, text[start:end], start))
    if found.cost > place.cost or found.matches < _LEAST_ALIKE * len(piece.text) or placing.free(found) < 1:
        return False
    placing.unset(piece)
    placing.set(piece, found)
    return True


def _likeliest(placing: Placing, one: Piece, others: list[Piece]) -> list[Piece]:
    """Those of ``others`` that may exchange their place with ``one``, the fewest mistakes together first."""

    def mistakes(other: Piece) -> float:
        both = Levenshtein.distance(one.text, _stretch(placing, other, one))
        return both + Levenshtein.distance(other.text, _stretch(placing, one, other))

    return sorted((o for o in others if o.place is not None), key=mistakes)[:_LIKELIEST]


def _exchanged(placing: Placing, around: Neighbours, one: Piece, other: Piece) -> bool:
    here, there = one.place, other.place
    if here is None or there is None or here.start == there.start:
        return False
    both_off = there.cost >= 1 and not other.anchor and here.cost + there.cost >= _LEAST_GAIN
    rows = _in_one_column(one, other) and _off(around, one, here) + _off(around, other, there) > (
        _off(around, one, there) + _off(around, other, here) + _CLOSER
    )
    if rows and not _out_of_order(one, other) and not _told_apart(placing, around, one, other):
        rows = False  # 满意度 before each of them may itself have taken the other's place
    order = not rows and _out_of_order(one, other) and not _held_by_rows(placing, around, one, other)
    if not both_off and not rows and not order:
        return False
    to_there, to_here = _at(placing, one, there), _at(placing, other, here)
    gain = here.cost + there.cost - to_there.cost - to_here.cost
    adjacent = max(_off(around, one, there), _off(around, other, here)) <= _ADJACENT
    by_rows = (rows and gain >= (-_MOST_LOST if adjacent else 0)) or (order and gain >= 0)
    if not (both_off and gain >= _LEAST_GAIN) and not by_rows:
        return False
    placing.unset(one)
    placing.unset(other)
    placing.set(one, to_there)
    placing.set(other, to_here)
    return True


def _in_one_column(one: Piece, other: Piece) -> bool:
    a, b = one.line.box, other.line.box
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 * min(a.width, b.width)


def _out_of_order(one: Piece, other: Piece) -> bool:
    """Whether the upper of two cells of a column stands behind the lower one in the Word."""
    if one.place is None or other.place is None or not _in_one_column(one, other):
        return False
    down = other.line.box.centre[1] - one.line.box.centre[1]
    apart = abs(down) > 0.5 * min(one.line.box.height, other.line.box.height)
    return apart and (down > 0) != (other.place.start > one.place.start)


def _told_apart(placing: Placing, around: Neighbours, one: Piece, other: Piece) -> bool:
    """Whether what stands left of one of them stands nowhere else in the Word."""
    lefts = (around.left(one), around.left(other))
    return any(left is not None and len(placing.word.occurrences(left.text)) == 1 for left in lefts)


def _held_by_rows(placing: Placing, around: Neighbours, one: Piece, other: Piece) -> bool:
    """Whether a cell before one of the two, found nowhere else in the Word, has it where it stands: rows moved."""
    for piece in (one, other):
        left = around.left(piece)
        if left is not None and left.place is not None and len(placing.word.occurrences(left.text)) == 1:
            assert piece.place is not None
            if _off(around, piece, piece.place) <= _ADJACENT:
                return True
    return False


def _off(around: Neighbours, piece: Piece, place: Alignment) -> float:
    """Characters of the Word between what stands left of the line and ``place``; 0 where nothing does."""
    left = around.left(piece)
    return 0.0 if left is None or left.place is None else abs(place.start - left.place.end)


def _at(placing: Placing, piece: Piece, place: Alignment) -> Alignment:
    """``piece`` aligned with the whole block that ``place`` lies in, as far as a line of its length reaches."""
    start, end = _around(placing, piece, place)
    text = placing.word.text
    found = align(piece.text, text[start:end], start)
    while start < end and text[end - 1] == BREAK:
        end -= 1
    return one_to_one(piece.text, text[start:end], start, found)


def _stretch(placing: Placing, holder: Piece, piece: Piece) -> str:
    """What ``piece`` would be aligned with in the place of ``holder``."""
    assert holder.place is not None
    start, end = _around(placing, piece, holder.place)
    return placing.word.text[start:end]


def _around(placing: Placing, piece: Piece, place: Alignment) -> tuple[int, int]:
    word = placing.word
    blocks = word.block_of
    start, end = place.start, place.end
    while start > 0 and blocks[start - 1] == blocks[place.start] and place.start - start < len(piece.text):
        start -= 1
    last = max(place.start, place.end - 1)
    while end < len(word.text) and blocks[end] == blocks[last] and end - place.end < len(piece.text):
        end += 1
    return start, end
