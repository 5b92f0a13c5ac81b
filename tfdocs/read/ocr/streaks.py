"""Streaks: a speck on the glass of a sheet-fed scanner draws a line down the whole page, through all that is written.

It runs straight along the scanner's own axis, from one edge of the picture to the other, over the margins as well,
which no rule of a table and no stroke of a character does; and it is a few pixels wide.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

__all__ = ["without_streaks"]

_EVERY = 8  # one row of so many is looked at
_WIDEST = 0.6  # millimetres
_BESIDE = 2  # pixels between a streak and what it is held against
_DARKER = 12  # levels of grey, of 255
_THROUGH = 0.7  # of the rows looked at: the rest have ink beside the streak …
_MARGIN = 0.03  # … but not at the picture's upper and lower edge, of its height
_IN_MARGINS = 0.9  # of the rows there
_MOST = 8  # streaks of a page: of more the scanner's picture is striped, and none is taken off
_THIN = 0.25  # of the paper's brightness that must be left for what lies under a streak to be seen through it


def without_streaks(image: Image, dpi: float) -> Image:
    """``image`` (H x W x 3, RGB) without streaks along either axis; the very same where there are none.

    What is seen through a streak is made as bright as beside it; under a black one it is drawn on from both sides.
    """
    out = image
    for axis in (1, 0):
        grey = _lines_of(image, axis)
        for first, last in _streaks(grey, max(2, round(_WIDEST * dpi / 25.4))):
            if out is image:
                out = image.copy()
            _take_off(out if axis else out.transpose(1, 0, 2), first, last)
    return out


def _lines_of(image: Image, axis: int) -> npt.NDArray[np.int16]:
    """Grey values of every eighth row; of every eighth column, laid as rows, for the other axis."""
    some = image[::_EVERY] if axis else np.ascontiguousarray(image[:, ::_EVERY].transpose(1, 0, 2))
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(some), cv2.COLOR_RGB2GRAY), dtype=np.int16)


def _streaks(grey: npt.NDArray[np.int16], widest: int) -> list[tuple[int, int]]:
    """First and last column (excluded) of each streak."""
    wide = grey.shape[1]
    away = widest + _BESIDE
    if wide <= 4 * away or len(grey) < _EVERY:
        return []
    beside = np.minimum(grey[:, : -2 * away], grey[:, 2 * away :])
    darker = (beside - grey[:, away:-away]) > _DARKER
    edge = max(2, round(_MARGIN * len(grey)))
    ends = np.minimum(darker[:edge].mean(axis=0), darker[-edge:].mean(axis=0))
    inked = np.flatnonzero((darker.mean(axis=0) > _THROUGH) & (ends > _IN_MARGINS)) + away
    if not len(inked):
        return []
    parts = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
    found = [(int(p[0]) - 1, int(p[-1]) + 2) for p in parts if len(p) <= widest]
    return found if len(found) <= _MOST else []


def _take_off(image: Image, first: int, last: int) -> None:
    """Take the streak in columns ``first`` to ``last`` (excluded) off, in place."""
    left, right = max(0, first - _BESIDE), min(image.shape[1] - 1, last + _BESIDE - 1)
    a, b = image[:, left].astype(np.float32), image[:, right].astype(np.float32)
    paper = np.median(np.maximum(a, b), axis=0)
    for x in range(first, last):
        share = (x - left) / max(1, right - left)
        own = image[:, x].astype(np.float32)
        light = float(np.median(own) / max(1.0, float(np.median(paper))))
        if light >= _THIN:
            image[:, x] = np.clip(own * (paper / np.maximum(1.0, np.median(own, axis=0))), 0, 255).astype(np.uint8)
        else:
            image[:, x] = ((1 - share) * a + share * b).astype(np.uint8)
