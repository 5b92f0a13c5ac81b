"""Seals are found with and without colour, rings are read, text under seals survives, and red print is text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scansheets import DPI, Pixels, print_lines, scanned

from samples.ink import INK_COLOURS, SealSpec, multiply, seal_ink
from tfdocs.model.page import SealShape
from tfdocs.read.ocr.page import read_picture
from tfdocs.text.normalise import fold, is_punctuation

NAME = "锦川省测绘地理信息研究会"


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def words_of(text: str) -> str:
    return "".join(c for c in fold(text).text if not is_punctuation(c))


def sealed(spec: SealSpec, lines: int = 9) -> tuple[Pixels, str]:
    """A printed sheet with a seal, and the text."""
    sheet, texts = print_lines(lines)
    page = sheet.page()
    image = page.image.copy()
    ink = seal_ink(spec, page.dpi / 72, np.random.default_rng(7))
    half, k = ink.shape[0] / 2, page.dpi / 72
    multiply(image, ink, INK_COLOURS["red"], round(spec.x_pt * k - half), round(spec.y_pt * k - half))
    return image, fold("".join(texts)).text


@pytest.mark.parametrize("colour", ["colour", "grey"])
def test_text_under_a_seal_is_read_and_marked(colour: str) -> None:
    """Every character of the lines under the seal and none of the seal's own; marks may suffer at 150 dpi."""
    image, text = sealed(SealSpec(1, 200, 130, ring_text=NAME, tilt=7))
    page = read_picture(scanned(image, colour=colour), DPI)
    read = [line for line in page.lines if fold(line.text).text]
    assert words_of("".join(line.text for line in read)) == words_of(text)
    (seal,) = page.seals
    assert seal.shape is SealShape.CIRCLE
    assert abs(seal.box.width - 119) < 8
    assert {line.under_seal for line in read} == {True, False}


def test_the_ring_is_read() -> None:
    """The body's name on the ring, then the line below the star; the seal is tilted."""
    image, _ = sealed(SealSpec(1, 200, 200, ring_text=NAME, tilt=-19, diameter_pt=128), lines=3)
    (seal,) = read_picture(scanned(image), DPI).seals
    assert seal.text is not None
    assert seal.text.split(" ")[0] == NAME


@pytest.mark.parametrize(
    ("spec", "shape"),
    [
        (SealSpec(1, 200, 190, 128, NAME, "合同专用章", shape="oval", aspect=0.7), SealShape.OVAL),
        (SealSpec(1, 200, 200, 57, "", "申望舒印", tilt=5, shape="square"), SealShape.SQUARE),
        (SealSpec(1, 410, 180, 119, NAME), SealShape.STRADDLE),
    ],
)
@pytest.mark.parametrize("colour", ["colour", "grey"])
def test_seals_of_other_shapes(spec: SealSpec, shape: SealShape, colour: str) -> None:
    """Oval, square and askew, and the half that a straddling seal leaves on one page."""
    image, _ = sealed(spec, lines=2)
    (seal,) = read_picture(scanned(image, colour=colour), DPI, find_turn=False).seals
    assert seal.shape is shape


def test_red_print_is_text_and_no_seal() -> None:
    """A letterhead in red between two red rules is read like any other line."""
    sheet, _ = print_lines(3)
    sheet.line("蜀岭省样例学会文件", 60, 150, "hei", 30, colour="#ce2028")
    sheet.rule(40, 195, 380, 195, 1.5)
    page = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
    assert not page.seals
    assert "蜀岭省样例学会文件" in [line.text for line in page.lines]
    assert not any(line.under_seal for line in page.lines)
