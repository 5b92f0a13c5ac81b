"""Does what stands in a table stand in the right column? 12 may have moved into the empty cell beside its own.

Lines find their places by what they say, and within a row their order may still be that of the Word. In which cell of
the print a line stands is told by the rules around it: where a row of print has as many cells as the Word has in it,
the third cell of the one is the third of the other, whatever their widths. Where it has not (some rules are not
printed), the column is told by those rows in which it is known, and where no rules are printed at all by what else
stands in the Word's columns: no line of one reaches into the space of another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.document import CellPlace
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.tables import Cell, Grid
from tfdocs.text.normalise import fold
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pieces import Placing
from tfdocs.verify.ruled import FINE, Ruled, cell_of, middle, of_table
from tfdocs.verify.table_grid import Part, part_of, parts_of
from tfdocs.verify.weighed import SAME_TEXT, Weighed, context

_AGREE = 0.5  # of a table's lines that stand in the cell that the count tells, or its rules say nothing about it
_PARTED = 2  # cells of print in which a table's lines stand: rules that part none of them tell nothing
_ONE_EDGE = 5.0  # points between two cells that begin at one upright rule
_INTO = 0.15  # of its height by which a line's middle lies in another column's space
_SPAN = 2  # lines that tell where a column stands
_COLUMN = 3  # lines of a column that tell where it stands, whatever its rules
_MANY, _ALSO_OF_MANY = 5, 2  # of so many lines so many: two values of one column had moved, and hid each other
_BELOW = 0.75  # of a column's lines, which a head in its middle may stand beside
_ALSO = 0.25  # of a column's lines that may stand where one does that is out of it
_RINGS = tuple("○〇Oo0。")  # what ○ by itself is read as

Rows = dict[int, list[CellPlace]]  # of one table of the Word: the cells of each row, those included that reach into it


@dataclass(frozen=True, slots=True)
class Shifted:
    """A part that stands where the Word has another cell; ``sure``: by the rules of the print."""

    part: Part
    target: CellPlace  # the Word's cell that lies where it stands
    sure: bool


def in_other_columns(
    placing: Placing, pages: Sequence[Page], ledger: PageLedger, ruled: Ruled, weighed: Sequence[Weighed]
) -> list[Weighed]:
    """One entry for each piece of text that is printed in another column of its table than the Word has it in.

    ``weighed``: what was found so far; what is moved already is not told again.
    """
    known = [w for w in weighed if w.kind is Kind.MOVED]
    moved = {id(w.hunk.piece) for w in known} | {placing.word.block_of[w.hunk.w0] for w in known}
    wanted: dict[int, dict[CellPlace, None]] = defaultdict(dict)
    said: dict[CellPlace, str] = defaultdict(str)
    for block in placing.word.document.blocks:
        if block.cell is not None:
            wanted[block.cell.table][block.cell] = None
            said[block.cell] += block.text
    out: list[Weighed] = []
    tables = by_table([*parts_of(placing), *joined_parts(placing, weighed)], ledger)
    for (page, table), own in tables.items():
        rows = _rows_of(wanted[table])
        if not _may_be_shifted(own, rows):
            continue
        told_by_rules = None
        if len(own) >= _PARTED:
            told_by_rules = _by_rules(own, rows, ruled.grids(page)) or _by_rules(own, rows, ruled.grids(page, FINE))
        spaced = by_space(own, rows)  # asks no rules, for which a seal's strokes might pass
        if told_by_rules is None:
            found = spaced
        else:
            found, counted = told_by_rules
            in_space = {id(s.part) for s in spaced}
            found = [s for s in found if s.sure or id(s.part) in in_space or not _beside_a_seal(s.part, pages[page])]
            told = {id(s.part) for s in found}
            # a scan lost a rule of the row, which then has a cell less than the Word
            found += [s for s in spaced if id(s.part) not in counted and id(s.part) not in told]
        told = {id(s.part) for s in found}
        least = _SPAN if pages[page].source is Source.TEXT else _COLUMN
        away = _away(own, rows, pages[page], least if told_by_rules is None else None)
        found += [s for s in away if id(s.part) not in told]
        found = [replace(s, sure=False) if s.sure and _below_its_own(s.part, own) else s for s in found]
        found = _without_twins(found, own, said)
        out += [_entry(placing, s) for s in found if id(s.part.piece) not in moved and s.part.block not in moved]
    return out


def pages_asked(placing: Placing, ledger: PageLedger) -> list[int]:
    """The pages (by index) whose rules ``in_other_columns`` will ask for at first, as far as placing tells it."""
    wanted: dict[int, dict[CellPlace, None]] = defaultdict(dict)
    for block in placing.word.document.blocks:
        if block.cell is not None:
            wanted[block.cell.table][block.cell] = None
    tables = by_table(parts_of(placing, in_cells=True), ledger)
    asked = (
        page
        for (page, table), own in tables.items()
        if len(own) >= _PARTED and _may_be_shifted(own, _rows_of(wanted[table]))
    )
    return list(dict.fromkeys(asked))


def by_table(parts: Sequence[Part], ledger: PageLedger) -> dict[tuple[int, int], list[Part]]:
    """The printed ``parts`` of cells by page and table."""
    tables: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        matched = ledger.shows_the_word(part.piece.page)
        if matched and part.cell is not None and part.text and not part.piece.line.handwritten:
            tables[part.piece.page, part.cell.table].append(part)
    return tables


def _without_twins(found: Sequence[Shifted], parts: Sequence[Part], said: Mapping[CellPlace, str]) -> list[Shifted]:
    """``found`` without lines that stand where the Word has the same words, each in a cell of its own.

    Of a row of ○ some may be unread; which cells' those were placing cannot tell, where the others stand does.
    """
    shifted = {id(s.part): s.target for s in found}
    stand = Counter((shifted.get(id(p), p.cell), _as_ring(p.text)) for p in parts)
    return [
        s
        for s in found
        if _as_ring(fold("".join(said[s.target].split())).text) != _as_ring(s.part.text)
        or stand[s.target, _as_ring(s.part.text)] > 1
    ]


def _as_ring(text: str) -> str:
    return "○" if text in _RINGS else text


def joined_parts(placing: Placing, weighed: Sequence[Weighed]) -> list[Part]:
    """What a line has of the next cell's text, for a detector may have joined two cells, or the print has; and more."""
    word = placing.word
    out = []
    for item in weighed:
        piece, hunk = item.hunk.piece, item.hunk
        # and a line that was explained as what the Word has, misread: it found no place by what was read
        if piece is None or not (item.rule == SAME_TEXT or (item.certainty is None and piece.place is None)):
            continue
        if hunk.w1 - hunk.w0 == hunk.l1 - hunk.l0 > 0:
            block = word.block_of[hunk.w0]
            cell = word.document.blocks[block].cell
            out.append(part_of(piece, hunk.l0, hunk.l1, block, cell, hunk.w0, whole=False))
    return out


