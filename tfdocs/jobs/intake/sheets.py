"""Workbooks row by row: as many rows as come, in little memory, no text ever a formula, the same rows the same bytes.

And back: the rows of somebody's workbook, which may be hostile. It must not know what the rows mean.
"""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from tfdocs.errors import InputDamaged, InputRefused
from tfdocs.read.archive import FileKind, open_package
from tfdocs.report.vocabulary import visible
from tfdocs.report.writing import write_bytes

_EPOCH = datetime(2000, 1, 1)
_LONGEST = 32_000  # characters; Excel takes 32,767 in a cell
MOST_ROWS = 1_000_000  # Excel takes 1,048,576
_MOST_MARKUP = 300 * 2**20  # bytes of XML in a workbook that is read
_TALLEST = 400.0  # points; Excel takes 409
_FACE = "微软雅黑"
_LINE = Border(*(Side(style="thin", color="D9DEE3"),) * 4)
_HEAD_FILL = PatternFill("solid", fgColor="1F4E79")
_HEAD_FONT = Font(name=_FACE, size=10, bold=True, color="FFFFFF")
_FONT = Font(name=_FACE, size=10, color="1D2733")
_LINK_FONT = Font(name=_FACE, size=10, color="1F4E79", underline="single")
_WRAP = Alignment(vertical="top", wrap_text=True)
_CENTRE = Alignment(vertical="top", horizontal="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a file beside the workbook. ``target`` is one of our own paths, not a text of others."""

    text: str
    target: str


Value = str | int | float | Decimal | date | Link | None


@dataclass
class Sheet:
    """A table. ``rows`` are values with the colour that shades them ("" for none)."""

    title: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[tuple[Sequence[Value], str]]
    frozen: str = "A2"
    printed: str = ""  # the last column that goes on paper; "" for all
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)  # column letter -> values to choose from
    # column letter, formula for its first row with values, colour: holds after edits as well
    shades: Sequence[tuple[str, str, str]] = ()
    leads: bool = False  # stands before the sheets that were written earlier


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """The workbook as a file's content."""
    book = Workbook(write_only=True)
    looks = _Looks()
    for sheet in sheets:
        _write(book, sheet, looks)
        if sheet.leads:
            book.move_sheet(sheet.title, 1 - len(book.sheetnames))
    book.properties.creator = "tfdocs"
    book.properties.created = book.properties.modified = _EPOCH
    buffer = BytesIO()
    book.save(buffer)
    return _without_clock(buffer)


