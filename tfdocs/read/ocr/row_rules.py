"""A mark alone in a tight cell (√, /, —) whose box reaches the cell's rules: / between two level ones is read as 工.

A line of many characters is read the same with a rule at its edge. Here the boxes of the shortest are drawn in, to
what is between the rules. Marks are known by where they stand in the height of their line, too: √ that fills its crop
is 丁 or 之 to the recogniser, and with some paper above and below √ (27 of 27 in Noto Sans at 200 dpi, against none).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from tfdocs.read.ocr.detect import Image, Quad
from tfdocs.read.ocr.recognise import Reading, recognise

__all__ = ["between_rules", "read_with_paper", "with_paper"]

_SHORT = 2.2  # heights: wider ones have a word, which rules do not change
_BEYOND = 0.4  # of its height by which a rule goes on beyond the box at both ends: no stroke of its own does
_CROSSES = 0.9  # of what is looked at that a rule runs through
_LEAN = 0.03  # of its length that a rule may lean
_LEFT = 0.5  # of its height, or width, between the rules, or it is none of one cell
_WHITE = 1  # pixels off a rule, whose edge is grey
_SURE = 0.9  # of a character alone: one read with less is read again
_ROOM, _PAPER = 0.2, 95  # of its height, above and below; percentile of its colours


def between_rules(quad: Quad, upright: Image, level: Image) -> Quad | None:
    """``quad`` up to the rules that run along its sides; ``None`` where no level one does, or it is no short one.

    ``upright``, ``level``: masks (0/255, H x W) of the page's rules.
    """
    x0, y0 = (max(0, int(v)) for v in quad.min(axis=0))
    x1, y1 = (int(v) for v in np.ceil(quad.max(axis=0)))
    x1, y1 = min(x1, level.shape[1]), min(y1, level.shape[0])
    if x1 - x0 < 4 or y1 - y0 < 8 or x1 - x0 > _SHORT * (y1 - y0):
        return None
    beyond = max(3, round(_BEYOND * (y1 - y0)))
    rows = _free(level[y0:y1, max(0, x0 - beyond) : x1 + beyond])
    if rows is None:
        return None
    columns = _free(upright[max(0, y0 - beyond) : y1 + beyond, x0:x1].T) or (0, x1 - x0)
    left, right = x0 + columns[0], x0 + columns[1]
    top, bottom = y0 + rows[0], y0 + rows[1]
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=quad.dtype)


def _free(rules: Image) -> tuple[int, int] | None:
    """The widest run of rows of ``rules`` that no rule runs along; ``None`` where none does, or little is left."""
    if not rules.any():
        return None
    high = len(rules)
    lean = 1 + round(_LEAN * rules.shape[1])
    across = (cv2.dilate(rules, np.ones((2 * lean + 1, 1), np.uint8)) > 0).mean(axis=1) > _CROSSES
    if not across.any():
        return None
    ends = np.flatnonzero(np.diff(np.concatenate([[True], across, [True]]).astype(np.int8))).tolist()
    low, end = max(zip(ends[0::2], ends[1::2], strict=True), key=lambda run: run[1] - run[0], default=(0, 0))
    if end - low < _LEFT * high:
        return None
    # up to where the rules themselves end: one that leans takes some rows at one side only
    inked = np.asarray(rules.any(axis=1))
    above, below = np.flatnonzero(inked[:low]), np.flatnonzero(inked[end:])
    return (int(above[-1]) + 1 + _WHITE if len(above) else low), (end + int(below[0]) - _WHITE if len(below) else end)


def read_with_paper(crops: Sequence[Image], readings: Sequence[Reading]) -> list[Reading]:
    """``readings`` of ``crops``; those of short ones that were not sure are read again with paper above and below."""
    out = list(readings)
    unsure = [
        i
        for i, (crop, reading) in enumerate(zip(crops, readings, strict=True))
        if crop.shape[1] <= _SHORT * crop.shape[0] and len(reading.text) == 1 and min(reading.alike) < _SURE
    ]
    for i, again in zip(unsure, recognise([with_paper(crops[i]) for i in unsure]), strict=True):
        if len(again.text) == 1 and min(again.alike) > min(out[i].alike):
            out[i] = again
    return out


def with_paper(crop: Image) -> Image:
    """``crop`` (H x W x 3, RGB) with as much paper above and below as a line has."""
    paper = [int(v) for v in np.percentile(crop.reshape(-1, 3), _PAPER, axis=0)]
    room = round(_ROOM * crop.shape[0])
    return np.asarray(cv2.copyMakeBorder(crop, room, room, 0, 0, cv2.BORDER_CONSTANT, value=paper), dtype=np.uint8)
