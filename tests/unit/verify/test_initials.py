"""A dropped initial on a scan: what was read of its parts is a doubt, and what stands beside it is as sure as ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.page import Page, Source
from tfdocs.verify.judge import compare

ROWS = ("项经费由理事会统一管理，秘书处负责日常核算，", "每季度公开一次，全年预算总额为128万元。")
TAIL = "本办法自发布之日起施行，由秘书处负责解释。"
Placed = tuple[str, float, float]


def document(*, framed: bool = True) -> Document:
    parts = [
        Block(BlockKind.PARAGRAPH, "专", 0, 0, "第 1 段", floats=framed),
        Block(BlockKind.PARAGRAPH, "".join(ROWS), 0, 0, "第 2 段"),
        Block(BlockKind.PARAGRAPH, TAIL, 0, 0, "第 3 段"),
    ]
    text, blocks = join_blocks(parts)
    return Document("word.docx", "0" * 64, "docx", text, blocks)


def check(
    page: Callable[..., Page],
    strokes: Sequence[Placed],
    rows: Sequence[str] = ROWS,
    source: Source = Source.OCR,
    framed: bool = True,
) -> CheckReport:
    sheet = page(1, [*((row, 130.0, 80.0 + 20 * n) for n, row in enumerate(rows)), (TAIL, 90.0, 140.0), *strokes])
    lines = [replace(line, source=source) for line in sheet.lines]
    sheet = replace(sheet, lines=tuple(lines), source=source)
    return compare(document(framed=framed), [sheet], pdf_name="p", pdf_sha256="0" * 64)


PARTS = [("十", 95.0, 80.0), ("々", 95.0, 100.0)]


def test_parts_of_an_initial_are_doubts(page: Callable[..., Page]) -> None:
    report = check(page, PARTS)
    assert report.verdict is Verdict.UNDETERMINED
    assert "dropped-initial" in {d.evidence.rule for d in report.differences}


def test_they_are_certain_in_a_text_layer_and_where_the_word_drops_nothing(page: Callable[..., Page]) -> None:
    assert check(page, PARTS, source=Source.TEXT).verdict is Verdict.INCONSISTENT
    assert check(page, PARTS, framed=False).verdict is Verdict.INCONSISTENT


@pytest.mark.parametrize("strokes", [[("专", 95.0, 90.0)]])
def test_one_that_is_read_right_is_no_difference(page: Callable[..., Page], strokes: list[Placed]) -> None:
    assert check(page, strokes).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("strokes", [[("应", 95.0, 90.0)], []])
def test_another_one_and_none_are_told(page: Callable[..., Page], strokes: list[Placed]) -> None:
    report = check(page, strokes)
    assert report.verdict is not Verdict.CONSISTENT
    assert [d.word.text for d in report.differences if d.word] == ["专"]


@pytest.mark.parametrize(
    "rows",
    [
        ("顶" + ROWS[0][1:], ROWS[1]),  # right beside it
        (ROWS[0], "每季度公开一次，全年预算总额为126万元。"),
        (ROWS[0], ROWS[1], "违者追回全部款项。"),
    ],
)
def test_a_change_beside_it_is_certain(page: Callable[..., Page], rows: Sequence[str]) -> None:
    assert check(page, [("专", 95.0, 90.0)], rows).verdict is Verdict.INCONSISTENT


def test_strokes_elsewhere_are_certain(page: Callable[..., Page]) -> None:
    assert check(page, [("专", 95.0, 90.0), ("元", 95.0, 300.0)]).verdict is Verdict.INCONSISTENT
