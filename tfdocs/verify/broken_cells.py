"""The last words of a cell on short rows of their own, over a page's end as well: 个人 | 信息 | 界面.

Each is a label that the table has elsewhere too, and too short to be placed by itself; below one another they say, to
the letter, what the cell is wanting.
"""

from __future__ import annotations

from collections import defaultdict

from tfdocs.verify.align import BREAK
from tfdocs.verify.candidates import literal
from tfdocs.verify.pieces import Piece, Placing

__all__ = ["fill_broken_cells"]

_MOST = 12  # characters that a cell is wanting
_OVER = 0.5  # of the narrower of two lines by which one stands over the other
_NEXT_ROW = 2.6  # heights


def fill_broken_cells(placing: Placing) -> None:
    """Place lines without a place that stand below the last placed one of a cell and say all that it is wanting."""
    word, text = placing.word, placing.word.text
    waiting: dict[int, list[Piece]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is None and not piece.numbering and len(piece.text) <= _MOST:
            waiting[piece.page].append(piece)
    if not waiting:
        return
    for piece in placing.pieces:
        place = piece.place
        if place is None or word.document.blocks[word.block_of[place.end - 1]].cell is None:
            continue
        wanted = text[place.end : text.find(BREAK, place.end)]
        if not 0 < len(wanted) <= _MOST or placing.covered[place.end : place.end + len(wanted)].any():
            continue
        start = place.end
        for below in _rows_below(piece, wanted, [*waiting[piece.page], *waiting[piece.page + 1]]):
            placing.set(below, literal(word, below.text, word.flat_at[start]))
            start += len(below.text)


def _rows_below(piece: Piece, wanted: str, waiting: list[Piece]) -> list[Piece]:
    """Those of ``waiting`` that, one below the other under ``piece``, say ``wanted``; nothing where they do not."""
    out: list[Piece] = []
    last = piece
    for other in waiting:
        own, box = other.line.box, last.line.box
        shared = min(own.x1, box.x1) - max(own.x0, box.x0)
        if other.place is not None or other.order < last.order or shared < _OVER * min(own.width, box.width):
            continue
        if other.page == last.page and not 0 < own.centre[1] - box.centre[1] < _NEXT_ROW * max(own.height, box.height):
            continue
        if not wanted.startswith(other.text):
            return []
        out.append(other)
        last, wanted = other, wanted[len(other.text) :]
        if not wanted:
            return out
    return []
