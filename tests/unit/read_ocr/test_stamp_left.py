"""What is read in the ink that a black stamp left is nobody's writing; what is read in print stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scansheets import DPI, Pixels, print_lines, scanned

from tfdocs.model.page import SealShape
from tfdocs.read.ocr import page, stamp_left
from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.seals import FoundSeal
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
    assert without_left(reading, crop, stamped) == (reading, ())
    stamped[:, _beside(reading, 3, crop.shape[1]) :] = 255
    kept, left = without_left(reading, crop, stamped)
    assert kept.text == "会员单位"
    assert len(kept.confidence) == len(kept.peaks) == len(kept.alike) == 4
    assert kept.lattice is reading.lattice
    assert [(run.text, run.peaks) for run in left] == [("客座", reading.peaks[4:])]


def test_what_has_print_or_no_doubt_stays() -> None:
    crop, reading, stamped = _line("会员单位客座", 0.6)
    stamped[::2, _beside(reading, 3, crop.shape[1]) :] = 255
    assert without_left(reading, crop, stamped) == (reading, ())
    crop, reading, stamped = _line("会员单位客座", 0.99)
    stamped[:, _beside(reading, 3, crop.shape[1]) :] = 255
    assert without_left(reading, crop, stamped) == (reading, ())


def test_marks_go_only_between_such_a_character_and_the_lines_end() -> None:
    """So little ink has a mark that nearly all of it may be a stamp's."""
    crop, reading, stamped = _line("会员、单位、客", 0.6)
    stamped[:] = 255
    wide = crop.shape[1]
    stamped[:, _beside(reading, 2, wide) : _beside(reading, 4, wide)] = 0
    stamped[:, : _beside(reading, 1, wide)] = 0
    kept, left = without_left(reading, crop, stamped)
    assert (kept.text, [run.text for run in left]) == ("会员、单位", ["、客"])


def test_what_is_taken_off_a_line_stands_beside_the_lines_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was in nothing that a page hands on: what somebody put in where a seal crosses was nowhere."""
    sheet, _ = print_lines(0)
    end = sheet.line("设备购置费合计不26318元整", 60, 40, "song", 12)
    sheet.line("其中仪器二台", 60, 80, "song", 12)
    image, k = scanned(sheet.page().image), DPI / 72
    put_in = sheet.lines[0].edges[7:9]
    seal = FoundSeal((round(100 * k), round(20 * k), round(240 * k), round(70 * k)), SealShape.CIRCLE, 0)
    stamped = np.zeros(image.shape[:2], np.uint8)
    stamped[:, round((put_in[0] - 2) * k) : round((put_in[1] + 2) * k)] = 255  # and half of its neighbours
    monkeypatch.setattr(page.seals, "find_seals", lambda picture, dpi: [seal])
    monkeypatch.setattr(page.seals, "without_ink", lambda picture, found: picture)
    monkeypatch.setattr(page.seals, "without_stamps", lambda picture, found, dpi: (picture, picture, stamped))
    monkeypatch.setattr(stamp_left, "_UNDOUBTED", 2.0)
    read = page.read_picture(image, DPI, find_turn=False)
    assert [line.text for line in read.lines] == ["设备购置费合计26318元整", "其中仪器二台"]
    (left,) = read.stamp_ink
    assert left.text == "不" and left.under_seal
    assert put_in[0] - 2 < left.box.centre[0] < put_in[1] + 2 < end and 38 < left.box.centre[1] < 54
    assert len(left.chars) == len(left.confidence) == 1


def test_a_digit_of_a_number_stays() -> None:
    """26,318.06, read as 26,818.05 under a seal, became 26,18.0; one that was put in is weighed."""
    crop, reading, stamped = _line("合计26,318.06元7", 0.6)
    stamped[:] = 255
    kept, left = without_left(reading, crop, stamped)
    assert (kept.text, [run.text for run in left]) == ("26,318.06", ["合计", "元7"])
