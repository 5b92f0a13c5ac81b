"""Words printed by LibreOffice: labels beside several rows, written downwards and turned, and newspaper columns.

Honest prints of each had certain differences: rows beside a label came between its characters, a turned label was read
from its end, all of one member's table was placed in the next one's, and the second column's paragraphs had moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

import tfdocs
from samples.printing import print_all
from samples.scanning import scan
from tfdocs.model.comparison import CheckReport, Verdict

pytestmark = pytest.mark.require("libreoffice", "fonts")

MEMBER = [
    ["姓名", "周明远", "职称"],
    ["电话", "139 0000 1234", "年龄"],
    ["单位", "锦水学会", "学历"],
    ["邮箱", "", "性别"],
]
LABELS = ("项目负责人", "主要成员", "学会", "序号")
COLUMNS = (
    "专项经费由理事会统一管理，秘书处负责日常核算，每季度公开一次。",
    "经费开支须由项目负责人提出申请，财务人员审核，理事长签批。",
    "单笔支出超过五万元的，应当经常务理事会集体讨论决定。",
    "专项经费结余可以结转下年度使用，连续两年未用完的应当退回。",
    "任何单位和个人不得截留、挤占、挪用专项经费，不得虚列支出。",
    "监事会每半年检查一次经费使用情况，检查结果向大会报告。",
)
LAID = ("narrow", "middle", "tbRl", "btLr")
FACE = "Noto Sans CJK SC"


def write(path: Path, laid: str, labels: Sequence[str] = LABELS, columns: Sequence[str] = COLUMNS) -> Path:
    word = docx.Document()
    word.styles["Normal"].font.name = FACE
    word.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACE)
    word.add_paragraph("项目人员情况表")
    for label in labels:
        table = word.add_table(len(MEMBER), 4)
        table.style = "Table Grid"
        for row, texts in zip(table.rows, MEMBER, strict=True):
            for cell, text in zip(row.cells[1:], texts, strict=True):
                cell.text = text
        spanning = table.cell(0, 0).merge(table.cell(len(MEMBER) - 1, 0))
        spanning.text = label
        if laid in ("narrow", "middle"):
            table.autofit = False
            for column, wide in zip(table.columns, (0.9, 4, 4, 4), strict=True):
                column.width = Cm(wide)
        else:
            way = OxmlElement("w:textDirection")
            way.set(qn("w:val"), laid)
            spanning._tc.get_or_add_tcPr().append(way)
        if laid != "narrow":
            spanning.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        word.add_paragraph()
    section = word.add_section(WD_SECTION.CONTINUOUS)
    section._sectPr.find(qn("w:cols")).set(qn("w:num"), "2")
    for text in columns:
        word.add_paragraph(text)
    word.save(str(path))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of each way: the Word, its print, and prints of others with two characters or two paragraphs exchanged."""
    folder = tmp_path_factory.mktemp("labels")
    words = []
    for laid in LAID:
        words.append(write(folder / f"{laid}.docx", laid))
        words.append(write(folder / f"{laid}-label.docx", laid, ("项目责负人", *LABELS[1:])))
        turned = [COLUMNS[0], COLUMNS[4], *COLUMNS[2:4], COLUMNS[1], COLUMNS[5]]
        words.append(write(folder / f"{laid}-moved.docx", laid, columns=turned))
    print_all(words, folder)
    return folder


def checked(folder: Path, laid: str, other: str, level: str) -> CheckReport:
    paper = folder / f"{laid}{other}.pdf"
    if level == "scan":
        paper = folder / f"{laid}{other}-scan.pdf"
        scan(folder / f"{laid}{other}.pdf", paper, dpi=200, colour="grey", seed=5)
    return tfdocs.check(folder / f"{laid}.docx", paper)


@pytest.mark.parametrize("level", ["text layer", "scan"])
@pytest.mark.parametrize("laid", LAID)
def test_what_was_printed_is_consistent(made: Path, laid: str, level: str) -> None:
    report = checked(made, laid, "", level)
    assert [(d.kind, d.word.text if d.word else "", d.pdf.text if d.pdf else "") for d in report.differences] == []
    assert report.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("level", ["text layer", "scan"])
@pytest.mark.parametrize("laid", LAID)
def test_an_exchange_within_a_label_is_a_difference(made: Path, laid: str, level: str) -> None:
    report = checked(made, laid, "-label", level)
    assert report.verdict is Verdict.INCONSISTENT
    assert any(
        {*(d.word.text if d.word else ""), *(d.pdf.text if d.pdf else "")} & {*"负责"} for d in report.differences
    )


@pytest.mark.parametrize("level", ["text layer", "scan"])
def test_paragraphs_exchanged_between_two_columns_have_moved(made: Path, level: str) -> None:
    report = checked(made, "narrow", "-moved", level)
    moved = {d.word.text for d in report.differences if d.kind.value == "moved" and d.word}
    assert report.verdict is Verdict.INCONSISTENT and moved
    assert moved <= {COLUMNS[1], COLUMNS[4], *COLUMNS[2:4]}
