"""What changed places with a line of another table, with a paragraph, or with what a table in a table says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import BlockKind, Document, Frame
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.verify.flow import outer_cells
from tfdocs.verify.judge import compare

Cell = tuple[str, int, int, int]
FIRST = [["科目", "专项经费"], ["设备费", "8,700.00"], ["材料费", "6,200.00"], ["会议费", "5,900.00"]]
SECOND = [["事项", "数量"], ["学术年会", "60篇"], ["科普巡展", "42场"], ["会员培训", "18期"]]
BETWEEN = "以下为任务分解表"


def cells(rows: Sequence[Sequence[str]], table: int) -> list[str | Cell]:
    return [(text, table, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]


def laid(rows: Sequence[Sequence[str]], top: float, left: float = 60.0) -> list[tuple[str, float, float]]:
    return [(text, left + 150 * c, top + 18 * r) for r, row in enumerate(rows) for c, text in enumerate(row)]


def check(first: Sequence[Sequence[str]], between: str, second: Sequence[Sequence[str]]) -> CheckReport:
    word = _word([*cells(FIRST, 0), BETWEEN, *cells(SECOND, 1), "以上情况属实。"])
    page = _page(1, [*laid(first, 80), (between, 60.0, 170.0), *laid(second, 200), ("以上情况属实。", 60.0, 300.0)])
    return compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)


def test_two_tables_as_they_were_are_consistent() -> None:
    assert check(FIRST, BETWEEN, SECOND).verdict is Verdict.CONSISTENT


@settings(max_examples=30, deadline=None)
@given(st.tuples(st.integers(0, 3), st.integers(0, 1)), st.tuples(st.integers(0, 3), st.integers(0, 1)))
def test_cells_of_two_tables_that_changed_places_are_shown_on_both_sides(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    """Each stands in order among what its own table has on the page."""
    first, second = [list(r) for r in FIRST], [list(r) for r in SECOND]
    a, b = first[one[0]][one[1]], second[other[0]][other[1]]
    first[one[0]][one[1]], second[other[0]][other[1]] = b, a
    report = check(first, BETWEEN, second)
    assert report.verdict is Verdict.INCONSISTENT
    shown = {d.pdf.text for d in report.differences if d.pdf} | {d.word.text for d in report.differences if d.word}
    # of two that stand on either side of the same line either may be the one that went past it
    assert {a, b} <= shown if one[0] < 3 else {a, b} & shown


def test_a_paragraph_that_changed_places_with_a_cell_is_shown() -> None:
    second = [list(r) for r in SECOND]
    second[2][0] = BETWEEN
    report = check(FIRST, SECOND[2][0], second)
    assert report.verdict is Verdict.INCONSISTENT
    assert len(report.differences) >= 2


@pytest.mark.parametrize("floats", [True, False])
def test_only_a_floating_table_may_stand_anywhere(floats: bool) -> None:
    word = _word([*cells(FIRST, 0), *(f"第{n}条约定由乙方在{n}个月内完成任务。" for n in range(1, 7))])
    word = replace(word, blocks=tuple(replace(b, floats=floats and b.cell is not None) for b in word.blocks))
    lines = [(f"第{n}条约定由乙方在{n}个月内完成任务。", 60.0, 60.0 + 20 * n) for n in range(1, 7)]
    page: Page = _page(1, [*lines, *laid(FIRST, 260)])
    report = compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is (Verdict.CONSISTENT if floats else Verdict.INCONSISTENT)


def test_two_whole_tables_that_changed_places_are_told_as_one_table() -> None:
    """They are more than a tenth of the page, which a floating table may be out of order."""
    word = _word([*cells(FIRST, 0), BETWEEN, *cells(SECOND, 1), "以上情况属实。"])
    page = _page(1, [*laid(SECOND, 80), (BETWEEN, 60.0, 170.0), *laid(FIRST, 200), ("以上情况属实。", 60.0, 300.0)])
    report = compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.INCONSISTENT
    tables = [d for d in report.differences if d.evidence.note and d.evidence.note.startswith("整张表格")]
    assert len(tables) == 1
    assert tables[0].pdf is not None
    assert len(tables[0].pdf.boxes) == 8
    assert len(report.differences) <= 2


def test_a_table_in_a_table_stands_in_the_cell_that_has_it() -> None:
    """A cell ends with a paragraph of its own, here an empty one."""
    word = _word(
        [("甲", 0, 0, 0), ("内一", 1, 0, 0), ("内二", 1, 1, 0), ("", 0, 0, 1), ("乙", 0, 1, 0), ("外", 2, 0, 0)]
    )
    outer = outer_cells(word.blocks)
    assert {word.blocks[n].text: (c.table, c.row, c.column) for n, c in outer.items()} == {
        "内一": (0, 0, 1),
        "内二": (0, 0, 1),
    }
    assert all(b.kind is BlockKind.CELL for b in word.blocks)


def boxed(frames: Sequence[tuple[str, Frame | None]]) -> Document:
    made = _word(["双方：", *(text for text, _ in frames)])
    blocks = [made.blocks[0]]
    blocks += [replace(b, kind=BlockKind.TEXT_BOX, frame=f) for b, (_, f) in zip(made.blocks[1:], frames, strict=True)]
    return replace(made, blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("other", "known", "verdict"),
    [
        (Box(200, 0, 350, 60), True, Verdict.INCONSISTENT),  # beside
        (Box(0, 80, 150, 140), True, Verdict.INCONSISTENT),  # below
        (Box(20, 10, 180, 70), True, Verdict.CONSISTENT),  # one on the other: they have no order
        (Box(200, 0, 350, 60), False, Verdict.CONSISTENT),  # measured from other things
    ],
)
def test_text_boxes_that_changed_places_are_shown(other: Box, known: bool, verdict: Verdict) -> None:
    first = Frame("第 1 段", Box(0, 0, 150, 60))
    word = boxed([("甲方：蓉城学会", first), ("乙方：锦江公司", Frame("第 1 段" if known else "第 2 段", other))])
    for swapped in (False, True):
        at = [(60 + first.box.x0, 120 + first.box.top), (60 + other.x0, 120 + other.top)]
        if swapped:
            at.reverse()
        page = _page(1, [("双方：", 60.0, 80.0), ("甲方：蓉城学会", *at[0]), ("乙方：锦江公司", *at[1])])
        report = compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
        assert report.verdict is (verdict if swapped else Verdict.CONSISTENT)
