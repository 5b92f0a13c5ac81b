"""Whether a 2 or a 3 stands raised behind a unit's letter: a small network looks at the whole of the place.

Recognisers read what a figure of eight pixels and the m beside it look like together, and cutting it out fails where
it is pale, broken, or touches the m. The network (``benchmarks.power_model``) was taught on such places alone.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models

Floats = npt.NDArray[np.float32]

WIDE, HIGH = 64, 48  # pixels of what it looks at
EM = 32  # pixels that a full character has there
_INK, _PAPER = 1, 92  # percentiles of the greys
_LEAST = 24  # greys between ink and paper: a bare place is no picture of its noise
_SIZES = (0.92, 1.0, 1.09)  # of an em, which is a guess: what all of them show together is told
_CLASSES = ("", "2", "3")


def looked_at(
    grey: npt.NDArray[np.uint8],
    middle: tuple[float, float],
    em: float,
    size: tuple[int, int] = (WIDE, HIGH),
    em_there: int = EM,
) -> Floats:
    """What lies around ``middle`` (x, y) of ``grey`` (H x W), in which ``em`` pixels are ``em_there``: 1 is ink.

    ``size``: its width and height.
    """
    wide, high = size
    scale = em_there / em
    if scale < 0.9:
        # what the fewer pixels cannot show must not turn into aliasing
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.4 / scale), dtype=np.uint8)
    x, y = middle
    turn = np.array([[scale, 0, wide / 2 - x * scale], [0, scale, high / 2 - y * scale]])
    edge = cv2.BORDER_REPLICATE
    seen = cv2.warpAffine(grey, turn, size, flags=cv2.INTER_LINEAR, borderMode=edge).astype(np.float32)
    low, high = np.percentile(seen, (_INK, _PAPER))
    return np.asarray(np.clip((high - seen) / max(_LEAST, high - low), 0, 1), dtype=np.float32)


def raised_figure(grey: npt.NDArray[np.uint8], middle: tuple[float, float], em: float) -> tuple[str, float]:
    """“2” or “3” where that stands raised around ``middle`` (x, y) of ``grey`` (H x W), else ""; and how likely.

    ``em``: the pixels of a full character there. Raises ``EngineFailed``.
    """
    looks = np.stack([looked_at(grey, middle, em * size) for size in _SIZES])
    try:
        (said,) = models.session(models.RAISED).run(None, {"x": looks[:, None]})
    except Exception as error:
        raise EngineFailed(f"指数识别失败（{type(error).__name__}）", hint=models.RETRY) from error
    odds = np.exp(np.log(np.maximum(said, 1e-9)).mean(axis=0))
    best = int(odds.argmax())
    return _CLASSES[best], float(odds[best] / odds.sum())
