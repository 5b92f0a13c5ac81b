"""Small writing between the lines: an insertion above a line, a figure below one, that the line's own box takes in.

What the detector finds is drawn out by a third before what is left over is looked for, since boxes cut the tops of
characters off. Two small characters written over a line (不足 before 八十六家) were within that and within the box
itself, and neither read nor missed. Here a line covers only the band in which its characters stand, and beyond it those
pieces of ink of which a part stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt
from numpy.polynomial.polynomial import polyval

from tfdocs.read.ocr.residue import is_rule, parts_of, quads_around

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

_FEWEST_BINS = 4  # of half a square: the band of a line with fewer is not known
_AROUND = 1.4  # by how much such a line's box is drawn out
# Of the tops of a line's characters, half a square by half a square, that lie above its band, and of their feet below:
# an insertion over less of the line does not move it.
_BEYOND = 0.3
# Bins from which a line may be aslant in its box, and bent; rounds of the fit, and heights of the box off it that are
# left aside in the next one (half of what stands over one side of a character moves its middle).
_SLANTS, _BENDS, _ROUNDS, _OFF_FIRST, _OFF = 8, 24, 2, 0.4, 0.12
_POINTS = 9  # of each side of the band
_FLAT = 0.45  # of the box's height: a lower band is that of dashes (— 20 —)
_ROOM = 0.04  # of the band's height, above and below it
_ENDS = 0.4  # of the box's height, before and behind the line
_OWN = 0.5  # share of a piece of ink in the band from which it is the line's own
_MM = 1 / 25.4
_EDGE = 4 * _MM
# Points: the least height, width, and side of a square of ink. Characters of 5 points are 4.5 high; the ， of 12 points
# that hangs below its line is 2 wide.
_HIGH, _WIDE, _INK = 2.5, 2.5, 2.2
_FILLED = 0.05, 0.82  # of its box
_TALLEST, _RULE = 60.0, 12.0  # the last: from which a straight stroke is what the mask left of a rule
_MOST = 50  # a page with more is a drawing


def insertions(
    ink: Image,
    lines: Sequence[Quad],
    others: Sequence[Quad],
    stamps: Sequence[tuple[int, int, int, int]],
    dpi: float,
) -> list[Quad]:
    """Boxes (upright, in pixels) around writing that stands close to ``lines`` and in none of them.

    ``ink``: the page's (``ink_of_writing``); ``others``: what else was read, and whatever is in its box;
    ``stamps``: boxes (x0, top, x1, bottom) in which nothing is looked for: what is left of a seal's lettering is small
    writing close to lines, too.
    """
    core = np.zeros_like(ink)
    for quad in lines:
        cv2.fillConvexPoly(core, np.round(_band(ink, quad)).astype(np.int32), 255)
    for quad in others:
        cv2.fillConvexPoly(core, np.round(_drawn_out(quad, _AROUND)).astype(np.int32), 255)
    for x0, y0, x1, y1 in stamps:
        core[max(0, y0) : y1, max(0, x0) : x1] = 255
    return quads_around(_between(ink, core, dpi), _MOST)


def _between(ink: Image, core: Image, dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, width and height of each piece of writing in ``ink`` outside of ``core``, from the top."""
    point = dpi / 72
    left = np.asarray(cv2.medianBlur(np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(core)), np.uint8), 3), np.uint8)
    edge = round(_EDGE * dpi)
    left[:edge], left[-edge:], left[:, :edge], left[:, -edge:] = 0, 0, 0, 0
    reach = max(3, round(4 * point))
    joined = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((reach // 2 + 1, reach), np.uint8))
    for (x, y, w, h), there in parts_of(np.asarray(joined, dtype=np.uint8)):
        if not _is_writing(left[y : y + h, x : x + w], there, point):
            continue
        strange = _strangers(ink, core, x, y, w, h)
        if not _is_writing(left[y : y + h, x : x + w], there & strange, point):
            continue
        if max(w, h) >= _RULE * point and is_rule(left[y : y + h, x : x + w], there, dpi):
            continue
        yield x, y, w, h


def _drawn_out(quad: Quad, times: float) -> Quad:
    middle = quad.mean(axis=0)
    return np.asarray((quad - middle) * times + middle, dtype=np.float32)


def _band(ink: Image, quad: Quad) -> Quad:
    """The part of ``quad`` between the tops and the feet of most of its characters, with some room."""
    tall = float(np.linalg.norm(quad[3] - quad[0]))
    wide = float(np.linalg.norm(quad[1] - quad[0]))
    high, long = max(2, round(tall)), max(2, round(wide))
    count = round(long / (0.4 * high))
    if count < _FEWEST_BINS:
        return _drawn_out(quad, _AROUND)
    target = np.array([[0, 0], [long, 0], [long, high], [0, high]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    crop = cv2.warpPerspective(ink, matrix, (long, high), flags=cv2.INTER_NEAREST) > 0
    ends = np.linspace(0, long, count + 1).round().astype(int)
    bins = np.logical_or.reduceat(crop, ends[:-1], axis=1)
    inked = bins.any(axis=0)
    bins = bins[:, inked]
    if bins.shape[1] < _FEWEST_BINS:
        return _drawn_out(quad, _AROUND)
    top, foot = bins.argmax(axis=0).astype(np.float64), high - bins[::-1].argmax(axis=0).astype(np.float64)
    at = ((ends[:-1] + ends[1:]) / 2)[inked]
    bend = _course(at / long, (top + foot) / 2, high)
    middle = polyval(at / long, bend)
    reached = round(_BEYOND * (len(at) - 1))
    first, last = float(np.sort(top - middle)[reached]), float(np.sort(foot - middle)[-1 - reached])
    if last - first < _FLAT * high:
        return _drawn_out(quad, _AROUND)
    room = _ROOM * (last - first)
    places = np.linspace(0, 1, _POINTS)
    run = polyval(places, bend)
    along = places * (1 + 2 * _ENDS * tall / max(1.0, wide)) - _ENDS * tall / max(1.0, wide)
    upper = np.stack([along * long, run + first - room], axis=1)
    lower = np.stack([along * long, run + last + room], axis=1)
    corners = np.concatenate([upper, lower[::-1]])[:, None].astype(np.float32)
    return np.asarray(cv2.perspectiveTransform(corners, np.linalg.inv(matrix)), dtype=np.float32)[:, 0]


def _course(at: Floats, level: Floats, high: int) -> Floats:
    """The middle of a line along it (a polynomial of what share of it lies before, lowest power first): level, aslant,
    or bent on a photograph. What is drawn out on one side by an insertion is left aside."""
    powers = at[:, None] ** np.arange(1 if len(at) < _SLANTS else 2 if len(at) < _BENDS else 3)
    kept = np.abs(level - np.median(level)) <= _OFF_FIRST * high
    bend: Floats = np.zeros(powers.shape[1])
    for _ in range(_ROUNDS):
        own = powers[kept]
        if len(own) <= 2 * len(bend):
            return np.array([float(np.median(level))])
        bend = np.asarray(np.linalg.solve(own.T @ own, own.T @ level[kept]), dtype=np.float64)
        kept = np.abs(level - powers @ bend) <= _OFF * high
    return bend


def _is_writing(part: Image, own: npt.NDArray[np.bool_], point: float) -> bool:
    """Whether the ink of ``part`` that is ``own`` has the size of writing, and is neither speck nor block."""
    ink = (part > 0) & own
    count = int(ink.sum())
    if count < (_INK * point) ** 2:
        return False
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    high, wide = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    if not (_HIGH * point <= high <= _TALLEST * point and wide >= _WIDE * point):
        return False
    return _FILLED[0] < count / (high * wide) < _FILLED[1]


def _strangers(ink: Image, core: Image, x: int, y: int, w: int, h: int) -> npt.NDArray[np.bool_]:
    """Which pixels of a box belong to pieces of ink that are no line's own: little of them stands in its band."""
    reach = max(w, h)
    x0, y0 = max(0, x - reach), max(0, y - reach)
    part = ink[y0 : y + h + reach, x0 : x + w + reach]
    count, labels = cv2.connectedComponents(part, connectivity=8)
    in_band = np.bincount(labels[core[y0 : y + h + reach, x0 : x + w + reach] > 0].ravel(), minlength=count)
    strange = in_band < _OWN * np.bincount(labels.ravel(), minlength=count)
    return np.asarray(strange[labels[y - y0 : y - y0 + h, x - x0 : x - x0 + w]], dtype=np.bool_)
