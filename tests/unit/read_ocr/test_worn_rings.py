"""A ring worn off along one side is a seal's where a seal's lettering stands within it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tfdocs.read.ocr.seal_rings import _fitted, _shrunk, find_rings, ink_of, ring_hints

DPI = 200
MIDDLE, RADIUS = (500, 400), 165


def page(lost: float, strokes: int) -> npt.NDArray[np.uint8]:
    """White paper with a ring of which the share ``lost`` is gone, and ``strokes`` bars that point to its middle."""
    paper = np.full((900, 1000), 255, dtype=np.uint8)
    cv2.ellipse(paper, MIDDLE, (RADIUS, RADIUS), 0, 0, 360 * (1 - lost), 0, 6)
    for angle in np.linspace(0, 2 * np.pi, strokes, endpoint=False):
        ends = [(round(MIDDLE[0] + r * np.cos(angle)), round(MIDDLE[1] + r * np.sin(angle))) for r in (95, 150)]
        cv2.line(paper, ends[0], ends[1], 0, 5)
    return paper


@pytest.mark.parametrize("lost", [0.0, 0.35])
def test_a_ring_with_lettering_is_found(lost: float) -> None:
    (ring,) = find_rings(ink_of(page(lost, 20), DPI), DPI)
    assert abs(ring.x - MIDDLE[0]) < 8
    assert abs(ring.half_width - RADIUS) < 8


@pytest.mark.parametrize(("lost", "strokes"), [(0.35, 10), (0.35, 0), (0.6, 20)])
def test_an_open_curve_with_little_in_it_is_none_but_may_be_one(lost: float, strokes: int) -> None:
    paper = page(lost, strokes)
    assert find_rings(ink_of(paper, DPI), DPI) == []
    if lost < 0.5:
        assert any(abs(r.x - MIDDLE[0]) < 30 for r in ring_hints(paper, DPI))


@pytest.mark.parametrize(("strokes", "found"), [(24, 1), (15, 0)])
def test_a_ring_in_three_pieces_is_one_around_much_lettering(strokes: int, found: int) -> None:
    """Two of 28 seals in black and white were worn so, and the lines under them were read without their marks."""
    paper = page(0.0, strokes)
    for start in (20, 140, 260):
        cv2.ellipse(paper, MIDDLE, (RADIUS, RADIUS), 0, start, start + 36, 255, 14)
    assert len(find_rings(ink_of(paper, DPI), DPI)) == found


@pytest.mark.parametrize(("strokes", "found"), [(24, True), (10, False)])
def test_a_ring_too_pale_from_afar_is_one_where_it_is_clear_from_near(strokes: int, found: bool) -> None:
    """Over a table's rules it is no ring on bare paper: 3 of 36 seals were lost so, and lines misread."""
    paper = page(0.0, strokes)
    for start in (20, 140, 260):
        cv2.ellipse(paper, MIDDLE, (RADIUS, RADIUS), 0, start, start + 36, 255, 14)
    for y in (300, 390):
        cv2.line(paper, (100, y), (900, y), 0, 3)
    fine = _shrunk(ink_of(paper, DPI), 0.5)
    near = (MIDDLE[0] / 2, MIDDLE[1] / 2, RADIUS / 2, RADIUS / 2)
    assert (_fitted(fine, near, faint=True) is not None) is found


def test_a_half_ring_at_the_sheets_edge_is_no_round_seal() -> None:
    """The last strip of a seal over fanned sheets ends with the sheet, and its other half lies on the sheet before."""
    paper = page(0.0, 24)
    paper[:, : MIDDLE[0] - 30] = 255
    (ring,) = find_rings(ink_of(paper, DPI), DPI)
    assert find_rings(ink_of(np.ascontiguousarray(paper[:, : MIDDLE[0] + RADIUS + 8]), DPI), DPI) == []
    assert abs(ring.x - MIDDLE[0]) < 8


def test_a_ring_in_many_pieces_is_none() -> None:
    """Lines of print and a table's rules crossed an oval in 0.70 of its directions, here and there."""
    paper = page(0.0, 20)
    for start in range(0, 360, 45):
        cv2.ellipse(paper, MIDDLE, (RADIUS, RADIUS), 0, start, start + 15, 255, 14)
    assert find_rings(ink_of(paper, DPI), DPI) == []


