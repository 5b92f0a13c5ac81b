"""A table's head is printed again on each page over which one of its rows goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.verify.judge import compare

POINTS = [f"其中第{n}点工作，完成论文{3 * n}篇，培训{7 * n}人，按季度报送进展。" for n in range(1, 13)]
HEAD = ("序号", "主要内容")


def check(*, again: tuple[str, str] = HEAD, last: str = POINTS[-1]) -> CheckReport:
    """One row over three pages, with the head at the top of each."""
    cells = [(HEAD[0], 0, 0, 0), (HEAD[1], 0, 0, 1), ("壹", 0, 1, 0), *((text, 0, 1, 1) for text in POINTS)]
    word = _word(cells)
    blocks = tuple(replace(b, repeats=b.cell is not None and b.cell.row == 0) for b in word.blocks)
    pages = []
    for number, head in enumerate((HEAD, HEAD, again)):
        texts = [*POINTS[:-1], last][4 * number : 4 * number + 4]
        lines = [(head[0], 60.0, 90.0), (head[1], 140.0, 90.0)]
        lines += [(text, 140.0, 110.0 + 20 * n) for n, text in enumerate(texts)]
        if number == 0:
            lines.append(("壹", 60.0, 110.0))
        pages.append(_page(number + 1, lines))
    return compare(replace(word, blocks=blocks), pages, pdf_name="a.pdf", pdf_sha256="1" * 64)


def test_heads_above_the_rest_of_a_row_are_no_addition() -> None:
    assert check().verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("again", [("序号", "重要内容"), ("编号", "主要内容")])
def test_one_of_them_that_says_something_else_is_told(again: tuple[str, str]) -> None:
    assert check(again=again).verdict is Verdict.INCONSISTENT


def test_a_change_within_the_row_is_told() -> None:
    assert check(last=POINTS[-1].replace("84", "48")).verdict is Verdict.INCONSISTENT


ROWS = [
    ("张明远", "12.50"),
    ("李建国", "8.00"),
    ("王秀英", "9.75"),
    ("赵文博", "3.20"),
    ("孙浩然", "6.40"),
    ("周琴", "8.00"),
]


def of_two_pages(rows: Sequence[tuple[str, str]], *, exchanged: bool = False) -> CheckReport:
    """A table of six rows, three on each page; with the pages in the other order where ``exchanged``."""
    word = _word([(text, 0, r, c) for r, row in enumerate(ROWS) for c, text in enumerate(row)])
    pages = []
    for number, own in enumerate((rows[3:], rows[:3]) if exchanged else (rows[:3], rows[3:])):
        lines = [(text, 60.0 + 200 * c, 90.0 + 20 * r) for r, row in enumerate(own) for c, text in enumerate(row)]
        pages.append(_page(number + 1, lines))
    return compare(word, pages, pdf_name="a.pdf", pdf_sha256="1" * 64)


def test_rows_on_two_pages_are_in_order() -> None:
    assert of_two_pages(ROWS).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(("one", "other"), [(2, 3), (1, 4), (0, 5)])
def test_rows_that_changed_places_over_a_pages_end_are_told(one: int, other: int) -> None:
    """Each page by itself had its rows in order, and the third and the fourth row had changed places unseen."""
    rows = list(ROWS)
    rows[one], rows[other] = rows[other], rows[one]
    assert of_two_pages(rows).verdict is not Verdict.CONSISTENT


def test_values_that_say_the_same_have_no_order_over_pages() -> None:
    rows = list(ROWS)
    rows[1], rows[5] = (ROWS[1][0], ROWS[5][1]), (ROWS[5][0], ROWS[1][1])
    assert of_two_pages(rows).verdict is Verdict.CONSISTENT
