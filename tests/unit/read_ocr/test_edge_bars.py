"""A cell's side rule read as a bar before or behind its characters is taken off; a printed bar stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.edge_bars import without_edge_bars

QUAD = np.array([[20, 20], [120, 20], [120, 64], [20, 64]], dtype=np.float32)


@dataclass
class Read:
    text: str


def picture(*, rule: bool, closed: bool, right: bool = False) -> npt.NDArray[np.uint8]:
    """见 of 30 pixels in a box of 44, beside an upright stroke: a cell's side, or a bar as high as the character."""
    paper = np.full((90, 140, 3), 240, dtype=np.uint8)
    cv2.rectangle(paper, (50, 28), (75, 54), (30, 30, 30), 2)
    if rule:
        cv2.line(paper, (23, 16), (24, 70), (60, 60, 60), 2)
    else:
        cv2.line(paper, (23, 28), (23, 54), (60, 60, 60), 2)
    if closed:
        for y in (21, 61):
            cv2.line(paper, (22, y), (130, y), (60, 60, 60), 2)
    return np.ascontiguousarray(paper[:, ::-1]) if right else paper


def taken(text: str, image: npt.NDArray[np.uint8], upright: bool = True) -> dict[int, tuple[Any, Any, Any]]:
    quad = QUAD if not text.endswith("|") else np.array([[20, 20], [119, 20], [119, 64], [20, 64]], dtype=np.float32)

    def read(crops: Sequence[npt.NDArray[np.uint8]]) -> list[Read]:
        return [Read("见") for _ in crops]

    return without_edge_bars(image, [quad], [Read(text)], [upright], read)  # type: ignore[arg-type,list-item]


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("bar", "|｜丨")
def test_a_cells_side_is_no_character_of_its_line(bar: str, closed: bool) -> None:
    found = taken(f"{bar}见", picture(rule=True, closed=closed))
    assert found[0][2].text == "见"
    assert 24 < found[0][0][0, 0] < 45 and found[0][0][1, 0] == QUAD[1, 0]


def test_a_side_behind_the_line_is_taken_off_as_well() -> None:
    assert taken("见|", picture(rule=True, closed=True, right=True))[0][0][1, 0] < 117


def test_a_printed_bar_a_line_without_one_and_a_column_stay() -> None:
    assert taken("|见", picture(rule=False, closed=False)) == {}
    assert taken("|见", picture(rule=False, closed=True)) == {}
    assert taken("见", picture(rule=True, closed=False)) == {}
    assert taken("|见", picture(rule=True, closed=False), upright=False) == {}
