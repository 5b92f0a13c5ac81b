"""An empty form as a workbook: one sheet a section, labels beside input cells, lists to choose from, notes, examples.

Reading it back is ``form_xlsx_read``; both find things by label, so the sheets' layout is free to change.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tfdocs.generate.data import category_of, columns_of, demand
from tfdocs.generate.sheets import CENTRE, HEAD_FILL, INPUT_FILL, LABEL_FILL, WRAP, put, units, workbook_bytes
from tfdocs.model.programme import Category, FieldType, Form, FormField, FormSection, Layout, Programme

META_SHEET = "_tfdocs"
META_VERSION = "1"
FIELD_HEADS = ("填报项目", "填写内容", "填写说明", "示例")

_TEXTUAL = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PHONE, FieldType.EMAIL, FieldType.CREDIT_CODE}
_WIDTHS = {
    FieldType.TEXT: 22,
    FieldType.LONG_TEXT: 40,
    FieldType.INTEGER: 11,
    FieldType.DECIMAL: 11,
    FieldType.MONEY: 15,
    FieldType.DATE: 14,
    FieldType.PHONE: 17,
    FieldType.EMAIL: 24,
    FieldType.CREDIT_CODE: 24,
    FieldType.CHOICE: 16,
    FieldType.YES_NO: 10,
}


def form_xlsx(programme: Programme, form: Form) -> bytes:
    """The empty form as an .xlsx file's bytes; the same form gives the same bytes."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title = form.title
    book.properties.creator = programme.association
    category = category_of(programme, form)
    for section in form.sections:
        ws = book.create_sheet(section.title)
        if section.layout is Layout.FIELDS:
            _fields_sheet(ws, section)
        else:
            _table_sheet(ws, section, category)
        _page(ws, landscape=section.layout is not Layout.FIELDS)
    _meta_sheet(book, programme, form)
    return workbook_bytes(book)


def _meta_sheet(book: Workbook, programme: Programme, form: Form) -> None:
    ws = book.create_sheet(META_SHEET)
    ws.sheet_state = "hidden"
    for row, pair in enumerate(
        (("programme", programme.id), ("form", form.id), ("version", META_VERSION), ("title", form.title)), 1
    ):
        for column, text in enumerate(pair, 1):
            put(ws, row, column, text, grid=False)


