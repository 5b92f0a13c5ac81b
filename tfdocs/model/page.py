"""A page of a PDF as it was read: lines with the place and the evidence of each character."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence
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

    For each step it maps characters ("" is the CTC blank) to their log-probability. Characters not listed are at most
    the step's floor, so a likelihood computed from the table errs in favour of the reading that is not listed.

    A long scan has millions of entries, which as dicts took 3 MB a page: they are kept flat, all steps one after the
    other, and given out as dicts on demand.
    """

    characters: str  # of all steps; NUL stands for the blank
    counts: bytes  # entries of each step
    values: bytes  # of all entries: IEEE single precision, little endian, as the recogniser computes
    floors: bytes  # of the steps: double precision, little endian

    def __post_init__(self) -> None:
        entries = sum(self.counts)
        if (len(self.characters), len(self.values), len(self.floors)) != (entries, 4 * entries, 8 * len(self.counts)):
            raise ValueError("a lattice whose parts do not fit together")

    @classmethod
    def of(cls, steps: Sequence[Mapping[str, float]], floor: Sequence[float]) -> Lattice:
        """A lattice of one dict and one floor for each step; ``ValueError`` for more than 255 entries in one."""
        return cls(
            "".join(c or _BLANK for step in steps for c in step),
            bytes(map(len, steps)),
            _packed("f", [v for step in steps for v in step.values()]),
            _packed("d", floor),
        )

    @classmethod
    def joined(cls, parts: Sequence[Lattice]) -> Lattice:
        """One lattice of the steps of all ``parts``, one after the other."""
        return cls(
            "".join(p.characters for p in parts),
            b"".join(p.counts for p in parts),
            b"".join(p.values for p in parts),
            b"".join(p.floors for p in parts),
        )

    def part(self, start: int, stop: int) -> Lattice:
        """The steps from ``start`` to before ``stop``, both between 0 and ``length``."""
        first, last = sum(self.counts[:start]), sum(self.counts[:stop])
        return Lattice(
            self.characters[first:last],
            self.counts[start:stop],
            self.values[4 * first : 4 * last],
            self.floors[8 * start : 8 * stop],
        )

    @property
    def length(self) -> int:
        """The number of steps."""
        return len(self.counts)

    def steps(self, start: int = 0, stop: int | None = None) -> list[dict[str, float]]:
        """The steps from ``start`` (at least 0) to before ``stop`` (the end)."""
        at = sum(self.counts[:start])
        wanted = self.counts[start:stop]
        values = _unpacked("f", self.values[4 * at : 4 * (at + sum(wanted))])
        out: list[dict[str, float]] = []
        done = 0
        for count in wanted:
            names = self.characters[at + done : at + done + count]
            own = values[done : done + count]
            out.append({"" if c == _BLANK else c: v for c, v in zip(names, own, strict=True)})
            done += count
        return out

    def floor(self) -> list[float]:
        """What no character that is not listed exceeds, at each step."""
        return _unpacked("d", self.floors).tolist()


_BLANK = "\0"


def _packed(kind: str, numbers: Sequence[float]) -> bytes:
    flat = array(kind, numbers)
    if sys.byteorder == "big":
        flat.byteswap()
    return flat.tobytes()


def _unpacked(kind: str, data: bytes) -> array[float]:
    flat: array[float] = array(kind)
    flat.frombytes(data)
    if sys.byteorder == "big":
        flat.byteswap()
    return flat


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
    stamp_ink: tuple[Line, ...] = ()  # read in a black stamp's ink, beside or between the characters of a line
    struck: tuple[Box, ...] = ()  # parts of lines that have a line drawn through them
    penned: tuple[Box, ...] = ()  # parts of lines of print that a pen went over

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
        return sum(len("".join(line.text.split())) for line in self.lines)
