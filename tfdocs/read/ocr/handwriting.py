"""Which lines a hand wrote: a pen's colour where the print is black, else badly read and unevenly set characters.

A recogniser trained on print reads handwriting with less confidence, and a hand keeps neither height nor base line. One
sign alone is not enough: worn print is read badly, and titles mix sizes.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.tones import green, tone

Image = npt.NDArray[np.uint8]

_BLUISH = 24  # how much brighter than red the blue channel is in a pen's ink
_PEN = 0.5  # share of a line's ink that is bluish
_BLACK_PRINT = 0.15  # share of bluish ink in the blackest quarter of a page's lines, where print is black
_READ_BADLY = 0.75  # mean confidence; print has above 0.9 on anything but ruined scans
_UNEVEN = 0.11  # spread of the characters' middles, in heights of the line; print has below 0.08


def blue_share(crop: Image) -> float:
    """The share (0-1) of a crop's dark pixels that are bluish; 0 where there is hardly any ink."""
    red, middle, blue = cv2.split(crop)
    value = np.asarray(cv2.max(cv2.max(red, middle), blue), dtype=np.uint8)
    dark = value < 0.8 * tone(value, 0.95)[0]
    inked = int(np.count_nonzero(dark))
    if inked < 8:
        return 0.0
    # saturating: what is not bluish is 0
    return float(np.count_nonzero((cv2.subtract(blue, red) > _BLUISH) & dark)) / inked


def unevenness(crop: Image, peaks: Sequence[float]) -> float:
    """How far the middles of the characters (at ``peaks``, shares of the width) stray from one line, in its heights."""
    high, wide = crop.shape[:2]
    if len(peaks) < 3:
        return 0.0
    plane = green(crop)
    ink = plane < 0.72 * tone(plane, 0.90)[0]
    middles, at = [], []
    for peak in peaks:
        left, right = round((peak * wide) - 0.35 * high), round((peak * wide) + 0.35 * high)
        rows = np.flatnonzero(ink[:, max(0, left) : max(1, right)].any(axis=1))
        # punctuation and 一 stand where they belong, off the middle
        if len(rows) and rows[-1] - rows[0] > 0.45 * high:
            middles.append((rows[0] + rows[-1]) / 2 / high)
            at.append(peak)
    if len(middles) < 3:
        return 0.0
    slope, foot = np.polyfit(at, middles, 1) if len(set(at)) > 1 else (0.0, float(np.mean(middles)))
    return float(np.std(np.asarray(middles) - (slope * np.asarray(at) + foot)))


def by_hand(
    crops: Sequence[Image], confidence: Sequence[Sequence[float]], peaks: Sequence[Sequence[float]]
) -> list[bool]:
    """For each line of one page whether a hand wrote most of it. ``crops``: RGB, seals taken off, colour kept."""
    blue = [blue_share(c) for c in crops]
    black_print = float(np.percentile(blue, 25)) < _BLACK_PRINT if len(blue) >= 3 else False
    out = []
    for crop, tint, sure, where in zip(crops, blue, confidence, peaks, strict=True):
        if black_print and tint > _PEN:
            out.append(True)
            continue
        badly = bool(sure) and float(np.mean(sure)) < _READ_BADLY
        out.append(badly and unevenness(crop, where) > _UNEVEN)
    return out
