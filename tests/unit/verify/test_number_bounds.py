"""12 3 is not 1 23, though white space carries no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Verdict
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.judge import compare

PROSE = "本项目由申报单位组织实施，专款专用。"
SIZE, DIGIT = 12.0, 6.0


def line(text: str, top: float, space: float = 3.0, spread: float = 0.0) -> Line:
    """A line of a text layer: boxes as wide as their advance, ``space`` for white, ``spread`` between all."""
    boxes, chars, x = [], "", 60.0
    for char in text:
        if char.isspace():
            x += space
            continue
        wide = DIGIT if char.isascii() else SIZE
        boxes.append(Box(x, top, x + wide, top + SIZE))
        chars += char
        x += wide + spread
    return Line(chars, union(boxes), tuple(boxes), (1.0,) * len(chars), Source.TEXT)


def verdict(word: str, paper: str, **room: float) -> Verdict:
    page = _page(1, [(PROSE, 60.0, 60.0)])
    lines = (*page.lines, line(paper, 90.0, **room))
    page = Page(1, page.width, page.height, 0, None, Source.TEXT, lines)
    return compare(_word([PROSE, word]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict


@pytest.mark.parametrize(
    ("word", "paper"), [("甲\t12\t3", "甲 1 23"), ("第 25 8 号", "第 2 58 号"), ("共 1 23 人", "共 123 人")]
)
def test_other_numbers_of_the_same_digits_are_a_difference(word: str, paper: str) -> None:
    assert verdict(word, paper, space=6.0) is Verdict.INCONSISTENT
    assert verdict(word, word, space=6.0) is Verdict.CONSISTENT


@given(st.lists(st.integers(0, 9999), min_size=2, max_size=6), st.floats(2.6, 40.0), st.floats(0.0, 8.0))
def test_numbers_as_they_were_are_consistent_however_wide_the_white_between(
    numbers: list[int], space: float, spread: float
) -> None:
    text = "数据：" + " ".join(map(str, numbers)) + " 完"
    assert verdict(text, text, space=space, spread=spread) is Verdict.CONSISTENT
