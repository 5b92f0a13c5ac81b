"""A ring that was read as 0 is looked at: solid where the Word has it hollow, or hollow where it is solid there."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.fills import filled, other_fills
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import word_text

SIDE = 60  # pixels: 1.2 heights of a line


def shape(*, solid: bool, size: int = 18, thick: int = 3, sides: int = 0, rule: bool = False) -> npt.NDArray[np.bool_]:
    """A ring or a polygon in the middle, and the rule of its cell below."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    if sides:
        turn = 2 * np.pi * np.arange(sides) / sides
        corners = np.stack([30 + size * np.sin(turn), 30 - size * np.cos(turn)], axis=1).round().astype(np.int32)
        cv2.fillPoly(ink, [corners], 255) if solid else cv2.polylines(ink, [corners], True, 255, thick)
    else:
        cv2.circle(ink, (30, 30), size, 255, -1 if solid else thick)
    if rule:
        cv2.line(ink, (0, 56), (SIDE, 56), 255, 2)
    return np.asarray(ink > 0)


@pytest.mark.parametrize("rule", [False, True])
@pytest.mark.parametrize("sides", [0, 3, 4])
@pytest.mark.parametrize("size", [12, 14, 20])
def test_the_middle_tells(size: int, sides: int, rule: bool) -> None:
    solid, hollow = (filled(shape(solid=s, size=size, sides=sides, rule=rule), SIDE / 1.2) for s in (True, False))
    assert solid is not None and hollow is not None
    assert solid > 0.85 and hollow < 0.4


def test_specks_and_what_touches_nothing_in_the_middle_say_nothing() -> None:
    assert filled(shape(solid=True, size=4), SIDE / 1.2) is None
    assert filled(np.zeros((SIDE, SIDE), np.bool_), SIDE / 1.2) is None
    beside = np.roll(shape(solid=True, size=10), 26, axis=1)
    assert filled(beside, SIDE / 1.2) is None


class Sheet:
    """A witness of pages that show one shape wherever they are looked at."""

    def __init__(self, solid: bool) -> None:
        self.ink = np.where(shape(solid=solid), 30, 240).astype(np.uint8)

    def crop(self, page: Page, box: Box) -> npt.NDArray[np.uint8]:
        return np.repeat(self.ink[:, :, None], 3, axis=2)


@pytest.mark.parametrize("char", "○●")
@pytest.mark.parametrize("solid", [False, True])
def test_a_ring_explained_as_the_words_is_a_doubt_where_it_is_filled_otherwise(char: str, solid: bool) -> None:
    prepared = word_text(_word([f"您对学会服务的总体评价：{char}满意"]))
    sheet = _page(1, ["您对学会服务的总体评价：0满意"])
    page = replace(sheet, source=Source.OCR, lines=tuple(replace(n, source=Source.OCR) for n in sheet.lines))
    placing = place_lines(prepared, [page])
    (piece,) = placing.pieces
    read, at = piece.folded.text.index("0"), prepared.source.index(prepared.document.text.index(char))
    kind = weigh_kind(char, "0", "", "")
    explained = Weighed(Hunk(piece, read, read + 1, at, at + 1), Kind.REPLACED, None, kind, "likelihood", 2.0, "")
    looks = InkLooks([page], cast(Witness, Sheet(solid)))
    out = other_fills(placing, looks, [explained])
    assert [(w.certainty, w.rule) for w in out] == (
        [] if solid is (char == "●") else [(Certainty.UNCERTAIN, "other-fill")]
    )
    told = replace(explained, certainty=Certainty.UNCERTAIN)
    assert other_fills(placing, looks, [told]) == []
