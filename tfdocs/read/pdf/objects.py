"""What a page is made of: its objects, those inside form XObjects too, each with its place on the seen page.

PDFium hands out objects in the order in which they are drawn; what stands inside a form XObject is placed by the form's
own matrix, which is multiplied in here once.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, isfinite
from typing import Any

import pypdfium2.raw as raw

from tfdocs.model.geometry import Box
from tfdocs.read.pdf.calls import (
    address,
    form_count,
    form_object,
    object_at,
    object_kind,
    page_object,
    path_segment,
    segment_count,
    segment_kind,
)

_MOST_OBJECTS = 400_000  # a page of a dense map has 50,000
_LONGEST_SIDE = 20_000.0  # points
_DEEPEST = 24  # PDFium itself stops at about this depth of nested forms
_MANY_SEGMENTS = 5  # a rectangle has five segments; outlines of characters have more, or curves

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """The seen page: its size in points, its /Rotate, and the lower left corner of what is seen in user space.

    ``unit``: points that a unit of user space has (/UserUnit, ISO 32000-1, 14.11.2), which PDFium does not know.
    """

    width: float
    height: float
    rotation: int
    origin: tuple[float, float]
    unit: float = 1.0

    def seen(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of user space (y up) on the seen page."""
        return Box(*self.seen_sides(x0, y0, x1, y1))

    def seen_sides(self, x0: Any, y0: Any, x1: Any, y1: Any) -> tuple[Any, Any, Any, Any]:
        """The sides of ``seen``, of one rectangle or of many given as arrays."""
        (ox, oy), u = self.origin, self.unit
        return _sides(
            (x0 - ox) * u, (y0 - oy) * u, (x1 - ox) * u, (y1 - oy) * u, self.width, self.height, self.rotation
        )

    @property
    def sane(self) -> bool:
        """Whether it is a size that paper can have (ISO 32000-1, annex C: no side above 14,400 units)."""
        return all(isfinite(v) and 1 <= v <= _LONGEST_SIDE for v in (self.width, self.height))


def seen_box(x0: float, y0: float, x1: float, y1: float, width: float, height: float, rotation: int) -> Box:
    """User space (lower left, y up, relative to the visible area) to the seen page; the inverse of Page.to_user_space.

    ``width`` and ``height`` are the seen page's.
    """
    return Box(*_sides(x0, y0, x1, y1, width, height, rotation))


def _sides(x0: Any, y0: Any, x1: Any, y1: Any, width: float, height: float, rotation: int) -> tuple[Any, Any, Any, Any]:
    if rotation == 90:
        return y0, x0, y1, x1
    if rotation == 180:
        return width - x1, y0, width - x0, y1
    if rotation == 270:
        return width - y1, height - x1, width - y0, height - x0
    return x0, height - y1, x1, height - y0


