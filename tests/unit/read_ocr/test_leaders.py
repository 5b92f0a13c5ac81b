"""Dots that lead to a page number are taken off before a page is read, and nothing else is."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr import detect
from tfdocs.read.ocr.leaders import find_leaders, leader_line, without_leaders

Image = npt.NDArray[np.uint8]


def sheet(dpi: int) -> Image:
    return np.full((round(4 * dpi), round(7 * dpi), 3), 246, dtype=np.uint8)


def dotted(image: Image, dpi: int, dots: int, *, at: float, askew: float = 0.0, step: float = 0.055) -> None:
    """A row of round dots, ``at`` inches from the top; sizes of a full stop of 10.5 points."""
    for n in range(dots):
        x, y = 1.5 + step * n, at + askew * step * n
        centre = (round(x * dpi * 8), round(y * dpi * 8))
        cv2.circle(image, centre, round(0.009 * dpi * 8), (40, 40, 40), -1, cv2.LINE_AA, 3)


def found(image: Image, dpi: int) -> int:
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return len(find_leaders(detect.ink_of(grey), dpi))


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("askew", [0.0, 0.02])
def test_rows_of_dots_are_found_and_taken_off(dpi: int, askew: float) -> None:
    image = sheet(dpi)
    for row in range(3):
        dotted(image, dpi, 60, at=1 + 0.3 * row, askew=askew)
    cv2.putText(image, "7", (round(5.2 * dpi), round(1.02 * dpi)), cv2.FONT_HERSHEY_SIMPLEX, dpi / 250, (30, 30, 30), 2)
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    rows = find_leaders(detect.ink_of(grey), dpi)
    assert len(rows) == 3
    cleaned = without_leaders(image, rows)
    assert found(cleaned, dpi) == 0
    number = np.s_[round(0.7 * dpi) : round(1.1 * dpi), round(5.15 * dpi) : round(5.6 * dpi)]
    assert (cleaned[number] == image[number]).all()
    line = leader_line(rows[0], 72 / dpi)
    assert line.text == "……"
    assert abs(line.box.x0 - 1.5 * 72) < 4
    assert abs(line.box.bottom - 72 * (1 + askew * 60 * 0.055)) < 4


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_point_of_a_figure_behind_them_is_none_of_theirs(dpi: int) -> None:
    image = sheet(dpi)
    dotted(image, dpi, 40, at=1)
    # a figure, and a point as far from the last dot as one lost between would be
    wide = 39 * 0.055 + 1.5
    cv2.putText(image, "6", (round((wide + 0.025) * dpi), dpi), cv2.FONT_HERSHEY_PLAIN, dpi / 170, (30, 30, 30), 2)
    cv2.circle(
        image, (round((wide + 0.115) * dpi * 8), round(dpi * 8)), round(0.009 * dpi * 8), (40, 40, 40), -1, 16, 3
    )
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    (row,) = find_leaders(detect.ink_of(grey), dpi)
    assert max(dot[2] for dot in row) < (wide + 0.09) * dpi


def test_an_ellipsis_and_print_are_no_leaders() -> None:
    image = sheet(200)
    dotted(image, 200, 6, at=1)
    for n, text in enumerate(("illiiliill.i.i.l:;,.", "0.1.2.3.4.5.6.7.8.9")):
        cv2.putText(image, text, (200, 400 + 80 * n), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 30), 2)
    assert found(image, 200) == 0
    assert without_leaders(image, []) is image


def test_grain_is_no_leader() -> None:
    image = sheet(200)
    rng = np.random.default_rng(3)
    for x, y in rng.uniform((20, 20), (1380, 780), (1500, 2)).tolist():
        cv2.circle(image, (round(x), round(y)), 1, (40, 40, 40), -1)
    assert found(image, 200) <= 1  # a few of thousands fall into line
