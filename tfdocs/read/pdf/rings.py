"""Seals that a file draws with letters, coloured words round a circle: seals of the page, not lines of its text.

Most electronic seals are pictures; these are drawn by the program that set them, each letter turned by its own angle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from ctypes import c_uint
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as raw

from tfdocs.model.geometry import Box
from tfdocs.model.page import Seal, SealShape
from tfdocs.read.pdf.calls import object_at
from tfdocs.read.pdf.render import LOCK
from tfdocs.read.pdf.textlayer import Glyph

_LEAST_LETTERS = 6
_LEAST_ANGLES = 5  # letters of a watermark stand at one
_ONE_ANGLE = 3.0  # degrees
_LEAST, _MOST = 15.0, 120.0  # points: radius of a ring; the largest seal in use has 25 mm
_OFF = 0.12  # share of the radius by which a letter's middle may lie off the circle
_INSIDE = 1.25  # share of the radius within which words of the same colour belong to the seal
_COLOURED = 60  # of 255: between the strongest and the weakest part of the colour of a seal


@dataclass(frozen=True, slots=True)
class Ring:
    """``drawn``: the text objects that draw it."""

    seal: Seal
    drawn: frozenset[int]


def rings_of(glyphs: Sequence[Glyph], number: int) -> list[Ring]:
    """The seals among ``glyphs`` of page ``number``; their drawers are marked as ground."""
    turned = [g for g in glyphs if g.turned]
    if len(turned) < _LEAST_LETTERS:
        return []
    with LOCK:
        colours = {n: _colour(n) for n in {g.drawn for g in glyphs}}
    of_colour: dict[tuple[int, int, int], list[Glyph]] = defaultdict(list)
    for glyph in turned:
        if (colour := colours[glyph.drawn]) is not None:
            of_colour[colour].append(glyph)
    out = []
    for colour, letters in of_colour.items():
        found = _circle(letters)
        if found is None:
            continue
        x, y, radius = found
        own = [g for g in glyphs if colours[g.drawn] == colour and _distance(g, x, y) < _INSIDE * radius]
        for glyph in own:
            glyph.drawer.ground = True
        around = [g for g in own if abs(_distance(g, x, y) - radius) < _OFF * radius]
        reach = radius + max(g.box.height for g in letters) * 0.7
        box = Box(x - reach, y - reach, x + reach, y + reach)
        text = "".join(g.text for g in around)
        out.append(Ring(Seal(number, box, SealShape.CIRCLE, text or None), frozenset(g.drawn for g in own)))
    return out


def _distance(glyph: Glyph, x: float, y: float) -> float:
    cx, cy = glyph.ink.centre
    return float(np.hypot(cx - x, cy - y))


def _circle(letters: Sequence[Glyph]) -> tuple[float, float, float] | None:
    """Middle and radius of the circle round which ``letters`` stand; None when they do not."""
    angles = {round(g.drawer.slant / _ONE_ANGLE) for g in letters}
    if len(letters) < _LEAST_LETTERS or len(angles) < _LEAST_ANGLES:
        return None
    points = np.array([g.ink.centre for g in letters])
    # the circle of least squares (Kåsa 1976): linear in x, y and r² - x² - y²
    left = np.column_stack((2 * points, np.ones(len(points))))
    (x, y, c), *_ = np.linalg.lstsq(left, (points**2).sum(axis=1), rcond=None)
    radius = float(np.sqrt(max(0.0, c + x * x + y * y)))
    off = np.abs(np.hypot(points[:, 0] - x, points[:, 1] - y) - radius)
    if not _LEAST <= radius <= _MOST or off.max() > _OFF * radius:
        return None
    return float(x), float(y), radius


def _colour(number: int) -> tuple[int, int, int] | None:
    """The paint of a text object, when it is as coloured as a seal's ink."""
    parts = [c_uint() for _ in range(4)]
    if not number or not raw.FPDFPageObj_GetFillColor(object_at(number), *parts):
        return None
    red, green, blue, _alpha = (p.value for p in parts)
    return (red, green, blue) if max(red, green, blue) - min(red, green, blue) >= _COLOURED else None
