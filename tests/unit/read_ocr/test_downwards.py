"""男 女 女 of three rows is no word; 审核意见 in its cell is one."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from scansheets import DPI, print_lines, scanned

from tfdocs.read.ocr import detect
from tfdocs.read.ocr.downwards import cut_at_level_rules, part_rows, single_characters
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.stacked import stacked_rows, stand_apart
from tfdocs.text.normalise import fold

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
PITCH, SIDE = 30, 22  # pixels: rows as close as lines of text
CLOSE = 28  # … and as close as vertical writing


def quad(x0: int, y0: int, x1: int, y1: int) -> Quad:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32)


def paper() -> Image:
    return np.full((400, 600), 245, dtype=np.uint8)


def character(image: Image, x: int, y: int) -> None:
    cv2.rectangle(image, (x, y), (x + SIDE - 1, y + SIDE - 1), 20, 3)
    cv2.line(image, (x, y + SIDE // 2), (x + SIDE - 1, y + SIDE // 2), 20, 3)


def parted(image: Image, quads: list[Quad]) -> tuple[list[Quad], list[list[tuple[int, int, int, int]]]]:
    ink = detect.ink_of(image)
    rules = detect.rules(image, 200, ink)
    lines = cut_at_level_rules(quads, rules[1])
    return part_rows(lines, np.repeat(image[:, :, None], 3, axis=2), ink, rules)


def test_a_column_through_ruled_rows_is_cut_at_the_rules() -> None:
    image = paper()
    for row in range(4):
        character(image, 100, 50 + PITCH * row)
        cv2.line(image, (40, 50 + PITCH * row - 4), (560, 50 + PITCH * row - 4), 20, 2)
    cut, stacks = parted(image, [quad(97, 42, 126, 50 + PITCH * 4 - 6)])
    assert len(cut) == 4 and not any(stacks)
    assert [round(float(q[:, 1].min())) // PITCH for q in cut] == [1, 2, 3, 4]


@pytest.mark.parametrize("boxed", [True, False])
def test_a_column_whose_characters_have_others_beside_them_is_rows(boxed: bool) -> None:
    """Without rules as well, and where no box lies around what stands beside them: 一、 is passed over by detectors."""
    image = paper()
    beside = []
    for row in range(4):
        character(image, 100, 50 + PITCH * row)
        character(image, 180, 50 + PITCH * row)
        beside.append(quad(177, 47 + PITCH * row, 205, 75 + PITCH * row))
    column = quad(97, 46, 126, 50 + PITCH * 4 - 4)
    cut, stacks = parted(image, [column, *(beside if boxed else [])])
    assert len(cut) == (8 if boxed else 4) and not any(stacks)


def test_a_label_in_its_cell_stays_one_line() -> None:
    """Behind a rule a text of other rows stands beside it; and one by itself has nothing beside it."""
    image = paper()
    for row in range(4):
        character(image, 100, 50 + PITCH * row)
    column = quad(97, 46, 126, 50 + PITCH * 4 - 4)
    assert [len(s) for s in parted(image, [column])[1]] == [4]
    cv2.line(image, (140, 20), (140, 380), 20, 2)
    beside = []
    for row in range(4):
        character(image, 180, 50 + PITCH * row)
        beside.append(quad(177, 47 + PITCH * row, 205, 75 + PITCH * row))
    assert [len(s) for s in parted(image, [column, *beside])[1]] == [4, 0, 0, 0, 0]


STROKES = {"一": (11,), "二": (4, 18), "三": (2, 11, 19), "口": (0, 20)}  # rows of a character's level strokes


def numeral(image: Image, x: int, y: int, name: str) -> None:
    for row in STROKES[name]:
        cv2.line(image, (x, y + row), (x + SIDE - 1, y + row), 20, 2)
    if name == "口":
        for side in (x, x + SIDE - 1):
            cv2.line(image, (side, y), (side, y + 20), 20, 2)


@pytest.mark.parametrize("names", ["一二三口口口", "口三二一口"])
def test_strokes_of_numerals_are_no_characters(names: str) -> None:
    """The strokes of 一 二 三 below each other stand as far apart as characters do, and were cut apart as such."""
    image = paper()
    for row, name in enumerate(names):
        numeral(image, 100, 50 + 26 * row, name)
    rgb = np.repeat(image[:, :, None], 3, axis=2)
    rows = stacked_rows(rgb, quad(96, 47, 126, 50 + 26 * len(names)))
    assert [abs((y0 + y1) / 2 - (61 + 26 * n)) < 7 for n, (_, y0, _, y1) in enumerate(rows)] == [True] * len(names)


@pytest.mark.parametrize("high", [20, 24])
def test_narrow_figures_one_below_the_other_are_a_column(high: int) -> None:
    """5 3 1 7 of a face whose figures are half as wide as high were read as one line, written downwards."""
    image = paper()
    for row in range(8):
        cv2.rectangle(image, (104, 50 + 34 * row), (113, 50 + 34 * row + high - 1), 20, 3)
    rgb = np.repeat(image[:, :, None], 3, axis=2)
    rows = stacked_rows(rgb, quad(94, 44, 129, 50 + 34 * 7 + high + 6))
    assert [round((y0 + y1 - 2 * 50 - high) / 2 / 34) for _, y0, _, y1 in rows] == list(range(8))
    assert stand_apart(rows)
    # the strokes of one letter are no figures
    cv2.rectangle(image, (104, 50), (117, 340), 245, -1)
    cv2.rectangle(image, (108, 60), (112, 64), 20, -1)
    cv2.rectangle(image, (108, 70), (112, 110), 20, -1)
    assert stacked_rows(np.repeat(image[:, :, None], 3, axis=2), quad(94, 54, 129, 116)) == []


def test_characters_that_touch_are_cut_where_there_is_least_ink() -> None:
    image = paper()
    for row in range(3):
        for x in range(100, 122, 4):
            cv2.line(image, (x, 50 + 24 * row), (x, 70 + 24 * row), 20, 2)
    cv2.line(image, (110, 70), (110, 74), 20, 1)
    rows = stacked_rows(np.repeat(image[:, :, None], 3, axis=2), quad(97, 47, 125, 122))
    assert [abs((y0 + y1) / 2 - (60 + 24 * n)) < 6 for n, (_, y0, _, y1) in enumerate(rows)] == [True] * 3


def test_the_rules_of_its_cell_are_no_part_of_a_label() -> None:
    """核 意 见 at a page's head was read as one character: the box had taken the rules of three sides along."""
    image = paper()
    for row in range(3):
        character(image, 100, 50 + CLOSE * row)
    box = quad(86, 42, 150, 142)
    for line in (((90, 46), (300, 46)), ((90, 136), (300, 136)), ((90, 46), (90, 136))):
        cv2.line(image, *line, 20, 2)
    ink = detect.ink_of(image)
    rules = np.asarray(cv2.bitwise_or(*detect.rules(image, 200, ink)), dtype=np.uint8)
    rows = stacked_rows(np.repeat(image[:, :, None], 3, axis=2), box, rules)
    assert len(rows) == 3 and rows[0][0] > 93 and rows[0][2] < 130


