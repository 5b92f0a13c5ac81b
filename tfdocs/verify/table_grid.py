"""A table as it stands on the page, and in which cell of the Word each of its lines lies by rows and columns.

Lines are told apart by where they stand and not by what was read in them first: two that changed places are held
against the cell that lies where they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from tfdocs.model.document import CellPlace
from tfdocs.verify.align import BREAK, Alignment
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.wordtext import WordText

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LEVEL = 0.35  # heights between two rows that stand on one; a compact table's are 1.2 apart
BELOW = 0.5  # heights
_ANYWHERE = CellPlace(-1, 0, 0, 1 << 30, 1 << 30)
_EACH = 0.1  # of a character, beside a cell's whole text
_SKIPPED = 0.001  # of a row: of equal courses the one that goes on
_NEW_ROW = 0.04  # to another row over a height of paper; over less more: lines of one row stand close
_ASIDE = 0.5  # of a height beside the column
# Parts of one table on one page whose order is looked at: an A3 sheet of small print has a thousand cells. Conflicts
# take a byte for each pair, 0.1 GB for so many; of more it is said that their order was not looked at.
MOST = 10_000
_ROWS_AT_ONCE = 128  # of such a table of pairs: what is worked out on the way takes eight bytes and more for each
_LONG = 6  # characters of a line that tells how a page leans
_SLOPES, _SPREAD = 8, 150.0  # lines, and points between the first and the last, that tell how that changes


@dataclass(slots=True)
class Part:
    """The part of a piece that stands in one block of the Word; its box on the page, points."""

    piece: Piece
    block: int
    cell: CellPlace | None
    start: int  # in the Word's text
    first: int  # in the piece's folded text
    text: str
    whole: bool  # it is all of the piece
    x0: float
    x1: float
    y: float
    height: float


def parts_of(placing: Placing, *, in_cells: bool = False) -> list[Part]:
    """The placed pieces of the body, those over several cells cell by cell; with ``in_cells`` those in tables only."""
    out: list[Part] = []
    for piece in placing.pieces:
        place = piece.place
        if place is None or place.start >= placing.word.body:
            continue
        # several rules ask, and between them hardly a line moves
        known = placing.parts.get(id(piece))
        if known is None or known[0] is not place:
            known = placing.parts[id(piece)] = place, _parts_of_piece(placing.word, piece, place)
        out += known[1]
    return [part for part in out if part.cell is not None] if in_cells else out


def _parts_of_piece(word: WordText, piece: Piece, place: Alignment) -> list[Part]:
    runs = _runs(word, place)
    return [
        part_of(
            piece,
            piece.start + first,
            piece.start + last,
            block,
            word.document.blocks[block].cell,
            start,
            whole=len(runs) == 1,
        )
        for block, (first, last, start) in runs.items()
    ]


def _runs(word: WordText, place: Alignment) -> dict[int, tuple[int, int, int]]:
    """For each block of the Word that a line has characters in: its first and last one (excluded), and where they begin
    in the Word's text."""

    def seen(pairs: Iterable[tuple[int | None, int | None]]) -> Iterator[tuple[int, int]]:
        return ((i, w) for i, w in pairs if i is not None and w is not None and word.text[w] != BREAK)

    if word.block_of[place.start] == word.block_of[max(place.start, place.end - 1)]:
        # nearly every line stands in one block, of which two ends are enough; to the letter, as most do, without a look
        if place.cost == 0 and len(place.pairs) == place.matches == place.end - place.start:
            return {word.block_of[place.start]: (0, place.matches, place.start)}
        first = next(seen(place.pairs), None)
        if first is None:
            return {}
        last = next(seen(reversed(place.pairs)))
        return {word.block_of[first[1]]: (first[0], last[0] + 1, first[1])}
    out: dict[int, tuple[int, int, int]] = {}
    for i, w in seen(place.pairs):
        begin, _, start = out.get(word.block_of[w], (i, i, w))
        out[word.block_of[w]] = begin, i + 1, start
    return out


def part_of(
    piece: Piece, first: int, last: int, block: int, cell: CellPlace | None, start: int, *, whole: bool
) -> Part:
    """The folded characters ``first`` to ``last`` of a piece's line, where they stand on the page."""
    begin, end = piece.folded.source_span(first, last)
    boxes, box = piece.line.chars[begin:end], piece.line.box
    x0, x1 = min(map(_X0, boxes), default=box.x0), max(map(_X1, boxes), default=box.x1)
    top, bottom = min(map(_TOP, boxes), default=box.top), max(map(_BOTTOM, boxes), default=box.bottom)
    return Part(
        piece,
        block,
        cell,
        start,
        first,
        piece.folded.text[first:last],
        whole,
        x0,
        x1,
        (top + bottom) / 2,
        max(1.0, bottom - top),
    )


