"""Labels of several rows that say the same: 审核意见 beside the rows of one table, and beside those of the next.

A label stands at the first of its rows in the Word and anywhere down them on paper, so that by the order of lines it
may be the next table's. Which of the two it is, the rows that it stands beside tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from tfdocs.model.document import CellPlace
from tfdocs.verify.align import BREAK, exact
from tfdocs.verify.pieces import Piece, Placing

__all__ = ["to_their_rows"]

_MOST = 100  # labels that say the same: each is held against each other
_ROUNDS = 3

_Row = tuple[int, int]  # a table's number, a row's


def to_their_rows(placing: Placing) -> None:
    """Give the labels that say the same, to the letter, the places whose rows they stand beside."""
    alike = _alike(placing)
    if not alike:
        return
    labels: dict[str, list[Piece]] = defaultdict(list)
    rows: dict[int, list[tuple[float, _Row]]] = defaultdict(list)  # by page: the heights at which they stand
    for piece in placing.pieces:
        place = piece.place
        if place is None or place.start >= placing.word.body:
            continue
        if place.cost == 0 and place.start in alike.get(piece.text, {}):
            labels[piece.text].append(piece)
        elif (cell := _cell(placing, place.start)) is not None and cell.row_span == 1:
            rows[piece.page].append((piece.line.box.centre[1], (cell.table, cell.row)))
    for text, own in labels.items():
        if len(own) <= _MOST:
            _settle(placing, own, alike[text], [_beside(piece, rows[piece.page]) for piece in own])


def _cell(placing: Placing, start: int) -> CellPlace | None:
    return placing.word.document.blocks[placing.word.block_of[start]].cell


def _alike(placing: Placing) -> dict[str, dict[int, CellPlace]]:
    """What more than one cell of several rows says, and where in the Word's text each of these begins."""
    word = placing.word
    found: dict[str, dict[int, CellPlace]] = defaultdict(dict)
    wanted = {n for n, b in enumerate(word.document.blocks) if b.cell is not None and b.cell.row_span > 1}
    if len(wanted) < 2:
        return {}
    start = 0
    for text in word.text[: word.body].split(BREAK):
        cell = _cell(placing, start) if text and word.block_of[start] in wanted else None
        if cell is not None:
            found[text][start] = cell
        start += len(text) + 1
    return {text: cells for text, cells in found.items() if len(cells) > 1}


def _beside(label: Piece, rows: Sequence[tuple[float, _Row]]) -> list[_Row]:
    box = label.line.box
    return [row for y, row in rows if box.top <= y <= box.bottom]


def _settle(
    placing: Placing, labels: Sequence[Piece], cells: dict[int, CellPlace], beside: Sequence[Sequence[_Row]]
) -> None:
    """Move each to where more of the rows beside it are: to a place that is free, or by exchange with another."""

    def seen(n: int, start: int) -> int:
        cell = cells[start]
        return sum(t == cell.table and cell.row <= r < cell.row + cell.row_span for t, r in beside[n])

    at = [p.place.start for p in labels if p.place is not None]
    if all(seen(n, start) == len(beside[n]) for n, start in enumerate(at)):
        return
    before = list(at)
    for _ in range(_ROUNDS):
        for n, start in enumerate(at):
            free = [s for s in cells if s not in at and placing.covered[s] == 0]
            best = max(free, key=lambda s: seen(n, s), default=start)
            if seen(n, best) > seen(n, start):
                at[n] = best
        for a, b in combinations(range(len(at)), 2):
            if seen(a, at[b]) + seen(b, at[a]) > seen(a, at[a]) + seen(b, at[b]):
                at[a], at[b] = at[b], at[a]
    changed = [n for n in range(len(at)) if at[n] != before[n]]
    for n in changed:
        placing.unset(labels[n])
    for n in changed:
        placing.set(labels[n], exact(range(at[n], at[n] + len(labels[n].text))))
