"""日 printed as the document prints its 日, or as it prints its 目: told by strokes, not by the reading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.verify.conftest import SIZE, _page, _word
from tests.unit.verify.test_rivals import lattice
from tfdocs.model.geometry import Box
from tfdocs.model.page import Lattice, Line, Page, Seal, SealShape, Source
from tfdocs.verify import alike
from tfdocs.verify.own_type import left_over
from tfdocs.verify.place import place_lines
from tfdocs.verify.rivals import rival_doubts
from tfdocs.verify.witness import OVER
from tfdocs.verify.wordtext import word_text

SCALE = 4
EM = round(SIZE * SCALE)
Image = npt.NDArray[np.uint8]
ABOVE = "各单位项目应当于六月七日以前按时报送以便汇总"
DATED = "交货不得晚于三月廿四日前办理"
AT = DATED.index("日")


@pytest.fixture(autouse=True)
def _untaught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network for look-alikes says nothing: it is tested by itself."""
    monkeypatch.setattr(alike, "likely", lambda *_: {})


def drawn(char: str, *, thin: bool = False) -> Image:
    """日 and 目 as boxes with one bar and two (``thin``: a tick more); every other character a cross. 1 is ink."""
    if thin and char == "目":
        out = drawn("日")
        out[8:10, 3:7] = 1
        return out
    out = np.zeros((EM - 8, EM - 12), np.uint8)
    if char in "日目":
        bars = 2 if char == "目" else 1
        out[:, :3] = out[:, -3:] = out[:3] = out[-3:] = 1
        for n in range(bars):
            at = round((n + 1) / (bars + 1) * len(out))
            out[at - 1 : at + 2] = 1
    else:
        out[len(out) // 2 - 2 :][:4] = 1
        out[:, out.shape[1] // 2 - 2 :][:, :4] = 1
    return out


class Paper:
    """A witness on lines drawn from ``drawn``, with 日 at ``AT`` of one of them as ``printed``; language says 日."""

    def __init__(self, printed: str, *, thin: bool = False) -> None:
        self._printed, self._thin = printed, thin

    def lattices(self, page: Page, line: Line, first: int, last: int) -> list[Lattice]:
        return [lattice(line.text[first:last], 0.998)] * 2

    def row(
        self, page: Page, line: Line, room: float
    ) -> tuple[Image, tuple[float, float], tuple[float, float], float] | None:
        tall, wide = round(EM * (1 + 2 * OVER)), round(line.box.width * SCALE)
        image = np.full((tall, wide), 255, np.uint8)
        for i, char in enumerate(line.text):
            x = round((line.chars[i].x0 - line.box.x0) * SCALE) + 6
            glyph = drawn(self._printed if (line.text, i) == (DATED, AT) else char, thin=self._thin)
            if x >= 0 and x + glyph.shape[1] <= wide:
                image[round(OVER * EM) + 4 :, x:][: glyph.shape[0], : glyph.shape[1]][glyph > 0] = 0
        return image, (line.box.x0, line.box.centre[1]), (1.0, 0.0), float(SCALE)


def found(
    printed: str, sure: float, *, others: tuple[str, ...] = (ABOVE,), sealed: bool = False, thin: bool = False
) -> list[str]:
    """The rules of the doubts about a 日 that was read with ``sure``, and printed as ``printed``."""
    lines = []
    for line in _page(1, [*others, DATED]).lines:
        b, own = line.box, line.text == DATED
        corners = ((b.x0, b.top), (b.x1, b.top), (b.x1, b.bottom), (b.x0, b.bottom))
        confidence = tuple(sure if own and i == AT else 0.999 for i in range(len(line.text)))
        seen = lattice(line.text, sure if own else 0.998)
        lines.append(replace(line, source=Source.OCR, quad=corners, confidence=confidence, lattice=seen))
    seals = (Seal(1, Box(200, 90, 300, 130), SealShape.CIRCLE),) if sealed else ()
    page = replace(_page(1, []), source=Source.OCR, lines=tuple(lines), seals=seals)
    placing = place_lines(word_text(_word([*others, DATED])), [page])
    return [w.rule for w in rival_doubts(placing, [page], Paper(printed, thin=thin), [])]  # type: ignore[arg-type]


def test_a_look_alike_that_the_recogniser_is_sure_of_is_a_doubt_by_its_strokes() -> None:
    """A 目 in a date of a black-and-white scan was read as 日 with 0.99 and passed."""
    assert found("目", 0.99) == ["own-type"]
    assert found("日", 0.99) == []


def test_a_doubt_of_the_recognisers_alone_is_none_where_the_strokes_are_the_documents() -> None:
    assert found("日", 0.6) == []
    assert found("目", 0.6) == ["rival"]


def test_a_small_stroke_settles_and_does_not_accuse() -> None:
    assert found("日", 0.6, thin=True) == []
    assert found("目", 0.6, thin=True) == ["rival"]
    assert found("目", 0.99, thin=True) == []


@pytest.mark.parametrize("other", ["各单位项目应当按时报送", "各单位应当于六月七日以前报送", "各单位应当按时报送"])
def test_without_both_characters_elsewhere_nothing_is_told(other: str) -> None:
    assert found("日", 0.6, others=(other,)) == ["rival"]
    assert found("目", 0.99, others=(other,)) == []


def test_under_a_seal_nothing_is_told() -> None:
    assert found("日", 0.6, sealed=True) == ["rival"]
    assert found("目", 0.99, sealed=True) == []


def test_specks_and_moved_edges_leave_little_over_and_a_stroke_much() -> None:
    one, two = (drawn(c) for c in "日目")
    moved = np.roll(np.pad(one, 3), (2, -1), axis=(0, 1))
    rough = np.pad(one, 1)
    rough[0, ::3] = 1
    for other in (one, moved, rough):
        left = left_over((one, 48.0), (other, 48.0))
        assert left is not None and left <= 1.0
    stroke = left_over((one, 48.0), (two, 48.0))
    assert stroke is not None and stroke > 10
    assert left_over((one, 48.0), (one, 60.0)) is None
