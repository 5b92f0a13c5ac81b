"""A line that a PDF draws through its text: the text layer says nothing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdffiles import Pdf, text

from tfdocs.model.page import Page

WORDS = "returned within thirty days"


def drawn(extra: str) -> Pdf:
    pdf = Pdf()
    pdf.page(text("The first line of the page", y=240) + text(WORDS) + extra)
    return pdf


@pytest.mark.parametrize(
    "stroke",
    [
        "1 w 40 205 m 205 205 l S",
        "40 204.6 165 0.9 re f",
        "1 0 0 RG 1 w 40 205.5 m 205 205.5 l S",
        "1 w 32 205 m 230 205 l S",
    ],
    ids=["a stroke", "a thin rectangle", "red", "a little longer than the words"],
)
def test_a_line_through_the_words_is_found(read: Callable[[Pdf], list[Page]], stroke: str) -> None:
    (page,) = read(drawn(stroke))
    (box,) = page.struck
    line = next(ln for ln in page.lines if ln.text.startswith("returned"))
    assert box.x0 <= line.box.x0 + 2 and abs(box.x1 - 205) < 12
    assert line.box.top <= box.centre[1] <= line.box.bottom


@pytest.mark.parametrize(
    "other",
    [
        "",
        "0.8 w 40 197.5 m 205 197.5 l S",
        "0.8 w 30 190 m 30 220 l S 30 220 m 260 220 l S",
        "0.8 w 20 205 m 380 205 l S",
        "0.8 w 30 205 m 230 205 l S 30 190 m 30 220 l S",
        "q 0.85 g 36 194 200 18 re f Q " + text(WORDS),
    ],
    ids=["nothing", "an underline", "a frame", "a rule", "a rule from another", "a shade"],
)
def test_what_does_not_run_through_them_is_none(read: Callable[[Pdf], list[Page]], other: str) -> None:
    (page,) = read(drawn(other))
    assert page.struck == ()