def read_rows(path: Path, most: int, columns: int) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """The title of each sheet of an .xlsx with its rows as texts, at most ``most`` of them and ``columns`` wide.

    Raises ``InputError``; while it is being read, ``InputDamaged``.
    """
    package = open_package(path, kinds=(FileKind.XLSX,))
    markup = [n for n in package.names if n.lower().endswith((".xml", ".rels", ".vml"))]
    if sum(package.size(n) for n in markup) > _MOST_MARKUP:
        raise InputRefused("表格展开后过大", where=path.name)
    for name in markup:
        content = package.read(name)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise InputRefused("表格内含不允许的 XML 声明", where=path.name)
    with _ours(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of parts it drops
        book = load_workbook(BytesIO(package.data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            yield sheet.title, _rows_of(path, sheet, most, columns)
    finally:
        book.close()


def _rows_of(path: Path, sheet: Any, most: int, columns: int) -> Iterator[list[str]]:
    with _ours(path):
        for row in sheet.iter_rows(max_row=most, max_col=columns, values_only=True):
            yield ["" if v is None else str(v).strip() for v in row]


@contextlib.contextmanager
def _ours(path: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # openpyxl raises whatever a damaged part leads it into
        raise InputDamaged("Excel 文件已损坏，读不出来", where=path.name) from error


def put(path: Path, content: bytes) -> None:
    """Write a file, unless it says the same already: an open workbook need not be closed for nothing.

    Raises ``OutputFailed``.
    """
    with contextlib.suppress(OSError):  # not there yet, or locked: writing will say so
        if path.read_bytes() == content:
            return
    write_bytes(path, content)


def _write(book: Workbook, table: Sheet, looks: _Looks) -> None:
    sheet = book.create_sheet(table.title)
    widths = [width for _, width in table.columns]
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = table.frozen
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    head = []
    for name, _ in table.columns:
        cell = WriteOnlyCell(sheet, name)
        cell.font, cell.fill, cell.border, cell.alignment = _HEAD_FONT, _HEAD_FILL, _LINE, _WRAP
        head.append(cell)
    sheet.row_dimensions[1].height = _height([name for name, _ in table.columns], widths)
    sheet.append(head)
    last = 1
    for last, (values, tint) in enumerate(table.rows, start=2):
        if last > MOST_ROWS:
            raise ValueError("more rows than a sheet takes")
        sheet.row_dimensions[last].height = _height(values, widths)
        row = []
        for number, value in enumerate(values, start=1):
            cell = _cell(sheet, value, tint, looks)
            if isinstance(value, Link):
                # the relation is written from this list; the cell alone would need a place that it has only later
                place = f"{get_column_letter(number)}{last}"
                sheet._hyperlinks.append(Hyperlink(ref=place, target=value.target))
            row.append(cell)
        sheet.append(row)
        del sheet.row_dimensions[last]  # written; a night's promises are half a million rows
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{max(2, last)}"
    if table.printed:
        sheet.print_area = f"A1:{table.printed}{last}"
    for letter, formula, colour in table.shades:
        rule = FormulaRule(formula=[formula], fill=PatternFill(bgColor=colour))
        sheet.conditional_formatting.add(f"{letter}2:{letter}{max(2, last)}", rule)
    for letter, choices in table.choices.items():
        choice = DataValidation(type="list", formula1='"' + ",".join(choices) + '"', allow_blank=True)
        choice.add(f"{letter}2:{letter}{max(2, last)}")
        sheet.data_validations.append(choice)


class _Looks:
    """The styles of a workbook, each put together once: openpyxl hashes every part of a style for every cell."""

    def __init__(self) -> None:
        self._known: dict[tuple[bool, bool, bool, bool, str], StyleArray] = {}

    def of(self, sheet: Any, link: bool, number: bool, day: bool, quoted: bool, tint: str) -> StyleArray:
        key = link, number, day, quoted, tint
        if key not in self._known:
            cell = WriteOnlyCell(sheet)
            cell.font = _LINK_FONT if link else _FONT
            cell.alignment = _CENTRE if number else _WRAP
            cell.border = _LINE
            if tint:
                cell.fill = PatternFill("solid", fgColor=tint)
            if day:
                cell.number_format = "yyyy-mm-dd"
            if quoted:
                cell.quotePrefix = True
            self._known[key] = cell._style
        return self._known[key]


def _cell(sheet: Any, value: Value, tint: str, looks: _Looks) -> WriteOnlyCell:
    text = value.text if isinstance(value, Link) else value
    cell = WriteOnlyCell(sheet)
    quoted = False
    if isinstance(text, str):
        shown = "\n".join(visible(line) for line in text.split("\n")) if text else ""
        cell.value = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…（过长，已截断）"
        # openpyxl makes a formula of “=…”; here a text is a text, and the apostrophe flag keeps it one when edited
        cell.data_type = "s"
        quoted = shown[:1] in ("=", "+", "-", "@")
    elif isinstance(text, Decimal):
        # Excel counts in doubles: what a double does not hold exactly stays a text
        exact = Decimal(repr(float(text))) == text
        cell.value = (int(text) if text == text.to_integral_value() else float(text)) if exact else str(text)
    elif text is not None:
        cell.value = text
    number = isinstance(value, int | Decimal)
    cell._style = looks.of(sheet, isinstance(value, Link), number, isinstance(text, date), quoted, tint)
    return cell


def _height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that the tallest cell of a row takes: spreadsheets do not measure wrapped texts on opening a file."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str):
            lines = max(lines, sum(_taken(part, width) for part in value[:_LONGEST].split("\n")))
    return min(_TALLEST, 4 + 15.0 * lines)


def _taken(text: str, width: float) -> int:
    return max(1, ceil(sum(2.1 if ord(c) > 0x2000 else 1.1 for c in text) / max(1.0, width - 1)))


def _without_clock(written: BytesIO) -> bytes:
    """The same package with every time set to one instant: openpyxl writes the clock into it."""
    out = BytesIO()
    with ZipFile(written) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", source.read(name))
                target.writestr(entry, data)
                continue
            with source.open(name) as stream, target.open(entry, "w") as sink:
                while chunk := stream.read(1 << 20):
                    sink.write(chunk)
    return out.getvalue()
