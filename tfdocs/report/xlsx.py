"""report.xlsx: the report as a workbook for those who work through it or file it.

Texts are texts, whatever they begin with; numbers are numbers; the same report gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TypeAlias
from weakref import WeakKeyDictionary
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tfdocs.model.comparison import Certainty, Checked, Difference, Verdict
from tfdocs.report import conclusion, passage
from tfdocs.report import vocabulary as words
from tfdocs.report.writing import write_bytes

_EPOCH = datetime(2000, 1, 1)
_LONGEST = 32_000  # characters; Excel takes 32,767 in a cell
_ROWS = 1_000_000  # Excel takes 1,048,576
_TALLEST = 400.0  # points; Excel takes 409
_FACE = "微软雅黑"
_LINE = Border(*(Side(style="thin", color="D9DEE3"),) * 4)
_HEAD = PatternFill("solid", fgColor="1F4E79")
_TINT = {"certain": "FBE4E1", "uncertain": "FDEECD", "filled": "DFEBF7", "suppressed": "EDF0F3"}
_INK = {Verdict.CONSISTENT: "2A6F4A", Verdict.INCONSISTENT: "A92B23", Verdict.UNDETERMINED: "8F5A00"}

_STRONG = {"certain": "A92B23", "uncertain": "8F5A00", "filled": "23588F", "suppressed": "566270"}

Value: TypeAlias = str | int | float | CellRichText | None

_COLUMNS: tuple[tuple[str, float], ...] = (
    ("序号", 6), ("类别", 8), ("性质", 7), ("确定性", 8), ("页", 6), ("差异", 28), ("Word 原文", 42), ("PDF 识读", 34),
    ("Word 位置", 16), ("依据", 30), ("处理意见", 10), ("备注", 18), ("涉及承诺", 28),
    ("规则", 16), ("似然比", 9), ("位置（磅）", 24), ("编号", 20),
)  # fmt: skip
_DECISION = "K"  # column of 处理意见, filled in by the reader
_PRINTED = "L"  # columns up to this one go on paper


def write_xlsx(checked: Checked, path: Path) -> None:
    """Write the workbook. Raises ``OutputFailed`` when ``path`` cannot be written."""
    write_bytes(path, workbook_bytes(checked))


def workbook_bytes(checked: Checked) -> bytes:
    """The workbook as a file's content."""
    book = Workbook()
    first = book.active
    book.remove(first)
    every = conclusion.numbered(checked.report)
    main = len(checked.report.differences)
    _conclusion(book, checked)
    _differences(book, "差异", checked, every[:main])
    _differences(book, "已排除", checked, every[main:], suppressed=True)
    _pages(book, checked)
    _seals(book, checked)
    _findings(book, checked)
    book.properties.creator = "tfdocs"
    book.properties.created = book.properties.modified = _EPOCH
    buffer = BytesIO()
    book.save(buffer)
    book.close()
    return _without_clock(buffer.getvalue())


