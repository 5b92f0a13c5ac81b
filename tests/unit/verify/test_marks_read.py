"""√ alone in a cell is V to a recogniser, and × is X: what the Word has there tells which it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.page import Page, Source
from tfdocs.verify.judge import compare
from tfdocs.verify.marks_read import with_marks
from tfdocs.verify.wordtext import word_text

ROWS = [["事项", "甲方", "乙方"], ["竞赛", "√", ""], ["指南", "", "√"], ["讲座", "×", "√"]]


def word(rows: list[list[str]]) -> list[str | tuple[str, int, int, int]]:
    return [(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]


def scan(rows: list[list[str]], source: Source = Source.OCR) -> Page:
    lines = [(text, 80.0 + 120 * c, 100.0 + 30 * r) for r, row in enumerate(rows) for c, text in enumerate(row) if text]
    page = _page(1, lines)
    return replace(page, source=source, lines=tuple(replace(ln, source=source) for ln in page.lines))


def report(paper: list[list[str]], wanted: list[list[str]] = ROWS, source: Source = Source.OCR) -> CheckReport:
    return compare(_word(word(wanted)), [scan(paper, source)], pdf_name="a.pdf", pdf_sha256="1" * 64)


def read(rows: list[list[str]], **as_letters: str) -> list[list[str]]:
    return [[{"√": as_letters["tick"], "×": as_letters["cross"]}.get(text, text) for text in row] for row in rows]


@pytest.mark.parametrize(("tick", "cross"), [("V", "X"), ("v", "x"), ("∨", "乂"), ("√", "×")])
def test_marks_read_as_letters_are_the_marks(tick: str, cross: str) -> None:
    found = report(read(ROWS, tick=tick, cross=cross))
    assert found.verdict is Verdict.CONSISTENT, found.differences


def test_a_mark_in_another_cell_or_another_mark_is_shown() -> None:
    moved = [list(row) for row in ROWS]
    moved[1] = ["竞赛", "", "√"]
    assert report(read(moved, tick="V", cross="X")).verdict is not Verdict.CONSISTENT
    other = [list(row) for row in ROWS]
    other[3] = ["讲座", "√", "√"]
    assert report(read(other, tick="V", cross="X")).verdict is not Verdict.CONSISTENT


def test_letters_are_letters_where_the_word_has_them_or_the_page_has_a_text_layer() -> None:
    grades = [*ROWS, ["等级", "V", "x"]]
    prepared = word_text(_word(word(grades)))
    page = scan([["V", "X"]])
    assert with_marks(prepared, [page]) == [page]
    layer = scan([["V", "X"]], Source.TEXT)
    assert with_marks(word_text(_word(word(ROWS))), [layer]) == [layer]
