"""A figure of a table that a detector passed over is not missing from paper: its cell is looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import _line, _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.read.ocr.recognise import Reading
from tfdocs.verify.cell_looks import looked_at_cells
from tfdocs.verify.hunks import find_hunks
from tfdocs.verify.pieces import Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

NAMES = ["甲单位", "乙单位", "丙单位", "丁单位", "戊单位"]
FIGURES = ["4", "7", "8", "2", "9"]
LEFT, WIDE, TOP, HIGH = 90.0, 120.0, 80.0, 14.0
PLACE = Box(LEFT + WIDE, TOP + 2 * HIGH, LEFT + WIDE + 12, TOP + 2 * HIGH + 12)  # of the 8


class Witness:
    """Reads ``text`` where it looks, and sees ink there or none; ``asked``: where it was asked to look."""

    def __init__(self, text: str, inked: bool, sure: float = 0.99) -> None:
        self.text, self.inked, self.sure = text, inked, sure
        self.asked: list[Box] = []

    def read(self, page: Page, box: Box) -> Reading:
        self.asked.append(box)
        places = tuple((i + 0.5) / max(1, len(self.text)) for i in range(len(self.text)))
        sure = (self.sure,) * len(self.text)
        return Reading(self.text, sure, places, None, sure)  # type: ignore[arg-type]

    def crop(self, page: Page, box: Box) -> Any:
        out = np.full((60, 90, 3), 250, np.uint8)
        cv2.line(out, (0, 30), (89, 30), (20, 20, 20), 2)  # a rule is no writing
        if self.inked:
            cv2.rectangle(out, (40, 36), (56, 54), (20, 20, 20), 3)
        return out


def wanting(*more: tuple[str, float, float]) -> tuple[Placing, Page, Weighed]:
    """A table of two columns of whose 8 no line was read, and what says that it is certainly missing."""
    cells = [(text, 0, r, c) for r, row in enumerate(zip(NAMES, FIGURES, strict=True)) for c, text in enumerate(row)]
    printed = [(text, LEFT + WIDE * c, TOP + HIGH * r) for text, _, r, c in cells if text != "8"]
    page = _page(1, [*printed, *more])
    page = replace(page, source=Source.OCR, lines=tuple(replace(line, source=Source.OCR) for line in page.lines))
    placing = place_lines(word_text(_word(cells)), [page])
    (hunk,) = [h for h in find_hunks(placing, [page]) if placing.word.text[h.w0 : h.w1] == "8"]
    what = Materiality.NUMBER
    return placing, page, Weighed(hunk, Kind.MISSING, Certainty.CERTAIN, what, "likelihood-at-line-end", 9.0, "")


@pytest.mark.parametrize(
    ("text", "inked", "sure", "certainty", "rule"),
    [
        ("8", True, 0.99, None, "cell-read"),
        ("8", True, 0.6, Certainty.UNCERTAIN, "cell-unread"),
        ("3", True, 0.99, Certainty.UNCERTAIN, "cell-unread"),  # another figure is printed there
        ("88", True, 0.99, Certainty.UNCERTAIN, "cell-unread"),
        ("", False, 0.0, Certainty.CERTAIN, "likelihood-at-line-end"),  # somebody took it out
    ],
)
def test_a_cell_in_which_nothing_was_read(
    text: str, inked: bool, sure: float, certainty: Certainty | None, rule: str
) -> None:
    placing, page, item = wanting()
    witness = Witness(text, inked, sure)
    (found,) = looked_at_cells([item], placing, [page], witness)  # type: ignore[arg-type]
    assert (found.certainty, found.rule) == (certainty, rule)
    (asked,) = witness.asked
    assert asked.intersection(PLACE) > 0.9 * PLACE.area
    assert all(asked.intersection(line.box) < 0.2 * line.box.area for line in page.lines)


def test_where_a_line_was_read_no_look_is_taken() -> None:
    placing, page, item = wanting()
    there = replace(_line("X", PLACE.x0, PLACE.top), source=Source.OCR)
    witness = Witness("8", True)
    page = replace(page, lines=(*page.lines, there))
    assert looked_at_cells([item], placing, [page], witness) == [item]  # type: ignore[arg-type]
    assert not witness.asked
    assert looked_at_cells([item], placing, [page], None) == [item]


def test_what_is_more_or_less_than_whole_cells_is_left_alone() -> None:
    placing, page, item = wanting()
    witness = Witness("8", True)
    hunk = replace(item.hunk, w0=item.hunk.w0 - 2)  # the end of the cell before it too
    for other in (replace(item, hunk=hunk), replace(item, kind=Kind.REPLACED), replace(item, rule="text-layer")):
        assert looked_at_cells([other], placing, [page], witness) == [other]  # type: ignore[arg-type]
    assert not witness.asked
