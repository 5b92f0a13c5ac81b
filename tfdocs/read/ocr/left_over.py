"""What is left of a page's ink when its lines are read: gaps within a row, writing beside the lines and between them.

It is read too; what nothing can be read in is handed on as unread, and never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line
from tfdocs.read.ocr import detect, seals, upright
from tfdocs.read.ocr.insertions import insertions
from tfdocs.read.ocr.lines import bounds, line_of
from tfdocs.read.ocr.missed import reach_marks
from tfdocs.read.ocr.recognise import recognise
from tfdocs.read.ocr.residue import gaps, residue, without_fills, without_ghosts
from tfdocs.read.ocr.row_rules import read_with_paper

Image = npt.NDArray[np.uint8]

_SURE = 0.5  # the confidence from which what was read is a line


def left_over(
    page: tuple[Image, Image, Image],
    rules: tuple[Image, Image],
    found: Sequence[seals.FoundSeal],
    covered: Sequence[detect.Quad],
    downwards: Sequence[bool],
    left: list[detect.Quad] | None,
    dpi: float,
) -> tuple[list[Line], list[Box]]:
    """Lines read in the ink outside of ``covered``, the lines known, and boxes in points around ink that was not read.

    ``page``: RGB, grey and ink of writing; ``rules``: masks of the upright and the level ones; ``found``: the page's
    seals; ``downwards``: which of ``covered`` are taller than wide; ``left``: the ``residue`` of ``covered`` where that
    is known. Raises ``EngineFailed`` when the recogniser fails.
    """
    clean, grey, writing = page
    between = gaps(grey, rules[0], covered)
    if between or left is None:
        left = residue(writing, rules[1], [*covered, *between], dpi)
    if left:
        # a page's number may be all that is found of it
        left = reach_marks(left, grey, np.asarray(cv2.bitwise_or(*rules), dtype=np.uint8), [*covered, *between])
    level = [q for q, down in zip(covered, downwards, strict=True) if not down]
    others = [*(q for q, down in zip(covered, downwards, strict=True) if down), *between, *left]
    left = [*left, *insertions(writing, level, others, [s.box for s in found], dpi)]
    left = between + without_fills(without_ghosts(left, grey, [s.box for s in found if not seals.stays(s)]), grey)
    pieces = [detect.straighten(clean, q) for q in left]
    lines: list[Line] = []
    unread: list[Box] = []
    for n, (quad, reading) in enumerate(zip(left, read_with_paper(pieces, recognise(pieces)), strict=True)):
        line = line_of(quad, reading, 72 / dpi)
        # ink in the middle of a line is writing, however badly it is read; ink by itself may be a stain
        sure = upright.mean_confidence([reading]) if n < len(between) else min(reading.confidence, default=0.0)
        if line is not None and sure > _SURE:
            lines.append(line)
        else:
            unread.append(bounds(quad, 72 / dpi))
    return lines, unread
