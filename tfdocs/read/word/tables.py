"""Tables on their grid: merged cells resolved, rows and cells that a revision took away left out (ECMA-376-1 17.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tfdocs.read.word.branches import children
from tfdocs.read.word.context import RevisionView
from tfdocs.read.word.names import VAL, W, integer, is_on, twips

MAX_SPAN: Final = 1000  # Word ends at 63 columns

_ROW_WRAPPERS: Final = frozenset(W + n for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


@dataclass(slots=True)
class Cell:
    element: Any
    ordinal: int  # of the cell in its row, from 1, as a person counts
    column: int
    span: int
    rows: int = 1
    continues: bool = False  # merged into the one above or to the left: printed nowhere


@dataclass(slots=True)
class Row:
    element: Any
    cells: list[Cell]
    hidden: bool
    clipped: bool  # fixed at a height that shows nothing of its text
    repeats: bool  # printed again at the top of each page that the table goes on on (17.4.78)


_LOWEST_ROW: Final = 60  # twips (3 pt): no print can be read in a row fixed at that height


def rows_of(table: Any, view: RevisionView) -> list[Row]:
    """The rows of ``table`` that ``view`` has, with their cells; row spans are counted.

    Columns count from the left of the paper, in a table that runs from right to left too (bidiVisual, 17.4.1).
    """
    out: list[Row] = []
    open_above: dict[int, tuple[Cell, int]] = {}  # column -> cell that a continuation there belongs to, and its span
    for element in _unwrapped(table, W + "tr"):
        properties = element.find(W + "trPr")
        if properties is not None and _gone(properties, view, "ins", "del"):
            continue
        cells, open_above = _cells(element, properties, view, open_above)
        hidden = properties is not None and any(is_on(h) for h in properties.iterchildren(W + "hidden"))
        heads = properties is not None and any(is_on(h) for h in properties.iterchildren(W + "tblHeader"))
        repeats = heads and all(row.repeats for row in out)
        out.append(Row(element, cells, hidden, properties is not None and _clipped(properties), repeats))
    mirrored = table.find(f"{W}tblPr/{W}bidiVisual")
    if mirrored is not None and is_on(mirrored):
        wide = max((c.column + c.span for row in out for c in row.cells), default=0)
        for cell in (c for row in out for c in row.cells):
            cell.column = wide - cell.column - cell.span
    return out


def _clipped(properties: Any) -> bool:
    height = properties.find(W + "trHeight")
    if height is None or height.get(W + "hRule") != "exact":
        return False
    return 0 < twips(height.get(VAL)) <= _LOWEST_ROW


def revised_rows(table: Any) -> Iterator[tuple[str, str, Any]]:
    """Rows and cells that a revision put in or took away: a finding's code, their place in the table, the element."""
    if next(table.iter(W + "ins", W + "del", W + "cellIns", W + "cellDel"), None) is None:
        return  # as of most tables; row by row, half of reading the table
    for index, row in enumerate(_unwrapped(table, W + "tr"), start=1):
        properties = row.find(W + "trPr")
        if properties is not None:
            for name, code in (("ins", "tracked-insertion"), ("del", "tracked-deletion")):
                if properties.find(W + name) is not None:
                    yield code, f"第 {index} 行", row
        for ordinal, cell in enumerate(_unwrapped(row, W + "tc"), start=1):
            own = cell.find(W + "tcPr")
            for name, code in (("cellIns", "tracked-insertion"), ("cellDel", "tracked-deletion")):
                if own is not None and own.find(W + name) is not None:
                    yield code, f"第 {index} 行第 {ordinal} 列", cell


def _gone(properties: Any, view: RevisionView, inserted: str, deleted: str) -> bool:
    return (not view.inserted and properties.find(W + inserted) is not None) or (
        not view.deleted and properties.find(W + deleted) is not None
    )


def _unwrapped(parent: Any, wanted: str) -> Iterator[Any]:
    for child in children(parent):
        if child.tag == wanted:
            yield child
        elif child.tag in _ROW_WRAPPERS:
            yield from _unwrapped(child, wanted)


def _value(properties: Any | None, name: str, default: int) -> int:
    found = properties.find(W + name) if properties is not None else None
    return max(0, min(MAX_SPAN, integer(found.get(VAL), default))) if found is not None else default


def _merge(properties: Any | None, name: str) -> str:
    found = properties.find(W + name) if properties is not None else None
    return "" if found is None else (found.get(VAL) or "continue")


def _cells(
    row: Any, properties: Any | None, view: RevisionView, above: dict[int, tuple[Cell, int]]
) -> tuple[list[Cell], dict[int, tuple[Cell, int]]]:
    cells: list[Cell] = []
    below: dict[int, tuple[Cell, int]] = {}
    column = _value(properties, "gridBefore", 0)
    for ordinal, element in enumerate(_unwrapped(row, W + "tc"), start=1):
        own = element.find(W + "tcPr")
        if own is not None and _gone(own, view, "cellIns", "cellDel"):
            continue
        span = max(1, _value(own, "gridSpan", 1))
        cell = Cell(element, ordinal, column, span)
        merged = _merge(own, "vMerge")
        if merged == "restart":
            below[column] = (cell, span)
        elif merged and column in above and above[column][1] == span:
            cell.continues = True
            below[column] = above[column]
            below[column][0].rows += 1
        elif merged:  # nothing above to continue: Word begins a cell here
            below[column] = (cell, span)
        if _merge(own, "hMerge") == "continue" and cells:
            cell.continues = True
            cells[-1].span += span
        cells.append(cell)
        column += span
    return cells, below
