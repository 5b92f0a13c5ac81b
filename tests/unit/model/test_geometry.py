"""Boxes on a seen page, and the way back to a PDF's own coordinates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Line, Page, Source

_LENGTH = st.integers(0, 1000).map(float)
_BOXES = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h), _LENGTH, _LENGTH, st.integers(0, 300).map(float), st.integers(0, 300)
)


@given(_BOXES)
def test_size_and_centre(box: Box) -> None:
    assert box.area == box.width * box.height
    x, y = box.centre
    assert (x - box.x0, y - box.top) == (box.width / 2, box.height / 2)


@given(_BOXES, _BOXES)
def test_what_two_boxes_share_is_symmetric_and_not_more_than_either(a: Box, b: Box) -> None:
    assert a.intersection(b) == b.intersection(a)
    assert 0 <= a.intersection(b) <= min(a.area, b.area)
    assert a.intersection(a) == a.area


def test_boxes_that_only_touch_share_nothing() -> None:
    assert Box(0, 0, 10, 10).intersection(Box(10, 0, 20, 10)) == 0


@given(st.lists(_BOXES, min_size=1, max_size=6))
def test_the_union_holds_every_box_and_no_more(boxes: list[Box]) -> None:
    whole = union(boxes)
    assert all(whole.intersection(b) == b.area for b in boxes)
    assert whole.x0 in {b.x0 for b in boxes}
    assert whole.bottom in {b.bottom for b in boxes}


def test_there_is_no_union_of_nothing() -> None:
    with pytest.raises(ValueError, match="no boxes"):
        union([])


@given(_BOXES, st.integers(0, 50))
def test_growing_and_shrinking_back(box: Box, by: int) -> None:
    assert box.grown(by).grown(-by) == box
    assert box.grown(by).intersection(box) == box.area


def test_boxes_in_json_are_rounded_to_a_hundredth_of_a_point() -> None:
    assert Box(1.23456, 2, 3.999, 4.005).as_list() == [1.23, 2, 4.0, pytest.approx(4.0, abs=0.011)]


def _page(rotation: int, width: float = 595, height: float = 842, origin: tuple[float, float] = (0, 0)) -> Page:
    return Page(1, width, height, rotation, None, Source.TEXT, origin=origin)


def _seen(page: Page, user: tuple[float, float, float, float]) -> Box:
    """The inverse, from the definition of /Rotate (ISO 32000-1, 7.7.3.3): the page is turned clockwise when shown."""
    ox, oy = page.origin
    corners = [(user[0] - ox, user[1] - oy), (user[2] - ox, user[3] - oy)]
    # Size of the page before it is turned.
    w, h = (page.width, page.height) if page.rotation in (0, 180) else (page.height, page.width)
    shown = {
        0: lambda x, y: (x, h - y),
        90: lambda x, y: (y, x),
        180: lambda x, y: (w - x, y),
        270: lambda x, y: (h - y, w - x),
    }[page.rotation]
    points = [shown(x, y) for x, y in corners]
    xs, ys = sorted(p[0] for p in points), sorted(p[1] for p in points)
    return Box(xs[0], ys[0], xs[1], ys[1])


@given(_BOXES, st.sampled_from([0, 90, 180, 270]), st.integers(200, 900), st.integers(200, 900), st.integers(-50, 50))
def test_to_user_space_and_back(box: Box, rotation: int, width: int, height: int, shift: int) -> None:
    page = _page(rotation, width, height, (shift, -shift))
    assert _seen(page, page.to_user_space(box)) == box


@pytest.mark.parametrize(
    ("rotation", "expected"),
    [(0, (0, 832, 20, 842)), (90, (0, 0, 10, 20)), (180, (575, 0, 595, 10)), (270, (832, 575, 842, 595))],
)
def test_the_top_left_corner_as_seen(rotation: int, expected: tuple[float, float, float, float]) -> None:
    """20 points wide and 10 high in the corner where a reader begins, on a page shown 595 by 842."""
    assert _page(rotation).to_user_space(Box(0, 0, 20, 10)) == expected


def test_characters_of_a_page_are_those_that_leave_ink() -> None:
    box = Box(0, 0, 1, 1)
    line = Line("甲 乙\u3000丙", box, (box,) * 5, (1.0,) * 5, Source.TEXT)
    assert Page(1, 1, 1, 0, None, Source.TEXT, lines=(line, line)).characters == 6