_X0, _TOP, _X1, _BOTTOM = map(attrgetter, ("x0", "top", "x1", "bottom"))


def by_table(parts: Sequence[Part]) -> tuple[dict[tuple[int, int], list[Part]], dict[int, int]]:
    """The parts in cells, by page (its index) and table; and of the tables with more than ``MOST`` parts on a page,
    which are left out, how many: by page."""
    found: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        if part.cell is not None:
            found[part.piece.page, part.cell.table].append(part)
    large: dict[int, int] = defaultdict(int)
    for (page, _), own in found.items():
        if len(own) > MOST:
            large[page] += len(own)
    return {key: own for key, own in found.items() if 1 < len(own) <= MOST}, large


def leaning(pieces: Sequence[Piece]) -> Callable[[int], Callable[[Floats], Floats]]:
    """Of a page (its index) by how much its rows fall to the right at given heights, told by its long lines.

    A photographed page leans by more below than above.
    """
    found: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for line, page in {id(p.line): (p.line, p.page) for p in pieces}.values():
        chars = line.chars
        if len(chars) < _LONG:
            continue
        a, b = chars[0], chars[-1]
        long = (b.x0 + b.x1) / 2 - (a.x0 + a.x1) / 2
        if long > _LONG / 2 * (a.bottom - a.top):
            first, last = (a.top + a.bottom) / 2, (b.top + b.bottom) / 2
            found[page].append(((last - first) / long, (first + last) / 2, long))

    @cache
    def lean(page: int) -> Callable[[Floats], Floats]:
        return _lean(np.array(found[page])) if page in found else _flat

    return lean


def _lean(found: Floats) -> Callable[[Floats], Floats]:
    """By slopes, places and lengths of lines. Detectors draw the box of a short one level, and of most in a table of
    figures: so each counts by the square of its length."""
    steps, places, counts = found[:, 0], found[:, 1], found[:, 2] ** 2
    middle = _half_way(steps, counts)
    near = np.abs(steps - middle) <= 2 * _half_way(np.abs(steps - middle), counts) + 1e-3
    if near.sum() < _SLOPES or np.ptp(places[near]) < _SPREAD:
        return lambda y: np.full(len(y), middle)
    gain, base = (float(v) for v in np.polyfit(places[near], steps[near], 1, w=np.sqrt(counts[near])))
    low, high = float(places[near].min()), float(places[near].max())
    return lambda y: gain * np.clip(y, low, high) + base


def _half_way(values: Floats, counts: Floats) -> float:
    """The median of ``values``, each of which counts as much as ``counts`` says."""
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(counts[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])


def _median(values: Floats) -> float:
    # numpy's own takes a tenth of a millisecond, and the first time a thirtieth of a second
    ordered = np.sort(values)
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def _flat(y: Floats) -> Floats:
    return np.zeros(len(y))


def at_once(count: int) -> list[slice]:
    """``count`` parts in pieces, each of which is held against all of them at once."""
    return [slice(at, at + _ROWS_AT_ONCE) for at in range(0, count, _ROWS_AT_ONCE)]


class Grid:
    """Where the parts of one table on one page stand, and where the Word has them; the page laid straight."""

    def __init__(self, parts: Sequence[Part], lean: Callable[[Floats], Floats]) -> None:
        self.parts = parts
        # what has no place may stand in any cell
        found = [(p.cell or _ANYWHERE, p.height, p.x0, p.x1, p.y) for p in parts]
        stand = np.array(
            [
                (c.row, c.row + c.row_span - 1, c.column, c.column + c.column_span - 1, height, (x0 + x1) / 2, y)
                for c, height, x0, x1, y in found
            ]
        )
        # first and last ones
        self.rows, self.columns = stand[:, 0:2], stand[:, 2:4]
        self.heights, x, y = stand[:, 4], stand[:, 5], stand[:, 6]
        slope = lean(y)
        self.y = y - slope * x
        self.x = x + slope * y

    def conflicts(self) -> Flags:
        """``[p, q]``: the Word has p above q, or before it on a row, and the page has not."""
        count = len(self.parts)
        out = np.zeros((count, count), np.bool_)
        for own in at_once(count):
            level = LEVEL * np.minimum(self.heights[own, None], self.heights)
            above = self.rows[own, 1][:, None] < self.rows[:, 0]
            out[own] = above & (self.y[own, None] > self.y - level)
            out[own] |= self._before(own) & (self.x[own, None] >= self.x)
        return out

    def _before(self, own: slice) -> Flags:
        """Which of all the parts stand behind each of ``own`` on a row in the Word."""
        first, last = self.rows[:, 0], self.rows[:, 1]
        one_row = (first[own, None] <= last) & (first <= last[own, None])
        return np.asarray(one_row & (self.columns[own, 1][:, None] < self.columns[:, 0]), dtype=np.bool_)


