"""Thin strokes of small print that a scan without colour lost make a doubt of L read as l., and nothing certain."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from tests.unit.verify.conftest import SIZE, _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Page, Source
from tfdocs.verify.broken_print import is_left_of
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness
from tfdocs.verify.wordtext import word_text

WORD = "黄曲霉毒素标准品，每支10毫升，乙腈4L，现货供应。"


class Sheet:
    """A witness of pages without colour, or with."""

    def __init__(self, *, colourless: bool) -> None:
        self.sizes: dict[int, float] = {}
        self._colourless = colourless

    def colourless(self, _page: Page) -> bool:
        return self._colourless


@pytest.mark.parametrize(
    ("word", "read"), [("L", "l."), ("H", "II"), ("H", "1I"), ("4L", "+1."), (",4L", ".+1"), ("mL", "ml.")]
)
def test_a_character_less_its_thin_stroke_is_its_other_strokes(word: str, read: str) -> None:
    assert is_left_of(read, word)


@pytest.mark.parametrize(("word", "read"), [("L", "L"), ("4", "1"), ("L", "7"), ("H", "N"), ("40", "+"), (".", ",")])
def test_what_no_lost_stroke_explains_is_another_character(word: str, read: str) -> None:
    assert not is_left_of(read, word)


def weighed(monkeypatch: pytest.MonkeyPatch, read: str, *, dpi: float, colourless: bool) -> Weighed:
    prepared = word_text(_word([WORD]))
    page = _page(1, [WORD.replace("4L", read)])
    lines = tuple(replace(ln, source=Source.OCR) for ln in page.lines)
    page = replace(page, source=Source.OCR, dpi=dpi, lines=lines)
    monkeypatch.setattr(Scales, "_score", lambda *_: 20.0)
    scales = Scales(prepared, [page], cast("Witness", Sheet(colourless=colourless)))
    (hunk,) = find_hunks(place_lines(prepared, [page]), [page])
    return scales.weigh(hunk)


@pytest.mark.parametrize("read", ["+l.", "4l."])
@pytest.mark.parametrize(
    ("pixels", "colourless", "certainty"),
    [(31, True, Certainty.UNCERTAIN), (44, True, Certainty.CERTAIN), (31, False, Certainty.CERTAIN)],
    ids=["small print without colour", "print large enough", "colour"],
)
def test_lost_strokes_are_a_doubt_where_print_is_small_and_without_colour(
    monkeypatch: pytest.MonkeyPatch, read: str, pixels: int, colourless: bool, certainty: Certainty
) -> None:
    assert weighed(monkeypatch, read, dpi=72 * pixels / SIZE, colourless=colourless).certainty is certainty


def test_another_figure_in_such_print_stays_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    assert weighed(monkeypatch, "7L", dpi=72 * 31 / SIZE, colourless=True).certainty is Certainty.CERTAIN


def test_the_stroke_of_a_dollar_is_lost_in_print_of_any_size() -> None:
    """US$ of UMing in 12 points was printed, for all that a black-and-white scan shows, as USS."""
    assert is_left_of("USS", "US$", small=False)
    assert not is_left_of("l.", "L", small=False) and not is_left_of("$", "S", small=False)
