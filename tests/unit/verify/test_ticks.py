"""A box ticked by a pen is filled in; one ticked in the print is a change that a person is shown."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.ticks import over_the_edge
from tfdocs.verify.weigh import Scales, Weighed
from tfdocs.verify.witness import InkLook
from tfdocs.verify.wordtext import word_text

Image = npt.NDArray[np.uint8]
INSIDE = ((58, 74), (68, 86), (88, 60))
OVER = ((58, 74), (70, 90), (118, 30))


def box(tick: tuple[tuple[int, int], ...], turn: float = 0.0) -> Image:
    """A square of 44 pixels with a tick through the given points, 1 where it is dark."""
    paper = np.zeros((150, 150), dtype=np.uint8)
    cv2.rectangle(paper, (52, 52), (96, 96), 255, 3)
    if tick:
        cv2.polylines(paper, [np.array(tick, dtype=np.int32)], False, 255, 5)
    about = cv2.getRotationMatrix2D((75, 75), turn, 1.0)
    return (cv2.warpAffine(paper, about, (150, 150)) > 127).astype(np.uint8)


@pytest.mark.parametrize("turn", [0.0, 1.0, -1.5])
def test_a_stroke_over_the_edge_of_its_box_is_a_hands(turn: float) -> None:
    assert over_the_edge(box(OVER, turn))
    assert not over_the_edge(box(INSIDE, turn))
    assert not over_the_edge(box((), turn))


def test_ink_without_a_box_is_no_tick() -> None:
    assert not over_the_edge(np.zeros((60, 60), dtype=np.uint8))
    assert not over_the_edge(np.eye(60, dtype=np.uint8))


class Witness:
    def __init__(self, ink: Image, blue: float) -> None:
        self._ink, self._blue = ink, blue

    def crop(self, page: Page, region: Box) -> Image:
        return np.asarray(cv2.cvtColor((1 - self._ink) * 255, cv2.COLOR_GRAY2RGB), dtype=np.uint8)

    def ink(self, page: Page, boxes: list[Box]) -> InkLook:
        return InkLook(self._blue if len(boxes) == 1 and boxes[0].width < 20 else 0.0)


def weighed(read: str, ink: Image, blue: float = 0.0) -> Weighed:
    prepared = word_text(_word(["申报类别：□学术交流类项目", "以上内容由申报单位如实填写"]))
    plain = _page(1, [f"申报类别：{read}学术交流类项目", "以上内容由申报单位如实填写"])
    lines = tuple(replace(line, source=Source.OCR) for line in plain.lines)
    pages = [replace(plain, source=Source.OCR, lines=lines)]
    scales = Scales(prepared, pages, Witness(ink, blue))  # type: ignore[arg-type]
    (item,) = (scales.weigh(h) for h in find_hunks(place_lines(prepared, pages), pages))
    return item


@pytest.mark.parametrize(("ink", "blue"), [(box(OVER), 0.0), (box(INSIDE), 0.6)])
def test_a_pens_tick_is_filled_in(ink: Image, blue: float) -> None:
    item = weighed("☑", ink, blue)
    assert (item.kind, item.certainty) == (Kind.FILLED_IN, Certainty.CERTAIN)


def test_a_tick_in_the_print_is_shown_to_a_person() -> None:
    item = weighed("☑", box(INSIDE))
    assert (item.kind, item.certainty) == (Kind.REPLACED, Certainty.UNCERTAIN)
    assert item.materiality is Materiality.TEXT
