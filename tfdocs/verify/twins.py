"""Cells that say the same, in tables that say the same: 姓名, 职称 of the first member and of the second.

Which of them a line was placed in, its neighbours in reading order told, and a label in the middle of its rows may have
misled them: all of one table was then placed in the next, whose own lines in the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tfdocs.verify.align import Alignment
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.table_grid import LEVEL, Part, parts_of

__all__ = ["as_read", "in_page_order", "put_back"]

Before = list[tuple[Piece, Alignment | None]]


def in_page_order(placing: Placing, found: Sequence[Part]) -> Before:
    """Give the lines that say what one of ``found`` says, to the letter, their places in the order of the pages.

    Only whole cells of one row. Where each of them was before, or nothing where nothing is changed.
    """
    texts = {p.text for p in found if _is_whole_cell(p)}
    alike: dict[str, list[Part]] = defaultdict(list)
    for part in parts_of(placing, in_cells=True) if texts else ():
        if part.text in texts and _is_whole_cell(part):
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
