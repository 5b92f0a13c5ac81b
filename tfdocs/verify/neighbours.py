"""Which lines stand to the left of a line on its row, and over it in its column: worked out once, asked many times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from tfdocs.verify.pieces import Piece

_ROW = 40  # pieces in reading order on each side among which a row's others are looked for
_COLUMN = 80


class Neighbours:
    """The layout around each piece; ``pieces`` in reading order, which must not change while this is used."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        boxes = [p.line.box for p in pieces]
        self._sides = np.array([(b.x0, b.top, b.x1, b.bottom) for b in boxes]).reshape(-1, 4)
        # of each piece the first on its page, and the first on the next
        self._first, self._end = list[int](), list[int]()
        for _, group in groupby(pieces, key=lambda p: p.page):
            start, count = len(self._first), len(list(group))
            self._first += [start] * count
            self._end += [start + count] * count
        self._rows: dict[int, list[Piece]] = {}
        self._columns: dict[int, list[Piece]] = {}

    def left(self, piece: Piece) -> Piece | None:
        """The nearest placed piece to the left on the same row of the page."""
        row = self._rows.get(id(piece))
        if row is None:
            row = self._rows[id(piece)] = self._row(piece)
        return next((other for other in row if other.place is not None), None)

    def above(self, piece: Piece) -> Piece | None:
        """The nearest placed piece over ``piece`` in the same column of the page."""
        column = self._columns.get(id(piece))
        if column is None:
            column = self._columns[id(piece)] = self._column(piece)
        return next((other for other in column if other.place is not None), None)

    def _row(self, piece: Piece) -> list[Piece]:
        box, at = piece.line.box, piece.order
        low, high = max(self._first[at], at - _ROW + 1), min(self._end[at], at + _ROW)
        _, top, x1, bottom = self._sides[low:high].T
        shared = np.minimum(box.bottom, bottom) - np.maximum(box.top, top)
        beside = (shared > 0.3 * np.minimum(box.height, bottom - top)) & (x1 <= box.x0 + 0.3 * box.height)
        found = (np.flatnonzero(beside) + low).tolist()
        backward, forward = [i for i in reversed(found) if i < at], [i for i in found if i > at]
        return sorted((self._pieces[i] for i in (*backward, *forward)), key=lambda p: -p.line.box.x1)

    def _column(self, piece: Piece) -> list[Piece]:
        box, at = piece.line.box, piece.order
        low = max(self._first[at], at - _COLUMN + 1)
        x0, _, x1, bottom = self._sides[low:at].T
        shared = np.minimum(box.x1, x1) - np.maximum(box.x0, x0)
        over = (bottom <= box.top + 0.4 * box.height) & (shared > 0.5 * np.minimum(box.width, x1 - x0))
        return [self._pieces[i] for i in reversed((np.flatnonzero(over) + low).tolist())]
