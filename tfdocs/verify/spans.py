"""Which rows and columns does a merged cell cover? 甲类 over three rows of the Word may be ruled over four on paper.

Its text stands in its place either way, and so does all the rest; what changed is what it is said of. The rules of the
print tell how far the cell reaches, and the lines of other cells where the rows and columns of the table are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import median

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.document import CellPlace
from tfdocs.model.page import Source
from tfdocs.read.pdf.tables import DPI, Cell, Grid
from tfdocs.verify.flow import outer_cells
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pieces import Placing
from tfdocs.verify.ruled import COARSE, FINE, Ruled, cell_of, middle, of_table
from tfdocs.verify.table_grid import Part, parts_of
from tfdocs.verify.weighed import Weighed


@dataclass(frozen=True, slots=True)
class _Axis:
    """Down the rows, or across the columns."""

    name: str
    first: Callable[[CellPlace], int]
    count: Callable[[CellPlace], int]
    reach: Callable[[Cell], tuple[float, float]]
    at: int  # of a point's coordinates
    same: Callable[[CellPlace, CellPlace], bool]  # whether two cells share a column (for rows), or a row


def _overlap(a0: int, a: int, b0: int, b: int) -> bool:
    return a0 < b0 + b and b0 < a0 + a


_DOWN = _Axis(
    "行",
    lambda c: c.row,
    lambda c: c.row_span,
    lambda c: (c.box.top, c.box.bottom),
    1,
    lambda a, b: _overlap(a.column, a.column_span, b.column, b.column_span),
)
_ACROSS = _Axis(
    "列",
    lambda c: c.column,
    lambda c: c.column_span,
    lambda c: (c.box.x0, c.box.x1),
    0,
    lambda a, b: _overlap(a.row, a.row_span, b.row, b.row_span),
)


@dataclass(frozen=True, slots=True)
class _Other:
    part: Part  # of the merged cell
    axis: _Axis
    wanted: frozenset[int]  # rows or columns
    covered: frozenset[int]


def other_spans(placing: Placing, ledger: PageLedger, ruled: Ruled, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each merged cell that is ruled over other rows or columns than the Word's.

    Told are only cells one of which lost on paper what its neighbour gained: a rule that a scan lost, or a stroke that
    passes for one, moves no bound between two.
    """
    blocks = placing.word.document.blocks
    merged = {b.cell.table for b in blocks if b.cell is not None and b.text and _spans(b.cell)}
    if not merged:
        return []
    outer = outer_cells(blocks)
    merged -= {c.table for c in outer.values()} | {cell.table for n in outer if (cell := blocks[n].cell) is not None}
    moved = {id(w.hunk.piece) for w in weighed if w.kind is Kind.MOVED}
    tables: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts_of(placing, in_cells=True):
        matched = ledger.shows_the_word(part.piece.page)
        if matched and part.cell is not None and part.cell.table in merged and not part.piece.line.handwritten:
            tables[part.piece.page, part.cell.table].append(part)
    filled: dict[int, set[CellPlace]] = defaultdict(set)
    for block in blocks:
        if block.cell is not None and block.text.strip():
            filled[block.cell.table].add(block.cell)
    out = []
    for (page, table), own in tables.items():
        rows = {p.cell.row for p in own if p.cell is not None}
        if not any(_spans(c) and rows & set(range(c.row, c.row + c.row_span)) for c in filled[table]):
            continue
        others = [p for p, t in tables if t == table and p != page]
        # drawn only where they are wanted
        overleaf = ((tables[p, table], ruled.grids(p, COARSE)) for p in others)
        far = _columns_elsewhere(own, overleaf, filled[table])
        found, sure = _others(own, ruled.grids(page, COARSE), filled[table], far)
        if found or not sure:
            closer, seen = _others(own, ruled.grids(page, DPI), filled[table], far)
            # a rule under a seal may be lost to the closer look alone
            found = closer if seen or not sure else found
            if not found and not seen:
                found, _ = _others(own, ruled.grids(page, FINE), filled[table], far)
        out += [_entry(o) for o in found if id(o.part.piece) not in moved]
    return out


def _spans(cell: CellPlace) -> bool:
    return cell.row_span > 1 or cell.column_span > 1


