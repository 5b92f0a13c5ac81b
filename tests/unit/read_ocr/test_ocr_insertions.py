"""Small writing over and under a line: the line's own box takes it in, and nobody heard of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.unit.read_ocr.scansheets import DPI, print_lines, scanned
from tfdocs.read.ocr.insertions import insertions
from tfdocs.read.ocr.page import read_picture

POINT = 200 / 72  # pixels
NO_STAMPS: list[tuple[int, int, int, int]] = []


def squares(ink: np.ndarray, x: float, y: float, side: float, count: int) -> None:
    """``count`` characters as boxes with a cross; all in points."""
    for n in range(count):
        a = (round((x + 1.1 * side * n) * POINT), round(y * POINT))
        b = (round((x + 1.1 * side * n + 0.95 * side) * POINT), round((y + 0.95 * side) * POINT))
        cv2.rectangle(ink, a, b, 255, 2)
        cv2.line(ink, a, b, 255, 2)


def line(count: int, x: float = 40, y: float = 60, side: float = 12, lean: float = 0.0) -> tuple[np.ndarray, ...]:
    """A page's ink with one line on it (``lean``: points up from its first character to its last), and its box."""
    ink = np.zeros((round(200 * POINT), round(500 * POINT)), dtype=np.uint8)
    for n in range(count):
        squares(ink, x + 1.1 * side * n, y - lean * n / max(1, count - 1), side, 1)
    right, top = x + 1.1 * side * count, y - 2 - lean
    box = np.array([[x, top], [right, top], [right, y + side + 2], [x, y + side + 2]], dtype=np.float32) * POINT
    return ink, box


@pytest.mark.parametrize("lean", [0.0, 3.0, -3.0])
@pytest.mark.parametrize("off", [-7.5, 13.0])
def test_writing_of_half_the_size_over_or_under_a_line_is_found(off: float, lean: float) -> None:
    ink, box = line(20, lean=lean)
    assert insertions(ink, [box], [], NO_STAMPS, 200) == []
    squares(ink, 100, 60 + off - lean * 4 / 19, 6, 2)
    grown = box.copy()
    grown[[0, 1] if off < 0 else [2, 3], 1] += (-5 if off < 0 else 5) * POINT  # as the detector draws it
    (found,) = insertions(ink, [grown], [], NO_STAMPS, 200)
    assert abs(found[:, 0].mean() / POINT - 106.5) < 2
    everywhere = [(0, 0, ink.shape[1], ink.shape[0])]
    assert insertions(ink, [grown], [], everywhere, 200) == []


def test_what_hangs_below_its_line_is_its_own() -> None:
    """The tail of a ， and the descender of a g, and the dot over a character that the box cuts off."""
    ink, box = line(20)
    for x, a, b in ((70, 70, 77), (120, 68, 76), (170, 55, 62)):
        cv2.line(ink, (round(x * POINT), round(a * POINT)), (round((x + 2) * POINT), round(b * POINT)), 255, 3)
    assert insertions(ink, [box], [], NO_STAMPS, 200) == []


def test_a_piece_of_a_rule_is_no_writing() -> None:
    ink, box = line(20)
    cv2.line(ink, (round(90 * POINT), round(76 * POINT)), (round(114 * POINT), round(77 * POINT)), 255, 3)
    assert insertions(ink, [box], [], NO_STAMPS, 200) == []


@pytest.mark.parametrize(("size", "off"), [(6, -6.5), (7, 12.5)])
def test_words_inserted_in_small_are_heard_of(size: float, off: float) -> None:
    sheet, texts = print_lines(3)
    assert [ln.text for ln in read_picture(scanned(sheet.page().image), DPI, find_turn=False).lines] != []
    sheet.line("不足", 120, 64 + off, "song", size)
    page = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
    near = [ln.box for ln in page.lines if len(ln.text) <= 3] + list(page.unread)
    assert any(abs((box.x0 + box.x1) / 2 - (120 + size)) < 6 for box in near), [ln.text for ln in page.lines]
    assert len(page.lines) + len(page.unread) == len(texts) + 1
