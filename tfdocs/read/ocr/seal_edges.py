"""Straddling seals (骑缝章) where there is no colour to go by: the part of a ring that one sheet's edge has.

Sheets are fanned out and stamped once, so that each bears a strip of the seal at its edge: half a ring, or two arcs
with lettering between them. Margins hold no print; shadows, bars and punch marks that stand there are not round.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MM = 1 / 25.4  # inch
_COARSE_DPI = 25.0
_FINE_DPI = 100.0
# mm of the sheet that are looked at. No seal reaches further in than the first and still is cut by the edge; of fanned
# sheets each bears a half, a third, a quarter of one, whose inner end no outline closes.
_BANDS = (46.0, 17.0, 12.0, 9.0)
_SMALLEST, _LARGEST = 17.0, 29.0  # mm: radii of the seals that firms and societies stamp across sheets
_BEYOND, _WITHIN = 22.0, 25.0  # mm outside and inside of the edge where the middle may be
_INSET = 3.0  # mm between the edge and the outline of the last strip: a scanner shows a little more than the sheet
_LEAST_SEEN = 0.035  # share of the ring that must be on the sheet
_LEAST_CONTRAST = 0.30
_LEAST_ROUND = 0.72
_OUTSIDE = 0.25  # ink just outside: margins have none, pictures that run to the edge 0.46 and more
_LEAST_TURN = 30.0  # degrees of the ring on the sheet, all together
_DIRECTIONS = 240
_MOST = 6


@dataclass(frozen=True, slots=True)
class Arc:
    """A ring cut by the sheet's edge: middle (outside of the sheet or near its edge) and radius in pixels.

    ``depth``: pixels from the edge to where its ink ends inside.
    """

    x: float
    y: float
    radius: float
    depth: float


def find_arcs(ink: Image, dpi: float) -> list[Arc]:
    """Straddling seals at the left and right edge, at most one each. ``ink``: 0/255 (H x W) at ``dpi``."""
    wide = ink.shape[1]
    out = []
    for right in (False, True):
        band = min(wide // 2, round(_BANDS[0] * MM * dpi))
        part = np.ascontiguousarray(ink[:, wide - band :][:, ::-1]) if right else ink[:, :band]
        arc = _best(_scaled(part, _COARSE_DPI / dpi), _scaled(part, _FINE_DPI / dpi), dpi / _FINE_DPI)
        if arc is not None:
            out.append(Arc(wide - 1 - arc.x, arc.y, arc.radius, arc.depth) if right else arc)
    return out


def _scaled(ink: Image, scale: float) -> Floats:
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return np.asarray(small, dtype=np.float32) / np.float32(255)


def _best(coarse: Floats, fine: Floats, scale: float) -> Arc | None:
    """The surest ring cut by the left edge, in ``scale`` times the pixels of ``fine``."""
    best: tuple[float, Arc] | None = None
    k = _FINE_DPI / _COARSE_DPI
    for band in _BANDS:
        near = np.ascontiguousarray(coarse[:, : round(band * MM * _COARSE_DPI)])
        if not near[:, : round(8 * MM * _COARSE_DPI)].any():
            return None  # nothing stands at the edge
        strip = np.ascontiguousarray(fine[:, : round(band * MM * _FINE_DPI)])
        for x, y, radius in _votes(near):
            fitted = _fitted(strip, x * k, y * k, radius * k)
            if fitted is not None and (best is None or fitted[0] > best[0]):
                best = fitted
        if best is not None:
            break
    if best is None:
        return None
    arc = best[1]
    return Arc(arc.x * scale, arc.y * scale, arc.radius * scale, arc.depth * scale)


@lru_cache(maxsize=16)
def _kernels(radius: int) -> tuple[Floats, Floats]:
    """A ring, and the paper on both of its sides."""
    reach = radius + 3
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    off = np.hypot(x, y) - radius
    return np.clip(1.2 - np.abs(off), 0, 1), np.clip(1 - np.abs(np.abs(off) - 2.4), 0, 1)


@lru_cache(maxsize=128)
def _room(size: tuple[int, int], radius: int) -> tuple[Floats, Floats]:
    """How much of a ring, and of what is beside it, lies on a band of ``size``, by the place of its middle."""
    there = _widened(np.ones(size, dtype=np.float32))
    on, beside = (_slid(there, kernel, size[0]) for kernel in _kernels(radius))
    return on, beside


def _places() -> tuple[int, int, int]:
    """Pixels outside and inside of the edge where middles are looked for, and the largest radius."""
    mm = _COARSE_DPI * MM
    return round(_BEYOND * mm), round(_WITHIN * mm), round(_LARGEST * mm)


def _widened(band: Floats) -> Floats:
    """``band`` with room around it for rings whose middle is looked for."""
    beyond, within, most = _places()
    right = max(0, within + most + 4 - band.shape[1])
    wide = cv2.copyMakeBorder(band, most + 4, most + 4, beyond + most + 4, right, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(wide, dtype=np.float32)


def _slid(wide: Floats, kernel: Floats, high: int) -> Floats:
    beyond, within, most = _places()
    answer = cv2.filter2D(wide, -1, kernel, borderType=cv2.BORDER_CONSTANT)
    left = most + 4
    return np.asarray(answer[most + 4 : most + 4 + high, left : left + beyond + within], dtype=np.float32)


def _votes(coarse: Floats) -> list[tuple[float, float, int]]:
    """Middles and radii of the rings that answer most, as far as they lie on the sheet."""
    beyond, within, most = _places()
    wide, size = _widened(coarse), (coarse.shape[0], coarse.shape[1])
    best = np.zeros((size[0], beyond + within), dtype=np.float32)
    radii = np.zeros(best.shape, dtype=np.int16)
    for radius in range(round(_SMALLEST * _COARSE_DPI * MM), most + 1):
        answers = []
        for kernel, room in zip(_kernels(radius), _room(size, radius), strict=True):
            seen = _slid(wide, kernel, size[0])
            answers.append(np.where(room > _LEAST_SEEN * float(kernel.sum()), seen / np.maximum(room, 1e-3), 0))
        answer = (answers[0] - answers[1]).astype(np.float32)
        np.copyto(radii, radius, where=answer > best)
        np.maximum(best, answer, out=best)
    out: list[tuple[float, float, int]] = []
    for _ in range(_MOST):
        _, value, _, (x, y) = cv2.minMaxLoc(best)
        if value < _LEAST_CONTRAST:
            break
        out.append((float(x - beyond) + 0.5, float(y) + 0.5, int(radii[y, x])))
        cv2.circle(best, (x, y), 3, 0, -1)
    return out


def _polar(
    fine: Floats, x: float, y: float, radius: float, low: float, high: float, rows: int
) -> tuple[Floats, Floats]:
    """Ink along rays, ``_DIRECTIONS`` x ``rows`` from ``low`` to ``high`` radii, and where it is on the sheet (0/1)."""
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False, dtype=np.float32)[:, None]
    reach = np.linspace(low, high, rows, dtype=np.float32)[None, :] * radius
    xs, ys = (x + reach * np.cos(angles)).astype(np.float32), (y + reach * np.sin(angles)).astype(np.float32)
    seen = cv2.remap(fine, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    on = (xs >= 1) & (xs <= fine.shape[1] - 2) & (ys >= 1) & (ys <= fine.shape[0] - 2)
    return np.asarray(seen, dtype=np.float32), on.astype(np.float32)


def _share(seen: Floats, on: Floats) -> float:
    return float((seen * on).sum() / max(1.0, float(on.sum())))


def _fitted(fine: Floats, x: float, y: float, radius: float) -> tuple[float, Arc] | None:
    """The arc near a coarse one and how surely it is a seal's; None when it is none."""
    mm = _FINE_DPI * MM
    rows = 41
    span = np.linspace(0.86, 1.14, rows)
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    for _ in range(3):
        seen, on = _polar(fine, x, y, radius, 0.86, 1.14, rows)
        seen = np.asarray(cv2.GaussianBlur(seen * on, (5, 1), 0), dtype=np.float32)
        at, there = seen.argmax(axis=1), on.mean(axis=1) > 0.9
        strong = there & (seen.max(axis=1) > 0.5)
        if strong.sum() < 12:
            return None
        middle = np.median(span[at[strong]])
        near = strong & (np.abs(span[at] - middle) < 0.05)
        if near.sum() < 12:
            return None
        reach = radius * span[at[near]]
        px, py = x + reach * np.cos(angles[near]), y + reach * np.sin(angles[near])
        # least squares circle (Kasa 1976)
        system = np.column_stack([2 * px, 2 * py, np.ones(len(px))])
        (a, b, c), *_ = np.linalg.lstsq(system, px**2 + py**2, rcond=None)
        x, y, radius = float(a), float(b), float(np.sqrt(max(1.0, c + a * a + b * b)))
        if not 0.9 * _SMALLEST * mm < radius < 1.1 * _LARGEST * mm:
            return None
    if not -1.1 * _BEYOND * mm < x < radius + _INSET * mm:
        return None
    ring, on_ring = _polar(fine, x, y, radius, 0.97, 1.03, 7)
    there = on_ring.mean(axis=1) > 0.9
    turn = float(there.sum()) * 360 / _DIRECTIONS
    if turn < _LEAST_TURN:
        return None
    outside, on_outside = _polar(fine, x, y, radius, 1.06, 1.13, 5)
    inside, on_inside = _polar(fine, x, y, radius, 0.87, 0.94, 5)
    inked = ring.max(axis=1)[there]
    round_share = float((inked > 0.5).mean())
    beyond = _share(outside, on_outside)
    beside = (beyond + _share(inside, on_inside)) / 2
    if beyond > _OUTSIDE or round_share < _LEAST_ROUND or float(inked.mean()) - beside < 0.35:
        return None
    # what is within a seal's ring is lettering: neither bare paper nor a block of ink
    within, on_within = _polar(fine, x, y, radius, 0.25, 0.88, 40)
    if not 0.03 < _share(within, on_within) < 0.5:
        return None
    return round_share * min(1.0, turn / 90), Arc(x, y, radius, float(px.max()) + 1)
