"""The same text printed and scanned at 200 dpi gives the same promises, each with its page and boxes."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as Word

from samples.scanning import scan
from tfdocs.generate.convert import to_pdf
from tfdocs.jobs.extracting import extract
from tfdocs.model.commitment import Commitment

ROWS = [
    ("一级指标", "二级指标", "三级指标", "计量单位", "指标值"),
    ("产出指标", "数量指标", "新建科普驿站", "座", "≥12"),
    ("", "", "志愿者招募人数", "人", "350"),
    ("", "质量指标", "驿站验收合格率", "%", "100"),
    ("效益指标", "社会效益", "受益群众", "万人次", "≥6"),
    ("满意度指标", "服务对象满意度", "观众满意度", "%", "≥92"),
]


def _key(item: Commitment) -> tuple[str, ...]:
    said = (item.kind, item.comparator, item.value, item.value_max, item.unit, item.per, item.action, item.object)
    return tuple(map(str, said))


@pytest.mark.slow
@pytest.mark.require("libreoffice")
def test_word_print_and_scan_promise_the_same(tmp_path: Path) -> None:
    word = Word()
    word.add_paragraph("绩效目标表")
    word.add_paragraph("近三年培训科技人员860人次。项目推荐参评论文不少于12篇，于2024年11月30日前完成，经费18.5万元。")
    table = word.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    table.style = "Table Grid"
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(3, 0))
    table.cell(1, 1).merge(table.cell(2, 1))
    word.save(str(tmp_path / "目标表.docx"))
    printed = to_pdf([tmp_path / "目标表.docx"])[0]
    scan(printed, tmp_path / "扫描件.pdf", dpi=200)
    wanted = [_key(i) for i in extract(tmp_path / "目标表.docx").commitments]
    assert len(wanted) == 9
    for name in (printed, tmp_path / "扫描件.pdf"):
        report = extract(name)
        assert [_key(i) for i in report.commitments] == wanted
        assert all(i.evidence.page == 1 and i.evidence.boxes for i in report.commitments)
    scanned = report.commitments
    assert all(i.evidence.digits and "识读" not in i.note for i in scanned)  # no digit was in doubt
