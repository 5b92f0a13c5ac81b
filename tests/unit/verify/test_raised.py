"""10⁵ is not 105, though both copy as the same characters."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import SIZE, _page, _word
from tfdocs.model.comparison import Certainty, Verdict
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify import raised
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.judge import compare
from tfdocs.verify.pieces import Piece
from tfdocs.verify.place import place_lines
from tfdocs.verify.witness import Image, Witness
from tfdocs.verify.wordtext import word_text

REST = "本项目由申报单位组织实施。"
FLAT = "样本量为105个，面积12平方米。"


def paper(high: int | None, shown: str = FLAT, source: Source = Source.TEXT) -> Page:
    """``high``: which character of the line stands high and small."""
    page = _page(1, [REST, shown])
    line = page.lines[1]
    chars = [
        Box(c.x0, c.top - 0.1 * SIZE, c.x1, c.top + 0.5 * SIZE) if n == high else c for n, c in enumerate(line.chars)
    ]
    lines = (page.lines[0], replace(line, chars=tuple(chars)))
    return replace(page, lines=tuple(replace(ln, source=source) for ln in lines), source=source)


def verdict(word: str, page: Page) -> Verdict:
    return compare(_word([REST, word]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict


POWER = FLAT.replace("105", "10⁵")
AT = POWER.index("⁵")


@pytest.mark.parametrize(
    ("word", "page"),
    [
        (POWER, paper(AT)),
        (POWER, paper(None, POWER)),
        (FLAT, paper(None)),
        (FLAT, paper(AT - 2, source=Source.OCR)),
        (FLAT.replace("105", "1₀5"), paper(None)),
    ],
)
def test_what_stands_as_high_as_in_the_word_is_consistent(word: str, page: Page) -> None:
    assert verdict(word, page) is Verdict.CONSISTENT


@pytest.mark.parametrize(("word", "page"), [(POWER, paper(None)), (FLAT, paper(AT)), (FLAT, paper(None, POWER))])
def test_a_power_on_one_side_only_is_a_difference(word: str, page: Page) -> None:
    assert verdict(word, page) is Verdict.INCONSISTENT


class Sheet:
    """A picture of a line that begins at 90 points, 4 pixels a point: 0 and, behind it, 3, raised or not."""

    def __init__(self, *, high: bool) -> None:
        self.ink = np.full((842 * 4, 595 * 4, 3), 255, np.uint8)
        top, left = 100 * 4, round((90 + 5 * SIZE) * 4)
        cv2.putText(self.ink, "0", (left + 2, top + 38), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (0, 0, 0), 3)
        size, end = (0.8, 24) if high else (1.3, 38)
        cv2.putText(self.ink, "3", (left + 32, top + end), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 3)
        cv2.rectangle(self.ink, (left + 70, top + 4), (left + 110, top + 44), (0, 0, 0), 3)  # the next character

    def crop(self, page: Page, box: Box) -> Image:
        x0, top, x1, bottom = (round(v * 4) for v in (box.x0, box.top, box.x1, box.bottom))
        return self.ink[top:bottom, x0:x1]


@pytest.mark.parametrize(("high", "late"), [(True, 0.0), (True, 0.3), (True, 0.8), (False, 0.0), (False, 0.3)])
def test_a_raised_figure_is_seen_where_the_recogniser_says_it_a_little_late(high: bool, late: float) -> None:
    """Half a character to the right of it stands the next one, as low as the line: 10³条 was told to be flat."""
    page = _page(1, [REST, "面积为10103条"])
    line = page.lines[1]
    begin = 90 + 5 * SIZE + late * 6
    two = [Box(x, line.box.top, x + 6, line.box.bottom) for x in (begin + 2, begin + 9)]
    chars = (*line.chars[:5], *two, *line.chars[7:])
    piece = Piece(0, 0, replace(line, chars=chars), fold(line.text), 0, len(line.text))
    witness = cast(Witness, Sheet(high=high))
    assert raised._looks_raised(InkLooks([page], witness), piece, (5, 6), True) is high


def test_a_raised_figure_in_a_line_higher_than_wide_is_seen() -> None:
    """1² alone in a cell, as LibreOffice sets it: such a line had been taken for one that goes down the page."""
    page = _page(1, [REST, "12"])
    chars = Box(90.0, 131.1, 94.1, 139.4), Box(94.2, 130.3, 97.0, 135.1)
    line = replace(page.lines[1], box=Box(90.0, 130.3, 97.0, 139.4), chars=chars)
    assert line.box.height > line.box.width
    assert verdict("12", replace(page, lines=(page.lines[0], line))) is Verdict.INCONSISTENT


@pytest.mark.parametrize(("high", "told"), [(True, True), (False, False)])
def test_a_raised_figure_that_a_recogniser_reads_flat_is_seen(high: bool, told: bool) -> None:
    """Of six planted in scans of tables at 200 dpi three had been read as the Word's flat ones, and believed."""
    text = "面积为号码03"
    page = _page(1, [REST, text])
    line = page.lines[1]
    begin = 90 + 5 * SIZE
    two = [Box(x, line.box.top, x + 6, line.box.bottom) for x in (begin + 2, begin + 9)]
    scanned = replace(line, chars=(*line.chars[:5], *two, *line.chars[7:]), source=Source.OCR)
    page = replace(page, lines=(page.lines[0], scanned), source=Source.OCR)
    witness = cast(Witness, Sheet(high=high))
    placing = place_lines(word_text(_word([REST, text])), [page])
    found = raised.other_heights(placing, InkLooks([page], witness), [])
    assert [(w.certainty, w.rule) for w in found] == [(Certainty.UNCERTAIN, "other-height")] * told