def _columns_elsewhere(
    own: Sequence[Part], others: Iterable[tuple[Sequence[Part], Sequence[Grid]]], filled: Set[CellPlace]
) -> Mapping[int, float]:
    """Where columns of a table's width (0-1) are on its other pages, of which no cell by itself stands on this one.

    A head that a page ends with has its merged cells alone, and the columns under them stand on the next page.
    """
    merged = {k for p in own if p.cell is not None and p.cell.column_span > 1 for k in _columns(p.cell)}
    wanting = merged - {p.cell.column for p in own if p.cell is not None and p.cell.column_span == 1}
    found: dict[int, list[float]] = defaultdict(list)
    for parts, grids in others if wanting else ():
        grid = of_table(grids, parts)
        sides = None if grid is None else _sides(grid, parts, filled)
        if grid is None or sides is None:
            continue
        for column, x in (_positions(_ACROSS, grid, parts) or {}).items():
            if column in wanting:
                found[column].append((x - sides[0]) / (sides[1] - sides[0]))
    return {column: median(shares) for column, shares in found.items()}


def _columns(cell: CellPlace) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _sides(grid: Grid, parts: Sequence[Part], filled: Set[CellPlace]) -> tuple[float, float] | None:
    """Where the table begins and ends, by the printed cells of its first and last columns among ``parts``."""
    cells = [(p.cell, cell) for p in parts if p.cell is not None and (cell := cell_of(grid, p)) is not None]
    ends = {k for place, _ in cells for k in _columns(place)}
    if not {0, max(k for c in filled for k in _columns(c))} <= ends:
        return None
    left, right = min(cell.box.x0 for _, cell in cells), max(cell.box.x1 for _, cell in cells)
    return (left, right) if right > left else None


def _others(
    parts: Sequence[Part], grids: Sequence[Grid], filled: Set[CellPlace], far: Mapping[int, float]
) -> tuple[list[_Other], bool]:
    """The merged cells that cover others; and whether the rules told it of each.

    ``filled``: the Word's cells with text; ``far``: what ``_columns_elsewhere`` gives.
    """
    grid = of_table(grids, parts)
    if grid is None:
        return [], False
    stands: dict[CellPlace, dict[int, Cell | None]] = defaultdict(dict)
    first: dict[CellPlace, Part] = {}
    for part in parts:
        assert part.cell is not None
        cell = cell_of(grid, part)
        stands[part.cell][id(cell)] = cell
        first.setdefault(part.cell, part)
    owners: dict[int, set[CellPlace]] = defaultdict(set)
    for place, cells in stands.items():
        for key in cells:
            owners[key].add(place)
    printed = {
        place: cell
        for place, cells in stands.items()
        if len(cells) == 1 and (cell := next(iter(cells.values()))) is not None
    }
    joined = {place for place, cell in printed.items() if len(owners[id(cell)]) > 1}
    told = all(place in printed and place not in joined for place in stands if _spans(place))
    out = [o for axis in (_DOWN, _ACROSS) for o in _along(axis, grid, parts, printed, joined, first, filled, far)]
    known = {id(o.part) for o in out}
    return out + [
        o for o in _at_page_ends(grid, parts, printed, owners.keys(), filled) if id(o.part) not in known
    ], told


