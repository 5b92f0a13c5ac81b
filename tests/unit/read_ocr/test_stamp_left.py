"""What is read in the ink that a black stamp left is nobody's writing; what is read in print stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scansheets import DPI, Pixels, print_lines, scanned

from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.stamp_left import without_left


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def _line(text: str, sure: float) -> tuple[Pixels, Reading, Pixels]:
    """A line, its reading with so much confidence, and a mask of what is a stamp's, empty."""
    sheet, _ = print_lines(0)
    end = sheet.line(text, 60, 40, "song", 12)
    box = np.array([[56, 37], [end + 4, 37], [end + 4, 55], [56, 55]], np.float32) * np.float32(DPI / 72)
    crop = straighten(scanned(sheet.page().image), box)
    (read,) = recognise([crop])
    assert len(read.text) == len(text)
    confidence = (sure,) * len(text)
    return (
        crop,
        Reading(read.text, confidence, read.peaks, read.lattice, confidence),
        np.zeros(crop.shape[:2], np.uint8),
    )


def _beside(reading: Reading, i: int, wide: int) -> int:
    """The column between characters ``i`` and ``i + 1``."""
    return round((reading.peaks[i] + reading.peaks[i + 1]) / 2 * wide)


def test_what_stands_in_a_stamps_ink_alone_goes() -> None:
    """In 54个, beside the lettering of a seal, 54个客 was read."""
    crop, reading, stamped = _line("会员单位客座", 0.6)
    assert without_left(reading, crop, stamped) is reading
    stamped[:, _beside(reading, 3, crop.shape[1]) :] = 255
    left = without_left(reading, crop, stamped)
    assert left.text == "会员单位"
    assert len(left.confidence) == len(left.peaks) == len(left.alike) == 4
    assert left.lattice is reading.lattice


def test_what_has_print_or_no_doubt_stays() -> None:
    crop, reading, stamped = _line("会员单位客座", 0.6)
    stamped[::2, _beside(reading, 3, crop.shape[1]) :] = 255
    assert without_left(reading, crop, stamped) is reading
    crop, reading, stamped = _line("会员单位客座", 0.99)
    stamped[:, _beside(reading, 3, crop.shape[1]) :] = 255
    assert without_left(reading, crop, stamped) is reading


def test_marks_go_only_between_such_a_character_and_the_lines_end() -> None:
    """So little ink has a mark that nearly all of it may be a stamp's."""
    crop, reading, stamped = _line("会员、单位、客", 0.6)
    stamped[:] = 255
    wide = crop.shape[1]
    stamped[:, _beside(reading, 2, wide) : _beside(reading, 4, wide)] = 0
    stamped[:, : _beside(reading, 1, wide)] = 0
    assert without_left(reading, crop, stamped).text == "会员、单位"
