"""A box that was read at the very beginning of a line where the paper is bare.

In a cell of one character and one box (否□) the first look saw ☑ in the first step, with up to 0.83, where nothing but
paper stands before the character. The line then went to the cell of the Word that has a box there, and words that
are on the paper were certainly missing. A box has an upright side on its left: where no ink begins so early that it
may be one, and what begins first is the next character's, none was printed.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.recognise import Reading
from tfdocs.read.ocr.tones import green, tone

Image = npt.NDArray[np.uint8]

_BOXES = frozenset("□☐☑☒⊠■√")
_FAINT, _DARK = 0.92, 0.72  # of the paper's tone: a box's hair line has 0.6 to 0.75 at 150 dpi, noise and JPEG 0.95
_SIDE = 0.15  # of the crop's height: the length from which what is fainter than print is a box's upright side
_EDGE = 0.15  # of the crop's height: a cell's level rules
_LEVEL = 0.6  # of its width, in rows of the same
# In squares of the line: where its first ink begins behind the peak of the box, and before that of the next character.
# On 27 scans of forms at 150 to 300 dpi, 19 boxes that were not there had 0.26 or more and 0.67 or less, and the
# 310 that were, whose left side stands before their middle, -0.22 or less and 1.04 or more.
_BEHIND, _NEXT = 0.0, 0.88


def without_bare_box(crop: Image, reading: Reading) -> Reading:
    """``reading`` of ``crop`` (H x W, or H x W x 3, RGB) less a box before its first character that has no ink.

    The same object where there is no such box. What stays has its places and the lattice of the whole crop.
    """
    if len(reading.text) < 2 or reading.text[0] not in _BOXES:
        return reading
    first, square = _first_ink(crop)
    box, following = (p * crop.shape[1] for p in reading.peaks[:2])
    if first < max(box + _BEHIND * square, following - _NEXT * square):
        return reading
    return Reading(reading.text[1:], reading.confidence[1:], reading.peaks[1:], reading.lattice, reading.alike[1:])


def _first_ink(crop: Image) -> tuple[int, float]:
    """The first column of ``crop`` with ink (-1: none has), and how wide the square of a character is."""
    plane = green(crop)
    high, paper = len(plane), tone(plane, 0.90)[0]
    upright = np.ones((max(3, round(_SIDE * high)), 1), np.uint8)
    sides = cv2.morphologyEx((plane < _FAINT * paper).astype(np.uint8), cv2.MORPH_OPEN, upright)
    dark = np.asarray((sides > 0) | (plane < _DARK * paper))
    edge = round(_EDGE * high)
    dark[:edge] = False
    dark[high - edge :] = False
    dark[dark.mean(axis=1) > _LEVEL] = False
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(columns):
        return -1, float(high)
    return int(columns[0]), min(float(high), max(0.55 * high, (int(rows[-1]) - int(rows[0]) + 1) / 0.92))
