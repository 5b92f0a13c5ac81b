"""Words with a line through them are taken back, wherever the line is and the words are not."""

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
AT = (7, 13)  # 退回已拨经费


def word(struck: bool) -> Document:
    made = _word([REST, CLAUSE])
    blocks = tuple(replace(b, struck=(AT,) if struck and b.text == CLAUSE else ()) for b in made.blocks)
    return replace(made, blocks=blocks)


def paper(struck: bool, source: Source = Source.TEXT) -> Page:
    page = _page(1, [REST, CLAUSE])
    line = page.lines[1]
    box = Box(line.box.x0 + AT[0] * SIZE, line.box.top, line.box.x0 + AT[1] * SIZE, line.box.bottom)
    lines = tuple(replace(ln, source=source) for ln in page.lines)
    return replace(page, struck=(box,) if struck else (), lines=lines, source=source)


def check(document: Document, page: Page) -> CheckReport:
    return compare(document, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)


@pytest.mark.parametrize("both", [True, False])
def test_the_same_on_both_sides_is_consistent(both: bool) -> None:
    assert check(word(both), paper(both)).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(("in_word", "said"), [(False, "被一条线划去"), (True, "纸面上没有")])
def test_a_line_on_one_side_only_is_a_difference(in_word: bool, said: str) -> None:
    """The words are on both sides, to the letter: such a clause was consistent."""
    report = check(word(in_word), paper(not in_word))
    assert report.verdict is Verdict.INCONSISTENT
    (found,) = report.differences
    assert found.word is not None and found.word.text == CLAUSE[slice(*AT)]
    assert said in found.evidence.note


def test_on_a_picture_it_is_for_a_person_to_see() -> None:
    assert check(word(False), paper(True, Source.OCR)).verdict is Verdict.UNDETERMINED
