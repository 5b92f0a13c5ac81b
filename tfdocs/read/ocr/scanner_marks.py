"""What a scanner sees that nobody wrote: punch holes, and the other side of the sheet shining through."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.tones import green, tone

Image = npt.NDArray[np.uint8]

MM = 1 / 25.4  # inch
_COARSE_DPI = 72.0
_HOLE = (4.0, 8.5)  # mm across: punches make 5 to 6 (ISO 838: 6), shadows widen them
_EDGE = 24.0  # mm from the sheet's edge within which holes are (ISO 838: 12 to the centre)
_DARK = 110
# Print on the reverse darkens the paper by less than this share of what print does; pencil notes are darker.
_FAINT = 0.35
_NO_INK = 0.12  # contrast; print has 0.4 at the least, in scans of 150 dpi
_SCRAP = 0.6
_BETTER = 0.12  # by how much mean confidence must rise when a faint line is read in the mirror


def without_holes(image: Image, dpi: float) -> Image:
    """``image`` with punch holes filled with paper; the same object when there are none.

    What has fewer pixels an inch than holes are looked for at is no sheet that anybody punched.
    """
    if dpi < _COARSE_DPI:
        return image
    scale = _COARSE_DPI / dpi
    small = cv2.resize(green(image), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, _, stats, centres = cv2.connectedComponentsWithStats((small < _DARK).astype(np.uint8), connectivity=8)
    low, high = (v * MM * _COARSE_DPI for v in _HOLE)
    edge = _EDGE * MM * _COARSE_DPI
    tall, wide = small.shape
    out = image
    x, y, w, h, area = stats.T.astype(np.int64)
    square = (low <= w) & (w <= high) & (low <= h) & (h <= high) & (w / h > 0.83) & (w / h < 1.2)
    # a disc fills pi/4 of its square
    disc = (area / (w * h) > 0.70) & (area / (w * h) < 0.87)
    near = np.minimum.reduce([x, y, wide - x - w, tall - y - h]) <= edge
    for i in np.flatnonzero(square & disc & near):
        if i == 0:
            continue  # the paper
        if out is image:
            out = image.copy()
        across = int(max(w[i], h[i]))
        reach = round(1.7 * across / scale)
        cx, cy = (round(float(v) / scale) for v in centres[i])
        around = image[max(0, cy - reach) : cy + reach, max(0, cx - reach) : cx + reach]
        paper = [int(np.percentile(around[:, :, c], 80)) for c in range(3)]
        cv2.circle(out, (cx, cy), round(0.62 * across / scale), paper, -1)
    return out


_ALONE = 1.5  # heights: a crop no wider holds one character


def shines_through(crops: Sequence[Image], readings: Sequence[Reading], print_contrast: float) -> list[bool]:
    """Which lines are the reverse side's or none: faint beside the page's print, and read better in the mirror.

    ``print_contrast``: how much darker than paper the page's darkest writing is, 0 to 1.
    """
    out = [False] * len(crops)
    faint = [
        i
        for i, (crop, r) in enumerate(zip(crops, readings, strict=True))
        if _mean(r) < 0.8 and contrast(crop) < _FAINT * max(print_contrast, 0.6)
    ]
    mirrored = recognise([np.ascontiguousarray(crops[i][:, ::-1]) for i in faint], weighable=False)
    for i, other in zip(faint, mirrored, strict=True):
        out[i] = _mean(other) > _mean(readings[i]) + _BETTER
    shows = any(out)
    for i, other in zip(faint, mirrored, strict=True):
        # faint scraps that read as nothing either way: of the reverse where it shows, bare paper where there is no ink
        scrap = max(_mean(other), _mean(readings[i])) < _SCRAP
        out[i] = out[i] or (scrap and (shows or contrast(crops[i]) < _NO_INK))
    return out


def contrast(crop: Image) -> float:
    """How much darker than its paper the ink of a crop is, 0 to 1."""
    # of a single figure in a cell one pixel in fifty is ink
    alone = crop.shape[1] < _ALONE * crop.shape[0]
    dark, paper = tone(green(crop), 0.01 if alone else 0.03, 0.85)
    return (paper - dark) / max(1, paper)


def _mean(reading: Reading) -> float:
    return float(np.mean(reading.confidence)) if reading.confidence else 0.0
