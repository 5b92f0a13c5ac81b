"""A comma and a point within a number differ in how high they are and how far they hang down, together their size."""

from __future__ import annotations

import numpy as np
import pytest

from tfdocs.verify.number_marks import size_of_mark


def number(mark: tuple[int, int], *, figures: int = 3, at: int = 50) -> np.ndarray:
    """Figures 20 pixels high on both sides of a mark of so many pixels' height that hangs so far below their foot."""
    ink = np.zeros((50, 100), np.bool_)
    for n in range(figures):
        left = 8 + 14 * n if n < 2 else 62
        ink[12:32, left : left + 9] = True
        ink[15:29, left + 3 : left + 6] = False
    high, below = mark
    ink[32 + below - high : 32 + below, at - 1 : at + 2] = True
    return ink


def test_a_comma_is_larger_than_a_point() -> None:
    comma, point = size_of_mark(number((7, 3))), size_of_mark(number((4, 0)))
    assert comma == pytest.approx(10 / 20) and point == pytest.approx(4 / 20)


@pytest.mark.parametrize(
    "ink",
    [number((4, 0), figures=1), number((4, 0), at=25), np.zeros((50, 100), np.bool_), number((4, -14))],
    ids=["a figure alone", "elsewhere", "no ink", "above the middle"],
)
def test_of_what_is_no_mark_between_figures_nothing_is_said(ink: np.ndarray) -> None:
    assert size_of_mark(ink) is None


def test_thin_figures_that_come_apart_are_as_high_as_whole_ones() -> None:
    whole = number((4, 0))
    apart = whole.copy()
    apart[25:27, 5:35] = False  # nothing is left of the two figures' sides there: 18 and 5 pixels each
    assert size_of_mark(apart) == size_of_mark(whole)
