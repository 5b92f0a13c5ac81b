"""‰ is % with a third ring: a recogniser that writes only one of them is not asked which it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.page import Source
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.per_mille import has_three_rings, per_mille
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

HIGH = 60
UPPER, LOWER, NEXT = (30, 22), (48, 36), (62, 36)


def drawn(rings: Sequence[tuple[int, int]], *, size: tuple[int, int] = (5, 9), more: bool = False) -> np.ndarray:
    ink = np.zeros((HIGH, 130), np.uint8)
    for at in rings:
        cv2.ellipse(ink, at, size, 0, 0, 360, 255, 2)
    cv2.line(ink, (32, 46), (46, 12), 255, 2)
    if more:  # 的: two rooms, one over the other
        cv2.rectangle(ink, (58, 14), (70, 46), 255, 2)
        cv2.line(ink, (58, 30), (70, 30), 255, 2)
    return np.asarray(ink > 0)


def test_three_rings_are_seen() -> None:
    assert has_three_rings(drawn([UPPER, LOWER, NEXT]))


@pytest.mark.parametrize("slant", [-2, 2])
def test_a_sign_that_lies_askew_is_seen(slant: int) -> None:
    assert has_three_rings(drawn([UPPER, LOWER, (NEXT[0], NEXT[1] + slant)]))


@pytest.mark.parametrize(
    "rings", [[UPPER, LOWER], [UPPER, LOWER, (72, 36)], [UPPER, LOWER, (62, 46)], [LOWER, NEXT], []]
)
def test_two_rings_are_two(rings: Sequence[tuple[int, int]]) -> None:
    assert not has_three_rings(drawn(rings))


def test_the_rooms_of_a_character_behind_are_no_ring() -> None:
    assert not has_three_rings(drawn([UPPER, LOWER], more=True))


def test_a_small_full_stop_behind_is_no_ring() -> None:
    """%。 of a scan at 150 dpi."""
    ink = drawn([])
    for x, y, wide, high in ((41, 28, 2, 3), (52, 37, 2, 3), (62, 39, 2, 2)):
        ink |= cv2.ellipse(np.zeros(ink.shape, np.uint8), (x, y), (wide + 1, high + 1), 0, 0, 360, 255, 1) > 0
    assert not has_three_rings(ink)


@pytest.mark.parametrize(("signs", "certainty"), [("%‰", Certainty.UNCERTAIN), ("%。‰", Certainty.CERTAIN)])
def test_a_per_cent_too_many_beside_a_per_mille_is_a_doubt(signs: str, certainty: Certainty) -> None:
    """Of %‰, read as %%, the second was taken for the % of the Word, and the first was certainly put in."""
    prepared = word_text(_word([f"收费比例为合同金额的百分之几，单位{signs}"]))
    sheet = _page(1, ["收费比例为合同金额的百分之几，单位%%"])
    page = replace(sheet, source=Source.OCR, lines=tuple(replace(n, source=Source.OCR) for n in sheet.lines))
    placing = place_lines(prepared, [page])
    (piece,) = placing.pieces
    at, read = prepared.text.index("%"), piece.folded.text.index("%")
    item = Weighed(
        Hunk(piece, read, read + 1, at, at), Kind.ADDED, Certainty.CERTAIN, Materiality.NUMBER, "likelihood", 7.8, ""
    )
    (out, *_) = per_mille(placing, InkLooks([page], None), [item])
    assert out.certainty is certainty
