"""Squares whose sides are ink, on a coarse map of a page: where square seals may be (``seal_frames`` looks at them)."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

COARSE_DPI = 40.0
_WITHIN = 0.8  # of a frame's side: what its own characters' strokes may close is smaller
_CLOSED = 0.80  # share of each side that has ink
_CLOSED_WORN, _CLOSED_OTHERS = 0.62, 0.92  # of one side, where each of the others has so much
_MOST, _MOST_WORN = 96, 24


def closed_squares(coarse: Image, least: int, most: int) -> list[tuple[float, float, float]]:
    """Left, top and side of squares whose four sides have ink nearly throughout, the best of each place first.

    ``coarse``: 0-255 (H x W) at ``COARSE_DPI``, more where there is more ink; ``least`` and ``most``: of a side, in
    pixels. Behind the others come those of which one side is worn.
    """
    # tilted by five degrees, a side of 20 mm strays 0.9 mm to either side of its line
    thick = cv2.dilate(np.where(coarse > 90, 1, 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    whole, worn = _Best(thick.shape), _Best(thick.shape)
    h, w = thick.shape
    # ink before each pixel of a row and of a column: differences are sums along sides that begin at the pixel itself
    summed = cv2.copyMakeBorder(thick, 1, 0, 1, 0, cv2.BORDER_CONSTANT, value=0)
    # of half as many bytes the processor adds twice as many at once
    kind: type[np.signedinteger[Any]] = np.int16 if max(h, w) <= np.iinfo(np.int16).max else np.int32
    in_rows: npt.NDArray[np.signedinteger[Any]] = np.cumsum(summed[1:], axis=1, dtype=kind)
    in_columns: npt.NDArray[np.signedinteger[Any]] = np.cumsum(summed[:, 1:], axis=0, dtype=kind)
    for side in range(least, most + 1):
        if h <= side or w <= side:
            break
        across = in_rows[:, side:] - in_rows[:, :-side]
        down = in_columns[side:] - in_columns[:-side]
        upper, lower = across[: h - side, : w - side], across[side:, : w - side]
        left, right = down[: h - side, : w - side], down[: h - side, side:]
        level, upright = np.minimum(upper, lower), np.minimum(left, right)
        score = np.minimum(level, upright)
        shares = np.arange(side + 1, dtype=np.float32) / np.float32(side)
        enough, some, others = (
            int(np.searchsorted(shares, np.float32(share))) for share in (_CLOSED, _CLOSED_WORN, _CLOSED_OTHERS)
        )
        if score.max() < some:
            continue
        at = np.flatnonzero(score >= some)  # there are few, and the others are never asked for
        values = score.ravel()[at]
        whole.add(at[values >= enough], shares[values[values >= enough]], side)
        at = at[values < enough]
        second = np.minimum(np.maximum(level, upright), np.minimum(np.maximum(upper, lower), np.maximum(left, right)))
        at = at[second.ravel()[at] >= others]
        worn.add(at, shares[score.ravel()[at]], side)
    return [*whole.places(_MOST), *worn.places(_MOST_WORN)]


class _Best:
    """For each pixel that squares begin at the one that answers best: its share of ink and its side."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._best = np.zeros(shape, dtype=np.float32)
        self._sides = np.zeros(shape, dtype=np.int16)

    def add(self, at: npt.NDArray[np.intp], values: Floats, side: int) -> None:
        """Squares of ``side`` that begin at the pixels ``at`` of all but the last ``side`` rows and columns."""
        ys, xs = np.divmod(at, self._best.shape[1] - side)
        # of squares that answer alike the largest: in a block of ink all do
        better = values >= self._best[ys, xs]
        ys, xs = ys[better], xs[better]
        self._best[ys, xs] = values[better]
        self._sides[ys, xs] = side

    def places(self, most: int) -> list[tuple[float, float, float]]:
        """Left, top and side of at most so many, the best first."""
        best, sides = self._best, self._sides
        out: list[tuple[float, float, float]] = []
        while len(out) < most:
            _, value, _, (x, y) = cv2.minMaxLoc(best)
            if value <= 0:
                break
            out.append((x + 0.5, y + 0.5, float(sides[y, x])))
            # a frame's own characters close smaller squares near its corner
            near = np.s_[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3]
            best[near][sides[near] <= sides[y, x] / _WITHIN] = 0
        return out