def geometry_of(page: Any, unit: float = 1.0) -> PageGeometry:
    """The geometry of a loaded page (pypdfium2's) with that /UserUnit. Call under the PDFium lock."""
    width, height = (side * unit for side in page.get_size())
    # not page.get_cropbox(): PDFium gives that one only where it is not inherited from the page tree
    left, bottom, _right, _top = page.get_bbox()
    return PageGeometry(float(width), float(height), int(page.get_rotation()) % 360, (float(left), float(bottom)), unit)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is placed. ``dpi`` is the finer of its two resolutions."""

    box: Box  # the part of it on the seen page
    dpi: float
    pixels: int


@dataclass(slots=True)
class Contents:
    """The objects of one page.

    ``outlines``: boxes of paths that could be characters turned to curves; ``strokes``: where there are any, boxes of
    the plain paths, for an I or an l turned to curves is a mere rectangle.
    """

    texts: list[int]  # addresses of the text objects
    pictures: list[Picture]
    outlines: list[Box]
    strokes: list[Box]
    painted: int  # paths, shadings and images: whatever else than text leaves ink
    complete: bool  # False when there were too many objects to look at all


def contents_of(page: Any, geometry: PageGeometry) -> Contents:
    """Walk over the objects of ``page`` (pypdfium2's). Call under the PDFium lock."""
    out = Contents([], [], [], [], 0, True)
    plain: list[tuple[Any, Matrix]] = []
    seen = 0
    for number, kind, matrix in _walk(page):
        seen += 1
        if seen > _MOST_OBJECTS:
            out.complete = False
            break
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            out.texts.append(number)
            continue
        out.painted += 1
        handle = object_at(number)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            picture = _picture(handle, matrix, geometry)
            if picture is not None:
                out.pictures.append(picture)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            if not _like_an_outline(number):
                plain.append((handle, matrix))
            elif box := _bounds(handle, matrix, geometry):
                out.outlines.append(box)
    if out.outlines:
        out.strokes = [box for handle, matrix in plain if (box := _bounds(handle, matrix, geometry))]
    return out


def pixels_of(page: Any, most: int) -> int | None:
    """The pixels of all pictures of ``page`` (pypdfium2's) together; None where it has more than ``most`` objects.

    Call under the PDFium lock.
    """
    pixels = 0
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    for seen, (number, kind, _) in enumerate(_walk(page)):
        if seen >= most:
            return None
        if kind == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFImageObj_GetImagePixelSize(object_at(number), wide, high):
            pixels += wide.value * high.value
    return pixels


_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _walk(page: Any) -> Iterator[tuple[int, int, Matrix]]:
    """Each object but forms: its address, its kind, and the matrix of the forms around it."""
    whole = address(page.raw)
    form_kind = raw.FPDF_PAGEOBJ_FORM
    stack: list[tuple[int, int, int, Matrix]] = []
    for i in range(raw.FPDFPage_CountObjects(page.raw)):
        item = page_object(whole, i)
        if not item:
            continue
        kind = object_kind(item)
        if kind != form_kind:
            yield item, kind, _UNIT
            continue
        stack.append((item, 0, 1, _times(_matrix(object_at(item)), _UNIT)))
        while stack:
            form, at, depth, matrix = stack.pop()
            count = form_count(form)
            while at < count:
                inner = form_object(form, at)
                at += 1
                if not inner:
                    continue
                kind = object_kind(inner)
                if kind == form_kind and depth < _DEEPEST:
                    stack.append((form, at, depth, matrix))
                    stack.append((inner, 0, depth + 1, _times(_matrix(object_at(inner)), matrix)))
                    break
                yield inner, kind, matrix


def _matrix(handle: Any) -> Matrix:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, m):
        return _UNIT
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """First ``inner``, then ``outer`` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _placed(x0: float, y0: float, x1: float, y1: float, m: Matrix, geometry: PageGeometry) -> Box | None:
    xs = [m[0] * x + m[2] * y + m[4] for x in (x0, x1) for y in (y0, y1)]
    ys = [m[1] * x + m[3] * y + m[5] for x in (x0, x1) for y in (y0, y1)]
    if not all(isfinite(v) for v in (*xs, *ys)):
        return None
    box = geometry.seen(min(xs), min(ys), max(xs), max(ys))
    return Box(max(0.0, box.x0), max(0.0, box.top), min(geometry.width, box.x1), min(geometry.height, box.bottom))


def _picture(handle: Any, outer: Matrix, geometry: PageGeometry) -> Picture | None:
    m = _times(_matrix(handle), outer)
    box = _placed(0, 0, 1, 1, m, geometry)
    if box is None or box.width <= 1 or box.height <= 1:
        return None
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not raw.FPDFImageObj_GetImagePixelSize(handle, wide, high):
        return Picture(box, 0.0, 0)
    across, down = hypot(m[0], m[1]) * geometry.unit, hypot(m[2], m[3]) * geometry.unit
    dpi = max(wide.value / max(0.1, across), high.value / max(0.1, down)) * 72
    return Picture(box, dpi, wide.value * high.value)


def _like_an_outline(path: int) -> bool:
    count = segment_count(path)
    return bool(count > _MANY_SEGMENTS) or any(
        segment_kind(path_segment(path, i)) == raw.FPDF_SEGMENT_BEZIERTO for i in range(count)
    )


def _bounds(handle: Any, outer: Matrix, geometry: PageGeometry) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return _placed(left.value, bottom.value, right.value, top.value, outer, geometry)
