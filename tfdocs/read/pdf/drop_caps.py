"""Dropped initials (ECMA-376-1 17.3.1.11, ``w:dropCap``): one large character beside the first rows of its paragraph.

It overlaps each of these rows, so that by overlap all of them are one line, and their characters come out by turns. It
is known by its size and by two rows at least that begin beside it, and stands in a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tfdocs.read.pdf.textlayer import Glyph

__all__ = ["drop_caps"]

_LARGER = 1.6  # times a row's height that an initial is high; one of two rows in fonts that say to be high has 1.7
_MOST = 40  # large characters on a page that are looked at: a page of large print has no initials
_NEAR = 0.8  # of the initial's height, within which a row begins beside it
_BACK = 0.1  # of its height, that a row may begin before its box ends
_ALONG = 3.0  # of its height: how far a row's characters are counted
_FEWEST = 4  # characters of a row: what is raised and lowered beside a large letter has less
_LEVEL = 0.3  # of its height, by which the foot of the character before it may be off its own
_ROWS = 2
_BETWEEN = 0.8  # of a row's height, that the next row's middle is lower at least

Sides = npt.NDArray[np.float64]


def drop_caps(glyphs: Sequence[Glyph], sides: Sides) -> list[int]:
    """The numbers of those of ``glyphs`` that are dropped initials. ``sides``: their boxes, a row for each."""
    if len(glyphs) < _ROWS * _FEWEST:
        return []
    heights = sides[:, 3] - sides[:, 1]
    large = np.flatnonzero(heights > _LARGER * float(np.median(heights)))
    if not 0 < len(large) <= _MOST:
        return []
    alone = [n for n in large.tolist() if glyphs[n].text.isalnum() and not _of_a_word(sides[large], sides[n])]
    return [n for n in alone if _beside(sides[n], heights[n], sides, heights)]


def _of_a_word(large: Sides, own: Sides) -> bool:
    """Whether another of the characters ``large`` stands right before ``own``: 合计 beside the rows of two lines."""
    height = own[3] - own[1]
    before = own[0] - large[:, 2]
    level = np.abs(large[:, 3] - own[3]) < _LEVEL * height
    return bool(((before > -_BACK * height) & (before < _NEAR * height) & level).any())


def _beside(own: Sides, height: float, sides: Sides, heights: Sides) -> bool:
    """Whether rows of smaller print begin to the right of the box ``own``, one below the other."""
    middles = (sides[:, 1] + sides[:, 3]) / 2
    after = sides[:, 0] - own[2]
    near = (heights * _LARGER < height) & (middles > own[1]) & (middles < own[3])
    near &= (after > -_BACK * height) & (after < _ALONG * height)
    found = np.flatnonzero(near)
    rows: list[list[int]] = []
    for n in found[np.argsort(middles[found], kind="stable")].tolist():
        if rows and middles[n] - middles[rows[-1][0]] < _BETWEEN * heights[n]:
            rows[-1].append(n)
        else:
            rows.append([n])
    begun = [row for row in rows if len(row) >= _FEWEST and float(after[row].min()) < _NEAR * height]
    return len(begun) >= _ROWS
