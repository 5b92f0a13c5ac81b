"""The text layer of a page: its characters with their boxes, as the file claims them. Whether the page shows them is
found out elsewhere (``shown``, ``shapes``).
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
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
    font_name,
    text_font,
    text_mode,
)
from tfdocs.read.pdf.objects import PageGeometry

UNMAPPED = "�"  # stands for a character that the font gives no meaning
_MOST_CHARACTERS = 100_000  # of a page; a newspaper's has 20,000
_BREAKS = (0x0A, 0x0D)
_HYPHENS = (0x02, 0xFFFE)  # PDFium's marks for a hyphen at a line's end


Places = npt.NDArray[np.float64]  # a row for each character: sides of its ink (x0, top, x1, bottom), origin (x, y)


@dataclass(slots=True)
class Drawer:
    """A text object: its address, its font, whether it paints nothing, by how many degrees it is turned as seen."""

    number: int = 0
    font: str = ""
    hidden: bool = False
    slant: float = 0.0
    turned: bool = False  # by more than a crooked line is
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
    """``places``: a row for each of ``glyphs``."""

    glyphs: tuple[Glyph, ...]
    places: Places
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
    # where PDFium writes the loose box (left, top, right, bottom), the box (left, right, bottom, top), the origin
    loose = np.zeros((max(1, count), 4), np.float32)
    tight = np.full((max(1, count), 4), np.nan)
    points = np.zeros((max(1, count), 2))
    loose_at, tight_at, points_at = (array.ctypes.data for array in (loose, tight, points))
    texts: list[str] = []
    at: list[int] = []
    drawn: list[int] = []
    spaces: list[tuple[int, int]] = []  # of the file itself: index, and how many characters stand before it
    for i in range(count):
        code = char_code(handle, i)
        char = chr(code) if 0x20 < code < 0x2E80 or 0x3000 < code < 0xD800 else _char(code)
        place = loose_at + 16 * i
        if char.isspace():
            if code not in _BREAKS and char_generated(handle, i) != 1:
                char_loose_box(handle, i, place)
                spaces.append((i, len(texts)))
            continue
        if not char_loose_box(handle, i, place):
            continue
        box = tight_at + 32 * i
        char_box(handle, i, box, box + 8, box + 16, box + 24)
        char_origin(handle, i, points_at + 16 * i, points_at + 16 * i + 8)
        texts.append(char)
        at.append(i)
        drawn.append(char_object(handle, i) or 0)
    if not texts:
        return TextLayer((), np.zeros((0, 6)), (), ())
    boxes = np.stack(geometry.seen_sides(*loose[:, (0, 3, 2, 1)].astype(np.float64).T), axis=1)
    inks = np.stack(geometry.seen_sides(*tight[:, (0, 2, 1, 3)].T), axis=1)
    missing = np.isnan(tight[:, 0])
    inks[missing] = boxes[missing]
    ends = geometry.seen_sides(points[:, 0], points[:, 1], points[:, 0], points[:, 1])
    blanks = [0.0] * (len(texts) + 1)
    for index, before in spaces:
        blanks[before] += float(boxes[index, 2] - boxes[index, 0])
    boxes = boxes[at]
    places = np.column_stack((inks[at], ends[0][at], ends[1][at]))
    return _sorted_out(texts, boxes, places, drawn, at, blanks, textpage, geometry)


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
    drawers: dict[int, Drawer] = {0: Drawer()}
    fonts: dict[int, str] = {}
    for number, index in zip(drawn, at, strict=True):
        if number not in drawers:
            drawers[number] = _drawer(number, handle, index, geometry.rotation, fonts)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = np.all((middles >= 0) & (middles <= (geometry.width, geometry.height)), axis=1)
    rows = zip(texts, boxes.tolist(), drawn, blanks, strict=False)
    every = [
        Glyph(char, Box(x0, top, x1, bottom), places, n, drawers[number], blank)
        for n, (char, (x0, top, x1, bottom), number, blank) in enumerate(rows)
    ]
    if any(d.hidden for d in drawers.values()) or not inside.all():
        kept = [n for n, g in enumerate(every) if inside[n] and not g.drawer.hidden]
    else:
        kept = list(range(len(every)))
    glyphs, places = _spread([every[n] for n in kept], places[kept])
    return TextLayer(
        tuple(glyphs),
        places,
        tuple(g for g in every if g.drawer.hidden),
        tuple(g for g, seen in zip(every, inside, strict=True) if not seen and not g.drawer.hidden),
    )


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


def _drawer(number: int, textpage: int, index: int, rotation: int, fonts: dict[int, str]) -> Drawer:
    hidden = text_mode(number) in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
    font = text_font(number) or 0
    if font not in fonts:
        name = ctypes.create_string_buffer(128)
        if font:
            font_name(font, ctypes.addressof(name), len(name))
        fonts[font] = name.value.decode("utf-8", "replace")
    turn = (char_angle(textpage, index) * 180 / pi + rotation) % 360
    turned = 3 < turn < 357
    return Drawer(number, fonts[font], hidden, turn, turned, turned)


def _spread(glyphs: list[Glyph], places: Places) -> tuple[list[Glyph], Places]:
    """Give each character of an /ActualText its share of the box that PDFium gives to all of them.

    An ideograph that copies twice (⼯工: some writers put the radical beside it) is drawn once and counts once.
    """
    same = (places[1:, :4] == places[:-1, :4]).all(axis=1)
    if not same.any():
        return glyphs, places
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
    return out, np.stack(rows)


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
