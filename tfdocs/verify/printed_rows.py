"""Does what stands in a table stand in the right row? The last line of one cell may have gone into the cell below.

Its words keep their order, in their column too. But the rules of the print close it in with another row: beside it
stand that row's other cells, and none of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.document import CellPlace
from tfdocs.model.page import Source
from tfdocs.read.pdf.tables import DPI, Grid
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pieces import Placing
from tfdocs.verify.printed_columns import by_table, joined_parts
from tfdocs.verify.ruled import COARSE, FINE, Ruled, cell_of, middle, of_table
from tfdocs.verify.table_grid import Floats, Part, leaning, parts_of
from tfdocs.verify.table_grid import Grid as Straight
from tfdocs.verify.weighed import Weighed, context

_LEVEL = 0.5  # heights between two lines of one row of print


@dataclass(frozen=True, slots=True)
class _Strayed:
    part: Part
    row: int  # of the Word's, that it stands in on paper


def in_other_rows(placing: Placing, ledger: PageLedger, ruled: Ruled, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each piece of text that is printed in another row of its table than the Word has it in.

    ``weighed``: what was found so far; what is moved already is not told again.
    """
    known = [w for w in weighed if w.kind is Kind.MOVED]
    moved = {id(w.hunk.piece) for w in known} | {placing.word.block_of[w.hunk.w0] for w in known}
    tables = by_table([*parts_of(placing, in_cells=True), *joined_parts(placing, weighed)], ledger)
    out = []
    leans = leaning(placing.pieces)
    for (page, _), own in tables.items():
        suspects = _suspects(own)
        if not suspects:
            continue
        found, told = _strayed(suspects, own, ruled.grids(page, COARSE))
        if found or not told:
            found, told = _strayed(suspects, own, ruled.grids(page, DPI))
            if not (found or told):
                found, _ = _strayed(suspects, own, ruled.grids(page, FINE))
        found = [s for s in found if not _level_with_its_row(s.part, own, leans(page))]
        out += [_entry(placing, s) for s in found if not {id(s.part.piece), s.part.block} & moved]
    return out


def pages_asked(placing: Placing, ledger: PageLedger) -> list[int]:
    """The pages (by index) whose rules ``in_other_rows`` will ask for at ``COARSE``, as far as placing tells it."""
    tables = by_table(parts_of(placing, in_cells=True), ledger)
    return list(dict.fromkeys(page for (page, _), own in tables.items() if _suspects(own)))


def _level_with_its_row(part: Part, parts: Sequence[Part], lean: Callable[[Floats], Floats]) -> bool:
    """Whether ``part`` of a scan stands level with another cell of its row as the page's lines lean.

    On a photograph rules and rows fall by more than one slope lays straight, and what stands in a row's last column is
    found in the cell above or below its own.
    """
    if part.piece.line.source is Source.TEXT:
        return False
    beside = [o for o in parts if o.cell is not None and o.cell != part.cell and o.cell.row in _rows(part)]
    straight = Straight([part, *beside], lean).y
    return any(
        abs(straight[0] - y) < _LEVEL * min(part.height, o.height) for o, y in zip(beside, straight[1:], strict=True)
    )


def _rows(part: Part) -> range:
    assert part.cell is not None
    return range(part.cell.row, part.cell.row + part.cell.row_span)


def _by_row(parts: Sequence[Part]) -> dict[int, list[Part]]:
    """The parts of cells that stand in one row alone, by row."""
    out: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if part.cell is not None and part.cell.row_span == 1:
            out[part.cell.row].append(part)
    return out


