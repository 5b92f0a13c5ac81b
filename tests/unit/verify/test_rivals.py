"""A character that was read as the Word has it is a doubt where its look-alike was nearly as likely."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty
from tfdocs.model.page import Lattice, Line, Page, Source
from tfdocs.verify.place import place_lines
from tfdocs.verify.rivals import rival_doubts
from tfdocs.verify.wordtext import word_text

TEXT = "交货不得晚于三月廿四日前"
AT = TEXT.index("日")


def lattice(text: str, sure: float) -> Lattice:
    """Each character read with 0.999, 日 with ``sure`` and nearly all of the rest for 目."""
    steps: list[dict[str, float]] = []
    for char in text:
        likely = {"日": sure, "目": 0.999 - sure} if char == "日" else {char: 0.999}
        steps += [{c: log(max(p, 1e-9)) for c, p in likely.items()}, {"": log(0.999)}]
    return Lattice.of(steps, [log(1e-7)] * len(steps))


class Witness:
    """Who looks again is sure: language says 日."""

    def lattices(self, page: Page, line: Line, first: int, last: int) -> list[Lattice]:
        return [lattice(line.text[first:last], 0.998)] * 2


@pytest.mark.parametrize(("sure", "doubted"), [(0.72, True), (0.55, True), (0.97, False), (0.998, False)])
def test_a_first_look_that_holds_a_look_alike_nearly_as_likely_is_a_doubt(sure: float, doubted: bool) -> None:
    (plain,) = _page(1, [TEXT]).lines
    confidence = tuple(sure if i == AT else 0.999 for i in range(len(TEXT)))
    line = replace(plain, source=Source.OCR, confidence=confidence, lattice=lattice(TEXT, sure))
    page = replace(_page(1, []), source=Source.OCR, lines=(line,))
    placing = place_lines(word_text(_word([TEXT])), [page])
    found = rival_doubts(placing, [page], Witness(), [])  # type: ignore[arg-type]
    assert [(w.certainty, w.rule, w.rival) for w in found] == (
        [(Certainty.UNCERTAIN, "rival", "目")] if doubted else []
    )


@pytest.mark.parametrize(("alone", "doubted"), [(0.001, True), (0.02, False), (0.9, False)])
def test_a_character_that_is_a_look_alike_once_nothing_stands_around_it_is_a_doubt(alone: float, doubted: bool) -> None:
    (plain,) = _page(1, [TEXT]).lines
    confidence = tuple(0.97 if i == AT else 0.999 for i in range(len(TEXT)))
    quad = ((0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (0.0, 10.0))
    line = replace(plain, source=Source.OCR, confidence=confidence, lattice=lattice(TEXT, 0.97), quad=quad)
    page = replace(_page(1, []), source=Source.OCR, lines=(line,))

    class ByItself:
        def lattices(self, page: Page, line: Line, first: int, last: int) -> list[Lattice]:
            return [lattice(line.text[first:last], alone if last - first == 1 else 0.998)] * 2

        def row(self, page: Page, line: Line, room: float) -> None:
            return None

    placing = place_lines(word_text(_word([TEXT])), [page])
    found = rival_doubts(placing, [page], ByItself(), [])  # type: ignore[arg-type]
    assert [w.rival for w in found] == (["目"] if doubted else [])


@pytest.mark.parametrize(("written", "doubted"), [("m2", True), ("㎡", False)])
def test_the_power_of_a_unit_in_one_character_is_not_weighed_in_its_line(written: str, doubted: bool) -> None:
    """It is looked at by itself (``compounds``), and every second ㎥ of a typeface was a doubt in its line."""
    read = "新建场地六十m2整"
    steps: list[dict[str, float]] = []
    for char in read:
        likely = {"2": 0.6, "3": 0.399} if char == "2" else {char: 0.999}
        steps += [{c: log(p) for c, p in likely.items()}, {"": log(0.999)}]
    (plain,) = _page(1, [read]).lines
    confidence = tuple(0.6 if char == "2" else 0.999 for char in read)
    line = replace(plain, source=Source.OCR, confidence=confidence, lattice=Lattice.of(steps, [log(1e-7)] * len(steps)))
    page = replace(_page(1, []), source=Source.OCR, lines=(line,))
    placing = place_lines(word_text(_word([read.replace("m2", written)])), [page])

    class Same:
        def lattices(self, page: Page, line: Line, first: int, last: int) -> list[Lattice]:
            return []

    found = rival_doubts(placing, [page], Same(), [])  # type: ignore[arg-type]
    assert [w.rival for w in found] == (["3"] if doubted else [])
