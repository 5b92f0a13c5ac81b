"""男 女 女 of three rows is no word; 审核意见 in its cell is one."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from scansheets import DPI, print_lines, scanned

from tfdocs.read.ocr import detect
from tfdocs.read.ocr.downwards import cut_at_level_rules, part_rows, single_characters
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.stacked import stand_apart
from tfdocs.text.normalise import fold

Image = npt.NDArray[np.uint8]
Quad = npt.NDArray[np.float32]
PITCH, SIDE = 30, 22  # pixels: rows as close as lines of text


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
