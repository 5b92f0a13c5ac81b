"""A character alone between a line and a rule is not taken for a part of the lines whose boxes reach over it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.detect import rules
from tfdocs.read.ocr.residue import residue, without_ghosts

DPI = 300
Quad = npt.NDArray[np.float32]


def quad(x0: int, y0: int, x1: int, y1: int) -> Quad:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32)


def cell(character: bool) -> npt.NDArray[np.uint8]:
    """Two rows of a table; the upper one goes on with 工 close above the rule."""
    paper = np.full((600, 1200), 245, dtype=np.uint8)
    for y in (100, 214, 330):
        cv2.line(paper, (60, y), (1140, y), 20, 4)
    for x in (60, 1140):
        cv2.line(paper, (x, 100), (x, 330), 20, 4)
    if character:
        for a, b in (((204, 166), (236, 166)), ((220, 166), (220, 202)), ((200, 202), (240, 202))):
            cv2.line(paper, a, b, 20, 4)
    return paper


def left_over(paper: npt.NDArray[np.uint8]) -> list[Quad]:
    covered = [quad(200, 92, 1100, 162), quad(210, 196, 1100, 275)]
    vertical, horizontal = rules(paper, DPI)
    return residue(paper, vertical, horizontal, covered, DPI)


def test_it_is_found_whole_between_two_boxes_that_reach_over_it() -> None:
    (found,) = left_over(cell(True))
    (x0, y0), (x1, y1) = found.min(axis=0), found.max(axis=0)
    assert x0 <= 202 and x1 >= 238 and y0 <= 167 and 200 <= y1 < 225


def test_a_cell_without_it_leaves_nothing() -> None:
    assert left_over(cell(False)) == []


def test_what_is_left_of_a_seals_own_lettering_is_no_writing_and_pale_print_is() -> None:
    """Strokes of its ring were left at 0.8 of the paper's tone, and read as 公."""
    paper = np.full((200, 300), 250, dtype=np.uint8)
    for x, tone in ((60, 200), (120, 160), (240, 200)):
        cv2.line(paper, (x, 80), (x + 20, 110), tone, 3)
    boxes = [quad(x - 4, 74, x + 26, 116) for x in (60, 120, 240)]
    kept = without_ghosts(boxes, paper, [(20, 20, 200, 180)])
    assert [float(q[0, 0]) for q in kept] == [116, 236]  # print in the seal, and whatever stands outside it


def test_the_bar_of_a_letterheads_character_is_no_rule_behind_which_something_stands() -> None:
    """Of 协 at 53 pt the upper half of 十 was read once more, as 1."""
    grey = np.full((260, 900), 255, np.uint8)
    grey[52:80, 410:416] = grey[58:63, 400:426] = 60
    grey[90:160, 300:310] = 60
    grey[80:86, 360:450] = 60
    assert rules(grey, 150)[1].any()  # as long as a rule
    line = np.array([[60, 45], [840, 45], [840, 165], [60, 165]], dtype=np.float32)
    assert residue(grey, *rules(grey, 150), [line], 150) == []
    # behind a rule that is one there is another row
    grey[80:86, 60:840] = 60
    assert residue(grey, *rules(grey, 150), [line], 150)


@pytest.mark.parametrize(("strokes", "found"), [(0, 0), (12, 1)])
def test_an_aslant_rule_of_a_photograph_is_no_writing_and_words_on_it_are(strokes: int, found: int) -> None:
    """The box around the rule took in a half of the line below it, which was read twice and so was added."""
    paper = np.full((600, 1400), 245, dtype=np.uint8)
    cv2.line(paper, (100, 300), (1200, 352), 60, 4)
    for n in range(strokes):
        x, y = 300 + 40 * n, 280 + 2 * n
        cv2.rectangle(paper, (x, y), (x + 26, y + 40), 20, 4)
    vertical, horizontal = rules(paper, DPI)
    assert not horizontal.any()
    assert bool(residue(paper, vertical, horizontal, [], DPI)) == bool(found)


def thin(*strokes: tuple[int, int, int, int]) -> npt.NDArray[np.uint8]:
    """A sheet in black and white with filled boxes on it: x, y, width, height."""
    paper = np.full((600, 1200), 255, dtype=np.uint8)
    for x, y, w, h in strokes:
        paper[y : y + h, x : x + w] = 0
    return paper


ONE = ((607, 300, 2, 27), (602, 301, 5, 2), (603, 325, 10, 2))  # of 10.5 pt, in a light face


def test_a_thin_figure_by_itself_is_writing() -> None:
    """The 1 of — 1 — at the foot of a page was neither read nor told of."""
    none = np.zeros((600, 1200), dtype=np.uint8)
    (found,) = residue(thin(*ONE), none, none, [], DPI)
    (x0, y0), (x1, y1) = found.min(axis=0), found.max(axis=0)
    assert 592 < x0 < 603 and 613 < x1 < 622 and 290 < y0 < 301 and 327 < y1 < 337


def test_a_piece_of_a_rule_or_of_a_sheets_edge_is_none() -> None:
    none = np.zeros((600, 1200), dtype=np.uint8)
    bar = ONE[:1]
    beset = (*ONE, (605, 335, 3, 27))
    tall = (607, 300, 2, 81), (604, 378, 8, 3)
    for strokes in (bar, beset, tall):
        assert residue(thin(*strokes), none, none, [], DPI) == []
