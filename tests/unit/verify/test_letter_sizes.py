"""A c read as C is settled by its height beside the figures of its paragraph; one printed as C stays a doubt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.verify.conftest import SIZE, _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Seal, SealShape, Source
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.letter_sizes import settle_letter_sizes
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

DPI = 300 / 72
FIGURE = 0.72  # of an em


class _Paper:
    """A page on which each character is a bar as high as asked for, in ems."""

    def __init__(self, page: Page, high: dict[str, float]) -> None:
        self.picture = np.full((round(page.height * DPI), round(page.width * DPI), 3), 255, np.uint8)
        for line in page.lines:
            for char, box in zip(line.text, line.chars, strict=True):
                foot = round((box.bottom - 0.1 * SIZE) * DPI)
                top = foot - round(high.get(char, FIGURE) * SIZE * DPI)
                self.picture[top:foot, round((box.x0 + 3) * DPI) : round((box.x1 - 3) * DPI)] = 0

    def crop(self, _page: Page, box: Box) -> np.ndarray:
        x0, top, x1, bottom = (max(0, round(v * DPI)) for v in (box.x0, box.top, box.x1, box.bottom))
        return self.picture[top:bottom, x0:x1]


def settled(
    word: str, read: str, high: float, *, figures: str = "15.42+0.78", seal: bool = False, explained: bool = False
) -> Weighed:
    """The doubt about the last character of a cell, which stands on a line of its own, ``high`` ems high on paper."""
    cells = [("处理方式", 0, 0, 0), ("三十日测定值", 0, 0, 1), (figures + word, 0, 1, 1)]
    prepared = word_text(_word(cells))
    head = [("处理方式", 90.0, 80.0), ("三十日测定值", 200.0, 80.0)]
    sheet = _page(1, [*head, (figures, 200.0, 100.0), (read, 200.0, 120.0)])
    seals = (Seal(1, Box(205, 118, 260, 160), SealShape.CIRCLE),) if seal else ()
    page = replace(sheet, source=Source.OCR, lines=tuple(replace(n, source=Source.OCR) for n in sheet.lines))
    page = replace(page, seals=seals)
    placing = place_lines(prepared, [page])
    (piece,) = [p for p in placing.pieces if p.line.text == read]
    at = prepared.text.index(prepared.text[: prepared.body].rstrip("\n")[-1], prepared.text.index(figures[-3:]))
    hunk = Hunk(piece, 0, len(read), at, at + 1)
    certainty = None if explained else Certainty.UNCERTAIN
    item = Weighed(hunk, Kind.REPLACED, certainty, Materiality.TEXT, "one-shape", 9.0, "")
    looks = InkLooks([page], _Paper(page, {read: high}))  # type: ignore[arg-type]
    (out,) = settle_letter_sizes(placing, [page], looks, [item])
    return out


@pytest.mark.parametrize(("word", "read", "high"), [("c", "C", 0.52), ("C", "c", 0.72), ("。", "o", 0.3)])
def test_a_letter_as_high_as_the_words_is_no_doubt(word: str, read: str, high: float) -> None:
    out = settled(word, read, high)
    assert (out.certainty, out.rule) == (None, "letter-size")


@pytest.mark.parametrize(
    ("word", "read", "high"),
    [("c", "C", 0.72), ("C", "c", 0.52), ("。", "o", 0.52), ("c", "C", 0.64), ("k", "K", 0.52)],
)
def test_one_of_another_height_stays_a_doubt(word: str, read: str, high: float) -> None:
    assert settled(word, read, high).certainty is Certainty.UNCERTAIN


def test_nothing_is_settled_beside_a_seal_or_without_figures() -> None:
    assert settled("c", "C", 0.52, seal=True).certainty is Certainty.UNCERTAIN
    assert settled("c", "C", 0.52, figures="甲乙丙丁戊己").certainty is Certainty.UNCERTAIN


def test_another_letter_is_never_settled_by_its_height() -> None:
    assert settled("c", "E", 0.52).certainty is Certainty.UNCERTAIN


def test_what_shape_alone_explained_is_a_doubt_where_its_height_is_the_other_letters() -> None:
    """Of KoH printed for KOH the shape said nothing, and so nothing was said."""
    assert settled("O", "o", 0.52, explained=True).certainty is Certainty.UNCERTAIN
    assert settled("O", "o", 0.72, explained=True).certainty is None
    assert settled("O", "o", 0.64, explained=True).certainty is None
