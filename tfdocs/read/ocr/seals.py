"""Seals in colour scans: where they are, what shape they have, and the page with their ink taken off the text.

Only the area of a seal is treated: red print elsewhere is text and stays. Red ink hardly darkens the red channel, so in
that channel the seal fades while black print under it stays black.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import SealShape

Image = npt.NDArray[np.uint8]

MM = 1 / 25.4  # inch
# Official seals are 38-50 mm across, contract and department seals 30-58 mm, name seals from 15 mm.
_SMALLEST = 14 * MM
_LARGEST = 70 * MM
# How much brighter than green and blue the red channel is in stamp ink: pale ink after JPEG 45 has 22, print below 10.
_REDNESS = 22
_TINGED = 10  # the fringe of the ink, once it is known to be a seal
_COARSE_DPI = 50  # outlines are looked for at this resolution, where gaps of worn ink close
_GAP = 4 * MM
_EDGE_BINS = 72
_MOST_INK = 1.25  # thicker than the typical ink of the seal
_SOME_INK = 0.12
# In ink, this share of light and more is paper, this and less is print's black.
_INK_WHITE = 0.86
_INK_BLACK = 0.06


@dataclass(frozen=True, slots=True)
class FoundSeal:
    """``box``: x0, top, x1, bottom in pixels; ``ink``: the median red value of its ink."""

    box: tuple[int, int, int, int]
    shape: SealShape
    ink: int


def red_mask(image: Image, redness: int = _REDNESS) -> Image:
    """255 where the ink is red. ``image`` is H x W x 3, RGB."""
    red = image[:, :, 0].astype(np.int16)
    rest = np.maximum(image[:, :, 1], image[:, :, 2]).astype(np.int16)
    return np.where((red - rest > redness) & (red > 90), 255, 0).astype(np.uint8)


def find_seals(image: Image, dpi: float) -> list[FoundSeal]:
    """Every seal of a page, top to bottom; an empty list for grey pages, where there is no colour to go by."""
    mask = red_mask(image)
    if not mask.any():
        return []
    shrink = min(1.0, _COARSE_DPI / dpi)
    coarse = cv2.resize(mask, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    coarse = np.where(coarse > 40, 255, 0).astype(np.uint8)
    reach = max(3, round(_COARSE_DPI * _GAP)) | 1
    joined = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    high, wide = mask.shape
    found: list[FoundSeal] = []
    for i in range(1, count):
        x, y, w, h = (round(int(v) / shrink) for v in stats[i][:4])
        w, h = min(w, wide - x), min(h, high - y)
        if max(w, h) < _SMALLEST * dpi or max(w, h) > _LARGEST * dpi or min(w, h) < 4 * MM * dpi:
            continue
        own = _tight(mask[y : y + h, x : x + w])
        on_edge = x <= 0.02 * wide or y <= 0.02 * high or x + w >= 0.98 * wide or y + h >= 0.98 * high
        shape = _shape(own, on_edge)
        if shape is None:
            continue
        ink = int(np.median(image[y : y + h, x : x + w, 0][mask[y : y + h, x : x + w] > 0]))
        found.append(FoundSeal((x, y, x + w, y + h), shape, ink))
    found = _outermost(found)
    found.sort(key=lambda s: (s.box[1], s.box[0]))
    return found


def _tight(mask: Image) -> Image:
    """``mask`` cut to its ink."""
    ys, xs = np.nonzero(mask)
    return mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1] if len(xs) else mask


def _outermost(seals: list[FoundSeal]) -> list[FoundSeal]:
    """Without those inside another: the star of a seal, or its inner ring."""
    out = []
    for s in seals:
        x0, y0, x1, y1 = s.box
        inside = any(
            o is not s and o.box[0] <= x0 and o.box[1] <= y0 and o.box[2] >= x1 and o.box[3] >= y1 for o in seals
        )
        if not inside:
            out.append(s)
    return out


def _shape(mask: Image, on_edge: bool) -> SealShape | None:
    """The outline of the ink: how far it reaches in each direction, against a circle, an oval and a square."""
    ys, xs = np.nonzero(mask)
    if len(xs) < 50:
        return None
    high, wide = mask.shape
    u = (xs - (wide - 1) / 2) / (wide / 2)
    v = (ys - (high - 1) / 2) / (high / 2)
    bins = ((np.arctan2(v, u) + np.pi) / (2 * np.pi) * _EDGE_BINS).astype(int) % _EDGE_BINS
    aspect = wide / high
    round_reach = np.zeros(_EDGE_BINS)
    square_reach = np.zeros(_EDGE_BINS)
    np.maximum.at(round_reach, bins, np.hypot(u, v))
    np.maximum.at(square_reach, bins, np.maximum(np.abs(u), np.abs(v)))
    filled = round_reach > 0.2
    if filled.mean() > 0.8 and 0.55 < aspect < 1.8:
        round_close = (np.abs(round_reach - 1) < 0.09).mean()
        square_close = (np.abs(square_reach - 1) < 0.09).mean()
        if round_close >= 0.72 and round_close >= square_close:
            return SealShape.CIRCLE if 0.88 < aspect < 1.14 else SealShape.OVAL
        if square_close >= 0.8 and len(xs) < 0.75 * mask.size:
            return SealShape.SQUARE
    if on_edge and (aspect < 0.75 or aspect > 1.33):
        return SealShape.STRADDLE if _half_round(mask) else None
    return None


def _half_round(mask: Image) -> bool:
    """Whether the ink is a part of a disc cut by the page's edge: its outline lies on one circle."""
    ys, xs = np.nonzero(mask)
    outer: list[tuple[float, float]] = []
    if mask.shape[0] > mask.shape[1]:
        for y in np.unique(ys)[::3]:
            row = xs[ys == y]
            outer.append((float(row.max()), float(y)))
            outer.append((float(row.min()), float(y)))
    else:
        for x in np.unique(xs)[::3]:
            column = ys[xs == x]
            outer.append((float(x), float(column.max())))
            outer.append((float(x), float(column.min())))
    points = np.array(outer)
    # least squares circle (Kasa 1976): x^2 + y^2 = 2ax + 2by + c
    best = 0.0
    for side in (points[0::2], points[1::2]):
        if len(side) < 12:
            continue
        system = np.column_stack([2 * side, np.ones(len(side))])
        (a, b, c), *_ = np.linalg.lstsq(system, (side**2).sum(axis=1), rcond=None)
        radius = float(np.sqrt(max(0.0, c + a * a + b * b)))
        if radius < 0.4 * max(mask.shape) or radius > 1.5 * max(mask.shape):
            continue
        off = np.abs(np.hypot(side[:, 0] - a, side[:, 1] - b) - radius)
        best = max(best, float((off < 0.06 * radius).mean()))
    return best > 0.7


