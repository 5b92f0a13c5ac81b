"""Characters become lines: of a paragraph or of one cell, each once, from left to right."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
from pdffiles import Pdf, text

from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.read.pdf.lines import in_rows, line_of, runs_of
from tfdocs.read.pdf.stacks import stacks, stood_up
from tfdocs.read.pdf.textlayer import Glyph

Read = Callable[[Pdf], list[Page]]


def lines(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_neighbouring_cells_never_share_a_line(read: Read) -> None:
    """A rule between two texts parts them, however near they stand and in whatever order they are drawn."""
    rule = "0.5 w 121 180 m 121 270 l S\n"
    pdf = Pdf()
    pdf.page(rule + text("left upper", x=60, y=250) + text("right 28", x=124, y=250))
    pdf.page(rule + text("right 28", x=124, y=250) + text("left upper", x=60, y=250))
    pdf.page(text("left upper", x=60, y=250) + text("right 28", x=124, y=250))
    ruled, other_order, unruled = read(pdf)
    assert lines(ruled) == lines(other_order) == ["left upper", "right 28"]
    assert lines(unruled) == ["left upper right 28"]


def test_a_hairline_drawn_as_a_filled_box_is_a_rule_too(read: Read) -> None:
    """Word draws its tables so; a grey rule parts cells as a black one does."""
    pdf = Pdf()
    pdf.page("0.6 g 120.6 180 0.5 90 re f 0 g\n" + text("left upper", x=60, y=250) + text("right", x=124, y=250))
    (page,) = read(pdf)
    assert lines(page) == ["left upper", "right"]


def test_bold_by_drawing_twice(read: Read) -> None:
    """A character printed twice a hair apart is one; the same word further on is another."""
    pdf = Pdf()
    pdf.page(text("bold bold", x=60) + text("bold bold", x=60.3))
    (page,) = read(pdf)
    assert lines(page) == ["bold bold"]


def test_parts_of_a_line_in_other_colours(read: Read) -> None:
    """A line drawn in three pieces, the middle one last, is one line."""
    pdf = Pdf()
    pdf.page(text("The ", x=60) + text("grant", x=118, extra="0 0 1 rg") + text("big", x=92, extra="1 0 0 rg"))
    (page,) = read(pdf)
    assert [t.replace(" ", "") for t in lines(page)] == ["Thebiggrant"]


def test_a_character_of_another_typeface_is_drawn_after_those_around_it() -> None:
    """LibreOffice draws what a typeface lacks when it has drawn the rest: its place in the line is what it shows."""
    order = [
        *zip("比例为312", (0, 10, 20, 30, 50, 55), strict=True),
        *zip("∶，误差在", (40, 60, 70, 80, 90), strict=True),
    ]
    (run,) = runs_of([glyph(text, x) for text, x in order])
    assert "".join(g.text for g in run) == "比例为3∶12，误差在"


def test_two_lines_that_reach_into_each_other_are_not_one() -> None:
    """A line set tight under another, further right, and words drawn over words."""
    upper = [glyph(c, 10 * i) for i, c in enumerate("比例为三")]
    assert len(runs_of(upper + [glyph(c, 20 + 10 * i, 6.0) for i, c in enumerate("误差在五")])) == 2
    assert len(runs_of(upper + [glyph(c, 20 + 10 * i, 1.0) for i, c in enumerate("误差在五")])) == 2


def glyph(text: str, x: float, top: float = 0.0) -> Glyph:
    wide = 5.0 if text.isdigit() else 10.0
    drawer: Any = SimpleNamespace(turned=False, slant=0.0, number=round(x))
    return Glyph(text, Box(x, top, x + wide, top + 10), np.zeros((1, 6)), 0, drawer)


def test_every_character_has_its_box(read: Read) -> None:
    """A line has as many boxes and confidences as characters, spaces included, from left to right."""
    pdf = Pdf()
    pdf.page(text("The grant is 28 of 35 units, office"))
    (page,) = read(pdf)
    (line,) = page.lines
    assert line.text == "The grant is 28 of 35 units, office"
    assert len(line.chars) == len(line.confidence) == len(line.text)
    assert [b.x0 for b in line.chars] == sorted(b.x0 for b in line.chars)


def test_a_row_in_several_sizes_is_read_from_the_left(read: Read) -> None:
    """Cells of one row stand at one foot and begin at different heights."""
    pdf = Pdf()
    pdf.page(
        text("name", x=40, y=250, size=11)
        + text("28", x=140, y=250, size=13)
        + text("pieces", x=240, y=250.4, size=11)
        + text("second row", x=40, y=232, size=11)
        + text("35", x=140, y=232, size=13)
    )
    (page,) = read(pdf)
    assert lines(page) == ["name", "28", "pieces", "second row", "35"]


def standing(text: str, x: float, baseline: float) -> Glyph:
    """A character that stands at ``baseline``, 10 points wide, of a font that says to be two lines high."""
    drawer: Any = SimpleNamespace(turned=False, slant=0.0, number=0)
    places = np.array([[x, baseline - 9, x + 10, baseline + 1, x, baseline]])
    return Glyph(text, Box(x, baseline - 16, x + 10, baseline + 4), places, 0, drawer)


def read_down(glyphs: list[Glyph], ruled: bool) -> list[str]:
    found = stacks(glyphs, None, lambda a, b: ruled)
    return sorted("".join(glyphs[n].text for n in label) for label in found)


def test_a_label_written_downwards_is_one_and_rows_are_not() -> None:
    """Beside the label stand the cells of its rows, which come between its characters."""
    label = [standing(c, 40, 100 + 12.0 * n) for n, c in enumerate("审核意见")]
    further = [standing(c, 28, 100 + 12.0 * n) for n, c in enumerate("盖章")]  # it goes on to the left
    cells = [standing(c, 120, 101 + 18.0 * n) for n, c in enumerate("甲乙")]
    row = [*label, *further, cells[0], standing("人", 300, 101), cells[1]]
    assert read_down(row, False) == ["审核意见盖章"]
    assert read_down(row, True) == []  # with a rule between each two it is a column of cells


def test_a_line_that_begins_below_one_of_a_single_character_is_no_label() -> None:
    wrapped = [standing("经", 40, 100), standing("费", 40, 112), standing("预", 50, 112), standing("算", 40, 124)]
    assert read_down(wrapped, False) == []


def test_what_is_written_downwards_stands_in_the_row_in_which_it_begins() -> None:
    label = [line_of([standing(c, 40, 100 + 12.0 * n)]) for n, c in enumerate("审核意见")]
    rows = [line_of([standing(c, 120, 100 + 18.0 * n)]) for n, c in enumerate("甲乙丙")]
    lines = stood_up([*label, *rows], [[0, 1, 2, 3]])
    assert [line.text for line in in_rows(lines)] == ["审核意见", "甲", "乙", "丙"]