def _suspects(parts: Sequence[Part]) -> list[Part]:
    """The parts that may stand in another row, told without rules: they are drawn only where there are any.

    A cell begins beside one of its row's others, or in other tables its middle is beside theirs, and it ends a line
    before the next row begins: where a line of it went up or down, one of these is not so. A cell over several rows is
    asked for always.
    """
    cells: dict[CellPlace, list[Part]] = defaultdict(list)
    for part in parts:
        if part.cell is not None:
            cells[part.cell].append(part)
    stands = [_Stands.of(own) for own in cells.values()]
    rows: dict[int, list[_Stands]] = defaultdict(list)
    for place, cell in zip(cells, stands, strict=True):
        if place.row_span == 1:
            rows[place.row].append(cell)
    begins = {row: min(cell.top for cell in own) for row, own in rows.items()}
    # a table with one row that stands in the middle of its height is no table of rows that begin at its top
    centred = any(a.level_with(b) and not a.begins_with(b) for own in rows.values() for a, b in pairwise(own))
    out = []
    for place, cell in zip(cells, stands, strict=True):
        beside = [o for row in range(place.row, place.row + place.row_span) for o in rows[row] if o is not cell]
        if not beside:
            continue
        level = any(cell.level_with(o) or (not centred and cell.begins_with(o)) for o in beside)
        below = begins.get(place.row + place.row_span)
        if place.row_span > 1 or not level or (below is not None and cell.end > below - 2 * cell.near):
            out += cell.parts
    return out


@dataclass(frozen=True, slots=True)
class _Stands:
    """A cell's ``parts``: the middles of the first and of the last one, and how ``near`` others are level with it.

    All in points.
    """

    parts: list[Part]
    top: float
    end: float
    near: float

    @classmethod
    def of(cls, parts: list[Part]) -> _Stands:
        ys = [p.y for p in parts]
        return cls(parts, min(ys), max(ys), _LEVEL * min(p.height for p in parts))

    def begins_with(self, other: _Stands) -> bool:
        return abs(self.top - other.top) < self.near

    def level_with(self, other: _Stands) -> bool:
        return abs(self.top + self.end - other.top - other.end) / 2 < self.near


def _strayed(suspects: Sequence[Part], parts: Sequence[Part], grids: Sequence[Grid]) -> tuple[list[_Strayed], bool]:
    """Those of ``suspects`` in another row's cell; and whether the rules told it of each."""
    grid = of_table(grids, parts)
    if grid is None:
        return [], False
    at = {id(part): grid.upright(*middle(part))[1] for part in parts}
    rows = _by_row(parts)
    out = []
    told = True
    for part in suspects:
        assert part.cell is not None
        # where the rows are, by what else stands in them: of like labels one may have another's place
        others = {
            row: [at[id(o)] for o in rows[row] if o.cell is not None and o.cell.column != part.cell.column]
            for row in range(part.cell.row - 1, part.cell.row + part.cell.row_span + 1)
            if row in rows
        }
        down = [median(own) for own in others.values() if own]
        if down != sorted(down):
            continue
        cell = cell_of(grid, part)
        if cell is None:
            told = False
            continue
        beside = {
            row
            for row, own in rows.items()
            for o in own
            if o.cell is not None and o.cell.column != part.cell.column and cell.box.top < at[id(o)] < cell.box.bottom
        }
        if beside & {*_rows(part)}:
            told &= beside <= {*_rows(part)}  # or the rule between two rows was lost, and the cell is both
        elif beside and any(o.cell != part.cell for r in _rows(part) for o in rows[r]):
            own_row = part.cell.row
            out.append(_Strayed(part, min((abs(row - own_row), row) for row in beside)[1]))
    return out, told


def _entry(placing: Placing, strayed: _Strayed) -> Weighed:
    part, word = strayed.part, placing.word
    assert part.cell is not None
    hunk = Hunk(part.piece, part.first, part.first + len(part.text), part.start, part.start + len(part.text))
    note = f"这些文字印在表格的另一行：Word 在第 {part.cell.row + 1} 行，纸面在第 {strayed.row + 1} 行"
    certainty = Certainty.CERTAIN if part.piece.line.source is Source.TEXT else Certainty.UNCERTAIN
    what = weigh_kind("", part.text, *context(word, hunk.w0, hunk.w1))
    return Weighed(hunk, Kind.MOVED, certainty, what, "other-row", None, note)
