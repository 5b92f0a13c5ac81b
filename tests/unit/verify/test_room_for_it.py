"""A character that language would have, or would not, is told by the room that the paper has for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.hunk import within
from tfdocs.verify.pieces import Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.room_for_it import doubt_by_room
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

WORD = "调查日期由本单位填写并盖章"
EM = 10.5


def scanned(text: str, *, gap_at: int = -1, gap: float = 0.0) -> Page:
    """A line of a scan whose characters stand an em apart, with ``gap`` ems more before the one at ``gap_at``."""
    page = _page(1, [text])
    (line,) = page.lines
    x = 60.0
    boxes = []
    for n in range(len(text)):
        x += EM * gap if n == gap_at else 0.0
        boxes.append(Box(x, line.box.top, x + EM, line.box.bottom))
        x += EM
    own = replace(line, source=Source.OCR, chars=tuple(boxes), box=Box(60.0, line.box.top, x, line.box.bottom))
    return replace(page, source=Source.OCR, lines=(own,))


def after_explaining(word: str, page: Page, rule: str = "likelihood-second-look") -> list[Weighed]:
    """The one difference of ``page``, explained as a misreading, when the room was asked."""
    placing: Placing = place_lines(word_text(_word([word])), [page])
    (piece,) = placing.pieces
    (hunk,) = within(placing, piece)
    kind = Kind.ADDED if hunk.w0 == hunk.w1 else Kind.MISSING if hunk.l0 == hunk.l1 else Kind.REPLACED
    return doubt_by_room([Weighed(hunk, kind, None, Materiality.TEXT, rule, 2.8, "")], placing)


def test_an_ideograph_more_with_room_of_its_own_is_a_doubt() -> None:
    (item,) = after_explaining(WORD, scanned("调查日的期由本单位填写并盖章"))
    assert (item.certainty, item.rule) == (Certainty.UNCERTAIN, "room-for-it")


def test_one_that_was_seen_twice_in_the_room_of_its_neighbours_is_none() -> None:
    (item,) = after_explaining(WORD, scanned("调查日的期由本单位填写并盖章", gap_at=4, gap=-0.9))
    assert item.certainty is None


def test_an_ideograph_less_without_room_for_it_is_a_doubt() -> None:
    (item,) = after_explaining(WORD, scanned("调查期由本单位填写并盖章"))
    assert (item.certainty, item.rule) == (Certainty.UNCERTAIN, "no-room-for-it")


def test_one_that_was_passed_over_and_has_its_room_is_none() -> None:
    (item,) = after_explaining(WORD, scanned("调查期由本单位填写并盖章", gap_at=2, gap=1.0))
    assert item.certainty is None


@pytest.mark.parametrize(("gap", "doubted"), [(0.0, True), (-0.6, False)])
def test_the_last_character_of_a_line_twice_is_a_doubt_where_it_stands_by_itself(gap: float, doubted: bool) -> None:
    page = scanned("调查日期由本单位填写并盖章章", gap_at=13, gap=gap)
    (item,) = after_explaining(WORD, page, "wider-look")
    assert (item.certainty is Certainty.UNCERTAIN) is doubted


@pytest.mark.parametrize("rule", ["leader", "second-look"])
def test_what_was_explained_otherwise_stays(rule: str) -> None:
    (item,) = after_explaining(WORD, scanned("调查日的期由本单位填写并盖章"), rule)
    assert item.certainty is None


def test_room_that_the_word_has_itself_says_nothing() -> None:
    (item,) = after_explaining("调查日　期由本单位填写并盖章", scanned("调查日的期由本单位填写并盖章"))
    assert item.certainty is None


def test_a_line_of_a_text_layer_is_not_asked() -> None:
    page = scanned("调查日的期由本单位填写并盖章")
    lines: tuple[Line, ...] = tuple(replace(n, source=Source.TEXT) for n in page.lines)
    (item,) = after_explaining(WORD, replace(page, lines=lines))
    assert item.certainty is None
