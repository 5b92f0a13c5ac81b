"""What a seal says: its ring unrolled to a straight line, and the line below its star, read as any other line.

Only the seal's own ink is looked at where colour tells it from print.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import SealShape
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.seals import FoundSeal, ink_picture

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_SIDE = 480  # pixels a seal is brought to before it is unrolled: ring characters are 70 high then
_SURE = 0.60  # mean confidence below which a reading of worn or overprinted ink is worth nothing
_STRETCHES = (1.0, 1.4)  # lettering on rings is narrower than the print recognisers know, by no fixed measure


def seal_text(image: Image, seal: FoundSeal) -> str | None:
    """The words on ``seal`` (of the page ``image``, RGB), the ring's first; None where they cannot be read."""
    x0, y0, x1, y1 = seal.box
    if seal.shape is SealShape.STRADDLE or min(x1 - x0, y1 - y0) < 24:
        return None
    part = ink_picture(image[y0:y1, x0:x1], seal)
    square = cv2.resize(part, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA if x1 - x0 > _SIDE else cv2.INTER_CUBIC)
    if seal.shape is SealShape.SQUARE:
        return _square_text(np.asarray(square, dtype=np.uint8))
    ink: Floats = (255 - square.astype(np.float32)) * np.float32(1 / 255)
    band = _band(ink)
    if band is None:
        return None
    unrolled, tilt = _unrolled(np.asarray(square, dtype=np.uint8), ink, band)
    stretched = [np.asarray(cv2.resize(unrolled, None, fx=f, fy=1.0), dtype=np.uint8) for f in _STRETCHES]
    *rings, centre = recognise([*stretched, _below_star(np.asarray(square, dtype=np.uint8), tilt)])
    ring = max(rings, key=_surety)
    said = [r.text.replace(" ", "") for r in (ring, centre) if _sure(r)]
    return " ".join(said) or None


def _surety(reading: Reading) -> float:
    return float(np.mean(reading.confidence)) if reading.confidence else 0.0


def _sure(reading: Reading) -> bool:
    return len(reading.text.strip()) >= 2 and _surety(reading) >= _SURE


def _polar(picture: Floats, low: float, high: float, rows: int, columns: int, start: float = 0.0) -> Floats:
    """Rays from the middle of a square picture, clockwise from ``start`` (degrees from the top), from outside in."""
    middle = (_SIDE - 1) / 2
    angles = np.deg2rad(start + np.linspace(0, 360, columns, endpoint=False, dtype=np.float32))[None, :]
    reach = (np.linspace(high, low, rows, dtype=np.float32) * _SIDE / 2)[:, None]
    xs = (middle + reach * np.sin(angles)).astype(np.float32)
    ys = (middle - reach * np.cos(angles)).astype(np.float32)
    out: Floats = np.asarray(cv2.remap(picture, xs, ys, cv2.INTER_LINEAR, borderValue=0), dtype=np.float32)
    return out


def _band(ink: Floats) -> tuple[float, float] | None:
    """Between which radii (shares of the seal's own) the ring's lettering stands: below the rim, above the star."""
    reach = np.linspace(0.98, 0.45, 107)
    profile = cv2.GaussianBlur(_polar(ink, 0.45, 0.98, 107, 360).mean(axis=1)[:, None], (1, 5), 0)[:, 0]
    inside = (reach < 0.86) & (reach > 0.62)
    level = 0.35 * float(profile[inside].max())
    if level < 0.02:
        return None
    at = int(np.flatnonzero(inside)[profile[inside].argmax()])
    # between lettering and rim there is less ink than in either, though not always none
    rim = int(np.searchsorted(-reach, -0.955))
    out = rim + int(profile[rim : at + 1].argmin()) if rim < at else at
    low = at
    while low < len(profile) - 1 and profile[low] > level:
        low += 1
    # lettering is a fifth to a half of the radius high
    if not 0.14 < reach[out] - reach[low] < 0.55:
        return 0.60, 0.93
    return max(0.45, float(reach[low]) - 0.02), min(0.955, float(reach[out]) + 0.005)


def _unrolled(square: Image, ink: Floats, band: tuple[float, float]) -> tuple[Image, float]:
    """The lettering as a straight line, beginning in its widest gap, and the seal's tilt in degrees clockwise."""
    columns = 720
    along = _polar(ink, *band, 24, columns).mean(axis=0)
    along = np.asarray(cv2.blur(along[None, :], (3, 1))[0])
    empty = along < 0.18 * float(np.percentile(along, 90))
    start, length = _widest(empty)
    gap_middle = (start + length / 2) * 360 / columns
    tilt = (gap_middle - 180 + 180) % 360 - 180
    low, high = band
    tall = 64
    mean_radius = (low + high) / 2
    wide = round(2 * np.pi * mean_radius / (high - low) * tall)
    paper = 255 - square.astype(np.float32)
    strip = 255 - _polar(paper, low, high, tall, wide, gap_middle)
    used = along[(np.arange(columns) + round(gap_middle * columns / 360)) % columns] >= 0.18 * float(
        np.percentile(along, 90)
    )
    inked = np.flatnonzero(used)
    if len(inked):
        left = max(0, int(inked[0] * wide / columns) - 12)
        right = min(wide, int((inked[-1] + 1) * wide / columns) + 12)
        strip = strip[:, left:right]
    grown = cv2.copyMakeBorder(strip.astype(np.uint8), 8, 8, 10, 10, cv2.BORDER_CONSTANT, value=255)
    return np.repeat(np.asarray(grown, dtype=np.uint8)[:, :, None], 3, axis=2), tilt


def _widest(empty: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest run of True on a circle; a full or an empty circle begins at the bottom."""
    count = len(empty)
    edges = np.flatnonzero(~empty)
    if not len(edges) or len(edges) == count:
        return count // 2, 0
    runs = [(b - a - 1, a + 1) for a, b in pairwise([*edges.tolist(), int(edges[0]) + count])]
    length, start = max(runs)
    return start % count, length


def _below_star(square: Image, tilt: float) -> Image:
    """The strip below the middle, turned upright: where 合同专用章 or 财务专用章 stands."""
    middle = (_SIDE - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), tilt, 1.0)
    upright = cv2.warpAffine(square, turn, (_SIDE, _SIDE), borderValue=255)
    strip = upright[round(0.64 * _SIDE) : round(0.83 * _SIDE), round(0.24 * _SIDE) : round(0.76 * _SIDE)]
    rows = np.flatnonzero((strip < 160).mean(axis=1) > 0.02)
    if len(rows) > 8:
        strip = strip[max(0, rows[0] - 6) : rows[-1] + 7]
    return np.repeat(np.ascontiguousarray(strip, dtype=np.uint8)[:, :, None], 3, axis=2)


def _square_text(square: Image) -> str | None:
    """A name seal: two to six characters in one to three columns, read from the right (or rows, read from the left)."""
    margin = round(0.07 * _SIDE)
    inner = square[margin:-margin, margin:-margin]
    half = len(inner) // 2
    tiles = [inner[:half, half:], inner[half:, half:], inner[:half, :half], inner[half:, :half]]
    line = np.hstack([cv2.resize(t, (64, 64), interpolation=cv2.INTER_AREA) for t in tiles])
    grown = cv2.copyMakeBorder(line, 8, 8, 10, 10, cv2.BORDER_CONSTANT, value=255)
    (reading,) = recognise([np.repeat(np.asarray(grown, dtype=np.uint8)[:, :, None], 3, axis=2)])
    return reading.text.replace(" ", "") if _sure(reading) else None
