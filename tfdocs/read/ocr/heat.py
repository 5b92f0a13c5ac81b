"""The detector's heat map to quadrilaterals around lines of text.

The network is trained to answer on a line's core, a region shrunk by Vatti's clipping; what it answers is grown again
by the same rule (Liao et al. 2020, Differentiable Binarization, section 3.4). RapidOCR has this too
(``rapidocr.ch_ppocr_det``) and a test holds the two to the same boxes; importing it loads a configuration library and a
geometry library, half a second in each process that reads.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pyclipper

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Quad = npt.NDArray[np.float32]  # 4 x 2 pixels: top left, top right, bottom right, bottom left

_INK = 0.3  # heat from which a pixel is a line's core
_SURE = 0.45  # mean heat within a core
_GROWN = 1.6  # of area over perimeter
_LEAST_CORE, _LEAST_GROWN, _LEAST = 3, 5, 3  # pixels: sides of a core, of what it grew to, and of that on the page
_MOST = 3000


def quads_of(heat: Floats, height: int, width: int) -> list[Quad]:
    """Lines on a page of ``height`` x ``width`` pixels. ``heat``: 0 to 1, H x W, the whole page at any resolution."""
    core = cv2.dilate((heat > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(core * np.uint8(255), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    out: list[Quad] = []
    for contour in contours[:_MOST]:
        box, side = _least_box(np.asarray(contour))
        if side < _LEAST_CORE or _mean_heat(heat, box) < _SURE:
            continue
        box, side = _least_box(_grown(box))
        if side < _LEAST_GROWN:
            continue
        high, wide = heat.shape
        box[:, 0] = np.clip(np.round(box[:, 0] / wide * width), 0, width)
        box[:, 1] = np.clip(np.round(box[:, 1] / high * height), 0, height)
        quad = np.minimum(_from_upper_left(box), np.array([width - 1, height - 1], dtype=np.float32))
        if min(int(np.linalg.norm(quad[0] - quad[1])), int(np.linalg.norm(quad[0] - quad[3]))) > _LEAST:
            out.append(quad)
    return out


def _least_box(points: npt.NDArray[np.int32]) -> tuple[Quad, float]:
    """The smallest rectangle around ``points`` (N x 1 x 2), its left corners first and last, and its shorter side."""
    around = cv2.minAreaRect(points)
    corners = sorted(cv2.boxPoints(around), key=lambda c: float(c[0]))
    left, right = corners[:2], corners[2:]
    top_left, bottom_left = left if left[1][1] > left[0][1] else left[::-1]
    top_right, bottom_right = right if right[1][1] > right[0][1] else right[::-1]
    return np.array([top_left, top_right, bottom_right, bottom_left], dtype=np.float32), float(min(around[1]))


def _mean_heat(heat: Floats, box: Quad) -> float:
    high, wide = heat.shape
    xs, ys = box[:, 0], box[:, 1]
    x0, x1 = (int(np.clip(v, 0, wide - 1)) for v in (np.floor(xs.min()), np.ceil(xs.max())))
    y0, y1 = (int(np.clip(v, 0, high - 1)) for v in (np.floor(ys.min()), np.ceil(ys.max())))
    inside = np.zeros((y1 - y0 + 1, x1 - x0 + 1), dtype=np.uint8)
    cv2.fillPoly(inside, [(box - np.array([x0, y0], dtype=np.float32)).astype(np.int32)], (1,))
    return float(cv2.mean(heat[y0 : y1 + 1, x0 : x1 + 1], inside)[0])


def _grown(box: Quad) -> npt.NDArray[np.int32]:
    """``box`` with its sides moved out, as the points of a polygon with round corners (N x 1 x 2)."""
    corners = box.astype(np.float64)
    following = np.roll(corners, -1, axis=0)
    area = abs(float((corners[:, 0] * following[:, 1] - following[:, 0] * corners[:, 1]).sum())) / 2
    around = float(np.hypot(*(following - corners).T).sum())
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(box, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    return np.array(offset.Execute(_GROWN * area / around), dtype=np.int32).reshape(-1, 1, 2)


def _from_upper_left(box: Quad) -> Quad:
    """The corners clockwise from the upper left one."""
    by_x = box[np.argsort(box[:, 0])]
    left, right = by_x[:2], by_x[2:]
    (top_left, bottom_left), (top_right, bottom_right) = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([top_left, top_right, bottom_right, bottom_left], dtype=np.float32)
