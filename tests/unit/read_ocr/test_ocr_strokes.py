"""A hand in black ink is told from print by its strokes; print in any face, Kai too, is not called a hand's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.printed import FACES, Sheet
from samples.ink import Handwriting, write_by_hand
from samples.scanning import Colour, as_stored, digitise
from tfdocs.read.ocr.strokes import hand_odds, strokes_of
from tfdocs.verify.thresholds import BY_HAND

SAID = ("请按程序办理", "陆文渊同意", "028-31179498", "2023", "情况属实")
SIZE = 14.0
SURE = 0.97  # of both: it is the strokes that are to tell


def crops(by_hand: bool, face: str, colour: Colour, seed: int) -> list[np.ndarray]:
    """Each of ``SAID`` as a scanner at 200 dpi sees it."""
    sheet = Sheet(300, (240.0, 220.0))
    boxes = []
    for i, text in enumerate(SAID):
        top = 20.0 + 38 * i
        if not by_hand:
            sheet.line(text, 30, top, face, SIZE)
        boxes.append((22.0, top - 7, 36 + len(text) * SIZE * 1.1, top + SIZE + 7))
    image = np.ascontiguousarray(sheet.page().image)
    rng = np.random.default_rng(seed)
    if by_hand:
        for text, (x, _, _, foot) in zip(SAID, boxes, strict=True):
            write_by_hand(image, Handwriting(1, x + 16, foot - 6, text, 17, "black"), 300 / 72, rng)
    scale = 200 / 72
    size = (round(240 * scale), round(220 * scale))
    seen = as_stored(digitise(image, size, rng, dpi=200, colour=colour, skew=0.3, shadow=0.0), colour, 75)
    return [seen[round(t * scale) : round(b * scale), round(x * scale) : round(r * scale)] for x, t, r, b in boxes]


def odds(by_hand: bool, face: str, colour: Colour, seed: int) -> list[float]:
    out = []
    for crop, text in zip(crops(by_hand, face, colour, seed), SAID, strict=True):
        value = hand_odds(crop, text, [SURE] * len(text))
        assert value is not None
        out.append(value)
    return out


@pytest.mark.parametrize("colour", ["colour", "grey", "bw"])
def test_print_in_any_face_is_not_a_hands(require: Callable[..., None], colour: Colour) -> None:
    require("fonts")
    for seed, face in enumerate(FACES):
        assert max(odds(False, face, colour, seed)) < BY_HAND, face


@pytest.mark.parametrize(("colour", "share"), [("colour", 0.6), ("grey", 0.6), ("bw", 0.2)])
def test_much_of_what_a_hand_wrote_in_black_is_known(
    require: Callable[..., None], colour: Colour, share: float
) -> None:
    """Bent print is the hardest of the hands of benchmarks.handwriting, and edges in black and white are ragged."""
    require("fonts")
    said = [value for seed in range(3) for value in odds(True, "kai", colour, seed)]
    assert sum(value > BY_HAND for value in said) >= share * len(said), sorted(said)


def test_one_character_or_two_figures_say_too_little() -> None:
    paper = np.full((60, 200, 3), 255, np.uint8)
    paper[20:40, 20:30] = 0
    assert hand_odds(paper, "林", [0.5]) is None
    assert hand_odds(paper, "21", [0.5, 0.5]) is None
    assert hand_odds(paper, " 2 1 ", [0.5] * 5) is None


def test_paper_without_ink_has_no_strokes() -> None:
    assert strokes_of(np.full((60, 200, 3), 250, np.uint8)) is None
    assert strokes_of(np.full((2, 2), 0, np.uint8)) is None
