"""Does what stands behind a tabulator stand at the place of its column? Two dates of a signature block may both stand
under the second party.

White space carries no text, and 12, a tabulator and 450 read the same wherever the second one stands. Rows of
paragraphs with tabulators are a table without rules: where a column stands is told by the rows above and below.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tfdocs.model.comparison import Certainty, Kind, PageStatus
from tfdocs.model.document import Block, BlockKind, CellPlace
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.printed_columns import by_space
from tfdocs.verify.table_grid import Part, part_of
from tfdocs.verify.weighed import Weighed, context

_FEWEST = 3  # paragraphs with tabulators one below the other
_LONGEST = 24  # characters behind a tabulator: what is longer is prose, which is broken over lines
# Heights: what stands before a tabulator and ends so near to its column, or beyond, pushes what follows on.
_PUSHES = 0.5


@dataclass(frozen=True, slots=True)
class _Row:
    """A paragraph of a run of them (``table``: below 0, no table's number; ``row`` in it) and where its tabulators are,
    in the document's text."""

    table: int
    row: int
    tabs: tuple[int, ...]


def at_other_tabs(placing: Placing, ledger: PageLedger, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One doubt for each piece of text that is printed at the place of another tabulator than the Word has it behind.

    ``weighed``: what was found so far; what is moved already is not told again.
    """
    rows = _rows(placing.word.document.text, placing.word.document.blocks)
    if not rows:
        return []
    told = {w for item in weighed if item.certainty is not None for w in range(item.hunk.w0, item.hunk.w1)}
    found: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is None or piece.line.handwritten or ledger.status[piece.page] is not PageStatus.MATCHED:
            continue
        for part in _segments(placing, piece, rows):
            assert part.cell is not None
            found[piece.page, part.cell.table].append(part)
    out = []
    for own in found.values():
        own = _first_of_each(own)
        wanted = {n: _columns(row) for row in rows.values() if row.table == _table(own) for n in [row.row]}
        for shifted in by_space(own, wanted):
            part = shifted.part
            if part.start not in told and not _pushed(part, own):
                out.append(_entry(placing, part))
    return out


def _table(parts: Sequence[Part]) -> int:
    cell = parts[0].cell
    assert cell is not None
    return cell.table


def _rows(text: str, blocks: Sequence[Block]) -> dict[int, _Row]:
    """By the number of its block each paragraph with tabulators that stands among others with as many places."""
    out: dict[int, _Row] = {}
    run: list[tuple[int, tuple[int, ...]]] = []
    count = 0

    def close() -> None:
        nonlocal count
        if len(run) >= _FEWEST:
            count += 1
            out.update({number: _Row(-count, n, tabs) for n, (number, tabs) in enumerate(run)})
        run.clear()

    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            close()
            continue
        said = text[block.start : block.end]
        tabs = tuple(block.start + i for i, char in enumerate(said) if char == "\t")
        if not tabs or max(map(len, said.split("\t"))) > _LONGEST or (run and len(run[0][1]) != len(tabs)):
            close()
        if tabs and max(map(len, said.split("\t"))) <= _LONGEST:
            run.append((number, tabs))
    close()
    return out


def _columns(row: _Row) -> list[CellPlace]:
    return [CellPlace(row.table, row.row, column) for column in range(len(row.tabs) + 1)]


def _segments(placing: Placing, piece: Piece, rows: dict[int, _Row]) -> Iterator[Part]:
    """What a line has of each stretch between two tabulators, as a part in the cell that this stretch would be."""
    word, place = placing.word, piece.place
    assert place is not None
    if place.start >= word.body:
        return
    spans: dict[tuple[int, int], tuple[int, int, int]] = {}
    for i, w in place.pairs:
        if i is None or w is None or (row := rows.get(word.block_of[w])) is None:
            continue
        key = word.block_of[w], bisect_left(row.tabs, word.source[w])
        first, _, start = spans.get(key, (i, i, w))
        spans[key] = first, i + 1, start
    for (block, column), (first, last, start) in spans.items():
        cell = CellPlace(rows[block].table, rows[block].row, column)
        whole = len(spans) == 1
        yield part_of(piece, piece.start + first, piece.start + last, block, cell, start, whole=whole)


def _first_of_each(parts: Sequence[Part]) -> list[Part]:
    """Of each cell the part that begins it."""
    out: dict[CellPlace | None, Part] = {}
    for part in sorted(parts, key=lambda p: p.start):
        out.setdefault(part.cell, part)
    return list(out.values())


def _pushed(part: Part, parts: Sequence[Part]) -> bool:
    """Whether what stands before ``part`` in its row reaches to where its column stands in the other rows."""
    cell = part.cell
    assert cell is not None
    column = [p.x0 for p in parts if p.cell and p.cell.column == cell.column and p.cell.row != cell.row]
    before = [p.x1 for p in parts if p.cell and p.cell.row == cell.row and p.cell.column < cell.column]
    return bool(column and before) and max(before) + _PUSHES * part.height > min(column)


def _entry(placing: Placing, part: Part) -> Weighed:
    hunk = Hunk(part.piece, part.first, part.first + len(part.text), part.start, part.start + len(part.text))
    note = "这些文字印在另一个制表位上：上下各行的这一栏不在此处"
    what = weigh_kind("", part.text, *context(placing.word, hunk.w0, hunk.w1))
    return Weighed(hunk, Kind.MOVED, Certainty.UNCERTAIN, what, "other-tab", None, note)
