"""A character alone between a line and a rule is not taken for a part of the lines whose boxes reach over it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.detect import rules
from tfdocs.read.ocr.residue import gaps, ink_of_writing, residue, without_fills, without_ghosts

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
    return residue(ink_of_writing(paper, (vertical, horizontal)), horizontal, covered, DPI)


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


def test_the_dark_ground_of_a_tables_head_is_no_writing_and_white_print_on_it_is() -> None:
    """A page with white words on blue had unread ink wherever the blue has none of them."""
    paper = np.full((300, 900), 245, dtype=np.uint8)
    paper[100:160, 50:850] = 60
    cv2.line(paper, (500, 115), (520, 145), 240, 4)
    cv2.line(paper, (600, 220), (620, 250), 20, 4)
    boxes = [quad(200, 104, 300, 156), quad(480, 104, 560, 156), quad(590, 212, 630, 258)]
    assert [float(q[0, 0]) for q in without_fills(boxes, paper)] == [480, 590]
    assert without_fills([], paper) == []


def test_the_corner_of_a_shaded_cell_is_no_writing_and_print_on_its_ground_is() -> None:
    """Each corner of a plan's shaded months was unread ink."""
    paper = np.full((300, 900), 245, dtype=np.uint8)
    paper[100:160, 50:850] = 185
    cv2.line(paper, (300, 115), (320, 145), 60, 3)
    cv2.line(paper, (500, 115), (520, 145), 150, 3)  # pale, and darker than its ground
    cv2.line(paper, (600, 220), (620, 250), 185, 3)  # as pale as the ground is, on white paper
    boxes = [quad(52, 102, 72, 122), quad(290, 105, 330, 155), quad(490, 105, 530, 155), quad(590, 212, 630, 258)]
    assert [float(q[0, 0]) for q in without_fills(boxes, paper)] == [290, 490, 590]


def test_a_bracket_that_the_line_below_covers_in_part_is_found_whole() -> None:
    """（　　） of a blank over a heading: what was left of the bracket was too little for writing."""
    paper = np.full((600, 1200), 245, dtype=np.uint8)
    cv2.ellipse(paper, (300, 200), (10, 24), 0, 100, 260, 30, 3)
    for x in range(200, 1000, 30):
        cv2.line(paper, (x, 250), (x, 290), 20, 4)
    vertical, horizontal = rules(paper, DPI)
    covered = [quad(190, 236, 1010, 300)]
    found = residue(ink_of_writing(paper, (vertical, horizontal)), horizontal, covered, DPI)
    assert any(q[0, 0] < 296 and q[0, 1] <= 178 and q[2, 1] >= 220 for q in found)


def test_the_bar_of_a_letterheads_character_is_no_rule_behind_which_something_stands() -> None:
    """Of 协 at 53 pt the upper half of 十 was read once more, as 1."""
    grey = np.full((260, 900), 255, np.uint8)
    grey[52:80, 410:416] = grey[58:63, 400:426] = 60
    grey[90:160, 300:310] = 60
    grey[80:86, 360:450] = 60
    assert rules(grey, 150)[1].any()  # as long as a rule
    line = np.array([[60, 45], [840, 45], [840, 165], [60, 165]], dtype=np.float32)
    assert residue(ink_of_writing(grey, rules(grey, 150)), rules(grey, 150)[1], [line], 150) == []
    # behind a rule that is one there is another row
    grey[80:86, 60:840] = 60
    assert residue(ink_of_writing(grey, rules(grey, 150)), rules(grey, 150)[1], [line], 150)


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
    assert bool(residue(ink_of_writing(paper, (vertical, horizontal)), horizontal, [], DPI)) == bool(found)


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
    (found,) = residue(ink_of_writing(thin(*ONE), (none, none)), none, [], DPI)
    (x0, y0), (x1, y1) = found.min(axis=0), found.max(axis=0)
    assert 592 < x0 < 603 and 613 < x1 < 622 and 290 < y0 < 301 and 327 < y1 < 337


