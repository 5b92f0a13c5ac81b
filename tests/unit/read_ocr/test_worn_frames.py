"""Seals without colour that the benchmark's pages showed to be missed: worn, amid print, a little off the edge."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.seal_pages import made_page
from tfdocs.read.ocr.seal_edges import find_arcs
from tfdocs.read.ocr.seal_frames import find_frames
from tfdocs.read.ocr.seals import find_seals

Image = npt.NDArray[np.uint8]
DPI = 200.0
SIDE = 150  # pixels: 19 mm


def _sheet() -> Image:
    return np.zeros((600, 600), dtype=np.uint8)


def _carved() -> Image:
    """A block of ink with two characters' strokes cut out."""
    ink = _sheet()
    cv2.rectangle(ink, (200, 200), (200 + SIDE, 200 + SIDE), 255, -1)
    for left in (215, 283):
        for y in (215, 240, 265, 290, 315, 330):
            cv2.line(ink, (left, y), (left + 52, y), 0, 5)
        cv2.line(ink, (left + 26, 215), (left + 26, 330), 0, 5)
    return ink


def test_specks_of_paper_in_a_carved_seal_are_no_strokes() -> None:
    worn = _carved()
    rng = np.random.default_rng(3)
    for x, y in rng.integers(204, 196 + SIDE, (1500, 2)):
        worn[y, x] = 0
    assert [f.carved for f in find_frames(_carved(), DPI)] == [True]
    assert [f.carved for f in find_frames(worn, DPI)] == [True]


def _framed(print_beside: bool) -> Image:
    ink = _sheet()
    cv2.rectangle(ink, (200, 200), (200 + SIDE, 200 + SIDE), 255, 8)
    for left in (214, 282):
        for top in (214, 282):
            for y in (0, 18, 36, 54):
                cv2.line(ink, (left, top + y), (left + 54, top + y), 255, 6)
            cv2.line(ink, (left + 27, top), (left + 27, top + 54), 255, 6)
    if print_beside:  # a line of print above, a lighter one below, and two that run through both sides
        for y, step in ((183, 10), (366, 16)):
            for x in range(150, 420, step):
                cv2.rectangle(ink, (x, y - 9), (x + 3, y + 9), 255, -1)
        for y in (230, 300):
            cv2.rectangle(ink, (160, y), (199, y + 14), 255, -1)
            cv2.rectangle(ink, (355, y), (400, y + 14), 255, -1)
    return ink


def test_a_whole_frame_may_lie_amid_print() -> None:
    assert len(find_frames(_framed(False), DPI)) == 1
    assert len(find_frames(_framed(True), DPI)) == 1


@pytest.mark.parametrize(
    ("seed", "page"),
    [
        (73, 42),  # a table's rule two millimetres above a side: it is never worn, and drew the fit to itself
        (75, 58),  # the name's own strokes close a smaller square from the same corner, and one side is worn
        (75, 52),  # lines of prose seem to go on where five of the eight ends of the sides are
        (75, 132),  # the same lines run through the frame, of which one side is worn
    ],
)
def test_black_frames_that_the_benchmark_had_missed(seed: int, page: int, require: Callable[..., None]) -> None:
    require("fonts")
    made = made_page(page, seed)
    assert made.colour == "bw" and made.kind in ("square", "chop")
    (seal,) = find_seals(made.image, made.dpi)
    assert max(abs(a - b) for a, b in zip(seal.box, made.box, strict=True)) < made.dpi / 12


@pytest.mark.parametrize(("rules", "found"), [(0, 1), (2, 1), (4, 0)])
def test_the_corner_of_a_table_is_no_frame(rules: int, found: int) -> None:
    """At 150 dpi rules are half a millimetre thick, and of eight ends of a corner's sides only four go on."""
    ink = _framed(False)
    far = 200 + SIDE
    ends = [((200, 200), (40, 200)), ((200, far), (40, far)), ((200, far), (200, 560)), ((far, far), (far, 560))]
    for a, b in ends[:rules]:
        cv2.line(ink, a, b, 255, 6)
    assert len(find_frames(ink, DPI)) == found


def test_the_last_strip_of_a_fan_may_lie_a_little_off_the_edge() -> None:
    def strip(off_mm: float) -> Image:
        ink = np.zeros((1200, 800), dtype=np.uint8)
        radius = round(20 / 25.4 * DPI)
        middle = (800 - radius - round(off_mm / 25.4 * DPI), 600)
        cv2.circle(ink, middle, radius, 255, 8)
        for angle in range(-60, 61, 15):
            x = middle[0] + 0.78 * radius * np.cos(np.radians(angle))
            y = middle[1] + 0.78 * radius * np.sin(np.radians(angle))
            cv2.rectangle(ink, (int(x) - 6, int(y) - 6), (int(x) + 6, int(y) + 6), 255, 3)
        ink[:, : middle[0] + radius // 3] = 0
        return ink

    assert len(find_arcs(strip(0.5), DPI)) == 1
    assert len(find_arcs(strip(2.3), DPI)) == 1
    assert not find_arcs(strip(6.0), DPI)
