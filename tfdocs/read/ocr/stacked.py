"""Characters one below the other: labels in narrow cells (审核意见, 序号), upright but written downwards.

A recogniser reads along a line; so the characters are cut apart and laid side by side before they are read.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Source
from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.tones import percentile

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]

_RULE = 0.95  # share of the box's width
_ABOVE, _BELOW = 2, 3  # pixels of paper around a character
_LOOSE = 1.18  # from one character to the next, in heights: lines of one character; written downwards they are closer
_MANY = 5  # characters
_TALL = 1.3  # height over width from which a box may hold characters one below the other


def stacked_rows(image: Image, quad: Quad) -> list[tuple[int, int, int, int]]:
    """The characters of a tall box from top to bottom as pixel boxes x0, y0, x1, y1; empty when it is no such box."""
    x0, y0 = (int(max(0, v)) for v in quad.min(axis=0))
    x1, y1 = int(min(image.shape[1], quad[:, 0].max())), int(min(image.shape[0], quad[:, 1].max()))
    wide, high = x1 - x0, y1 - y0
    if wide < 8 or high < _TALL * wide:
        return []
    grey = cv2.cvtColor(image[y0:y1, x0:x1], cv2.COLOR_RGB2GRAY)
    ink = grey < 0.7 * percentile(np.asarray(grey, dtype=np.uint8), 0.90)
    # a cell's rule that the box took along runs from side to side, which no character in its margins does
    ink[ink.mean(axis=1) > _RULE] = False
    rows = ink.sum(axis=1) > 0
    spans: list[list[int]] = []
    for y, on in enumerate(rows):
        if not on:
            continue
        if spans and y - spans[-1][1] <= max(1, round(0.06 * wide)):
            spans[-1][1] = y
        else:
            spans.append([y, y])
    merged: list[list[int]] = []
    for span in spans:
        # the parts of one character (二, 三, 言) are closer together than it is wide
        if merged and span[1] - merged[-1][0] < 0.8 * wide:
            merged[-1][1] = span[1]
        else:
            merged.append(span)
    tall = [b - a + 1 for a, b in merged]
    if len(merged) < 2 or max(tall) > 1.25 * wide or float(np.median(tall)) < 0.35 * wide:
        return []
    return [(x0, y0 + max(0, a - _ABOVE), x1, y0 + min(high, b + _BELOW)) for a, b in merged]


def stand_apart(rows: list[tuple[int, int, int, int]]) -> bool:
    """Whether the characters of a column stand as far apart as rows do, and not as close as in vertical writing.

    Of many the first and the last are left out: the head of the line below a table may reach into the last one's.
    """
    pitch = float(np.median([(b[1] + b[3] - a[1] - a[3]) / 2 for a, b in pairwise(rows)]))
    heights = [y1 - y0 - _ABOVE - _BELOW for _, y0, _, y1 in rows]
    return pitch > _LOOSE * max(heights[1:-1] if len(rows) >= _MANY else heights)


def side_by_side(image: Image, rows: list[tuple[int, int, int, int]]) -> Image:
    """One crop with the characters next to each other, each in a square of paper."""
    side = max(max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in rows)
    out = np.full((side, side * len(rows), 3), 255, dtype=np.uint8)
    for i, (x0, y0, x1, y1) in enumerate(rows):
        part = image[y0:y1, x0:x1]
        top, left = (side - part.shape[0]) // 2, i * side + (side - part.shape[1]) // 2
        out[top : top + part.shape[0], left : left + part.shape[1]] = part
    return out


def as_one_line(image: Image, quad: Quad, stacked: Reading) -> Image | None:
    """The crop of the tall box ``quad`` where it is read better as a line than as the characters of ``stacked``.

    A figure alone in its cell makes a tall box; the thin middle of a 2 fades at 150 dpi, and its halves were taken for
    two characters.
    """
    crop = straighten(image, quad)
    (line,) = recognise([crop], weighable=False)
    if not line.confidence or np.mean(line.confidence) <= np.mean(stacked.confidence or (0.0,)):
        return None
    return crop


def stacked_line(rows: list[tuple[int, int, int, int]], reading: Reading, point: float) -> Line | None:
    """The line that was read from ``side_by_side``, with the boxes of its characters; None where nothing was read."""
    kept = [(c, v, p) for c, v, p in zip(reading.text, reading.confidence, reading.peaks, strict=True) if c.strip()]
    if not kept:
        return None
    chars = []
    for _, _, peak in kept:
        x0, y0, x1, y1 = rows[min(len(rows) - 1, int(peak * len(rows)))]
        chars.append(Box(x0 * point, y0 * point, x1 * point, y1 * point))
    x0, y0, x1, y1 = rows[0][0], rows[0][1], rows[0][2], rows[-1][3]
    return Line(
        text="".join(c for c, _, _ in kept),
        box=Box(x0 * point, y0 * point, x1 * point, y1 * point),
        chars=tuple(chars),
        confidence=tuple(v for _, v, _ in kept),
        source=Source.OCR,
        lattice=reading.lattice,
    )
