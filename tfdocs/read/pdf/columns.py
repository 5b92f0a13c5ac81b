"""Tables without upright rules, and prose in columns: found by the white that runs down between them.

A table of three rules, or of none, has its text in columns all the same: an upright strip of white that line after line
leaves free. It knows lines and their characters only, so that the text of a file and that of a scan are parted alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.pdf.tables import Cell, Grid

__all__ = ["Column", "columns_of", "unruled_grids"]

_GAP = 1.2  # in heights: a wider gap between two characters of a line may part two cells
_STRIP = 0.55  # in heights: the least width of the white between two columns …
_NARROW, _MANY = 0.35, 8  # … and beside so many bands that have left it free
_LOOSE = 0.1  # of the height of a recogniser's box, above and below the characters
_SEEDS = 3  # rows with most cells that the columns are taken from
_ROWS = 3  # that a table has at least, with text in two columns or more
_FAR = 2.5  # in heights: a wider gap below a row ends the table
_CLOSE = 1.0  # in heights: what goes on in a cell stands no further below
_NUMBER = 2.0  # in heights: what numbers a row is no wider
_FULL = 1.4  # in heights that are left free at most at the end of a line that is broken
_WIDEST = 0.75  # share of the width: where one of two columns has more, the other holds the numbers of paragraphs
_PROSE_LINES = 8  # that columns of prose have at least …
_PROSE_FULL = 0.6  # … and the share of them that are full
_MOST_LINES = 3_000  # of a page that are looked at


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one column of prose, from top to bottom."""

    lines: tuple[Line, ...]


@dataclass(slots=True)
class _Piece:
    """A line, or the part of one between two wide gaps."""

    x0: float
    x1: float
    top: float
    bottom: float
    line: Line


@dataclass(slots=True)
class _Band:
    """Pieces that stand beside each other."""

    pieces: list[_Piece]
    top: float
    bottom: float


@dataclass(slots=True)
class _Region:
    bands: list[_Band]
    strips: list[tuple[float, float]]  # white from x0 to x1 in all of the bands

    @property
    def height(self) -> float:
        """Of a usual line."""
        return median(p.bottom - p.top for b in self.bands for p in b.pieces)


def unruled_grids(page: Page, taken: Sequence[Grid]) -> tuple[Grid, ...]:
    """The tables of ``page`` that no upright rules show; lines within the grids ``taken`` are not looked at."""
    out = []
    for region in _regions(page, taken):
        if not _is_prose(region) and (grid := _grid(region)) is not None:
            out.append(grid)
    return tuple(out)


def columns_of(page: Page, taken: Sequence[Grid]) -> list[tuple[Column, ...]]:
    """Where ``page`` has prose in columns: the columns of each such place, from left to right."""
    out = []
    for region in _regions(page, taken):
        if _is_prose(region):
            parts = _by_column(region)
            out.append(tuple(Column(tuple(dict.fromkeys(p.line for p in part))) for part in parts if part))
    return out


def _regions(page: Page, taken: Sequence[Grid]) -> list[_Region]:
    """Runs of bands that leave at least one strip of white free between them."""
    free = [ln for ln in page.lines if ln.text.strip() and not any(g.box.intersection(ln.box) > 0 for g in taken)]
    if not _ROWS <= len(free) <= _MOST_LINES:
        return []
    out: list[_Region] = []
    now: _Region | None = None
    for band in _bands([p for line in free for p in _pieces(line)]):
        grown = _grown(now, band) if now is not None else None
        if grown is None:
            if now is not None:
                out.append(now)
            strips = _between(band)
            now = _Region([band], strips) if strips else None
        else:
            now = grown
    if now is not None:
        out.append(now)
    return [r for r in (_trimmed(_refined(region)) for region in out) if r is not None]


def _refined(region: _Region) -> _Region:
    """``region`` with strips that only some of its bands show, where the others' lines lie across them in one piece."""
    best = region
    least = (_STRIP if len(region.bands) < _MANY else _NARROW) * region.height
    for seed in sorted(region.bands, key=lambda b: -len(b.pieces))[:_SEEDS]:
        strips, bands = _between(seed), []
        for band in region.bands:
            cut = _cut(band, strips, _STRIP * region.height)
            bands.append(cut)
            strips = [s for strip in strips for s in _free(strip, cut, least)]
        if len(strips) > len(best.strips):
            best = _Region(bands, strips)
    return best


