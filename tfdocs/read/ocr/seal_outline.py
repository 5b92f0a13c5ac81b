"""The outline of a patch of ink against those that seals have: circle, oval, square, a disc cut by the page's edge."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import SealShape

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_EDGE_BINS = 72


def tight(mask: Image) -> Image:
    """``mask`` cut to its ink."""
    ys, xs = np.nonzero(mask)
    return mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1] if len(xs) else mask


def outline_shape(mask: Image, on_edge: bool) -> SealShape | None:
    """The outline of the ink: how far it reaches in each direction, against a circle, an oval and a square."""
    ys, xs = np.nonzero(mask)
    if len(xs) < 50:
        return None
    full = len(xs) > 0.75 * mask.size  # a block of colour, no frame
    every = max(1, len(xs) // 20_000)
    # in one piece: OpenCV refuses an array with steps
    points = np.column_stack([xs[::every], ys[::every]]).astype(np.float32)
    upright = _closed(points[:, 0], points[:, 1], full)
    if upright is not None:
        return upright
    # pressed on askew: the same in the frame of the smallest rectangle around the ink
    turn = float(np.deg2rad(cv2.minAreaRect(points)[2]))
    if 0.01 < turn % (np.pi / 2) < np.pi / 2 - 0.01:
        along = points[:, 0] * np.cos(turn) + points[:, 1] * np.sin(turn)
        across = points[:, 1] * np.cos(turn) - points[:, 0] * np.sin(turn)
        askew = _closed(along, across, full)
        if askew is not None:
            return askew
    high, wide = mask.shape
    aspect = wide / high
    if on_edge and (aspect < 0.75 or aspect > 1.33):
        return SealShape.STRADDLE if _half_round(mask) else None
    return None


def _closed(xs: Floats, ys: Floats, full: bool) -> SealShape | None:
    """Circle, oval or square, when the points ``xs``, ``ys`` reach its outline all the way round."""
    low_x, low_y = float(xs.min()), float(ys.min())
    wide, high = float(xs.max()) - low_x + 1, float(ys.max()) - low_y + 1
    u = (xs - low_x - (wide - 1) / 2) / (wide / 2)
    v = (ys - low_y - (high - 1) / 2) / (high / 2)
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
        if square_close >= 0.8 and not full:
            return SealShape.SQUARE
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
