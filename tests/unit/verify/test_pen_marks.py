"""What a pen did to the print of a scan is for a person to see, once, and what it filled in is none of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import SIZE, _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import Document
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.judge import compare

CLAUSE = "逾期未完成的，退回已拨经费。"
REST = "本项目由申报单位组织实施。"


def paper(lines: list[str], row: int, first: float, last: float, *, penned: bool = True) -> Page:
    """A scan with a pen over characters ``first`` to ``last`` of line ``row``."""
    page = _page(1, lines)
    line = page.lines[row]
    box = Box(line.box.x0 + first * SIZE, line.box.top, line.box.x0 + last * SIZE, line.box.bottom)
    read = tuple(replace(ln, source=Source.OCR) for ln in page.lines)
    return replace(page, penned=(box,) if penned else (), lines=read, source=Source.OCR)


def check(document: Document, page: Page) -> CheckReport:
    return compare(document, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)


@pytest.mark.parametrize(("first", "last", "said"), [(7, 9, "退回"), (6.6, 8.4, "退"), (0, 13, CLAUSE[:13])])
def test_words_under_a_pen_are_shown_at_their_place(first: float, last: float, said: str) -> None:
    """The words are on both sides, to the letter: a clause crossed out by hand was consistent."""
    report = check(_word([REST, CLAUSE]), paper([REST, CLAUSE], 1, first, last))
    assert report.verdict is Verdict.UNDETERMINED
    (found,) = report.differences
    assert found.word is not None and found.word.text.startswith(said)
    assert found.pdf is not None and found.pdf.page == 1
    assert found.evidence.rule == "pen-over-print"


def test_print_that_no_pen_went_over_is_consistent() -> None:
    assert check(_word([REST, CLAUSE]), paper([REST, CLAUSE], 1, 0, 0, penned=False)).verdict is Verdict.CONSISTENT


def test_a_place_that_is_told_already_is_not_told_twice() -> None:
    changed = CLAUSE.replace("退回", "归还")
    report = check(_word([REST, CLAUSE]), paper([REST, changed], 1, 7, 9))
    assert [d.evidence.rule for d in report.differences if d.evidence.rule == "pen-over-print"] == []
    assert report.differences


def test_what_the_word_itself_strikes_out_is_no_pen_s() -> None:
    word = _word([REST, CLAUSE])
    blocks = tuple(replace(b, struck=((7, 9),) if b.text == CLAUSE else ()) for b in word.blocks)
    page = paper([REST, CLAUSE], 1, 7, 9)
    report = check(replace(word, blocks=blocks), replace(page, struck=page.penned))
    assert report.verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(("first", "last", "told"), [(3, 7, False), (3, 14, False), (0, 7, True)])
def test_the_dash_of_a_telephone_s_number_is_no_pen_s(first: float, last: float, told: bool) -> None:
    """It was taken for one; what reaches beyond the number is told."""
    line = "电话：028-99506740。"
    report = check(_word([REST, line]), paper([REST, line], 1, first, last))
    assert (report.verdict is not Verdict.CONSISTENT) is told
