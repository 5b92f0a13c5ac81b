"""The functions of PDFium that are called for each character or object of a page, with plain numbers for handles.

The same functions as in ``pypdfium2.raw``, which makes an object of every handle it passes: a page of a thousand
characters takes six thousand calls. Handles and places of results are addresses here (``address``, and the data of an
array), and nothing is checked: pass only what PDFium gave, and call under the PDFium lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw


def _plain(kind: Any) -> Any:
    return ctypes.c_void_p if hasattr(kind, "contents") or kind is ctypes.c_char_p else kind


def _bound(function: Any) -> Callable[..., Any]:
    place = ctypes.cast(function, ctypes.c_void_p).value
    # PYFUNCTYPE: these return at once, so the interpreter's lock need not be given up for them
    kind = ctypes.PYFUNCTYPE(_plain(function.restype), *map(_plain, function.argtypes))
    bound: Callable[..., Any] = kind(place or 0)
    return bound


char_code = _bound(raw.FPDFText_GetUnicode)
char_generated = _bound(raw.FPDFText_IsGenerated)
char_object = _bound(raw.FPDFText_GetTextObject)  # None where there is none
char_loose_box = _bound(raw.FPDFText_GetLooseCharBox)  # four floats: left, top, right, bottom
char_box = _bound(raw.FPDFText_GetCharBox)  # a double each: left, right, bottom, top
char_origin = _bound(raw.FPDFText_GetCharOrigin)  # a double each: x, y
char_angle = _bound(raw.FPDFText_GetCharAngle)

text_mode = _bound(raw.FPDFTextObj_GetTextRenderMode)
text_font = _bound(raw.FPDFTextObj_GetFont)
font_name = _bound(raw.FPDFFont_GetBaseFontName)
font_ascent = _bound(raw.FPDFFont_GetAscent)  # of a size; a float, above the base line
font_descent = _bound(raw.FPDFFont_GetDescent)  # the same, negative below it

page_object = _bound(raw.FPDFPage_GetObject)
form_count = _bound(raw.FPDFFormObj_CountObjects)
form_object = _bound(raw.FPDFFormObj_GetObject)
object_kind = _bound(raw.FPDFPageObj_GetType)
set_active = _bound(raw.FPDFPageObj_SetIsActive)
segment_count = _bound(raw.FPDFPath_CountSegments)
path_segment = _bound(raw.FPDFPath_GetPathSegment)
segment_kind = _bound(raw.FPDFPathSegment_GetType)


def address(handle: Any) -> int:
    """The number of a handle as ``pypdfium2.raw`` has it; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def object_at(number: int) -> Any:
    """The page object with that address, as ``pypdfium2.raw`` wants it."""
    return ctypes.cast(number, raw.FPDF_PAGEOBJECT)
