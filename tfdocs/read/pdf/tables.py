"""Ruled tables of a page: the cells that its lines enclose, and which of the page's lines of text stand in which.

The page is drawn and looked at, so that a table of a scan and one of a text file are found alike, whatever its rules
are made of (strokes, thin rectangles, the pixels of a scan). It knows nothing of what a table says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page
from tfdocs.read.pdf.render import PageImages
from tfdocs.read.pdf.straight import Matrix, figures, plane, skew_of, turn

__all__ = ["Cell", "Grid", "cells_of", "flow", "grids_of", "ruled_grids"]

Image = npt.NDArray[np.uint8]

DPI = 160  # an upright stroke of a character ends 2 pt from the rules of a tight row: four pixels
_LONG = 0.03  # share of the page's width that a rule is long at least: no stroke of a character is
_LEAST = 6.0  # points: a cell is wider and higher
_FILLED = 0.82  # of its rectangle that a cell fills: what is less is no rectangle
_NEAR = 3.5  # points within which two rules are one
_TALL = 64  # pixels: an upright stroke of more is no character's in a table
_BESIDE = 0.12  # of the height of a rule that has ink beside it at most
_TOUCH = 2  # pixels by which an upright rule may miss a level one
_SOME = 0.4  # of a pixel
_MOST_CELLS = 3_000  # of a page


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its place on the grid; ``box`` in points of the page laid straight."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. ``skew``: degrees by which the sheet lies askew; ``straight``: the page's plane, row by row, from
    points as they are seen to points laid straight, where ``box`` and the cells are. Empty: it lies straight."""

    box: Box
    cells: tuple[Cell, ...]
    skew: float = 0.0
    straight: tuple[float, ...] = ()

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in the grid's own, upright coordinates."""
        if not self.straight:
            return x, y
        a, b, c, d, e, f, g, h, i = self.straight
        scale = g * x + h * y + i
        return (a * x + b * y + c) / scale, (d * x + e * y + f) / scale

    def cell_at(self, x: float, y: float) -> Cell | None:
        return self.cell_at_upright(*self.upright(x, y))

    def cell_at_upright(self, u: float, v: float) -> Cell | None:
        """The cell at a point in the grid's own coordinates."""
        return next((c for c in self.cells if c.box.x0 <= u < c.box.x1 and c.box.top <= v < c.box.bottom), None)


def ruled_grids(path: Path, pages: Sequence[Page]) -> dict[int, tuple[Grid, ...]]:
    """The tables of each page of ``path`` that has any, by page number. A page that cannot be drawn has none."""
    out: dict[int, tuple[Grid, ...]] = {}
    with PageImages(path) as images:
        for page in pages:
            if page.failure or len(page.lines) < 4:
                continue
            try:
                drawn = np.asarray(cv2.cvtColor(images.pixels(page, DPI), cv2.COLOR_RGB2GRAY), dtype=np.uint8)
            except EngineFailed:
                continue  # the page was read; without a picture of it its text is prose
            if found := grids_of(drawn, page.width / drawn.shape[1]):
                out[page.number] = found
    return out


def grids_of(grey: Image, point: float) -> tuple[Grid, ...]:
    """The tables of a page drawn in grey, from top to bottom; ``point`` is the size of a pixel in points."""
    high, wide = grey.shape
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    long = max(16, round(wide * _LONG))
    across = _level(ink, long)
    if not across.any():
        return ()
    drawn, laid = ink, None
    if skew := skew_of(across):
        laid = turn(skew, wide, high)
        ink = _laid(drawn, laid)
        across = _level(ink, long)
    down = _upright(ink, across, long)
    # only now, for a rule that lies askew falls to pieces
    if (further := plane(across, down, point)) is not None:
        laid = further if laid is None else further @ laid
        ink = _laid(drawn, laid)
        across = _level(ink, long)
        down = _upright(ink, across, long)
    # a rule that a scan has broken is one again
    down = cv2.dilate(down, np.ones((5, 2), np.uint8))
    rules = cv2.bitwise_or(across, down)
    count, marks, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    out = []
    for n in range(1, count):
        x, y, w, h = (int(v) for v in stats[n, :4])
        if w * point < 8 * _LEAST or h * point < 2 * _LEAST:
            continue
        part = np.where(marks[y : y + h, x : x + w] == n, rules[y : y + h, x : x + w], 0).astype(np.uint8)
        if (grid := _grid(part, x, y, point)) is not None:
            out.append(replace(grid, skew=-skew, straight=_in_points(laid, point)))
    return tuple(sorted(_outermost(out), key=lambda g: (g.box.top, g.box.x0)))


def _laid(ink: npt.NDArray[Any], laid: Matrix) -> npt.NDArray[Any]:
    """The ink of a page laid straight: each pixel that has ``_SOME`` of one of ink, for hairlines of one pixel would
    fall to pieces by the nearest ones."""
    moved = cv2.warpPerspective(ink, laid, (ink.shape[1], ink.shape[0]))
    return cv2.threshold(moved, 255 * _SOME, 255, cv2.THRESH_BINARY)[1]


def _level(ink: npt.NDArray[Any], long: int) -> npt.NDArray[Any]:
    """The level rules; where a scan has broken one, or its skew made steps of it, it is one again."""
    return cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)), np.ones((3, 7), np.uint8))


def _in_points(laid: Matrix | None, point: float) -> tuple[float, ...]:
    if laid is None:
        return ()
    size = np.diag([point, point, 1.0])
    return tuple((size @ laid @ np.linalg.inv(size)).ravel().tolist())


