"""A mark that hangs over the rule of its cell is read with its line; what stands in the next cell is not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scansheets import DPI, print_lines, scanned

from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.hanging import with_hanging_mark
from tfdocs.read.ocr.page import read_picture
from tfdocs.text.normalise import fold


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def test_a_mark_over_the_rule_of_a_full_cell_is_read() -> None:
    """They were left out, and a sentence seemed to have lost its 。 or its ，."""
    sheet, _ = print_lines(0)
    written = ["要加强领导、明确责任、", "建议三十条，被采纳四条，", "合计为三百八十万元。"]
    for i, text in enumerate(written):
        end = sheet.line(text, 60, 40 + 50 * i, "song", 12)
        at = end - (8.6, 11.6, 8.2)[i]  # at the mark's beginning, or through its middle
        sheet.rule(at, 20 + 50 * i, at, 70 + 50 * i)
    page = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
    assert [fold(line.text).text for line in page.lines] == [fold(text).text for text in written]


def test_what_stands_in_the_next_cell_stays_there() -> None:
    sheet, _ = print_lines(0)
    for i, beyond in enumerate(("—", "1", "·", "、乙", "")):
        end = sheet.line("明确责任", 60, 40 + 50 * i, "song", 12)
        sheet.rule(end + 4, 20, end + 4, 280)
        if beyond:
            sheet.line(beyond, end + 9, 40 + 50 * i, "song", 12)
    image, k = scanned(sheet.page().image), DPI / 72
    rules = np.zeros(image.shape[:2], np.uint8)
    rules[:, round((end + 3.5) * k) : round((end + 5) * k)] = 255
    for i in range(5):
        top = 37 + 50 * i
        box = np.array([[57, top], [end + 3, top], [end + 3, top + 18], [57, top + 18]], np.float32) * np.float32(k)
        assert straighten(image, box).size and with_hanging_mark(image, box, rules) is None
