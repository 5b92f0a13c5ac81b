"""Lines that a detector laid across two cells of a table without rules, cut where the rows around them leave white.

What stands a character apart is one line to a detector, in black-and-white above all; the recogniser then reads two
cells as one phrase, and no character of it stands where it is said to. That two cells are meant shows in the rows above
and below: the white goes on through them, and in one of them at least the detector itself parted what stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.detect import Quad, straighten

Image = npt.NDArray[np.uint8]

# In heights of a line's box, which is a quarter higher than its characters.
_WHITE = 0.5  # that a line is cut in: behind a comma there is as much, between characters a tenth
_SURELY_WHITE = 0.8  # what is less must go on above and below: of prose close by a table a comma stood over its gutter
_GOES_ON = 0.4  # of that white that the next row leaves free as well
_PARTED = 0.25  # between two boxes of the detector, which reach beyond what they hold
_WIDE = 3.0  # a line that may hold two cells
_SAME_ROW = 0.5
_FAR = 2.2  # between the middles of two rows of one table
_TELLING = 4.0  # a line whose slope counts
_EDGE = 0.08  # above and below that may be another line's; the upper stroke of 门 lies at 0.15
_KEPT = 0.15  # of the white that stays with either part
_ROWS = 8  # that are looked at either way
_SUPPORTS = 2  # rows that leave the white free


@dataclass(slots=True)
class _Flat:
    """A quadrilateral on a sheet that lies straight: its place in the list, edges, middle and height, in pixels."""

    n: int
    left: float
    right: float
    middle: float
    height: float
    gaps: list[tuple[float, float]] | None = None  # white inside, once it was looked for


_Row = list[_Flat]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What lies on the page, and by how much its rows fall to the right."""

    quads: Sequence[Quad]
    ink: Image
    level: Image
    slope: float

    def ruled(self, gap: tuple[float, float], one: float, other: float) -> bool:
        """Whether a level rule runs through ``gap`` between two rows of the flattened sheet, by their middles."""
        x0, x1 = (max(0, round(at - self.slope * one)) for at in gap)
        fall = self.slope * (x0 + x1) / 2
        y0, y1 = sorted((max(0, round(one + fall)), max(0, round(other + fall))))
        return bool(self.level[y0:y1, x0 : x1 + 1].any())


def cut_at_gutters(quads: Sequence[Quad], ink: Image, level: Image) -> list[Quad]:
    """``quads`` with those cut that lie across the white between two columns.

    ``ink``: 0/255 (H x W), of their page; ``level``: its level rules, beyond which is another row of a ruled table.
    """
    flat, slope = _flattened(quads)
    rows = _rows(flat)
    sheet = _Sheet(quads, ink, level, slope)
    parted = [(a.right, b.left, row[0].middle) for row in rows for a, b in pairwise(row) if _are_parted(a, b)]
    if not parted:
        return list(quads)
    cuts: dict[int, list[tuple[float, float]]] = {}
    for at, row in enumerate(rows):
        for line in row:
            if line.right - line.left < _WIDE * line.height:
                continue
            reach = _ROWS * _FAR * line.height
            if not any(line.left < b and a < line.right and abs(v - line.middle) < reach for a, b, v in parted):
                continue
            found = [g for g in _gaps(line, sheet) if _is_gutter(g, line, rows, at, sheet)]
            if found:
                cuts[line.n] = [((a - line.left), (b - line.left)) for a, b in found]
    out: list[Quad] = []
    for n, quad in enumerate(quads):
        out += _cut(quad, cuts[n]) if n in cuts else [quad]
    return out


