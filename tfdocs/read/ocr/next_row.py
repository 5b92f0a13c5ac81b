"""A character that two lines have, one below the other: a box that reaches into the row above reads its figures' feet.

推广 under 任务9 was read as 推广9, each of its characters without a doubt. Less what the row above takes up of the box,
the line is read once more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from tfdocs.read.ocr.detect import Image, Quad, straighten
from tfdocs.read.ocr.recognise import Reading
from tfdocs.text.normalise import fold

_ASIDE = 0.5  # of the lower box's height, from one's middle to the other's
_SHARED = 0.35  # of the lower box's height that both take up; rows that are set close share a fifth
_LEFT = 0.5  # of a box's height that must be left to read
_CUTS = (0.5, 0.75, 1.0)  # of what both take up, for boxes have margins: 广 cut too low is 厂

_At = tuple[int, float, float, float]  # line, middle, top and bottom of a character, in pixels


def without_next_row(
    image: Image,
    quads: Sequence[Quad],
    readings: Sequence[Reading],
    level: Sequence[bool],
    read: Callable[[Sequence[Image]], Sequence[Reading]],
) -> dict[int, tuple[Quad, Image, Reading]]:
    """Of the lines that have a character of the row above or below besides their own: box, crop and reading without it.

    ``image``: RGB; ``level``: which lines are no columns of characters; ``read`` reads crops. A line that does not
    read the same but for those characters keeps its reading.
    """
    stand: dict[str, list[_At]] = defaultdict(list)
    for i, (quad, reading) in enumerate(zip(quads, readings, strict=True)):
        for char, peak in zip(reading.text, reading.peaks, strict=True) if level[i] else ():
            stand[fold(char).text].append(_at(i, quad, peak))
    cuts: list[tuple[int, Quad]] = []
    own: dict[int, str] = {}
    for i, (quad, reading) in enumerate(zip(quads, readings, strict=True)):
        if not level[i] or len(reading.text) < 2:
            continue
        start, end, text = 0.0, 1.0, ""
        for char, peak in zip(reading.text, reading.peaks, strict=True):
            above, below = _taken_up(_at(i, quad, peak), stand[fold(char).text])
            text += "" if above or below else char
            start, end = max(start, above), min(end, 1 - below)
        if text and text != reading.text and end - start >= _LEFT:
            own[i] = text
            cuts += [(i, _between(quad, start * share, 1 - (1 - end) * share)) for share in _CUTS]
    crops = [straighten(image, quad) for _, quad in cuts]
    looks = read(crops) if crops else []
    out: dict[int, tuple[Quad, Image, Reading]] = {}
    for (i, quad), crop, look in zip(cuts, crops, looks, strict=True):
        if look.text == own[i]:
            out.setdefault(i, (quad, crop, look))
    return out


def _at(i: int, quad: Quad, peak: float) -> _At:
    tl, tr, br, bl = quad
    top, bottom = tl + (tr - tl) * peak, bl + (br - bl) * peak
    return i, float(top[0] + bottom[0]) / 2, float(top[1]), float(bottom[1])


def _taken_up(one: _At, alike: Sequence[_At]) -> tuple[float, float]:
    """The shares of the height of ``one`` that the row above and that below take up, by whose ``alike`` it stands."""
    line, x, top, bottom = one
    above = below = 0.0
    for other, x1, top1, bottom1 in alike:
        low = min(bottom - top, bottom1 - top1)
        shared = min(bottom, bottom1) - max(top, top1)
        if other == line or abs(x1 - x) > _ASIDE * low or shared < _SHARED * low:
            continue
        if top1 < top and bottom1 < bottom:
            above = max(above, (bottom1 - top) / (bottom - top))
        elif top1 > top and bottom1 > bottom:
            below = max(below, (bottom - top1) / (bottom - top))
    return above, below


def _between(quad: Quad, start: float, end: float) -> Quad:
    """The part of ``quad`` between two shares of its height."""
    tl, tr, br, bl = quad
    return np.array(
        [tl + (bl - tl) * start, tr + (br - tr) * start, tr + (br - tr) * end, tl + (bl - tl) * end], dtype=quad.dtype
    )
