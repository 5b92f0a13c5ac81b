"""A table's rule beside a cell that lost its figure is no 1."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from samples.ink import find_font
from tests.unit.verify.conftest import _page
from tfdocs.model.geometry import Box
from tfdocs.verify.witness import Witness

SCALE = 200 / 72


def drawn(tmp_path: Path, figure: str) -> tuple[Path, Box]:
    """Cells of one row with 1, ``figure`` and 1, and the place of the middle one with the rules at its sides."""
    sheet = np.full((round(842 * SCALE), round(595 * SCALE)), 255, np.uint8)

    def at(*point: float) -> tuple[int, int]:
        x, y = point
        return round(x * SCALE), round(y * SCALE)

    for x in (100, 125, 150, 175):
        cv2.line(sheet, at(x, 60), at(x, 160), 0, 2)
    for y in (60, 80, 100, 120, 140, 160):
        cv2.line(sheet, at(100, y), at(175, y), 0, 2)
    image = Image.fromarray(sheet)
    font = ImageFont.truetype(str(find_font(("NotoSerifCJK-Regular.ttc",))), round(12 * SCALE), index=2)
    for n, text in enumerate(("1", figure, "1")):
        ImageDraw.Draw(image).text(at(112 + 25 * n, 94), text, font=font, fill=0, anchor="ms")
    pdf = tmp_path / "row.pdf"
    image.convert("RGB").save(pdf, resolution=200)
    return pdf, Box(117, 80, 145, 96)


@pytest.mark.parametrize(("figure", "read"), [("", ""), ("1", "1")])
def test_what_stands_beside_rules_is_read_without_them(tmp_path: Path, figure: str, read: str) -> None:
    """An erased 1 was called seen again: the rule of its cell had been read."""
    pdf, place = drawn(tmp_path, figure)
    page = replace(_page(1, ["项目"]), width=595, height=842)
    with Witness(pdf) as witness:
        assert witness.read_beside_rules(page, place).text == read
        assert witness.read(page, place).text == "1"
