"""Units of one character: recognisers lose or spell them, so they are looked at alone before anything is said."""

from __future__ import annotations

from dataclasses import replace
from math import log
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page, Source
from tfdocs.verify.alphabet import hardly_writable, writable
from tfdocs.verify.boxes import em_of
from tfdocs.verify.compounds import disputed, is_compound, other_powers, seen_alone
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.weigh import Scales
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Image
from tfdocs.verify.wordtext import word_text

LINE = "申报单位现有办公用房面积一百二十{}，试验田另计。"


class Looks:
    """Reads ``whole`` where a place is cut out by itself, and ``power`` in its upper right."""

    def __init__(self, whole: str, power: str = "") -> None:
        self.whole, self.power = whole, power

    def as_it_is(self, page: Page, box: Box) -> None:
        return None

    def crop(self, page: Page, region: Box) -> Image:
        """White: no ink of a figure by itself."""
        return np.full((40, 60, 3), 255, np.uint8)

    def read(self, page: Page, region: Box) -> SimpleNamespace:
        return SimpleNamespace(text=self.power if region.bottom < page.lines[0].box.bottom - 4 else self.whole)


def placed(word: str, read: str, source: Source = Source.OCR) -> tuple[Placing, list[Page]]:
    prepared = word_text(_word([LINE.format(word)]))
    page = _page(1, [LINE.format(read)])
    page = replace(page, source=source, lines=tuple(replace(ln, source=source) for ln in page.lines))
    return place_lines(prepared, [page]), [page]


def found(word: str, read: str, witness: Looks) -> bool:
    placing, pages = placed(word, read)
    (hunk,) = find_hunks(placing, pages)
    place = disputed(hunk, placing.word)
    assert place is not None and place[1] == word.lstrip("0123456789")
    return seen_alone(*place, pages, witness)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "read", "alone", "power", "is_it"),
    [
        ("㎡", "m", "m²,", "2", True),
        ("㎥", "m", "m,", "3", True),
        ("㎥", "m", "m", "2", False),  # it was changed to ㎡
        ("㎡", "m", "m", "", False),  # … or to m
        ("㎡", "m", "亩", "2", False),
        ("№", "N", "No", "", True),
        ("№", "N", "N", "", False),
        ("‰", "%o", "", "", True),
        ("‰", "%", "%", "", False),
        ("㎜", "m", "mm", "", True),
        ("㎜", "cm", "cm", "", False),
        ("120㎡", "120", "m²", "2", True),
        ("120㎡", "120", "m", "", False),
        ("※", "", "※", "", True),
        ("※", "", "", "", False),
    ],
)
def test_a_unit_is_there_where_looks_at_it_alone_say_so(
    word: str, read: str, alone: str, power: str, is_it: bool
) -> None:
    assert found(word, read, Looks(alone, power)) is is_it


def test_what_a_text_layer_says_is_no_spelling_of_a_reader() -> None:
    placing, pages = placed("‰", "%o", Source.TEXT)
    (hunk,) = find_hunks(placing, pages)
    place = disputed(hunk, placing.word)
    assert place is not None
    assert not seen_alone(*place, pages, Looks("‰"))  # type: ignore[arg-type]


def read_as(text: str, at: int, likely: dict[str, float]) -> Lattice:
    """Each character of ``text`` read with 0.999, that at ``at`` as ``likely``."""
    steps: list[dict[str, float]] = []
    for n, char in enumerate(text):
        steps += [{c: log(p) for c, p in (likely if n == at else {char: 0.999}).items()}, {"": log(0.999)}]
    return Lattice.of(steps, [log(1e-7)] * len(steps))


class Again(Looks):
    """Looks again at the line and reads ℃ with ``sure``, C with the rest."""

    def __init__(self, sure: float) -> None:
        super().__init__("")
        self._sure = sure

    def colourless(self, page: Page) -> bool:
        return False

    def lattices(self, page: Page, line: Line, first: int, last: int) -> list[Lattice]:
        at = line.text.index("C")
        return [read_as(line.text[first:last], at - first, {"℃": self._sure, "C": 0.999 - self._sure})] * 2


@pytest.mark.parametrize(("sure", "doubted"), [(0.98, False), (0.001, True)])
def test_half_of_a_sign_is_weighed_as_the_whole_of_it(sure: float, doubted: bool) -> None:
    """(C) for (℃) was weighed as (℃C), with its ring put before the C that was read: a doubt whatever was seen."""
    placing, pages = placed("℃", "C")
    (line,) = pages[0].lines
    at = line.text.index("C")
    lattice = read_as(line.text, at, {"C": 0.68, "℃": 0.31})
    seen = [replace(pages[0], lines=(replace(line, lattice=lattice),))]
    placing = place_lines(placing.word, seen)
    (hunk,) = find_hunks(placing, seen)
    item = Scales(placing.word, seen, Again(sure)).weigh(hunk)  # type: ignore[arg-type]
    assert (item.certainty is not None) is doubted
    assert placing.word.raw(item.hunk.w0, item.hunk.w1) == "℃" and item.hunk.read == "C"