def _pieces(line: Line) -> list[_Piece]:
    """``line`` cut at its wide gaps. A box of a space is part of the gap."""
    # a recogniser's box is a quarter higher than the characters in it
    more = _LOOSE * line.box.height if line.source is Source.OCR else 0.0
    top, bottom = line.box.top + more, line.box.bottom - more
    high = max(1.0, bottom - top)
    out: list[_Piece] = []
    for char, box in zip(line.text, line.chars, strict=True):
        if char.isspace():
            continue
        if out and box.x0 - out[-1].x1 <= _GAP * high:
            out[-1].x1 = max(out[-1].x1, box.x1)
        else:
            out.append(_Piece(box.x0, box.x1, top, bottom, line))
    return out


def _bands(pieces: Sequence[_Piece]) -> list[_Band]:
    """Pieces that overlap by half of the lower one's height; a label in the middle of two lines joins them."""
    out: list[_Band] = []
    for piece in sorted(pieces, key=lambda p: ((p.top + p.bottom) / 2, p.x0)):
        last = out[-1] if out else None
        if last is not None and any(_beside(piece, other) for other in last.pieces):
            last.pieces.append(piece)
            last.top, last.bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
        else:
            out.append(_Band([piece], piece.top, piece.bottom))
    for band in out:
        band.pieces.sort(key=lambda p: p.x0)
    return out


def _beside(a: _Piece, b: _Piece) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def _between(band: _Band) -> list[tuple[float, float]]:
    """The strips of white between the pieces of ``band``."""
    out = []
    reach = band.pieces[0].x1
    for piece in band.pieces[1:]:
        if piece.x0 - reach >= _STRIP * (piece.bottom - piece.top):
            out.append((reach, piece.x0))
        reach = max(reach, piece.x1)
    return out


def _grown(region: _Region, band: _Band) -> _Region | None:
    """``region`` with ``band`` below it; None when it stands too far below or leaves no strip free."""
    high = region.height
    if band.top - region.bands[-1].bottom > _FAR * high:
        return None
    least = (_STRIP if len(region.bands) < _MANY else _NARROW) * high
    kept = [_free(strip, band, least) for strip in region.strips]
    if not all(kept):
        # one line over two cells, as a detector may give it: where it leaves all the strips free, they part it
        cut = _cut(band, region.strips, least)
        anew = [_free(strip, cut, least) for strip in region.strips]
        if all(anew):
            band, kept = cut, anew
    strips = [s for parts in kept for s in parts]
    return _Region([*region.bands, band], strips) if strips else None


def _cut(band: _Band, strips: Sequence[tuple[float, float]], least: float) -> _Band:
    """``band`` with each piece that lies across some of ``strips`` cut where its characters leave them free."""
    pieces: list[_Piece] = []
    for piece in band.pieces:
        now = piece
        if piece.line.source is not Source.OCR:  # a file's own lines are no detector's
            pieces.append(now)
            continue
        for left, right in strips:
            at = _leaves_free(now, left, right, least)
            if at is not None:
                pieces.append(replace(now, x1=at[0]))
                now = replace(now, x0=at[1])
        pieces.append(now)
    return _Band(pieces, band.top, band.bottom)


def _leaves_free(piece: _Piece, left: float, right: float, least: float) -> tuple[float, float] | None:
    """The widest gap between two characters of ``piece`` with ``least`` of the strip from ``left`` to ``right``."""
    boxes = [b for c, b in zip(piece.line.text, piece.line.chars, strict=True) if not c.isspace()]
    own = [b.centre[0] for b in boxes if piece.x0 <= b.centre[0] <= piece.x1]
    # a recogniser knows where characters are, and not how wide: no wider than they are high
    half = (piece.bottom - piece.top) / 2
    gaps = [(a + half, b - half) for a, b in pairwise(own)]
    gaps = [(a, b) for a, b in gaps if min(b, right) - max(a, left) >= least]
    return max(gaps, key=lambda g: g[1] - g[0], default=None)


def _free(strip: tuple[float, float], band: _Band, least: float) -> list[tuple[float, float]]:
    """What ``band`` leaves free of ``strip``, in parts no narrower than ``least``."""
    out = []
    left, right = strip
    for piece in band.pieces:
        if piece.x1 <= left or piece.x0 >= right:
            continue
        out.append((left, piece.x0))
        left = max(left, piece.x1)
    out.append((left, right))
    return [(a, b) for a, b in out if b - a >= least]


def _trimmed(region: _Region) -> _Region | None:
    """The region from its first row of several columns to its last one's end; None when it has too few of them."""
    while len(region.bands) >= _ROWS and len(region.bands[0].pieces) < 2:
        region.bands.pop(0)
    edge = region.strips[-1][1]
    several = [b for b in region.bands if b.pieces[0].x1 <= region.strips[0][0] + 0.1 and b.pieces[-1].x0 >= edge - 0.1]
    rows = sum(len({_place(p, region.strips) for p in b.pieces}) > 1 for b in region.bands)
    return region if rows >= _ROWS and len(several) >= 1 else None


