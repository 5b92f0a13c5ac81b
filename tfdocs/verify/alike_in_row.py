"""Cells of one row that say the same, × × ×, of which one is gone: which of them it is, the columns tell.

By their order the two that are left were taken for the last two, wherever they stood, and a person was shown the wrong
cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from statistics import median

from tfdocs.verify.candidates import literal
from tfdocs.verify.pieces import Placing
from tfdocs.verify.table_grid import Grid, by_table, leaning, parts_of

__all__ = ["to_nearest_columns"]

_MOST = 10  # alike cells of a row
_NEARER = 0.5  # of the way from one column to the next: by so much other cells must be nearer


_Row = tuple[int, int, str]  # table, row, what the cells say
_Cells = list[tuple[int, int]]  # the column of each, and where it begins in the Word's flat text


def to_nearest_columns(placing: Placing) -> None:
    """Give alike lines of a row, fewer than the cells of the Word that say so, the cells whose columns they are in."""
    rows = _alike_cells(placing)
    if not rows:
        return
    leans = leaning(placing.pieces)
    for (page, _), parts in by_table(parts_of(placing, in_cells=True))[0].items():
        grid = Grid(parts, leans(page))
        columns: dict[int, list[tuple[int, float]]] = defaultdict(list)  # the row and place of each line
        found: dict[_Row, list[int]] = defaultdict(list)
        for n, part in enumerate(parts):
            cell, place = part.cell, part.piece.place
            if cell is None or cell.column_span > 1 or place is None or not part.whole:
                continue
            columns[cell.column].append((cell.row, float(grid.x[n])))
            if place.cost == 0 and (cell.table, cell.row, part.text) in rows:
                found[cell.table, cell.row, part.text].append(n)
        for row, own in found.items():
            cells = rows[row]
            # the other rows tell where a column stands: a table may end on a page with few
            others = {column: [x for r, x in columns[column] if r != row[1]] for column, _ in cells}
            if len(own) >= len(cells) or not all(others.values()):
                continue
            middles = {column: median(xs) for column, xs in others.items()}
            own.sort(key=lambda n: float(grid.x[n]))
            before = sorted(cell.column for n in own if (cell := parts[n].cell) is not None)
            best = _nearest(cells, [float(grid.x[n]) for n in own], before, middles)
            for n in own if best else ():
                placing.unset(parts[n].piece)
            for n, (_, start) in zip(own, best, strict=False):
                placing.set(parts[n].piece, literal(placing.word, row[2], start))


def _nearest(cells: _Cells, xs: Sequence[float], before: Sequence[int], middles: Mapping[int, float]) -> _Cells:
    """As many of ``cells`` as there are ``xs``, from the left, that stand nearest by the ``middles`` of columns.

    Nothing where the columns ``before`` are hardly farther.
    """

    def away(columns: Iterable[int]) -> float:
        return sum(abs(x - middles[column]) for x, column in zip(xs, columns, strict=True))

    best = min(combinations(cells, len(xs)), key=lambda chosen: away(column for column, _ in chosen))
    step = min(middles[b] - middles[a] for (a, _), (b, _) in pairwise(cells))
    nearer = away(before) - away(column for column, _ in best)
    return list(best) if step > 0 and nearer >= _NEARER * step else []


def _alike_cells(placing: Placing) -> dict[_Row, _Cells]:
    """The cells of each row, two and more, that say the same: of one row, one column and one paragraph."""
    word = placing.word
    rows: dict[_Row, _Cells] = defaultdict(list)
    for cell, own in word.cells.items():
        if len(own) == 1 and cell.row_span == cell.column_span == 1:
            start, end = own[0]
            rows[cell.table, cell.row, word.text[start:end]].append((cell.column, word.flat_at[start]))
    return {row: sorted(cells) for row, cells in rows.items() if 1 < len(cells) <= _MOST}