def _upright(ink: npt.NDArray[Any], across: npt.NDArray[Any], long: int) -> npt.NDArray[Any]:
    """The upright rules between those that are level."""
    strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(12, long // 2), 1), np.uint8))
    return _between(strokes, across, ink)


def _between(down: npt.NDArray[Any], across: npt.NDArray[Any], ink: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The upright strokes that are rules: they end at a level rule above and below and have nothing beside them.

    A character's stroke has the character's other strokes beside it, also where a tight row lets it touch the rules.
    """
    found = np.zeros_like(down)
    strokes = figures(down)
    for n, figure in enumerate(strokes):
        x, y, w, h = cv2.boundingRect(figure)
        left, right = max(0, x - _TOUCH), x + w + _TOUCH
        ends = (across[max(0, at - _TOUCH) : at + _TOUCH + 1, left:right] for at in (y, y + h - 1))
        if all(end.any() for end in ends) and (h > _TALL or _alone(ink, x, y, w, h)):
            cv2.drawContours(found, strokes, n, 255, cv2.FILLED)
    return found


def _alone(ink: npt.NDArray[Any], x: int, y: int, w: int, h: int) -> bool:
    inner = slice(y + 5, max(y + 6, y + h - 5))
    beside = (ink[inner, max(0, x - 6) : max(0, x - 2)], ink[inner, x + w + 2 : x + w + 6])
    return all(strip.any(axis=1).mean() <= _BESIDE for strip in beside if strip.size)


def _grid(rules: Image, x: int, y: int, point: float) -> Grid | None:
    """The cells that ``rules`` (one connected figure, its corner at ``x``, ``y``) enclose; ``None`` for no table."""
    framed = cv2.copyMakeBorder(rules, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(framed), connectivity=4)
    height, width = framed.shape
    boxes: list[Box] = []
    for n in range(1, count):
        left, top, w, h, area = (int(v) for v in stats[n])
        if left == 0 or top == 0 or left + w == width or top + h == height:
            continue  # outside the figure
        if w * point < _LEAST or h * point < _LEAST or area < _FILLED * w * h:
            continue
        boxes.append(
            Box((x + left - 1) * point, (y + top - 1) * point, (x + left - 1 + w) * point, (y + top - 1 + h) * point)
        )
    if not 2 <= len(boxes) <= _MOST_CELLS:
        return None
    columns, rows = _edges([b.x0 for b in boxes]), _edges([b.top for b in boxes])
    cells = []
    for b in boxes:
        c, r = _index(columns, b.x0), _index(rows, b.top)
        last_c = max(n for n, e in enumerate(columns) if n == c or e < b.x1 - _NEAR)
        last_r = max(n for n, e in enumerate(rows) if n == r or e < b.bottom - _NEAR)
        cells.append(Cell(r, c, last_r - r + 1, last_c - c + 1, b))
    if len(columns) < 2:
        return None  # one box below the other: a frame, no table
    whole = Box(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
    return Grid(whole, tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def _edges(values: Sequence[float]) -> list[float]:
    """The values without those that are the same rule again."""
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > _NEAR:
            out.append(v)
    return out


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - value))


def _outermost(grids: Sequence[Grid]) -> list[Grid]:
    """Without those that stand within a cell of another: their text belongs to that cell."""
    return [
        g
        for g in grids
        if not any(
            o is not g and o.box.intersection(g.box) > 0.9 * g.box.area and o.box.area > g.box.area for o in grids
        )
    ]


def cells_of(page: Page, grids: Sequence[Grid]) -> tuple[list[Line], list[tuple[Grid, dict[Cell, list[Line]]]]]:
    """The lines of ``page`` outside all tables, and the tables with the lines of each cell.

    A line that runs over several cells (a reader that took two for one) is cut between them.
    """
    outside: list[Line] = []
    inside: list[dict[Cell, list[Line]]] = [{c: [] for c in g.cells} for g in grids]
    for line in page.lines:
        at = next((n for n, g in enumerate(grids) if _within(g, line)), None)
        if at is None:
            outside.append(line)
            continue
        for cell, piece in _pieces(line, grids[at]):
            inside[at][cell].append(piece)
    return outside, list(zip(grids, inside, strict=True))


def _within(grid: Grid, line: Line) -> bool:
    hits = sum(grid.cell_at(*b.centre) is not None for b in line.chars)
    return hits * 2 > len(line.chars)


def _pieces(line: Line, grid: Grid) -> list[tuple[Cell, Line]]:
    """``line`` cut where it passes from one cell to the next; a character on a rule goes with the one before it."""
    runs: list[tuple[Cell, list[int]]] = []
    waiting: list[int] = []
    for n, box in enumerate(line.chars):
        cell = grid.cell_at(*box.centre)
        if cell is None:
            (runs[-1][1] if runs else waiting).append(n)
        elif runs and runs[-1][0] is cell:
            runs[-1][1].append(n)
        else:
            runs.append((cell, [*waiting, n]))
            waiting = []
    if len(runs) == 1:
        return [(runs[0][0], line)]
    return [(cell, _cut(line, at)) for cell, at in runs]


def _cut(line: Line, at: Sequence[int]) -> Line:
    first, last = at[0], at[-1] + 1
    chars = line.chars[first:last]
    return Line(
        line.text[first:last], union(chars), chars, line.confidence[first:last], line.source, None, line.under_seal,
        line.handwritten,
    )  # fmt: skip


def flow(page: Page, grids: Sequence[Grid]) -> list[Line | tuple[Grid, dict[Cell, list[Line]]]]:
    """Lines and tables of a page as one reads them: a table where its upper edge stands among the lines."""
    outside, tables = cells_of(page, grids)
    out: list[Line | tuple[Grid, dict[Cell, list[Line]]]] = []
    left = list(tables)
    for line in outside:
        while left and left[0][0].box.top < left[0][0].upright(*line.box.centre)[1]:
            out.append(left.pop(0))
        out.append(line)
    return [*out, *left]
