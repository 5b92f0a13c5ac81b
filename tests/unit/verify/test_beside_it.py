"""What a line wants and a hand's line beside it has is no certain difference."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.beside_it import (
    doubt_beside_what_was_hardly_read,
    doubt_numbers_with_ink,
    doubt_where_it_stands_beside,
    settle_what_was_seen_beside,
)
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Image, Witness
from tfdocs.verify.wordtext import word_text


def judged(hand: str, x: float, top: float = 200.0, source: Source = Source.OCR) -> Certainty | None:
    """年月日 of the Word read without its 年; ``hand``: what was read beside, at ``x``."""
    page = _page(1, [("月", 327.0, 200.0), (hand, x, top)])
    page = replace(page, source=source, lines=tuple(replace(ln, source=source) for ln in page.lines))
    placing: Placing = place_lines(word_text(_word(["年　　月"])), [page])
    one, other = (Piece(0, n, ln, fold(ln.text), 0, len(ln.text)) for n, ln in enumerate(page.lines))
    items = [
        Weighed(Hunk(one, 0, 1, 0, 2), Kind.REPLACED, Certainty.CERTAIN, Materiality.DATE, "likelihood", 8.5, ""),
        Weighed(
            Hunk(other, 0, len(hand), 0, 0), Kind.FILLED_IN, Certainty.UNCERTAIN, Materiality.DATE, "hand", 1.0, ""
        ),
    ]
    return doubt_where_it_stands_beside(items, placing)[0].certainty


def test_the_year_that_a_seal_touches_is_no_certain_difference() -> None:
    assert judged("22年", 284.0) is Certainty.UNCERTAIN


@pytest.mark.parametrize(
    ("hand", "x", "top", "source"),
    [
        ("22", 284.0, 200.0, Source.OCR),
        ("22年", 100.0, 200.0, Source.OCR),
        ("22年", 284.0, 260.0, Source.OCR),
        ("22年", 284.0, 200.0, Source.TEXT),
    ],
)
def test_what_stands_elsewhere_or_is_another_changes_nothing(hand: str, x: float, top: float, source: Source) -> None:
    assert judged(hand, x, top, source) is Certainty.CERTAIN


@pytest.mark.parametrize(
    ("stray", "x", "rule", "certainty"),
    [
        ("附表", 76.0, "wider-look", None),
        ("附录", 76.0, "wider-look", Certainty.CERTAIN),
        ("附表", 20.0, "wider-look", Certainty.CERTAIN),  # it does not touch
        ("附表", 76.0, "likelihood", Certainty.CERTAIN),  # nobody saw it wanting there
    ],
)
def test_what_a_wider_look_found_wanting_is_not_put_in_beside_it(
    stray: str, x: float, rule: str, certainty: Certainty | None
) -> None:
    """附表 and 三分地区统计, two boxes over one row: the first was certainly added, the second had been explained."""
    page = _page(1, [(stray, x, 200.0), ("三分地区统计", 94.0, 200.0)])
    page = replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))
    placing = place_lines(word_text(_word(["附表　分地区统计"])), [page])
    one, other = (Piece(0, n, ln, fold(ln.text), 0, len(ln.text)) for n, ln in enumerate(page.lines))
    items = [
        Weighed(
            Hunk(one, 0, 2, 0, 0, alone=True), Kind.ADDED, Certainty.CERTAIN, Materiality.TEXT, "not-in-word", 22.8, ""
        ),
        Weighed(Hunk(other, 0, 1, 0, 2), Kind.REPLACED, None, Materiality.TEXT, rule, 10.9, ""),
    ]
    assert [w.certainty for w in settle_what_was_seen_beside(items, placing)] == [certainty, None]


@pytest.mark.parametrize(
    ("stray", "doubt", "certainty"),
    [
        ("实验站.", Certainty.UNCERTAIN, Certainty.UNCERTAIN),
        ("实验站", Certainty.CERTAIN, Certainty.CERTAIN),  # it is missing there, and here it is too much
        ("验室", Certainty.UNCERTAIN, Certainty.CERTAIN),
    ],
)
def test_what_the_word_has_where_a_doubt_remains_is_not_certainly_put_in(
    stray: str, doubt: Certainty, certainty: Certainty
) -> None:
    """轨道交通 of one cell and 会员平台 of the next were one line under a seal, and 实验站 below it was added."""
    page = _page(1, [("轨道交通会员平台", 94.0, 200.0), (stray, 94.0, 216.0)])
    page = replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))
    placing = place_lines(word_text(_word([("轨道交通实验站", 0, 0, 0), ("会员平台", 0, 0, 1)])), [page])
    line, other = (Piece(0, n, ln, fold(ln.text), 0, len(ln.text)) for n, ln in enumerate(page.lines))
    added = Hunk(other, 0, len(stray), 0, 0, alone=True)
    items = [
        Weighed(added, Kind.ADDED, Certainty.CERTAIN, Materiality.TEXT, "not-in-word", 22.8, ""),
        Weighed(Hunk(line, 4, 4, 4, 8), Kind.MISSING, doubt, Materiality.TEXT, "under-seal", 9.0, ""),
    ]
    assert [w.certainty for w in settle_what_was_seen_beside(items, placing)] == [certainty, doubt]


class Sheet:
    """Paper with a scanner's grain, and a stroke where a number of an item stands or none."""

    def __init__(self, *, wide: int, high: int) -> None:
        self.wide, self.high = wide, high

    def crop(self, page: Page, box: Box) -> Image:
        size = (round(box.height * 4), round(box.width * 4), 1)
        out = np.repeat(np.random.default_rng(3).normal(235, 4, size), 3, axis=2).astype(np.uint8)
        out[10 : 10 + self.high, 20 : 20 + self.wide] = 10
        return out


