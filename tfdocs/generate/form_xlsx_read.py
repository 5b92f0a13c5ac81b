"""A filled workbook back into data. Things are found by label, so inserted or reordered rows and columns do no harm."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from tfdocs.errors import InputDamaged, InputRefused
from tfdocs.generate.data import (
    Entry,
    FormData,
    Record,
    columns_of,
    find_form,
    indicator_names,
    label_key,
    place_indicator,
)
from tfdocs.generate.form_xlsx import FIELD_HEADS, META_SHEET
from tfdocs.generate.values import Raw, is_blank
from tfdocs.model.fault import Fault, Severity
from tfdocs.model.programme import Form, FormSection, Layout, Programme
from tfdocs.read.archive import FileKind, Package, open_package

MAX_FILE = 20 * 1024 * 1024  # bytes; a filled form has some 30 KB
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 12_000  # a list of notices may have ten thousand
MAX_COLUMNS = 60

_TOTALS = {"合计", "总计", "小计", "合计(自动计算)", "总合计"}
_FORMULA_WITHOUT_VALUE = "\x00formula"


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet: ``rows[r][c]``, from row and column 1 of the sheet."""

    name: str
    rows: tuple[tuple[Raw, ...], ...]

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{get_column_letter(column + 1)}{row + 1}"


def read_grids(path: Path) -> list[Grid]:
    """Every sheet of a workbook as values (formulas by their stored result).

    Raises ``InputDamaged``, ``InputEncrypted`` or ``InputRefused``.
    """
    name = path.name
    package = open_package(path, kinds=(FileKind.XLSX,))
    has_formulas = _guard(package)
    blob = package.data
    try:
        # openpyxl warns of parts it drops (drawings, extensions): nothing that a form's data depends on.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = load_workbook(io.BytesIO(blob), data_only=True, keep_links=False)
            formulas = load_workbook(io.BytesIO(blob), keep_links=False) if has_formulas else None
    except Exception as error:  # openpyxl raises whatever it stumbles over: KeyError, ValueError, XML errors, …
        hint = "请在 Excel 或 WPS 中打开检查，另存为 .xlsx 后再试。"
        raise InputDamaged("无法读取表格内容，文件可能已损坏", where=name, hint=hint) from error
    return [
        Grid(ws.title, _cells(values, formulas, ws.title, name))
        for ws in values.worksheets
        if ws.sheet_state == "visible" or ws.title == META_SHEET
    ]


def _guard(package: Package) -> bool:
    """Refuse what is no form before openpyxl opens it; say whether any sheet holds a formula."""
    if len(package.data) > MAX_FILE:
        raise InputRefused(
            "表格文件过大", where=package.name, hint=f"上限 {MAX_FILE // 2**20} MB；请删除图片等无关内容。"
        )
    markup = [n for n in package.names if n.lower().endswith((".xml", ".rels", ".vml"))]
    if sum(package.size(n) for n in markup) > MAX_UNPACKED:
        raise InputRefused("表格展开后过大", where=package.name, hint="请删除无关内容，或改用新的空白填报表。")
    formulas = False
    for name in markup:
        content = package.read(name)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise InputRefused("表格内含不允许的 XML 声明", where=package.name, hint="请用新的空白填报表重新填写。")
        formulas = formulas or (name.startswith("xl/worksheets/") and b"<f" in content)
    return formulas


def _cells(values: Workbook, formulas: Workbook | None, title: str, name: str) -> tuple[tuple[Raw, ...], ...]:
    ws = values[title]
    if ws.max_row > MAX_ROWS and any(c.value is not None for row in ws.iter_rows(min_row=MAX_ROWS + 1) for c in row):
        raise InputRefused(f"工作表“{title}”超过 {MAX_ROWS} 行", where=name, hint="请分成几个文件。")
    bottom, right = min(ws.max_row, MAX_ROWS), min(ws.max_column, MAX_COLUMNS)
    rows = [list(row) for row in ws.iter_rows(max_row=bottom, max_col=right, values_only=True)]
    if formulas is not None:
        typed = formulas[title].iter_rows(max_row=bottom, max_col=right)
        for row, cells in zip(rows, typed, strict=True):
            for column, cell in enumerate(cells):
                if cell.data_type == "f" and row[column] is None:
                    row[column] = _FORMULA_WITHOUT_VALUE
    return tuple(tuple(row) for row in rows)


