"""Whether a box was ticked by a hand or in print: a pen's ink has a colour, or its stroke goes over the box's edge.

Print stays inside its box (☑) and has the colour of the text. What is neither is left to a person: a tick that is
printed is a change of the document, one by hand is what the box is for.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page
from tfdocs.verify.witness import Witness

Image = npt.NDArray[np.uint8]

_PEN = 0.15  # share of bluish ink in box and tick together; the box itself is printed
_PRINT = 0.05
_AROUND = 0.6  # line heights
DARK = 0.75  # of the paper
_SIDE = 0.8  # of the longest straight stroke: as long are a box's sides
_LEAST_SIDE = 10  # pixels
_OVER = 0.15  # of a side: a skewed or blurred box stays below
_SAMPLES = 4
_CLOSE = 0.5  # of a box's side: how far off a character may stand that touches it …
_EDGE = 0.1  # … and what is left of the paper on that side


def ticked_by_hand(witness: Witness, page: Page, boxes: Sequence[Box], line: Line, *, exact: bool = False) -> bool:
    """Whether the box at ``boxes`` (characters of ``line``) was surely ticked by a pen.

    ``exact``: it is the box as it was seen on the page, and no more.
    """
    if not boxes:
        return False
    others = sorted((ln.box for ln in page.lines if ln is not line and len(ln.text) >= 6), key=lambda b: -b.width)
    if witness.ink(page, list(boxes)).blue > _PEN and witness.ink(page, others[:_SAMPLES]).blue < _PRINT:
        return True
    around = union(boxes)
    if any(s.box.intersection(around) > 0 for s in page.seals):
        return False  # a seal's strokes go over the edge of any box
    reach = _AROUND * line.box.height
    image = witness.crop(page, around.grown(reach))
    if min(image.shape[:2]) < _LEAST_SIDE:
        return False
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    ink = (grey < DARK * float(np.percentile(grey, 90))).astype(np.uint8)
    if exact:
        _without_neighbours(ink, around, max(0.0, around.x0 - reach), page)
    return over_the_edge(ink)


def _without_neighbours(ink: Image, box: Box, left: float, page: Page) -> None:
    """Clear ``ink``, which begins ``left`` points from the page's left, beside a box that characters stand close to.

    They touch it on many scans: box and character are one patch then, which goes over the box's edge.
    """
    side = box.width
    beside = [
        char
        for ln in page.lines
        for char, text in zip(ln.chars, ln.text, strict=True)
        if not text.isspace() and min(char.bottom, box.bottom) - max(char.top, box.top) > 0.5 * box.height
    ]
    pixels = ink.shape[1] / (box.width + 2 * (box.x0 - left)) if box.x0 > left else 0.0
    if not pixels:
        return
    if any(box.x1 - _CLOSE * side < c.x0 < box.x1 + _CLOSE * side and c.centre[0] > box.x1 for c in beside):
        ink[:, round((box.x1 + _EDGE * side - left) * pixels) :] = 0
    if any(box.x0 - _CLOSE * side < c.x1 < box.x0 + _CLOSE * side and c.centre[0] < box.x0 for c in beside):
        ink[:, : round((box.x0 - _EDGE * side - left) * pixels)] = 0


def over_the_edge(ink: Image) -> bool:
    """Whether strokes go over the edge of the box in the middle of ``ink`` (H x W, 1 is dark); no box: False."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    high, wide = ink.shape
    middle = labels[high // 4 : high - high // 4, wide // 4 : wide - wide // 4]
    inside = np.bincount(middle[middle > 0], minlength=len(stats))
    if not inside.any():
        return False
    own = int(inside.argmax())
    x, y, w, h = (int(v) for v in stats[own, :4])
    mark = (labels[y : y + h, x : x + w] == own).astype(np.uint8)
    left, right = sides(mark)
    top, bottom = sides(np.ascontiguousarray(mark.T))
    side = min(right - left, bottom - top)
    if side < _LEAST_SIDE or not 0.7 < (right - left) / (bottom - top) < 1.4:
        return False
    beyond = max(left, w - 1 - right, top, h - 1 - bottom)
    return beyond > _OVER * side


def sides(mark: Image) -> tuple[int, int]:
    """The first and the last column with a straight stroke from top to bottom of the box."""
    # a little broader, so that a slight slope does not break a stroke
    broad = cv2.dilate(mark, np.ones((1, 3), dtype=np.uint8))
    runs = np.zeros(broad.shape[1], dtype=np.int64)
    current = np.zeros(broad.shape[1], dtype=np.int64)
    for row in broad:
        current = np.where(row > 0, current + 1, 0)
        runs = np.maximum(runs, current)
    long = np.flatnonzero(runs >= _SIDE * runs.max())
    return int(long[0]), int(long[-1])
