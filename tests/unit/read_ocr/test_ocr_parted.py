"""A line that a black seal's stroke parted is one line; cells, other rows and lines beside the seal stay apart."""

from __future__ import annotations

import numpy as np

from tfdocs.read.ocr.parted import rejoined
from tfdocs.read.ocr.residue import gaps

SEAL = (300, 60, 600, 360)


def quad(x0: float, y0: float, x1: float, y1: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def page(*inked: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Paper with strokes as of print between each two columns, on the row of the lines; and a mask without rules."""
    grey = np.full((400, 900), 255, np.uint8)
    for x0, x1 in inked:
        for stroke in range(3):
            grey[108:128, x0 + stroke : x1 : 4] = 0
    return grey, np.zeros_like(grey)


def joined(*lines: np.ndarray, grey: np.ndarray, rules: np.ndarray) -> list[list[int]]:
    found = rejoined(list(lines), [SEAL], grey, rules)
    return sorted([round(float(q[0, 0])), round(float(q[1, 0]))] for q in found)


def test_pieces_at_a_stroke_and_around_lost_print_are_one_line() -> None:
    grey, rules = page((340, 540))
    near = (quad(40, 100, 350, 136), quad(390, 102, 580, 138), quad(570, 104, 880, 140))
    assert joined(*near, grey=grey, rules=rules) == [[40, 880]]
    assert joined(quad(40, 100, 340, 136), quad(540, 104, 880, 140), grey=grey, rules=rules) == [[40, 880]]


def test_blanks_cells_and_a_seals_lettering_part_lines() -> None:
    grey, rules = page()
    far = (quad(40, 100, 340, 136), quad(540, 104, 880, 140))
    assert len(joined(*far, grey=grey, rules=rules)) == 2  # a blank to fill in
    cells = (quad(40, 100, 350, 136), quad(390, 102, 580, 138))
    rules[60:200, 370:373] = 255
    assert len(joined(*cells, grey=grey, rules=rules)) == 2
    rules[:] = 0
    assert len(joined(*cells, grey=grey, rules=rules)) == 1
    lettering = (quad(40, 100, 350, 136), quad(380, 100, 420, 140))
    assert len(joined(*lettering, grey=grey, rules=rules)) == 2
    rows = (quad(40, 100, 350, 136), quad(390, 125, 580, 161))
    assert len(joined(*rows, grey=grey, rules=rules)) == 2
    beside = (quad(620, 100, 740, 136), quad(780, 100, 880, 136))
    assert len(joined(*beside, grey=grey, rules=rules)) == 2


def test_what_stands_in_a_line_of_its_own_is_no_gap() -> None:
    """Boxes of one row that overlap a little: the middle one was read again as the gap between its neighbours."""
    grey, rules = page((40, 860))
    lines = [quad(40, 100, 340, 136), quad(320, 100, 600, 136), quad(580, 100, 860, 136)]
    assert gaps(grey, rules, lines) == []
    assert len(gaps(grey, rules, [lines[0], lines[2]])) == 1