def without_ink(image: Image, seals: list[FoundSeal]) -> Image:
    """A copy of ``image`` in which the seals' ink has faded to the paper and the print under it stands in black."""
    if not seals:
        return image
    out = image.copy()
    for seal in seals:
        x0, y0, x1, y1 = seal.box
        margin = max(2, (x1 - x0) // 40)
        x0, y0 = max(0, x0 - margin), max(0, y0 - margin)
        x1, y1 = min(image.shape[1], x1 + margin), min(image.shape[0], y1 + margin)
        part = image[y0:y1, x0:x1]
        grey = _print_layer(part)
        if grey is not None:
            out[y0:y1, x0:x1] = np.repeat(grey[:, :, None], 3, axis=2)
    return out


def _print_layer(part: Image) -> Image | None:
    """The print of a region in grey, its red ink taken off; None where there is no ink.

    Stamp ink and print are filters that lie on one another (Beer-Lambert): where a share ``a`` of the ink lies over
    print that lets through ``t``, the channels are ``paper * t * (1 - a * (1 - ink))``. Ink darkens green much and red
    little, print both alike, so red and green give ``a`` and ``t`` for each pixel. Stretching the red channel to black
    and white instead bit off thin strokes beside the ink (150 dpi, JPEG 45).
    """
    ink = red_mask(part) > 0
    if not ink.any():
        return None
    light = part.astype(np.float32)
    paper = np.maximum(1.0, np.percentile(light.reshape(-1, 3), 90, axis=0))
    light = np.clip(light / paper, 1 / 255, 1.2)
    red, green = light[:, :, 0], np.minimum(light[:, :, 1], light[:, :, 2])
    strong = ink & (red - green >= np.percentile((red - green)[ink], 60))
    takes_red = min(0.6, max(0.0, 1 - float(np.median(red[strong]))))
    takes_green = max(takes_red + 0.1, 1 - float(np.median(green[strong])))
    ratio = np.maximum(1.0, red / green)
    share = np.clip((ratio - 1) / np.maximum(0.05, ratio * takes_green - takes_red), 0, _MOST_INK)
    through = red / np.maximum(0.2, 1 - share * takes_red)
    # what is left of worn or uneven ink is paler than any print
    faded = share > _SOME_INK
    through = np.where(faded, np.clip((through - _INK_BLACK) / (_INK_WHITE - _INK_BLACK), 0, 1), through)
    return np.asarray(np.clip(through * float(paper[0]), 0, 255), dtype=np.uint8)
