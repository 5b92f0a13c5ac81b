"""The text layer of a page: its characters with their boxes, as the file claims them. Whether the page shows them is
found out elsewhere (``shown``, ``shapes``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from math import pi
from typing import Any

import pypdfium2.raw as raw

from tfdocs.errors import InputRefused
from tfdocs.model.geometry import Box
from tfdocs.read.pdf.objects import PageGeometry

UNMAPPED = "�"  # stands for a character that the font gives no meaning
_MOST_CHARACTERS = 100_000  # of a page; a newspaper's has 20,000
_BREAKS = (0x0A, 0x0D)
_HYPHENS = (0x02, 0xFFFE)  # PDFium's marks for a hyphen at a line's end


@dataclass(slots=True)
class Glyph:
    """One character as it claims to be drawn. Boxes and origin in points on the seen page."""

    text: str
    box: Box  # as wide as its advance, as high as its font
    ink: Box  # around its outline
    origin: tuple[float, float]
    drawn: int  # which text object draws it
    font: str
    turned: bool = False  # does not stand upright on the seen page
    blank: float = 0.0  # width in points of the spaces that the file itself has before it
    share: int = 0  # of a ligature or an /ActualText, which claim several characters for one drawing: which of them
    whole: Box | None = None  # and the box of all of them


@dataclass(frozen=True, slots=True)
class TextLayer:
    glyphs: tuple[Glyph, ...]
    hidden: tuple[Glyph, ...]  # in a render mode that paints nothing
    outside: tuple[Glyph, ...]  # off the visible page


def read_layer(page: Any, textpage: Any, geometry: PageGeometry) -> TextLayer:
    """The characters of ``textpage`` (PDFium's handle), which belongs to ``page``. Call under the PDFium lock.

    Raises ``InputRefused`` for an absurd number of characters.
    """
    glyphs: list[Glyph] = []
    hidden: list[Glyph] = []
    outside: list[Glyph] = []
    drawers: dict[int, tuple[bool, str, bool]] = {}
    fonts: dict[int, str] = {}
    loose = raw.FS_RECTF()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    blank = 0.0
    seen, width, height, rotation = geometry.seen, geometry.width, geometry.height, geometry.rotation
    count = raw.FPDFText_CountChars(textpage)
    if count > _MOST_CHARACTERS:
        raise InputRefused(f"本页有 {count} 个字符，超过上限 {_MOST_CHARACTERS}")
    for i in range(count):
        code = raw.FPDFText_GetUnicode(textpage, i)
        char = _char(code)
        if char.isspace():
            if code not in _BREAKS and raw.FPDFText_IsGenerated(textpage, i) != 1:
                raw.FPDFText_GetLooseCharBox(textpage, i, loose)
                blank += seen(loose.left, loose.bottom, loose.right, loose.top).width
            continue
        handle = raw.FPDFText_GetTextObject(textpage, i)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        drawer = drawers.get(address)
        if drawer is None:
            drawer = drawers[address] = _drawer(handle, textpage, i, rotation, fonts) if address else (False, "", False)
        if not raw.FPDFText_GetLooseCharBox(textpage, i, loose):
            continue
        box = seen(loose.left, loose.bottom, loose.right, loose.top)
        if raw.FPDFText_GetCharBox(textpage, i, left, right, bottom, top):
            ink = seen(left.value, bottom.value, right.value, top.value)
        else:
            ink = box
        raw.FPDFText_GetCharOrigin(textpage, i, x, y)
        glyph = Glyph(char, box, ink, geometry.seen_point(x.value, y.value), address, drawer[1], drawer[2], blank)
        blank = 0.0
        cx, cy = box.centre
        if drawer[0]:
            hidden.append(glyph)
        elif not (0 <= cx <= width and 0 <= cy <= height):
            outside.append(glyph)
        else:
            glyphs.append(glyph)
    return TextLayer(tuple(_spread(glyphs)), tuple(hidden), tuple(outside))


def _char(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code == 0 or code == 0xFFFD or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return UNMAPPED
    return chr(code)


def _drawer(handle: Any, textpage: Any, index: int, rotation: int, fonts: dict[int, str]) -> tuple[bool, str, bool]:
    """Of a text object: whether it paints nothing, its font's name, whether it is turned on the seen page."""
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    hidden = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
    font = raw.FPDFTextObj_GetFont(handle)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in fonts:
        name = ctypes.create_string_buffer(128)
        if address:
            raw.FPDFFont_GetBaseFontName(font, name, len(name))
        fonts[address] = name.value.decode("utf-8", "replace")
    turn = (raw.FPDFText_GetCharAngle(textpage, index) * 180 / pi + rotation) % 360
    return hidden, fonts[address], 3 < turn < 357


def _spread(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Give each character of an /ActualText its share of the box that PDFium gives to all of them."""
    out: list[Glyph] = []
    at = 0
    while at < len(glyphs):
        first = glyphs[at]
        end = at + 1
        while (
            end < len(glyphs)
            and glyphs[end].drawn == first.drawn
            and glyphs[end].ink == first.ink
            and glyphs[end].box == first.box
        ):
            end += 1
        if end - at == 1:
            out.append(first)
        else:
            out.extend(_shares(glyphs[at:end]))
        at = end
    return out


def _shares(glyphs: Sequence[Glyph]) -> list[Glyph]:
    whole, ink = glyphs[0].box, glyphs[0].ink
    step = whole.width / len(glyphs)
    out = []
    for k, glyph in enumerate(glyphs):
        x0 = whole.x0 + k * step
        share = Box(x0, whole.top, x0 + step, whole.bottom)
        out.append(
            Glyph(
                glyph.text,
                share,
                share,
                (x0, glyph.origin[1]),
                glyph.drawn,
                glyph.font,
                glyph.turned,
                glyph.blank,
                k,
                ink,
            )
        )
    return out
