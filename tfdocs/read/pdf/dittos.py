"""〃, the sign for the same again: two short strokes, which every recogniser makes 11, " or nothing of.

It is told by its drawing. A 1 or an l is as high as a character and a figure of the same print; these are half of that.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["DITTO", "is_ditto"]

DITTO = "〃"
# Of an em: the strokes of 〃 in Noto Serif and Sans, UMing and UKai have 0.3 to 0.5, figures 0.62 and more.
_LEAST, _MOST = 0.2, 0.55
_WIDE = 0.75  # of its height that a stroke takes across, slanted as it may be
_THIN = 0.5  # of its height that a stroke is thick
_STRAIGHT = 0.42  # of the smallest rectangle around it, turned or not, that a stroke fills: it tapers
_ALIKE = 0.7  # of the one's height the other's, and of it what both have in common
_APART = 1.1  # heights from one stroke's middle to the other's
_SPECK = 0.08  # of an em: smaller ink is dirt


def is_ditto(dark: npt.NDArray[np.bool_], tall: float) -> bool:
    """Whether the ink of ``dark`` (H x W) is two short strokes side by side and nothing besides.

    ``tall``: an em of the print, in pixels.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    parts = [
        n for n in range(1, len(stats)) if max(stats[n, 2:4]) > _SPECK * tall and not _is_rule(stats[n], dark, tall)
    ]
    if len(parts) != 2:
        return False
    strokes = sorted(((tuple(stats[n, :4].tolist()), n) for n in parts), key=lambda s: s[0][0])
    for (left, top, wide, high), n in strokes:
        if not (_LEAST * tall <= high <= _MOST * tall and wide <= _WIDE * high):
            return False
        points = np.argwhere(labels[top : top + high, left : left + wide] == n)[:, ::-1].astype(np.float32)
        _, sides, _ = cv2.minAreaRect(points)
        long, thick = max(sides) + 1, min(sides) + 1  # the rectangle runs through the outermost pixels' middles
        if thick > _THIN * high or len(points) < _STRAIGHT * long * thick:
            return False
    return all(_side_by_side(a[0], b[0]) for a, b in pairwise(strokes))


def _is_rule(stats: npt.NDArray[np.int32], dark: npt.NDArray[np.bool_], tall: float) -> bool:
    """Whether a part is what is left of a rule along the upper or the lower edge of ``dark``."""
    _, top, _, high, _ = stats.tolist()
    return bool(high <= _SPECK * tall and (top == 0 or top + high == len(dark)))


def _side_by_side(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    shared = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    apart = (b[0] + b[2] / 2) - (a[0] + a[2] / 2)
    low, high = sorted((a[3], b[3]))
    return low >= _ALIKE * high and shared >= _ALIKE * low and 0 < apart <= _APART * high
