"""What stands left of a line and over it, among those near it in reading order and on its page."""

from __future__ import annotations

import random

from tests.unit.verify.conftest import _line
from tfdocs.text.normalise import fold
from tfdocs.verify.align import Alignment
from tfdocs.verify.neighbours import Neighbours
from tfdocs.verify.pieces import Piece

PLACED = Alignment(((0, 0),), 0, 1, 0.0, 1)


def piece(text: str, x: float, top: float, page: int = 0, *, placed: bool = True) -> Piece:
    folded = fold(text)
    return Piece(page, 0, _line(text, x, top), folded, 0, len(folded.text), PLACED if placed else None)


def around(*pieces: Piece) -> Neighbours:
    for n, own in enumerate(pieces):
        own.order = n
    return Neighbours(pieces)


def test_the_nearest_placed_line_of_the_row_stands_left_whatever_the_reading_order() -> None:
    far, near, unplaced, own = (
        piece("甲", 50, 80),
        piece("乙", 150, 82),
        piece("丙", 200, 80, placed=False),
        piece("丁", 300, 80),
    )
    known = around(own, near, unplaced, far)
    assert known.left(own) is near
    assert known.left(near) is far
    assert known.left(far) is None


def test_what_stands_over_a_line_is_the_last_one_of_its_column_before_it() -> None:
    first, second, beside, own = piece("甲", 50, 80), piece("乙", 50, 100), piece("丙", 300, 110), piece("丁", 50, 130)
    known = around(first, second, beside, own)
    assert known.above(own) is second
    assert known.above(first) is None


def test_lines_of_other_pages_are_nowhere_near() -> None:
    before, own = piece("甲", 50, 80, page=0), piece("乙", 150, 80, page=1)
    over = piece("丙", 150, 100, page=2)
    known = around(before, own, over)
    assert known.left(own) is None
    assert known.above(over) is None


def test_a_crowded_page_is_told_as_line_by_line() -> None:
    chance = random.Random(7)
    pieces = [
        piece("字" * chance.randint(1, 4), chance.uniform(0, 300), chance.uniform(0, 200), n // 120) for n in range(300)
    ]
    known = around(*pieces)
    for own in pieces:
        box = own.line.box
        near = [p for p in pieces if p.page == own.page and 0 < abs(p.order - own.order) < 40]
        row = [
            p
            for p in near
            if min(box.bottom, p.line.box.bottom) - max(box.top, p.line.box.top) > 0.3 * 12.0
            and p.line.box.x1 <= box.x0 + 0.3 * 12.0
        ]
        left = known.left(own)
        assert (left is None) == (not row)
        assert left is None or left.line.box.x1 == max(p.line.box.x1 for p in row)
