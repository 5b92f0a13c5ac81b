"""Ink that looks like writing and became no line: what the detector passed over must not be passed over in silence."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.tones import percentile

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]

MM = 1 / 25.4
_WIDEST_GAP = 20  # heights of the line
_MARGIN = 4 * MM  # at the page's edge: shadows, punch marks, the scanner's black border
_MOST = 200  # a page with more is a drawing; what is beyond is reported as one box


def gaps(grey: Image, vertical: Image, covered: Sequence[Quad]) -> list[Quad]:
    """Ink between two lines of one row that the detector left out: what stands there among a seal's or stain's ink.

    A row of cells has rules or paper between its lines; neither is such a gap.
    """
    if len(covered) < 2:
        return []
    out: list[Quad] = []
    places = sorted(covered, key=lambda q: float(q[:, 0].min()))
    all_quads = np.stack(places)
    starts = all_quads[:, :, 0].min(axis=1)
    heads = all_quads[:, [0, 3], 1].mean(axis=1)
    heights = np.hypot(*(all_quads[:, 3] - all_quads[:, 0]).T)
    for i, left in enumerate(places):
        tall = float(heights[i])
        level = np.abs(float(left[1:3, 1].mean()) - heads) < 0.25 * tall
        alike = (heights > 0.7 * tall) & (heights < 1.4 * tall)
        followers = np.flatnonzero(level & alike & (starts > float(left[:, 0].max()) - 2))
        if not len(followers):
            continue
        nearest = places[int(followers[0])]
        quad = np.array([left[1], nearest[0], nearest[3], left[2]], dtype=np.float32)
        x0, x1 = int(quad[[0, 3], 0].max()), int(quad[[1, 2], 0].min())
        y0, y1 = int(quad[:2, 1].max()), int(quad[2:, 1].min())
        if not 1.2 * tall < x1 - x0 < _WIDEST_GAP * tall or y1 - y0 < 6 or y0 < 0:
            continue
        # the ends of the neighbours' characters reach into the gap
        pad = round(0.3 * tall)
        if (vertical[y0:y1, x0:x1] > 0).mean(axis=0).max(initial=0) > 0.8:
            continue
        part = grey[y0:y1, x0 + pad : x1 - pad]
        dark = part < 0.7 * percentile(grey[y0:y1, max(0, x0 - 200) : x1 + 200], 0.90)
        dark = _without_strokes(dark)
        inked = float(dark.any(axis=0).mean()) if dark.size else 0.0
        if inked > 0.5 and 0.05 < float(dark.mean()) < 0.6:
            out.append(quad)
    return out


def _without_strokes(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """``dark`` less what runs through much of its width or height: rules that are too short, or too slanting, for the
    page's mask of rules (the cells of one row between merged ones).
    """
    if not dark.size:
        return dark
    high, wide = dark.shape
    ink = dark.astype(np.uint8)
    strokes = np.zeros_like(ink)
    for size in ((1, max(3, round(0.35 * wide))), (max(3, round(0.6 * high)), 1)):
        strokes |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8)).astype(np.uint8)
    return np.asarray(dark & (cv2.dilate(strokes, np.ones((5, 5), np.uint8)) == 0), dtype=np.bool_)


def residue(grey: Image, vertical: Image, horizontal: Image, covered: Sequence[Quad], dpi: float) -> list[Quad]:
    """Boxes around leftover ink of the size of writing (characters of 5 to 60 pt), as upright quadrilaterals in pixels.

    ``covered``: the lines that were read; ``vertical`` and ``horizontal``: the masks of the tables' rules.
    """
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)
    rules = cv2.dilate(cv2.bitwise_or(vertical, horizontal), np.ones((5, 5), np.uint8))
    ink[rules > 0] = 0
    for quad in covered:
        middle = quad.mean(axis=0)
        tall = float(np.linalg.norm(quad[3] - quad[0]))
        wide = max(1.0, float(np.linalg.norm(quad[1] - quad[0])))
        grown = (quad - middle) * np.array([1 + 0.8 * tall / wide, 1.35]) + middle
        cv2.fillConvexPoly(ink, np.round(grown).astype(np.int32), 0)
    edge = round(_MARGIN * dpi)
    ink[:edge] = 0
    ink[-edge:] = 0
    ink[:, :edge] = 0
    ink[:, -edge:] = 0
    ink = cv2.medianBlur(ink, 3)
    reach = max(3, round(dpi / 72 * 4))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach // 2 + 1, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    least, most = dpi / 72 * 5, dpi / 72 * 60
    out: list[Quad] = []
    for i in range(1, count):
        x, y, w, h, _area = (int(v) for v in stats[i])
        if not least <= h <= most or w < least * 0.5:
            continue
        own = int((ink[y : y + h, x : x + w][labels[y : y + h, x : x + w] == i] > 0).sum())
        # writing is neither a speck nor a block: strokes fill between a twentieth and six tenths of their box
        if own < (dpi / 72 * 2.2) ** 2 or not 0.05 < own / (w * h) < 0.6:
            continue
        pad = max(2, round(h * 0.15))
        x0, y0, x1, y1 = x - pad, y - pad, x + w + pad, y + h + pad
        out.append(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32))
        if len(out) >= _MOST:
            break
    return out
