"""The lines of a scanned page in the order of the cells of those tables that no rules show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page
from tfdocs.read.ocr.reading_order import Slope
from tfdocs.read.pdf.columns import unruled_grids
from tfdocs.read.pdf.tables import Grid

__all__ = ["by_columns"]


def by_columns(page: Page, taken: Sequence[Box]) -> tuple[Line, ...]:
    """The lines of ``page`` with those of each table that no rules show cell by cell, row after row.

    ``taken``: where ruled tables lie, whose lines are in order already. The sheet may lie askew. A line across
    two cells comes as two.
    """
    lines = list(page.lines)
    slope = Slope(lines)
    level = [_levelled(line, slope) for line in lines]
    free = [n for n, line in enumerate(lines) if not any(box.intersection(line.box) > 0 for box in taken)]
    grids = unruled_grids(replace(page, lines=tuple(level[n] for n in free)), ())
    if grids:
        parted = {n: _parted(lines[n], level[n], grids) for n in free}
        lines = [part for n, line in enumerate(lines) for part in parted.get(n, [line])]
        level = [_levelled(line, slope) for line in lines]
        free = [n for n, line in enumerate(lines) if not any(box.intersection(line.box) > 0 for box in taken)]
    for grid in grids:
        before = tuple(lines)
        cells: dict[int, tuple[int, int]] = {}
        for n in free:
            cell = grid.cell_at(*level[n].chars[0].centre) if level[n].chars else None
            if cell is not None:
                cells[n] = cell.row, cell.column
        # what stands in a cell keeps its order there; a row begins where the first of its lines stood
        order = sorted(cells, key=lambda n: (cells[n], n))
        for at, n in zip(sorted(cells), order, strict=True):
            lines[at] = before[n]
    return tuple(lines)


def _parted(line: Line, level: Line, grids: Sequence[Grid]) -> list[Line]:
    """``line`` in the parts that stand in cells of one row of ``grids``; ``level``: the same line, levelled."""
    if len(line.text) < 2 or not line.quad:
        return [line]
    cells = [_cell(grids, box) for box in level.chars]
    out = []
    start = 0
    for n in range(1, len(cells)):
        before, cell = cells[n - 1], cells[n]
        if before is not None and cell is not None and before[:2] == cell[:2] and before[2] != cell[2]:
            out.append((start, n))
            start = n
    if not out:
        return [line]
    return [part_of_line(line, a, b) for a, b in [*out, (start, len(line.text))]]


def _cell(grids: Sequence[Grid], box: Box) -> tuple[int, int, int] | None:
    """Grid, row and column in which the middle of ``box`` lies."""
    for n, grid in enumerate(grids):
        cell = grid.cell_at(*box.centre)
        if cell is not None:
            return n, cell.row, cell.column
    return None


def part_of_line(line: Line, start: int, stop: int) -> Line:
    """The characters from ``start`` to before ``stop``, with the picture's middle of the gap on either side."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.quad
    wide = max(1.0, line.box.width)
    left = 0.0 if start == 0 else ((line.chars[start - 1].x1 + line.chars[start].x0) / 2 - line.box.x0) / wide
    right = (
        1.0 if stop == len(line.text) else ((line.chars[stop - 1].x1 + line.chars[stop].x0) / 2 - line.box.x0) / wide
    )
    quad = (
        (ax + left * (bx - ax), ay + left * (by - ay)),
        (ax + right * (bx - ax), ay + right * (by - ay)),
        (dx + right * (cx - dx), dy + right * (cy - dy)),
        (dx + left * (cx - dx), dy + left * (cy - dy)),
    )
    xs, ys = zip(*quad, strict=True)
    lattice = line.lattice
    if lattice is not None:
        lattice = lattice.part(round(left * lattice.length), round(right * lattice.length))
    return replace(
        line,
        text=line.text[start:stop],
        box=Box(min(xs), min(ys), max(xs), max(ys)),
        chars=line.chars[start:stop],
        confidence=line.confidence[start:stop],
        lattice=lattice,
        quad=quad,
    )


def _levelled(line: Line, slope: Slope) -> Line:
    """``line`` as it would stand on a sheet that lies straight."""
    if not line.quad:
        return line
    xs, ys = zip(*(slope.upright(x, y) for x, y in line.quad), strict=True)
    top, bottom = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
    chars = []
    for box in line.chars:
        x, _ = slope.upright(*box.centre)
        chars.append(Box(x - box.width / 2, top, x + box.width / 2, bottom))
    return replace(line, box=Box(min(xs), top, max(xs), bottom), chars=tuple(chars))
