"""Numbers along a chart's axes are computed by whatever prints it: no file holds them, and they are no added text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.page import Page
from tfdocs.verify.judge import compare

BEFORE, AFTER = "历年论文发表情况如下图所示，其中会议论文不计。", "以上结果由秘书处汇总后报送主管部门备案。"
SIZE = (400.0, 160.0)


def document(*, axis: bool = True) -> Document:
    chart = SIZE if axis else None
    parts = [
        Block(BlockKind.PARAGRAPH, BEFORE, 0, 0, "第 1 段"),
        Block(BlockKind.TEXT_BOX, "二〇二一年度", 0, 0, "第 2 段旁的图表", chart=chart),
        Block(BlockKind.TEXT_BOX, "二〇二二年度", 0, 0, "第 2 段旁的图表", chart=chart),
        Block(BlockKind.PARAGRAPH, AFTER, 0, 0, "第 3 段"),
    ]
    text, blocks = join_blocks(parts)
    return Document("word.docx", "0" * 64, "docx", text, blocks)


def check(page: Callable[..., Page], numbers: list[tuple[str, float, float]], *, axis: bool = True) -> CheckReport:
    words = [(BEFORE, 90, 80), ("二〇二一年度", 150, 230), ("二〇二二年度", 300, 230), (AFTER, 90, 260)]
    return compare(document(axis=axis), [page(1, [*words, *numbers])], pdf_name="p", pdf_sha256="0" * 64)


def upright(*values: str) -> list[tuple[str, float, float]]:
    return [(value, 130.0 - 12 * len(value), 120.0 + 30 * n) for n, value in enumerate(values)]


def test_the_numbers_of_an_axis_are_explained(page: Callable[..., Page]) -> None:
    report = check(page, upright("60", "40", "20", "0"))
    assert report.verdict is Verdict.CONSISTENT
    assert {d.evidence.rule for d in report.suppressed} == {"chart-axis"}
    level = [(value, 150.0 + 60 * n, 215.0) for n, value in enumerate(("100", "150", "200"))]
    assert check(page, level).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    "numbers",
    [
        upright("60", "40", "23", "0"),  # one that is not of the course
        upright("63", "42", "21", "0"),  # no steps that an axis has
        upright("0", "20", "40", "60"),  # values of an axis rise upwards
        upright("60", "40"),  # too few to be a course
        [(value, x, 600.0) for value, x, _ in upright("60", "40", "20", "0")],  # in one heap
        [(value, x, top + 300) for value, x, top in upright("60", "40", "20", "0")],  # not where the chart is
        [*upright("60", "40", "20", "0"), ("35", 200.0, 170.0)],  # a number within the chart
    ],
)
def test_other_numbers_are_added_text(page: Callable[..., Page], numbers: list[tuple[str, float, float]]) -> None:
    assert check(page, numbers).verdict is Verdict.INCONSISTENT


def test_without_a_chart_a_course_of_numbers_is_added_text(page: Callable[..., Page]) -> None:
    assert check(page, upright("60", "40", "20", "0"), axis=False).verdict is Verdict.INCONSISTENT


def test_corners_of_a_watermark_on_a_scan_are_no_more_than_doubts(
    page: Callable[..., Page], word: Callable[..., Document]
) -> None:
    from tfdocs.model.document import Finding
    from tfdocs.model.fault import Severity
    from tfdocs.model.page import Source

    plain = word([BEFORE, AFTER])
    marked = replace(plain, findings=(Finding(code="watermark", severity=Severity.INFO, message="页面有水印“草稿”"),))
    sheet = page(1, [BEFORE, AFTER, ("A", 300.0, 300.0), ("第三条经费自筹", 90.0, 400.0)])

    def scanned(n: int) -> Page:
        lines = []
        for line in sheet.lines[:n]:
            b = line.box
            corners = ((b.x0, b.top), (b.x1, b.top), (b.x1, b.bottom), (b.x0, b.bottom))
            lines.append(replace(line, source=Source.OCR, quad=corners))
        return replace(sheet, source=Source.OCR, lines=tuple(lines))

    def verdict(document: Document, n: int) -> Verdict:
        return compare(document, [scanned(n)], pdf_name="p", pdf_sha256="0" * 64).verdict

    assert verdict(plain, 3) is Verdict.INCONSISTENT
    assert verdict(marked, 3) is Verdict.UNDETERMINED
    assert verdict(marked, 4) is Verdict.INCONSISTENT  # a clause is no corner
