"""A dash alone in its cell is read as 一; the numeral of a typeface with thick corners is none."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import _page
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.lone_dash import only_a_dash
from tfdocs.verify.pieces import Piece
from tfdocs.verify.witness import Image, Witness


class Sheet:
    """A cell of 64 x 64 pixels with a level stroke, and what else is drawn."""

    def __init__(self, *, corner: bool = False, other: bool = False, rule: bool = False, long: bool = True) -> None:
        self.ink = np.full((64, 64, 3), 245, np.uint8)
        cv2.line(self.ink, (12, 32), (52 if long else 20, 32), (20, 20, 20), 3)
        if corner:
            cv2.fillPoly(self.ink, [np.array([[40, 32], [46, 25], [53, 33]])], (20, 20, 20))
        if other:
            cv2.line(self.ink, (18, 44), (46, 44), (20, 20, 20), 3)
        if rule:
            cv2.line(self.ink, (0, 2), (63, 2), (20, 20, 20), 2)

    def crop(self, page: Page, box: Box) -> Image:
        return self.ink


def told(sheet: Sheet, read: str = "一", word: str = "-", source: Source = Source.OCR) -> bool:
    page = _page(1, [read])
    line = replace(page.lines[0], source=source)
    piece = Piece(0, 0, line, fold(line.text), 0, len(line.text))
    return only_a_dash(Hunk(piece, 0, len(line.text), 0, 1), word, page, cast(Witness, sheet))


def test_an_even_stroke_is_a_dash() -> None:
    assert told(Sheet())
    assert told(Sheet(rule=True))  # the cell's, which runs out of the picture
    assert told(Sheet(rule=True), read="二")


@pytest.mark.parametrize("sheet", [Sheet(corner=True), Sheet(other=True), Sheet(long=False)])
def test_what_has_more_than_a_stroke_is_none(sheet: Sheet) -> None:
    assert not told(sheet)


def test_only_一_for_a_dash_is_asked_for() -> None:
    assert not told(Sheet(), word="一")
    assert not told(Sheet(other=True), read="二")
    assert not told(Sheet(), read="三")
    assert not told(Sheet(), read="一年")
    assert not told(Sheet(), source=Source.TEXT)
