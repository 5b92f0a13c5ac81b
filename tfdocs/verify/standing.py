"""Does what was placed stand where the Word has it? Every word may be on the paper, and two of them exchanged.

Lines find their places by what they say, whatever order they were read in; so 8,700.00 and 8,800.00 that changed rows
each find the cell that says the same. What paper cannot do is to show a cell of the third row above one of the second,
or the second sentence of a paragraph before the first. Pairs that contradict the Word so are conflicts; the fewest
pieces whose removal ends them all are out of place (a vertex cover, taken greedily from the most contradicted).
A cell that is out of place is held against the cell of the Word that lies where it stands, told by those around it.
What has no such cell, and what is out of place in running text, is reported as moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tfdocs.model.comparison import Certainty, Kind, Materiality, PageStatus
from tfdocs.model.document import BlockKind, CellPlace
from tfdocs.model.page import Source
from tfdocs.verify.align import BREAK, Alignment, align, one_to_one
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import MOVED_LEAST
from tfdocs.verify.weighed import Weighed

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_LEVEL = 0.35  # heights between two rows that stand on one; a compact table's are 1.2 apart
_BELOW = 0.5  # heights
_OVERLAP = 0.2  # of the narrower, from which two lines stand one below the other
_BESIDE = 0.5  # heights that a line may begin before another's end and still stand beside it
_EACH = 0.1  # of a character, beside a cell's whole text
_SKIPPED = 0.001  # of a row: of equal courses the one that goes on
_NEW_ROW = 0.04  # to another row over a height of paper; over less more: lines of one row stand close
_ASIDE = 0.5  # of a height beside the column
_MOST = 900  # parts of one table or text on one page: beyond that paper is no print of this Word
_LONG = 6  # characters of a line that tells how a page leans
_SLOPES, _SPREAD = 8, 150.0  # lines, and points between the first and the last, that tell how that changes


@dataclass(slots=True)
class _Part:
    """The part of a piece that stands in one block of the Word; its box on the page, points."""

    piece: Piece
    block: int
    cell: CellPlace | None
    start: int  # in the Word's text
    whole: bool  # it is all of the piece
    x0: float
    x1: float
    y: float
    height: float


def to_their_cells(placing: Placing) -> None:
    """Place cells that stand in another row or column than the one they were placed in where they stand."""
    leans = leaning(placing.pieces)
    for (page, _), parts in _by_table(_parts(placing)).items():
        grid = _Grid(parts, leans.get(page, _level))
        conflicts = grid.conflicts()
        doubtful = np.flatnonzero(conflicts.any(axis=0) | conflicts.any(axis=1)).tolist()
        if doubtful:
            _place_again(placing, grid, doubtful)


def misplaced(placing: Placing, ledger: PageLedger, known: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each run of text that stands on another place of its page than the Word's order allows.

    ``known``: the paragraphs that are reported as moved already.
    """
    blocks = placing.word.document.blocks
    moved = {placing.word.block_of[w.hunk.w0] for w in known}
    parts = [p for p in _parts(placing) if ledger.status[p.piece.page] is PageStatus.MATCHED and p.block not in moved]
    found: list[_Part] = []
    leans = leaning(placing.pieces)
    for (page, _), cells in _by_table(parts).items():
        out = _contradicted(_Grid(cells, leans.get(page, _level)).conflicts(), cells)
        found += [cells[n] for n in sorted(out)]
    texts: dict[tuple[int, CellPlace | None, bool], list[_Part]] = defaultdict(list)
    for part in parts:
        block = blocks[part.block]
        if block.cell is not None or block.kind is BlockKind.PARAGRAPH:
            texts[part.piece.page, block.cell, True].append(part)
        else:
            texts[part.piece.page, None, False].append(part)
    for (_, _, ordered), own in texts.items():
        if len(own) > 1:
            _sort_alike(placing, own)
            out = _contradicted(_text_conflicts(own, within_blocks=not ordered), own)
            found += [own[n] for n in sorted(out)]
    return [_entry(placing, part) for part in found]


def _entry(placing: Placing, part: _Part) -> Weighed:
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