def identify(grids: Sequence[Grid], programme: Programme) -> tuple[str, str]:
    """Programme id and form id that a workbook says it is; by its sheets' names when the hidden sheet is lost."""
    for grid in grids:
        if grid.name == META_SHEET:
            meta = {str(r[0]): str(r[1]) for r in grid.rows if len(r) > 1 and r[0] is not None}
            return meta.get("programme", ""), meta.get("form", "")
    titles = {label_key(g.name) for g in grids}
    best = max(programme.forms, key=lambda f: _overlap(grids, titles, f), default=None)
    if best is None or _overlap(grids, titles, best) < 0.5:
        return "", ""
    return programme.id, best.id


def _overlap(grids: Sequence[Grid], titles: set[str], form: Form) -> float:
    """How much of a form's sheets and labels a workbook has, 0 to 1."""
    wanted = {label_key(s.title) for s in form.sections}
    labels = {label_key(label) for s in form.sections for _, label in columns_of(s)}
    seen = {label_key(c) for g in grids for r in g.rows for c in r[:20] if isinstance(c, str) and len(c) < 60}
    return 0.5 * len(wanted & titles) / len(wanted) + 0.5 * len(labels & seen) / len(labels)


def read_workbook(path: Path, programme: Programme, form_id: str | None = None) -> FormData:
    """The data of a filled workbook; faults of place and label are in ``FormData.faults``, none is raised.

    Raises ``InputError`` when the file cannot be read or is no form of this programme.
    """
    grids = read_grids(path)
    said_programme, said_form = identify(grids, programme)
    chosen = form_id or said_form
    if not chosen:
        hint = "请用 tfdocs form 生成的填报表填写。"
        raise InputRefused("不是可识别的填报表", where=path.name, hint=hint)
    if said_programme and said_programme != programme.id:
        raise InputRefused(
            f"这是项目“{said_programme}”的填报表，不是“{programme.id}”的",
            where=path.name,
            hint=f"请加 --programme {said_programme}，或换用正确的填报表。",
        )
    form = find_form(programme, chosen)
    return read_grids_as(form, programme, [g for g in grids if g.name != META_SHEET], path.name)


def read_grids_as(form: Form, programme: Programme, grids: Sequence[Grid], source: str) -> FormData:
    """``grids`` read as ``form``."""
    faults: list[Fault] = []
    sections: dict[str, tuple[Record, ...]] = {}
    places: dict[str, str] = {}
    for section in form.sections:
        grid = _sheet(grids, section)
        if grid is None:
            faults.append(Fault(section.title, f"缺少工作表“{section.title}”", "请不要删除填报表中的工作表。"))
            places[section.key] = section.title
            continue
        places[section.key] = grid.name
        if section.layout is Layout.FIELDS:
            sections[section.key] = (_read_fields(grid, section, faults),)
        else:
            sections[section.key] = _read_rows(grid, section, indicator_names(programme, form), faults)
    return FormData(form.id, programme.id, source, sections, places, tuple(faults))


def _sheet(grids: Sequence[Grid], section: FormSection) -> Grid | None:
    """By title; a renamed sheet by at least half of its labels."""
    for grid in grids:
        if label_key(grid.name) == label_key(section.title):
            return grid
    wanted = {label_key(label) for _, label in columns_of(section)}

    def share(grid: Grid) -> float:
        seen = {label_key(c) for r in grid.rows for c in r if isinstance(c, str) and len(c) < 60}
        return len(wanted & seen) / len(wanted)

    best = max(grids, key=share, default=None)
    return best if best is not None and share(best) > 0.5 else None


