"""The order in which a page read as a picture is read: row by row, and in a table cell by cell.

A sheet that lies askew by half a degree shifts the right end of a row by half a line: sorted by their upper edges, the
cells of a row come in reverse, and the second lines of two cells side by side interleave. Rows are therefore told apart
along the slope that the lines themselves have, and cells by the rules that the page shows. A cell is whatever rules
enclose, so that merged cells, tables within cells and tables photographed aslant need no rule of their own. Where the
page shows a table's rules only in part, as a photograph may or a table without outer rules does, the lines that nothing
encloses belong to the row of the cells beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line

__all__ = ["Slope", "in_reading_order"]

Image = npt.NDArray[np.uint8]

_COARSE = 3.0  # pixels of the picture (at 200 dpi) in one of the map of cells: a rule is at least one wide there
_GAP = 5  # pixels of the map that a rule broken by the scan may be interrupted
_SAME_ROW = 0.5  # heights between the middles of two lines of one row
_TELLING = 4.0  # heights that a line is wide whose slope counts
_ONE_COLUMN = 0.5  # of the narrower of two lines that the other stands below or above
_ONE_TABLE = 0.5  # of the smaller of two frames that the other covers: rules that were one before some broke
_SLOPES = 8  # such lines from which the slope may change down the page, as on a photograph
_STEEPEST = 0.06  # of a line that is one, 3.5 degrees


@dataclass(frozen=True, slots=True)
class _Item:
    """A line, or a table with its cells' contents: ``lines`` in reading order; sizes in points, along the rows."""

    x0: float
    middle: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """The cells that one connected piece of ruling encloses, and the box around that ruling, in points."""

    cells: list[int]
    frame: Box


def in_reading_order(
    lines: Sequence[Line], rules: tuple[Image, Image], dpi: float
) -> tuple[list[Line], tuple[Box, ...]]:
    """``lines`` (places in points) as one reads them, and where tables lie whose cells are ruled.

    ``rules``: the picture's upright and level rules (0/255).
    """
    slope = Slope(lines)
    upright, level = rules
    cells = _Cells(upright, level, dpi) if len(lines) > 2 and upright.any() and level.any() else None
    if cells is None:
        return _by_rows([_item(line, slope) for line in lines]), ()
    by_cell: dict[int, list[Line]] = {}
    for line in lines:
        by_cell.setdefault(cells.of(line), []).append(line)
    ordered = _within(cells, 0, by_cell, slope)
    if len(ordered) != len(lines):  # a line in a cell that no table claims would be lost
        return _by_rows([_item(line, slope) for line in lines]), ()
    return ordered, tuple(_tables(cells, 0))


def _tables(cells: _Cells, container: int) -> Iterator[Box]:
    """The tables of a cell or of the open page (0). A frame around text, as the edge of a sheet may be, is none."""
    for table in cells.tables(container):
        if len(table.cells) > 1:
            yield union(cells.box(cell) for cell in table.cells)
        else:
            yield from _tables(cells, table.cells[0])


def _within(cells: _Cells, container: int, by_cell: dict[int, list[Line]], slope: Slope) -> list[Line]:
    """The lines of a cell, or of the open page (0), and of the tables in it."""
    free = [_item(line, slope) for line in by_cell.get(container, ())]
    items = []
    for table in cells.tables(container):
        # the cells of a row begin at one height, wherever their text stands in them
        parts, spans = [], []
        for cell in table.cells:
            own = _within(cells, cell, by_cell, slope)
            box = cells.box(cell)
            top = slope.level(*box.centre) - box.height / 2
            spans.append((top, top + box.height))
            if own:
                parts.append(_Item(box.x0, top, min(_height(ln) for ln in own), tuple(own)))
        inside = [i for i in free if _beside(i, table.frame, spans)]
        free = [i for i in free if i not in inside]
        parts += _not_enclosed(inside, spans)
        if parts:
            first = min(parts, key=lambda p: p.middle)
            middle = first.middle + first.height / 2
            items.append(_Item(min(p.x0 for p in parts), middle, first.height, tuple(_by_rows(parts))))
    return _by_rows([*free, *items])


