"""Looks at the ink of small places of a scan where what was read does not tell: so many a page, and none unheard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.errors import EngineFailed
from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.verify.witness import Witness

Dark = npt.NDArray[np.bool_]

# A look takes 0.13 to 0.4 ms (pages of benchmarks.tamper at 150 to 300 dpi, seed 720, one core): a second a page at
# most. A sheet of A4 full of two-figure numbers has a third of them.
MOST = 3000
_PAPER = 95  # percentile of the greys of a place that is paper


class InkLooks:
    """The ink of the pages of one pair. ``MOST`` looks a page; what is asked beyond them is counted.

    ``pages``: all of the PDF's. Without a ``witness`` there is no ink to look at, and nothing is counted.
    """

    def __init__(self, pages: Sequence[Page], witness: Witness | None) -> None:
        self._pages = pages
        self._witness = witness
        self._looks: Counter[int] = Counter()
        self._left: Counter[int] = Counter()

    def dark(self, page: int, box: Box, faint: float = 0.5, tone: float | None = None) -> Dark | None:
        """Which pixels of ``box`` (points) are ink: H x W at 300 dpi. ``page``: its index. ``faint``: how much of the
        way from the darkest ink to the paper's tone a pixel may have gone; or, where there may be none, ``tone``: the
        share of the paper's that ink has at most.

        ``None`` where that cannot be told: no witness, too many looks, a page that cannot be drawn, hardly a pixel.
        """
        if self._witness is None:
            return None
        if self._looks[page] >= MOST:
            self._left[page] += 1
            return None
        self._looks[page] += 1
        try:
            picture = self._witness.crop(self._pages[page], box)
        except EngineFailed:
            self._left[page] += 1
            return None
        if min(picture.shape[:2]) < 2:
            return None
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        ink, paper = float(grey.min()), float(np.percentile(grey, _PAPER))
        return np.asarray(grey < (ink + faint * (paper - ink) if tone is None else tone * paper), dtype=np.bool_)

    def findings(self) -> list[Finding]:
        """One for each page with places that were to be looked at and were not."""
        return [
            Finding(
                code="figures-not-looked-at",
                severity=Severity.ERROR,
                message=f"本页有 {count} 处数字的间隔或上标没有对照图像查看：文字逐字核对了",
                where=f"第 {self._pages[page].number} 页",
            )
            for page, count in sorted(self._left.items())
        ]
