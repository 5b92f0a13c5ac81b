"""Workbooks as this package writes them: repeatable bytes, one look, text that can never become a formula."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from tfdocs.generate.output import pack, write_bytes

FONT = "宋体"
_GREY = Side(style="thin", color="BFBFBF")
GRID = Border(left=_GREY, right=_GREY, top=_GREY, bottom=_GREY)
HEAD_FILL = PatternFill("solid", fgColor="D9E2F3")
LABEL_FILL = PatternFill("solid", fgColor="F2F2F2")
INPUT_FILL = PatternFill("solid", fgColor="FFFBE6")
WRAP = Alignment(wrap_text=True, vertical="center")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def put(
    ws: Worksheet,
    row: int,
    column: int,
    value: Any,
    *,
    fill: PatternFill | None = None,
    bold: bool = False,
    size: float = 11,
    colour: str = "000000",
    align: Alignment = WRAP,
    grid: bool = True,
) -> Cell:
    """Write ``value`` with the house's look. Text stays text whatever it begins with (= + - @)."""
    cell: Cell = ws.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        # openpyxl takes "=…" for a formula; a spreadsheet would run it. A quote prefix keeps it text when edited too.
        cell.data_type = "s"
        if value[:1] in "=+-@" and value:
            cell.quotePrefix = True
    cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
    cell.alignment = align
    if grid:
        cell.border = GRID
    if fill is not None:
        cell.fill = fill
    return cell


def units(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as .xlsx whose bytes depend on its content only."""
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    members = []
    with zipfile.ZipFile(buffer) as package:
        for info in package.infolist():
            content = package.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            members.append((info.filename, content))
    return pack(members)


def save_workbook(book: Workbook, path: Path) -> None:
    """Write the workbook to ``path``; raises ``OutputFailed``."""
    write_bytes(path, workbook_bytes(book))
