"""A character that the reading of a line skipped is missed by the room it takes, and read by itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scansheets import DPI, print_lines, scanned

from tfdocs.model.page import Lattice
from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.skipped import _Hole, _Look, _one, fill_skipped
from tfdocs.text.normalise import fold
from tfdocs.verify.likelihood import ratio

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def _line(text: str) -> tuple[Pixels, Reading]:
    sheet, _ = print_lines(0)
    end = sheet.line(text, 60, 40, "song", 12)
    box = np.array([[56, 37], [end + 4, 37], [end + 4, 55], [56, 55]], np.float32) * np.float32(DPI / 72)
    crop = straighten(scanned(sheet.page().image), box)
    return crop, recognise([crop])[0]


def _without(reading: Reading, first: int, last: int) -> Reading:
    """``reading`` as if nothing had been read from character ``first`` to ``last``."""
    steps = reading.lattice.length
    ends = [round((reading.peaks[i] + reading.peaks[i + 1]) / 2 * steps) for i in (first - 1, last)]
    blank = reading.lattice.part(0, 1)
    lattice = blank.joined(
        [reading.lattice.part(0, ends[0]), *[blank] * (ends[1] - ends[0]), reading.lattice.part(ends[1], steps)]
    )
    kept = [i for i in range(len(reading.text)) if not first <= i <= last]
    return Reading(
        "".join(reading.text[i] for i in kept),
        tuple(reading.confidence[i] for i in kept),
        tuple(reading.peaks[i] for i in kept),
        lattice,
        tuple(reading.alike[i] for i in kept),
    )


def test_a_skipped_character_and_a_skipped_mark_are_read() -> None:
    """Under the ring of a black seal 发展中的 was read as 发展的, without a step in doubt."""
    crop, whole = _line("信息发展中的难点和堵点，组织调研七次")
    assert fill_skipped([crop], whole) is whole
    for i in (4, 11):
        lame = _without(whole, i, i)
        filled = fill_skipped([crop], lame)
        assert fold(filled.text).text == fold(whole.text).text
        assert len(filled.peaks) == len(filled.confidence) == len(filled.alike) == len(filled.text)
        assert filled.peaks == tuple(sorted(filled.peaks))
        # and what is weighed against it finds it among the steps
        assert ratio(lame.lattice, lame.text, whole.text) > 5 < ratio(filled.lattice, filled.text, lame.text)


def test_two_skipped_characters_are_read() -> None:
    crop, whole = _line("组织科技服务团队活动八次，每次三人")
    lame = _without(whole, 6, 7)
    assert fill_skipped([crop], lame).text == whole.text


def test_paper_is_no_character() -> None:
    crop, whole = _line("信息发展　的难点和堵点，组织调研七次")
    assert len(whole.text.replace(" ", "")) == 17
    assert fill_skipped([crop], whole) is whole


def test_what_is_less_likely_than_not_is_not_put_in() -> None:
    """元共 under a seal was read as 元期共, where ， stands: with 0.42 in the mean of all looks."""
    hole = _Hole(0, 40.0, 80.0, 1)
    unsure = _Look("期", {"期": 0.42}, Lattice.joined([]))
    assert _one([unsure], "元共", hole) is None
    assert _one([_Look("期", {"期": 0.8}, Lattice.joined([]))], "元共", hole) == ("期", 0.8)
    assert _one([_Look("，", {"，": 0.1}, Lattice.joined([]))], "元共", hole) == ("，", 0.1)