def _without_clock(content: bytes) -> bytes:
    """The same package with every time set to one instant: openpyxl writes the clock into it, three times over."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            entry = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, data)
    return out.getvalue()


def _text(value: str) -> str:
    text = words.visible(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…（过长，已截断）"


# The styles made so far, by workbook: openpyxl takes four times as long to look a style up as to copy one.
_looks: WeakKeyDictionary[Workbook, dict[tuple[object, ...], StyleArray]] = WeakKeyDictionary()


def _put(sheet: Worksheet, row: int, column: int, value: Value, **style: object) -> None:
    cell = sheet.cell(row, column)
    quoted = False
    if isinstance(value, str) and not isinstance(value, CellRichText):
        text = _text(value)
        cell.value = text
        # openpyxl makes a formula of “=…”; here a text is a text, and the apostrophe flag keeps it one when edited.
        cell.data_type = "s"
        quoted = text[:1] in ("=", "+", "-", "@")
    else:
        cell.value = value
        quoted = isinstance(value, CellRichText) and str(value)[:1] in ("=", "+", "-", "@")
    across = "center" if isinstance(value, int) else None
    look = (bool(style.get("bold")), str(style.get("color", "1D2733")), style.get("fill") or "", across)
    held = _looks.setdefault(sheet.parent, {})
    if look in held:
        cell._style = copy(held[look])
    else:
        cell.font = Font(name=_FACE, size=10, bold=look[0], color=look[1])
        cell.alignment = Alignment(vertical="top", horizontal=across, wrap_text=True)
        if look[2]:
            cell.fill = PatternFill("solid", fgColor=str(look[2]))
        cell.border = _LINE
        held[look] = copy(cell._style)
    if quoted:
        cell.quotePrefix = True


def _in_context(part: passage.Passage | None, text: str, colour: str) -> CellRichText | str:
    """A sentence with the disputed run in bold between 【】, which survive where colours do not."""
    if part is None:
        return ""
    plain = InlineFont(rFont=_FACE, sz=10, color="566270")
    strong = InlineFont(rFont=_FACE, sz=10, b=True, color=colour)
    runs = [
        (plain, ("…" if part.cut_before else "") + part.before),
        (strong, f"【{text}】" if text else "【 】"),
        (plain, part.after + ("…" if part.cut_after else "")),
    ]
    return CellRichText([TextBlock(font, _text(run)) for font, run in runs if run])


def _height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that the tallest cell of a row takes: spreadsheets do not measure wrapped texts on opening a file."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str | CellRichText):
            taken = sum(2.1 if ord(c) > 0x2000 else 1.1 for c in str(value))
            lines = max(lines, ceil(taken / max(1.0, width - 1)))
    return min(_TALLEST, 4 + 15.0 * lines)


def _table(
    book: Workbook, title: str, columns: Sequence[tuple[str, float]], rows: Iterable[tuple[Sequence[Value], str]]
) -> Worksheet:
    """A sheet with a frozen head, a filter, and ``rows`` of values with the colour that shades each."""
    sheet = book.create_sheet(title)
    for number, (name, width) in enumerate(columns, start=1):
        _put(sheet, 1, number, name, bold=True, color="FFFFFF")
        sheet.cell(1, number).fill = _HEAD
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = 1
    for last, (values, fill) in enumerate(rows, start=2):
        if last > _ROWS:
            raise ValueError("more rows than a sheet takes")
        for number, value in enumerate(values, start=1):
            _put(sheet, last, number, value, fill=fill)
        sheet.row_dimensions[last].height = _height(values, [width for _, width in columns])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(1, last)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    return sheet


def _conclusion(book: Workbook, checked: Checked) -> None:
    report, cover = checked.report, checked.report.coverage
    sheet = book.create_sheet("结论")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90
    sheet.sheet_view.showGridLines = False
    heads = conclusion.headlines(report)
    rows: list[tuple[str, Value]] = [("结论", words.VERDICT[report.verdict]), ("说明", conclusion.headline(report))]
    rows += [("要点", f"{h.label}：{h.sentence}" + (f"（{h.where}）" if h.where else "")) for h in heads]
    rows += [("原因", r) for r in conclusion.reasons(report)]
    rows += [
        ("Word", report.word.name),
        ("Word SHA-256", report.word.sha256),
        ("修订视图", words.view(report.word.view)),
        ("PDF", report.pdf.name),
        ("PDF SHA-256", report.pdf.sha256),
        ("PDF 页数", report.pdf.pages),
        ("Word 字数", cover.word_characters),
        ("已核实", cover.verified),
        ("不同", cover.different),
        ("缺失", cover.missing),
        ("看不清", cover.unreadable),
        ("PDF 字数", cover.pdf_characters),
        ("PDF 上未归类", cover.pdf_unverified),
    ]
    for c in conclusion.counts(report):
        if c.certain:
            rows.append((f"差异：{words.MATERIALITY[c.materiality]}，确定", c.certain))
        if c.uncertain:
            rows.append((f"差异：{words.MATERIALITY[c.materiality]}，存疑", c.uncertain))
    rows.append(("手填", len(conclusion.filled_in(report))))
    rows.append(("已判定为识读误差", len(report.suppressed)))
    rows += [("没有核对", text) for text in conclusion.not_checked(checked)]
    rows += [(f"引擎：{name}", version) for name, version in conclusion.made_with(report)]
    rows += [("怎样读", text) for text in conclusion.how_to_read(report)]
    previous = ""
    for number, (name, value) in enumerate(rows, start=1):
        _put(sheet, number, 1, name if name != previous else "", color="566270")
        _put(sheet, number, 2, value)
        if isinstance(value, int):
            sheet.cell(number, 2).alignment = Alignment(horizontal="left", vertical="top")
        sheet.row_dimensions[number].height = _height([name, value], [22, 90])
        previous = name
    sheet.cell(1, 2).font = Font(name=_FACE, size=18, bold=True, color=_INK[report.verdict])
    sheet.row_dimensions[1].height = 32
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _differences(
    book: Workbook, title: str, checked: Checked, found: list[tuple[int, Difference]], *, suppressed: bool = False
) -> None:
    sheet = _table(book, title, _COLUMNS, (_difference(checked, n, d, suppressed) for n, d in found))
    last = len(found) + 1
    sheet.freeze_panes = "G2"
    sheet.print_area = f"A1:{_PRINTED}{last}"
    if found and not suppressed:
        choice = DataValidation(type="list", formula1='"确认,忽略"', allow_blank=True)
        choice.add(f"{_DECISION}2:{_DECISION}{last}")
        sheet.add_data_validation(choice)


def _difference(checked: Checked, number: int, d: Difference, suppressed: bool) -> tuple[list[Value], str]:
    if suppressed:
        style = "suppressed"
    elif conclusion.harmless(d):
        style = "filled"
    else:
        style = "certain" if d.certainty is Certainty.CERTAIN else "uncertain"
    word = passage.word_passage(checked.word, d.word) if d.word else None
    paper = passage.pdf_passage(d.pdf) if d.pdf else None
    boxes = "; ".join(", ".join(f"{v:g}" for v in box) for box in d.pdf.boxes) if d.pdf else ""
    return [
        number,
        words.MATERIALITY[d.materiality],
        words.KIND[d.kind],
        words.CERTAINTY[d.certainty],
        d.pdf.page if d.pdf else None,
        conclusion.spoken(d, 400),
        _in_context(word, d.word.text if d.word else "", _STRONG[style]),
        _in_context(paper, d.pdf.text if d.pdf else "", _STRONG[style]),
        conclusion.word_place(d),
        d.evidence.note,
        "",
        "",
        conclusion.commitment(d),
        d.evidence.rule,
        d.evidence.score,
        boxes,
        d.id,
    ], _TINT[style]


def _pages(book: Workbook, checked: Checked) -> None:
    report = checked.report
    failures = {p.number: p.failure or "" for p in checked.pages}
    differences = [d for d in report.differences if d.pdf is not None]

    def row(number: int) -> tuple[list[Value], str]:
        entry = report.pages[number]
        here = [d for d in differences if d.pdf is not None and d.pdf.page == entry.number]
        certain = sum(d.certainty is Certainty.CERTAIN and not conclusion.harmless(d) for d in here)
        unsure = sum(d.certainty is Certainty.UNCERTAIN for d in here)
        values: list[Value] = [
            entry.number, words.STATUS[entry.status], certain, unsure, len(here) - certain - unsure, entry.characters,
            words.SOURCE[entry.source], entry.rotation, entry.dpi, failures.get(entry.number, ""),
        ]  # fmt: skip
        return values, _TINT["certain"] if certain else _TINT["uncertain"] if unsure else ""

    columns = (
        ("页", 6), ("状态", 12), ("确定的差异", 12), ("存疑", 8), ("手填", 8), ("字数", 8), ("来源", 14),
        ("转正（度）", 11), ("分辨率（dpi）", 14), ("未能识读的原因", 50),
    )  # fmt: skip
    _table(book, "页面", columns, (row(n) for n in range(len(report.pages))))


def _seals(book: Workbook, checked: Checked) -> None:
    columns = (
        ("页", 6),
        ("形状", 12),
        ("印文", 40),
        ("左（磅）", 10),
        ("上（磅）", 10),
        ("右（磅）", 10),
        ("下（磅）", 10),
    )
    rows: list[tuple[Sequence[Value], str]] = [
        ([s.page, words.SHAPE[s.shape], s.text or "（未读出）", *s.box], "") for s in checked.report.seals
    ]
    _table(book, "印章", columns, rows)


def _findings(book: Workbook, checked: Checked) -> None:
    columns = (("程度", 8), ("内容", 80), ("位置", 30), ("代码", 24))
    lifted = [f for f in checked.report.findings if f.code in words.HEADLINE]
    tints = {"error": _TINT["certain"], "warning": _TINT["uncertain"]}
    rows: list[tuple[Sequence[Value], str]] = [
        ([words.SEVERITY[f.severity], f.message, f.where or "", f.code], tints.get(f.severity.value, ""))
        for f in [*lifted, *conclusion.other_findings(checked.report)]
    ]
    _table(book, "提示", columns, rows)
