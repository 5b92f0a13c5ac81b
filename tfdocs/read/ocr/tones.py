"""Tones of a picture, quickly: percentiles by histogram, a tenth of what sorting a crop costs."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]


def green(picture: Image) -> Image:
    """The green channel (H x W) of a colour picture, in one piece; a grey picture as it is."""
    return picture if picture.ndim == 2 else np.asarray(cv2.extractChannel(picture, 1), dtype=np.uint8)


def tone(plane: Image, *shares: float) -> tuple[int, ...]:
    """For each of ``shares`` (0-1) the tone (0-255) that so many of the pixels of ``plane`` (H x W) do not pass."""
    counts = cv2.calcHist([np.ascontiguousarray(plane)], [0], None, [256], [0, 256]).ravel().cumsum()
    return tuple(int(at) for at in np.searchsorted(counts, [share * counts[-1] for share in shares]))


def percentile(plane: Image, share: float) -> float:
    """What ``numpy.percentile`` gives of the tones of ``plane`` (not empty) for ``share`` (0-1), by their histogram."""
    return percentiles(plane, share)[0]


def percentiles(plane: Image, *shares: float) -> tuple[float, ...]:
    """``percentile`` for each of ``shares``, by one histogram."""
    counts = cv2.calcHist([np.ascontiguousarray(plane)], [0], None, [256], [0, 256]).ravel().cumsum()
    out = []
    for share in shares:
        place = share * (int(counts[-1]) - 1)
        ends = np.searchsorted(counts, (int(place), min(int(place) + 1, counts[-1] - 1)), "right")
        below, above = (int(v) for v in ends)
        out.append(below + (above - below) * (place - int(place)))
    return tuple(out)
