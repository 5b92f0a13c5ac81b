"""√ in an empty cell is an answer that somebody gave; a dot is a speck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, CheckReport, Verdict
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.judge import compare
from tfdocs.verify.lone_marks import is_mark

Rows = Sequence[Sequence[str]]

TABLE = [
    ["任务", "甲方", "乙方"],
    ["课题调研", "√", ""],
    ["学术年会", "", "√"],
    ["科普巡展", "√", "√"],
]


def printed(rows: Rows, source: Source = Source.OCR, sure: float = 1.0, high: float = 12.0) -> Page:
    lines = [(t, 60.0 + 120 * c, 80.0 + 20 * r) for r, row in enumerate(rows) for c, t in enumerate(row) if t]
    page = _page(1, [*lines, ("以上情况属实。", 60.0, 300.0)])
    made = []
    for ln in page.lines:
        if len(ln.text) == 1:
            low = Box(ln.box.x0, ln.box.top, ln.box.x1, ln.box.top + high)
            ln = replace(ln, box=low, chars=(low,), confidence=(sure,))
        made.append(replace(ln, source=source))
    return replace(page, source=source, lines=tuple(made))


def check(page: Page) -> CheckReport:
    word = _word([*((t, 0, r, c) for r, row in enumerate(TABLE) for c, t in enumerate(row)), "以上情况属实。"])
    return compare(word, [page], pdf_name="scan.pdf", pdf_sha256="1" * 64)


def with_cell(row: int, column: int, text: str) -> Rows:
    return [[text if (r, c) == (row, column) else t for c, t in enumerate(own)] for r, own in enumerate(TABLE)]


def test_a_table_of_ticks_is_consistent() -> None:
    assert check(printed(TABLE)).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("mark", ["√", "×", "●", "★", "%", "一"])
def test_a_mark_that_the_word_has_not_is_a_doubt(mark: str) -> None:
    """A tick put into an empty cell was dismissed as a speck, and the scan called consistent.

    And a — that is read as 一 is no certain numeral.
    """
    report = check(printed(with_cell(1, 2, mark)))
    assert report.verdict is Verdict.UNDETERMINED
    assert {d.certainty for d in report.differences} == {Certainty.UNCERTAIN}
    # of like marks of a column any may be the one too many
    assert {d.pdf.text for d in report.differences if d.pdf} == {mark}


def test_in_a_text_layer_it_is_certain() -> None:
    assert check(printed(with_cell(1, 2, "√"), Source.TEXT)).verdict is Verdict.INCONSISTENT


@pytest.mark.parametrize(("mark", "sure", "high"), [("·", 1.0, 12.0), ("★", 1.0, 4.0), ("|", 1.0, 12.0)])
def test_specks_are_no_marks(mark: str, sure: float, high: float) -> None:
    assert check(printed(with_cell(1, 2, mark), sure=sure, high=high)).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("read", ["", "丁", "L", "×"])
def test_a_mark_that_is_missing_or_another_on_a_scan_is_never_certain(read: str) -> None:
    report = check(printed(with_cell(2, 2, read)))
    assert report.verdict is Verdict.UNDETERMINED
    assert {d.certainty for d in report.differences} == {Certainty.UNCERTAIN}
    assert check(printed(with_cell(2, 2, read), Source.TEXT)).verdict is Verdict.INCONSISTENT


def test_what_has_words_around_it_is_as_certain_as_ever() -> None:
    word = _word(["面积≥300平方米，评价合格。"])
    page = _page(1, ["面积≤300平方米，评价合格。"])
    page = replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))
    assert compare(word, [page], pdf_name="scan.pdf", pdf_sha256="1" * 64).verdict is Verdict.INCONSISTENT


def test_marks_are_symbols_that_say_something() -> None:
    assert all(map(is_mark, "√×○●■★¥%‰/+÷※"))
    assert not any(map(is_mark, ["", "√√", "甲", "1", ".", "，", "|", "~", "-", "`"]))


@pytest.mark.parametrize(("mark", "sure"), [("☑", 0.75), ("×", 0.65)])
def test_an_answer_that_is_read_as_poorly_as_others_is_a_doubt(mark: str, sure: float) -> None:
    """A ☑ put into a cell was dismissed, read at 0.75; crosses of the Word beside it had 0.65."""
    assert check(printed(TABLE, sure=sure)).verdict is Verdict.CONSISTENT
    assert check(printed(with_cell(1, 2, mark), sure=sure)).verdict is Verdict.UNDETERMINED
