"""Leaders: the dots between an entry of a table of contents and its page number, and dotted lines to write on.

A detector takes a row of dots for one long line, of which a recogniser makes anything: the number at its end is lost
among them, and often the entry before it. They are known by being alike and evenly spaced, taken off the picture
before it is read, and each row of them stands as a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Source

__all__ = ["find_leaders", "leader_line", "without_leaders"]

Image = npt.NDArray[np.uint8]
Rectangle = tuple[int, int, int, int]  # left, top, right and bottom, in pixels
Row = tuple[Rectangle, ...]  # the dots of a leader

_DPI, _FINE_DPI = 100.0, 150.0  # that dots are looked for at; and again, where there are any
_DARK = 64  # of 255: share of a pixel that is inked
_DOT = 2.9  # points: a dot is no wider and no higher
_LEAST = 12  # dots of a leader; an ellipsis has six
_NEAREST, _FARTHEST = 1.4, 10.0  # points from one dot to the next
_LEVEL = 1.1  # points that the next dot stands higher or lower
_EVEN = 1.5  # of the usual step that one is short at least
_ROUGH = 0.36  # points: half a pixel of the coarse look
_ONE_LOST = 2.4  # of it that one is long at most: a dot between two others was not seen
# Of it from which a figure may stand between: the point of 6.4% behind a leader is none of its dots. Points from a
# dot's middle up, where a figure has ink and the room for a lost dot has none.
_ROOM, _ABOVE = 1.25, (2.0, 4.5)
_GAP = 58.0  # points between two parts of one leader, where dots run together
_TALL = 10.0  # points: the line that a leader stands in, whose foot it is
_MOST_DOTS = 20_000  # of a page: more is the grain of a bad scan


def find_leaders(ink: npt.NDArray[Any], dpi: float) -> list[Row]:
    """The rows of dots of a page, from top to bottom; ``ink`` (H x W) is not 0 where the page is dark.

    Nearly every page has none, which a coarse look tells; close dots run together in it.
    """
    if not _rows_of_dots(ink, dpi, _DPI):
        return []
    rows = _rows_of_dots(ink, dpi, _FINE_DPI)
    rows.sort(key=lambda row: (row[0][0], row[0][1]))
    return _joined([_bridged(row) for row in rows], ink, _GAP * dpi / 72)


def _rows_of_dots(ink: npt.NDArray[Any], dpi: float, looked_at: float) -> list[list[Rectangle]]:
    """Rows as they are seen on a map of the page of ``looked_at`` pixels an inch."""
    factor = min(1.0, looked_at / dpi)
    size = (max(1, round(ink.shape[1] * factor)), max(1, round(ink.shape[0] * factor)))
    small = cv2.resize(np.asarray(ink, dtype=np.uint8), size, interpolation=cv2.INTER_AREA)
    dark = small > _DARK
    _, _, stats, middles = cv2.connectedComponentsWithStats(np.asarray(dark, dtype=np.uint8), connectivity=8)
    point = dpi * factor / 72  # pixels of the map
    most = round(_DOT * point)
    dots = np.flatnonzero((stats[:, 2] <= most) & (stats[:, 3] <= most))
    if not _LEAST <= len(dots) <= _MOST_DOTS:
        return []
    at = np.asarray(middles, dtype=np.float64) / point
    chains = _chains(dots[np.argsort(at[dots, 0], kind="stable")].tolist(), at)
    found = [part for chain in chains if len(chain) >= _LEAST for part in _even(chain, at, dark, point)]
    scale = (ink.shape[1] / size[0], ink.shape[0] / size[1])
    return [[_box(stats[dot, :4].tolist(), scale, ink.shape) for dot in part] for part in found]


def _chains(dots: Sequence[int], at: npt.NDArray[np.float64]) -> list[list[int]]:
    """Dots (from the left; ``at``: their places in points) linked to the next one at their height."""
    open_at: dict[int, list[list[int]]] = {}  # by the height they end at
    out: list[list[int]] = []
    for dot in dots:
        x, y = at[dot]
        near = []
        for height in range(int(y - _LEVEL), int(y + _LEVEL) + 1):
            # what ended too far to the left goes on with nothing any more
            within = [c for c in open_at.get(height, ()) if x - at[c[-1]][0] <= _FARTHEST]
            open_at[height] = within
            near += [c for c in within if x - at[c[-1]][0] >= _NEAREST and abs(y - at[c[-1]][1]) <= _LEVEL]
        if near:
            chain = max(near, key=lambda c: float(at[c[-1]][0]))
            open_at[int(at[chain[-1]][1])].remove(chain)
            chain.append(dot)
        else:
            chain = [dot]
            out.append(chain)
        open_at.setdefault(int(y), []).append(chain)
    return out


def _joined(rows: Sequence[list[Rectangle]], ink: npt.NDArray[Any], gap: float) -> list[Row]:
    """Rows that go on with each other made one, with what few dots run together between them."""
    out: list[list[Rectangle]] = []
    for row in rows:
        x0, top, _, bottom = row[0]
        for known in out:
            last = known[-1]
            level = min(bottom, last[3]) - max(top, last[1]) > 0
            if not level or not 0 <= x0 - last[2] <= gap:
                continue
            low, high = min(top, last[1]), max(bottom, last[3])
            above = ink[max(0, low - 2 * (high - low)) : low, last[2] : x0]
            if not above.any():
                known += [(last[2], low, x0, high), *row]
                break
        else:
            out.append(row)
    return sorted((tuple(row) for row in out), key=lambda row: (row[0][1], row[0][0]))


def _bridged(row: Sequence[Rectangle]) -> list[Rectangle]:
    """The dots of a leader with the room between them, in which one may stand that was too faint to be seen."""
    out = [row[0]]
    for last, dot in pairwise(row):
        if dot[0] > last[2]:
            out.append((last[2], min(last[1], dot[1]), dot[0], max(last[3], dot[3])))
        out.append(dot)
    return out


def _even(
    chain: Sequence[int], middles: npt.NDArray[np.float64], dark: npt.NDArray[np.bool_], point: float
) -> list[list[int]]:
    """The parts of a chain that are evenly spaced, as many dots as a leader has.

    ``middles``: in points; ``dark``: where the page is inked, ``point`` pixels of it a point.
    """
    steps = [float(middles[b][0] - middles[a][0]) for a, b in pairwise(chain)]
    usual = median(steps)
    parts = [[chain[0]]]
    for dot, step in zip(chain[1:], steps, strict=True):
        even = usual / _EVEN - _ROUGH <= step <= usual * _ONE_LOST + _ROUGH
        if even and step > usual * _ROOM:
            x, y = middles[dot]
            high, low = (max(0, round((y - up) * point)) for up in reversed(_ABOVE))
            even = not dark[high : low + 1, round((x - step + 1) * point) : round((x - 1) * point)].any()
        if even:
            parts[-1].append(dot)
        else:
            parts.append([dot])
    return [part for part in parts if len(part) >= _LEAST]


def _box(stat: Sequence[int], scale: tuple[float, float], shape: tuple[int, ...]) -> Rectangle:
    """A dot and the pixel around it, on the picture that the small one was made of."""
    x, y, w, h = stat
    across, down = scale
    right, bottom = int((x + w + 1) * across) + 1, int((y + h + 1) * down) + 1
    return max(0, int((x - 1) * across)), max(0, int((y - 1) * down)), min(shape[1], right), min(shape[0], bottom)


def without_leaders(image: Image, rows: Sequence[Row]) -> Image:
    """A copy of the picture (H x W x 3) with paper in the place of each dot; the same object where there are none."""
    if not rows:
        return image
    out = image.copy()
    for row in rows:
        x0, x1 = min(d[0] for d in row), max(d[2] for d in row)
        y0, y1 = min(d[1] for d in row), max(d[3] for d in row)
        paper = np.percentile(image[y0:y1, x0:x1].reshape(-1, image.shape[2]), 80, axis=0)
        for left, top, right, bottom in row:
            out[top:bottom, left:right] = paper
    return out


def leader_line(row: Row, point: float) -> Line:
    """A leader as a line: an ellipsis, which stands for dots of any number; ``point``: points a pixel."""
    x0, x1 = min(d[0] for d in row) * point, max(d[2] for d in row) * point
    left, right = row[0][3] * point, row[-1][3] * point  # the feet of both ends
    top, bottom = min(left, right) - _TALL, max(left, right)
    middle = (x0 + x1) / 2
    return Line(
        text="……",
        box=Box(x0, top, x1, bottom),
        chars=(Box(x0, top, middle, bottom), Box(middle, top, x1, bottom)),
        confidence=(1.0, 1.0),
        source=Source.OCR,
        quad=((x0, left - _TALL), (x1, right - _TALL), (x1, right), (x0, left)),
    )