@pytest.mark.parametrize(("power", "doubts"), [("3", ["㎡"]), ("2", []), ("", ["㎡"])])
def test_a_power_that_was_read_as_the_word_has_it_is_looked_at_all_the_same(power: str, doubts: list[str]) -> None:
    placing, pages = placed("㎡", "m²")
    items = other_powers(placing, pages, Looks("m²", power), [])  # type: ignore[arg-type]
    assert [placing.word.raw(i.hunk.w0, i.hunk.w1) for i in items] == doubts
    assert all(i.certainty is Certainty.UNCERTAIN for i in items)


def test_a_power_that_a_line_explains_is_looked_at_too() -> None:
    """Of a whole line the figure of a power is the least: ㎥ was explained as ㎡ by what is likelier in the line."""
    placing, pages = placed("㎡", "m")
    (hunk,) = find_hunks(placing, pages)
    explained = Weighed(hunk, Kind.REPLACED, None, Materiality.NUMBER, "likelihood-second-look", 0.0, "")
    for power, doubts in (("3", ["㎡"]), ("2", [])):
        items = other_powers(placing, pages, Looks("m", power), [explained])  # type: ignore[arg-type]
        assert [placing.word.raw(i.hunk.w0, i.hunk.w1) for i in items] == doubts


def test_what_a_reader_would_have_to_spell_is_never_certainly_different() -> None:
    assert [c for c in "㎡㎥№‰⑫𫖮" if writable(c)] == []
    assert all(writable(c) for c in "米平方℃①²Ⅳ")
    assert hardly_writable("㎡") and not hardly_writable("120㎡")
    assert is_compound("㎡") and is_compound("‰") and not is_compound("米") and not is_compound("2")
    assert not is_compound("¼")  # read as ½ too often


@pytest.mark.parametrize(
    ("word", "pdf", "before", "after", "critical"),
    [
        ("", "Ⅲ", "Ⅰ类、", "Ⅱ类", True),  # Ⅲ for Ⅱ: one I more
        ("", "i", "；（", "ⅱ）应用", True),
        ("Ⅱ", "Ⅲ", "", "类", True),
        ("", "i", "the ", "n China", False),
        ("甲", "I", "Ⅰ", "Ⅱ", False),
    ],
)
def test_a_letter_of_a_roman_number_is_a_number(word: str, pdf: str, before: str, after: str, critical: bool) -> None:
    assert (weigh_kind(word, pdf, before, after) is Materiality.NUMBER) is critical


class Seen(Looks):
    """Shows m² with a pale figure that touches its letter: no reader makes anything of it."""

    def __init__(self, power: str) -> None:
        super().__init__("m", "")
        large = np.full((360, 480), 255, np.uint8)
        cv2.putText(large, "m", (120, 240), cv2.FONT_HERSHEY_COMPLEX, 4.4, (0,), 11, cv2.LINE_AA)
        cv2.putText(large, power, (236, 172), cv2.FONT_HERSHEY_COMPLEX, 2.0, (150,), 6, cv2.LINE_AA)
        small = cv2.resize(large, (120, 90), interpolation=cv2.INTER_AREA)
        self._sheet = cv2.cvtColor(small, cv2.COLOR_GRAY2RGB)

    def crop(self, page: Page, region: Box) -> Image:
        """A full character is 50 pixels; the sheet's middle is the middle of what is asked for."""
        em = em_of(page.lines[0])
        wide, high = (round(side / em * 50) for side in (region.width, region.height))
        turn = np.array([[1.0, 0, wide // 2 - 60], [0, 1, high // 2 - 45]])
        return np.asarray(cv2.warpAffine(self._sheet, turn, (wide, high), borderValue=(255, 255, 255)), np.uint8)


@pytest.mark.parametrize(("power", "doubts"), [("2", []), ("3", ["㎡"])])
def test_a_figure_that_cannot_be_cut_out_is_told_all_the_same(power: str, doubts: list[str]) -> None:
    """An honest ㎡ of 200 dpi was a doubt: its figure was pale, in pieces or grown to the m, and not read."""
    placing, pages = placed("㎡", "m²")
    items = other_powers(placing, pages, Seen(power), [])  # type: ignore[arg-type]
    assert [placing.word.raw(i.hunk.w0, i.hunk.w1) for i in items] == doubts
