"""Lines that took each other's place are exchanged when both fit better, and only then."""

from __future__ import annotations

from tests.unit.verify.conftest import _page, _word
from tfdocs.text.normalise import fold
from tfdocs.verify.align import align
from tfdocs.verify.exchange import exchange
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.wordtext import word_text

CELLS = [("会议费", 0, 0, 0), ("8,800.00", 0, 0, 1), ("合计", 0, 1, 0), ("230,800.00", 0, 1, 1)]


def placed(lines: list[tuple[str, str]]) -> tuple[Placing, list[str]]:
    """Lines of one page, each with the cell of the Word it was placed in; afterwards the cells they are in."""
    word = word_text(_word(CELLS))
    pieces = []
    for n, line in enumerate(_page(1, [text for text, _ in lines]).lines):
        folded = fold(line.text)
        pieces.append(Piece(0, n, line, folded, 0, len(folded.text)))
    placing = Placing(word, pieces)
    for piece, (_, cell) in zip(pieces, lines, strict=True):
        at = word.text.index(cell)
        placing.set(piece, align(piece.text, cell, at))
    exchange(placing)
    blocks = [word.document.blocks[word.block_of[p.place.start]].text for p in pieces if p.place is not None]
    return placing, blocks


def test_two_cells_that_took_each_others_place_are_put_right() -> None:
    placing, cells = placed([("230.800.00", "8,800.00"), ("8,800.00", "230,800.00")])
    assert cells == ["230,800.00", "8,800.00"]
    assert placing.covered.max() == 1


def test_lines_in_their_own_places_stay_there() -> None:
    _, cells = placed([("230.800.00", "230,800.00"), ("8,300.00", "8,800.00")])
    assert cells == ["230,800.00", "8,800.00"]


def test_a_change_that_fits_neither_place_better_moves_nothing() -> None:
    _, cells = placed([("9,900.00", "8,800.00"), ("239,900.00", "230,800.00")])
    assert cells == ["8,800.00", "230,800.00"]
