"""The rim of a black seal taken off the print it runs through.

In black and white nothing tells a seal's ink from print but its place, and the place of its rim is known: a band of one
width along a fitted ring. What lies in that band is rim, unless a stroke comes in on one side and leaves on the other.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.seal_rings import Ring

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_REACH = 0.09  # of the half axes: how far on both sides of the fitted ring the rim is looked for
_SECTORS = 36  # over each of which the rim's place is taken as one
_LEAST_SEEN = 0.3  # share of a sector's directions that must have rim in them; worn ones are left as they are
_DARK = 0.6  # of the paper's tone


def without_rim(picture: Image, ring: Ring) -> None:
    """Paint ``ring``'s own band over with paper, in place. ``picture`` is H x W x 3, RGB, black print on paper."""
    radius = max(ring.half_width, ring.half_height)
    count = _SECTORS * max(8, round(2 * np.pi * radius / _SECTORS))
    pixels = max(3, round(_REACH * radius))
    reach = (1 + np.arange(-pixels, pixels + 1) / radius).astype(np.float32)[None, :]
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False, dtype=np.float32)[:, None]
    xs = (ring.x + ring.half_width * reach * np.cos(angles)).astype(np.float32)
    ys = (ring.y + ring.half_height * reach * np.sin(angles)).astype(np.float32)
    grey = np.ascontiguousarray(picture[:, :, 1])
    seen = cv2.remap(grey, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    paper = float(np.percentile(seen, 90))
    ink = np.asarray(seen < _DARK * paper)
    begins, ends = _band(ink)
    if begins is None or ends is None:
        return
    rows = np.arange(2 * pixels + 1)[None, :]
    band = (rows >= begins[:, None]) & (rows <= ends[:, None])
    wide = int(np.median(ends - begins + 1))
    inside = ink & (rows >= begins[:, None] - 3) & (rows < begins[:, None] - 1)
    outside = ink & (rows > ends[:, None] + 1) & (rows <= ends[:, None] + 3)
    enters, leaves = np.asarray(inside.any(axis=1)), np.asarray(outside.any(axis=1))
    crossing = _near(enters, wide // 2) & _near(leaves, wide // 2)
    band &= ~crossing[:, None] & (begins >= 0)[:, None]
    _paint(picture, ring, band, pixels, round(paper))


def _band(ink: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]] | tuple[None, None]:
    """For each direction the first and the last row of the rim in ``ink`` (directions x rows); -1 where it is worn."""
    count = len(ink)
    each = ink.reshape(_SECTORS, count // _SECTORS, -1).mean(axis=1)
    each = np.asarray(cv2.GaussianBlur(each.astype(np.float32), (3, 1), 0))
    begins = np.full(_SECTORS, -1)
    ends = np.full(_SECTORS, -1)
    middle = ink.shape[1] // 2
    near = slice(middle - middle // 3, middle + middle // 3 + 1)
    for i, share in enumerate(each):
        at = int(share[near].argmax()) + near.start
        if share[at] < _LEAST_SEEN:
            continue
        on = share > 0.5 * share[at]
        first = last = at
        while first > 0 and on[first - 1]:
            first -= 1
        while last + 1 < len(on) and on[last + 1]:
            last += 1
        begins[i], ends[i] = first, last
    known = begins >= 0
    if known.mean() < 0.5:
        return None, None
    thick = np.median((ends - begins)[known])
    # a line of lettering or print along the rim makes it seem thick
    begins[known & (ends - begins > 1.6 * thick)] = -1
    spread = count // _SECTORS
    return np.repeat(np.where(begins >= 0, begins - 1, -1), spread), np.repeat(
        np.where(begins >= 0, ends + 1, -2), spread
    )


def _near(flags: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """``flags`` (around a circle) spread by ``reach`` to both sides."""
    out = flags.copy()
    for by in range(1, reach + 1):
        out |= np.roll(flags, by) | np.roll(flags, -by)
    return out


def _paint(picture: Image, ring: Ring, band: npt.NDArray[np.bool_], pixels: int, paper: int) -> None:
    radius = max(ring.half_width, ring.half_height)
    margin = pixels + 2
    x0, x1 = max(0, int(ring.x - ring.half_width) - margin), int(ring.x + ring.half_width) + margin
    y0, y1 = max(0, int(ring.y - ring.half_height) - margin), int(ring.y + ring.half_height) + margin
    part = picture[y0:y1, x0:x1]
    high, wide = part.shape[:2]
    ys, xs = np.mgrid[y0 : y0 + high, x0 : x0 + wide].astype(np.float32)
    u, v = (xs - ring.x) / ring.half_width, (ys - ring.y) / ring.half_height
    row = np.round((np.hypot(u, v) - 1) * radius).astype(int) + pixels
    turn = np.round(np.arctan2(v, u) / (2 * np.pi) * len(band)).astype(int) % len(band)
    there = (row >= 0) & (row <= 2 * pixels)
    there[there] = band[turn[there], row[there]]
    part[there] = paper