def _place(piece: _Piece, strips: Sequence[tuple[float, float]]) -> int:
    """The column of ``piece``: how many strips lie to its left."""
    middle = (piece.x0 + piece.x1) / 2
    return sum(middle > (a + b) / 2 for a, b in strips)


def _by_column(region: _Region) -> list[list[_Piece]]:
    out: list[list[_Piece]] = [[] for _ in range(len(region.strips) + 1)]
    for band in region.bands:
        for piece in band.pieces:
            out[_place(piece, region.strips)].append(piece)
    return out


def _is_prose(region: _Region) -> bool:
    """Whether the columns are running text: nearly every line of each is as long as the column is wide."""
    columns = _by_column(region)
    high = region.height
    for column in columns:
        if len(column) < _PROSE_LINES:
            return False
        right = max(p.x1 for p in column)
        left = min(p.x0 for p in column)
        full = sum(p.x1 > right - _FULL * high and p.x0 < left + 2.5 * high for p in column)
        if full < _PROSE_FULL * len(column) or right - left < 8 * high:
            return False
    return True


def _grid(region: _Region) -> Grid | None:
    columns = _by_column(region)
    left, right = min(p.x0 for c in columns for p in c), max(p.x1 for c in columns for p in c)
    cuts = [left - 1, *((a + b) / 2 for a, b in region.strips), right + 1]
    if len(columns) == 2 and not _numbered(region) and max(b - a for a, b in pairwise(cuts)) > _WIDEST * (right - left):
        return None
    rows = _rows(region)
    if len(rows) < _ROWS:
        return None
    edges = [rows[0][0].top - 1]
    edges += [(above[-1].bottom + below[0].top) / 2 for above, below in pairwise(rows)]
    edges.append(rows[-1][-1].bottom + 1)
    cells = tuple(
        Cell(r, c, 1, 1, Box(cuts[c], edges[r], cuts[c + 1], edges[r + 1]))
        for r in range(len(rows))
        for c in range(len(columns))
    )
    return Grid(Box(cuts[0], edges[0], cuts[-1], edges[-1]), cells)


def _numbered(region: _Region) -> float:
    """From where on the bands begin that have no number before them; 0 where rows do not begin with one."""
    left, high = min(b.pieces[0].x0 for b in region.bands), region.height
    indent = left + high
    heads = [b for b in region.bands if b.pieces[0].x0 < indent]
    others = [b.pieces[0] for b in region.bands if b.pieces[0].x0 >= indent]
    short = all(b.pieces[0].x1 < left + _NUMBER * high and len(b.pieces) > 1 for b in heads)
    in_first = sum(_place(p, region.strips) == 0 for p in others)
    return indent if short and len(heads) >= _ROWS and in_first > len(others) / 2 else 0.0


def _is_number(piece: _Piece) -> bool:
    pairs = zip(piece.line.text, piece.line.chars, strict=True)
    text = "".join(c for c, b in pairs if piece.x0 <= b.centre[0] <= piece.x1 and not c.isspace())
    return any(c.isdigit() for c in text) and all(c.isdigit() or c in ".、()（）．" for c in text)


def _rows(region: _Region) -> list[list[_Band]]:
    """The bands of each row: a cell goes on in the next band when its line above is full.

    Where numbers stand so near to the first column that no white parts them, a row begins with its number.
    """
    numbered = _numbered(region)
    # of a head of two lines the second begins at the left as well
    digits = numbered and sum(_is_number(b.pieces[0]) for b in region.bands) >= _ROWS
    ends = [max((p.x1 for p in column), default=0.0) for column in _by_column(region)]
    high = region.height
    out: list[list[_Band]] = []
    last: dict[int, _Piece] = {}  # of the row: the last piece of each column
    for band in region.bands:
        own = {_place(p, region.strips): p for p in band.pieces}
        near = bool(out) and band.top - out[-1][-1].bottom < _CLOSE * high
        if numbered and (not digits or band.pieces[0].x0 >= numbered or _is_number(band.pieces[0])):
            goes_on = near and band.pieces[0].x0 >= numbered
        else:
            full = all(c in last and last[c].x1 > ends[c] - _FULL * high for c in own)
            goes_on = near and len(own) < len(ends) and full
        if goes_on:
            out[-1].append(band)
            last = {**last, **own}
        else:
            out.append([band])
            last = own
    while out and all(_place(p, region.strips) == 0 for band in out[-1] for p in band.pieces):
        out.pop()  # a short line of prose below the table
    return out
