"""The text layer of a page: its characters with their boxes, as the file claims them. Whether the page shows them is
found out elsewhere (``shown``, ``shapes``).
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from math import pi
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from tfdocs.errors import InputRefused
from tfdocs.model.geometry import Box
from tfdocs.read.pdf.calls import (
    address,
    char_angle,
    char_box,
    char_code,
    char_generated,
    char_loose_box,
    char_object,
    char_origin,
    font_ascent,
    font_descent,
    font_name,
    text_font,
    text_mode,
)
from tfdocs.read.pdf.objects import PageGeometry

UNMAPPED = "�"  # stands for a character that the font gives no meaning
_MOST_CHARACTERS = 100_000  # of a page; a newspaper's has 20,000
_BREAKS = (0x0A, 0x0D)
_HYPHENS = (0x02, 0xFFFE)  # PDFium's marks for a hyphen at a line's end
_TALL = 1.35  # ems from descent to ascent; Microsoft YaHei has 1.32, Noto Serif CJK by way of LibreOffice 1.93
_ABOVE, _BELOW = 0.88, 0.12  # ems of an ideograph's square above and below the base line


Places = npt.NDArray[np.float64]  # a row for each character: sides of its ink (x0, top, x1, bottom), origin (x, y)


@dataclass(slots=True)
class Drawer:
    """A text object: its address, its font, whether it paints nothing, by how many degrees it is turned as seen."""

    number: int = 0
    font: str = ""
    hidden: bool = False
    slant: float = 0.0
    turned: bool = False  # by more than a crooked line is
    height: float = 0.0  # in ems, from the descent of its font to the ascent
    ground: bool = False  # belongs to what the page's text is printed on: it is turned, or a watermark


@dataclass(slots=True)
class Glyph:
    """One character as it claims to be drawn. Boxes and origin in points on the seen page."""

    text: str
    box: Box  # as wide as its advance, as high as its font
    places: Places
    row: int  # its own in ``places``
    drawer: Drawer
    blank: float = 0.0  # width in points of the spaces that the file itself has before it
    share: int = 0  # of a ligature or an /ActualText, which claim several characters for one drawing: which of them
    whole: Box | None = None  # and the box of all of them

    @property
    def ink(self) -> Box:
        """Around its outline."""
        return Box(*self.places[self.row, :4].tolist())

    @property
    def origin(self) -> tuple[float, float]:
        return float(self.places[self.row, 4]), float(self.places[self.row, 5])

    @property
    def drawn(self) -> int:
        """Which text object draws it."""
        return self.drawer.number

    @property
    def font(self) -> str:
        return self.drawer.font

    @property
    def turned(self) -> bool:
        return self.drawer.turned


@dataclass(frozen=True, slots=True)
class TextLayer:
    """``places`` and ``boxes`` (x0, top, x1, bottom): a row for each of ``glyphs``."""

    glyphs: tuple[Glyph, ...]
    places: Places
    boxes: npt.NDArray[np.float64]
    drawers: tuple[Drawer, ...]
    hidden: tuple[Glyph, ...]  # in a render mode that paints nothing
    outside: tuple[Glyph, ...]  # off the visible page


def read_layer(page: Any, textpage: Any, geometry: PageGeometry) -> TextLayer:
    """The characters of ``textpage`` (PDFium's handle), which belongs to ``page``. Call under the PDFium lock.

    Raises ``InputRefused`` for an absurd number of characters.
    """
    count = raw.FPDFText_CountChars(textpage)
    if count > _MOST_CHARACTERS:
        raise InputRefused(f"本页有 {count} 个字符，超过上限 {_MOST_CHARACTERS}")
    handle = address(textpage)
    texts: list[str] = []
    at: list[int] = []
    spaces: list[tuple[int, int]] = []  # of the file itself: index, and how many characters stand before it
    for i, code in enumerate(map(char_code, repeat(handle), range(count))):
        char = chr(code) if 0x20 < code < 0x2E80 or 0x3000 < code < 0xD800 else _char(code)
        if not char.isspace():
            texts.append(char)
            at.append(i)
        elif code not in _BREAKS and char_generated(handle, i) != 1:
            spaces.append((i, len(texts)))
    found, boxes = _loose_boxes(handle, at, geometry)
    blanks = [0.0] * (len(texts) + 1)
    if spaces:
        wide = _loose_boxes(handle, [i for i, _ in spaces], geometry)[1]
        for (_, before), width in zip(spaces, (wide[:, 2] - wide[:, 0]).tolist(), strict=True):
            blanks[before] += width
    if not all(found):
        blanks = _moved_on(blanks, found)
        texts, at = (
            [c for c, f in zip(texts, found, strict=True) if f],
            [i for i, f in zip(at, found, strict=True) if f],
        )
        boxes = boxes[np.array(found, dtype=bool)]
    if not texts:
        return TextLayer((), np.zeros((0, 6)), np.zeros((0, 4)), (), (), ())
    places = _places(handle, at, boxes, geometry)
    drawn = [number or 0 for number in map(char_object, repeat(handle), at)]
    return _sorted_out(texts, boxes, places, drawn, at, blanks, textpage, geometry)


# Each of PDFium's functions is called for all characters by ``map``: a loop of our own took as long as the calls.


def _loose_boxes(handle: int, at: Sequence[int], geometry: PageGeometry) -> tuple[list[int], npt.NDArray[np.float64]]:
    """Of the characters ``at``: whether they have a box, and its sides on the seen page."""
    out = np.zeros((max(1, len(at)), 4), np.float32)  # left, top, right, bottom
    start = out.ctypes.data
    found = list(map(char_loose_box, repeat(handle), at, range(start, start + 16 * len(at), 16)))
    sides = geometry.seen_sides(*out[: len(at), (0, 3, 2, 1)].astype(np.float64).T)
    return found, np.stack(sides, axis=1)


def _places(handle: int, at: Sequence[int], boxes: npt.NDArray[np.float64], geometry: PageGeometry) -> Places:
    """Ink and origin of the characters ``at``; their ``boxes`` where PDFium knows no outline."""
    count = len(at)
    tight = np.full((count, 4), np.nan)  # left, right, bottom, top
    points = np.zeros((count, 2))
    tight_at, points_at = tight.ctypes.data, points.ctypes.data
    sides = (range(tight_at + 8 * k, tight_at + 32 * count, 32) for k in range(4))
    deque(map(char_box, repeat(handle), at, *sides), 0)
    axes = (range(points_at + 8 * k, points_at + 16 * count, 16) for k in range(2))
    deque(map(char_origin, repeat(handle), at, *axes), 0)
    out = np.empty((count, 6))
    for k, side in enumerate(geometry.seen_sides(*tight[:, (0, 2, 1, 3)].T)):
        out[:, k] = side
    missing = np.isnan(tight[:, 0])
    out[missing, :4] = boxes[missing]
    ends = geometry.seen_sides(points[:, 0], points[:, 1], points[:, 0], points[:, 1])
    out[:, 4], out[:, 5] = ends[0], ends[1]
    return out


def _moved_on(blanks: Sequence[float], found: Sequence[int]) -> list[float]:
    """``blanks`` when the characters without a box are left out: what stands before such a one, before the next."""
    out = [0.0]
    for blank, kept in zip(blanks, (*found, 0), strict=True):
        out[-1] += blank
        if kept:
            out.append(0.0)
    return out


def _sorted_out(
    texts: Sequence[str],
    boxes: npt.NDArray[np.float64],
    places: Places,
    drawn: Sequence[int],
    at: Sequence[int],
    blanks: Sequence[float],
    textpage: Any,
    geometry: PageGeometry,
) -> TextLayer:
    handle = address(textpage)
    # of each object its first character: a later entry of a dict takes the place of an earlier one
    first = dict(zip(reversed(drawn), reversed(at), strict=True))
    first.pop(0, None)
    drawers = {0: Drawer(), **_drawers(list(first), list(first.values()), handle, geometry.rotation)}
    boxes = _of_one_em(boxes, places, drawn, drawers)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = np.all((middles >= 0) & (middles <= (geometry.width, geometry.height)), axis=1)
    drawing = [drawers[number] for number in drawn]
    every = list(map(Glyph, texts, map(Box, *boxes.T.tolist()), repeat(places), range(len(texts)), drawing, blanks))
    all_drawers = tuple(drawers.values())
    if inside.all() and not any(d.hidden for d in all_drawers):
        return TextLayer(*_spread(every, places, boxes), all_drawers, (), ())
    kept = [n for n, g in enumerate(every) if inside[n] and not g.drawer.hidden]
    return TextLayer(
        *_spread([every[n] for n in kept], places[kept], boxes[kept]),
        all_drawers,
        tuple(g for g in every if g.drawer.hidden),
        tuple(g for g, seen in zip(every, inside, strict=True) if not seen and not g.drawer.hidden),
    )


def _of_one_em(
    boxes: npt.NDArray[np.float64], places: Places, drawn: Sequence[int], drawers: dict[int, Drawer]
) -> npt.NDArray[np.float64]:
    """``boxes``, those of an upright font that says to be much higher than an em made one em high, or as their ink.

    Such a box holds half of the lines above and below, and a rule between two rows runs through its middle.
    """
    tall = {number: d.height for number, d in drawers.items() if d.height > _TALL and not d.turned}
    if not tall:
        return boxes
    height = np.array([tall.get(number, np.nan) for number in drawn])
    em = (boxes[:, 3] - boxes[:, 1]) / height
    baseline = places[:, 5]
    top = np.fmax(boxes[:, 1], np.fmin(baseline - _ABOVE * em, places[:, 1]))
    bottom = np.fmin(boxes[:, 3], np.fmax(baseline + _BELOW * em, places[:, 3]))
    sound = ~np.isnan(em) & (top < bottom)
    out = boxes.copy()
    out[sound, 1], out[sound, 3] = top[sound], bottom[sound]
    return out


def _char(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code == 0 or code == 0xFFFD or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return UNMAPPED
    char = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        usual = unicodedata.normalize("NFKC", char)
        return usual if len(usual) == 1 else char
    return char


def _drawers(numbers: Sequence[int], firsts: Sequence[int], textpage: int, rotation: int) -> dict[int, Drawer]:
    """The text objects ``numbers``, of which ``firsts`` are characters."""
    unpainted = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
    fonts = [font or 0 for font in map(text_font, numbers)]
    names = {font: _font_name(font) for font in set(fonts)}
    heights = {font: _font_height(font) for font in names}
    out = {}
    for number, font, mode, angle in zip(
        numbers, fonts, map(text_mode, numbers), map(char_angle, repeat(textpage), firsts), strict=True
    ):
        turn = (angle * 180 / pi + rotation) % 360
        turned = 3 < turn < 357
        out[number] = Drawer(number, names[font], mode in unpainted, turn, turned, heights[font], turned)
    return out


def _font_name(font: int) -> str:
    name = ctypes.create_string_buffer(128)
    if font:
        font_name(font, ctypes.addressof(name), len(name))
    return name.value.decode("utf-8", "replace")


def _font_height(font: int) -> float:
    """Ems from descent to ascent; 0 where the font does not tell."""
    sides = np.zeros(2, np.float32)
    start = sides.ctypes.data
    if not font or not font_ascent(font, 1.0, start) or not font_descent(font, 1.0, start + 4):
        return 0.0
    return float(sides[0] - sides[1])


def _spread(
    glyphs: list[Glyph], places: Places, boxes: npt.NDArray[np.float64]
) -> tuple[tuple[Glyph, ...], Places, npt.NDArray[np.float64]]:
    """Give each character of an /ActualText its share of the box that PDFium gives to all of them.

    An ideograph that copies twice (⼯工: some writers put the radical beside it) is drawn once and counts once.
    """
    same = (places[1:, :4] == places[:-1, :4]).all(axis=1)
    if not same.any():
        return tuple(glyphs), places, boxes
    out: list[Glyph] = []
    rows: list[npt.NDArray[np.float64]] = []
    at = 0
    while at < len(glyphs):
        first = glyphs[at]
        end = at + 1
        while end < len(glyphs) and same[end - 1] and glyphs[end].drawn == first.drawn and glyphs[end].box == first.box:
            end += 1
        group = glyphs[at:end]
        if len(group) == 1 or ("\u4e00" <= first.text <= "\u9fff" and all(g.text == first.text for g in group)):
            out.append(first)
            rows.append(places[at])
        else:
            out += (shares := _shares(group))
            rows += [g.places[0] for g in shares]
        at = end
    return tuple(out), np.stack(rows), np.array([(b.x0, b.top, b.x1, b.bottom) for b in (g.box for g in out)])


def _shares(glyphs: Sequence[Glyph]) -> list[Glyph]:
    whole, ink = glyphs[0].box, glyphs[0].ink
    step = whole.width / len(glyphs)
    out = []
    for k, glyph in enumerate(glyphs):
        x0 = whole.x0 + k * step
        share = Box(x0, whole.top, x0 + step, whole.bottom)
        place = np.array([[x0, whole.top, x0 + step, whole.bottom, x0, glyph.origin[1]]])
        out.append(Glyph(glyph.text, share, place, 0, glyph.drawer, glyph.blank, k, ink))
    return out
