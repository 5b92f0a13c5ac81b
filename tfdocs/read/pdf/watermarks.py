"""Watermarks: words printed slantwise over a page, or large and pale behind its text. They are told once for a page and
are no part of what is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from ctypes import c_float, c_uint
from math import hypot

import pypdfium2.raw as raw

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.read.pdf.calls import object_at
from tfdocs.read.pdf.render import LOCK
from tfdocs.read.pdf.textlayer import Glyph, TextLayer

_SLANT = 8.0  # degrees off level and upright: less is a crooked line, a sheet's edge is at 90
_ONE_ANGLE = 3.0  # degrees by which letters of one watermark differ
_MOST_ANGLES = 4  # more, and the letters stand on the ring of a seal
_LARGE = 30.0  # points: height of letters that may be a watermark although they stand level
_PALE = 150  # of 255: how light such letters are at least
_LARGE_ASLANT, _PALE_ASLANT = 24.0, 90  # of letters that stand aslant, either is enough: red has 76, orange 150
_QUOTED = 40


def watermarks_of(layer: TextLayer, apart: Container[int] = ()) -> frozenset[int]:
    """Text objects of ``layer`` that are watermarks, without those ``apart``; their drawers are marked as ground."""
    if not any(d.turned for d in layer.drawers) and not (layer.boxes[:, 3] - layer.boxes[:, 1] >= _LARGE).any():
        return frozenset()
    glyphs = [g for g in layer.glyphs if g.drawn not in apart]
    marks = _slanting(glyphs) | _pale(glyphs)
    for glyph in glyphs if marks else ():
        if glyph.drawn in marks:
            glyph.drawer.ground = True
    return frozenset(marks)


def finding(glyphs: Sequence[Glyph], number: int) -> Finding:
    """What is said of the watermarks ``glyphs`` of page ``number``: each text once."""
    texts: dict[int, str] = {}
    for glyph in glyphs:
        texts[glyph.drawn] = texts.get(glyph.drawn, "") + glyph.text
    words = "".join(dict.fromkeys(texts.values()))
    if all(len(t) == 1 for t in texts.values()):  # drawn letter by letter
        words = _once("".join(texts.values()))
    quoted = words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
    return Finding(
        code="watermark",
        severity=Severity.WARNING,
        message=f"页面上印有水印“{quoted}”，没有计入逐字核对，请确认它应当在纸面上",
        where=f"第 {number} 页",
    )


def _once(text: str) -> str:
    """The shortest piece that ``text`` is a repetition of."""
    for length in range(1, len(text) // 2 + 1):
        if len(text) % length == 0 and text[:length] * (len(text) // length) == text:
            return text[:length]
    return text


def _slanting(glyphs: Sequence[Glyph]) -> set[int]:
    slants = {g.drawn: g.drawer.slant for g in glyphs if g.turned and _SLANT < g.drawer.slant % 90 < 90 - _SLANT}
    if not slants:
        return set()
    angles = Counter(round(a / _ONE_ANGLE) for a in slants.values())
    if len(angles) > _MOST_ANGLES:
        return set()
    # small black words aslant are no watermark, however they stand: they count as any others
    with LOCK:
        found = {number for number in slants if _size(number) >= _LARGE_ASLANT or _lightness(number) >= _PALE_ASLANT}
    counted = Counter(g.drawn for g in glyphs if g.drawn in found)
    return found if counted.total() > 1 else set()


def _pale(glyphs: Sequence[Glyph]) -> set[int]:
    """Text objects of large pale letters that stand where other text stands too."""
    large = {g.drawn: g for g in glyphs if g.box.height >= _LARGE and g.drawn}
    if not large:
        return set()
    with LOCK:
        pale = {number for number in large if _lightness(number) >= _PALE}
    others = [g for g in glyphs if g.drawn not in pale]
    return {
        number
        for number in pale
        if any(
            g.box.intersection(o.box) > 0.5 * o.box.area
            for g in glyphs
            if g.drawn == number
            for o in others
            if o.box.height < 0.7 * g.box.height
        )
    }


def _size(number: int) -> float:
    """The size in units of the page at which a text object sets its letters."""
    points, m = c_float(), raw.FS_MATRIX()
    handle = object_at(number)
    if not (raw.FPDFTextObj_GetFontSize(handle, points) and raw.FPDFPageObj_GetMatrix(handle, m)):
        return 0.0
    return float(points.value * hypot(m.c, m.d))


def _lightness(number: int) -> float:
    """0 (black) to 255 (white) of the paint of a text object on white paper."""
    parts = [c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(object_at(number), *parts):
        return 0.0
    red, green, blue, alpha = (p.value for p in parts)
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    return 255 - (255 - grey) * alpha / 255
