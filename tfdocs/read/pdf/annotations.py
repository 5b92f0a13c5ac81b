"""What is laid over a page: notes, stamps, ink, form fields, signature widgets. What is drawn is part of the page.

PDFium's text layer knows nothing of annotations. They are therefore merged into the page's content, in memory, before
the layer is read; when the page then looks otherwise than with its annotations, its picture is read instead.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as raw

from tfdocs.model.document import Finding
from tfdocs.model.fault import Severity
from tfdocs.model.geometry import Box
from tfdocs.read.pdf.objects import PageGeometry
from tfdocs.read.pdf.shown import Image
from tfdocs.text.normalise import fold

_MOST = 5_000  # annotations of a page that are looked at
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_NAMES = {
    raw.FPDF_ANNOT_TEXT: "便签",
    raw.FPDF_ANNOT_FREETEXT: "文本框",
    raw.FPDF_ANNOT_LINE: "线条",
    raw.FPDF_ANNOT_SQUARE: "矩形",
    raw.FPDF_ANNOT_CIRCLE: "椭圆",
    raw.FPDF_ANNOT_POLYGON: "多边形",
    raw.FPDF_ANNOT_POLYLINE: "折线",
    raw.FPDF_ANNOT_HIGHLIGHT: "突出显示",
    raw.FPDF_ANNOT_UNDERLINE: "下划线",
    raw.FPDF_ANNOT_SQUIGGLY: "波浪线",
    raw.FPDF_ANNOT_STRIKEOUT: "删除线",
    raw.FPDF_ANNOT_STAMP: "图章",
    raw.FPDF_ANNOT_CARET: "插入符",
    raw.FPDF_ANNOT_INK: "手写笔迹",
    raw.FPDF_ANNOT_FILEATTACHMENT: "附件图标",
    raw.FPDF_ANNOT_WIDGET: "表单域或签名域",
    raw.FPDF_ANNOT_REDACT: "密文标记",
    raw.FPDF_ANNOT_WATERMARK: "水印",
}
_CHANGED = 60  # levels of grey; a pixel that differs by less has been smoothed otherwise
_CHANGED_MOST = 12  # pixels that may differ between a page with its annotations and one with them merged


@dataclass(slots=True)
class Marks:
    """The annotations that a page shows: how many of each kind, and what text fields claim to hold."""

    kinds: Counter[str] = field(default_factory=Counter)
    values: list[tuple[str, Box]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def finding(self, number: int) -> Finding:
        listed = "、".join(f"{name} {count} 处" for name, count in sorted(self.kinds.items()))
        return Finding(
            code="annotations",
            severity=Severity.INFO,
            message=f"页面上有后加的内容（{listed}），显示出来的已计入核对",
            where=f"第 {number} 页",
        )


def marks_of(document: Any, page: Any, geometry: PageGeometry) -> Marks:
    """The annotations of ``page`` that are drawn. Call under the PDFium lock."""
    out = Marks()
    for i in range(min(_MOST, raw.FPDFPage_GetAnnotCount(page.raw))):
        note = raw.FPDFPage_GetAnnot(page.raw, i)
        if not note:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(note)
            if kind not in _NAMES or raw.FPDFAnnot_GetFlags(note) & _UNSEEN:
                continue
            out.kinds[_NAMES[kind]] += 1
            if kind == raw.FPDF_ANNOT_WIDGET and document.formenv is not None:
                value = _value(document.formenv.raw, note)
                if value:
                    rect = raw.FS_RECTF()
                    raw.FPDFAnnot_GetRect(note, rect)
                    out.values.append((value, geometry.seen(rect.left, rect.bottom, rect.right, rect.top)))
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return out


def _value(form: Any, note: Any) -> str:
    """What a text field holds; "" for fields of other kinds."""
    if raw.FPDFAnnot_GetFormFieldType(form, note) not in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX):
        return ""
    size = raw.FPDFAnnot_GetFormFieldValue(form, note, None, 0)
    if not 2 < size < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetFormFieldValue(form, note, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def merge(page: Any) -> bool:
    """Make the annotations of ``page`` part of its content; whether that worked. The page must be loaded anew then."""
    return bool(raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_FAIL)


def looks_the_same(before: Image, after: Image) -> bool:
    """Whether two drawings of a page (grey, of one size) show the same."""
    if before.shape != after.shape:
        return False
    changed = np.asarray(cv2.absdiff(before, after) > _CHANGED)
    return int(changed.sum()) <= _CHANGED_MOST


def false_values(marks: Marks, shown: list[tuple[str, Box]], number: int) -> list[Finding]:
    """Fields whose value is not what the page shows in their place. ``shown``: each character with its box."""
    out = []
    for value, box in marks.values:
        around = box.grown(2.0)
        seen = "".join(c for c, b in shown if around.intersection(b) > 0.5 * b.area)
        if fold(value).text not in fold(seen).text:
            out.append(
                Finding(
                    code="field-value-differs",
                    severity=Severity.WARNING,
                    message=f"表单域的值“{value[:20]}”与页面显示的“{seen[:20]}”不同，核对以显示为准",
                    where=f"第 {number} 页",
                )
            )
    return out
