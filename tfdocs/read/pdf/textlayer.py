"""The text layer of a page: visible characters with their boxes, gathered into lines.

Characters that are drawn invisibly (render mode 3) or stand outside the page are counted and left out: they are not on
the paper.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Source

# A wider gap than this (in heights of the characters) separates cells; letter-spaced titles have up to two.
_CELL_GAP = 1.6
_SAME_LINE = 0.5  # vertical overlap, as a share of the lower character, that keeps two on one line


@dataclass(frozen=True, slots=True)
class Glyph:
    text: str
    box: Box
    drawn: int  # which text object draws it


@dataclass(frozen=True, slots=True)
class TextLayer:
    lines: tuple[Line, ...]
    invisible: int  # characters in render mode 3
    outside: int  # characters off the visible page
    unmapped: int  # characters the font gives no meaning


def seen_box(x0: float, y0: float, x1: float, y1: float, width: float, height: float, rotation: int) -> Box:
    """User space (lower left, y up, relative to the visible area) to the seen page; the inverse of Page.to_user_space.

    ``width`` and ``height`` are the seen page's.
    """
    if rotation == 90:
        return Box(y0, x0, y1, x1)
    if rotation == 180:
        return Box(width - x1, y0, width - x0, y1)
    if rotation == 270:
        return Box(width - y1, height - x1, width - y0, height - x0)
    return Box(x0, height - y1, x1, height - y0)


def read_layer(
    page: Any, textpage: Any, origin: tuple[float, float], width: float, height: float, rotation: int
) -> TextLayer:
    """Read ``page`` (pypdfium2's), whose seen size is ``width`` x ``height`` points. Call under the PDFium lock."""
    glyphs: list[Glyph | None] = []
    invisible = outside = unmapped = 0
    count = raw.FPDFText_CountChars(textpage)
    rect = raw.FS_RECTF()
    modes: dict[int, int] = {}
    for i in range(count):
        code = raw.FPDFText_GetUnicode(textpage, i)
        if code in (0x0A, 0x0D):
            glyphs.append(None)
            continue
        if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            unmapped += code == 0
            char = "�"
        else:
            char = chr(code)
        if char.isspace() or code in (0x02, 0xFFFE):
            # 0x02 and U+FFFE are PDFium's marks for a hyphen at a line's end
            if code in (0x02, 0xFFFE):
                char = "-"
            else:
                continue
        handle = raw.FPDFText_GetTextObject(textpage, i)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        mode = modes.get(address)
        if mode is None:
            mode = raw.FPDFTextObj_GetTextRenderMode(handle) if address else 0
            modes[address] = mode
        if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
            invisible += 1
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, i, rect):
            continue
        ox, oy = origin
        box = seen_box(rect.left - ox, rect.bottom - oy, rect.right - ox, rect.top - oy, width, height, rotation)
        cx, cy = box.centre
        if not (0 <= cx <= width and 0 <= cy <= height):
            outside += 1
            continue
        glyphs.append(Glyph(char, box, address))
    return TextLayer(tuple(_lines(glyphs)), invisible, outside, unmapped)


def _lines(glyphs: list[Glyph | None]) -> list[Line]:
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph is None:
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and _joins(last.box, glyph.box):
            if not _doubled(runs[-1], glyph):
                runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [_line(r) for r in _rejoined(runs)]


def _joins(a: Box, b: Box) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    tall = max(1e-3, min(a.height, b.height))
    if overlap < _SAME_LINE * tall:
        return False
    size = max(a.height, b.height)
    return -2.0 * size < b.x0 - a.x1 < _CELL_GAP * size


def _doubled(run: list[Glyph], glyph: Glyph) -> bool:
    """Bold imitated by drawing a character twice, a hair's breadth apart.

    A ligature comes out as several characters in one box too, but of one text object.
    """
    return any(
        g.text == glyph.text
        and g.drawn != glyph.drawn
        and g.box.intersection(glyph.box) > 0.75 * max(1e-3, glyph.box.area)
        for g in run[-3:]
    )


def _rejoined(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs of one line that were drawn apart (other font, other colour) put together, from left to right."""
    boxes = [union(g.box for g in r) for r in runs]
    order = sorted(range(len(runs)), key=lambda i: (boxes[i].centre[1], boxes[i].x0))
    used: set[int] = set()
    out: list[tuple[float, float, list[Glyph]]] = []
    for i in order:
        if i in used:
            continue
        used.add(i)
        run, box = list(runs[i]), boxes[i]
        grown = True
        while grown:
            grown = False
            for j in order:
                if j in used or abs(boxes[j].centre[1] - box.centre[1]) > box.height:
                    continue
                a, b = (box, boxes[j]) if box.x0 <= boxes[j].x0 else (boxes[j], box)
                overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
                size = max(1e-3, min(a.height, b.height))
                near = -0.6 * size < b.x0 - a.x1 < 0.45 * size
                inside = b.x1 <= a.x1 and overlap > 0.6 * size
                if overlap > _SAME_LINE * size and (near or inside):
                    run += runs[j]
                    box = union((box, boxes[j]))
                    used.add(j)
                    grown = True
        run.sort(key=lambda g: g.box.x0)
        out.append((round(box.top, 1), box.x0, run))
    out.sort(key=lambda item: (item[0], item[1]))
    return [r for _, _, r in out]


def _line(run: list[Glyph]) -> Line:
    run = sorted(run, key=lambda g: g.box.x0)
    chars: list[Box] = []
    text: list[str] = []
    for glyph in run:
        for char in glyph.text:
            text.append(char)
            chars.append(glyph.box)
    return Line("".join(text), union(chars), tuple(chars), (1.0,) * len(text), Source.TEXT)
