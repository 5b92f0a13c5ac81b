"""Columns are read one after the other where the Word has columns, and two pages on one sheet page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.verify.conftest import _line, _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import Document, join_blocks
from tfdocs.model.page import Page
from tfdocs.verify.judge import compare

TEXTS = [
    "专项经费由理事会统一管理使用",
    "经费开支须由负责人提出申请",
    "单笔支出超过五万元应集体决定",
    "结余可以结转下一年度继续使用",
    "任何单位不得截留挤占挪用经费",
    "监事会每半年检查一次使用情况",
]


def check(word: Document, page: Page) -> CheckReport:
    return compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)


def in_columns(texts: list[str]) -> Document:
    word = _word(["管理细则", *texts, "本细则自发布之日起施行。"])
    blocks = [replace(b, in_columns=1) if b.text in texts else b for b in word.blocks]
    text, placed = join_blocks(blocks)
    return replace(word, text=text, blocks=placed)


def laid(texts: list[str], columns: int) -> Page:
    """``texts`` in columns of equal height, read row by row."""
    rows = -(-len(texts) // columns)
    places = [(text, 60.0 + 240 * (n // rows), 100.0 + 20 * (n % rows)) for n, text in enumerate(texts)]
    inner = sorted(places, key=lambda place: (place[2], place[1]))
    return _page(1, [("管理细则", 60.0, 60.0), *inner, ("本细则自发布之日起施行。", 60.0, 400.0)])


@pytest.mark.parametrize("columns", [1, 2])
def test_short_columns_of_the_word_are_read_one_after_the_other(columns: int) -> None:
    report = check(in_columns(TEXTS), laid(TEXTS, columns))
    assert report.verdict is Verdict.CONSISTENT, [(d.kind, d.word and d.word.text) for d in report.differences]


@given(st.permutations(TEXTS))
def test_any_other_order_in_columns_is_a_difference(order: list[str]) -> None:
    assert (check(in_columns(TEXTS), laid(order, 2)).verdict is Verdict.CONSISTENT) == (order == TEXTS)


def sheet(left: list[str], right: list[str]) -> Page:
    """A sheet of A3 with two pages, read row by row."""
    lines = []
    for n in range(max(len(left), len(right))):
        for x, texts in ((80.0, left), (680.0, right)):
            if n < len(texts):
                lines.append(_line(texts[n], x, 80.0 + 20 * n))
    return replace(_page(1, []), width=1190.0, height=842.0, lines=tuple(lines))


def test_two_pages_on_one_sheet_are_read_page_by_page() -> None:
    texts = [f"{i + 1}．{text}" for i, text in enumerate(TEXTS * 2)]
    word = _word(texts)
    assert check(word, sheet(texts[:6], texts[6:])).verdict is Verdict.CONSISTENT
    turned = [texts[1], texts[0], *texts[2:]]
    assert check(word, sheet(turned[:6], turned[6:])).verdict is Verdict.INCONSISTENT
    assert check(word, sheet(texts[6:], texts[:6])).verdict is Verdict.INCONSISTENT


def test_a_wide_table_is_read_row_by_row() -> None:
    rows = [(f"指标{n}的名称", f"第{n}项的完成情况") for n in range(8)]
    word = _word([cell for n, row in enumerate(rows) for cell in ((row[0], 0, n, 0), (row[1], 0, n, 1))])
    page = sheet([a for a, _ in rows], [b for _, b in rows])
    assert check(word, page).verdict is Verdict.CONSISTENT
    other = sheet([a for a, _ in rows], [b for _, b in [*rows[1:], rows[0]]])
    assert check(word, other).verdict is Verdict.INCONSISTENT
