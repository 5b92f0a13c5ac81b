"""Characters read in what a black stamp left beside print: one more in a cell that its lettering crosses.

Some of a stamp's strokes stay when it is taken off, for print may not be lost, and beside print the recogniser reads
them as it would a poor print. The network that parts both (``stamp_or_print``) says of each of their pixels that it is
less likely print than not; of a character that was printed it says so of all of them only where nothing is left to see.

What is parted from a line so is handed on beside it and never dropped: a digit that somebody put into an amount, where
a seal lies over it, must be heard of too (``verify.stamp_ink``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.recognise import Reading
from tfdocs.read.ocr.tones import green, tone

Image = npt.NDArray[np.uint8]

# On 45 sealed pages of 300 dpi in black and white (1,557 characters on stamps) 12 that are no marks and had less sure
# print than so much of the square of the line's height were nobody's, one stood for another and one was right; with
# less than 0.010 18, three and three. Print has 0.08. On 27 fresh pages, with all else that came with it, 116 errors of
# 126 were left, and of 25 characters in no printed row 14.
_SURE_PRINT = 0.006
_UNDOUBTED = 0.98  # of a character that stays whatever it stands on
_MARKS = frozenset("，,、。.;；:：-·°\"“”'‘’—…")  # so small that they have no more ink than that
# Digits of one number stay. On 60 sealed pages (seeds 81 to 84 of benchmarks.scans) six such digits in four numbers
# stood in a stamp's ink alone, and all of them were printed; 26,318.06, read as 26,818.05, had become 26,18.0.
# On 28 fresh ones (seeds 134 and 135) four runs were taken off, and none of them had such a digit.
_FIGURES = re.compile(r"\d(?:[.,，]?\d)+")
_HALF = 0.55  # heights of the line: what is a character's own on either side of its middle at the most
_DARK = 0.6  # of the paper's tone


def without_left(reading: Reading, crop: Image, stamped: Image) -> tuple[Reading, tuple[Reading, ...]]:
    """``reading`` less what was read in a stamp's ink, itself where nothing was; and what that was, run by run.

    ``crop``: the line as it was scanned (H x W x 3, RGB); ``stamped``: H x W, 255 where ink is less likely print than
    a stamp's. A mark goes only between such characters and the line's end. The runs have their places in ``crop`` and
    the whole line's lattice.
    """
    text = reading.text
    if not text or not stamped.any():
        return reading, ()
    plane = green(crop)
    dark = plane < _DARK * tone(plane, 0.90)[0]
    own = stamped > 127
    high, wide = dark.shape
    sure, doubted = (dark & ~own).sum(axis=0), (dark & own).sum(axis=0)
    at = np.array(reading.peaks) * wide
    between = (at[:-1] + at[1:]) / 2
    starts = np.maximum([0.0, *between], at - _HALF * high).round().astype(int)
    ends = np.minimum([*between, float(wide)], at + _HALF * high).round().astype(int)
    left = [
        int(sure[a:b].sum()) < _SURE_PRINT * high * high and int(doubted[a:b].sum()) > 0 and c < _UNDOUBTED
        for a, b, c in zip(starts, ends, reading.alike, strict=True)
    ]
    figures = {i for run in _FIGURES.finditer(text) for i in range(*run.span())}
    gone = [
        i for i, char in enumerate(text) if left[i] and char not in _MARKS and not char.isspace() and i not in figures
    ]
    if not gone:
        return reading, ()
    small = [char.isspace() or (own and char in _MARKS) for char, own in zip(text, left, strict=True)]
    kept = [i for i in range(len(text)) if i not in gone]
    while kept and kept[-1] < gone[-1] and small[kept[-1]]:
        kept.pop()
    while kept and kept[0] > gone[0] and small[kept[0]]:
        kept.pop(0)
    runs: list[list[int]] = []
    for i in sorted(set(range(len(text))) - set(kept)):
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return _of(reading, kept), tuple(_of(reading, run) for run in runs)


def _of(reading: Reading, places: Sequence[int]) -> Reading:
    """The characters ``places`` of ``reading``."""
    return Reading(
        "".join(reading.text[i] for i in places),
        tuple(reading.confidence[i] for i in places),
        tuple(reading.peaks[i] for i in places),
        reading.lattice,
        tuple(reading.alike[i] for i in places),
    )
