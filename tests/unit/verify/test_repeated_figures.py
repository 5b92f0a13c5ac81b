"""Rows of figures have each other's figures: the first row on a page repeats no head because it has those of one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.page import Page
from tfdocs.verify.judge import compare

Rows = Sequence[Sequence[str]]


def figures(seed: int, rows: int, columns: int, most: int) -> list[list[str]]:
    chance = random.Random(seed)
    return [[str(chance.randint(0, most)) for _ in range(columns)] for _ in range(rows)]


def sheet(number: int, rows: Rows) -> Page:
    return _page(number, [(t, 60.0 + 50 * c, 70.0 + 16 * r) for r, row in enumerate(rows) for c, t in enumerate(row)])


def check(rows: Rows, pages: Sequence[Page], repeats: bool | None) -> CheckReport:
    word = _word([(t, 0, r, c) for r, row in enumerate(rows) for c, t in enumerate(row)])
    blocks = tuple(replace(b, repeats=repeats and b.cell is not None and b.cell.row == 0) for b in word.blocks)
    return compare(replace(word, blocks=blocks), pages, pdf_name="a.pdf", pdf_sha256="1" * 64)


@pytest.mark.parametrize("repeats", [None, False])
@pytest.mark.parametrize(("seed", "most"), [(1, 9), (2, 9), (3, 99), (4, 999)])
def test_a_table_of_figures_over_two_pages_is_consistent(seed: int, most: int, repeats: bool | None) -> None:
    rows = figures(seed, 60, 10, most)
    assert check(rows, [sheet(1, rows[:40]), sheet(2, rows[40:])], repeats).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("repeats", [None, True])
def test_a_head_of_figures_is_one_all_the_same(repeats: bool | None) -> None:
    """The numbers of the columns, as budgets have them."""
    rows = [[str(n) for n in range(1, 11)], *figures(5, 50, 10, 999)]
    pages = [sheet(1, rows[:30]), sheet(2, [rows[0], *rows[30:]])]
    assert check(rows, pages, repeats).verdict is Verdict.CONSISTENT
    other = [*rows[0][:3], "7", *rows[0][4:]]
    assert check(rows, [pages[0], sheet(2, [other, *rows[30:]])], repeats).verdict is Verdict.INCONSISTENT


def test_a_head_that_the_word_does_not_repeat_is_added_where_it_stands_again() -> None:
    rows = [["序号", "任务名称", "完成时限"], *([str(n), f"任务{n}", f"{n}月"] for n in range(1, 12))]
    pages = [sheet(1, rows[:6]), sheet(2, [rows[0], *rows[6:]])]
    assert check(rows, pages, None).verdict is Verdict.CONSISTENT
    assert check(rows, pages, True).verdict is Verdict.CONSISTENT
    assert check(rows, pages, False).verdict is Verdict.INCONSISTENT
