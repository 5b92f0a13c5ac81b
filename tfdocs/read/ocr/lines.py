"""A reading and the place it was read in to a line: where each of its characters stands on the page."""

from __future__ import annotations

import numpy as np

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Source
from tfdocs.read.ocr.detect import Quad
from tfdocs.read.ocr.recognise import Reading


def bounds(quad: Quad, point: float) -> Box:
    """The upright box around ``quad`` (pixels), in points; ``point``: points a pixel."""
    x, y = quad[:, 0] * point, quad[:, 1] * point
    return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def line_of(quad: Quad, reading: Reading, point: float) -> Line | None:
    """A line with a box for each character: half-way between the peaks. ``None`` where nothing was read."""
    text = reading.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start >= end:
        return None
    peaks = reading.peaks
    tl, tr, br, bl = (p * point for p in quad)
    tall = float(np.linalg.norm(bl - tl))
    wide = max(1e-6, float(np.linalg.norm(tr - tl)))
    half = 0.55 * tall / wide  # a full-width character is about as wide as its line is high
    edges_left: list[float] = []
    edges_right: list[float] = []
    for i in range(start, end):
        left = (peaks[i - 1] + peaks[i]) / 2 if i > start else max(0.0, peaks[i] - half)
        right = (peaks[i] + peaks[i + 1]) / 2 if i + 1 < end else min(1.0, peaks[i] + half)
        edges_left.append(max(left, peaks[i] - half))
        edges_right.append(min(right, peaks[i] + half))
    chars = []
    for a, b in zip(edges_left, edges_right, strict=True):
        corners = np.array([tl + (tr - tl) * a, tl + (tr - tl) * b, bl + (br - bl) * a, bl + (br - bl) * b])
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        chars.append(Box(float(x0), float(y0), float(x1), float(y1)))
    return Line(
        text=text[start:end],
        box=bounds(quad, point),
        chars=tuple(chars),
        confidence=reading.confidence[start:end],
        source=Source.OCR,
        lattice=reading.lattice,
        quad=tuple((float(x), float(y)) for x, y in (tl, tr, br, bl)),
    )
