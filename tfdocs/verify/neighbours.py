"""Which lines stand to the left of a line on its row, and over it in its column: worked out once, asked many times."""

from __future__ import annotations

from collections.abc import Sequence

from tfdocs.verify.pieces import Piece

_ROW = 40  # pieces in reading order on each side among which a row's others are looked for
_COLUMN = 80


class Neighbours:
    """The layout around each piece; ``pieces`` in reading order, which must not change while this is used."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
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
        box = piece.line.box
        found: list[Piece] = []
        for step in (-1, 1):
            i = piece.order + step
            while 0 <= i < len(self._pieces) and self._pieces[i].page == piece.page and abs(i - piece.order) < _ROW:
                other = self._pieces[i]
                i += step
                o = other.line.box
                beside = min(box.bottom, o.bottom) - max(box.top, o.top) > 0.3 * min(box.height, o.height)
                if beside and o.x1 <= box.x0 + 0.3 * box.height:
                    found.append(other)
        return sorted(found, key=lambda p: -p.line.box.x1)

    def _column(self, piece: Piece) -> list[Piece]:
        box = piece.line.box
        found: list[Piece] = []
        i = piece.order - 1
        while i >= 0 and self._pieces[i].page == piece.page and piece.order - i < _COLUMN:
            other = self._pieces[i]
            i -= 1
            lies_over = other.line.box.bottom <= box.top + 0.4 * box.height
            shared = min(box.x1, other.line.box.x1) - max(box.x0, other.line.box.x0)
            if lies_over and shared > 0.5 * min(box.width, other.line.box.width):
                found.append(other)
        return found