def lay_out(grid: Grid, texts: dict[CellPlace, str], kept: Sequence[int]) -> dict[int, CellPlace]:
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
    tall = _median(grid.heights)
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
        # what stands side by side stands in two cells
        apart = [abs(grid.y[a] - grid.y[b]) < BELOW * min(grid.heights[a], grid.heights[b]) for a, b in pairwise(own)]
        for n, at in zip(own, _course(fits, [0.0] * len(apart), apart), strict=True):
            out[n] = places[at]
    return out


def _lines(grid: Grid) -> list[list[int]]:
    """The parts by the rows of print on which they stand, from the top."""
    out: list[list[int]] = []
    for n in np.argsort(grid.y, kind="stable").tolist():
        last = out[-1][0] if out else None
        if last is not None and grid.y[n] - grid.y[last] < BELOW * min(grid.heights[n], grid.heights[last]):
            out[-1].append(n)
        else:
            out.append([n])
    return out


def _says(part: Part, texts: Sequence[str]) -> float:
    """What speaks for a part standing in one of ``texts``; a whole cell's text speaks more than a piece of one."""
    text = part.text
    if text in texts:
        return 1.0 + _EACH * len(text)
    return _EACH / 2 * len(text) if any(text in t for t in texts) else 0.0


def _column_places(grid: Grid, kept: Sequence[int]) -> dict[int, tuple[float, float]]:
    """From where to where the lines in a column's cells stand, points."""
    found: dict[int, tuple[float, float]] = {}
    for n in kept or range(len(grid.parts)):
        column = int(grid.columns[n, 0])
        if column == grid.columns[n, 1]:
            half = (grid.parts[n].x1 - grid.parts[n].x0) / 2
            low, high = found.get(column, (np.inf, -np.inf))
            found[column] = min(low, float(grid.x[n]) - half), max(high, float(grid.x[n]) + half)
    return found


def _fits(part: Part, x: float, cell: CellPlace, text: str, columns: dict[int, tuple[float, float]]) -> float:
    own = [columns[c] for c in range(cell.column, cell.column + cell.column_span) if c in columns]
    apart = max(0.0, min(a for a, _ in own) - x, x - max(b for _, b in own)) if own else 0.0
    return _says(part, [text]) - _ASIDE * apart / part.height


def _course(scores: Floats, steps: Sequence[float], apart: Sequence[bool] = ()) -> list[int]:
    """For each line of ``scores`` a column, none before that of the line above, so that together they score most.

    ``steps``: what it costs to go on to another column from one line to the next; ``apart``: whether it must.
    """
    best = np.zeros_like(scores)
    back = np.zeros(scores.shape, dtype=np.intp)
    best[0] = scores[0]
    places = np.arange(scores.shape[1])
    for k in range(1, len(scores)):
        last = best[k - 1]
        highest = np.maximum.accumulate(last)
        leader = np.maximum.accumulate(np.where(np.concatenate([[True], last[1:] > highest[:-1]]), places, 0))
        if apart and apart[k - 1]:
            highest, leader = np.concatenate([[-np.inf], highest[:-1]]), np.concatenate([[0], leader[:-1]])
            stays = np.zeros(len(places), dtype=np.bool_)
        else:
            stays = last >= highest - steps[k - 1]
        back[k] = np.where(stays, places, leader)
        best[k] = scores[k] + np.where(stays, last, highest - steps[k - 1])
    if np.isneginf(best[-1].max()):
        return _course(scores, steps)  # more of them than columns
    at = int(np.argmax(best[-1]))
    out = [at]
    for k in range(len(scores) - 1, 0, -1):
        at = int(back[k, at])
        out.append(at)
    return out[::-1]


def contradicted(conflicts: Flags, parts: Sequence[Part], support: Floats | None = None) -> set[int]:
    """The positions of the fewest parts, by and large, without which there is no conflict. ``conflicts`` is used up.

    ``support``: how many parts hold with each of them, by which of equals what contradicts it weighs less.
    """
    if not conflicts.any():
        return set()
    held = np.ones(len(parts)) if support is None else support
    conflicts |= conflicts.T
    degree = conflicts.sum(axis=0)
    lengths = np.array([max(1, len(p.piece.text)) for p in parts])
    out: set[int] = set()
    while degree.any():
        most = np.flatnonzero(degree == degree.max())
        most = most[held[most] == held[most].min()]
        # of equals the shorter: what says more is likelier to have found its own place
        n = int(most[np.argmin(lengths[most])])
        out.add(n)
        degree = degree - conflicts[n]
        conflicts[n] = conflicts[:, n] = False
        degree[n] = 0
    return out