def test_a_piece_of_a_rule_or_of_a_sheets_edge_is_none() -> None:
    none = np.zeros((600, 1200), dtype=np.uint8)
    bar = ONE[:1]
    beset = (*ONE, (605, 335, 3, 27))
    tall = (607, 300, 2, 81), (604, 378, 8, 3)
    for strokes in (bar, beset, tall):
        assert residue(ink_of_writing(thin(*strokes), (none, none)), none, [], DPI) == []


def squares(rows: list[tuple[int, int, int]], side: int) -> npt.NDArray[np.uint8]:
    """Paper with a 田 of ``side`` pixels at each x, y, and how many of them side by side."""
    paper = np.full((700, 900), 245, dtype=np.uint8)
    for x, y, count in rows:
        for left in range(x, x + count * (side + 6), side + 6):
            cv2.rectangle(paper, (left, y), (left + side - 4, y + side - 4), 20, 3)
            cv2.line(paper, (left, y + side // 2), (left + side - 4, y + side // 2), 20, 3)
    return paper


@pytest.mark.parametrize("count", [3, 6])
def test_rows_of_one_character_close_below_one_another_are_each_left_over(count: int) -> None:
    """乡 乡 县 市 青溪 村 of a list were one piece of 65 points, too high for writing: nothing was said of them.

    Lower pieces were read as one line: 民优差优中中 of a column.
    """
    pitch, side = 52, 44
    paper = squares([(300, 150 + pitch * n, 2 if n == count - 1 else 1) for n in range(count)], side)
    nothing = np.zeros_like(paper)
    found = residue(ink_of_writing(paper, (nothing, nothing)), nothing, [], DPI)
    middles = sorted(float(q[:, 1].mean()) for q in found)
    assert [round((m - 170) / pitch) for m in middles] == list(range(count))
    assert max(float(np.ptp(q[:, 0])) for q in found) > 1.8 * side


def test_a_tall_drawing_is_no_rows() -> None:
    paper = np.full((700, 900), 245, dtype=np.uint8)
    cv2.rectangle(paper, (300, 150), (420, 480), 20, 3)
    cv2.line(paper, (300, 150), (420, 480), 20, 3)
    nothing = np.zeros_like(paper)
    assert residue(ink_of_writing(paper, (nothing, nothing)), nothing, [], DPI) == []


@pytest.mark.parametrize("read", [True, False])
def test_what_other_lines_hold_is_no_gap_between_two(read: bool) -> None:
    """On a slanting photograph a heading and the table's last head stand on one level, the other heads between them."""
    paper = np.full((300, 900), 245, dtype=np.uint8)
    for x in range(300, 500, 50):
        cv2.line(paper, (x, 112), (x + 40, 152), 20, 5)
        cv2.line(paper, (x + 40, 112), (x, 152), 20, 5)
    beside = [quad(60, 100, 260, 150), quad(540, 100, 740, 150)]
    between = [quad(295, 106, 500, 162)] if read else []
    found = gaps(paper, np.zeros_like(paper), [*beside, *between])
    assert len(found) == (0 if read else 1)


def test_rows_whose_ends_the_lines_around_them_took_are_each_left_over() -> None:
    """县 省 锦川 of a list on a photograph: of the first and last only strokes were left, and none was taken apart."""
    pitch, side = 46, 44
    rows = [(300, 150 + pitch * n, 2 if n == 4 else 1) for n in range(5)]
    nothing = np.zeros((700, 900), np.uint8)
    covered = [quad(290, 146, 350, 192), quad(290, 332, 400, 378)]
    found = residue(ink_of_writing(squares(rows, side), (nothing, nothing)), nothing, covered, DPI)
    assert len(found) == 3
    assert max(float(np.ptp(q[:, 1])) for q in found) < 1.5 * side


def test_a_slanting_rule_between_two_lines_of_a_row_is_no_writing() -> None:
    """附表 and 数量 of a photograph stand on one level, with the table's leaning rule between: 事项 was read twice."""
    paper = np.full((300, 900), 245, dtype=np.uint8)
    cv2.line(paper, (240, 134), (560, 110), 20, 4)
    beside = [quad(60, 100, 260, 150), quad(540, 100, 740, 150)]
    assert gaps(paper, np.zeros_like(paper), beside) == []
