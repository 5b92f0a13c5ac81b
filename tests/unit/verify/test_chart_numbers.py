"""Charts that print their values: numbers along the axes never take the values' places, and a changed value is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tfdocs.model.comparison import Certainty, Difference, Verdict
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.page import Page, Source
from tfdocs.verify.judge import compare

BEFORE, AFTER = "各部门经费支出情况如下图所示，单位为万元。", "以上结果由秘书处汇总后报送主管部门备案。"
SIZE = (400.0, 220.0)
NAMES = ("学术部", "科普部", "财务部")
VALUES = ("13", "40", "7")
Placed = tuple[str, float, float]


def document() -> Document:
    chart = [Block(BlockKind.TEXT_BOX, t, 0, 0, "第 2 段旁的图表", chart=SIZE) for t in (*NAMES, *VALUES)]
    parts = [
        Block(BlockKind.PARAGRAPH, BEFORE, 0, 0, "第 1 段"),
        *chart,
        Block(BlockKind.PARAGRAPH, AFTER, 0, 0, "第 3 段"),
    ]
    text, blocks = join_blocks(parts)
    return Document("word.docx", "0" * 64, "docx", text, blocks)


def bars(values: Sequence[str] = VALUES, names: Sequence[str] = NAMES) -> list[Placed]:
    """A bar chart: its axis goes to the right below the bars, 0 at 150 and 2.5 points for each unit."""
    out: list[Placed] = [(str(v), 150.0 + 2.5 * v - 6 * len(str(v)), 250.0) for v in range(0, 60, 10)]
    for n, (name, value, true) in enumerate(zip(names, values, VALUES, strict=True)):
        out += [(name, 100.0, 120.0 + 40 * n), (value, 155.0 + 2.5 * float(true), 120.0 + 40 * n)]
    return [item for item in out if item[0]]


def check(
    page: Callable[..., Page], chart: Sequence[Placed], source: Source = Source.TEXT
) -> tuple[Verdict, list[Difference]]:
    sheet = page(1, [(BEFORE, 90.0, 80.0), *chart, (AFTER, 90.0, 290.0)])
    lines = tuple(replace(line, source=source) for line in sheet.lines)
    sheet = replace(sheet, lines=lines, source=source)
    report = compare(document(), [sheet], pdf_name="p", pdf_sha256="0" * 64)
    return report.verdict, report.differences


@pytest.mark.parametrize("source", [Source.TEXT, Source.OCR])
def test_a_value_that_the_axis_has_too_is_the_chart_s(page: Callable[..., Page], source: Source) -> None:
    assert check(page, bars(), source) == (Verdict.CONSISTENT, [])


@pytest.mark.parametrize(
    ("chart", "old", "new"),
    [
        (bars(("13", "49", "7")), "40", "49"),
        (bars(("13", "30", "7")), "40", "30"),  # which the axis has
        (bars(("13", "", "7")), "40", ""),
        (bars(names=("学术部", "科研部", "财务部")), "普", "研"),
        ([*bars(), ("35", 300.0, 210.0)], "", "35"),
    ],
)
def test_a_change_in_a_chart_is_told(page: Callable[..., Page], chart: list[Placed], old: str, new: str) -> None:
    verdict, differences = check(page, chart)
    assert verdict is Verdict.INCONSISTENT
    ((word, paper),) = [(d.word.text if d.word else "", d.pdf.text if d.pdf else "") for d in differences]
    assert (word, paper) == (old, new)


def test_on_a_scan_a_value_that_differs_is_a_doubt_and_a_word_is_certain(page: Callable[..., Page]) -> None:
    verdict, (one,) = check(page, bars(("13", "49", "7")), Source.OCR)
    assert verdict is Verdict.UNDETERMINED and one.evidence.rule == "chart-on-scan"
    verdict, (one,) = check(page, [*bars(), ("35", 300.0, 210.0)], Source.OCR)
    assert verdict is Verdict.UNDETERMINED and one.certainty is Certainty.UNCERTAIN
    verdict, (one,) = check(page, bars(names=("学术部", "科研部", "财务部")), Source.OCR)
    assert verdict is Verdict.INCONSISTENT and one.certainty is Certainty.CERTAIN


def test_a_row_of_figures_that_the_word_has_is_no_axis(page: Callable[..., Page]) -> None:
    """Figures below a chart, as evenly spaced as an axis has them: each is the Word's own."""
    plain = document()
    cells = [Block(BlockKind.PARAGRAPH, t, 0, 0, f"第 {n} 段") for n, t in enumerate(("10", "20", "30"), 4)]
    text, blocks = join_blocks([*(replace(b, start=0) for b in plain.blocks), *cells])
    word = replace(plain, text=text, blocks=blocks)
    names = [item for item in bars(("13", "40", "7")) if item[2] != 250.0]
    row = [(t, 160.0 + 60 * n, 310.0) for n, t in enumerate(("10", "20", "30"))]
    sheet = page(1, [(BEFORE, 90.0, 80.0), *names, (AFTER, 90.0, 290.0), *row])
    assert compare(word, [sheet], pdf_name="p", pdf_sha256="0" * 64).verdict is Verdict.CONSISTENT
