"""A black stamp's ink taken off the print that it lies on.

In black and white nothing but its shape tells a stamp's ink from print. A small network was taught that
(``benchmarks.parting_model``): what is worn and grainy, runs around a middle and stands askew is the stamp's; what is
even and stands in lines is print, and so is what both put ink on.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models
from tfdocs.read.ocr.seal_rings import Ring
from tfdocs.read.ocr.tones import green, tone

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

DPI = 300  # what the network was taught at
_STEP = 16  # pixels: it halves what it sees four times
_OUTER = 1.015  # of the fitted ring, which is the middle of the rim
_AROUND = 1.06  # of the rim's half axes: what is looked at
_DARK = 0.6  # of the paper's tone
# How likely print must be. Of 82 lines under such stamps at 300 dpi (1,830 characters) 0.5 left 63 errors, 0.3 51, 0.15
# 52 and the page as it is 57; the likeliest reading of what 0.15, 0.05 and the page as it is give, line by line, 45,
# and 0.5, 0.15 and the page 41. On five sheets of 150 dpi these left 102 and those 94: print may not be lost. So it was
# before the network learnt 1,900 steps more, after which 56 errors were left of 60 on 12 fresh pages.
_PRINT, _PERHAPS = 0.15, 0.05
_EVEN = 0.5


def packed(grey: Image, place: tuple[float, float, float, float]) -> tuple[Floats, tuple[int, int]]:
    """What the network is given of ``grey`` (H x W, 0-255, at ``DPI``), 7 x H' x W', and H and W as they were.

    Four pixels are one of four channels, 0 for white and 1 for black; the others say how far from the stamp's middle it
    is, in half axes, and in which direction. ``place``: middle and half axes in pixels.
    """
    high, wide = grey.shape
    grown = np.zeros((math.ceil(high / _STEP) * _STEP, math.ceil(wide / _STEP) * _STEP), dtype=np.float32)
    grown[:high, :wide] = 1 - grey.astype(np.float32) / 255
    x, y, a, b = place
    rows, columns = grown.shape[0] // 2, grown.shape[1] // 2
    out = np.empty((7, rows, columns), dtype=np.float32)
    for i in range(4):
        out[i] = grown[i // 2 :: 2, i % 2 :: 2]
    v = ((2 * np.arange(rows, dtype=np.float32) + 1 - y) / b)[:, None]
    u = ((2 * np.arange(columns, dtype=np.float32) + 1 - x) / a)[None, :]
    far = np.hypot(u, v)
    out[4] = np.minimum(far, 1.5)
    out[5], out[6] = u / np.maximum(far, 0.05), v / np.maximum(far, 0.05)
    return out, (high, wide)


def without_stamp(clean: Image, careful: Image, stamped: Image, ring: Ring, dpi: float) -> None:
    """Paint over with paper what within and on ``ring`` is a stamp's ink and no print, in place.

    ``clean`` and ``careful``: two copies of a page (H x W x 3, RGB, ``dpi``, black ink on paper). What may be either is
    taken off the first and left on the second. In ``stamped`` (H x W) what is dark and less likely print than not
    becomes 255. Raises ``EngineFailed``.
    """
    a, b = _OUTER * ring.half_width, _OUTER * ring.half_height
    high, wide = clean.shape[:2]
    x0, x1 = max(0, math.floor(ring.x - _AROUND * a)), min(wide, math.ceil(ring.x + _AROUND * a))
    y0, y1 = max(0, math.floor(ring.y - _AROUND * b)), min(high, math.ceil(ring.y + _AROUND * b))
    part = np.s_[y0:y1, x0:x1]
    if not clean[part].size:
        return
    plane = green(clean[part])
    paper = tone(plane, 0.90)[0]
    dark = plane < _DARK * paper
    scale = DPI / dpi
    size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
    two = np.where(dark, 0, 255).astype(np.uint8)
    two = np.asarray(cv2.resize(two, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), np.uint8)
    place = ((ring.x - x0) * scale, (ring.y - y0) * scale, a * scale, b * scale)
    likely = cv2.resize(_print_in(two, place), (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    stamped[part][dark & (likely < _EVEN)] = 255
    for picture, least in ((clean, _PRINT), (careful, _PERHAPS)):
        stamp = dark & (likely < least)
        # a grey scan has pale edges around what is dark
        near = cv2.dilate(stamp.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        picture[part][near & ~(dark & ~stamp)] = paper


def _print_in(two: Image, place: tuple[float, float, float, float]) -> Floats:
    """For each pixel of ``two`` (H x W at ``DPI``, 0 and 255) how likely print is there (0-1) if it is dark."""
    given, (high, wide) = packed(two, place)
    try:
        (said,) = models.session(models.STAMP_OR_PRINT).run(None, {"x": given[None]})
    except Exception as error:
        raise EngineFailed(f"印章与文字分离失败（{type(error).__name__}）", hint=models.RETRY) from error
    out = np.empty((2 * given.shape[1], 2 * given.shape[2]), dtype=np.float32)
    for i in range(4):
        out[i // 2 :: 2, i % 2 :: 2] = said[0, i]
    return out[:high, :wide]
