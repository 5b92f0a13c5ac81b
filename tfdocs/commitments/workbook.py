"""The commitments of a document as an .xlsx that an office keeps: numbers are numbers, texts are texts.

It must not know how the commitments were found. The same report gives the same bytes.
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
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tfdocs.commitments.wording import (
    KINDS,
    MODALITIES,
    STATUSES,
    figure,
    place,
    required_words,
    said,
    words,
)
from tfdocs.model.commitment import Commitment, CommitmentReport, Modality, Status
from tfdocs.model.document import Document
from tfdocs.model.programme import Category

__all__ = ["workbook_bytes"]

_EPOCH = datetime(2000, 1, 1)
_LONGEST = 32_000  # Excel takes 32,767 characters in a cell
_FACE = "微软雅黑"
_LINE = Border(*(Side(style="thin", color="D9DEE3"),) * 4)
_HEAD = PatternFill("solid", fgColor="1F4E79")
_TINTS = {Status.MET: "E3F1E7", Status.BELOW: "FBE4E1", Status.UNCLEAR: "FDEECD", None: ""}
_MISSING = "FBE4E1"

Value = str | int | Decimal | date | None

_ITEMS: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("性质", 8), ("类型", 8), ("动作", 10), ("对象", 26), ("比较", 9), ("数值", 12), ("上限", 10),
    ("单位", 9), ("每", 7), ("原文", 48), ("位置", 14), ("对应要求", 24), ("要求", 12), ("是否达到", 10),
    ("说明", 30), ("编号", 16),
)  # fmt: skip
_ASSESSED: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("指标", 30), ("要求", 12), ("承诺", 14), ("是否达到", 10), ("原文", 50), ("位置", 14),
    ("要求编号", 26),
)  # fmt: skip
_CONFLICTS: tuple[tuple[str, float], ...] = (("序号", 6), ("不一致之处", 90), ("涉及编号", 40))


def workbook_bytes(
    report: CommitmentReport, category: Category | None = None, document: Document | None = None
) -> bytes:
    """The workbook: all items, with ``category`` a sheet that goes through its indicators, and the contradictions.

    ``document`` names the places; without it paragraphs are counted.
    """
    book = Workbook()
    book.remove(book.active)
    names = {i.id: i.name for i in category.indicators} if category is not None else {}
    if category is not None:
        _table(book.create_sheet("对照要求"), _ASSESSED, _assessed(report, category, document))
    _table(
        book.create_sheet("承诺事项"),
        _ITEMS,
        [_item(n, i, names, document) for n, i in enumerate(report.commitments, 1)],
    )
    if report.conflicts:
        rows: list[tuple[list[Value], str]] = [
            ([n, c.message, "、".join(c.commitments)], _TINTS[Status.UNCLEAR])
            for n, c in enumerate(report.conflicts, 1)
        ]
        _table(book.create_sheet("前后不一致"), _CONFLICTS, rows)
    book.properties.creator = "tfdocs"
    book.properties.created = book.properties.modified = _EPOCH
    buffer = BytesIO()
    book.save(buffer)
    book.close()
    return _without_clock(buffer.getvalue())


def _item(number: int, i: Commitment, names: dict[str, str], document: Document | None) -> tuple[list[Value], str]:
    answer = i.requirement
    row: list[Value] = [
        number, MODALITIES[i.modality], KINDS[i.kind], i.action or "", i.object or "", said(i.comparator),
        _value(i.value), _value(i.value_max), i.unit, i.per or "", words(i), place(i, document),
        names.get(answer.id, answer.id) if answer else "", required_words(answer.required) if answer else "",
        STATUSES[answer.status] if answer else "", i.note, i.id,
    ]  # fmt: skip
    return row, _TINTS[answer.status if answer else None]


def _assessed(report: CommitmentReport, category: Category, document: Document | None) -> list[tuple[list[Value], str]]:
    rows: list[tuple[list[Value], str]] = []
    for number, indicator in enumerate(category.indicators, 1):
        found = [
            i
            for i in report.commitments
            if i.modality is Modality.PROMISE and i.requirement is not None and i.requirement.id == indicator.id
        ]
        wanted = required_words(indicator.required)
        if not found:
            missing = any(m.requirement == indicator.id for m in report.missing)
            said_so = "未承诺" if missing else STATUSES[Status.UNCLEAR]
            rows.append(([number, indicator.name, wanted, "", said_so, "", "", indicator.id], _MISSING))
        for i in found:
            status = i.requirement.status if i.requirement else Status.UNCLEAR
            rows.append(
                (
                    [
                        number,
                        indicator.name,
                        wanted,
                        figure(i),
                        STATUSES[status],
                        words(i),
                        place(i, document),
                        indicator.id,
                    ],
                    _TINTS[status],
                )
            )
    return rows


def _value(value: Decimal | str | None) -> Value:
    """A number, a date where it is a full one, else the text (--06-26, 每月的 5)."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == 10 else value
        except ValueError:
            return value
    return value


def _table(sheet: Worksheet, columns: Sequence[tuple[str, float]], rows: Sequence[tuple[list[Value], str]]) -> None:
    for c, (name, size) in enumerate(columns, 1):
        cell = sheet.cell(1, c, name)
        cell.font = Font(name=_FACE, size=10, bold=True, color="FFFFFF")
        cell.fill = _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.border = _LINE
        sheet.column_dimensions[get_column_letter(c)].width = size
    for r, (values, tint) in enumerate(rows, 2):
        for c, value in enumerate(values, 1):
            _put(sheet.cell(r, c), value, tint)
        sheet.row_dimensions[r].height = _height(values, [size for _, size in columns])
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that the tallest cell takes: spreadsheets do not measure wrapped texts when they open a file."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str):
            taken = sum(2.1 if ch > "\u2000" else 1.1 for ch in value)
            lines = max(lines, ceil(taken / max(1.0, width - 1)))
    return min(400.0, 4 + 15.0 * lines)


def _put(cell: Cell, value: Value, tint: str) -> None:
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
    if tint:
        cell.fill = PatternFill("solid", fgColor=tint)


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
