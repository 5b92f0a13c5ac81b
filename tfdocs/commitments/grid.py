"""Tables as grids: the cells of a document's tables by row and column, merged ones in every place they cover.

It knows nothing of what a table says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from tfdocs.model.document import Block, Document
from tfdocs.text import numerals

__all__ = ["Table", "tables"]

# places that all cells of a table together may take, so that a hostile file cannot ask for a grid of millions
_GRID = 200_000


@dataclass(slots=True)
class Table:
    """The cells of a table by row and column; a merged cell stands in every place it covers."""

    number: int
    cells: dict[tuple[int, int], list[Block]] = field(default_factory=lambda: defaultdict(list))
    unit: str = ""  # what a line beside the table says of its sums: 单位：万元
    height: int = 0
    width: int = 0

    def text(self, row: int, column: int) -> str:
        """What the cell says, its full-width numbers plain; "" where there is none."""
        return numerals.half_width(" ".join(b.text for b in self.cells.get((row, column), []) if b.text).strip())

    def first(self, row: int, column: int) -> Block | None:
        """The first block of a cell; ``None`` where there is none."""
        return next(iter(self.cells.get((row, column), [])), None)

    def begins(self, row: int, column: int) -> bool:
        """Whether a cell begins here and is not one merged over from elsewhere."""
        b = self.first(row, column)
        return b is not None and b.cell is not None and (b.cell.row, b.cell.column) == (row, column)

    def own(self, row: int) -> list[Block]:
        """The blocks of the cells that begin in ``row``, in the order of the text."""
        found = {
            b.start: b for c in range(self.width) for b in self.cells.get((row, c), []) if b.cell and b.cell.row == row
        }
        return [found[s] for s in sorted(found)]


_MONEY_UNIT = re.compile(r"单位\s?(?:均为|[：:为是])\s?(?:人民币)?(?P<unit>[十百千万亿]?元)")


def tables(document: Document) -> list[Table]:
    """Every table of the document with at least two columns."""
    found: dict[int, Table] = {}
    for b in document.blocks:
        if b.cell is None:
            continue
        t = found.setdefault(b.cell.table, Table(b.cell.table))
        if len(t.cells) > _GRID:
            continue
        for r in range(b.cell.row, b.cell.row + min(b.cell.row_span, 500)):
            for c in range(b.cell.column, b.cell.column + min(b.cell.column_span, 100)):
                t.cells[(r, c)].append(b)
                t.height, t.width = max(t.height, r + 1), max(t.width, c + 1)
    for n, b in enumerate(document.blocks):
        if b.cell is not None or not (said := _MONEY_UNIT.search(b.text)):
            continue
        # the line stands over its table, or as a note below it
        over, below = document.blocks[n + 1 : n + 2], document.blocks[max(0, n - 1) : n]
        for near in (*below, *over) if re.match(r"\s*(?:注|说明|备注)", b.text) else (*over, *below):
            if near.cell is not None and not found[near.cell.table].unit:
                found[near.cell.table].unit = said["unit"]
                break
    return [t for t in found.values() if t.width > 1]