def _title(ws: Worksheet, section: FormSection, columns: int) -> None:
    ws.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    put(ws, 1, 1, section.title, bold=True, size=15, grid=False)
    ws.row_dimensions[1].height = 28
    ws.merge_cells(start_row=2, start_column=1, end_row=2, end_column=columns)
    note = section.help or "黄色单元格为填写处；带 * 的必须填写。"
    put(ws, 2, 1, note, colour="7F6000", size=10, grid=False)
    ws.row_dimensions[2].height = 18 * (1 + units(note) // 110)


def _fields_sheet(ws: Worksheet, section: FormSection) -> None:
    for column, width in enumerate((28, 44, 36, 26), 1):
        ws.column_dimensions[get_column_letter(column)].width = width
    _title(ws, section, 4)
    for column, head in enumerate(FIELD_HEADS, 1):
        put(ws, 3, column, head, fill=HEAD_FILL, bold=True, align=CENTRE)
    ws.row_dimensions[3].height = 22
    for row, field in enumerate(section.fields, 4):
        put(ws, row, 1, _marked(field), fill=LABEL_FILL, bold=field.required)
        _input(ws, row, 2, field)
        note = note_of(field)
        put(ws, row, 3, note, colour="595959", size=9.5, fill=LABEL_FILL)
        put(ws, row, 4, field.example, colour="595959", size=9.5, fill=LABEL_FILL)
        # Lines that each cell needs at its width; the label is bold and larger than the notes.
        lines = max(1 + units(_marked(field)) // 25, 1 + units(note) // 40, 1 + units(field.example) // 28)
        # 409 points is the tallest row a spreadsheet allows; a long text is easier to type in a tall cell.
        ws.row_dimensions[row].height = 220 if field.type is FieldType.LONG_TEXT else max(24, 15 * lines + 6)
        _restrict(ws, field, f"B{row}")
    ws.freeze_panes = "B4"
    ws.print_title_rows = "3:3"
    ws.print_area = f"A1:D{3 + len(section.fields)}"


def _table_sheet(ws: Worksheet, section: FormSection, category: Category | None) -> None:
    columns = columns_of(section)
    fixed = len(columns) - len(section.fields)
    _title(ws, section, len(columns))
    head = 3
    if any(f.type is FieldType.MONEY for f in section.fields):
        _totals(ws, section, fixed)
        head = 4
    for column, (_, label) in enumerate(columns, 1):
        field = section.fields[column - fixed - 1] if column > fixed else None
        text = _marked(field) if field else label
        cell = put(ws, head, column, text, fill=HEAD_FILL, bold=True, align=CENTRE)
        if field is not None:
            note = note_of(field)
            note += f"\n示例：{field.example}" if field.example else ""
            if note.strip():
                cell.comment = Comment(note.strip(), "填表说明", width=260, height=110)
        ws.column_dimensions[get_column_letter(column)].width = _column_width(field, label)
    ws.row_dimensions[head].height = 32
    if section.layout is Layout.INDICATORS:
        indicators = category.indicators if category else ()
        for number, indicator in enumerate(indicators, 1):
            for column, value in enumerate((number, indicator.name, demand(indicator), indicator.unit), 1):
                put(ws, head + number, column, value, fill=LABEL_FILL, align=WRAP if column == 2 else CENTRE)
        rows = len(indicators)
    else:
        rows = min(section.max_rows, max(12, section.min_rows + 8))
    for row in range(head + 1, head + 1 + rows):
        for column, field in enumerate(section.fields, fixed + 1):
            _input(ws, row, column, field)
        ws.row_dimensions[row].height = 30
    last = head + (rows if section.layout is Layout.INDICATORS else section.max_rows)
    for column, field in enumerate(section.fields, fixed + 1):
        letter = get_column_letter(column)
        _restrict(ws, field, f"{letter}{head + 1}:{letter}{last}")
    ws.freeze_panes = f"{get_column_letter(fixed + 1) if fixed else 'A'}{head + 1}"
    ws.print_title_rows = f"{head}:{head}"
    ws.print_area = f"A1:{get_column_letter(len(columns))}{head + rows}"


def _totals(ws: Worksheet, section: FormSection, fixed: int) -> None:
    """Running sums above the head: rows can be added below for ever and the sums stay right."""
    put(ws, 3, 1, "合计（自动计算）", bold=True, fill=LABEL_FILL)
    for column, field in enumerate(section.fields, fixed + 1):
        letter = get_column_letter(column)
        if field.type is FieldType.MONEY:
            cell = put(ws, 3, column, None, bold=True, fill=LABEL_FILL)
            cell.value = f"=SUM({letter}5:{letter}{4 + section.max_rows})"
            cell.number_format = "#,##0.00"
        elif column > 1:
            put(ws, 3, column, None, fill=LABEL_FILL)


def _input(ws: Worksheet, row: int, column: int, field: FormField) -> None:
    long = field.type is FieldType.LONG_TEXT
    align = Alignment(wrap_text=True, vertical="top" if long else "center")
    cell = put(ws, row, column, None, fill=INPUT_FILL, align=align)
    # "@" keeps leading zeros and long account numbers as they are typed.
    if field.type in _TEXTUAL:
        cell.number_format = "@"
    elif field.type is FieldType.DATE:
        cell.number_format = "yyyy-mm-dd"
    elif field.type is FieldType.MONEY:
        cell.number_format = "#,##0.00"


def _restrict(ws: Worksheet, field: FormField, area: str) -> None:
    """A list to choose from, or a hint beside the cell. Never a hard stop for dates and numbers: people paste."""
    choices = ("是", "否") if field.type is FieldType.YES_NO else field.choices
    if choices:
        # The list stands in the rule itself (at most 255 characters); a longer one is only told in the note.
        joined = ",".join(choices)
        if len(joined) > 250 or any("," in c or '"' in c for c in choices):
            return
        rule = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True, showDropDown=False)
        rule.errorTitle, rule.error, rule.errorStyle = "请从列表中选择", f"可选：{'、'.join(choices)}"[:200], "stop"
        rule.showErrorMessage = True
    else:
        rule = DataValidation(type="custom", formula1="TRUE", allow_blank=True)
    note = note_of(field) or field.label
    rule.promptTitle, rule.prompt, rule.showInputMessage = field.label[:30], note[:240], True
    ws.add_data_validation(rule)
    rule.add(area)


def note_of(field: FormField) -> str:
    kinds: dict[FieldType, str] = {
        FieldType.DATE: "日期，如 2023-12-31。",
        FieldType.MONEY: "金额，单位元。",
        FieldType.INTEGER: "整数。",
        FieldType.DECIMAL: "数字。",
        FieldType.CREDIT_CODE: "18 位，末位为校验位。",
        FieldType.YES_NO: "填“是”或“否”。",
        FieldType.LONG_TEXT: "可分段，段与段之间换行（Alt+Enter）。",
    }
    parts = [field.help, kinds.get(field.type, "")]
    if field.choices:
        parts.append(f"可选：{'、'.join(field.choices)}。")
    if field.max_length:
        parts.append(f"不超过 {field.max_length} 字。")
    if not field.required:
        parts.append("可不填。")
    return "".join(p if p.endswith(("。", "；", "！", "）")) or not p else p + "。" for p in parts)


def _marked(field: FormField) -> str:
    return f"{field.label} *" if field.required else field.label


def _column_width(field: FormField | None, label: str) -> float:
    if field is None:
        return {"序号": 6, "指标名称": 30, "指南要求": 16, "单位": 8}.get(label, 14)
    wide = field.type is FieldType.TEXT and (field.max_length or 0) > 60
    return max(40 if wide else _WIDTHS[field.type], units(field.label) + 4)


def _page(ws: Worksheet, *, landscape: bool) -> None:
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.orientation = "landscape" if landscape else "portrait"
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_margins.left = ws.page_margins.right = 0.5
    ws.oddFooter.center.text = "第 &P 页 共 &N 页"
    ws.sheet_view.zoomScale = 110
