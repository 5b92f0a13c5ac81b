"""Laying a drawn page straight by its rules, so that those across are level and those down upright all over the page.

A scanned sheet lies askew by one angle. A photographed one is seen in perspective: its rules across fall by more below
than above, and those down lean by another angle than those across fall. Both are known from how rules fall at each
height and lean at each place across; the four that would pass at the page's edges make the plane that is laid straight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import atan, degrees, radians, tan
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["Matrix", "figures", "plane", "skew_of", "turn"]

Matrix = npt.NDArray[np.float64]  # 3 x 3, from pixels as drawn to pixels laid straight

_WIDE = 0.2  # share of the page's width: by rules that long the skew is measured
_HIGH = 0.03  # share of its height: so long a rule that leans tells by how much to a fifth of a degree
_THIN = 0.06  # of its length that a rule is thick, as far as it lies straight
_LEAST_SKEW = 0.05  # degrees: less moves the end of a rule by half a point
_MOST_SKEW = 3.0  # degrees; a sheet that lies more askew is turned by the reader
_MOST_LEAN = 4.0  # degrees against the rules across: a sheet photographed more aslant is not laid flat
_LINES, _SPREAD = 4, 0.2  # rules, and share of the page from the first to the last, that tell how slopes change
_OFF = 0.004  # of slope by which a rule may be off the course of the others
_LEAST_MOVE = 1.0  # points that a corner of the page moves by at least, or turning it was enough


def figures(ink: npt.NDArray[Any]) -> Sequence[npt.NDArray[Any]]:
    """The outlines of connected ink: of a page with few strokes a tenth of the time that labelling its pixels takes."""
    return cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]


def skew_of(across: npt.NDArray[Any]) -> float:
    """Degrees by which the page's long rules fall to the right; 0 below a twentieth."""
    slopes = sorted((degrees(atan(slope)), long) for slope, _, long in _falling(across))
    passed, whole = 0.0, sum(long for _, long in slopes)
    angle = 0.0
    while slopes and passed * 2 < whole:  # the median by length
        angle, long = slopes.pop(0)
        passed += long
    return angle if _LEAST_SKEW <= abs(angle) <= _MOST_SKEW else 0.0


def turn(skew: float, wide: int, high: int) -> Matrix:
    """A page of ``wide`` by ``high`` pixels turned back by ``skew`` degrees about its middle."""
    return np.vstack([cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0), [0.0, 0.0, 1.0]])


def plane(across: npt.NDArray[Any], down: npt.NDArray[Any], point: float) -> Matrix | None:
    """What lays a page straight whose rules are ``across`` and ``down`` (H x W, not 0 where one is); ``point``: the
    size of a pixel in points. ``None`` where they are level and upright already, or too few to tell.
    """
    high, wide = across.shape
    falls, leans = _falling(across), _leaning(down)
    if not falls or not leans:
        return None
    fall, lean = _course(falls, high), _course(leans, wide)
    corners = [
        _crossing(fall(y), y, lean(x), x, wide / 2, high / 2) for y in (0.0, float(high)) for x in (0.0, float(wide))
    ]
    square = [(x, y) for y in (0.0, float(high)) for x in (0.0, float(wide))]
    moved = np.abs(np.array(corners) - np.array(square)).max() * point
    if moved < _LEAST_MOVE or moved > tan(radians(_MOST_LEAN)) * (wide + high) * point:
        return None
    laid = cv2.getPerspectiveTransform(np.array(corners, np.float32), np.array(square, np.float32))
    return np.asarray(laid, dtype=np.float64)


def _falling(across: npt.NDArray[Any]) -> list[tuple[float, float, float]]:
    """Of each long rule across: its slope, its height at the middle of the page, and how long it is; pixels."""
    middle = across.shape[1] / 2
    out = []
    for figure in figures(across):
        _x, _y, w, h = cv2.boundingRect(figure)
        if w < across.shape[1] * _WIDE or h > w * _THIN:
            continue
        slope, base = np.polyfit(figure[:, 0, 0], figure[:, 0, 1], 1)
        out.append((float(slope), float(base + slope * middle), float(w)))
    return out


def _leaning(down: npt.NDArray[Any]) -> list[tuple[float, float, float]]:
    """Of each long rule down: how it leans to the right below, its place at half the page's height, its length."""
    middle = down.shape[0] / 2
    out = []
    for figure in figures(down):
        _x, _y, w, h = cv2.boundingRect(figure)
        if h < down.shape[0] * _HIGH or w > max(4, h * tan(radians(2 * _MOST_LEAN))):
            continue
        slope, base = np.polyfit(figure[:, 0, 1], figure[:, 0, 0], 1)
        out.append((float(slope), float(base + slope * middle), float(h)))
    return out


def _course(rules: Sequence[tuple[float, float, float]], whole: float) -> Callable[[float], float]:
    """The slope of rules by their place on a page that measures ``whole``, longer ones counting more."""
    slopes, places, long = (np.array(v) for v in zip(*rules, strict=True))
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(long[order]), long.sum() / 2)
    middle = float(slopes[order][half])
    if len(rules) < _LINES or np.ptp(places) < _SPREAD * whole:
        return lambda _: middle
    gain, base, near = 0.0, middle, np.ones(len(rules), np.bool_)
    for _ in range(3):
        if near.sum() < _LINES or np.ptp(places[near]) < _SPREAD * whole:
            return lambda _: middle
        gain, base = (float(v) for v in np.polyfit(places[near], slopes[near], 1, w=long[near]))
        off = np.abs(gain * places + base - slopes)
        near = off <= max(_OFF, 2 * float(np.median(off)))
    return lambda place: gain * place + base


def _crossing(fall: float, y: float, lean: float, x: float, middle_x: float, middle_y: float) -> tuple[float, float]:
    """Where the rule across that has the height ``y`` at ``middle_x`` crosses the one down that is at ``x`` at
    ``middle_y``."""
    # v = y + fall (u - middle_x); u = x + lean (v - middle_y)
    u = (x + lean * (y - fall * middle_x - middle_y)) / (1.0 - lean * fall)
    return u, y + fall * (u - middle_x)