def _beside(item: _Item, frame: Box, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether a line that no cell encloses stands between the rules of a table, at the height of its cells."""
    (line,) = item.lines
    top, bottom = min(t for t, _ in spans), max(b for _, b in spans)
    return frame.x0 < line.box.centre[0] < frame.x1 and top < item.middle < bottom


def _not_enclosed(items: Sequence[_Item], spans: Sequence[tuple[float, float]]) -> list[_Item]:
    """Such lines as the cells they would be, each at the height at which the cells of its row begin (``spans``).

    Of several cells at a line's height the lowest tells the row: the others reach over several.
    """
    rows: dict[float, list[_Item]] = {}
    for item in items:
        around = [(bottom - top, top) for top, bottom in spans if top < item.middle < bottom]
        rows.setdefault(min(around)[1] if around else item.middle - item.height / 2, []).append(item)
    out = []
    for top, row in rows.items():
        columns: list[list[_Item]] = []
        for item in sorted(row, key=lambda i: i.middle):
            column = next((c for c in columns if _one_column(c[-1], item)), None)
            if column is None:
                columns.append([item])
            else:
                column.append(item)
        out += [
            _Item(min(i.x0 for i in c), top, min(i.height for i in c), tuple(line for i in c for line in i.lines))
            for c in columns
        ]
    return out


def _one_column(above: _Item, below: _Item) -> bool:
    a, b = above.lines[0].box, below.lines[0].box
    return min(a.x1, b.x1) - max(a.x0, b.x0) > _ONE_COLUMN * min(a.width, b.width)


def _item(line: Line, slope: Slope) -> _Item:
    x, y = line.box.centre
    return _Item(line.box.x0, slope.level(x, y), _height(line), (line,))


def _height(line: Line) -> float:
    """Of the line itself, not of the upright box around it, which a slope makes higher."""
    if not line.quad:
        return max(1.0, line.box.height)
    (_, a), _, _, (_, b) = line.quad
    return max(1.0, abs(b - a))


def _by_rows(items: Sequence[_Item]) -> list[Line]:
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda i: (i.middle, i.x0)):
        first = rows[-1][0] if rows else None
        if first is not None and item.middle - first.middle < _SAME_ROW * min(first.height, item.height):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [line for row in rows for item in sorted(row, key=lambda i: (i.x0, i.middle)) for line in item.lines]


class Slope:
    """By how much rows fall to the right, from the long lines of the page; on a photograph it changes down the page."""

    def __init__(self, lines: Sequence[Line]) -> None:
        found = []
        for line in lines:
            if not line.quad:
                continue  # characters one below the other
            (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.quad
            wide = (bx - ax + cx - dx) / 2
            fall = (by - ay + cy - dy) / 2
            if wide > _TELLING * _height(line) and abs(fall) < _STEEPEST * wide:
                found.append((line.box.centre[1], fall / wide, wide))
        self._rise, self._change, self._at = 0.0, 0.0, 0.0
        if not found:
            return
        y, value, weight = np.array(found).T
        order = np.argsort(value)
        half = np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)
        self._rise = float(value[order][min(int(half), len(found) - 1)])
        near = np.abs(value - self._rise) < _STEEPEST / 4
        if near.sum() >= _SLOPES and np.ptp(y[near]) > 0:
            self._at = float(np.average(y[near], weights=weight[near]))
            change, rise = np.polyfit(y[near] - self._at, value[near], 1, w=np.sqrt(weight[near]))
            self._change, self._rise = float(change), float(rise)

    def level(self, x: float, y: float) -> float:
        """The height at which the row through (x, y) meets the page's left edge."""
        return y - self._fall(y) * x

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """Where (x, y) would be on a sheet whose rows run level and whose columns stand upright."""
        return x + self._rise * y, self.level(x, y)

    def _fall(self, y: float) -> float:
        return self._rise + self._change * (y - self._at)


class _Cells:
    """What rules enclose, on a coarse map of the page; 0 is what nothing encloses."""

    def __init__(self, upright: Image, level: Image, dpi: float) -> None:
        high, wide = upright.shape
        factor = max(1.0, _COARSE * dpi / 200)
        size = (max(1, round(wide / factor)), max(1, round(high / factor)))
        both = cv2.resize(cv2.bitwise_or(upright, level), size, interpolation=cv2.INTER_AREA)
        gap = np.ones((1, _GAP), np.uint8)
        joined = cv2.morphologyEx(np.asarray(both > 0, dtype=np.uint8), cv2.MORPH_CLOSE, gap)
        ink = np.pad(np.asarray(cv2.morphologyEx(joined, cv2.MORPH_CLOSE, gap.T), dtype=np.uint8), 1)
        self._point = 72 / dpi * wide / size[0]
        count, self._marks, self._stats, _ = cv2.connectedComponentsWithStats(1 - ink, connectivity=4)
        self._page = int(self._marks[0, 0])
        _, figures, frames, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        self._tables: dict[int, list[_Table]] = {}
        own: dict[int, list[int]] = {}
        for n in range(1, count):
            if n == self._page:
                continue
            own.setdefault(self._frame(n, np.asarray(figures, dtype=np.int32)), []).append(n)
        for frame, cells in sorted(own.items()):
            x, y, _, h, _ = (int(v) for v in frames[frame])
            row = int(np.flatnonzero(figures[y : y + h, x] == frame)[0]) + y
            around = self._name(int(self._marks[row, x - 1])) if x else 0
            self._claim(around, _Table(cells, self._points(*frames[frame, :4])))

    def _frame(self, cell: int, figures: npt.NDArray[np.int32]) -> int:
        """The connected rules that enclose ``cell``: those left of its leftmost pixel."""
        x, y, _, h, _ = (int(v) for v in self._stats[cell])
        row = int(np.flatnonzero(self._marks[y : y + h, x] == cell)[0]) + y
        return int(figures[row, x - 1])

    def _claim(self, around: int, table: _Table) -> None:
        """Add what one piece of ruling encloses to the tables that stand in ``around``, to the one it is a part of."""
        known = self._tables.setdefault(around, [])
        for other in known:
            smaller = min(table.frame.area, other.frame.area)
            if table.frame.intersection(other.frame) > _ONE_TABLE * smaller:
                known.remove(other)
                self._claim(around, _Table(other.cells + table.cells, union((other.frame, table.frame))))
                return
        known.append(table)

    def _name(self, mark: int) -> int:
        return 0 if mark == self._page else mark

    def of(self, line: Line) -> int:
        """The cell most of the line's characters stand in."""
        found: Counter[int] = Counter()
        high, wide = self._marks.shape
        for box in line.chars:
            x, y = box.centre
            column, row = int(x / self._point) + 1, int(y / self._point) + 1
            if 0 <= column < wide and 0 <= row < high and (mark := int(self._marks[row, column])):
                found[self._name(mark)] += 1
        return found.most_common(1)[0][0] if found else 0

    def tables(self, container: int) -> list[_Table]:
        """The cells of each table that stands in ``container``."""
        return self._tables.get(container, [])

    def box(self, cell: int) -> Box:
        return self._points(*self._stats[cell, :4])

    def _points(self, x: float, y: float, w: float, h: float) -> Box:
        x0, y0 = float(x - 1) * self._point, float(y - 1) * self._point
        return Box(x0, y0, x0 + float(w) * self._point, y0 + float(h) * self._point)
