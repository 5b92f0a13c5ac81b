"""Lines across two cells of a table without rules are cut where the rows around them leave white, and no others."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.detect import Quad
from tfdocs.read.ocr.gutters import cut_at_gutters

HIGH = 40.0  # of a line's box; its characters have 32
STEP = 34.0  # from one character to the next


class Sheet:
    """Boxes of characters on lines that may lie askew, and the detector's boxes around some of them."""

    def __init__(self, askew: float = 0.0) -> None:
        self.cos, self.sin = cos(radians(askew)), sin(radians(askew))
        self.ink = np.zeros((1200, 1600), np.uint8)
        self.level = self.ink.copy()
        self.quads: list[Quad] = []

    def at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.cos - y * self.sin, x * self.sin + y * self.cos

    def write(self, x: float, y: float, count: int) -> float:
        for n in range(count):
            left = x + STEP * n
            corners = [self.at(*p) for p in ((left, y + 4), (left + 30, y + 4), (left + 30, y + 36), (left, y + 36))]
            cv2.polylines(self.ink, [np.round(corners).astype(np.int32)], True, 255, 3)
        return x + STEP * count - 4

    def box(self, x0: float, x1: float, y: float) -> None:
        corners = [(x0 - 4, y), (x1 + 4, y), (x1 + 4, y + HIGH), (x0 - 4, y + HIGH)]
        self.quads.append(np.array([self.at(*p) for p in corners], dtype=np.float32))

    def row(self, y: float, cells: list[tuple[float, int]], *, joined: bool = False) -> None:
        ends = [(x, self.write(x, y, count)) for x, count in cells]
        for x0, x1 in [(ends[0][0], ends[-1][1])] if joined else ends:
            self.box(x0, x1, y)


def _spans(quads: list[Quad], at: float) -> list[tuple[int, int]]:
    here = [q for q in quads if abs(float(q.mean(axis=0)[1]) - at) < 24]
    return sorted((round(float(q[:, 0].min())), round(float(q[:, 0].max()))) for q in here)


@pytest.mark.parametrize("askew", [0.0, -0.9, 0.9])
def test_a_line_over_two_columns_is_cut(askew: float) -> None:
    sheet = Sheet(askew)
    cells = [(100.0, 4), (290.0, 5), (500.0, 6)]
    for n in range(5):
        sheet.row(200 + 50.0 * n, cells, joined=n in (1, 3))
    cut = cut_at_gutters(sheet.quads, sheet.ink, sheet.level)
    assert len(cut) == 15
    whole = np.vstack([q for n, q in enumerate(sheet.quads)])
    assert abs(np.vstack(cut)[:, 0].min() - whole[:, 0].min()) < 0.01
    wide = sorted(float(np.linalg.norm(q[1] - q[0])) for q in cut)
    assert wide[0] > 120 and wide[-1] < 230


def test_a_joined_line_at_the_head_of_a_table_is_cut_too() -> None:
    sheet = Sheet()
    sheet.row(200, [(100.0, 1), (190.0, 3)], joined=True)
    for n in (1, 2, 3):
        sheet.row(200 + 50.0 * n, [(100.0, 1), (190.0, 4)])
    assert _spans(cut_at_gutters(sheet.quads, sheet.ink, sheet.level), 220)[0][1] < 160


def test_prose_is_not_cut_at_its_commas() -> None:
    """The white behind a comma is as wide, and does not go on; one that does is in prose that no row is parted in."""
    sheet = Sheet()
    for n in range(6):
        first = 6 if n < 3 else 4 + n
        sheet.row(200 + 50.0 * n, [(100.0, first), (100.0 + STEP * first + 22, 12)], joined=True)
    sheet.row(600, [(100.0, 4), (500.0, 4)])  # a signature's line, further down
    assert len(cut_at_gutters(sheet.quads, sheet.ink, sheet.level)) == len(sheet.quads)


def test_a_merged_cell_above_columns_stays_whole() -> None:
    sheet = Sheet()
    sheet.row(200, [(100.0, 20)])
    for n in (1, 2, 3):
        sheet.row(200 + 50.0 * n, [(100.0, 4), (290.0, 5), (500.0, 6)])
    before = [q.copy() for q in sheet.quads]
    after: npt.NDArray[np.float32] = np.stack(cut_at_gutters(sheet.quads, sheet.ink, sheet.level))
    assert np.array_equal(after, np.stack(before))


@pytest.mark.parametrize(("ruled", "white"), [(True, 32.0), (True, 50.0), (False, 24.0)])
@pytest.mark.parametrize("askew", [0.0, -0.9])
def test_prose_above_a_table_is_not_cut_where_its_columns_part(ruled: bool, white: float, askew: float) -> None:
    """A comma stood over the gutter: the line was cut, its parts lost their row and the next line was added."""
    sheet = Sheet(askew)
    for n in range(3):
        sheet.row(200 + 50.0 * n, [(100.0, 18)])
    sheet.row(350, [(100.0, 4), (100.0 + 4 * STEP - 4 + white, 12)], joined=True)
    if ruled:
        a, b = sheet.at(90, 395), sheet.at(720, 395)
        cv2.line(sheet.level, (round(a[0]), round(a[1])), (round(b[0]), round(b[1])), 255, 3)
    for n in range(3):
        sheet.row(400 + 50.0 * n, [(100.0, 4), (100.0 + 4 * STEP - 4 + white, 5)])
    assert len(cut_at_gutters(sheet.quads, sheet.ink, sheet.level)) == len(sheet.quads)