def test_the_bar_of_a_figure_4_is_no_rule() -> None:
    """Its thin tip is no column of ink, and beyond it the bar ran from side to side: the 4 was read as 44."""
    image, rules = paper(), np.zeros(paper().shape, np.uint8)
    for y in (42, 84):
        cv2.line(image, (80, y), (180, y), 20, 2)
        cv2.line(rules, (80, y), (180, y), 255, 3)
    cv2.line(image, (110, 54), (110, 75), 20, 3)
    cv2.line(image, (109, 54), (102, 68), 90, 1)
    cv2.line(image, (98, 68), (114, 68), 20, 2)
    assert stacked_rows(np.repeat(image[:, :, None], 3, axis=2), quad(93, 43, 127, 83), rules) == []


def close_columns(beside: int) -> tuple[Image, list[Quad]]:
    """Two columns of four characters as close as vertical writing, and so many lines of text below them."""
    image = paper()
    for row in range(4):
        character(image, 100, 50 + CLOSE * row)
        character(image, 180, 50 + CLOSE * row)
    columns = [quad(x - 3, 47, x + SIDE + 4, 49 + CLOSE * 4) for x in (100, 180)]
    lines = []
    for n in range(beside):
        for x in range(100, 300, 26):
            character(image, x, 200 + 30 * n)
        lines.append(quad(97, 197 + 30 * n, 308, 226 + 30 * n))
    return image, [*columns, *lines]


def test_close_columns_on_a_page_of_rows_are_rows() -> None:
    """村 乡 市 镇 县 省 behind （一） to （六）, set solid, was a word of six characters that the Word has not."""
    image, quads = close_columns(3)
    cut, stacks = parted(image, quads)
    assert len(cut) == 8 + 3 and not any(stacks)
    image, quads = close_columns(0)  # vertical writing
    assert [len(s) for s in parted(image, quads)[1]] == [4, 4]


