"""Sheets of a workbook: numbers are numbers, texts are texts, colours follow what a cell says. The same gives the same.

It must not know what a commitment is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Value", "coloured", "put", "saved", "sheet_name", "table", "value_of"]

_EPOCH = datetime(2000, 1, 1)
_LONGEST = 32_000  # Excel takes 32,767 characters in a cell
_FACE = "微软雅黑"
_LINE = Border(*(Side(style="thin", color="D9DEE3"),) * 4)
_HEAD = PatternFill("solid", fgColor="1F4E79")

Value = str | int | Decimal | date | None


def value_of(value: Decimal | str | None) -> Value:
    """A number, a date where it is a full one, else the text (--06-26, 每月的 5)."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == 10 else value
        except ValueError:
            return value
    return value


def table(
    sheet: Worksheet, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[Value]], *, frozen: str = "C2"
) -> None:
    """A head, the rows, a filter on all columns; printed on A4 across with the head on every page."""
    for c, (name, size) in enumerate(columns, 1):
        cell = sheet.cell(1, c)
        put(cell, name)
        cell.font = Font(name=_FACE, size=10, bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(c)].width = size
    for r, values in enumerate(rows, 2):
        for c, value in enumerate(values, 1):
            put(sheet.cell(r, c), value)
        sheet.row_dimensions[r].height = _height(values, [size for _, size in columns])
    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def coloured(sheet: Worksheet, area: str, formula: str, colour: str) -> None:
    """Colour the cells of ``area`` for which ``formula``, written for its first cell, holds: also after edits."""
    sheet.conditional_formatting.add(area, FormulaRule(formula=[formula], fill=PatternFill(bgColor=colour)))


def put(cell: Cell, value: Value) -> None:
    if isinstance(value, str):
        text = "".join(ch for ch in value if ch >= " " or ch in "\n\t")[:_LONGEST]
        cell.value = text
        # A text that begins with = + - @ is a text, in Excel and when it is saved as CSV later.
        cell.data_type = "s"
        if text.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    elif isinstance(value, Decimal):
        # Excel counts in doubles: what a double does not hold exactly stays a text.
        exact = Decimal(repr(float(value))) == value
        cell.value = (int(value) if value == value.to_integral_value() else float(value)) if exact else str(value)
        cell.number_format = "#,##0.##########" if exact and value != value.to_integral_value() else "#,##0"
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif value is not None:
        cell.value = value
    cell.font = Font(name=_FACE, size=10)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.border = _LINE


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes (31 characters, none of ``[]:*?/\\``), unlike those ``taken``, which it joins."""
    clean = re.sub(r"[\x00-\x1f\[\]:*?/\\]", " ", wanted).strip(" '") or "未命名"
    name = clean[:31]
    number = 2
    while name.lower() in taken:
        tail = f"（{number}）"
        name = clean[: 31 - len(tail)] + tail
        number += 1
    taken.add(name.lower())
    return name


def saved(book: Workbook) -> bytes:
    """The workbook as bytes that depend on nothing but what is in it."""
    book.properties.creator = "tfdocs"
    book.properties.created = book.properties.modified = _EPOCH
    buffer = BytesIO()
    book.save(buffer)
    book.close()
    return _without_clock(buffer.getvalue())


def _height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that the tallest cell takes: spreadsheets do not measure wrapped texts when they open a file."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str):
            taken = sum(2.1 if ch > "\u2000" else 1.1 for ch in value)
            lines = max(lines, ceil(taken / max(1.0, width - 1)))
    return min(400.0, 4 + 15.0 * lines)


def _without_clock(content: bytes) -> bytes:
    """The same package with fixed times, so that the same report gives the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "docProps/core.xml":
                # openpyxl writes the hour of saving, whatever is set
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            fixed = ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = ZIP_DEFLATED
            target.writestr(fixed, data)
    return out.getvalue()
