"""Does what was placed stand where the Word has it? Every word may be on the paper, and two of them exchanged.

Lines find their places by what they say, whatever order they were read in; so 8,700.00 and 8,800.00 that changed rows
each find the cell that says the same. What paper cannot do is to show a cell of the third row above one of the second,
or the second sentence of a paragraph before the first. Pairs that contradict the Word so are conflicts; the fewest
pieces whose removal ends them all are out of place (a vertex cover, taken greedily from the most contradicted).
A cell that is out of place is held against the cell of the Word that lies where it stands, told by those around it.
What has no such cell, and what is out of place in running text, is reported as moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

import numpy as np

from tfdocs.model.comparison import Certainty, Kind, Materiality, PageStatus
from tfdocs.model.document import BlockKind, CellPlace, Finding
from tfdocs.model.fault import Severity
from tfdocs.model.page import Page, Source
from tfdocs.verify.align import Alignment, align, one_to_one
from tfdocs.verify.flow import (
    by_page,
    by_space,
    flow_conflicts,
    frame_conflicts,
    out_of_flow,
    outer_cells,
    page_conflicts,
    rows_over_pages,
    support_of,
    units_of,
    with_outer_cells,
)
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pieces import Placing
from tfdocs.verify.table_grid import (
    BELOW,
    LEVEL,
    MOST,
    Flags,
    Grid,
    Part,
    at_once,
    by_table,
    contradicted,
    lay_out,
    leaning,
    part_of,
    parts_of,
)
from tfdocs.verify.thresholds import MOVED_LEAST
from tfdocs.verify.twins import as_read, in_page_order, put_back
from tfdocs.verify.weighed import Weighed

_OVERLAP = 0.2  # of the narrower, from which two lines stand one below the other
_BESIDE = 0.5  # heights that a line may begin before another's end and still stand beside it
_LONGEST = 24  # characters of what is put into a cell
_IN_COMMON = 0.5  # of the characters, or 7.5 is another figure than 20.00 and not 7 for 20 and 5 for 00
_TABLE = 4  # cells of a table, from which one that moved is told as one
_MOST_TIMES = 3  # as long as what the Word has in the cell


def to_their_cells(placing: Placing) -> None:
    """Place cells that stand in another row or column than the one they were placed in where they stand.

    So too what found no place and stands in a table: it is compared with its own cell, not with the next row's.
    """
    leans = leaning(placing.pieces)
    homeless: dict[int, list[Part]] = defaultdict(list)
    for piece in placing.pieces:
        if piece.place is None and len(piece.text) <= _LONGEST:
            homeless[piece.page].append(part_of(piece, piece.start, piece.end, -1, None, -1, whole=True))
    for (page, _), cells in by_table(parts_of(placing, in_cells=True))[0].items():
        parts = [*cells, *_inside(cells, homeless[page])]
        grid = Grid(parts, leans(page))
        conflicts = grid.conflicts()
        contradicted = np.flatnonzero(conflicts.any(axis=0) | conflicts.any(axis=1)).tolist()
        doubtful = {*contradicted, *range(len(cells), len(parts))}
        if doubtful:
            _place_again(placing, grid, doubtful)


def _inside(cells: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """Those of ``others`` without a place that stand among ``cells``."""
    x0, x1 = min(c.x0 for c in cells), max(c.x1 for c in cells)
    top, bottom = min(c.y - c.height for c in cells), max(c.y + c.height for c in cells)
    return [o for o in others if o.piece.place is None and x0 <= (o.x0 + o.x1) / 2 <= x1 and top <= o.y <= bottom]


def misplaced(
    placing: Placing, ledger: PageLedger, known: Sequence[Weighed], strayed: Sequence[Weighed] = ()
) -> list[Weighed]:
    """One entry for each run of text that stands on another place of its page than the Word's order allows.

    ``known``: the paragraphs that are reported as moved already; ``strayed``: the lines that are, of which it is not
    asked either which of them and their neighbours stand wrongly.
    """
    moved = {placing.word.block_of[w.hunk.w0] for w in known}
    lines = {id(w.hunk.piece) for w in strayed}

    def asked() -> list[Part]:
        return [
            p
            for p in parts_of(placing)
            if ledger.shows_the_word(p.piece.page) and p.block not in moved and id(p.piece) not in lines
        ]

    parts = asked()
    apart = frozenset(n for n, status in enumerate(ledger.status) if status is PageStatus.MISPLACED)
    found = _out_of_place(placing, parts, apart)
    for their_tables in (False, True):
        if before := in_page_order(placing, found, their_tables=their_tables):
            others = asked()
            fewer = _out_of_place(placing, others, apart)
            if len(fewer) < len(found):
                parts, found = others, fewer
            else:
                put_back(before)
    return _entries(placing, found, parts)


def _out_of_place(placing: Placing, parts: Sequence[Part], apart: Collection[int]) -> list[Part]:
    """Those of ``parts`` that stand on another place of their page, or on another page of their table, than the Word's
    order allows. ``apart``: the pages that stand in another order themselves."""
    blocks = placing.word.document.blocks
    found: list[Part] = []
    leans = leaning(placing.pieces)
    for (page, _), cells in by_table(parts)[0].items():
        # cells that say the same have no order
        numbers: dict[str, int] = {}
        said = np.array([numbers.setdefault(blocks[c.block].text, len(numbers)) for c in cells])
        conflicts = Grid(cells, leans(page)).conflicts()
        conflicts &= said[:, None] != said
        out = contradicted(conflicts, cells)
        found += [cells[n] for n in sorted(out)]
    for own in rows_over_pages(parts, apart):
        if len(own) <= MOST:
            said = np.array([blocks[p.block].text for p in own])
            conflicts = page_conflicts(own)
            conflicts &= said[:, None] != said
            found += [own[n] for n in sorted(contradicted(conflicts, own))]
    for own in _over_pages(parts, apart):
        pages_of, starts = (np.array(v) for v in zip(*((p.piece.page, p.start) for p in own), strict=True))
        back = (starts[:, None] < starts) & (pages_of[:, None] > pages_of)
        found += [own[n] for n in sorted(contradicted(back, own))]
    for ordered, own in _texts(placing, parts).values():
        if 1 < len(own) <= MOST:
            _sort_alike(placing, own)
            if _one_below_the_other(own):
                continue
            out = contradicted(_text_conflicts(own, within_blocks=not ordered), own)
            found += [own[n] for n in sorted(out)]
    outer = outer_cells(blocks)
    for own in with_outer_cells(parts, outer):
        if len(own) <= MOST:
            floats = [blocks[p.block].floats for p in own]
            out = out_of_flow(own, Grid(own, leans(own[0].piece.page)).conflicts(), floats, None)
            found += [own[n] for n in sorted(out)]
    for page, own in by_page(parts, blocks).items():
        if 1 < len(own) <= MOST:
            units = units_of(own, outer)
            floats = [blocks[p.block].floats for p in own]
            out = out_of_flow(own, flow_conflicts(own, units, leans(page)), floats, support_of(units))
            found += [own[n] for n in sorted(out)]
    for own in by_space(parts, blocks):
        if len(own) <= MOST:
            found += [own[n] for n in sorted(contradicted(frame_conflicts(own, blocks), own))]
    told = {(id(part.piece), part.start): part for part in reversed(found)}
    return list(reversed(told.values()))


def _over_pages(parts: Sequence[Part], apart: Collection[int]) -> list[list[Part]]:
    """The parts of each paragraph that stands on several pages, but for the pages ``apart``."""
    own: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if part.piece.page not in apart:
            own[part.block].append(part)
    return [of for of in own.values() if len({p.piece.page for p in of}) > 1 and len(of) <= MOST]


def _texts(
    placing: Placing, parts: Sequence[Part]
) -> dict[tuple[int, CellPlace | None, bool], tuple[bool, list[Part]]]:
    """The parts of each cell, and of each page outside tables; whether they have an order from one block to the next,
    which text boxes and notes have not."""
    blocks = placing.word.document.blocks
    out: dict[tuple[int, CellPlace | None, bool], tuple[bool, list[Part]]] = {}
    for part in parts:
        block = blocks[part.block]
        ordered = block.cell is not None or block.kind is BlockKind.PARAGRAPH
        key = part.piece.page, block.cell if ordered else None, ordered
        out.setdefault(key, (ordered, []))[1].append(part)
    return out


def order_findings(placing: Placing, pages: Sequence[Page]) -> list[Finding]:
    """One for each page with a table, or text, in so many parts that their order was not looked at."""
    if max((p.characters for p in pages), default=0) <= MOST:
        return []
    parts = parts_of(placing)
    large = by_table(parts)[1]
    for (page, _, _), (_, own) in _texts(placing, parts).items():
        if len(own) > MOST:
            large[page] = large.get(page, 0) + len(own)
    # tables, paragraphs and boxes of one page among one another, where none by itself is too much
    blocks = placing.word.document.blocks
    for own in (*by_page(parts, blocks).values(), *by_space(parts, blocks)):
        if len(own) > MOST:
            large.setdefault(own[0].piece.page, len(own))
    return [
        Finding(
            code="order-not-checked",
            severity=Severity.ERROR,
            message=f"本页有 {count} 处文字，超过 {MOST} 处：文字逐字核对了，先后位置没有核对",
            where=f"第 {pages[page].number} 页",
        )
        for page, count in sorted(large.items())
    ]


def _entries(placing: Placing, found: Sequence[Part], parts: Sequence[Part]) -> list[Weighed]:
    """One entry for each of ``found``; but one in all where all that a page has of a table stands elsewhere."""
    blocks = placing.word.document.blocks
    whole: Counter[tuple[int, int]] = Counter()
    for part in parts:
        if part.cell is not None:
            whole[part.piece.page, part.cell.table] += 1
    tables: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in found:
        if part.cell is not None:
            tables[part.piece.page, part.cell.table].append(part)
    out = []
    for part in found:
        cell = blocks[part.block].cell
        key = (part.piece.page, cell.table) if cell is not None else (-1, -1)
        own = tables.get(key, [])
        if len(own) < _TABLE or len(own) < whole[key]:
            out.append(_entry(placing, part))
        elif part is own[0]:
            entries = [_entry(placing, p) for p in own]
            hunks = tuple(e.hunk for e in sorted(entries, key=lambda e: e.hunk.w0))
            hunk = replace(hunks[0], w1=max(h.w1 for h in hunks))
            note = "整张表格在纸面上，但位置与 Word 不同：与别处的内容互换，或移动过"
            out.append(replace(entries[0], hunk=hunk, certainty=_surest(entries), note=note, parts=hunks))
    return out


def _surest(entries: Sequence[Weighed]) -> Certainty:
    return Certainty.CERTAIN if any(e.certainty is Certainty.CERTAIN for e in entries) else Certainty.UNCERTAIN


def _entry(placing: Placing, part: Part) -> Weighed:
    piece, word = part.piece, placing.word
    assert piece.place is not None
    w0 = part.start
    w1 = next((w for w in range(w0, piece.place.end) if word.block_of[w] != part.block), piece.place.end)
    read = piece.text if part.whole else word.text[w0:w1]
    sure = piece.place.cost == 0 and (piece.line.source is Source.TEXT or len(read) >= MOVED_LEAST)
    note = "这些文字在纸面上，但位置与 Word 不同：与别处的内容互换，或移动过"
    hunk = Hunk(piece, piece.start, piece.end, w0, w1)
    certainty = Certainty.CERTAIN if sure else Certainty.UNCERTAIN
    return Weighed(hunk, Kind.MOVED, certainty, Materiality.TEXT, "out-of-place", None, note)


def _place_again(placing: Placing, grid: Grid, doubtful: set[int]) -> None:
    """Place the parts ``doubtful`` in the cells of the Word that lie where they stand, as far as those tell."""
    word, parts = placing.word, grid.parts
    first = parts[0].cell
    assert first is not None
    cells: dict[CellPlace, list[int]] = defaultdict(list)  # their paragraphs
    for number, own_block in enumerate(word.document.blocks):
        if own_block.cell is not None and own_block.cell.table == first.table:
            cells[own_block.cell].append(number)
    ranges = _ranges(placing, [b for own in cells.values() for b in own])
    texts = {cell: "".join(word.text[slice(*ranges[b])] for b in own if b in ranges) for cell, own in cells.items()}
    target = lay_out(grid, texts, [n for n in range(len(parts)) if n not in doubtful])
    asked = {cells[target[n]][0] for n in doubtful if n in target and len(cells[target[n]]) == 1}
    # what stands elsewhere itself, and would say the same there, gives its place up: 年 月 日 of two signatures
    doubtful |= {
        n
        for n, part in enumerate(parts)
        if part.block in asked and part.cell != target[n] and part.text in texts[target[n]]
    }
    taken = {parts[n].block for n in range(len(parts)) if n not in doubtful}
    wanted: dict[int, list[int]] = defaultdict(list)
    for n in sorted(doubtful):
        cell = target.get(n)
        if cell is not None and parts[n].whole and len(cells[cell]) == 1 and cells[cell][0] in ranges:
            wanted[cells[cell][0]].append(n)
    chosen: dict[int, Alignment] = {}
    for block, own in wanted.items():
        start, end = ranges[block]
        for n in own:
            line, text = parts[n].piece.text, word.text[start:end]
            if text.count(line) == 1:
                at = start + text.index(line)
                pairs = tuple((i, at + i) for i in range(len(line)))
                chosen[n] = Alignment(pairs, at, at + len(line), 0.0, len(line))
            elif len(own) == 1 and block not in taken and len(line) <= _MOST_TIMES * len(text) + 2:
                chosen[n] = _against(line, text, start)
    before = {n: parts[n].piece.place for n in chosen}
    for n in chosen:
        placing.unset(parts[n].piece)
    for n, place in sorted(chosen.items(), key=lambda item: item[1].cost):
        own_place = before[n]
        # what another line covers stays as it was
        free = placing.free(place) == 1
        if free or own_place is not None:
            placing.set(parts[n].piece, place if free or own_place is None else own_place)


def _against(line: str, text: str, start: int) -> Alignment:
    """``line`` against all of a cell's ``text``, which stands at ``start``, however little they have in common."""
    found = one_to_one(line, text, start, align(line, text, start))
    if found.matches >= _IN_COMMON * max(len(line), len(text)):
        return found
    both = min(len(line), len(text))
    pairs: list[tuple[int | None, int | None]] = [(i, start + i) for i in range(both)]
    pairs += [(i, None) for i in range(both, len(line))] + [(None, start + i) for i in range(both, len(text))]
    return Alignment(tuple(pairs), start, start + len(text), float(max(len(line), len(text))), 0)


