"""The one protocol that readers of lines keep to, so that the judge can ask a second, independent one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ReadText:
    """``confidence``: one for each character of ``text``, 0 to 1. An empty text means that nothing stands there."""

    text: str
    confidence: tuple[float, ...]


class LineReader(Protocol):
    """Reads pictures of single lines.

    As many texts come out as crops went in. A reader that fails raises ``EngineFailed``; an empty text is a finding,
    never a failure.
    """

    @property
    def name(self) -> str:
        """Name and version, for reports."""
        ...

    def read_lines(self, crops: Sequence[Image]) -> list[ReadText]:
        """Read each crop (H x W x 3, RGB)."""
        ...


class PackagedReader:
    """The default: the models packaged in RapidOCR's wheel."""

    @property
    def name(self) -> str:
        from tfdocs.read.ocr import models  # the protocol itself must cost a process no engine

        return f"RapidOCR {models.describe()['rapidocr']}"

    def read_lines(self, crops: Sequence[Image]) -> list[ReadText]:
        from tfdocs.read.ocr.recognise import recognise

        return [ReadText(r.text, r.confidence) for r in recognise(crops, weighable=False)]
