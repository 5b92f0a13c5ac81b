"""A character of the row above, read again in a box that reaches into that row, is taken off; one of its own stays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.model.page import Lattice
from tfdocs.read.ocr.next_row import without_next_row
from tfdocs.read.ocr.recognise import Reading

Pixels = npt.NDArray[np.uint8]
PAPER = np.full((120, 240, 3), 240, dtype=np.uint8)
ROW = 40.0  # pixels


def quad(x0: float, top: float, x1: float, bottom: float) -> npt.NDArray[np.float32]:
    return np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], dtype=np.float32)


def reading(text: str, *peaks: float) -> Reading:
    sure = (1.0,) * len(text)
    return Reading(text, sure, peaks, Lattice("", b"", b"", b""), sure)


def taken(top: float, second: str, again: str) -> dict[int, tuple[npt.NDArray[np.float32], Pixels, Reading]]:
    """任务9 in a box of 20 to 60, and ``second`` below it in one of ``top`` to 100 that is read ``again`` once cut."""
    quads = [quad(20, 20, 170, 60), quad(20, top, 170, 100)]

    def read(crops: Sequence[Pixels]) -> list[Reading]:
        return [reading(again, *(0.2,) * len(again)) for _ in crops]

    readings = [reading("任务9", 0.1, 0.4, 0.8), reading(second, 0.1, 0.4, 0.8)]
    return without_next_row(PAPER, quads, readings, [True, True], read)


def test_a_figure_whose_foot_the_box_below_has_is_no_character_of_that_line() -> None:
    found = taken(42.0, "推广9", "推广")
    assert list(found) == [1]
    assert found[1][2].text == "推广" and found[1][0][0, 1] == pytest.approx(51.0)


@pytest.mark.parametrize("top", [52.0, 60.0, 64.0])
def test_a_figure_below_the_same_figure_stays(top: float) -> None:
    assert taken(top, "推广9", "推广") == {}


def test_a_line_that_reads_otherwise_once_it_is_cut_keeps_its_reading() -> None:
    assert taken(42.0, "推广9", "推广9") == {}
    assert taken(42.0, "推广9", "推") == {}


def test_another_figure_stays() -> None:
    assert taken(42.0, "推广8", "推广") == {}
