"""A page of a PDF as it was read: lines with the place and the evidence of each character."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tfdocs.model.document import Finding
from tfdocs.model.geometry import Box


class Source(StrEnum):
    TEXT = "text"  # the PDF's own text layer
    OCR = "ocr"


class SealShape(StrEnum):
    CIRCLE = "circle"
    OVAL = "oval"
    SQUARE = "square"
    STRADDLE = "straddle"


@dataclass(frozen=True, slots=True)
class Lattice:
    """What the recogniser held possible, step by step: a sparse table of log-probabilities (natural logarithm).

    ``steps[t]`` maps a character ("" is the CTC blank) to its log-probability at step ``t``. Characters not listed are
    at most ``floor[t]``, so a likelihood computed from the table errs in favour of the reading that is not listed.
    """

    steps: tuple[dict[str, float], ...]
    floor: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text that stands together: a line of a paragraph, or of one cell.

    ``text`` has exactly one entry in ``chars`` (its box) and ``confidence`` (0 to 1; 1 for a text layer) per character.
    """

    text: str
    box: Box
    chars: tuple[Box, ...]
    confidence: tuple[float, ...]
    source: Source
    lattice: Lattice | None = None
    under_seal: bool = False
    handwritten: bool = False
    quad: tuple[tuple[float, float], ...] = ()  # OCR: the corners from the top left, clockwise, in points


@dataclass(frozen=True, slots=True)
class Seal:
    page: int
    box: Box
    shape: SealShape
    text: str | None = None  # what could be read on its ring


@dataclass(frozen=True, slots=True)
class Page:
    """One page. As many come out of a reader as went in; one that failed says so in ``failure``."""

    number: int  # from 1
    width: float  # points, as seen
    height: float
    rotation: int  # degrees clockwise that make the content upright: the file's /Rotate and what was detected
    dpi: float | None  # of the scan; None for a page that was not scanned
    source: Source
    lines: tuple[Line, ...] = ()
    seals: tuple[Seal, ...] = ()
    unread: tuple[Box, ...] = ()  # ink that looks like writing and became no line
    failure: str | None = None  # Chinese; why the page could not be read
    findings: tuple[Finding, ...] = field(default=())
    origin: tuple[float, float] = (0.0, 0.0)  # lower left corner of the visible area in the PDF's own coordinates
    unit: float = 1.0  # points that a unit of the PDF's own coordinates has (/UserUnit)

    def to_user_space(self, box: Box) -> tuple[float, float, float, float]:
        """``box`` (seen, from the top left) in the PDF's own coordinates: x0, y0, x1, y1 from the lower left."""
        (ox, oy), u = self.origin, self.unit
        w, h = self.width, self.height
        if self.rotation == 90:  # seen x runs along the content's y
            x0, y0, x1, y1 = box.top, box.x0, box.bottom, box.x1
        elif self.rotation == 180:
            x0, y0, x1, y1 = w - box.x1, box.top, w - box.x0, box.bottom
        elif self.rotation == 270:
            x0, y0, x1, y1 = h - box.bottom, w - box.x1, h - box.top, w - box.x0
        else:
            x0, y0, x1, y1 = box.x0, h - box.bottom, box.x1, h - box.top
        return x0 / u + ox, y0 / u + oy, x1 / u + ox, y1 / u + oy

    @property
    def characters(self) -> int:
        return sum(1 for line in self.lines for c in line.text if not c.isspace())
