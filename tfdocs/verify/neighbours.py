"""Which lines stand to the left of a line on its row, and over it in its column: worked out once, asked many times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tfdocs.verify.pieces import Piece

_ROW = 40  # pieces in reading order on each side among which a row's others are looked for
_COLUMN = 80

Flags = npt.NDArray[np.bool_]
Sides = npt.NDArray[np.float64]  # x0, top, x1, bottom (points): a row of each, a column for each piece


class Neighbours:
    """The layout around each piece; ``pieces`` in reading order, which must not change while this is used."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        boxes = [p.line.box for p in pieces]
        sides = np.array([(b.x0, b.top, b.x1, b.bottom) for b in boxes]).reshape(-1, 4)
        self._sides = np.ascontiguousarray(sides.T)
        self._pages = np.array([p.page for p in pieces])
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
        at = piece.order
        found = self._beside[at]
        backward, forward = [i for i in reversed(found) if i < at], [i for i in found if i > at]
        return sorted((self._pieces[i] for i in (*backward, *forward)), key=lambda p: -p.line.box.x1)

    def _column(self, piece: Piece) -> list[Piece]:
        return [self._pieces[i] for i in reversed(self._over[piece.order])]

    @cached_property
    def _beside(self) -> list[list[int]]:
        """Of each piece those on its row that end where it begins or before, rising."""

        def stand(own: Sides, others: Sides) -> Flags:
            (x0, top, _, bottom), (_, other_top, other_x1, other_bottom) = own, others
            shared = np.minimum(bottom, other_bottom) - np.maximum(top, other_top)
            level = shared > 0.3 * np.minimum(bottom - top, other_bottom - other_top)
            return np.asarray(level & (other_x1 <= x0 + 0.3 * (bottom - top)))

        return self._found(stand, range(1 - _ROW, _ROW))

    @cached_property
    def _over(self) -> list[list[int]]:
        """Of each piece those before it that stand over it, rising."""

        def stand(own: Sides, others: Sides) -> Flags:
            (x0, top, x1, bottom), (other_x0, _, other_x1, other_bottom) = own, others
            shared = np.minimum(x1, other_x1) - np.maximum(x0, other_x0)
            over = other_bottom <= top + 0.4 * (bottom - top)
            return np.asarray(over & (shared > 0.5 * np.minimum(x1 - x0, other_x1 - other_x0)))

        return self._found(stand, range(1 - _COLUMN, 0))

    def _found(self, stand: Callable[[Sides, Sides], Flags], away: range) -> list[list[int]]:
        """Of each piece those of its page, so many places ``away`` in reading order, that ``stand`` says yes to.

        All pieces at once for each distance: one by one, each with those around it, took ten times as long.
        """
        count = len(self._pieces)
        of, which = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
        for step in away:
            first, last = max(0, -step), count - max(0, step)
            if first >= last:
                continue
            own, others = self._sides[:, first:last], self._sides[:, first + step : last + step]
            one_page = self._pages[first:last] == self._pages[first + step : last + step]
            found = np.flatnonzero(stand(own, others) & one_page) + first
            of.append(found)
            which.append(found + step)
        pieces, neighbours = np.concatenate(of), np.concatenate(which)
        # by piece, and of one piece rising as the steps do
        order = np.argsort(pieces, kind="stable")
        ends = np.cumsum(np.bincount(pieces, minlength=count)).tolist()
        listed = neighbours[order].tolist()
        return [listed[start:end] for start, end in pairwise([0, *ends])]
