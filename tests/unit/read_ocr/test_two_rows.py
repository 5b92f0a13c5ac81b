"""A box over two close rows of a table is two lines; one of a title beside them, or with ink between, is one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tfdocs.read.ocr.detect import Quad
from tfdocs.read.ocr.stacked import stand_apart
from tfdocs.read.ocr.two_rows import cut_at_rows

HIGH, PITCH = 30, 32


def box(x: int, y: int, wide: int, high: int = HIGH) -> Quad:
    return np.array([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]], dtype=np.float32)


def page(*boxes: tuple[int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Ink of one row of print in each (x, y, width)."""
    ink = np.zeros((400, 900), np.uint8)
    for x, y, wide in boxes:
        ink[y + 3 : y + HIGH - 2, x + 2 : x + wide - 2 : 4] = 255
    return ink


ROWS = [(x, y, 60) for y in (100, 100 + PITCH) for x in (50, 200, 500)]
HEAD = [(350, 100, 60), (350, 100 + PITCH, 30)]


def test_two_rows_are_parted_where_the_print_beside_them_parts() -> None:
    quads = [*(box(*place) for place in ROWS), box(350, 100, 60, 2 * PITCH - 2)]
    cut = cut_at_rows(quads, page(*ROWS, *HEAD))
    assert len(cut) == len(quads) + 1
    upper, lower = cut[-2:]
    assert upper[2, 1] == lower[0, 1]
    assert abs(float(lower[0, 1]) - (100 + PITCH)) < 6


@pytest.mark.parametrize("why", ["ink between", "nothing beside", "long"])
def test_what_is_no_two_rows_stays_one(why: str) -> None:
    wide = 300 if why == "long" else 60
    rows = [(x, y, 60) for y in (100, 100 + PITCH) for x in (50, 200, 700)] if why == "long" else ROWS
    beside = [(x, y + (150 if why == "nothing beside" else 0), w) for x, y, w in rows]
    ink = page(*beside, *HEAD)
    if why == "ink between":
        ink[100 : 100 + 2 * PITCH, 352:408:4] = 255
    quads = [*(box(*place) for place in beside), box(350, 100, wide, 2 * PITCH - 2)]
    assert len(cut_at_rows(quads, ink)) == len(quads)


def test_the_head_of_the_line_below_does_not_bind_a_column_together() -> None:
    """Thirteen figures of a column were one word, since the box around them took a little of the next line along."""
    rows = [(100, 30 * n, 147, 30 * n + 24) for n in range(12)]
    assert stand_apart(rows)
    assert stand_apart([*rows[:-1], (100, 330, 147, 367)])
    close = [(100, 30 * n, 147, 30 * n + 33) for n in range(12)]
    assert not stand_apart(close)


LABEL = (350, 100, 90, 2 * PITCH + 10)  # its box takes in the rule over its cell, and what stands above that


def label_page(*, ruled: bool = True, gap: int = 6, single: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """The ink of two rows of two characters in a cell, and the mask of the cell's upright rules."""
    ink = page(*ROWS)
    for row in range(2):
        y = 110 + row * PITCH
        for left in (365, 365 + 26 + gap):
            ink[y : y + 26, left : left + 26 : 3] = 255
            ink[y + 12, left : left + 26] = 255
        if single:
            ink[y : y + 26, 391 : 391 + gap] = 255
    ink[104:106, 300:480] = 255
    ink[100:102, 365:420:3] = 255  # the foot of the cell above
    upright = np.zeros_like(ink)
    upright[90:220, [300, 479]] = 255 if ruled else 0
    return ink, upright


def test_a_label_of_two_rows_in_a_cell_is_parted_with_nothing_level_beside_it() -> None:
    """主要 above 业绩 was read as two characters twice as high, which nobody had written."""
    quads = [*(box(*place) for place in ROWS), box(*LABEL)]
    ink, upright = label_page()
    cut = cut_at_rows(quads, ink, upright)
    assert len(cut) == len(quads) + 1
    assert 135 <= float(cut[-1][0, 1]) <= 143


@pytest.mark.parametrize("how", [{"ruled": False}, {"single": True}], ids=["no cell", "one wide character"])
def test_what_is_no_label_of_two_rows_stays_one(how: dict[str, bool]) -> None:
    quads = [*(box(*place) for place in ROWS), box(*LABEL)]
    assert len(cut_at_rows(quads, *label_page(**how))) == len(quads)


@pytest.mark.parametrize("beside", [False, True], ids=["bare paper", "print beside"])
def test_a_label_in_a_wide_cell_is_parted_where_bare_paper_reaches_to_its_rule(beside: bool) -> None:
    """年度 above 指标, in a cell made wide by the tables beside it, was read 年度 and 指标 was certainly missing."""
    ink, upright = label_page()
    upright[:, 470:] = 0
    ink[:, 480:] = 0
    upright[90:220, 840:842] = ink[90:220, 840:842] = 255
    if beside:
        ink[110:160, 600:640:3] = 255  # of which nobody knows that it belongs to another cell
    rows = [place for place in ROWS if place[0] < 480]
    quads = [*(box(*place) for place in rows), box(50, 300, 60), box(*LABEL)]
    assert len(cut_at_rows(quads, ink, upright)) == len(quads) + (not beside)


def test_two_rows_of_a_leaning_photograph_are_parted_along_their_lean() -> None:
    """组织年会 above 发布报告 was read as 发车告: no level row between them is white."""
    lean = 0.06
    ink = page(*ROWS, *HEAD[:1], (350, 100 + PITCH, 60))
    tilt = np.array([[1, 0, 0], [lean, 1, 0]], dtype=np.float64)
    ink = cv2.warpAffine(ink, tilt, ink.shape[::-1], flags=cv2.INTER_NEAREST)

    def leaning(x: int, y: int, wide: int, high: int = HIGH) -> Quad:
        quad = box(x, y, wide, high)
        quad[:, 1] += np.float32(lean) * quad[:, 0]
        return quad

    title = [leaning(50, y, 600) for y in (250, 300)]
    quads = [*(leaning(*place) for place in ROWS), *title, leaning(350, 100, 60, 2 * PITCH - 2)]
    cut = cut_at_rows(quads, ink)
    assert len(cut) == len(quads) + 1
    upper, lower = cut[-2:]
    assert upper[2, 1] == lower[1, 1] > lower[0, 1] == upper[3, 1]
