"""An underscore within an address is a character of it; one that a blank is filled in on is none."""

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
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.judge import compare
from tfdocs.verify.place import place_lines
from tfdocs.verify.underscores import other_underscores
from tfdocs.verify.witness import Image, Witness
from tfdocs.verify.wordtext import word_text

MAIL = "联系邮箱：kx_2023@example.org"
REST = "本项目由申报单位组织实施。"


def verdict(word: str, paper: str) -> Verdict:
    page = _page(1, [REST, paper])
    return compare(_word([REST, word]), [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict


@pytest.mark.parametrize("other", [MAIL.replace("_", ""), MAIL.replace("_", "-"), MAIL.replace("_", ".")])
def test_an_address_without_its_underscore_is_another(other: str) -> None:
    assert verdict(MAIL, MAIL) is Verdict.CONSISTENT
    assert verdict(MAIL, other) is not Verdict.CONSISTENT
    assert verdict(other, MAIL) is not Verdict.CONSISTENT
    assert verdict(MAIL, MAIL.replace("_", "")) is Verdict.INCONSISTENT


@pytest.mark.parametrize(
    ("word", "paper"),
    [
        ("联系人：____________电话：", "联系人：电话："),
        ("共____页，第_页", "共页，第页"),
        ("No.____2023", "No.2023"),
        ("A(_)B", "A()B"),
    ],
)
def test_the_line_of_a_blank_is_no_character(word: str, paper: str) -> None:
    assert verdict(word, paper) is Verdict.CONSISTENT


class Sheet:
    """A picture of a line at 4 pixels a point: x and 2, and between them, below, a stroke or none."""

    def __init__(self, *, drawn: bool) -> None:
        self.ink = np.full((842 * 4, 595 * 4, 3), 255, np.uint8)
        top, left = 100 * 4, round((90 + 6 * SIZE) * 4)
        for at in (0, 1):
            x = left + round(at * SIZE * 4) + 14
            cv2.rectangle(self.ink, (x, top + 10), (x + 20, top + 38), (0, 0, 0), 3)
        if drawn:
            cv2.line(self.ink, (left + 36, top + 46), (left + 60, top + 46), (0, 0, 0), 2)

    def crop(self, page: Page, box: Box) -> Image:
        x0, top, x1, bottom = (round(v * 4) for v in (box.x0, box.top, box.x1, box.bottom))
        return self.ink[top:bottom, x0:x1]


@pytest.mark.parametrize("drawn", [True, False])
def test_what_a_recogniser_left_out_is_looked_at(drawn: bool) -> None:
    """Recognisers leave underscores out as often as not: the ink decides, and where it is missing there is a doubt."""
    page = _page(1, [REST, MAIL.replace("_", "")])
    page = replace(page, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines), source=Source.OCR)
    placing = place_lines(word_text(_word([REST, MAIL])), [page], frozenset())
    looks = InkLooks([page], cast(Witness, Sheet(drawn=drawn)))
    found = other_underscores(placing, looks, [])
    assert [w.certainty for w in found] == ([] if drawn else [Certainty.UNCERTAIN])


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("beside", ["rule", "foot", "rule under it", "next line"])
def test_neither_a_cells_rule_nor_the_foot_of_a_figure_is_an_underscore(beside: str, drawn: bool) -> None:
    """kx330 in a ruled cell: the rule below it, and the lower half of the 3, passed for the underscore of kx_330."""
    page = _page(1, [REST, MAIL.replace("_", "")])
    page = replace(page, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines), source=Source.OCR)
    sheet = Sheet(drawn=drawn)
    top, left = 100 * 4, round((90 + 6 * SIZE) * 4)
    if beside == "rule under it":
        cv2.line(sheet.ink, (0, top + 48), (sheet.ink.shape[1], top + 48), (0, 0, 0), 2)
    elif beside == "next line":
        cv2.rectangle(sheet.ink, (left + 36, top + 58), (left + 60, top + 100), (0, 0, 0), 3)
    elif beside == "rule":
        cv2.line(sheet.ink, (0, top + 52), (sheet.ink.shape[1], top + 52), (0, 0, 0), 2)
    else:
        cv2.rectangle(sheet.ink, (left + 58, top + 10), (left + 61, top + 38), (0, 0, 0), -1)
        cv2.rectangle(sheet.ink, (left + 50, top + 33), (left + 61, top + 38), (0, 0, 0), -1)
    placing = place_lines(word_text(_word([REST, MAIL])), [page], frozenset())
    found = other_underscores(placing, InkLooks([page], cast(Witness, sheet)), [])
    assert [w.certainty for w in found] == ([] if drawn else [Certainty.UNCERTAIN])


@pytest.mark.parametrize("drawn", [True, False])
def test_an_underscore_lies_above_the_dots_of_the_next_line(drawn: bool) -> None:
    """mj_75 over a line with an i was an honest doubt: the dot of the i was taken for a letter's foot."""
    page = _page(1, [REST, MAIL.replace("_", "")])
    page = replace(page, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines), source=Source.OCR)
    sheet = Sheet(drawn=drawn)
    top, left = 100 * 4, round((90 + 6 * SIZE) * 4)
    cv2.circle(sheet.ink, (left + 20, top + 58), 2, (0, 0, 0), -1)
    placing = place_lines(word_text(_word([REST, MAIL])), [page], frozenset())
    found = other_underscores(placing, InkLooks([page], cast(Witness, sheet)), [])
    assert [w.certainty for w in found] == ([] if drawn else [Certainty.UNCERTAIN])
