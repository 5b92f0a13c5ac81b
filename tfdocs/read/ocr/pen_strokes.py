"""Rows of print that a pen went over: crossed out by hand, ringed, put in brackets, a figure made another.

A recogniser reads print under a pen's strokes as it reads any other, so that what the strokes do to it must be seen by
itself. A small network (``benchmarks.pen_model``) looks along each row, a little over it and below it, and says of each
column how likely a pen's stroke crosses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
_OTHER_ROOM = (0.15, 0.35)  # the same where a row is looked at again
_LIKELY = 0.5  # of a column that belongs to a stretch
# How likely the likeliest column of a stretch must be, in each of three looks. Of 98 pages of papers of other kinds
# that no pen went over 3 rows have one (2 of them the name in a red letterhead), and with 0.99 in one look alone as
# many; of the 99 rows that ``benchmarks.pens --seed 1`` went over and one look saw something in, 77 have one, and 68.
_SURE = 0.85
# Points: the least length of a rule that a photograph shows aslant, and how thick it is made first: so it may rise by a
# twelfth of its length. Between characters side by side is paper that is not filled so.
_RULE, _THICK = 36.0, 2.2
# Points: print of a letterhead is larger than any that was learnt from, and must be surer.
_LARGE, _LARGE_SURE = 30.0, 0.97


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
    writing: Image,
    quads: Sequence[Quad],
    stamped: Sequence[tuple[int, int, int, int]],
    point: float,
) -> tuple[Box, ...]:
    """The parts of rows that a pen went over, in points.

    ``picture``: the page (H x W x 3, RGB); ``rules``: masks of its upright and its level ones, which are taken off;
    ``writing``: its ink without them (0/255); ``quads``: where its rows stand, in pixels of ``point`` points;
    ``stamped``: the boxes of seals, in pixels: what is left of their ink looks like a pen's. Raises ``EngineFailed``.
    """
    out = []
    for quad, strokes in zip(quads, strokes_over(_without(picture, rules, writing, point), quads), strict=True):
        tl, tr, br, bl = quad
        large = _sizes(quad)[1] * point > _LARGE
        for stroke in strokes:
            if large and stroke.odds < _LARGE_SURE:
                continue
            ends = [a + (b - a) * share for a, b in ((tl, tr), (bl, br)) for share in (stroke.first, stroke.last)]
            (x0, top), (x1, bottom) = np.min(ends, axis=0), np.max(ends, axis=0)
            if not any(x0 < s[2] and s[0] < x1 and top < s[3] and s[1] < bottom for s in stamped):
                out.append(Box(*(float(v) * point for v in (x0, top, x1, bottom))))
    return tuple(out)


def _without(picture: Image, rules: tuple[Image, Image], writing: Image, point: float) -> Image:
    """``picture`` with its rules as white as paper: those of tight rows run at the very edges of what is seen."""
    long, thick = round(_RULE / point), max(3, round(_THICK / point))
    mask = cv2.bitwise_or(*rules)
    for over, along in (((thick, 1), (1, long)), ((1, thick), (long, 1))):
        aslant = cv2.dilate(writing, np.ones(over, np.uint8))
        mask = cv2.bitwise_or(mask, cv2.morphologyEx(aslant, cv2.MORPH_OPEN, np.ones(along, np.uint8)))
    if not mask.any():
        return picture
    out = picture.copy()
    out[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
    return out


def strokes_over(picture: Image, quads: Sequence[Quad]) -> list[list[Stroke]]:
    """What a pen crosses of each row of ``picture`` (H x W x 3, RGB) that stands in ``quads``.

    What one look holds likely is looked at nearer and from further off, and is there where all three are sure: in most
    of what print alone was taken for, one of them is not. Raises ``EngineFailed``.
    """
    out = [_stretches(odds, _beyond(quad)) for odds, quad in zip(_odds(picture, quads, ROOM), quads, strict=True)]
    likely = [n for n, found in enumerate(out) if found]
    others = [_odds(picture, [quads[n] for n in likely], room) for room in _OTHER_ROOM] if likely else []
    for at, n in enumerate(likely):
        for look in others:
            seen = _stretches(look[at], _beyond(quads[n]))
            out[n] = [
                replace(own, odds=min(own.odds, max(same)))
                for own in out[n]
                if (same := [s.odds for s in seen if s.first < own.last and own.first < s.last])
            ]
    return out


def _odds(picture: Image, quads: Sequence[Quad], room: float) -> list[Floats]:
    """Of each row's columns, how likely a pen crosses them; ``room``: share of its height seen over it and below it."""
    looks = [seen_of(*_grey_and_colour(straighten(picture, _with_room(quad, room)))) for quad in quads]
    out: list[Floats] = [np.zeros(0, np.float32)] * len(quads)
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
            out[n] = odds[at, : looks[n].shape[2] // COLUMN]
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


def _with_room(quad: Quad, room: float) -> Quad:
    """``quad`` (corners clockwise from the left upper one) with what is seen around it."""
    tl, tr, br, bl = quad
    beyond = _beyond(quad)
    left, right = [(a - b) * beyond for a, b in ((tl, tr), (tr, tl))]
    up, down = [(a - b) * room for a, b in ((tl, bl), (bl, tl))]
    return np.asarray([tl + left + up, tr + right + up, br + right + down, bl + left + down], dtype=np.float32)


def _grey_and_colour(crop: Image) -> tuple[Image, Image]:
    small = _small(crop)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return grey, np.asarray(small.max(axis=2) - small.min(axis=2), dtype=np.uint8)
