"""Marks alone in tight cells: their boxes end at the rules, and paper is put around them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tfdocs.read.ocr import row_rules
from tfdocs.read.ocr.detect import Image, Quad
from tfdocs.read.ocr.recognise import _NO_LATTICE, Reading
from tfdocs.read.ocr.row_rules import between_rules, read_with_paper, with_paper

SIZE = (200, 400)


def box(x0: int, y0: int, x1: int, y1: int) -> Quad:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float32)


def masks(level: list[tuple[int, int]], upright: list[int] | None = None) -> tuple[Image, Image]:
    """Rules over the whole page: level ones with the pixels that they fall by, upright ones."""
    across, down = np.zeros(SIZE, np.uint8), np.zeros(SIZE, np.uint8)
    for y, falls in level:
        cv2.line(across, (0, y), (SIZE[1] - 1, y + falls), 255, 3)
    for x in upright or []:
        cv2.line(down, (x, 0), (x, SIZE[0] - 1), 255, 3)
    return down, across


@pytest.mark.parametrize("falls", [0, 8])
def test_a_mark_between_two_rules_ends_at_them(falls: int) -> None:
    found = between_rules(box(100, 58, 130, 102), *masks([(60, falls), (100, falls)]))
    assert found is not None
    y0, y1 = found[:, 1].min(), found[:, 1].max()
    assert 61 < y0 <= 66 + falls / 3 and 94 <= y1 < 100 + falls / 3
    assert (found[:, 0].min(), found[:, 0].max()) == (100, 130)


def test_a_rule_beside_it_is_none_of_it() -> None:
    found = between_rules(box(100, 58, 130, 102), *masks([(60, 0), (100, 0)], [102]))
    assert found is not None
    assert 103 < found[:, 0].min() < 108


@pytest.mark.parametrize(
    ("quad", "level"),
    [
        (box(100, 58, 130, 102), []),  # no rules
        (box(100, 58, 300, 102), [(60, 0), (100, 0)]),  # a word
        (box(100, 64, 130, 96), [(60, 0), (100, 0)]),  # clear of them
        (box(100, 58, 130, 102), [(70, 0), (90, 0)]),  # hardly anything is left between
    ],
)
def test_what_no_rule_runs_along_is_left_as_it_is(quad: Quad, level: list[tuple[int, int]]) -> None:
    assert between_rules(quad, *masks(level)) is None


def test_a_stroke_of_its_own_is_no_rule() -> None:
    """二 has two level strokes, which end with it."""
    level = np.zeros(SIZE, np.uint8)
    for y in (60, 100):
        cv2.line(level, (100, y), (130, y), 255, 3)
    assert between_rules(box(98, 58, 132, 102), np.zeros(SIZE, np.uint8), level) is None


def test_paper_above_and_below_has_the_colour_of_the_crop() -> None:
    crop = np.full((40, 30, 3), (230, 228, 220), np.uint8)
    crop[10:30, 12:18] = 20
    out = with_paper(crop)
    assert out.shape == (56, 30, 3)
    assert (out[0] == (230, 228, 220)).all() and (out[8:48] == crop).all()


def read_as(monkeypatch: pytest.MonkeyPatch, again: str, sure: float) -> list[int]:
    """Lets the recogniser read ``again`` in whatever has paper above and below; what it was asked for, by height."""
    asked: list[int] = []

    def recognised(crops: list[Image]) -> list[Reading]:
        asked.extend(len(c) for c in crops)
        return [reading(again, sure) for _ in crops]

    monkeypatch.setattr(row_rules, "recognise", recognised)
    return asked


def reading(text: str, sure: float) -> Reading:
    chances = (sure,) * len(text)
    return Reading(text, chances, tuple((n + 0.5) / len(text) for n in range(len(text))), _NO_LATTICE, chances)


def test_an_unsure_mark_is_read_again_with_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = read_as(monkeypatch, "/", 0.97)
    crops = [np.full((40, w, 3), 240, np.uint8) for w in (30, 30, 30, 200)]
    first = [reading("L", 0.58), reading("无", 0.99), reading("3.2", 0.5), reading("甲", 0.5)]
    assert [r.text for r in read_with_paper(crops, first)] == ["/", "无", "3.2", "甲"]
    assert asked == [56]


def test_a_second_look_that_is_no_surer_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, "丁", 0.4)
    assert read_with_paper([np.full((40, 30, 3), 240, np.uint8)], [reading("√", 0.6)])[0].text == "√"
    read_as(monkeypatch, "一一", 0.9)
    assert read_with_paper([np.full((40, 30, 3), 240, np.uint8)], [reading("√", 0.6)])[0].text == "√"
