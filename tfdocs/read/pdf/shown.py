"""What of a text layer the page shows. The page is drawn once with its text and, where it has anything else, once
without: a character is on the paper when it leaves ink in its place.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.read.pdf.calls import object_at, set_active
from tfdocs.read.pdf.objects import Contents, PageGeometry
from tfdocs.read.pdf.render import LOCK
from tfdocs.read.pdf.textlayer import Glyph, Places, TextLayer
from tfdocs.text.normalise import fold_char

Image = npt.NDArray[np.uint8]
Mark = tuple[str, int, bytes]
Sides = tuple[float, float, float, float]  # points cut off at the left, bottom, right and top of the seen page

SCALE = 2.0  # pixels a point: a character of 10.5 pt is 21 pixels high, which the recogniser reads
_MOST_PIXELS = 6_000_000  # A3 at this scale has 4 million; larger pages are drawn smaller
_INK = 14  # levels of grey (of 255) by which ink must differ from what is under it; a watermark of grey 230 has 25
_COLOUR = 24  # the same for the strongest of three colour channels, for text as bright as what it stands on
_LEAST_SIZE = 1.6  # points: characters of less height cannot be read on paper
_RULE_CONTRAST = 40  # levels of grey by which a rule is darker than the paper
_LEAST_RULE = 9.0  # points: shorter vertical strokes are no rules of a table


@dataclass(slots=True)
class View:
    """A page drawn. ``ink`` is what the text adds: 0 where it leaves the page as it is."""

    scale: float  # pixels a point
    bare: Image | None  # the page without its text; None where it has nothing else
    ink: Image
    slanting: Image | None = None  # the ink of all text, where some of it belongs to the ground

    def window(self, glyph: Glyph, margin: int = 0) -> Image:
        """The ink in ``glyph``'s place. PDFium draws characters at whole pixels, so the same one is the same there.

        ``margin``: so many pixels more on each side.
        """
        s = self.scale
        box = glyph.ink
        x, y = glyph.origin
        column, row = floor(x * s + 0.5), floor(y * s + 0.5)
        x0, x1 = column + floor((box.x0 - x) * s), column + ceil((box.x1 - x) * s)
        y0, y1 = row + floor((box.top - y) * s), row + ceil((box.bottom - y) * s)
        return self.ink[
            max(0, y0 - margin) : max(0, y1 + margin, y0 + 1), max(0, x0 - margin) : max(0, x1 + margin, x0 + 1)
        ]

    def windows(self, places: Places) -> list[list[int]]:
        """First and last row, first and last column of ``window`` (the last excluded), for ``TextLayer.places``."""
        s = self.scale
        x0, top, x1, bottom, x, y = places.T
        column, row = np.floor(x * s + 0.5), np.floor(y * s + 0.5)
        left, right = column + np.floor((x0 - x) * s), column + np.ceil((x1 - x) * s)
        upper, lower = row + np.floor((top - y) * s), row + np.ceil((bottom - y) * s)
        sides = (upper, np.maximum(lower, upper + 1), left, np.maximum(right, left + 1))
        out: list[list[int]] = np.maximum(0, np.stack(sides, axis=1)).astype(np.int64).tolist()
        return out

    def part(self, image: Image, box: Box, margin: int = 0) -> Image:
        """The pixels of ``image`` in ``box``."""
        s = self.scale
        return image[
            max(0, floor(box.top * s) - margin) : max(0, ceil(box.bottom * s) + margin),
            max(0, floor(box.x0 * s) - margin) : max(0, ceil(box.x1 * s) + margin),
        ]

    def cut(self, a: Box, b: Box) -> bool:
        """Whether a vertical rule stands between two boxes of one line."""
        if self.bare is None:
            return False
        s = self.scale
        left, right = floor(a.x1 * s - 1), ceil(b.x0 * s + 1)
        top, bottom = min(a.top, b.top), max(a.bottom, b.bottom)
        if bottom - top < _LEAST_RULE:
            top, bottom = (top + bottom - _LEAST_RULE) / 2, (top + bottom + _LEAST_RULE) / 2
        first, last, left, right = max(0, floor(top * s)), ceil(bottom * s), max(0, left), max(0, right)
        # one row tells most places without a rule, which would have to be dark in it too, on the whitest of papers
        row = self.bare[min((first + last) // 2, self.bare.shape[0] - 1), left:right]
        # (``reduce`` by itself takes half the time of ``min``, and there are a hundred such places on a page)
        if row.size == 0 or np.minimum.reduce(row) >= 255 - _RULE_CONTRAST:
            return False
        part = self.bare[first:last, left:right]
        if part.size == 0:
            return False
        columns = part.max(axis=0)
        return bool(columns.min() < int(columns.max()) - _RULE_CONTRAST)

    def ruled_off(self, a: Box, b: Box) -> bool:
        """Whether a level rule stands between two boxes, ``b`` below ``a``, and goes on on both sides of them."""
        if self.bare is None:
            return False
        s = self.scale
        beyond = 0.3 * max(a.width, b.width)
        left, right = max(0, floor((min(a.x0, b.x0) - beyond) * s)), ceil((max(a.x1, b.x1) + beyond) * s)
        part = self.bare[max(0, floor(a.bottom * s - 1)) : max(0, ceil(b.top * s + 1)), left:right]
        if part.size == 0:
            return False
        rows = part.max(axis=1)
        return bool(rows.min() < int(rows.max()) - _RULE_CONTRAST)


def draw(page: Any, geometry: PageGeometry, scale: float, *, grey: bool = True, crop: Sides = (0, 0, 0, 0)) -> Image:
    """``page`` drawn with its annotations: H x W, or H x W x 3 (RGB). ``scale``: pixels a point."""
    unit = geometry.unit
    left, bottom, right, top = (side / unit for side in crop)
    with LOCK:
        bitmap = page.render(scale=scale * unit, grayscale=grey, rev_byteorder=True, crop=(left, bottom, right, top))
        # the array keeps the memory, which is Python's own, when PDFium's handle on it is gone
        array: Image = bitmap.to_numpy()
        bitmap.close()
    if grey:
        return np.ascontiguousarray(array[:, :, 0]) if array.ndim == 3 else array
    if array.ndim == 2:
        array = np.repeat(array[:, :, None], 3, axis=2)
    return np.ascontiguousarray(array[:, :, :3])


def view_of(page: Any, geometry: PageGeometry, contents: Contents, layer: TextLayer) -> View:
    """Draw ``page`` for looking at its text."""
    scale = scale_within(geometry, SCALE, _MOST_PIXELS)
    full = draw(page, geometry, scale)
    # for the lines that a watermark crosses it belongs to the ground
    slanting = {d.number for d in layer.drawers if d.ground}
    # ink takes the place of the drawing where that is needed no more: new memory costs as much as the sums
    if not contents.painted and not slanting:
        return View(scale, None, np.asarray(cv2.bitwise_not(full, full), dtype=np.uint8))
    bare = without_text(page, geometry, [t for t in contents.texts if t not in slanting], scale)
    if not slanting:
        return View(scale, bare, np.asarray(cv2.absdiff(full, bare, full), dtype=np.uint8))
    empty = without_text(page, geometry, contents.texts, scale)
    ink, all_ink = (np.asarray(cv2.absdiff(full, other), dtype=np.uint8) for other in (bare, empty))
    return View(scale, bare, ink, all_ink)


def scale_within(geometry: PageGeometry, scale: float, most: int) -> float:
    """``scale``, or less where the page would have more than ``most`` pixels."""
    pixels = geometry.width * geometry.height * scale**2
    return float(scale * (most / pixels) ** 0.5 if pixels > most else scale)


def without_text(page: Any, geometry: PageGeometry, texts: Sequence[int], scale: float, *, grey: bool = True) -> Image:
    """``page`` drawn as if it had none of ``texts`` (addresses of text objects)."""
    with LOCK:
        for number in texts:
            set_active(number, False)
        try:
            return draw(page, geometry, scale, grey=grey)
        finally:
            for number in texts:
                set_active(number, True)


@dataclass(slots=True)
class Shown:
    """``glyphs`` leave ink on the page, in the file's order; the findings name those that do not.

    ``fresh``: those of them that do not look like a drawing known before.
    """

    glyphs: list[Glyph]
    fresh: list[Glyph]
    findings: list[Finding]
    boxes: npt.NDArray[np.float64] | None = None  # those of the layer, where each of its glyphs is among ``glyphs``


# code, what it says with the number of characters
_REASONS = {
    "invisible-text": "有 {n} 个看不见的文字（透明或不着色），没有计入核对",
    "same-colour-text": "有 {n} 个与底色相同的文字，纸面上看不见，没有计入核对",
    "tiny-text": "有 {n} 个小得无法辨认的文字，没有计入核对",
    "covered-text": "有 {n} 个被遮盖或裁切的文字，纸面上看不见，没有计入核对",
    "hidden-layer": "有 {n} 个文字在关闭的图层里，纸面上看不见，没有计入核对",
    "text-outside-page": "有 {n} 个文字在页面可见范围之外，没有计入核对",
}
_SAMPLE = 20  # characters of what is hidden that a finding quotes


def shown(
    page: Any,
    geometry: PageGeometry,
    layer: TextLayer,
    view: View,
    contents: Contents,
    number: int,
    known: Container[Mark] = frozenset(),
) -> Shown:
    """Sort out what the page does not show. A drawing that is among those ``known`` is shown."""
    hidden: list[tuple[str, Glyph]] = [("invisible-text", g) for g in layer.hidden]
    hidden += [("text-outside-page", g) for g in layer.outside]
    kept: list[Glyph] = []
    fresh: list[Glyph] = []
    doubtful: list[Glyph] = []
    ink = view.ink
    for glyph, (y0, y1, x0, x1) in zip(layer.glyphs, view.windows(layer.places), strict=True):
        window = ink[y0:y1, x0:x1]
        # as ``mark_of`` says, without the call
        if (glyph.text, window.shape[1], window.tobytes()) in known and not (glyph.whole or glyph.drawer.ground):
            kept.append(glyph)
            continue
        if glyph.box.height < _LEAST_SIZE and glyph.box.width < _LEAST_SIZE:
            hidden.append(("tiny-text", glyph))
            continue
        if glyph.drawer.ground and view.slanting is not None:
            window = view.part(view.slanting, glyph.ink)
        inked = window.size and window.max() >= _INK
        if not inked:
            if not fold_char(glyph.text):
                continue
            doubtful.append(glyph)
        kept.append(glyph)
        fresh.append(glyph)
    if doubtful:
        gone = _not_shown(page, geometry, doubtful, view, contents)
        hidden += gone
        lost = {id(g) for _, g in gone}
        kept = [g for g in kept if id(g) not in lost]
        fresh = [g for g in fresh if id(g) not in lost]
    return Shown(kept, fresh, _findings(hidden, number), layer.boxes if len(kept) == len(layer.glyphs) else None)


def mark_of(text: str, window: Image) -> Mark:
    """What two drawings of a character have in common that are the same in every pixel."""
    return text, window.shape[1], window.tobytes()


def _not_shown(
    page: Any, geometry: PageGeometry, doubtful: Sequence[Glyph], view: View, contents: Contents
) -> list[tuple[str, Glyph]]:
    """Of glyphs that seem to leave no ink: those that truly leave none, in colour too, each with the reason."""
    full = draw(page, geometry, view.scale, grey=False)
    bare = without_text(page, geometry, contents.texts, view.scale, grey=False)
    added = cv2.absdiff(full, bare).max(axis=2)
    reasons: dict[int, tuple[str, tuple[int, int, int]]] = {}
    out = []
    for glyph in doubtful:
        # the outline's box may be wrong in a broken font: look at the whole of the character's place as well
        places = (view.part(added, glyph.ink), view.part(added, glyph.box))
        if any(p.size and p.max() >= _COLOUR for p in places):
            continue
        if glyph.drawn not in reasons:
            with LOCK:
                reasons[glyph.drawn] = _painted(glyph)
        reason, colour = reasons[glyph.drawn]
        if not reason:
            under = view.part(bare, glyph.box)
            same = under.size and np.abs(np.median(under.reshape(-1, 3), axis=0) - colour).max() < 2 * _COLOUR
            reason = "same-colour-text" if same else "covered-text"
        out.append((reason, glyph))
    return out


def _painted(glyph: Glyph) -> tuple[str, tuple[int, int, int]]:
    """Why the object that draws ``glyph`` paints nothing ("" when it does paint), and its colour."""
    handle = object_at(glyph.drawn)
    for i in range(max(0, raw.FPDFPageObj_CountMarks(handle))):
        mark = raw.FPDFPageObj_GetMark(handle, i)
        name = ctypes.create_string_buffer(32)
        length = ctypes.c_ulong()
        buffer = ctypes.cast(name, ctypes.POINTER(raw.FPDF_WCHAR))
        if raw.FPDFPageObjMark_GetName(mark, buffer, len(name), length) and name.raw[: length.value] == _OC:
            return "hidden-layer", (0, 0, 0)
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(handle, *parts):
        return "", (0, 0, 0)
    red, green, blue, alpha = (p.value for p in parts)
    return ("invisible-text" if alpha < _INK else ""), (red, green, blue)


_OC = "OC\0".encode("utf-16-le")


def _findings(hidden: Sequence[tuple[str, Glyph]], number: int) -> list[Finding]:
    counted = Counter(code for code, g in hidden if fold_char(g.text))
    out = []
    for code, message in _REASONS.items():
        if not counted[code]:
            continue
        text = "".join(g.text for c, g in hidden if c == code)
        quoted = text if len(text) <= _SAMPLE else text[:_SAMPLE] + "…"
        out.append(
            Finding(
                code=code,
                severity=Severity.WARNING,
                message=f"{message.format(n=counted[code])}：“{quoted}”",
                where=f"第 {number} 页",
            )
        )
    return out
