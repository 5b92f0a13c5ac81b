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
    at = np.array(peaks[start:end])
    between = (at[:-1] + at[1:]) / 2
    first, last = max(0.0, peaks[start] - half), min(1.0, peaks[end - 1] + half)
    lefts = np.maximum([first, *between], at - half).astype(tl.dtype)[:, None]
    rights = np.minimum([*between, last], at + half).astype(tl.dtype)[:, None]
    corners = np.stack(
        [tl + (tr - tl) * lefts, tl + (tr - tl) * rights, bl + (br - bl) * lefts, bl + (br - bl) * rights]
    )
    chars = [Box(*box) for box in np.hstack([corners.min(axis=0), corners.max(axis=0)]).tolist()]
    return Line(
        text=text[start:end],
        box=bounds(quad, point),
        chars=tuple(chars),
        confidence=reading.confidence[start:end],
        source=Source.OCR,
        lattice=reading.lattice,
        quad=tuple((float(x), float(y)) for x, y in (tl, tr, br, bl)),
    )