@pytest.mark.parametrize(
    ("wide", "high", "certainty"),
    [
        (40, 4, Certainty.UNCERTAIN),
        (22, 2, Certainty.UNCERTAIN),  # 一 of a typeface with thin strokes
        (3, 3, Certainty.CERTAIN),  # a speck
        (0, 0, Certainty.CERTAIN),
    ],
)
def test_a_number_whose_ink_is_there_is_not_certainly_missing(wide: int, high: int, certainty: Certainty) -> None:
    page = _page(1, [("青溪县科协", 110.0, 200.0)])
    page = replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))
    placing = place_lines(word_text(_word(["一、青溪县科协"])), [page])
    items = [Weighed(Hunk(None, 0, 0, 0, 2), Kind.MISSING, Certainty.CERTAIN, Materiality.NUMBER, "gap", 19.9, "")]
    looks = InkLooks([page], cast(Witness, Sheet(wide=wide, high=high)))
    assert [w.certainty for w in doubt_numbers_with_ink(items, placing, looks)] == [certainty]


class Row:
    """A row of paper with ink from one place to another, in points, or none."""

    def __init__(self, *ink: float) -> None:
        self.ink = ink

    def crop(self, page: Page, box: Box) -> Image:
        out = np.full((round(box.height * 4), round(box.width * 4), 3), 240, dtype=np.uint8)
        if self.ink:
            left, right = (max(0, round((x - box.x0) * 4)) for x in self.ink)
            out[out.shape[0] // 4 : -out.shape[0] // 4, left:right] = 10
        return out


@pytest.mark.parametrize(
    ("ink", "apart", "certainty"),
    [
        ((134.0, 142.0), 12.0, Certainty.UNCERTAIN),  # ➢ that no recogniser read
        ((), 12.0, Certainty.CERTAIN),  # a space is left
        ((110.0, 180.0), 0.0, Certainty.CERTAIN),  # what stands around it has closed up
    ],
)
def test_what_was_passed_over_within_a_line_is_not_certainly_missing(
    ink: tuple[float, ...], apart: float, certainty: Certainty
) -> None:
    page = _page(1, [("责任单位秘书处", 84.0, 200.0)])
    (line,) = page.lines
    boxes = tuple(
        Box(84 + 12 * n + apart * (n > 3), line.box.top, 96 + 12 * n + apart * (n > 3), line.box.bottom)
        for n in range(7)
    )
    line = replace(line, source=Source.OCR, chars=boxes, box=Box(84, line.box.top, 168 + apart, line.box.bottom))
    page = replace(page, source=Source.OCR, lines=(line,))
    placing = place_lines(word_text(_word(["责任单位➢秘书处"])), [page])
    (piece,) = placing.pieces
    items = [Weighed(Hunk(piece, 4, 4, 4, 5), Kind.MISSING, Certainty.CERTAIN, Materiality.TEXT, "likelihood", 6.0, "")]
    looks = InkLooks([page], cast(Witness, Row(*ink)))
    assert [w.certainty for w in doubt_numbers_with_ink(items, placing, looks)] == [certainty]


@pytest.mark.parametrize(("rule", "x"), [("hardly-read", 90.0), ("not-in-word", 90.0), ("hardly-read", 400.0)])
def test_words_are_not_certainly_missing_where_a_line_could_hardly_be_read(rule: str, x: float) -> None:
    """Two rows of a photograph were one box, read as 的会有就女 with 0.05; both rows were certainly missing."""
    page = _page(1, [("入股人才引进等方", 90.0, 200.0), ("的会有就女", x, 216.0), ("作意向书", 90.0, 260.0)])
    page = replace(page, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines))
    pieces = [Piece(0, n, ln, fold(ln.text), 0, len(ln.text)) for n, ln in enumerate(page.lines)]
    gap = Hunk(pieces[0], 8, 8, 8, 14, after=pieces[2])
    what = Materiality.TEXT
    items = [
        Weighed(gap, Kind.MISSING, Certainty.CERTAIN, what, "not-on-paper", None, ""),
        Weighed(Hunk(pieces[1], 0, 5, 0, 0, alone=True), Kind.ADDED, Certainty.UNCERTAIN, what, rule, 5.4, ""),
    ]
    doubted = rule == "hardly-read" and x < 200
    wanted = Certainty.UNCERTAIN if doubted else Certainty.CERTAIN
    assert doubt_beside_what_was_hardly_read(items)[0].certainty is wanted
