"""Marks at the ends of lines are read, ink that no character stands for is noticed, and figures keep every digit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scansheets import DPI, print_lines, scanned

from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.missed import missed_ink, reach_marks
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.tones import green
from tfdocs.text.normalise import fold


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def test_page_numbers_keep_their_dashes_and_figures_their_digits() -> None:
    """The dashes around a page number, a mark at a cell's end, a sum with repeated digits, tel. in a Song face."""
    sheet, _ = print_lines(0)
    written = ["— 10 —", "主要原因是人员不足、", "1,000,003.00", "tel. +86 28 6100 0099", "资料不全、"]
    for i, text in enumerate(written):
        sheet.line(text, 60, 40 + 40 * i, "light-song", 12)
    page = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
    assert [fold(line.text).text for line in page.lines] == [fold(text).text for text in written]


def _line(text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    sheet, _ = print_lines(0)
    end = sheet.line(text, 60, 40, "song", 12)
    image, k = scanned(sheet.page().image), DPI / 72
    box = np.array([[56, 37], [end + 4, 37], [end + 4, 55], [56, 55]], np.float32) * np.float32(k)
    return straighten(image, box)


def test_ink_that_no_character_stands_for_is_noticed() -> None:
    """A reading without one of the line's marks or characters leaves ink over; the whole reading leaves none."""
    crop = _line("资料不全、川流不息一二三，")
    (whole,) = recognise([crop])
    assert fold(whole.text).text == fold("资料不全、川流不息一二三，").text
    assert not missed_ink(crop, whole)
    for i in (4, 8, 12):
        kept = [j for j in range(len(whole.text)) if j != i]
        lame = Reading(
            "".join(whole.text[j] for j in kept),
            tuple(whole.confidence[j] for j in kept),
            tuple(whole.peaks[j] for j in kept),
            whole.lattice,
            tuple(whole.alike[j] for j in kept),
        )
        assert missed_ink(crop, lame), whole.text[i]


def test_a_box_is_drawn_out_to_a_dash_but_not_across_a_rule() -> None:
    """A box that ends before a dash takes it in; a cell's rule, and what stands beyond it, stay outside."""
    sheet, _ = print_lines(0)
    end = sheet.line("甲乙丙—", 60, 40, "song", 12)
    dash = end - 12.0
    image, k = green(scanned(sheet.page().image)), DPI / 72
    box = np.array([[58, 38], [dash - 1, 38], [dash - 1, 54], [58, 54]], np.float32) * np.float32(k)
    none = np.zeros_like(image)
    (grown,) = reach_marks([box], image, none)
    assert (end - 1) * k < grown[1, 0] < (end + 5) * k
    rule = none.copy()
    rule[:, round((dash + 1) * k)] = 255
    (kept,) = reach_marks([box], image, rule)
    assert (kept == box).all()


def test_a_blurred_dash_is_drawn_in_and_other_faint_ink_is_not() -> None:
    """At 150 dpi the dash of a page number is a grey stroke one pixel thick; a faint 十 or smudge is no dash."""
    box = np.array([[60, 40], [100, 40], [100, 70], [60, 70]], np.float32)
    paper = np.full((110, 200), 250, np.uint8)
    paper[46:64, 62:98:6] = 40  # the figures
    none = np.zeros_like(paper)
    dashed = paper.copy()
    dashed[54:56, 35:55] = 205
    (grown,) = reach_marks([box], dashed, none)
    assert 28 < grown[0, 0] < 35 and grown[1, 0] == 100
    crossed, smudged = dashed.copy(), paper.copy()
    crossed[47:63, 44:46] = 205
    smudged[48:62, 35:55] = 205
    for other in (paper, crossed, smudged):
        (kept,) = reach_marks([box], other, none)
        assert (kept == box).all()


def test_a_number_between_two_flat_strokes_is_a_page_number() -> None:
    """Some faces print the dashes of a page number as they print 一; a number of houses (一12栋) stays what it is."""
    for face in ("song", "kai", "hei"):
        sheet, _ = print_lines(0)
        sheet.line("— 20 —", 60, 40, face, 10.5)
        sheet.line("一12栋一", 60, 80, face, 10.5)
        page = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
        assert [fold(line.text).text for line in page.lines] == ["-20-", "一12栋一"], face
