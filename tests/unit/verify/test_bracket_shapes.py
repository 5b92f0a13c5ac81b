"""（ is an arc and 〔 has corners, however a recogniser wrote them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.bracket_shapes import bend, other_brackets
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.place import place_lines
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import word_text

SIDE = 96


def bracket(*, arc: bool, opening: bool, high: int = 60, lean: float = 0.0) -> npt.NDArray[np.bool_]:
    """A bracket in the middle of a square, beside a stroke of the next character; ``lean``: of its height."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    deep, way = 0.18 * high, 1 if opening else -1
    t = np.linspace(-0.5, 0.5, 41)
    out = 4 * t**2 if arc else np.clip((np.abs(t) - 0.38) / 0.12, 0, 1)
    x = SIDE / 2 + way * (out * deep - deep / 2) + lean * high * t
    points = np.stack([x, SIDE / 2 + t * high], axis=1).round().astype(np.int32)
    cv2.polylines(ink, [points], False, 255, max(2, high // 16))
    cv2.line(ink, (SIDE // 2 + way * 40, 20), (SIDE // 2 + way * 40, 70), 255, 3)
    return np.asarray(ink > 0)


@pytest.mark.parametrize("lean", [-0.06, 0.0, 0.06])
@pytest.mark.parametrize("high", [46, 54, 66])
@pytest.mark.parametrize("opening", [True, False])
def test_an_arc_bends_and_corners_do_not(opening: bool, high: int, lean: float) -> None:
    arc, cornered = (
        bend(bracket(arc=a, opening=opening, high=high, lean=lean), opening=opening) for a in (True, False)
    )
    assert arc is not None and cornered is not None
    assert arc >= 0.18 and abs(cornered) <= 0.08


def test_what_is_small_straight_or_the_other_way_round_says_nothing() -> None:
    assert bend(bracket(arc=True, opening=True, high=20), opening=True) is None
    assert bend(bracket(arc=True, opening=True), opening=False) is None
    bar = np.zeros((SIDE, SIDE), np.bool_)
    bar[20:76, 46:50] = True
    assert bend(bar, opening=True) is None
    assert bend(np.zeros((SIDE, SIDE), np.bool_), opening=True) is None


class Sheet:
    def __init__(self, arc: bool) -> None:
        self.ink = np.where(bracket(arc=arc, opening=True), 30, 240).astype(np.uint8)

    def crop(self, page: Page, box: Box) -> npt.NDArray[np.uint8]:
        return np.repeat(self.ink[:, :, None], 3, axis=2)


@pytest.mark.parametrize("char", "（〔")
@pytest.mark.parametrize("arc", [True, False])
def test_a_bracket_of_the_other_shape_is_a_doubt_though_it_was_read_as_the_words(char: str, arc: bool) -> None:
    text = f"锦科协发{char}二〇二三年七号文件执行"
    sheet = _page(1, [text])
    page = replace(sheet, source=Source.OCR, lines=tuple(replace(n, source=Source.OCR) for n in sheet.lines))
    placing = place_lines(word_text(_word([text])), [page])
    out = other_brackets(placing, InkLooks([page], cast(Witness, Sheet(arc))), [])
    expected = [] if arc is (char == "（") else [(Certainty.UNCERTAIN, "other-bracket")]
    assert [(w.certainty, w.rule) for w in out] == expected
