"""A box read in the first step of a line goes where its paper is bare, and never where one is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from scansheets import DPI, print_lines, scanned

from tfdocs.read.ocr import page
from tfdocs.read.ocr.bare_paper import without_bare_box
from tfdocs.read.ocr.recognise import Reading, recognise

Image = NDArray[np.uint8]


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def _boxed(reading: Reading) -> Reading:
    """``reading`` with the ☑ that the recogniser sees in the first step of such a line."""
    return Reading(
        "☑" + reading.text,
        (0.83, *reading.confidence),
        (0.0, *reading.peaks),
        reading.lattice,
        (0.83, *reading.alike),
    )


def test_a_box_seen_on_the_paper_before_a_cells_character_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """否□ stands alone in its cell; the first look read ☑否□, and the line went to the Word's cell 是☑ 否□."""
    sheet, _ = print_lines(0)
    sheet.line("否□", 60, 40, "song", 12)
    found = page._find(scanned(sheet.page().image), DPI)

    def with_box(crops: Sequence[Image], **how: object) -> list[Reading]:
        return [_boxed(r) for r in recognise(crops)]

    monkeypatch.setattr(page, "recognise", with_box)
    assert [r.text[0] for r in page._first_look(found)] == ["否"]
    assert [r.text[0] for r in page._second_look(found, page._first_look(found))] == ["否"]


@pytest.mark.parametrize("tone", [60, 215])
@pytest.mark.parametrize("shift", [-0.25, 0.25])
def test_a_box_that_is_printed_stays(tone: int, shift: float) -> None:
    """However faint its lines, and with the recogniser's peak a quarter of a square off its middle."""
    sheet, _ = print_lines(0)
    sheet.line("　否有", 60, 40, "song", 12)
    found = page._find(scanned(sheet.page().image), DPI)
    (whole,) = page._first_look(found)
    em = 25
    crop = cv2.copyMakeBorder(found.crops[0], 0, 0, em, 0, cv2.BORDER_REPLICATE)
    wide, tall = crop.shape[1], crop.shape[0]
    peaks = [(p * found.crops[0].shape[1] + em) / wide for p in whole.peaks]
    middle = round(peaks[0] * wide - em)
    cv2.rectangle(crop, (middle - 6, tall // 2 - 6), (middle + 6, tall // 2 + 6), (tone,) * 3, 1)
    text, sure = "☑" + whole.text, (0.6, *whole.confidence)
    reading = Reading(text, sure, ((middle + shift * em) / wide, *peaks), whole.lattice, sure)
    assert without_bare_box(crop, reading).text == text