def _flattened(quads: Sequence[Quad]) -> tuple[list[_Flat], float]:
    """The quadrilaterals along the slope of the long ones, upright ones left out, and that slope."""
    out, slopes = [], []
    for tl, tr, br, bl in quads:
        wide, high = float(np.linalg.norm(tr - tl)), float(np.linalg.norm(bl - tl))
        if wide > _TELLING * high:
            slopes.append(float(tr[1] - tl[1] + br[1] - bl[1]) / max(1.0, float(tr[0] - tl[0] + br[0] - bl[0])))
    slope = float(np.median(slopes)) if slopes else 0.0
    for n, quad in enumerate(quads):
        tl, tr, _, bl = quad
        wide, high = float(np.linalg.norm(tr - tl)), float(np.linalg.norm(bl - tl))
        if high > 1.8 * wide:
            continue
        x, y = (float(v) for v in quad.mean(axis=0))
        middle, across = y - slope * x, x + slope * y
        out.append(_Flat(n, across - wide / 2, across + wide / 2, middle, high))
    return out, slope


def _rows(lines: Sequence[_Flat]) -> list[_Row]:
    out: list[_Row] = []
    for line in sorted(lines, key=lambda i: i.middle):
        first = out[-1][0] if out else None
        if first is not None and line.middle - first.middle < _SAME_ROW * min(first.height, line.height):
            out[-1].append(line)
        else:
            out.append([line])
    for row in out:
        row.sort(key=lambda i: i.left)
    return out


def _are_parted(a: _Flat, b: _Flat) -> bool:
    return b.left - a.right > _PARTED * min(a.height, b.height)


def _gaps(line: _Flat, sheet: _Sheet) -> list[tuple[float, float]]:
    """The white within a line: from where to where, along the flattened sheet."""
    if line.gaps is None:
        crop = straighten(sheet.ink, sheet.quads[line.n])
        edge = round(_EDGE * crop.shape[0])
        inked = np.flatnonzero((crop[edge : crop.shape[0] - edge] > 127).any(axis=0))
        scale = (line.right - line.left) / max(1, crop.shape[1])
        white = np.flatnonzero((np.diff(inked) - 1) * scale >= _WHITE * line.height)
        line.gaps = [(line.left + (inked[i] + 1) * scale, line.left + inked[i + 1] * scale) for i in white.tolist()]
    return line.gaps


def _is_gutter(gap: tuple[float, float], line: _Flat, rows: Sequence[_Row], at: int, sheet: _Sheet) -> bool:
    """Whether the rows above and below leave ``gap`` free, and the detector parted one of them there."""
    free = {-1: 0, 1: 0}
    parted = 0
    for step in free:
        last = line.middle
        for row in rows[at + step :: step][:_ROWS] if at + step >= 0 else []:
            middle = row[0].middle
            if abs(middle - last) > _FAR * line.height or sheet.ruled(gap, last, middle):
                break
            last = middle
            near = _GOES_ON * line.height
            across = [i for i in row if i.left < gap[0] + near and i.right > gap[1] - near]
            if across and not any(_leaves_free(gap, i, near, sheet) for i in across):
                break
            beside = [i for i in row if i not in across]
            left = any(i.right < gap[1] for i in beside)
            right = any(i.left > gap[0] for i in beside)
            free[step] += bool(across) or (left and right)
            parted += not across and left and right
    either_way = gap[1] - gap[0] >= _SURELY_WHITE * line.height or all(free.values())
    return sum(free.values()) >= _SUPPORTS and parted > 0 and either_way


def _leaves_free(gap: tuple[float, float], line: _Flat, least: float, sheet: _Sheet) -> bool:
    return any(min(b, gap[1]) - max(a, gap[0]) >= least for a, b in _gaps(line, sheet))


def _cut(quad: Quad, gaps: Sequence[tuple[float, float]]) -> list[Quad]:
    """The parts of ``quad`` beside ``gaps`` (pixels from its left edge, in order)."""
    tl, tr, br, bl = quad
    wide, high = float(np.linalg.norm(tr - tl)), float(np.linalg.norm(bl - tl))
    starts = [0.0, *((b - _KEPT * high) / wide for _, b in gaps)]
    stops = [*((a + _KEPT * high) / wide for a, _ in gaps), 1.0]
    return [
        np.array([tl + a * (tr - tl), tl + b * (tr - tl), bl + b * (br - bl), bl + a * (br - bl)], dtype=quad.dtype)
        for a, b in zip(starts, stops, strict=True)
    ]
