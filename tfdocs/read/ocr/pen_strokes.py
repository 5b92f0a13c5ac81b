"""Rows of print that a pen went over: crossed out by hand, ringed, put in brackets, a figure made another.

A recogniser reads print under a pen's strokes as it reads any other, so that what the strokes do to it must be seen by
itself. A small network (``benchmarks.pen_model``) looks along each row, a little over it and below it, and says of each
column how likely a pen's stroke crosses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.model.geometry import Box
from tfdocs.read.ocr import models
from tfdocs.read.ocr.detect import Quad, straighten
from tfdocs.read.ocr.tones import percentile, percentiles

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

HIGH = 32  # pixels of a row with what is over and below it
ROOM = 0.25  # of a row's height: what is seen over it, and below it
COLUMN = 8  # pixels of which something is said together
_INK, _PAPER = 0.01, 0.85  # percentiles of the greys
_LEAST = 40  # greys between ink and paper: a bare place is no picture of its noise
_FULL = 128.0  # how far apart the channels of the fullest colour are
ENDS = 0.4  # of a row's height: what is seen beyond its ends
_TOGETHER, _PADDED = 16, 1.3  # rows that are looked at together, and how much wider than the least the widest is
_LIKELY, _SURE = 0.5, 0.985


def seen_of(grey: Image, colour: Image) -> Floats:
    """2 x ``HIGH`` x W, what the network is shown of a row's picture: how dark, and how coloured.

    ``grey``, ``colour``: H x W, the second how far the channels are apart. 1 is ink, and the fullest colour.
    """
    dark, tint = (_small(plane) for plane in (grey, colour))
    low, high = percentiles(dark, _INK, _PAPER)
    ink = (high - dark.astype(np.float32)) / max(_LEAST, high - low)
    coloured = (tint.astype(np.float32) - percentile(tint, 0.5)) / _FULL
    return np.asarray(np.clip(np.stack([ink, coloured]), 0, 1), dtype=np.float32)


def _small(picture: Image) -> Image:
    """``picture`` of a row at the height and in the whole columns that it is looked at."""
    wide = max(COLUMN, round(picture.shape[1] * HIGH / picture.shape[0]))
    wide += -wide % COLUMN
    if picture.shape[:2] == (HIGH, wide):
        return picture
    return np.asarray(cv2.resize(picture, (wide, HIGH), interpolation=cv2.INTER_AREA), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stretch of a row that a pen crosses. ``first``, ``last``: shares of the row's width; ``odds``: how likely."""

    first: float
    last: float
    odds: float


def penned(
    picture: Image,
    rules: tuple[Image, Image],
    quads: Sequence[Quad],
    stamped: Sequence[tuple[int, int, int, int]],
    point: float,
) -> tuple[Box, ...]:
    """The parts of rows that a pen went over, in points.

    ``picture``: the page (H x W x 3, RGB); ``rules``: masks of its upright and its level ones, which are taken off;
    ``quads``: where its rows stand, in pixels of ``point`` points; ``stamped``: the boxes of seals, in pixels: what is
    left of their ink looks like a pen's. Raises ``EngineFailed``.
    """
    out = []
    for quad, strokes in zip(quads, strokes_over(_without(picture, rules), quads), strict=True):
        tl, tr, br, bl = quad
        for stroke in strokes:
            ends = [a + (b - a) * share for a, b in ((tl, tr), (bl, br)) for share in (stroke.first, stroke.last)]
            (x0, top), (x1, bottom) = np.min(ends, axis=0), np.max(ends, axis=0)
            if not any(x0 < s[2] and s[0] < x1 and top < s[3] and s[1] < bottom for s in stamped):
                out.append(Box(*(float(v) * point for v in (x0, top, x1, bottom))))
    return tuple(out)


def _without(picture: Image, rules: tuple[Image, Image]) -> Image:
    """``picture`` with its rules as white as paper: those of tight rows run at the very edges of what is seen."""
    mask = cv2.bitwise_or(*rules)
    if not mask.any():
        return picture
    out = picture.copy()
    out[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
    return out


def strokes_over(picture: Image, quads: Sequence[Quad]) -> list[list[Stroke]]:
    """What a pen crosses of each row of ``picture`` (H x W x 3, RGB) that stands in ``quads``.

    Raises ``EngineFailed``.
    """
    looks = [seen_of(*_grey_and_colour(straighten(picture, _with_room(quad)))) for quad in quads]
    out: list[list[Stroke]] = [[] for _ in quads]
    order = sorted(range(len(looks)), key=lambda n: looks[n].shape[2])
    while order:
        wide = looks[order[-1]].shape[2]
        some = [order.pop()]
        while order and len(some) < _TOGETHER and looks[order[-1]].shape[2] * _PADDED > wide:
            some.append(order.pop())
        given = np.zeros((len(some), 2, HIGH, wide), np.float32)
        for at, n in enumerate(some):
            given[at, :, :, : looks[n].shape[2]] = looks[n]
        try:
            (odds,) = models.session(models.PEN).run(None, {"x": given})
        except Exception as error:
            raise EngineFailed(f"笔迹识别失败（{type(error).__name__}）", hint=models.RETRY) from error
        for at, n in enumerate(some):
            out[n] = _stretches(odds[at, : looks[n].shape[2] // COLUMN], _beyond(quads[n]))
    return out


def _stretches(odds: Floats, beyond: float) -> list[Stroke]:
    """Runs of columns that are crossed. ``beyond``: share of the row's width that is seen at either end of it."""
    out: list[Stroke] = []
    crossed = odds >= _LIKELY
    at = 0
    while at < len(odds):
        end = at
        while end < len(odds) and crossed[end]:
            end += 1
        if end > at:
            ends = [v / len(odds) * (1 + 2 * beyond) - beyond for v in (at, end)]
            out.append(Stroke(max(0.0, ends[0]), min(1.0, ends[1]), float(odds[at:end].max())))
        at = max(end, at + 1)
    return [s for s in out if s.odds >= _SURE and s.last > s.first]


def _sizes(quad: Quad) -> tuple[float, float]:
    tl, tr, _, bl = quad
    return max(1.0, float(np.linalg.norm(tr - tl))), max(1.0, float(np.linalg.norm(bl - tl)))


def _beyond(quad: Quad) -> float:
    wide, high = _sizes(quad)
    return ENDS * high / wide


def _with_room(quad: Quad) -> Quad:
    """``quad`` (corners clockwise from the left upper one) with what is seen around it."""
    tl, tr, br, bl = quad
    beyond = _beyond(quad)
    left, right = [(a - b) * beyond for a, b in ((tl, tr), (tr, tl))]
    up, down = [(a - b) * ROOM for a, b in ((tl, bl), (bl, tl))]
    return np.asarray([tl + left + up, tr + right + up, br + right + down, bl + left + down], dtype=np.float32)


def _grey_and_colour(crop: Image) -> tuple[Image, Image]:
    small = _small(crop)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return grey, np.asarray(small.max(axis=2) - small.min(axis=2), dtype=np.uint8)