def _ranges(placing: Placing, blocks: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Where in the Word's text the paragraphs ``blocks`` stand, without their breaks; empty ones left out."""
    ranges = placing.word.ranges
    return {block: ranges[block] for block in blocks if block in ranges}


def _sort_alike(placing: Placing, parts: Sequence[Part]) -> None:
    """Lines that say the same to the letter stand in the order of the page: which is which nobody can tell."""
    alike: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        if part.whole and part.piece.place is not None and part.piece.place.cost == 0:
            alike[part.piece.text].append(part)
    for own in alike.values():
        places = sorted((p.piece.place for p in own if p.piece.place is not None), key=lambda a: a.start)
        stands = as_read(own)
        if len(own) < 2 or [p.piece.place for p in stands] == places:
            continue
        for part, place in zip(stands, places, strict=True):
            part.piece.place = place
            part.start, part.block = place.start, placing.word.block_of[place.start]


def _one_below_the_other(parts: Sequence[Part]) -> bool:
    """Whether all stand in rows of their own, in the Word's order: a cell's lines, and most paragraphs'. Then none of
    them contradicts another."""
    tall = LEVEL * max(part.height for part in parts)
    order = sorted(parts, key=_START)
    return all(below.y - above.y >= tall for above, below in pairwise(order))


_START = attrgetter("start")


def _text_conflicts(parts: Sequence[Part], *, within_blocks: bool) -> Flags:
    """``[p, q]``: the Word has p before q, and on the page it stands below, or behind it on one row.

    Of one paragraph also where only their lines stand one below the other: two notes that begin alike, each with the
    other's end, have all their parts side by side.
    """
    starts, blocks = np.array([p.start for p in parts]), np.array([p.block for p in parts])
    x0, x1 = np.array([p.x0 for p in parts]), np.array([p.x1 for p in parts])
    y, heights = np.array([p.y for p in parts]), np.array([p.height for p in parts])
    left, right = (np.array([getattr(p.piece.line.box, side) for p in parts]) for side in ("x0", "x1"))
    out = np.zeros((len(parts), len(parts)), np.bool_)
    for own in at_once(len(parts)):
        least = np.minimum(heights[own, None], heights)
        shared = np.minimum(x1[own, None], x1) - np.maximum(x0[own, None], x0)
        over = shared > _OVERLAP * np.minimum((x1 - x0)[own, None], x1 - x0)
        same = blocks[own, None] == blocks
        lines = np.minimum(right[own, None], right) > np.maximum(left[own, None], left)
        before = starts[own, None] < starts
        below = (over | (same & lines)) & (y[own, None] > y + BELOW * least)
        behind = same & (np.abs(y[own, None] - y) < LEVEL * least) & (x0[own, None] > x1 - _BESIDE * least)
        out[own] = before & (below | behind)
        if within_blocks:
            out[own] &= same
    return out
