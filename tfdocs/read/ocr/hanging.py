"""A mark at the end of a full cell that hangs over the cell's right rule: ， and 、 that did not fit any more.

The line's box ends at the rule, and what is beyond it, or under it, would not be read: here the box is drawn out to the
end of the mark, and the rule taken off its crop.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.detect import Quad, straighten
from tfdocs.read.ocr.tones import green, percentile

Image = npt.NDArray[np.uint8]

MARKS = tuple("，,。、；;：:！!？?）)”’》")  # what may hang

# In heights of the line's box.
_LEAST_WIDE = 0.8  # of a line
_BACK, _BEYOND = 0.5, 0.6  # how much of the line's end, and of what follows, is looked at
_AWAY = 0.3  # from the box's end to the rule
_THICK = 0.15  # a rule's width
_TOUCHES = 0.1  # from the rule to the mark: what stands in the next cell is further off
_MARK = 0.5  # its width and height
_NARROWEST = 0.06
_INK = 0.004  # of the square of the height: half a 、 of a light face
_PAD = 0.25  # paper behind it, without which it is not read

_DARK = 0.72  # of the paper's tone
_RULE = 0.85  # share of the height that a rule runs through
_SLOPE_OVER, _STEEPEST = 8, 1.0  # columns; rows a column
_EDGE = 0.12  # share of the height above and below, where the neighbours reach in


def with_hanging_mark(image: Image, quad: Quad, vertical: Image) -> tuple[Quad, Image] | None:
    """The box and the crop of the line in ``quad`` with the mark that hangs over the rule at its end; None without one.

    ``image``: H x W x 3, RGB; ``vertical``: the mask of vertical rules, H x W.
    """
    tall, wide = float(np.linalg.norm(quad[3] - quad[0])), float(np.linalg.norm(quad[1] - quad[0]))
    if tall < 8 or wide < _LEAST_WIDE * tall or not _near_rule(quad, vertical, tall):
        return None
    back, beyond = min(wide, _BACK * tall), _BEYOND * tall
    strip = green(straighten(image, _between(quad, wide - back, wide + beyond)))
    dark = strip < _DARK * percentile(strip, 0.90)
    rule = _rule(dark, round(back - _AWAY * tall), round(back + _AWAY * tall))
    if rule is None or rule[1] - rule[0] > _THICK * tall:
        return None
    mark = _mark(_without(strip, *rule), rule, tall)
    if mark is None:
        return None
    drawn = _between(quad, 0.0, wide - back + mark + _PAD * tall)
    crop = straighten(image, drawn)
    start = crop.shape[1] - (mark + _PAD * tall)
    return drawn, _without(crop, round(start + rule[0]), min(crop.shape[1] - 1, round(start + rule[1])))


def _near_rule(quad: Quad, vertical: Image, tall: float) -> bool:
    (x, y0), y1 = quad[1], quad[2][1]
    reach = round(_AWAY * tall)
    rows = slice(max(0, round(float(y0))), max(0, round(float(y1))))
    return bool(vertical[rows, max(0, round(float(x)) - reach) : max(0, round(float(x)) + reach)].any())


def _between(quad: Quad, start: float, stop: float) -> Quad:
    """The box along ``quad`` between two distances from its left end."""
    tl, tr, br, bl = quad
    along = (tr - tl) / max(1e-6, float(np.linalg.norm(tr - tl)))
    below = (br - bl) / max(1e-6, float(np.linalg.norm(br - bl)))
    return np.array([tl + along * start, tl + along * stop, bl + below * stop, bl + below * start], dtype=np.float32)


def _rule(dark: npt.NDArray[np.bool_], first: int, last: int) -> tuple[int, int] | None:
    """The first and the last column of the first rule that begins between two columns of ``dark``."""
    # on a page that lies askew a rule leaves each column
    near = cv2.dilate(dark.astype(np.uint8), np.ones((1, 3), np.uint8))
    through = np.flatnonzero(near.mean(axis=0) > _RULE)
    through = through[through >= first]
    if not len(through) or through[0] > last:
        return None
    gaps = np.flatnonzero(np.diff(through) > 1)
    end = int(through[gaps[0]]) if len(gaps) else int(through[-1])
    return int(through[0]), end


def _without(picture: Image, first: int, last: int) -> Image:
    """``picture`` with the columns from ``first`` to ``last`` painted over.

    What comes in from both sides runs on through them as it slopes, what comes in from one side up to their middle:
    drawn on level a 、 was read as a dash, cut short as a dot.
    """
    plane = green(picture)
    paper = percentile(plane, 0.90)
    limit = _DARK * paper
    before, behind = max(0, first - 1), min(picture.shape[1] - 1, last + 1)
    falls = _slope(plane[:, max(0, before - _SLOPE_OVER) : first] < limit)
    rises = _slope(plane[:, last + 1 : last + 2 + _SLOPE_OVER] < limit)
    enters, leaves = bool((plane[:, before] < limit).any()), bool((plane[:, behind] < limit).any())
    out = picture.copy()
    out[:, first : last + 1] = round(paper)
    for column in range(first, last + 1):
        drawn = []
        if enters and (leaves or 2 * (column - before) <= behind - before):
            drawn.append(np.roll(picture[:, before], round(falls * (column - before)), axis=0))
        if leaves and (enters or 2 * (behind - column) <= behind - before):
            drawn.append(np.roll(picture[:, behind], round(rises * (column - behind)), axis=0))
        for ink in drawn:
            dark = green(ink[:, None])[:, 0] < limit if ink.ndim == 2 else ink < limit
            out[dark, column] = np.minimum(out[dark, column], ink[dark])
    return out


def _slope(ink: npt.NDArray[np.bool_]) -> float:
    """By how many rows the middle of ``ink`` sinks with each column, at most by ``_STEEPEST``."""
    middles = [float(np.flatnonzero(column).mean()) for column in ink.T if column.any()]
    if len(middles) < 2:
        return 0.0
    return float(np.clip((middles[-1] - middles[0]) / (len(middles) - 1), -_STEEPEST, _STEEPEST))


def _mark(strip: Image, rule: tuple[int, int], tall: float) -> int | None:
    """The column behind the one small piece of ink that stands on or just behind ``rule`` in ``strip``; else None."""
    dark = (strip < _DARK * percentile(strip, 0.90)).astype(np.uint8)
    edge = round(_EDGE * len(dark))
    dark[:edge] = 0
    dark[len(dark) - edge :] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    found: list[tuple[int, int, int, int, int]] = []
    for i in range(1, count):
        left, top, wide, high, area = (int(v) for v in stats[i])
        if left + wide <= rule[0]:
            continue
        # what is left of a blurred rule runs out of the line, and so do the next cell's characters
        out = top <= edge or top + high >= len(dark) - edge
        if out or wide > _MARK * tall or high > _MARK * tall:
            return None
        if area >= _INK * tall * tall and wide >= _NARROWEST * tall:
            found.append((left, left + wide, wide, high, area))
    if len(found) != 1:
        return None
    left, right = found[0][:2]
    return right if left <= rule[1] + _TOUCHES * tall else None