def _parts(placing: Placing) -> list[_Part]:
    """The placed pieces of the body, those over several cells cell by cell."""
    word = placing.word
    out: list[_Part] = []
    for piece in placing.pieces:
        place = piece.place
        if place is None or place.start >= word.body:
            continue
        runs: dict[int, list[tuple[int, int]]] = {}
        for i, w in place.pairs:
            if i is not None and w is not None and word.text[w] != BREAK:
                runs.setdefault(word.block_of[w], []).append((i, w))
        for block, pairs in runs.items():
            start, end = piece.folded.source_span(piece.start + pairs[0][0], piece.start + pairs[-1][0] + 1)
            boxes = piece.line.chars[start:end]
            box = piece.line.box
            x0 = min((b.x0 for b in boxes), default=box.x0)
            x1 = max((b.x1 for b in boxes), default=box.x1)
            top = min((b.top for b in boxes), default=box.top)
            bottom = max((b.bottom for b in boxes), default=box.bottom)
            whole = len(runs) == 1
            cell = word.document.blocks[block].cell
            middle, height = (top + bottom) / 2, max(1.0, bottom - top)
            out.append(_Part(piece, block, cell, pairs[0][1], whole, x0, x1, middle, height))
    return out


def _by_table(parts: Sequence[_Part]) -> dict[tuple[int, int], list[_Part]]:
    """The parts in cells, by page and table."""
    out: dict[tuple[int, int], list[_Part]] = defaultdict(list)
    for part in parts:
        if part.cell is not None:
            out[part.piece.page, part.cell.table].append(part)
    return {key: own for key, own in out.items() if 1 < len(own) <= _MOST}


def leaning(pieces: Sequence[Piece]) -> dict[int, Callable[[Floats], Floats]]:
    """For each page (by its index) by how much its rows fall to the right at given heights, told by its long lines.

    A photographed page leans by more below than above.
    """
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for line, page in {id(p.line): (p.line, p.page) for p in pieces}.values():
        if len(line.chars) < _LONG:
            continue
        first, last = line.chars[0].centre, line.chars[-1].centre
        if last[0] - first[0] > _LONG / 2 * line.chars[0].height:
            found[page].append(((last[1] - first[1]) / (last[0] - first[0]), (first[1] + last[1]) / 2))
    return {page: _lean(np.array(own)) for page, own in found.items()}


def _lean(found: Floats) -> Callable[[Floats], Floats]:
    steps, places = found[:, 0], found[:, 1]
    middle = float(np.median(steps))
    near = np.abs(steps - middle) <= 2 * float(np.median(np.abs(steps - middle))) + 1e-3
    if near.sum() < _SLOPES or np.ptp(places[near]) < _SPREAD:
        return lambda y: np.full(len(y), middle)
    gain, base = (float(v) for v in np.polyfit(places[near], steps[near], 1))
    low, high = float(places[near].min()), float(places[near].max())
    return lambda y: gain * np.clip(y, low, high) + base


def _level(y: Floats) -> Floats:
    return np.zeros(len(y))


class _Grid:
    """Where the parts of one table on one page stand, and where the Word has them; the page laid straight."""

    def __init__(self, parts: Sequence[_Part], lean: Callable[[Floats], Floats]) -> None:
        self.parts = parts
        cells = [p.cell for p in parts if p.cell is not None]
        self.rows = np.array([(c.row, c.row + c.row_span - 1) for c in cells])
        self.columns = np.array([(c.column, c.column + c.column_span - 1) for c in cells])
        self.heights = np.array([p.height for p in parts])
        x, y = np.array([(p.x0 + p.x1) / 2 for p in parts]), np.array([p.y for p in parts])
        slope = lean(y)
        self.y = y - slope * x
        self.x = x + slope * y

    def conflicts(self) -> Flags:
        """``[p, q]``: the Word has p above q, or before it on a row, and the page has not."""
        y, x = self.y, self.x
        level = _LEVEL * np.minimum(self.heights[:, None], self.heights)
        above = self.rows[:, 1][:, None] < self.rows[:, 0]
        out: Flags = above & (y[:, None] > y - level)
        one_row = (self.rows[:, 0][:, None] <= self.rows[:, 1]) & (self.rows[:, 0] <= self.rows[:, 1][:, None])
        before = one_row & (self.columns[:, 1][:, None] < self.columns[:, 0])
        swapped = before & (x[:, None] >= x)
        if 2 * swapped.sum() > before.sum():  # a table from right to left
            swapped = before & ~swapped
        return np.asarray(out | swapped, dtype=np.bool_)