def test_a_column_goes_on_with_what_no_box_has_and_takes_the_marks_beside_it() -> None:
    """Of 一、 to 六、 a detector had 二 to 六 in one box, and no 、 but one, by itself."""
    image, quads = close_columns(3)
    numeral(image, 100, 50 - CLOSE, "一")  # the column's head, in no box
    for row in range(-1, 4):
        cv2.line(image, (132, 58 + CLOSE * row), (138, 64 + CLOSE * row), 20, 3)
    mark = quad(128, 52 + 2 * CLOSE, 142, 70 + 2 * CLOSE)
    cut, stacks = parted(image, [*quads, mark])
    assert len(cut) == 9 + 3 and not any(stacks)  # one character more, and no mark by itself
    first = sorted((q for q in cut if q[:, 0].min() < 110 and q[:, 1].max() < 192), key=lambda q: float(q[:, 1].min()))
    assert len(first) == 5 and all(139 <= q[:, 0].max() < 160 for q in first)


def test_what_reaches_in_from_the_row_above_is_cut_off_and_what_sticks_out_drawn_in() -> None:
    image = paper()
    character(image, 100, 50)
    cv2.line(image, (110, 85), (110, 106), 20, 3)
    cv2.line(image, (98, 85), (122, 85), 20, 3)  # 丁, of which the box has the hook alone
    ink = detect.ink_of(image)
    rules = detect.rules(image, 200, ink)
    quads = [quad(97, 47, 126, 75), quad(97, 66, 124, 109)]
    first, second = single_characters(quads, ink, rules[1], rules[1])
    assert np.array_equal(first, quads[0])
    assert 72 <= second[:, 1].min() <= 84 and second[:, 1].max() == 110
    (hook,) = single_characters([quad(104, 80, 116, 109)], ink, rules[1], rules[1])
    assert hook[:, 0].min() <= 98 and hook[:, 0].max() >= 122


def test_vertical_writing_is_closer_than_rows() -> None:
    assert stand_apart([(0, PITCH * i, SIDE, PITCH * i + SIDE + 5) for i in range(3)])
    assert not stand_apart([(0, (SIDE + 2) * i, SIDE, (SIDE + 2) * i + SIDE + 5) for i in range(3)])


def test_a_list_of_single_characters_is_read_by_its_rows_and_its_page_not_turned() -> None:
    """A page of little more than columns was taken to lie on its side."""
    sheet, _ = print_lines(0)
    for row, (number, mark) in enumerate(zip("甲乙丙丁戊己", "男女女男女男", strict=True)):
        sheet.line(number, 60, 60 + 15 * row, "song", 12)
        sheet.line(mark, 110, 60 + 15 * row, "song", 12)
    seen = read_picture(scanned(sheet.page().image), DPI)
    assert seen.turn == 0
    assert fold("".join(line.text for line in seen.lines)).text == "甲男乙女丙女丁男戊女己男"


def test_a_heading_close_above_its_table_keeps_its_number() -> None:
    """一、 is passed over, and the rule below it stood in the way of what looked for it."""
    sheet, _ = print_lines(0)
    sheet.line("一、参加评审的单位和人员", 60, 60, "song", 12)
    sheet.rule(50, 76, 350, 76)
    sheet.rule(50, 96, 350, 96)
    sheet.line("序号", 60, 80, "song", 12)
    seen = read_picture(scanned(sheet.page().image, 3, noise=6.0, blur=0.8), DPI)
    assert fold("".join(line.text for line in seen.lines)).text == "一、参加评审的单位和人员序号"


def test_what_the_usual_look_passes_over_is_looked_for_from_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a table's single characters in rows set solid it finds hardly one; and what it alone found stays found."""
    sheet, prose = print_lines(4)
    for row in range(3):
        for column in range(4):
            sheet.line("男女是否"[column], 50 + 70 * column, 150 + 14 * row, "song", 10.5)
    looks: list[bool] = []
    real = detect.detect

    def look(*args: Any, closer: bool = False) -> list[Quad]:
        looks.append(closer)
        quads = real(*args, closer=closer)
        if closer:
            return quads[1:]  # all but the first line
        return [q for q in quads if q[1, 0] - q[0, 0] > 3 * (q[3, 1] - q[0, 1])]

    monkeypatch.setattr(detect, "detect", look)
    seen = read_picture(scanned(sheet.page().image), DPI)
    assert looks == [False, True]
    assert fold("".join(line.text for line in seen.lines)).text == fold("".join(prose) + "男女是否" * 3).text
    looks.clear()
    read_picture(scanned(print_lines(5)[0].page().image), DPI)
    assert looks == [False]  # no page of prose is looked at twice