def _read_fields(grid: Grid, section: FormSection, faults: list[Fault]) -> Record:
    labels = {label_key(f.label): f.key for f in section.fields}
    label_column, value_column = _field_columns(grid, labels)
    entries: dict[str, Entry] = {}
    for r, row in enumerate(grid.rows):
        cell = row[label_column] if label_column < len(row) else None
        key = labels.get(label_key(cell)) if isinstance(cell, str) else None
        if key is None:
            continue
        raw = row[value_column] if value_column < len(row) else None
        place = grid.place(r, value_column)
        if key in entries:
            if not is_blank(raw):
                faults.append(Fault(place, f"“{cell}”出现了两次", "请只保留一行。"))
            continue
        entries[key] = _entry(raw, place, faults)
    for field in section.fields:
        if field.key not in entries:
            faults.append(Fault(grid.name, f"找不到“{field.label}”这一行", "请不要改动或删除左侧的项目名称。"))
    return Record(entries, grid.name)


def _field_columns(grid: Grid, labels: dict[str, str]) -> tuple[int, int]:
    """Columns of labels and values: by the heads when they are there, else where most labels stand, and the next."""
    for row in grid.rows[:20]:
        keys = [label_key(c) if isinstance(c, str) else "" for c in row]
        if label_key(FIELD_HEADS[0]) in keys and label_key(FIELD_HEADS[1]) in keys:
            return keys.index(label_key(FIELD_HEADS[0])), keys.index(label_key(FIELD_HEADS[1]))
    counts: dict[int, int] = {}
    for row in grid.rows:
        for column, cell in enumerate(row):
            if isinstance(cell, str) and label_key(cell) in labels:
                counts[column] = counts.get(column, 0) + 1
    column = max(counts, key=lambda c: (counts[c], -c), default=0)
    return column, column + 1


def _read_rows(grid: Grid, section: FormSection, indicators: dict[str, str], faults: list[Fault]) -> tuple[Record, ...]:
    labels = {label_key(label): key for key, label in columns_of(section)}
    head = -1
    columns: dict[int, str] = {}
    for r, row in enumerate(grid.rows[:40]):
        found = {c: labels[label_key(v)] for c, v in enumerate(row) if isinstance(v, str) and label_key(v) in labels}
        if len(found) > len(columns):
            head, columns = r, found
    if not columns:
        faults.append(Fault(grid.name, "找不到表头", "请不要改动或删除表头一行。"))
        return ()
    for field in section.fields:
        if field.key not in columns.values():
            faults.append(Fault(f"{grid.name} 第 {head + 1} 行", f"表头缺少“{field.label}”一列", "请恢复这一列。"))
    records = []
    fixed = {key for key, _ in columns_of(section)} - {f.key for f in section.fields}
    for r in range(head + 1, len(grid.rows)):
        row = grid.rows[r]
        texts = [label_key(v) for v in row if not is_blank(v)]
        own = [v for c, v in enumerate(row) if columns.get(c) not in fixed and c in columns]
        if not texts or (section.layout is Layout.ROWS and all(is_blank(v) for v in own)):
            continue
        if texts[0] in _TOTALS or (len(texts) > 1 and texts[0].isdigit() and texts[1] in _TOTALS):
            faults.append(Fault(grid.place(r, 0), "表中的合计行不计入", "合计会自动计算，可删除此行。", Severity.INFO))
            continue
        entries = {key: _entry(row[c], grid.place(r, c), faults) for c, key in columns.items()}
        where = f"{grid.name} 第 {r + 1} 行"
        if section.layout is Layout.INDICATORS:
            place_indicator(entries, indicators, where, faults)
        records.append(Record(entries, where))
    return tuple(records)


def _entry(raw: Raw, place: str, faults: list[Fault]) -> Entry:
    if raw == _FORMULA_WITHOUT_VALUE:
        faults.append(Fault(place, "公式没有计算结果", "请在 Excel 或 WPS 中打开、保存一次，或直接填写数值。"))
        raw = None
    elif isinstance(raw, str) and raw in ("#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"):
        faults.append(Fault(place, f"公式出错（{raw}）", "请改正公式，或直接填写数值。"))
        raw = None
    elif raw is not None and not isinstance(raw, str | int | float | bool) and not hasattr(raw, "year"):
        raw = str(raw)
    return Entry(raw, place)
