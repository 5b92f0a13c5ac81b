"""Looks at one line with more or less of a stamp taken off are put together piece by piece."""

from __future__ import annotations

import numpy as np
import pytest

from tfdocs.model.page import Lattice
from tfdocs.read.ocr.recognise import Reading
from tfdocs.read.ocr.together import fits_a_line, likelihood, together

_FLOOR = float(np.log(1e-5))


def look(*steps: dict[str, float]) -> Reading:
    """A reading of ``steps``: the probabilities of characters, "" for none; what is left is nobody's."""
    text, sure, peaks = "", [], []
    for i, step in enumerate(steps):
        best = max(step, key=lambda c: step[c])
        if best:
            text += best
            sure.append(step[best])
            peaks.append((i + 0.5) / len(steps))
    table = [{c: float(np.log(p)) for c, p in step.items()} for step in steps]
    return Reading(text, tuple(sure), tuple(peaks), Lattice.of(table, [_FLOOR] * len(steps)), tuple(sure))


_PAPER = {"": 0.99}


def test_each_piece_is_taken_from_the_look_that_is_surest_of_it() -> None:
    """The whole line would have been taken from one of them, with its mistake."""
    first = look({"会": 0.99}, _PAPER, {"选": 0.5, "远": 0.3}, _PAPER, {"小": 0.97}, _PAPER)
    second = look({"会": 0.98}, _PAPER, {"远": 0.9}, _PAPER, {"": 0.7, "小": 0.2}, _PAPER)
    both = together([first, second])
    assert both is not None
    assert both.text == "会远小"
    assert both.lattice.length == 6 and len(both.peaks) == len(both.confidence) == len(both.alike) == 3
    assert both.lattice.steps()[2].keys() == {"远"} and both.lattice.steps()[4].keys() == {"小"}
    assert both.peaks == pytest.approx((0.5 / 6, 2.5 / 6, 4.5 / 6))


def test_what_looks_part_over_is_not_sure() -> None:
    """Two that are sure of different characters leave a doubt, and one that sees nothing where another reads does."""
    both = together([look({"己": 0.96}, _PAPER, {"8": 0.9}), look({"已": 0.95}, _PAPER, {"": 0.9})])
    assert both is not None and both.text == "己8"
    assert both.confidence[0] < 0.55 and both.confidence[1] < 0.55
    assert both.alike == both.confidence


def test_what_normalises_alike_is_one() -> None:
    both = together([look({"，": 0.9}, _PAPER), look({",": 0.8}, _PAPER)])
    assert both is not None and both.text == "，" and both.confidence == (0.9,)


def test_a_line_is_cut_where_all_looks_see_paper_and_nowhere_else() -> None:
    """The second sees one character where the first sees two beside each other."""
    both = together([look({"木": 0.6}, {"目": 0.6}, _PAPER), look({"": 0.9}, {"相": 0.9}, _PAPER)])
    assert both is not None and both.text == "相"


def test_looks_of_different_lengths_are_not_laid_over_each_other() -> None:
    assert together([look(_PAPER, {"甲": 0.9}), look({"甲": 0.9})]) is None
    fit = [fits_a_line(np.zeros((48, wide, 3), dtype=np.uint8)) for wide in (60, 300)]
    assert fit == [False, True]


def test_the_likelihood_of_a_text_is_that_of_all_its_paths() -> None:
    steps = [{"甲": np.log(0.6), "": np.log(0.4)}, {"甲": np.log(0.3), "": np.log(0.7)}]
    floors = [_FLOOR, _FLOOR]
    assert likelihood("甲", steps, floors) == pytest.approx(1 - 0.4 * 0.7)
    assert likelihood("", steps, floors) == pytest.approx(0.4 * 0.7)
    assert likelihood("甲甲", steps, floors) < 1e-4
