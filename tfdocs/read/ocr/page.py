"""A picture of a page to lines: upright it, take seals off the text, find lines, read them, and look at what is left.

Works in pixels and hands back points; knows nothing of PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Seal
from tfdocs.read.ocr import detect, seals, upright
from tfdocs.read.ocr.handwriting import by_hand
from tfdocs.read.ocr.lines import bounds, line_of
from tfdocs.read.ocr.recognise import FITTED, Reading, recognise
from tfdocs.read.ocr.residue import gaps, residue
from tfdocs.read.ocr.scanner_marks import contrast, shines_through, without_holes
from tfdocs.read.ocr.seal_text import seal_text
from tfdocs.read.ocr.stacked import side_by_side, stacked_line, stacked_rows

Image = npt.NDArray[np.uint8]

# A line with a step below this is read again at full width: above it 2 of 434 lines were wrong (four levels from
# 200 dpi to photographs), and hardly two lines a page fall below.
_SURE = 0.7


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """``turn``: degrees clockwise that made the picture upright; everything else is in the upright picture's points."""

    turn: int
    width: float
    height: float
    lines: tuple[Line, ...]
    seals: tuple[Seal, ...]
    unread: tuple[Box, ...]
    blank: bool


def read_picture(image: Image, dpi: float, *, number: int = 1, find_turn: bool = True) -> ReadPicture:
    """Read a picture of a page (H x W x 3, RGB) that stands for ``dpi`` pixels an inch.

    ``number`` is only written into the seals. Raises ``EngineFailed`` when an engine fails.
    """
    found = _find(image, dpi)
    turn = 0
    if find_turn and upright.lies_on_side(found.quads):
        turn = upright.turn_of_side(found.clean, found.quads)
        found = _find(_turned(image, turn), dpi)
    readings = _first_look(found)
    if find_turn and not turn and upright.upside_down(found.clean, found.quads, readings):
        turn = 180
        found = _find(_turned(image, turn), dpi)
        readings = _first_look(found)
    readings = _second_look(found, readings)
    return _put_together(found, readings, dpi, number, turn)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where writing stands on a picture, before any of it is read: the picture, and the picture with seals taken off.

    ``stacks[i]``: the characters of ``quads[i]`` where they stand one below the other.
    """

    image: Image
    clean: Image
    grey: Image
    rules: tuple[Image, Image]
    seals: list[seals.FoundSeal]
    quads: list[detect.Quad]
    stacks: list[list[tuple[int, int, int, int]]]


def _turned(image: Image, turn: int) -> Image:
    return np.ascontiguousarray(np.rot90(image, k=-turn // 90))


def _find(image: Image, dpi: float) -> _Found:
    image = without_holes(image, dpi)
    found = seals.find_seals(image, dpi)
    clean = seals.without_ink(image, found)
    grey = np.asarray(cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    rules = detect.rules(grey, dpi)
    quads = detect.cut_at_rules(detect.detect(clean, dpi), seals.without_rings(rules[0], found))
    return _Found(image, clean, grey, rules, found, quads, [stacked_rows(clean, q) for q in quads])


def _crop(found: _Found, i: int) -> Image:
    stack = found.stacks[i]
    return side_by_side(found.clean, stack) if stack else detect.straighten(found.clean, found.quads[i])


def _first_look(found: _Found) -> list[Reading]:
    return recognise([_crop(found, i) for i in range(len(found.quads))], squeeze=FITTED)


def _second_look(found: _Found, readings: list[Reading]) -> list[Reading]:
    """Read at full width what the first look was not sure of."""
    doubtful = [i for i, r in enumerate(readings) if min(r.confidence, default=0.0) < _SURE]
    out = list(readings)
    for i, again in zip(doubtful, recognise([_crop(found, i) for i in doubtful]), strict=True):
        out[i] = again
    return out


def _put_together(found: _Found, readings: Sequence[Reading], dpi: float, number: int, turn: int) -> ReadPicture:
    point = 72 / dpi
    lines: list[Line] = []
    unread: list[Box] = []
    covered: list[detect.Quad] = []
    crops = [detect.straighten(found.image, q) for q in found.quads]
    contrasts = [contrast(c) for c in crops]
    reverse = shines_through(crops, readings, max(contrasts, default=0.0))
    hand = by_hand(crops, [r.confidence for r in readings], [r.peaks for r in readings])
    for i, (quad, stack, reading) in enumerate(zip(found.quads, found.stacks, readings, strict=True)):
        line = stacked_line(stack, reading, point) if stack else line_of(quad, reading, point)
        if line is None:
            continue
        covered.append(quad)
        if not reverse[i]:
            lines.append(replace(line, handwritten=hand[i] and not stack))
    between = gaps(found.grey, found.rules[0], covered)
    left = between + residue(found.grey, *found.rules, [*covered, *between], dpi)
    for n, (quad, reading) in enumerate(
        zip(left, recognise([detect.straighten(found.clean, q) for q in left]), strict=True)
    ):
        line = line_of(quad, reading, point)
        # ink in the middle of a line is writing, however badly it is read; ink by itself may be a stain
        sure = upright.mean_confidence([reading]) if n < len(between) else min(reading.confidence, default=0.0)
        if line is not None and sure > 0.5:
            lines.append(line)
        else:
            unread.append(bounds(quad, point))
    boxes = [Box(s.box[0] * point, s.box[1] * point, s.box[2] * point, s.box[3] * point) for s in found.seals]
    lines = [replace(ln, under_seal=any(ln.box.intersection(b) > 0 for b in boxes)) for ln in lines]
    lines.sort(key=lambda ln: (round(ln.box.top), ln.box.x0))
    return ReadPicture(
        turn=turn,
        width=found.clean.shape[1] * point,
        height=found.clean.shape[0] * point,
        lines=tuple(lines),
        seals=tuple(
            Seal(number, b, s.shape, seal_text(found.image, s)) for b, s in zip(boxes, found.seals, strict=True)
        ),
        unread=tuple(unread),
        blank=not lines and not unread and not found.seals,
    )