def _place_again(placing: Placing, grid: _Grid, doubtful: Sequence[int]) -> None:
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
    taken = {parts[n].block for n in range(len(parts)) if n not in doubtful}
    wanted: dict[int, list[int]] = defaultdict(list)
    for n in doubtful:
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
            elif len(own) == 1 and block not in taken:
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
    if found.matches:
        return found
    both = min(len(line), len(text))
    pairs: list[tuple[int | None, int | None]] = [(i, start + i) for i in range(both)]
    pairs += [(i, None) for i in range(both, len(line))] + [(None, start + i) for i in range(both, len(text))]
    return Alignment(tuple(pairs), start, start + len(text), float(max(len(line), len(text))), 0)


def _ranges(placing: Placing, blocks: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Where in the Word's text the paragraphs ``blocks`` stand, without their breaks; empty ones left out."""
    wanted = set(blocks)
    out: dict[int, tuple[int, int]] = {}
    for w, block in enumerate(placing.word.block_of):
        if block in wanted and placing.word.text[w] != BREAK:
            out[block] = out.get(block, (w, w))[0], w + 1
    return out


def lay_out(grid: _Grid, texts: dict[CellPlace, str], kept: Sequence[int]) -> dict[int, CellPlace]:
    """The cell in which each part of a table stands, by the order of rows and columns and by what most of them say.

    ``texts``: what the Word has in each cell; ``kept``: the parts that nothing contradicts. The rows on paper follow
    those of the Word, some of them in several lines and some not at all: of all such courses the one whose lines say
    most of what their rows have (Viterbi 1967). In a row the same from left to right, where what a cell says weighs
    less than standing below and above its column's other cells.
    """
    lines = _lines(grid)
    rows = sorted({row for cell in texts for row in range(cell.row, cell.row + cell.row_span)})
    in_row = [[c for c in texts if c.row <= row < c.row + c.row_span] for row in rows]
    scores = np.array(
        [[sum(_says(grid.parts[n], [texts[c] for c in own]) for n in line) for own in in_row] for line in lines]
    )
    middles = [float(grid.y[line[0]]) for line in lines]
    tall = float(np.median(grid.heights))
    steps = [_NEW_ROW * tall / max(tall / 4, b - a) for a, b in pairwise(middles)]
    course = _course(scores - _SKIPPED * np.arange(len(rows)), steps)
    columns = _column_places(grid, kept)
    by_row: dict[int, list[int]] = defaultdict(list)
    for line, row in zip(lines, course, strict=True):
        by_row[row] += line
    out: dict[int, CellPlace] = {}
    for row, own in by_row.items():
        own.sort(key=lambda n: float(grid.x[n]))
        places = sorted(in_row[row], key=lambda c: c.column)
        fits = np.array([[_fits(grid.parts[n], float(grid.x[n]), c, texts[c], columns) for c in places] for n in own])
        for n, at in zip(own, _course(fits, [0.0] * (len(own) - 1)), strict=True):
            out[n] = places[at]
    return out


def _lines(grid: _Grid) -> list[list[int]]:
    """The parts by the rows of print on which they stand, from the top."""
    out: list[list[int]] = []
    for n in np.argsort(grid.y, kind="stable").tolist():
        last = out[-1][0] if out else None
        if last is not None and grid.y[n] - grid.y[last] < _BELOW * min(grid.heights[n], grid.heights[last]):
            out[-1].append(n)
        else:
            out.append([n])
    return out


def _says(part: _Part, texts: Sequence[str]) -> float:
    """What speaks for a part standing in one of ``texts``; a whole cell's text speaks more than a piece of one."""
    text = part.piece.text
    if text in texts:
        return 1.0 + _EACH * len(text)
    return _EACH / 2 * len(text) if any(text in t for t in texts) else 0.0


def _column_places(grid: _Grid, kept: Sequence[int]) -> dict[int, tuple[float, float]]:
    """From where to where the lines in a column's cells stand, points."""
    found: dict[int, tuple[float, float]] = {}
    for n in kept or range(len(grid.parts)):
        column = int(grid.columns[n, 0])
        if column == grid.columns[n, 1]:
            half = (grid.parts[n].x1 - grid.parts[n].x0) / 2
            low, high = found.get(column, (np.inf, -np.inf))
            found[column] = min(low, float(grid.x[n]) - half), max(high, float(grid.x[n]) + half)
    return found


def _fits(part: _Part, x: float, cell: CellPlace, text: str, columns: dict[int, tuple[float, float]]) -> float:
    own = [columns[c] for c in range(cell.column, cell.column + cell.column_span) if c in columns]
    apart = max(0.0, min(a for a, _ in own) - x, x - max(b for _, b in own)) if own else 0.0
    return _says(part, [text]) - _ASIDE * apart / part.height


def _course(scores: Floats, steps: Sequence[float]) -> list[int]:
    """For each line of ``scores`` a column, none before that of the line above, so that together they score most.

    ``steps``: what it costs to go on to another column from one line to the next.
    """
    best = np.zeros_like(scores)
    back = np.zeros(scores.shape, dtype=np.intp)
    best[0] = scores[0]
    places = np.arange(scores.shape[1])
    for k in range(1, len(scores)):
        last = best[k - 1]
        highest = np.maximum.accumulate(last)
        firsts = np.concatenate([[True], last[1:] > highest[:-1]])
        leader = np.maximum.accumulate(np.where(firsts, places, 0))
        stays = last >= highest - steps[k - 1]
        back[k] = np.where(stays, places, leader)
        best[k] = scores[k] + np.where(stays, last, highest - steps[k - 1])
    at = int(np.argmax(best[-1]))
    out = [at]
    for k in range(len(scores) - 1, 0, -1):
        at = int(back[k, at])
        out.append(at)
    return out[::-1]


def _sort_alike(placing: Placing, parts: Sequence[_Part]) -> None:
    """Lines that say the same to the letter stand in the order of the page: which is which nobody can tell."""
    alike: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        if part.whole and part.piece.place is not None and part.piece.place.cost == 0:
            alike[part.piece.text].append(part)
    for own in alike.values():
        places = sorted((p.piece.place for p in own if p.piece.place is not None), key=lambda a: a.start)
        stands = sorted(own, key=lambda p: (p.y, p.x0))
        if len(own) < 2 or [p.piece.place for p in stands] == places:
            continue
        for part, place in zip(stands, places, strict=True):
            part.piece.place = place
            part.start, part.block = place.start, placing.word.block_of[place.start]


def _text_conflicts(parts: Sequence[_Part], *, within_blocks: bool) -> Flags:
    """``[p, q]``: the Word has p before q, and on the page it stands below, or behind it on one row."""
    starts, blocks = np.array([p.start for p in parts]), np.array([p.block for p in parts])
    x0, x1 = np.array([p.x0 for p in parts]), np.array([p.x1 for p in parts])
    y, heights = np.array([p.y for p in parts]), np.array([p.height for p in parts])
    least = np.minimum(heights[:, None], heights)
    shared = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    over = shared > _OVERLAP * np.minimum((x1 - x0)[:, None], x1 - x0)
    same = blocks[:, None] == blocks
    before = starts[:, None] < starts
    below = over & (y[:, None] > y + _BELOW * least)
    behind = same & (np.abs(y[:, None] - y) < _LEVEL * least) & (x0[:, None] > x1 - _BESIDE * least)
    out: Flags = before & (below | behind)
    return out & same if within_blocks else out


def _contradicted(conflicts: Flags, parts: Sequence[_Part]) -> set[int]:
    """The positions of the fewest parts, by and large, without which there is no conflict."""
    conflicts = conflicts | conflicts.T
    degree = conflicts.sum(axis=0)
    lengths = np.array([max(1, len(p.piece.text)) for p in parts])
    out: set[int] = set()
    while degree.any():
        # of equals the shorter: what says more is likelier to have found its own place
        n = int(np.lexsort((lengths, -degree))[0])
        out.add(n)
        degree = degree - conflicts[n]
        conflicts[n] = conflicts[:, n] = False
        degree[n] = 0
    return out
