"""Where a picture of the Word lies on a page: by its pixels (``figures``), or by the words that both have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz.fuzz import ratio

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line
from tfdocs.model.picture import PictureText

Floats = npt.NDArray[np.float64]

_ALIKE = 85.0  # rapidfuzz score from which two lines may be one
_LONG = 4  # characters of a line that need not agree to the letter
_MOST_PAIRS = 300
_OFF = 0.7  # of a line's height: what a line's end is off its place
_HALF = 0.5  # of a picture's lines that must lie where they belong …
_ENOUGH = 4  # … or so many of them: no other place fits eight ends of lines
_STRETCH = 1.5  # the sides of a picture are stretched as much as this against each other
_LEAN = 0.2  # radians


@dataclass(frozen=True, slots=True)
class Lying:
    """``matrix`` (2 x 3) takes shares of a picture's width and height to points of the page."""

    matrix: Floats

    def points(self, shares: Sequence[tuple[float, float]]) -> Floats:
        """Where points of the picture (0 to 1 each way) lie on the page, one a row."""
        return np.asarray(np.asarray(shares, dtype=np.float64) @ self.matrix[:, :2].T + self.matrix[:, 2])

    def box(self, share: Box = Box(0.0, 0.0, 1.0, 1.0)) -> Box:  # noqa: B008 a value that nothing changes
        """The upright box around what a part of the picture covers on the page."""
        corners = self.points(
            [(share.x0, share.top), (share.x1, share.top), (share.x1, share.bottom), (share.x0, share.bottom)]
        )
        (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
        return Box(float(x0), float(top), float(x1), float(bottom))


def share_of(picture: PictureText, box: Box) -> Box:
    """``box`` of a picture as shares of its width and height."""
    w, h = picture.width, picture.height
    return Box(box.x0 / w, box.top / h, box.x1 / w, box.bottom / h)


def lies_by_words(
    picture: PictureText, own: Sequence[tuple[Line, str]], lines: Sequence[tuple[Line, str]]
) -> tuple[Lying, list[str]] | None:
    """Where the picture with the lines ``own`` lies, told by the ``lines`` of a page; None when they do not say.

    Each line comes with its folded text. The texts that lie where they belong are returned as well.
    """
    pairs = _pairs(own, lines)
    if not pairs:
        return None
    ends = [(share_of(picture, p.box), ln.box) for p, _, ln in pairs]
    source = np.array([q for p, _ in ends for q in ((p.x0, p.centre[1]), (p.x1, p.centre[1]))])
    target = np.array([q for _, b in ends for q in ((b.x0, b.centre[1]), (b.x1, b.centre[1]))])
    source = source * (picture.width, picture.height)  # a similarity is only one where both sides have one unit
    tall = float(np.median([ln.box.height for _, _, ln in pairs]))
    fit = cv2.estimateAffine2D if len({id(p) for p, _, _ in pairs}) > 2 else cv2.estimateAffinePartial2D
    matrix, _ = fit(source, target, ransacReprojThreshold=_OFF * tall, maxIters=5000)
    if matrix is None or not _plausible(np.asarray(matrix, dtype=np.float64)):
        return None
    off = np.linalg.norm(source @ matrix[:, :2].T + matrix[:, 2] - target, axis=1).reshape(-1, 2).max(axis=1)
    right = [pair for pair, o in zip(pairs, off, strict=True) if o <= _OFF * tall]
    agree = len({id(p) for p, _, _ in right})
    if agree < min(_ENOUGH, _HALF * len(own)):
        return None
    scaled = np.asarray(matrix, dtype=np.float64).copy()
    scaled[:, :2] *= (picture.width, picture.height)
    return Lying(scaled), [text for _, text, _ in right]


def _pairs(own: Sequence[tuple[Line, str]], lines: Sequence[tuple[Line, str]]) -> list[tuple[Line, str, Line]]:
    """Each line of the picture with each that may be it on the page; those that have one counterpart alone if many."""
    out = [
        (p, text, ln)
        for p, text in own
        for ln, read in lines
        if text == read or (min(len(text), len(read)) >= _LONG and ratio(text, read) >= _ALIKE)
    ]
    if len(out) > _MOST_PAIRS:
        count: dict[int, int] = {}
        for p, _, ln in out:
            count[id(p)] = count.get(id(p), 0) + 1
            count[id(ln)] = count.get(id(ln), 0) + 1
        out = [item for item in out if count[id(item[0])] == count[id(item[2])] == 1][:_MOST_PAIRS]
    return out


def _plausible(matrix: Floats) -> bool:
    stretch = np.linalg.svd(matrix[:, :2], compute_uv=False)
    lean = abs(float(np.arctan2(matrix[1, 0], matrix[0, 0])))
    upright = np.linalg.det(matrix[:, :2]) > 0  # rows that changed places fit the picture's reflection
    return bool(
        upright and 0.02 < stretch[1] <= stretch[0] < 20 and stretch[0] <= _STRETCH * stretch[1] and lean < _LEAN
    )
