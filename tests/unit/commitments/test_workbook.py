"""The workbook an office keeps: numbers are numbers, texts are texts, and the same report gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook

from tfdocs.commitments.workbook import workbook_bytes
from tfdocs.model.commitment import CommitmentReport
from tfdocs.programme import find

Read = Callable[..., CommitmentReport]


def test_items(read: Read) -> None:
    report = read("推荐论文10-15篇。", "申请经费20万元。", "项目周期：2023年12月31日前")
    book = load_workbook(BytesIO(workbook_bytes(report)))
    sheet = book["承诺事项"]
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == "A1:Q4"
    assert [sheet.cell(2, c).value for c in (7, 8, 9)] == [10, 15, "篇"]
    assert sheet["G3"].value == 200000
    assert sheet["G4"].value == datetime(2023, 12, 31)
    book.close()


def test_a_formula_is_a_text(read: Read) -> None:
    report = read([["指标", "单位", "目标值"], ["=1+1", "篇", "25"], ["@推荐论文", "篇", "26"]])
    book = load_workbook(BytesIO(workbook_bytes(report)))
    sheet = book["承诺事项"]
    objects = [sheet.cell(r, 5) for r in (2, 3)]
    assert [c.value for c in objects] == [i.object for i in report.commitments]
    assert all(c.data_type == "s" for row in sheet.iter_rows(min_row=2) for c in row if isinstance(c.value, str))
    assert objects[0].value is not None and objects[0].value.startswith("=") and objects[0].quotePrefix
    book.close()


def test_against_a_category(read: Read) -> None:
    programme = find("tianfu-2023")
    category = programme.category("一流科技期刊")
    report = read("推荐参评论文15篇。期刊浏览量位居前40名。", programme=programme, category=category)
    content = workbook_bytes(report, category)
    book = load_workbook(BytesIO(content))
    sheet = book["对照要求"]
    said = {
        sheet.cell(r, 2).value: (sheet.cell(r, 4).value, sheet.cell(r, 5).value) for r in range(2, sheet.max_row + 1)
    }
    assert [v[1] for v in said.values()] == ["未承诺", "未达到", "达到"]
    colours = {r.formula[0]: r.dxf.fill.bgColor.rgb for rules in sheet.conditional_formatting for r in rules.rules}
    assert colours['$E2="未承诺"'] == colours['$E2="未达到"'] != colours['$E2="达到"']
    book.close()
    assert workbook_bytes(report, category) == content
