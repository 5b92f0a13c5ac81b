"""Which way up a picture of a page is, judged by reading its longest lines both ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr import detect
from tfdocs.read.ocr.recognise import FITTED, Reading, recognise

Image = npt.NDArray[np.uint8]

SURE = 0.80  # mean confidence above which lines are taken to be read the right way up
_SAMPLE = 6  # lines looked at to find out


def lies_on_side(quads: Sequence[detect.Quad]) -> bool:
    """Whether more of the writing runs up and down the picture than across it."""
    sizes = [(float(np.linalg.norm(q[1] - q[0])), float(np.linalg.norm(q[3] - q[0]))) for q in quads]
    upright = sum(w * h for w, h in sizes if w >= h)
    sideways = sum(w * h for w, h in sizes if h > 1.5 * w)
    return sideways > upright


def longest(quads: Sequence[detect.Quad]) -> list[int]:
    """The places of a few of the longest quadrilaterals: what is worth reading to judge a page by."""
    sizes = [max(float(np.linalg.norm(q[1] - q[0])), float(np.linalg.norm(q[3] - q[0]))) for q in quads]
    return sorted(range(len(quads)), key=lambda i: -sizes[i])[:_SAMPLE]


def turn_of_side(image: Image, quads: Sequence[detect.Quad]) -> int:
    """90 or 270: how far a picture that lies on its side must be turned clockwise."""
    crops = []
    for i in longest(quads):
        crop = detect.straighten(image, quads[i])
        crops.append(np.ascontiguousarray(np.rot90(crop)) if crop.shape[0] > crop.shape[1] else crop)
    # ``straighten`` and the line above turn a line that runs down the page counter-clockwise to lie flat
    return 270 if mean_confidence(recognise(crops, squeeze=FITTED, weighable=False)) >= _flipped(crops) else 90


def upside_down(image: Image, quads: Sequence[detect.Quad], readings: Sequence[Reading]) -> bool:
    """Whether a picture whose lines lie flat is read clearly better from the other side.

    ``readings``: those of ``quads`` as the picture lies. Only a page that is read badly is looked at again.
    """
    sample = longest(quads)
    straight = mean_confidence([readings[i] for i in sample])
    if straight >= SURE:
        return False
    return _flipped([detect.straighten(image, quads[i]) for i in sample]) > straight + 0.05


def _flipped(crops: Sequence[Image]) -> float:
    turned = [np.ascontiguousarray(np.rot90(c, 2)) for c in crops]
    return mean_confidence(recognise(turned, squeeze=FITTED, weighable=False))


def mean_confidence(readings: Sequence[Reading]) -> float:
    """The mean over the characters of ``readings``; 0 where nothing was read."""
    values = [c for r in readings for c in r.confidence]
    return float(np.mean(values)) if values else 0.0
