"""〃 alone in a cell of a scan: what was read there is settled by its ink, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.dittos import settle_dittos
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

STROKES = ((22, 14, 15, 33), (34, 14, 27, 33))
FIGURES = ((20, 8, 20, 46), (34, 8, 34, 46))


class _Paper:
    def __init__(self, strokes: tuple[tuple[int, int, int, int], ...]) -> None:
        self.picture = np.full((56, 60, 3), 255, np.uint8)
        for x0, y0, x1, y1 in strokes:
            cv2.line(self.picture, (x0, y0), (x1, y1), (0, 0, 0), 4)

    def crop(self, _page: Page, _box: Box) -> np.ndarray:
        return self.picture


def certainty(
    paper: tuple[tuple[int, int, int, int], ...], read: str = "11", word: str = "〃", under_seal: bool = False
) -> Certainty | None:
    cells = [("周明远之家", 0, 0, 0), ("锦水学会", 0, 0, 1), ("李思齐同志", 0, 1, 0), (word, 0, 1, 1)]
    prepared = word_text(_word(cells))
    sheet = _page(1, [("周明远之家", 90, 80), ("锦水学会", 200, 80), ("李思齐同志", 90, 100), (read, 200, 100)])
    lines = tuple(replace(ln, source=Source.OCR, under_seal=under_seal) for ln in sheet.lines)
    pages = [replace(sheet, lines=lines, source=Source.OCR)]
    placing = place_lines(prepared, pages)
    (piece,) = [p for p in placing.pieces if p.text == read]
    at = prepared.text.index(prepared.text[: prepared.body].rstrip("\n")[-1])
    hunk = Hunk(piece, 0, len(read), at, at + 1)
    item = Weighed(hunk, Kind.REPLACED, Certainty.UNCERTAIN, Materiality.NUMBER, "looks-differ", 5.0, "")
    looks = InkLooks(pages, _Paper(paper))  # type: ignore[arg-type]
    (settled,) = settle_dittos([item], placing, pages, looks)
    return settled.certainty


def test_two_strokes_are_what_the_word_has() -> None:
    assert certainty(STROKES) is None


@pytest.mark.parametrize("paper", [FIGURES, STROKES[:1], ()])
def test_other_ink_keeps_the_doubt(paper: tuple[tuple[int, int, int, int], ...]) -> None:
    assert certainty(paper) is Certainty.UNCERTAIN


def test_where_the_word_has_no_ditto_or_a_seal_lies_nothing_is_settled() -> None:
    assert certainty(STROKES, word="Ⅱ") is Certainty.UNCERTAIN
    assert certainty(STROKES, under_seal=True) is Certainty.UNCERTAIN
    assert certainty(STROKES, read="900元") is Certainty.UNCERTAIN
