"""Cells that say the same, in tables that say the same: 姓名, 职称 of the first member and of the second.

Which of them a line was placed in, its neighbours in reading order told, and a label in the middle of its rows may have
misled them: all of one table was then placed in the next, whose own lines in the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from tfdocs.model.document import CellPlace
from tfdocs.verify.align import Alignment
from tfdocs.verify.candidates import literal
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.table_grid import LEVEL, Part, parts_of

__all__ = ["as_read", "fill_alike_cells", "go_on_beside", "in_page_order", "put_back"]

_FEW = 2  # characters that do not tell their place by themselves
# Heights between the middles of two lines on one row; by how much the one may reach over the other; how far it is away.
_LEVEL, _OVER, _AWAY = 0.4, 0.6, 4.0
_SAYS = 4  # characters of a cell, of which more than one line may be made
_Key = tuple[int, int, str]  # table, column, what the cells say
Before = list[tuple[Piece, Alignment | None]]


def in_page_order(placing: Placing, found: Sequence[Part], *, their_tables: bool = False) -> Before:
    """Give the lines that say what one of ``found`` says, to the letter, their places in the order of the pages.

    Only whole cells of one row. With ``their_tables`` all such lines of the tables that ``found`` stand in: of two
    parties' signatures, side by side, those that are out of place may be the ones that are not alike (甲方, 乙方).
    Where each of them was before, or nothing where nothing is changed.
    """
    cells = [part for part in parts_of(placing, in_cells=True) if _is_whole_cell(part)] if found else []
    tables = {p.cell.table for p in found if p.cell is not None} if their_tables else set()
    texts = {p.text for p in found if _is_whole_cell(p)}
    texts |= {p.text for p in cells if p.cell is not None and p.cell.table in tables}
    alike: dict[str, list[Part]] = defaultdict(list)
    for part in cells:
        if part.text in texts:
            alike[part.text].append(part)
    before: Before = []
    for own in alike.values():
        places = sorted((p.piece.place for p in own if p.piece.place is not None), key=lambda place: place.start)
        pages: dict[int, list[Part]] = defaultdict(list)
        for part in own:
            pages[part.piece.page].append(part)
        stand = [part.piece for page in sorted(pages) for part in as_read(pages[page])]
        for piece, place in zip(stand, places, strict=True):
            if piece.place is not place:
                before.append((piece, piece.place))
                piece.place = place
    return before


def put_back(before: Before) -> None:
    """Undo what ``in_page_order`` did."""
    for piece, place in before:
        piece.place = place


def fill_alike_cells(placing: Placing) -> None:
    """Lay the lines of a column's cells that say the same into them one after the other, as they stand on the pages.

    签字：　　年　月　日 of six offices, one below the other: where one of them was read as one line and the others as
    two, it went to the first and the others each a row too far. Only where all their lines, read one after the other,
    are to the letter what all of the cells say.
    """
    groups = _alike_cells(placing)
    if not groups:
        return
    group_of = {cell: key for key, cells in groups.items() for cell, _ in cells}
    found: dict[_Key, list[Part]] = defaultdict(list)
    mixed: set[_Key] = set()
    for part in parts_of(placing, in_cells=True):
        if part.cell is not None and (key := group_of.get(part.cell)) is not None:
            found[key].append(part)
            if not part.whole:
                mixed.add(key)
    flat = placing.word.flat
    for key, own in found.items():
        if key in mixed:
            continue
        pages: dict[int, list[Part]] = defaultdict(list)
        for part in own:
            pages[part.piece.page].append(part)
        pieces = [part.piece for page in sorted(pages) for part in as_read(pages[page])]
        cells = groups[key]
        if "".join(p.text for p in pieces) != key[2] * len(cells):
            continue
        at = [n for _, start in cells for n in range(start, start + len(key[2]))]
        places, done = [], 0
        for piece in pieces:
            start = at[done]
            done += len(piece.text)
            if not flat.startswith(piece.text, start):
                break  # a line over two cells
            places.append(literal(placing.word, piece.text, start))
        if len(places) < len(pieces) or all(p.place == place for p, place in zip(pieces, places, strict=True)):
            continue
        for piece in pieces:
            placing.unset(piece)
        for piece, place in zip(pieces, places, strict=True):
            placing.set(piece, place)


def go_on_beside(placing: Placing) -> None:
    """Place a character or two that stand right behind a line where that line goes on in the Word, to the letter.

    年　月 and the 日 behind it, of two signatures side by side: the one's 日 had gone to the other's.
    """
    for one, other in pairwise(placing.pieces):
        if one.place is None or len(other.text) > _FEW or one.page != other.page:
            continue
        start = placing.word.flat_at[one.place.end] if one.place.end < len(placing.word.flat_at) else -1
        if start < 0 or not placing.word.flat.startswith(other.text, start):
            continue
        place = literal(placing.word, other.text, start)
        own, box = one.line.box, other.line.box
        level = abs(own.centre[1] - box.centre[1]) < _LEVEL * min(own.height, box.height)
        behind = -_OVER * own.height < box.x0 - own.x1 < _AWAY * own.height
        if place.start == one.place.end and level and behind and other.place != place and placing.free(place) == 1.0:
            if other.place is not None:
                placing.unset(other)
            placing.set(other, place)


def _alike_cells(placing: Placing) -> dict[_Key, list[tuple[CellPlace, int]]]:
    """Cells of one column and one height that say the same, each with where it begins in the Word's flat text."""
    word = placing.word
    groups: dict[_Key, list[tuple[CellPlace, int]]] = defaultdict(list)
    for cell, own in word.cells.items():
        count = sum(end - start for start, end in own)
        first, last = word.flat_at[own[0][0]], word.flat_at[own[-1][1] - 1]
        # what lies in another table within the cell parts it
        if count >= _SAYS and last - first == count - 1:
            groups[cell.table, cell.column, word.flat[first : last + 1]].append((cell, first))
    return {key: sorted(cells, key=lambda c: c[1]) for key, cells in groups.items() if len(cells) > 1}


def as_read(parts: Sequence[Part]) -> list[Part]:
    """``parts`` row by row, from the left: on a sheet that lies askew the right one of a row may be the higher."""
    rows: list[list[Part]] = []
    for part in sorted(parts, key=lambda p: p.y):
        if rows and part.y - rows[-1][0].y < LEVEL * min(part.height, rows[-1][0].height):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [part for row in rows for part in sorted(row, key=lambda p: p.x0)]


def _is_whole_cell(part: Part) -> bool:
    place = part.piece.place
    return part.whole and place is not None and place.cost == 0 and part.cell is not None and part.cell.row_span == 1
