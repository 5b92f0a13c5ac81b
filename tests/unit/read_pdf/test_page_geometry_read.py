"""Pages of every size, direction and unit: read right, with boxes where the characters are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pdffiles import Pdf, text

from tfdocs.model.page import Page, Source

Read = Callable[[Pdf], list[Page]]
LINE = "The grant is 28 of 35 units"
SAID = "Thegrantis28of35units"


def words(page: Page) -> str:
    return "".join("".join(line.text.split()) for line in page.lines)


@pytest.mark.parametrize("unit", [2.0, 0.5, 10.0])
def test_a_page_in_units_of_its_own(read: Read, unit: float) -> None:
    """/UserUnit: sizes and boxes are in points of the paper, and the way back leads to the file's own units."""
    scaled = Pdf()
    scaled.page(
        text(LINE, x=40 / unit, y=200 / unit, size=14 / unit),
        size=(400 / unit, 300 / unit),
        extra=f"/UserUnit {unit}",
    )
    (page,) = read(scaled)
    assert (page.width, page.height) == pytest.approx((400, 300))
    assert (page.source, page.findings, words(page)) == (Source.TEXT, (), SAID)
    (line,) = page.lines
    assert line.box.x0 == pytest.approx(40, abs=2)
    assert line.box.bottom == pytest.approx(104, abs=4)
    x0, y0, _, _ = page.to_user_space(line.chars[0])
    assert x0 == pytest.approx(40 / unit, abs=2 / unit)
    assert y0 == pytest.approx(200 / unit, abs=5 / unit)
