"""A dropped initial stands in a line of its own, and the rows beside it remain rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tfdocs.model.geometry import Box
from tfdocs.read.pdf.lines import runs_of
from tfdocs.read.pdf.textlayer import Glyph


def glyph(text: str, x: float, top: float, size: float = 10.0) -> Glyph:
    drawer: Any = SimpleNamespace(turned=False, slant=0.0, number=round(x + 1000 * top))
    return Glyph(text, Box(x, top, x + size, top + size), np.zeros((1, 6)), 0, drawer)


def row(text: str, x: float, top: float) -> list[Glyph]:
    return [glyph(c, x + 10 * n, top) for n, c in enumerate(text)]


def texts(glyphs: list[Glyph]) -> list[str]:
    return ["".join(g.text for g in run) for run in runs_of(glyphs)]


ROWS = ["规范专项经费管理", "提高资金使用效益", "根据国家有关规定"]


@pytest.mark.parametrize("count", [2, 3])
def test_an_initial_over_rows_is_no_part_of_them(count: int) -> None:
    size = 15.0 * count
    beside = [g for n in range(count) for g in row(ROWS[n], size + 2, 14.0 * n + 2)]
    below = row("结合本会实际制定", 0, 14.0 * count + 4)
    assert texts([glyph("为", 0, 0, size), *beside, *below]) == ["为", *ROWS[:count], "结合本会实际制定"]


def test_a_large_character_of_one_row_stays_in_it() -> None:
    assert texts([glyph("第", 0, 0, 18), *row("一期专项经费", 19, 6)]) == ["第一期专项经费"]


def test_what_is_raised_and_lowered_beside_a_letter_is_no_row() -> None:
    small = [glyph(c, 18 + 6 * n, top, 6) for top in (-1.0, 13.0) for n, c in enumerate("120")]
    found = texts([glyph("x", 0, 0, 18), *small, *row("为参数，取值见下表所列", 40, 4), *row("其余各项从略", 0, 40)])
    assert "x" not in found


def test_a_large_word_beside_rows_is_not_cut() -> None:
    beside = [g for n in range(2) for g in row(ROWS[n], 66, 14.0 * n + 2)]
    below = row("结合本会实际制定", 0, 40)
    found = texts([glyph("合", 0, 0, 30), glyph("计", 31, 0, 30), *beside, *below])
    assert "计" not in found and "合" not in found
