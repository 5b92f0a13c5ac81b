"""The order of paragraphs and tables down a page, and of what tables within tables have among the cells around them.

Within a table its rows and columns tell where a line belongs. What changed places with a line of another table, or with
a paragraph, stands in order there as long as only its own table is asked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tfdocs.model.document import Block, BlockKind, CellPlace
from tfdocs.verify.table_grid import BELOW, Flags, Floats, Grid, Part, at_once, contradicted

Numbers = npt.NDArray[np.intp]

_OVERLAP = 0.2  # of the narrower, from which two lines stand one below the other
# Of a page's parts: more that stand out of order with what floats, which may stand anywhere, are left.
_FEW, _SHARE = 4, 0.1
_TOUCH = 1.0  # points by which two text boxes may overlap and still stand side by side


def outer_cells(blocks: Sequence[Block]) -> dict[int, CellPlace]:
    """For each block of a table within a table (by its number) the cell of the outermost table that it stands in.

    A cell ends with a paragraph of its own (ECMA-376-1 17.4.65), so that the outer one's blocks lie around it.
    """
    ends: dict[int, tuple[int, int]] = {}
    for number, block in enumerate(blocks):
        if block.cell is not None:
            first, _ = ends.get(block.cell.table, (number, number))
            ends[block.cell.table] = first, number
    out: dict[int, CellPlace] = {}
    # the tables in the order in which they begin, and of those so far the ones that none before them goes beyond: of
    # all that are around a table the first is one of these
    starts: list[int] = []
    reach: list[int] = []
    for table, (first, last) in ends.items():
        at = bisect_right(reach, last)
        around = starts[at] if at < len(starts) else None
        if not reach or last > reach[-1]:
            starts.append(first)
            reach.append(last)
        if around is None:
            continue
        outermost = blocks[around].cell
        assert outermost is not None
        cell = next(
            c for n in range(last + 1, len(blocks)) if (c := blocks[n].cell) is not None and c.table == outermost.table
        )
        for number in range(first, last + 1):
            own = blocks[number].cell
            if own is not None and own.table == table:
                out[number] = cell
    return out


def with_outer_cells(parts: Sequence[Part], outer: Mapping[int, CellPlace]) -> list[list[Part]]:
    """The parts of each page's tables that have tables in them, all in the cells of the outer one (``outer_cells``)."""
    if not outer:
        return []
    found: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        cell = outer.get(part.block, part.cell)
        if cell is not None:
            found[part.piece.page, cell.table].append(replace(part, cell=cell))
    tables = {cell.table for cell in outer.values()}
    return [own for (_, table), own in found.items() if table in tables and len(own) > 1]


def by_page(parts: Sequence[Part], blocks: Sequence[Block]) -> dict[int, list[Part]]:
    """The parts of paragraphs and tables by page (its index): text boxes and notes have no place in the flow."""
    out: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        block = blocks[part.block]
        if block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.CELL and block.cell is not None):
            out[part.piece.page].append(part)
    return out


def units_of(parts: Sequence[Part], outer: Mapping[int, CellPlace]) -> Numbers:
    """For each part what it belongs to: its outermost table (from 0; ``outer_cells``), or its paragraph (below 0)."""
    cells = [outer.get(p.block, p.cell) for p in parts]
    return np.array([-1 - p.block if c is None else c.table for p, c in zip(parts, cells, strict=True)])


def support_of(units: Numbers) -> Floats:
    """How many of the parts belong to what each of them belongs to."""
    _, which, counts = np.unique(units, return_inverse=True, return_counts=True)
    return counts[which].astype(np.float64)


def flow_conflicts(parts: Sequence[Part], units: Numbers, lean: Callable[[Floats], Floats]) -> Flags:
    """``[p, q]``: the Word has p in a paragraph or table before that of q, and on the page it stands below it."""
    tables = units >= 0
    starts = np.array([p.start for p in parts])
    x0, x1 = np.array([p.x0 for p in parts]), np.array([p.x1 for p in parts])
    grid = Grid(parts, lean)
    out = np.zeros((len(parts), len(parts)), np.bool_)
    for own in at_once(len(parts)):
        least = np.minimum(grid.heights[own, None], grid.heights)
        shared = np.minimum(x1[own, None], x1) - np.maximum(x0[own, None], x0)
        over = shared > _OVERLAP * np.minimum((x1 - x0)[own, None], x1 - x0)
        # paragraphs among themselves are asked elsewhere
        apart = (units[own, None] != units) & (tables[own, None] | tables)
        below = grid.y[own, None] > grid.y + BELOW * least
        out[own] = apart & over & below & (starts[own, None] < starts)
    return out


