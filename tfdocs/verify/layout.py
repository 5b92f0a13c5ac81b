"""Where each character of a known text stands in a straight row of print: boundaries by dynamic programming.

A recogniser's peaks are a third of a character off and say nothing of what it did not read. The text being known (the
Word's), its characters are laid over the row so that they are as wide as characters of their kind are, cut where there
is little ink, and near the peaks where there are any. The shortest path through all positions (Viterbi 1967).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_STEP = 2  # pixels
_NARROW = 0.7  # of its width
_WIDER = 1.25
_SPACE = 0.3  # ems: what word processors put between ideographs and figures
_INK = 4.0  # the price of a cut through ink as high as an em
_WIDTH = 6.0  # of a width off by an em, half when too wide
_PEAK = 4.0  # of a centre off by an em


def is_full_width(char: str) -> bool:
    """Whether print gives the character a whole em. Points at mid-height are ambiguous; most faces give them half."""
    return unicodedata.east_asian_width(char) in "WFA" and char != "·"


def advance(char: str) -> float:
    """Ems from a character's start to the next one's."""
    return 1.0 if is_full_width(char) else 0.5


def boundaries(ink: Floats, text: str, centres: Sequence[float | None], em: float) -> list[int]:
    """Where the characters of ``text`` begin, and the last ends, in pixels: ``len(text) + 1`` rising numbers.

    ``ink``: dark pixels in each column of the row; ``centres``: where a character was seen, in pixels, or None.
    """
    columns = ink[::_STEP] * (_INK / max(1.0, em))
    count = len(columns)
    unit = em / _STEP
    at = np.arange(count, dtype=np.float64)
    cost = columns.copy()
    back: list[npt.NDArray[np.int64]] = []
    for char, centre in zip(text, centres, strict=True):
        own = advance(char) * unit
        widths = range(max(1, int(own * _NARROW)), int(own * _WIDER + _SPACE * unit) + 1)
        # rows: the character's widths, columns: where it ends
        through = np.full((len(widths), count), np.inf)
        for row, width in zip(through, widths, strict=True):
            if width >= count:
                break
            off = (width - own) / unit
            np.add(cost[:-width], _WIDTH * off * off * (1.0 if off < 0 else 0.5), out=row[width:])
        if centre is not None:
            halves = np.arange(widths.start, widths.stop, dtype=np.float64)[:, None] / 2
            through += _PEAK * ((at - halves - centre / _STEP) / unit) ** 2
        narrowest = through.argmin(axis=0)
        best = through[narrowest, np.arange(count)]
        cost = best + columns
        back.append(np.where(np.isinf(best), 0, narrowest + widths.start))
    place = int(cost.argmin())
    out = [place * _STEP]
    for chosen in reversed(back):
        place -= int(chosen[place])
        out.append(max(0, place) * _STEP)
    return out[::-1]