def test_strokes_across_a_curve_are_no_ring() -> None:
    """Rows of a table at 150 dpi had ink on an oval in 0.62 of its directions: strokes that did not run along it."""
    paper = page(1.0, 20)
    for angle in np.linspace(0, 2 * np.pi, 90, endpoint=False):
        ends = [(round(MIDDLE[0] + r * np.cos(angle)), round(MIDDLE[1] + r * np.sin(angle))) for r in (159, 171)]
        cv2.line(paper, ends[0], ends[1], 0, 5)
    assert find_rings(ink_of(paper, DPI), DPI) == []


def faint(thick: int, thin: int) -> npt.NDArray[np.uint8]:
    """White paper with four arcs of a ring, two of them ``thick`` pixels and two ``thin``, and five bars within."""
    paper = np.full((900, 1000), 255, dtype=np.uint8)
    for start, end, wide in ((0, 75, thick), (95, 165, thin), (190, 250, thick), (285, 335, thin)):
        cv2.ellipse(paper, MIDDLE, (RADIUS, RADIUS), 0, start, end, 0, wide)
    for angle in (0.5, 1.0, 1.5, 2.0, 4.0):
        ends = [(round(MIDDLE[0] + r * np.cos(angle)), round(MIDDLE[1] + r * np.sin(angle))) for r in (95, 150)]
        cv2.line(paper, ends[0], ends[1], 0, 5)
    return paper


def test_a_faint_ring_on_bare_paper_is_a_stamps() -> None:
    """In black and white a faint stamp keeps the better part of its rim and little else; none of 11 such was found."""
    (ring,) = find_rings(ink_of(faint(9, 3), DPI), DPI)
    assert abs(ring.x - MIDDLE[0]) < 8 and abs(ring.y - MIDDLE[1]) < 8
    assert abs(ring.half_width - RADIUS) < 8


@pytest.mark.parametrize("thick", [3, 7])
def test_a_broken_line_of_one_thickness_is_drawn(thick: int) -> None:
    assert find_rings(ink_of(faint(thick, thick), DPI), DPI) == []


def test_a_broken_ring_with_print_around_it_is_none() -> None:
    paper = faint(9, 3)
    for top in range(MIDDLE[1] - RADIUS - 40, MIDDLE[1] + RADIUS + 40, 60):
        for left in range(MIDDLE[0] - RADIUS - 45, MIDDLE[0] + RADIUS + 40, 24):
            if np.hypot(left + 7 - MIDDLE[0], top + 6 - MIDDLE[1]) > 1.1 * RADIUS:
                cv2.line(paper, (left, top), (left + 14, top + 12), 0, 3)
    assert find_rings(ink_of(paper, DPI), DPI) == []


def test_a_pie_with_black_and_dotted_sectors_is_none() -> None:
    """Its sectors are as thick as a rim that is pressed well, and the dots beside them as lettering."""
    pie = np.full((900, 1000), 255, dtype=np.uint8)
    cv2.circle(pie, MIDDLE, RADIUS, 0, 4)
    for start, end in ((0, 52), (182, 280)):
        cv2.ellipse(pie, MIDDLE, (RADIUS, RADIUS), 0, start, end, 0, -1)
    for angle in np.deg2rad([70, 95, 120, 150]):
        for far in np.linspace(0.55, 0.82, 40) * RADIUS:
            x, y = round(MIDDLE[0] + far * np.cos(angle)), round(MIDDLE[1] + far * np.sin(angle))
            cv2.circle(pie, (x, y), 4, 0, -1)
    near = (MIDDLE[0] / 2, MIDDLE[1] / 2, RADIUS / 2, RADIUS / 2)
    assert _fitted(_shrunk(ink_of(pie, DPI), 0.5), near, faint=False) is None


def test_lines_of_print_are_no_hint() -> None:
    paper = np.full((900, 1000), 255, dtype=np.uint8)
    rng = np.random.default_rng(5)
    for top in range(100, 800, 44):
        for left in range(100, 900, 34):
            for _ in range(5):
                x, y = left + rng.integers(0, 22), top + rng.integers(0, 22)
                cv2.line(paper, (int(x), int(y)), (int(x + rng.integers(0, 10)), int(y + rng.integers(0, 10))), 0, 3)
    assert ring_hints(paper, DPI) == []
