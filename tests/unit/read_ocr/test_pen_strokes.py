"""A pen over print: a word crossed out, ringed, put in brackets. Print itself, however it is set, is no pen's."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scansheets import DPI, Pixels, print_lines, scanned

from tfdocs.model.geometry import Box
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.pen_strokes import COLUMN, HIGH, penned, seen_of

LEFT, SIZED = 36.0, 12.0
SCALE = 240 / 72  # pixels a point of the sheet before it is scanned
BLANK = np.zeros((1000, 1400), np.uint8)
NOTHING = ((BLANK, BLANK), BLANK)  # a sheet without rules
BLUE, BLACK = (28, 44, 122), (34, 34, 40)
Paths = list[list[tuple[float, float]]]


def ring(first: float, last: float) -> Paths:
    turns = [math.radians(t) for t in range(-70, 300, 10)]
    half = (last - first) / 2 + 0.15
    return [[((first + last) / 2 + half * math.cos(t), 0.52 + 0.68 * math.sin(t)) for t in turns]]


def crossed(first: float, last: float) -> Paths:
    return [[(first, 0.05), (last, 0.95)], [(first, 0.93), (last, 0.08)]]


def scribbled(first: float, last: float) -> Paths:
    count = round((last - first) * 3)
    return [[(first + (last - first) * n / count, 0.08 if n % 2 else 0.95) for n in range(count + 1)]]


def through(first: float, last: float) -> Paths:
    return [[(first, 0.42), ((first + last) / 2, 0.56), (last, 0.47)]]


def drawn(image: Pixels, paths: Paths, row: int, ink: tuple[int, int, int]) -> Pixels:
    """``image`` with a pen's ``paths`` over line ``row``: ems from its start, of its height."""
    out = image.copy()
    top = 40 + 24 * row
    for path in paths:
        points = [((LEFT + x * SIZED) * SCALE, (top + y * SIZED) * SCALE) for x, y in path]
        cv2.polylines(out, [np.round(points).astype(np.int32)], False, ink, round(0.9 * SCALE), cv2.LINE_AA)
    return out


def found(image: Pixels, **how: object) -> list[tuple[int, int, int]]:
    """Row of print, and from which em to which, of what a pen went over, a line through words among it."""
    read = read_picture(scanned(image, **how), DPI)
    boxes = [*read.penned, *read.struck]
    return [(round((b.centre[1] - 46) / 24), round((b.x0 - LEFT) / SIZED), round((b.x1 - LEFT) / SIZED)) for b in boxes]


@pytest.mark.parametrize("colour", ["colour", "grey", "bw"])
def test_print_that_no_pen_went_over_has_nothing(colour: str) -> None:
    assert found(print_lines()[0].page().image, colour=colour) == []


@pytest.mark.parametrize("how", [ring, crossed, scribbled, through], ids=lambda how: how.__name__)
@pytest.mark.parametrize(("colour", "ink"), [("colour", BLUE), ("colour", BLACK), ("grey", BLACK), ("bw", BLACK)])
def test_what_a_pen_does_to_words_is_found_at_its_place(how: object, colour: str, ink: tuple[int, int, int]) -> None:
    sheet = print_lines()[0].page().image
    boxes = found(drawn(sheet, how(3, 7), 3, ink), colour=colour)  # type: ignore[operator]
    assert boxes
    assert {row for row, _, _ in boxes} == {3}
    assert min(first for _, first, _ in boxes) <= 4 and max(last for _, _, last in boxes) >= 6
    assert all(first >= 1 and last <= 9 for _, first, last in boxes)


def row_of(row: int) -> NDArray[np.float32]:
    x0, x1, top = LEFT * SCALE, (LEFT + 14 * SIZED) * SCALE, (40 + 24 * row) * SCALE
    bottom = top + SIZED * SCALE
    return np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float32)


def test_under_a_seal_nothing_is_said() -> None:
    """What is left of its ink looks like a pen's."""
    sheet = drawn(print_lines()[0].page().image, crossed(3, 7), 3, BLACK)
    (x0, y0), (x1, y1) = row_of(3)[[0, 2]].round().astype(int).tolist()
    assert penned(sheet, *NOTHING, [row_of(3)], [], 1 / SCALE)
    assert penned(sheet, *NOTHING, [row_of(3)], [(x0, y0, x1, y1)], 1 / SCALE) == ()
    assert penned(sheet, *NOTHING, [row_of(3)], [(x0, y1 + 30, x1, y1 + 60)], 1 / SCALE)


def test_a_box_is_of_its_row_and_in_points() -> None:
    sheet = drawn(print_lines()[0].page().image, crossed(3, 7), 3, BLACK)
    (box, *_) = penned(sheet, *NOTHING, [row_of(3)], [], 1 / SCALE)
    assert isinstance(box, Box)
    assert abs(box.top - 112) < 1 and abs(box.bottom - 124) < 1


def test_a_look_is_of_whole_columns_and_its_height() -> None:
    grey = np.full((50, 333), 255, np.uint8)
    grey[20:30, 100:110] = 0
    look = seen_of(grey, np.zeros_like(grey))
    assert look.shape[:2] == (2, HIGH) and look.shape[2] % COLUMN == 0
    assert look.min() >= 0 and look.max() <= 1 and look[1].max() == 0
