"""What fills a blank is a hand's by a pen's colour or, without colour and then never surely, by its strokes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.blanks import handwritten
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.witness import InkLook
from tfdocs.verify.wordtext import word_text

DATE = "日期：2023年6月21日"


class BlackInk:
    """A witness that sees black ink everywhere and gives ``odds`` for a hand."""

    def __init__(self, odds: float | None) -> None:
        self._odds = odds
        self.asked: list[str] = []

    def ink(self, _page: Page, _boxes: Sequence[Box]) -> InkLook:
        return InkLook(0.0)

    def hand_odds(self, _page: Page, line: Line, places: Sequence[int]) -> float | None:
        self.asked.append("".join(line.text[i] for i in places))
        return self._odds


def judged(odds: float | None, text: str, start: int, end: int, sure: float = 0.99) -> tuple[bool, bool, list[str]]:
    boxes = tuple(Box(100 + 12 * i, 100, 112 + 12 * i, 112) for i in range(len(text)))
    line = Line(text, Box(100, 100, 100 + 12 * len(text), 112), boxes, (sure,) * len(text), Source.OCR)
    page = Page(1, 595, 842, 0, 200, Source.OCR, (line,))
    witness = BlackInk(odds)
    return (*handwritten(witness, page, line, start, end), witness.asked)  # type: ignore[arg-type]


def test_strokes_of_a_hand_are_a_hands_but_never_surely() -> None:
    assert judged(2.5, "负责人：林知远", 4, 7) == (True, False, ["林知远"])


@pytest.mark.parametrize("odds", [None, 0.5, -6.0])
def test_well_read_characters_with_the_strokes_of_print_are_print(odds: float | None) -> None:
    assert judged(odds, "负责人：林知远", 4, 7)[:2] == (False, True)


@pytest.mark.parametrize(("start", "end"), [(8, 9), (10, 12)])
def test_a_month_or_a_day_is_judged_by_the_figures_of_its_date(start: int, end: int) -> None:
    assert judged(2.5, DATE, start, end)[2] == ["2023621"]
    assert judged(2.5, "共6项，21个月", 1, 2)[2] == ["6"]


@pytest.mark.parametrize(("blue", "kind"), [(0.6, Kind.FILLED_IN), (0.0, Kind.REPLACED)])
def test_a_signature_in_the_place_of_its_labels_colon_is_filled_in(blue: float, kind: Kind) -> None:
    prepared = word_text(_word(["法定代表人签字：　　　　　　", "以上内容由申报单位如实填写"]))
    plain = _page(1, ["法定代表人签字林知远", "以上内容由申报单位如实填写"])
    page = replace(plain, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in plain.lines))

    class Pen(BlackInk):
        def ink(self, _page: Page, boxes: Sequence[Box]) -> InkLook:
            return InkLook(blue if len(boxes) == 3 else 0.0)

        def lattices(self, *_: object) -> list[object]:
            return []

        def wider(self, *_: object) -> SimpleNamespace:
            return SimpleNamespace(text="")

    scales = Scales(prepared, [page], Pen(None))  # type: ignore[arg-type]
    (item,) = (scales.weigh(h) for h in find_hunks(place_lines(prepared, [page]), [page]))
    assert item.kind is kind
