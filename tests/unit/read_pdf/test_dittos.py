"""〃 is told by its drawing: two short strokes, where a figure, a letter or a quotation mark's tails are none."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.pdf.dittos import is_ditto

EM = 46.0
Dark = npt.NDArray[np.bool_]


def drawn(*strokes: tuple[int, int, int, int, int], rule: bool = False) -> Dark:
    """Each stroke from its upper end (x, y) to its lower one, and how thick."""
    paper = np.zeros((56, 60), np.uint8)
    for x0, y0, x1, y1, thick in strokes:
        cv2.line(paper, (x0, y0), (x1, y1), 255, thick)
    if rule:
        paper[-2:] = 255
    return paper > 0


@pytest.mark.parametrize("rule", [False, True])
def test_two_short_strokes_are_one(rule: bool) -> None:
    assert is_ditto(drawn((22, 14, 15, 33, 4), (34, 14, 27, 33, 4), rule=rule), EM)
    assert is_ditto(drawn((22, 16, 18, 32, 3), (30, 15, 26, 32, 3), rule=rule), EM)


@pytest.mark.parametrize(
    "strokes",
    [
        [(20, 12, 20, 43, 4), (34, 12, 34, 43, 4)],  # 11: as high as figures
        [(22, 14, 15, 33, 4)],
        [(22, 14, 15, 33, 4), (34, 14, 27, 33, 4), (46, 14, 39, 33, 4)],
        [(22, 14, 15, 33, 4), (50, 14, 46, 33, 4)],  # too far apart
        [(22, 10, 15, 26, 4), (34, 26, 27, 44, 4)],  # one below the other
        [(22, 14, 15, 33, 4), (31, 28, 28, 33, 4)],  # not alike
        [(14, 14, 28, 14, 4), (14, 26, 28, 26, 4)],  # =
        [(20, 20, 20, 26, 12), (38, 20, 38, 26, 12)],  # two dots
        [],
    ],
)
def test_other_drawings_are_none(strokes: list[tuple[int, int, int, int, int]]) -> None:
    assert not is_ditto(drawn(*strokes), EM)


def test_a_hook_is_no_straight_stroke() -> None:
    assert not is_ditto(drawn((22, 14, 15, 33, 4), (15, 33, 25, 33, 4), (44, 14, 37, 33, 4), (37, 33, 47, 33, 4)), EM)
