"""Two pieces of writing of different size in one box: a label and the signature beside it.

The recogniser brings a line to one height. Beside a signature twice as high the label's ： and brackets become specks,
which it passes over without any step being in doubt. Read apart each piece has its own height.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.page import Lattice
from tfdocs.read.ocr.detect import Quad, straighten
from tfdocs.read.ocr.missed import unread_ink
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.tones import green, tone

Image = npt.NDArray[np.uint8]

_GAP = 0.12  # of the box's height: paper at which it may be cut; a ： stands further from a signature
_SPECK = 0.05  # of the box's height: what is lower is no writing
_MARGIN = 0.2  # of a piece's height, above and below
_INK = 0.72  # of the paper's tone


def read_apart(image: Image, quad: Quad, crop: Image, reading: Reading) -> Reading | None:
    """Where ``reading`` left ink of ``crop`` unread: what is read of it in two pieces, if that leaves none; else None.

    ``quad``: the box of ``crop`` in pixels of ``image``. Its steps are those of the pieces one after the other.
    """
    left = unread_ink(crop, reading)
    wide = crop.shape[1]
    if not left or wide < len(crop):
        return None
    for at in _papers_beside(crop, *left[0]):
        parts = [(0, at), (at, wide)]
        pieces = [q for q in (_piece(crop, quad, *part) for part in parts) if q is not None]
        if len(pieces) < len(parts):
            continue
        readings = recognise([straighten(image, q) for q in pieces])
        both = _joined(readings, [(a / wide, b / wide) for a, b in parts])
        if _written(both) > _written(reading) and not unread_ink(crop, both):
            return both
    return None


def _written(reading: Reading) -> int:
    return len(reading.text.replace(" ", ""))


def _joined(readings: list[Reading], parts: list[tuple[float, float]]) -> Reading:
    """One reading of a crop from those of its ``parts`` (shares of its width, from left to right)."""
    return Reading(
        "".join(r.text for r in readings),
        tuple(c for r in readings for c in r.confidence),
        tuple(a + p * (b - a) for r, (a, b) in zip(readings, parts, strict=True) for p in r.peaks),
        Lattice.joined([r.lattice for r in readings]),
        tuple(c for r in readings for c in r.alike),
    )


def _papers_beside(crop: Image, start: float, stop: float) -> list[int]:
    """The middles of the paper behind and before the ink between two columns of ``crop``.

    What is lost so closes a label (：) oftener than it opens what follows.
    """
    high = len(crop)
    inked = np.asarray(_ink(crop).any(axis=0))
    after = int(inked[round(stop) :].argmax()) if inked[round(stop) :].any() else 0
    before = int(inked[: round(start)][::-1].argmax()) if inked[: round(start)].any() else 0
    found = [(after, round(stop) + after // 2), (before, round(start) - before // 2)]
    return [at for wide, at in found if wide >= _GAP * high]


def _ink(crop: Image) -> npt.NDArray[np.bool_]:
    plane = green(crop)
    ink = (plane < _INK * tone(plane, 0.90)[0]).astype(np.uint8)
    # a seal that was taken off leaves specks
    return np.asarray(cv2.medianBlur(ink, 3) > 0)


def _piece(crop: Image, quad: Quad, start: int, stop: int) -> Quad | None:
    """The part of ``quad`` between two columns of its ``crop``, as high as the writing in it; None without writing."""
    high, wide = crop.shape[:2]
    rows = np.flatnonzero(_ink(crop[:, start:stop]).any(axis=1))
    if len(rows) < _SPECK * high:
        return None
    margin = _MARGIN * (rows[-1] - rows[0] + 1)
    top, bottom = max(0.0, rows[0] - margin) / high, min(float(high), rows[-1] + 1 + margin) / high
    tl, tr, br, bl = quad
    upper = [tl + (bl - tl) * top, tr + (br - tr) * top]
    lower = [tl + (bl - tl) * bottom, tr + (br - tr) * bottom]
    a, b = start / wide, stop / wide
    return np.array(
        [
            upper[0] + (upper[1] - upper[0]) * a,
            upper[0] + (upper[1] - upper[0]) * b,
            lower[0] + (lower[1] - lower[0]) * b,
            lower[0] + (lower[1] - lower[0]) * a,
        ],
        dtype=np.float32,
    )