def out_of_flow(parts: Sequence[Part], conflicts: Flags, floats: Sequence[bool], support: Floats | None) -> set[int]:
    """The positions of the fewest parts without which nothing stands out of order. ``conflicts`` is used up.

    ``floats``: which parts lie in a frame or in a table with text around it. What they contradict counts when it is
    little; the rest has its place in the text, however much of it stands out of order: two tables may be exchanged.
    """
    may = np.array(floats, dtype=np.bool_)
    fixed = conflicts & ~may & ~may[:, None]
    out = contradicted(fixed, parts, support)
    gone = sorted(out)
    conflicts[gone] = conflicts[:, gone] = False
    more = contradicted(conflicts, parts, support)
    return out | more if are_few(more, parts) else out


def are_few(found: Sequence[int] | set[int], parts: Sequence[Part]) -> bool:
    """Whether so many of a page's parts can have been moved, rather than lie in a frame."""
    return len(found) <= max(_FEW, _SHARE * len(parts))


def by_space(parts: Sequence[Part], blocks: Sequence[Block]) -> list[list[Part]]:
    """The parts in text boxes, by page and by the space in which the boxes' places are known."""
    out: dict[tuple[int, str], list[Part]] = defaultdict(list)
    for part in parts:
        frame = blocks[part.block].frame
        if frame is not None:
            out[part.piece.page, frame.space].append(part)
    return [own for own in out.values() if len(own) > 1]


def frame_conflicts(parts: Sequence[Part], blocks: Sequence[Block]) -> Flags:
    """``[p, q]``: the Word has the box of p above that of q, or beside it on its left, and the page has not."""
    boxes = [frame.box for p in parts if (frame := blocks[p.block].frame) is not None]
    x0, x1 = np.array([b.x0 for b in boxes]), np.array([b.x1 for b in boxes])
    top, bottom = np.array([b.top for b in boxes]), np.array([b.bottom for b in boxes])
    x, y = np.array([(p.x0 + p.x1) / 2 for p in parts]), np.array([p.y for p in parts])
    least = np.minimum(*(np.array([p.height for p in parts])[at] for at in ((slice(None), None), (None, slice(None)))))
    above = bottom[:, None] <= top + _TOUCH
    beside = ~above & ~above.T & (x1[:, None] <= x0 + _TOUCH)
    return np.asarray((above & (y[:, None] > y + BELOW * least)) | (beside & (x[:, None] > x)), dtype=np.bool_)


def rows_over_pages(parts: Sequence[Part], apart: Collection[int]) -> list[list[Part]]:
    """By table: the parts on pages where its rows do not go on from one to the next, as far as they contradict.

    A row of the Word that stands on a later page than one behind it has changed places with it at the page's end, where
    neither page shows it by itself. ``apart``: the pages (their indices) that are in another order themselves; cells
    over several rows may stand on either.
    """
    tables: dict[int, dict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        if part.cell is not None and part.cell.row_span == 1 and part.piece.page not in apart:
            tables[part.cell.table][part.piece.page].append(part)
    out = []
    for pages in tables.values():
        found: dict[int, Part] = {}
        order = sorted(pages)
        for page, following in pairwise(order):
            first = min(p.cell.row for p in pages[following] if p.cell is not None)
            last = max(p.cell.row for p in pages[page] if p.cell is not None)
            if first < last:
                own = [p for p in pages[page] if p.cell is not None and p.cell.row > first]
                own += [p for p in pages[following] if p.cell is not None and p.cell.row < last]
                found.update((id(p), p) for p in own)
        if found:
            out.append(list(found.values()))
    return out


def page_conflicts(parts: Sequence[Part]) -> Flags:
    """``[p, q]``: p is in an earlier row of its table than q, and on a later page."""
    rows = np.array([p.cell.row if p.cell is not None else -1 for p in parts])
    pages = np.array([p.piece.page for p in parts])
    return np.asarray((rows[:, None] < rows) & (pages[:, None] > pages))
