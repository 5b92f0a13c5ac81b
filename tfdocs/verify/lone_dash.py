"""A dash alone in its cell, which recognisers read as the numeral 一: of the two only one is a stroke and nothing more.

The numeral ends in a thick corner in the typefaces that have one; where it has none it is a dash to everyone. With the
rule of its cell it is read as 二; a rule goes on beyond the cell, and the second stroke of a numeral does not.
"""

from __future__ import annotations

import cv2
import numpy as np

from tfdocs.errors import EngineFailed
from tfdocs.model.page import Page, Source
from tfdocs.read.ocr.tones import percentile
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.witness import Witness

_MARGIN = 2.0  # points around the line's box
_INK = 0.75  # of the paper's grey
_FLAT = 4.0  # times as wide as it is high
_EVEN = 1.5  # times its usual thickness, and a pixel, that a dash is thick at most: a 一 of Song is twice so and more


def only_a_dash(hunk: Hunk, word: str, page: Page, witness: Witness | None) -> bool:
    """Whether ``hunk`` is a line of one character, 一 or 二 for the dash ``word`` (folded), and shows one stroke."""
    piece = hunk.piece
    if witness is None or piece is None or word != "-" or piece.line.source is Source.TEXT:
        return False
    if piece.folded.text not in ("一", "二"):
        return False
    try:
        picture = witness.crop(page, piece.line.box.grown(_MARGIN))
    except EngineFailed:
        return False
    if min(picture.shape[:2]) < 6:
        return False
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    ink = (grey < percentile(grey, 0.90) * _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    inside = [
        n
        for n, (x, y, w, h, area) in enumerate(stats.tolist())
        if n and area > 4 and x > 0 and y > 0 and x + w < grey.shape[1] and y + h < grey.shape[0]
    ]
    if len(inside) != 1 or stats[inside[0], cv2.CC_STAT_WIDTH] < _FLAT * stats[inside[0], cv2.CC_STAT_HEIGHT]:
        return False
    thick = (labels == inside[0]).sum(axis=0)
    thick = thick[thick > 0]
    return bool(thick.max() <= _EVEN * float(np.median(thick)) + 1)
