"""Which way up a picture of a page is, judged by reading its longest lines both ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr import detect
from tfdocs.read.ocr.recognise import FITTED, Reading, recognise
from tfdocs.read.ocr.stacked import side_by_side, stacked_rows, stand_apart

Image = npt.NDArray[np.uint8]

SURE = 0.80  # mean confidence above which lines are taken to be read the right way up
_AS_GOOD = 0.1
_SIDE, _SIDE_LEAST = 1.8, 60  # height over width, and pixels, of a line that runs up or down the page
_UPWARDS, _UPWARDS_BY = 0.9, 0.2  # mean confidence of a label that runs up, and by how much it is read worse downwards
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
    """How far a picture with lines that run up and down must be turned clockwise: 90 or 270 where it lies on its side.

    0 where the lines are characters one below the other, farther apart than those of a line and read no worse so:
    labels of narrow cells on a page that is empty otherwise, a list of single characters. Confidence alone does not
    tell: recognisers have learnt to read characters that lie on their side.
    """
    crops = []
    sample = longest(quads)
    for i in sample:
        crop = detect.straighten(image, quads[i])
        crops.append(np.ascontiguousarray(np.rot90(crop)) if crop.shape[0] > crop.shape[1] else crop)
    # ``straighten`` and the line above turn a line that runs down the page counter-clockwise to lie flat
    turned, flipped = mean_confidence(recognise(crops, squeeze=FITTED, weighable=False)), _flipped(crops)
    stacks = [rows for i in sample if (rows := stacked_rows(image, quads[i]))]
    if stacks and 2 * sum(map(stand_apart, stacks)) > len(sample):
        upright = recognise([side_by_side(image, rows) for rows in stacks], squeeze=FITTED, weighable=False)
        if mean_confidence(upright) > max(SURE, max(turned, flipped) - _AS_GOOD):
            return 0
    return 270 if turned >= flipped else 90


def along_their_lines(
    image: Image, quads: Sequence[detect.Quad], stacks: Sequence[Sequence[object]]
) -> list[detect.Quad]:
    """``quads`` with the corners of those that hold a line on its side beginning where the line begins.

    A label that is turned (ECMA-376-1 17.4.72, btLr) runs up the page, the edge of a sheet that was bound runs down:
    which of the two is read better tells. ``stacks``: what is taken for characters one below the other; of these
    only those are turned that run up. What stands upright is read as well from above (71 of 71 labels in three
    typefaces, 0.9 and more) and not from below (0.81 at most, most nothing); turned ones the other way round.
    """
    sides = [i for i, (quad, stack) in enumerate(zip(quads, stacks, strict=True)) if stack or _is_side(quad)]
    out = list(quads)
    up = _surely_read(image, [np.roll(quads[i], 1, axis=0) for i in sides])
    asked = [i for i, sure in zip(sides, up, strict=True) if sure > _UPWARDS or not stacks[i]]
    down = dict(zip(asked, _surely_read(image, [np.roll(quads[i], -1, axis=0) for i in asked]), strict=True))
    for i, sure in zip(sides, up, strict=True):
        if i not in down:
            continue
        if sure > down[i] + (_UPWARDS_BY if stacks[i] else 0.0):
            out[i] = np.roll(quads[i], 1, axis=0)
        elif down[i] > 0 and not stacks[i]:
            out[i] = np.roll(quads[i], -1, axis=0)
    return out


def _surely_read(image: Image, quads: Sequence[detect.Quad]) -> list[float]:
    crops = [detect.straighten(image, quad) for quad in quads]
    return [mean_confidence([r]) for r in recognise(crops, squeeze=FITTED, weighable=False)] if crops else []


def _is_side(quad: detect.Quad) -> bool:
    wide = max(float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[2] - quad[3])))
    high = max(float(np.linalg.norm(quad[3] - quad[0])), float(np.linalg.norm(quad[2] - quad[1])))
    return high > _SIDE * wide and high > _SIDE_LEAST


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
