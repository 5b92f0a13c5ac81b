"""A small printed sheet and its scan: lines of prose, drawn letter by letter, so that every character is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.printed import Sheet
from benchmarks.wording import Wording
from samples.scanning import as_stored, digitise

Pixels = NDArray[np.uint8]
SIZE = (420.0, 300.0)  # points
DPI = 150


@dataclass(frozen=True)
class Scanned:
    """``image``: RGB at 150 dpi; ``text``: folded, what is printed."""

    image: Pixels
    text: str


def scanned(sheet: Pixels, seed: int = 1, **how: object) -> Pixels:
    """``sheet`` through the scanner of the samples, straight."""
    rng = np.random.default_rng(seed)
    size = (round(SIZE[0] * DPI / 72), round(SIZE[1] * DPI / 72))
    colour = how.pop("colour", "colour")
    picture = digitise(sheet, size, rng, dpi=DPI, skew=0.0, colour=colour, **how)  # type: ignore[arg-type]
    return as_stored(picture, colour, 75)  # type: ignore[arg-type]


def print_lines(lines: int = 9) -> tuple[Sheet, list[str]]:
    """A sheet with ``lines`` lines of prose, and their texts."""
    words, sheet = Wording(5), Sheet(240, SIZE)
    texts = [words.sentence()[:28] for _ in range(lines)]
    for i, text in enumerate(texts):
        sheet.line(text, 36, 40 + 24 * i, "song", 12)
    return sheet, texts
