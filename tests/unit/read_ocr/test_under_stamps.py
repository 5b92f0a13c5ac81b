"""Lines under black stamps are looked at again only where the stamp lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from tests.unit.read_ocr.test_together import look
from tfdocs.read.ocr import detect, under_stamps
from tfdocs.read.ocr.recognise import STEP, Reading

Image = npt.NDArray[np.uint8]
_PAPER = {"": 0.99}


def pages(wide: int) -> tuple[Image, Image, list[detect.Quad]]:
    """A page of two lines without a stamp, with one over the second line, and the places of the lines."""
    lifted = np.full((110, wide, 3), 255, dtype=np.uint8)
    scanned = lifted.copy()
    scanned[75:85, 480:560] = 0
    quads = [np.array([[0, y], [wide, y], [wide, y + 48], [0, y + 48]], dtype=np.float32) for y in (0, 55)]
    return lifted, scanned, quads


def asked(
    monkeypatch: pytest.MonkeyPatch, wide: int, whole: Reading, answer: Sequence[Reading]
) -> tuple[dict[int, list[Reading]], list[int]]:
    """The looks at both lines, read as ``whole``, and the widths that were read again, with ``answer``."""
    lifted, scanned, quads = pages(wide)
    widths: list[int] = []
    answers = list(answer)

    def recognise(crops: Sequence[Image]) -> list[Reading]:
        widths.extend(crop.shape[1] for crop in crops)
        return [answers.pop(0) for _ in crops]

    monkeypatch.setattr(under_stamps, "recognise", recognise)
    clean = {i: (detect.straighten(lifted, q), whole) for i, q in enumerate(quads)}
    return under_stamps.looks_under_stamps((lifted, scanned), quads, clean), widths


def test_pictures_that_a_stamp_makes_no_different_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stamp's box has corners, and the lines in them were read three times over."""
    read = look({"甲": 0.9})
    looks, widths = asked(monkeypatch, 600, read, [read])
    assert len(widths) == 1 and [len(looks[i]) for i in (0, 1)] == [1, 2]


def line(count: int, **chars: str) -> Reading:
    """A reading of ``count`` steps: ``s7="甲"`` is 甲 in step 7."""
    return look(*({chars[f"s{i}"]: 0.9} if f"s{i}" in chars else _PAPER for i in range(count)))


def test_of_a_line_only_what_lies_under_the_stamp_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole line was read, three times. What is read of the characters beside the stamp is given up."""
    whole = line(180, s10="甲", s50="乙", s65="8", s80="丙", s150="丁")
    start, end = 45, 85
    again = line(end - start, s0="土", s5="二", s20="己", s35="两", s40="口")
    looks, widths = asked(monkeypatch, 180 * STEP, whole, [again])
    assert widths == [STEP * (end - start)]
    first, second = looks[1]
    assert first is whole
    assert second.text == "甲乙己丙丁"
    assert second.lattice.length == 180 and second.lattice.steps()[65].keys() == {"己"}
    assert second.peaks == pytest.approx([(s + 0.5) / 180 for s in (10, 50, 65, 80, 150)])
    assert len(second.confidence) == len(second.alike) == 5


def test_a_piece_that_cannot_be_cut_out_between_characters_is_read_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, crowded = line(180, s65="8"), look(*[{"己": 0.9}] * 40)
    other = line(180, s65="己")
    looks, widths = asked(monkeypatch, 180 * STEP, whole, [crowded, other])
    assert widths == [STEP * 40, 180 * STEP]
    assert looks[1] == [whole, other]
