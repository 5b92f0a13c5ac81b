"""Pages of text on their way from one process to another: what was seen of each character as plain numbers.

Pickled as they are, the boxes of seventy pages took 0.2 s to send, and now a third of that.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page

_SIDES = tuple(map(attrgetter, ("x0", "top", "x1", "bottom")))
_OTHERS = attrgetter("source", "lattice", "under_seal", "handwritten", "quad")  # fields of a line, in their order


@dataclass(frozen=True, slots=True)
class Handed:
    """``page`` without its lines; of each line the text, how many characters were seen and its other fields; of all
    lines and then of all characters the sides of their boxes (all left ones first, points); and of all characters how
    surely each was read (0 to 1)."""

    page: Page
    lines: list[tuple[str, int, tuple[Any, ...]]]
    sides: array[float]
    confidence: array[float]

    @classmethod
    def of(cls, page: Page) -> Handed:
        boxes = [line.box for line in page.lines]
        boxes += chain.from_iterable(line.chars for line in page.lines)
        return cls(
            replace(page, lines=()),
            [(line.text, len(line.chars), _OTHERS(line)) for line in page.lines],
            array("d", chain.from_iterable(map(side, boxes) for side in _SIDES)),
            array("d", chain.from_iterable(line.confidence for line in page.lines)),
        )

    def whole(self) -> Page:
        """The page as it was."""
        sides, count = self.sides.tolist(), len(self.lines) + len(self.confidence)
        boxes = map(Box, *(sides[k * count : (k + 1) * count] for k in range(len(_SIDES))))
        own = list(islice(boxes, len(self.lines)))
        confidence = iter(self.confidence.tolist())
        lines = [
            Line(text, box, tuple(islice(boxes, wanted)), tuple(islice(confidence, wanted)), *others)
            for (text, wanted, others), box in zip(self.lines, own, strict=True)
        ]
        return replace(self.page, lines=tuple(lines))