def _at_page_ends(
    grid: Grid,
    parts: Sequence[Part],
    printed: Mapping[CellPlace, Cell],
    inhabited: Set[int],
    filled: Set[CellPlace],
) -> list[_Other]:
    """Merged cells whose bound moved where a page ends, so that the cell on its other side has no text on this page.

    ``inhabited``: ids of the printed cells that something stands in. A lost rule makes none of the three: text stands
    at its own cell's head, or in its middle.
    """
    at = _positions(_DOWN, grid, parts)
    if not at:
        return []
    top, end = min(at), max(at)
    here = {p.cell for p in parts}
    out = []
    for part in parts:
        place = part.cell
        if place is None or place not in printed or not any(_spans(c) for c in (place, *filled)):
            continue
        low, high = _DOWN.reach(printed[place])
        covered = frozenset(k for k, v in at.items() if low < v < high)
        wanted = frozenset(range(place.row, place.row + place.row_span)) & at.keys()
        other = _Other(part, _DOWN, wanted, covered)
        away = [c for c in filled - here if _DOWN.same(c, place)]
        above = next((c for c in away if c.row < top), None)
        own = grid.upright(*middle(part))
        if top in wanted - covered and place.row == top and above is not None:
            # its first row has an empty cell: what stands on the page before goes on there
            head = grid.cell_at_upright(own[0], at[top])
            if head is not None and id(head) not in inhabited:
                out.append(other)
        elif top in covered - wanted and any(c.row + c.row_span > top for c in away if c.row < top):
            # it begins in what goes on from the page before, and its text stands there
            if min(at, key=lambda k: abs(at[k] - own[1])) == top:
                out.append(other)
        elif end in covered - wanted and any(c.row == end and c.row_span > 1 for c in away):
            out.append(other)  # the cell that begins in the page's last row begins on the next page
    return out


def _along(
    axis: _Axis,
    grid: Grid,
    parts: Sequence[Part],
    printed: Mapping[CellPlace, Cell],
    joined: Set[CellPlace],
    first: Mapping[CellPlace, Part],
    filled: Set[CellPlace],
    far: Mapping[int, float],
) -> list[_Other]:
    """``joined``: cells between which a scan lost the rule. What lies beyond both is of neither; what each of them
    covers more than its own nobody can tell. ``filled``, ``far``: as of ``_others``.
    """
    at = _positions(axis, grid, parts)
    if at is None:
        return []
    if axis is _ACROSS and far and (sides := _sides(grid, parts, filled)) is not None:
        at = {**{k: sides[0] + share * (sides[1] - sides[0]) for k, share in far.items()}, **at}
    covered: dict[CellPlace, frozenset[int]] = {}
    wanted: dict[CellPlace, frozenset[int]] = {}
    for place, cell in printed.items():
        low, high = axis.reach(cell)
        covered[place] = frozenset(k for k, v in at.items() if low < v < high)
        own = range(axis.first(place), axis.first(place) + axis.count(place))
        wanted[place] = frozenset(own) & at.keys()
        if place in joined:
            covered[place] &= wanted[place]
    out = []
    for place in printed:
        if not _spans(place) or covered[place] == wanted[place]:
            continue
        gained, lost = covered[place] - wanted[place], wanted[place] - covered[place]
        beside = [o for o in printed if o != place and axis.same(o, place)]
        if any(gained & (wanted[o] - covered[o]) or lost & (covered[o] - wanted[o]) for o in beside):
            out.append(_Other(first[place], axis, wanted[place], covered[place]))
    return out


def _positions(axis: _Axis, grid: Grid, parts: Sequence[Part]) -> dict[int, float] | None:
    """Where each row (or column) is, told by what stands in it alone; ``None`` where they have no order.

    A value that is gone may have found its place in the next table, outside of this one's rules.
    """
    found: dict[int, list[float]] = defaultdict(list)
    for part in parts:
        assert part.cell is not None
        if axis.count(part.cell) == 1 and cell_of(grid, part) is not None:
            found[axis.first(part.cell)].append(grid.upright(*middle(part))[axis.at])
    at = {k: median(values) for k, values in sorted(found.items())}
    values = list(at.values())
    return at if values == sorted(values) else None


def _entry(other: _Other) -> Weighed:
    part, axis = other.part, other.axis
    hunk = Hunk(part.piece, part.first, part.first + len(part.text), part.start, part.start + len(part.text))
    word, paper = (_said(axis, cells) for cells in (other.wanted, other.covered))
    note = f"合并单元格的范围不同：Word 里它对应{word}，纸面上的框线把它画到{paper}"
    certainty = Certainty.CERTAIN if part.piece.line.source is Source.TEXT else Certainty.UNCERTAIN
    return Weighed(hunk, Kind.MOVED, certainty, Materiality.TEXT, "other-span", None, note)


def _said(axis: _Axis, cells: frozenset[int]) -> str:
    if not cells:
        return "别处"
    first, last = min(cells) + 1, max(cells) + 1
    return f"第 {first} {axis.name}" if first == last else f"第 {first} 至 {last} {axis.name}"
