"""Whether a few characters were drawn by a hand or printed, without colour: by their strokes' directions and feet.

Print stands straight: the edges of its strokes are upright and level to within a few degrees, and figures of one face
have their tops and feet on two lines. A hand keeps neither, and is read with less confidence. Faces drawn after the
brush (楷体) slope too, so what tells is all of it together, weighed by logistic regression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.read.ocr.tones import green, tone

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_TALL = 80  # pixels that the ink is brought to: 24 to 90 in scans of 150 to 300 dpi
_EDGE = 0.2  # of the sharpest edges: weaker ones are paper and compression
_STRAIGHT, _NEAR = 5.0, 30.0  # degrees
_TALL_PIECE = 0.38  # of the whole: smaller ones (marks, dots, 一) stand where they belong
_MOST_SPREAD = 0.12
_RULE = 0.5  # of the width: what a rule to write on runs through at the least
# Weights of ln(upright), ln(level), tops, feet, ln(1.003 - confidence) and 1, fitted to 95 runs of Chinese characters
# and 118 of figures on forms of six kinds of scan (benchmarks.handwriting; five faces of print, five hands, scribbles;
# scans in colour, grey and black and white).
_CHARACTERS = (-1.82, -1.66, 37.7, 15.3, 0.84, -3.27)
_FIGURES = (-2.74, -4.2, 30.1, 43.7, 0.0, -10.9)
_MOSTLY = 0.6  # share of figures from which a run counts as figures
_FEWEST, _FEWEST_FIGURES = 2, 3  # characters: a 6 alone says too little


@dataclass(frozen=True, slots=True)
class Strokes:
    """``upright``: of the edges less than 30 degrees from upright, the share (0-1) less than 5 from it; ``level`` the
    same of level ones. ``tops``, ``feet``: standard deviations over the separate pieces of ink, in heights.
    """

    upright: float
    level: float
    tops: float
    feet: float


def strokes_of(crop: Image) -> Strokes | None:
    """The strokes in ``crop`` (H x W, or H x W x 3, RGB; straight, seals taken off); None where there is hardly ink."""
    if min(crop.shape[:2]) < 8:
        return None
    ink = _ink(green(crop))
    hard = ink > 0.4
    rows, columns = np.flatnonzero(hard.any(axis=1)), np.flatnonzero(hard.any(axis=0))
    if not len(rows) or rows[-1] - rows[0] < 8 or columns[-1] - columns[0] < 8:
        return None
    ink = ink[max(0, rows[0] - 2) : rows[-1] + 3, max(0, columns[0] - 2) : columns[-1] + 3]
    scale = _TALL / (int(rows[-1]) - int(rows[0]) + 1)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    soft = cv2.GaussianBlur(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=how), (0, 0), 1.5)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3)
    sharp = np.hypot(across, down)
    edges = sharp > _EDGE * float(np.percentile(sharp, 99.5))
    across, down, sharp = np.abs(across[edges]), np.abs(down[edges]), sharp[edges]
    lean = np.degrees(np.arctan2(down, across))  # 0: the edge of an upright stroke
    tops, feet = _ends(soft > 0.4)
    return Strokes(_share(lean, sharp), _share(90 - lean, sharp), tops, feet)


def _ink(plane: Image) -> Floats:
    """How dark each pixel is (0-1), rules left out."""
    dark, paper = tone(plane, 0.005, 0.85)
    ink = np.clip((paper - plane.astype(np.float32)) / max(30.0, float(paper - dark)), 0, 1)
    reach = max(20, round(_RULE * plane.shape[1]))
    rules = cv2.morphologyEx((ink > 0.35).astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, reach), np.uint8))
    ink[cv2.dilate(rules, np.ones((5, 5), np.uint8)) > 0] = 0
    return np.asarray(ink, dtype=np.float32)


def _share(degrees: npt.NDArray[np.float32], weight: npt.NDArray[np.float32]) -> float:
    near = float(weight[degrees <= _NEAR].sum())
    return float(weight[degrees <= _STRAIGHT].sum()) / near if near > 0 else 1.0


def _ends(hard: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The spreads of the tops and of the feet of the pieces that columns without ink part, in heights."""
    filled = np.concatenate([[False], hard.any(axis=0), [False]])
    edges = np.flatnonzero(filled[1:] != filled[:-1])
    tops, feet = [], []
    for start, end in zip(edges[0::2], edges[1::2], strict=True):
        rows = np.flatnonzero(hard[:, start:end].any(axis=1))
        if rows[-1] - rows[0] > _TALL_PIECE * _TALL:
            tops.append(int(rows[0]) / _TALL)
            feet.append(int(rows[-1]) / _TALL)
    if len(tops) < 2:
        return 0.03, 0.03  # one piece of ink says nothing of a line: what print and hands have in common
    return float(np.std(tops)), float(np.std(feet))


def hand_odds(crop: Image, text: str, confidence: Sequence[float]) -> float | None:
    """The logarithm of the odds that a hand drew ``crop``, which was read as ``text``; None: too little to say."""
    count = sum(not c.isspace() for c in text)
    figures = sum(c.isdigit() for c in text) >= _MOSTLY * max(1, count)
    if count < (_FEWEST_FIGURES if figures else _FEWEST):
        return None
    seen = strokes_of(crop)
    if seen is None:
        return None
    sure = float(np.mean(confidence)) if len(confidence) else 0.0
    values = (
        np.log(max(0.02, seen.upright)),
        np.log(max(0.02, seen.level)),
        min(_MOST_SPREAD, seen.tops),
        min(_MOST_SPREAD, seen.feet),
        np.log(1.003 - sure),
        1.0,
    )
    return float(np.dot(_FIGURES if figures else _CHARACTERS, values))
