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
from tfdocs.model.page import Line, Seal, Source
from tfdocs.read.ocr import detect, seals
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.residue import residue
from tfdocs.read.ocr.stacked import side_by_side, stacked_line, stacked_rows

Image = npt.NDArray[np.uint8]

_SURE = 0.80  # mean confidence above which a page is taken to be upright without looking further
_SAMPLE = 6  # lines looked at to find out


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
    turn = 0
    quads = detect.detect(image)
    if find_turn and quads:
        turn = _turn(image, quads)
        if turn:
            image = np.ascontiguousarray(np.rot90(image, k=-turn // 90))
            quads = detect.detect(image)
    found = seals.find_seals(image, dpi)
    clean = seals.without_ink(image, found)
    if found:
        quads = detect.detect(clean)
    grey = np.asarray(cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    vertical, horizontal = detect.rules(grey, dpi)
    quads = detect.cut_at_rules(quads, vertical)
    stacks = [stacked_rows(clean, q) for q in quads]
    readings = recognise(
        [side_by_side(clean, s) if s else detect.straighten(clean, q) for q, s in zip(quads, stacks, strict=True)]
    )
    point = 72 / dpi
    lines: list[Line] = []
    unread: list[Box] = []
    covered: list[detect.Quad] = []
    for quad, stack, reading in zip(quads, stacks, readings, strict=True):
        line = stacked_line(stack, reading, point) if stack else line_of(quad, reading, point)
        if line is None:
            continue
        lines.append(line)
        covered.append(quad)
    for quad in residue(grey, vertical, horizontal, covered, dpi):
        (reading,) = recognise([detect.straighten(clean, quad)])
        line = line_of(quad, reading, point)
        if line is not None and min(line.confidence) > 0.5:
            lines.append(line)
        else:
            unread.append(_bounds(quad, point))
    boxes = [Box(s.box[0] * point, s.box[1] * point, s.box[2] * point, s.box[3] * point) for s in found]
    lines = [replace(ln, under_seal=any(ln.box.intersection(b) > 0 for b in boxes)) for ln in lines]
    lines.sort(key=lambda ln: (round(ln.box.top), ln.box.x0))
    return ReadPicture(
        turn=turn,
        width=image.shape[1] * point,
        height=image.shape[0] * point,
        lines=tuple(lines),
        seals=tuple(Seal(number, b, s.shape) for b, s in zip(boxes, found, strict=True)),
        unread=tuple(unread),
        blank=not lines and not unread and not found,
    )


def _turn(image: Image, quads: Sequence[detect.Quad]) -> int:
    """How far the picture must be turned clockwise, by reading a few of its longest lines both ways."""
    sizes = [(float(np.linalg.norm(q[1] - q[0])), float(np.linalg.norm(q[3] - q[0]))) for q in quads]
    upright = sum(w * h for w, h in sizes if w >= h)
    sideways = sum(w * h for w, h in sizes if h > 1.5 * w)
    on_side = sideways > upright
    longest = sorted(range(len(quads)), key=lambda i: -max(sizes[i]))[:_SAMPLE]
    crops = []
    for i in longest:
        quad = quads[i]
        crop = detect.straighten(image, quad)
        if on_side and crop.shape[0] > crop.shape[1]:
            crop = np.ascontiguousarray(np.rot90(crop))
        crops.append(crop)
    # ``straighten`` and the line above turn a line that runs down the page counter-clockwise to lie flat
    straight = _mean_confidence(recognise(crops))
    if not on_side and straight >= _SURE:
        return 0
    flipped = _mean_confidence(recognise([np.ascontiguousarray(np.rot90(c, 2)) for c in crops]))
    if on_side:
        return 270 if straight >= flipped else 90
    return 180 if flipped > straight + 0.05 else 0


def _mean_confidence(readings: Sequence[Reading]) -> float:
    values = [c for r in readings for c in r.confidence]
    return float(np.mean(values)) if values else 0.0


def _bounds(quad: detect.Quad, point: float) -> Box:
    x, y = quad[:, 0] * point, quad[:, 1] * point
    return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def line_of(quad: detect.Quad, reading: Reading, point: float) -> Line | None:
    """A line with a box for each character: half-way between the peaks. ``None`` where nothing was read."""
    text = reading.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start >= end:
        return None
    peaks = reading.peaks
    tl, tr, br, bl = (p * point for p in quad)
    tall = float(np.linalg.norm(bl - tl))
    wide = max(1e-6, float(np.linalg.norm(tr - tl)))
    half = 0.55 * tall / wide  # a full-width character is about as wide as its line is high
    edges_left: list[float] = []
    edges_right: list[float] = []
    for i in range(start, end):
        left = (peaks[i - 1] + peaks[i]) / 2 if i > start else max(0.0, peaks[i] - half)
        right = (peaks[i] + peaks[i + 1]) / 2 if i + 1 < end else min(1.0, peaks[i] + half)
        edges_left.append(max(left, peaks[i] - half))
        edges_right.append(min(right, peaks[i] + half))
    chars = []
    for a, b in zip(edges_left, edges_right, strict=True):
        corners = np.array([tl + (tr - tl) * a, tl + (tr - tl) * b, bl + (br - bl) * a, bl + (br - bl) * b])
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        chars.append(Box(float(x0), float(y0), float(x1), float(y1)))
    return Line(
        text=text[start:end],
        box=_bounds(quad, point),
        chars=tuple(chars),
        confidence=reading.confidence[start:end],
        source=Source.OCR,
        lattice=reading.lattice,
        quad=tuple((float(x), float(y)) for x, y in (tl, tr, br, bl)),
    )
