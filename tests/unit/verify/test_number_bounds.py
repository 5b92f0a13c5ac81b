"""12 3 is not 1 23, though white space carries no text."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Verdict
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.align import Alignment
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.judge import compare
from tfdocs.verify.number_bounds import _spots, _white_ink
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.wordtext import word_text

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


class Inked:
    """Looks that see one picture, whatever is asked for."""

    def __init__(self, dark: np.ndarray) -> None:
        self._dark = dark

    def dark(self, page: int, box: Box) -> np.ndarray:
        return self._dark


@pytest.mark.parametrize("slant", [0, 1])
def test_the_rule_of_the_blank_that_numbers_stand_on_is_no_ink_between_them(slant: int) -> None:
    """139 0000 1234 filled into a blank: its underline runs on below the white."""
    dark = np.zeros((60, 60), np.bool_)
    dark[5:45, :12] = dark[5:45, 48:] = True
    looks = cast(InkLooks, Inked(dark))
    sheet = line("90", 60.0, space=6.0)
    bare = _white_ink(looks, 0, sheet, 60.0, 80.0)
    for x in range(60):
        dark[50 + x * slant // 60 : 52 + x * slant // 60, x] = True
    assert bare is not None and _white_ink(looks, 0, sheet, 60.0, 80.0) == bare > 0.5


def test_white_is_measured_by_the_digits_and_not_by_the_box_that_a_lean_draws_out() -> None:
    dark = np.zeros((60, 60), np.bool_)
    dark[20:40, :24] = dark[20:40, 36:] = True
    sheet = line("90", 60.0)
    leaning = replace(sheet, box=Box(sheet.box.x0, sheet.box.top - 6, sheet.box.x1, sheet.box.bottom + 6))
    low = _white_ink(cast(InkLooks, Inked(dark)), 0, leaning, 60.0, 75.0)
    assert low == pytest.approx(3.0 / (1.95 * 24 * 0.7 / 3))
    assert _white_ink(cast(InkLooks, Inked(np.zeros_like(dark))), 0, sheet, 60.0, 75.0) is None


def test_the_end_of_a_cells_rule_below_two_digits_is_no_ink_between_them() -> None:
    """A sheet that lies askew has the rule in the corner of a line's box: 0000 1234 was doubted for it."""
    dark = np.zeros((60, 60), np.bool_)
    dark[15:45, :20] = dark[15:45, 34:] = True
    sheet = line("90", 60.0)
    bare = _white_ink(cast(InkLooks, Inked(dark)), 0, sheet, 60.0, 75.0)
    dark[57:, :28] = True
    assert bare is not None and _white_ink(cast(InkLooks, Inked(dark)), 0, sheet, 60.0, 75.0) == bare


@pytest.mark.parametrize(("text", "down", "asked"), [("1", 0.0, [0]), ("10", 0.0, [0, 1]), ("10", SIZE, [])])
def test_a_figure_alone_in_its_cell_is_no_line_that_goes_down(text: str, down: float, asked: list[int]) -> None:
    """1 and 0313 for 10 and 313: the 1 is higher than it is wide, and had not been asked where its number ends."""
    word = word_text(_word(["10", "313"]))
    across = 0.0 if down else 3.0
    chars = tuple(
        Box(60.0 + across * n, 90.0 + down * n, 63.0 + across * n, 102.0 + down * n) for n in range(len(text))
    )
    own = replace(line(text, 90.0), box=union(chars), chars=chars)
    pairs = tuple((n, n) for n in range(len(text)))
    place = Alignment(pairs, 0, len(text), 0.0, len(text))
    piece = Piece(0, 0, own, fold(text), 0, len(text), place)
    assert sorted(_spots(Placing(word, [piece]), [])) == asked


def spaced(text: str, gaps: dict[int, float]) -> Line:
    """A line with ``gaps`` points behind some of its characters."""
    boxes, x = [], 60.0
    for n, char in enumerate(text):
        wide = DIGIT if char.isascii() else SIZE
        boxes.append(Box(x, 90.0, x + wide, 90.0 + SIZE))
        x += wide + gaps.get(n, 0.0)
    return Line(text, union(boxes), tuple(boxes), (1.0,) * len(text), Source.TEXT)


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        (dict.fromkeys(range(8), 6.0), Verdict.CONSISTENT),  # all of 经费4800元整
        ({3: 6.0}, Verdict.INCONSISTENT),  # 48 00
        ({2: 6.0, 3: 6.0, 4: 6.0}, Verdict.INCONSISTENT),  # 4 8 0 0 between words as they always are
    ],
)
def test_a_part_of_a_line_may_be_spaced_as_a_whole(gaps: dict[int, float], expected: Verdict) -> None:
    text = "经费4800元整由财政局依照进度分批拨付。"
    page = _page(1, [(PROSE, 60.0, 60.0)])
    page = replace(page, lines=(*page.lines, spaced(text, gaps)))
    report = compare(_word([PROSE, text]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is expected


def test_room_that_the_word_itself_puts_between_characters_parts_no_number() -> None:
    text = "其中经费4800元，由财政局依照进度分批拨付。"
    page = _page(1, [(PROSE, 60.0, 60.0)])
    page = replace(page, lines=(*page.lines, spaced(text, {4: 6.0, 5: 6.0, 6: 6.0, 7: 6.0})))
    word = _word([PROSE, text])
    blocks = (word.blocks[0], replace(word.blocks[1], spaced=((4, 8, 6.0),)))
    for document, expected in ((word, Verdict.INCONSISTENT), (replace(word, blocks=blocks), Verdict.CONSISTENT)):
        report = compare(document, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
        assert report.verdict is expected
    apart = replace(page, lines=(page.lines[0], spaced(text, {4: 6.0, 5: 13.0, 6: 6.0, 7: 6.0})))
    report = compare(replace(word, blocks=blocks), [apart], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.INCONSISTENT  # 48 00, spaced or not