def _rows_of(cells: dict[CellPlace, None]) -> Rows:
    rows: Rows = defaultdict(list)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(cell)
    for own in rows.values():
        own.sort(key=lambda c: c.column)
    return rows


def _may_be_shifted(parts: Sequence[Part], rows: Rows) -> bool:
    """Whether a look at the rules can find anything: in a plain table each column's lines stand below one another.

    Two lines of a column that share no upright line at all stand in two columns, or one is narrow and the other
    stands at the cell's other side. A column beside one that has nothing on the page may have come from there whole.
    """
    columns: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        assert part.cell is not None
        columns[part.cell.column, part.cell.column_span].append(part)
        if len(part.piece.text) != len(part.text) or not part.whole:
            return True  # a line over two cells
    for own in columns.values():
        reach = own[0].x0, own[0].x1
        for part in sorted(own, key=lambda p: p.x0 - p.x1):
            if min(reach[1], part.x1) <= max(reach[0], part.x0):
                return True
            reach = min(reach[0], part.x0), max(reach[1], part.x1)
    filled = {
        c for part in parts if part.cell for c in range(part.cell.column, part.cell.column + part.cell.column_span)
    }
    return any(
        cell.column not in filled for part in parts if part.cell is not None for cell in rows.get(part.cell.row, ())
    )


def _by_rules(parts: Sequence[Part], rows: Rows, grids: Sequence[Grid]) -> tuple[list[Shifted], set[int]] | None:
    """What the rules of the print tell, and by ``id`` the parts whose rows they part as the Word does; ``None`` where
    they tell nothing about this table."""
    grid = of_table(grids, parts)
    if grid is None:
        return None
    stands = [cell_of(grid, p) for p in parts]
    if len({id(cell) for cell in stands if cell is not None}) < _PARTED:
        return None
    matched: list[tuple[int, CellPlace]] = []  # the part, and the Word's cell that lies where it stands
    uncounted: list[int] = []
    edges: dict[int, list[float]] = defaultdict(list)
    for n, (part, cell) in enumerate(zip(parts, stands, strict=True)):
        assert part.cell is not None
        if cell is None or part.cell.row_span > 1:
            continue
        printed = _beside(grid, part)
        own = rows[part.cell.row]
        if len(printed) != len(own) or _overlap(printed):
            uncounted.append(n)
            continue
        target = own[printed.index(cell)]
        matched.append((n, target))
        if target == part.cell:
            edges[target.column].append(cell.box.x0)
    agreed = sum(parts[n].cell == target for n, target in matched)
    if agreed < _AGREE * len(matched) or not agreed:
        return None
    out = [Shifted(parts[n], target, True) for n, target in matched if parts[n].cell != target]
    at = {column: median(found) for column, found in edges.items()}
    for n in uncounted:
        part, cell = parts[n], stands[n]
        assert part.cell is not None and cell is not None
        nearest = next((c for c in rows[part.cell.row] if abs(at.get(c.column, -99.0) - cell.box.x0) < _ONE_EDGE), None)
        edge = at.get(part.cell.column)
        if edge is None or cell.box.x0 - _ONE_EDGE < edge < cell.box.x1 - _ONE_EDGE:
            continue  # a scan lost the rule between the two: this cell is both
        if nearest is not None and nearest != part.cell:
            out.append(Shifted(part, nearest, False))
    return out, {id(parts[n]) for n, _ in matched}


