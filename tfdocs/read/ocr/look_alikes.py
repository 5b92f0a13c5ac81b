"""Which of some look-alikes a character is: a small network looks at that character alone.

Recognisers know their language: 自已 is read 自己, and a 干 in a name as 千. The network (``benchmarks.alike_model``)
was taught single characters between any others, in whatever order, so that nothing but strokes tells.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.read.ocr import models
from tfdocs.read.ocr.raised_figure import looked_at

Floats = npt.NDArray[np.float32]

SIDE = 48  # pixels of what it looks at, across and down
EM = 36  # pixels that a full character has there
GROUPS = (
    "己已巳",
    "未末",
    "日目曰",
    "人入八",
    "千干于",
    "土士",
    "甲申由田",
    "大太",
    "天夫夭",
    "元无",
    "万方",
    "戌戍戊",
)
CLASSES = "".join(GROUPS)  # what it says of each, and of all else last
_SIZES = (0.93, 1.0, 1.07)  # of an em, which is a guess
_BESIDE = (0.0, -0.04, 0.04)  # ems that it is looked at aside of the middle: what all show together is told


def looks(grey: npt.NDArray[np.uint8], middle: tuple[float, float], em: float) -> Floats:
    """N x ``SIDE`` x ``SIDE``: the character around ``middle`` (x, y) of ``grey`` (H x W) in several sizes and places.

    ``em``: the pixels of a full character there.
    """
    x, y = middle
    return np.stack(
        [looked_at(grey, (x + aside * em, y), em * size, (SIDE, SIDE), EM) for size in _SIZES for aside in _BESIDE]
    )


def likely(grey: npt.NDArray[np.uint8], middle: tuple[float, float], em: float) -> dict[str, float]:
    """How likely (0-1) each of ``CLASSES`` is, and "" for any other, around ``middle`` (x, y) of ``grey`` (H x W).

    ``em``: the pixels of a full character there. Raises ``EngineFailed``.
    """
    try:
        (said,) = models.session(models.ALIKE).run(None, {"x": looks(grey, middle, em)[:, None]})
    except Exception as error:
        raise EngineFailed(f"形近字识别失败（{type(error).__name__}）", hint=models.RETRY) from error
    odds = np.exp(np.log(np.maximum(said, 1e-9)).mean(axis=0))
    odds /= odds.sum()
    return dict(zip([*CLASSES, ""], odds.tolist(), strict=True))
