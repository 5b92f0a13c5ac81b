"""A cell's side rule within the box of its first or last characters: 见 beside one was read as ｜见.

Upright rules are known from some length on, and a row that a page ends with or begins with is no higher than its line.
A bar that is printed is no higher than the characters; a rule goes through the whole of the box.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from tfdocs.read.ocr.detect import Image, Quad, straighten
from tfdocs.read.ocr.recognise import Reading
from tfdocs.read.ocr.tones import green, tone

_BARS = tuple("|｜丨│")
_INK = 0.8  # of the paper's tone: a thin rule of a photograph is no darker
_THROUGH = 0.97  # of the box's height that a rule is inked in
_WIDEST, _FURTHEST = 0.2, 0.45  # of the box's height: how wide, and how far from the box's end, its ink ends
_WHITE = 1  # columns of paper behind it
# Of what is looked at that a level rule inks; of the box's height left between two such, and of their blurred edges.
_LEVEL, _INNER, _RIM = 0.8, 0.5, 0.06


def without_edge_bars(
    image: Image,
    quads: Sequence[Quad],
    readings: Sequence[Reading],
    upright: Sequence[bool],
    read: Callable[[Sequence[Image]], Sequence[Reading]],
) -> dict[int, tuple[Quad, Image, Reading]]:
    """Of the lines that begin or end with a bar which is a rule: box, crop and reading without it.

    ``image``: RGB; ``upright``: which lines are no columns of characters; ``read`` reads crops.
    """
    cut: dict[int, Quad] = {}
    for i, (quad, reading, level) in enumerate(zip(quads, readings, upright, strict=True)):
        text = reading.text.strip()
        if not level or len(text) < 2 or not (text.startswith(_BARS) or text.endswith(_BARS)):
            continue
        crop = straighten(image, quad)
        wide = crop.shape[1]
        first = _behind_rule(crop) if text.startswith(_BARS) else 0
        last = wide - (_behind_rule(np.ascontiguousarray(crop[:, ::-1])) if text.endswith(_BARS) else 0)
        if (first, last) != (0, wide) and last - first > len(crop) / 2:
            cut[i] = _between(quad, first / wide, last / wide)
    crops = [straighten(image, quad) for quad in cut.values()]
    looks = read(crops) if crops else []
    return {i: (cut[i], crop, look) for i, crop, look in zip(cut, crops, looks, strict=True) if look.text.strip()}


def _behind_rule(crop: Image) -> int:
    """The first column behind the rule that ``crop`` begins with; 0 where it begins with none."""
    plane = green(crop)
    high = len(plane)
    near = plane[:, : round(_FURTHEST * high) + _WHITE]
    dark = np.asarray(cv2.medianBlur((near < _INK * tone(plane, 0.90)[0]).astype(np.uint8), 3) > 0)
    ruled = np.concatenate([[True], dark.mean(axis=1) > _LEVEL, [True]])  # the cell's head and foot
    ends = np.flatnonzero(np.diff(ruled.astype(np.int8))).tolist()
    top, bottom = max(zip(ends[0::2], ends[1::2], strict=True), key=lambda run: run[1] - run[0], default=(0, 0))
    rim = round(_RIM * high)
    inner = dark[top + (rim if top else 0) : bottom - (rim if bottom < high else 0)]
    columns = np.asarray(inner.any(axis=0))
    if len(inner) < _INNER * high or not columns.any():
        return 0
    start = int(columns.argmax())
    white = np.flatnonzero(~columns[start:])
    if not len(white) or int(white[0]) > _WIDEST * high:
        return 0
    end = start + int(white[0])
    return end + _WHITE if inner[:, start:end].any(axis=1).mean() >= _THROUGH else 0


def _between(quad: Quad, start: float, end: float) -> Quad:
    """The part of ``quad`` between two shares of its width."""
    tl, tr, br, bl = quad
    return np.array(
        [tl + (tr - tl) * start, tl + (tr - tl) * end, bl + (br - bl) * end, bl + (br - bl) * start], dtype=quad.dtype
    )