def _away(parts: Sequence[Part], rows: Rows, page: Page, least: int | None) -> list[Shifted]:
    """Lines beside a seal that share no upright line with any other of their column, which has others enough.

    A seal's strokes may pass for rules; they move no text. Without rules, where the empty column beside may have
    nothing that tells its space, wherever such lines stand: of columns with ``least`` others.
    """
    columns: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        if part.cell is not None:
            columns[part.cell.column, part.cell.column_span].append(part)
    out = []
    for (column, _), own in columns.items():
        for part in own:
            others = [o for o in own if o.cell != part.cell]
            if len(others) < (least or _COLUMN) or not (least or _beside_a_seal(part, page)):
                continue
            if any(min(o.x1, part.x1) > max(o.x0, part.x0) for o in others):
                continue
            assert part.cell is not None
            right = part.x0 > max(o.x1 for o in others)
            beside = [c for c in rows[part.cell.row] if (c.column > column if right else c.column < column)]
            if beside:
                out.append(Shifted(part, beside[0 if right else -1], False))
    return out


def _below_its_own(part: Part, parts: Sequence[Part]) -> bool:
    """Whether a scan's line stands below or above most others of its column: a lost rule makes no certain difference.

    Where a whole column has moved that is so as well, and a person looks.
    """
    others = [o for o in parts if o.cell is not None and part.cell is not None and o.cell != part.cell]
    others = [o for o in others if o.cell and part.cell and o.cell.column == part.cell.column]
    level = sum(min(o.x1, part.x1) > max(o.x0, part.x0) for o in others)
    return part.piece.line.source is Source.OCR and len(others) >= _COLUMN and level >= _BELOW * len(others)


def _beside_a_seal(part: Part, page: Page) -> bool:
    """Whether a seal's strokes may pass for rules on the row of ``part``."""
    return any(seal.box.top - part.height < part.y < seal.box.bottom + part.height for seal in page.seals)


def _beside(grid: Grid, part: Part) -> list[Cell]:
    """The printed cells on the row of ``part``, from the left."""
    v = grid.upright(*middle(part))[1]
    return sorted((c for c in grid.cells if c.box.top <= v < c.box.bottom), key=lambda c: c.box.x0)


def _overlap(cells: Sequence[Cell]) -> bool:
    """Whether two of a row's cells lie over one another: a scan lost part of the rule below, and they are no count."""
    return any(b.box.x0 < a.box.x1 - _ONE_EDGE for a, b in pairwise(cells))


def by_space(parts: Sequence[Part], rows: Rows) -> list[Shifted]:
    """Lines that stand in the space of another column than their own, told by the lines of other rows."""
    reach: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if part.cell is not None and part.cell.column_span == 1:
            reach[part.cell.column].append(part)
    out = []
    for part in parts:
        if part.cell is None or part.cell.column_span > 1 or part.cell.row_span > 1:
            continue
        x = middle(part)[0]
        others = [o for o in reach[part.cell.column] if o is not part]
        # not quite none: another of the column may have gone the same way, or a digit of it
        beside = sum(min(o.x1, part.x1) > max(o.x0, part.x0) for o in others)
        if len(others) < _SPAN or beside > max(_ALSO * len(others), _ALSO_OF_MANY if len(others) >= _MANY else 0):
            continue

        def within(column: int, part: Part = part, x: float = x, beside: int = beside) -> bool:
            inside = _INTO * part.height
            others = [o for o in reach[column] if o.cell is not None and part.cell and o.cell.row != part.cell.row]
            return sum(o.x0 + inside < x < o.x1 - inside for o in others) >= max(_SPAN, beside + 1)

        target = next((c for c in rows[part.cell.row] if c.column != part.cell.column and within(c.column)), None)
        if target is not None:
            out.append(Shifted(part, target, False))
    return out


def _entry(placing: Placing, shifted: Shifted) -> Weighed:
    part, word = shifted.part, placing.word
    piece, cell, target = part.piece, part.cell, shifted.target
    assert cell is not None
    hunk = Hunk(piece, part.first, part.first + len(part.text), part.start, part.start + len(part.text))
    note = f"这些文字印在表格的另一栏：Word 在第 {cell.column + 1} 栏，纸面在第 {target.column + 1} 栏"
    sure = shifted.sure and (piece.line.source is Source.TEXT or (piece.place is not None and piece.place.cost == 0))
    certainty = Certainty.CERTAIN if sure else Certainty.UNCERTAIN
    what = weigh_kind("", part.text, *context(word, hunk.w0, hunk.w1))
    return Weighed(hunk, Kind.MOVED, certainty, what, "other-column", None, note)
