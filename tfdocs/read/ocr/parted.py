"""Lines that a stroke of a black seal parted, put together again.

Neither what stands under the stroke, between the two boxes, nor the characters that their ends cut through would be
read by anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.detect import Quad
from tfdocs.read.ocr.tones import percentile

Image = npt.NDArray[np.uint8]

# In heights of a line.
_GAP = 2.2  # between the pieces: two characters
_WRITTEN_GAP, _INKED = 16.0, 0.5  # the same where writing fills so much of it (share of its columns with ink)
_DARK = 0.7  # of the paper's tone
_REACHES_IN = 0.8  # one into the other
_OFF_ROW = 0.3  # between the heights of their middles
_SHORTEST = 1.4  # a piece; a box around one character is a seal's lettering
_THICKER = 1.5  # one than the other
_RULED = 0.4  # share of the height above, in and below a line that a rule takes, broken by the seal as it may be


def rejoined(
    quads: Sequence[Quad], seals: Sequence[tuple[int, int, int, int]], grey: Image, vertical: Image
) -> list[Quad]:
    """``quads`` (pixels of ``grey``) with the pieces of each line put together that one of ``seals`` parted.

    ``seals``: boxes (x0, top, x1, bottom); ``vertical``: the mask of vertical rules, which part cells.
    """
    out = sorted(quads, key=lambda q: (float(q[0, 0]), float(q[0, 1])))
    i = 0
    while i < len(out):
        level = float(out[i][1:3, 1].mean())
        # every pair of a page was looked at: a tenth of a second
        beside = any(top < level < bottom for _, top, _, bottom in seals)
        others = range(len(out)) if beside else ()
        j = next((j for j in others if j != i and _goes_on(out[i], out[j], seals, grey, vertical)), None)
        if j is None:
            i += 1
            continue
        out[i] = np.array([out[i][0], out[j][1], out[j][2], out[i][3]], dtype=np.float32)
        del out[j]
        i -= j < i
    return out


def _goes_on(left: Quad, right: Quad, seals: Sequence[tuple[int, int, int, int]], grey: Image, vertical: Image) -> bool:
    """Whether ``right`` is the next piece of the line that ``left`` is a piece of."""
    tall, other = (float(np.linalg.norm(q[3] - q[0])) for q in (left, right))
    if not 1 / _THICKER < other / max(1.0, tall) < _THICKER:
        return False
    end, start = float(left[1:3, 0].mean()), float(right[[0, 3], 0].mean())
    level = float(left[1:3, 1].mean())
    if abs(float(right[[0, 3], 1].mean()) - level) > _OFF_ROW * tall:
        return False
    if not -_REACHES_IN * tall < start - end < _WRITTEN_GAP * tall or start <= left[0, 0] or right[1, 0] <= end:
        return False
    if min(float(q[1, 0] - q[0, 0]) for q in (left, right)) < _SHORTEST * tall:
        return False
    first, last = min(start, end), max(start, end)
    if not any(x0 - tall < last and first < x1 + tall and y0 < level < y1 for x0, y0, x1, y1 in seals):
        return False
    rows = slice(max(0, round(level - 1.5 * tall)), max(0, round(level + 1.5 * tall)))
    between = vertical[rows, max(0, round(first - 0.3 * tall)) : max(0, round(last + 0.3 * tall))]
    if start - end > _GAP * tall:
        part = grey[round(level - 0.35 * tall) : round(level + 0.35 * tall), round(end) : round(start)]
        if not part.size or (part < _DARK * percentile(part, 0.90)).any(axis=0).mean() < _INKED:
            return False
    return not between.size or float((between > 0).mean(axis=0).max()) < _RULED
