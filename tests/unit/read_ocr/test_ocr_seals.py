"""Seals are found with and without colour, rings are read, text under seals survives, and red print is text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scansheets import DPI, Pixels, print_lines, scanned

from benchmarks.seal_pages import clean_seal
from samples.ink import INK_COLOURS, SealSpec, multiply, seal_ink
from samples.scanning import as_stored, digitise
from tfdocs.model.page import SealShape
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.seal_frames import find_frames
from tfdocs.read.ocr.seal_text import seal_text
from tfdocs.read.ocr.seals import find_seals
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


@pytest.mark.parametrize("number", [39, 43])
def test_doubtful_words_of_a_seal_are_looked_at_again(number: int) -> None:
    """In whole numbers 秦 was read as 泰 on a name seal, and 土 as 上 on an oval one of 150 dpi."""
    made = clean_seal(number, 63)
    (seal,) = find_seals(made.image, made.dpi)
    assert (seal_text(made.image, seal) or "").split(" ")[0] == made.said


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


@pytest.mark.parametrize(
    ("spec", "shape"),
    [
        (SealSpec(1, 200, 190, 119, NAME), SealShape.CIRCLE),
        (SealSpec(1, 200, 200, 62, "", "申望舒印", tilt=4, shape="square"), SealShape.SQUARE),
        (SealSpec(1, 200, 200, 50, "", "韩景行", tilt=-3, shape="square", carved=True), SealShape.SQUARE),
        (SealSpec(1, 405, 180, 119, NAME), SealShape.STRADDLE),
    ],
)
def test_seals_in_black_and_white(spec: SealSpec, shape: SealShape) -> None:
    """Dark ink at the threshold of a simple scanner: nothing but the outline is left to know them by."""
    page, k = print_lines(2)[0].page(), 240 / 72
    image = page.image.copy()
    ink = seal_ink(replace(spec, strength=1.0), k, np.random.default_rng(7))
    half = ink.shape[0] / 2
    multiply(image, ink, (140, 16, 24), round(spec.x_pt * k - half), round(spec.y_pt * k - half))
    (seal,) = find_seals(scanned(image, colour="bw"), DPI)
    assert seal.shape is shape


@pytest.mark.parametrize("owner", ["戴建业印", "林知远印"])
def test_a_tilted_frame_is_found_whatever_its_characters_close(owner: str) -> None:
    """Strokes near the frame's corner closed smaller squares, which stood for the frame and were none."""
    ink = seal_ink(SealSpec(1, 0, 0, 51, "", owner, 5.0, 0.9, "square"), 300 / 72, np.random.default_rng(1))
    sheet = np.zeros((500, 500), dtype=np.uint8)
    sheet[100 : 100 + ink.shape[0], 100 : 100 + ink.shape[1]] = np.where(ink > 0.35, 255, 0)
    assert len(find_frames(sheet, 300)) == 1


@pytest.mark.parametrize(("x", "y", "owner"), [(121, 116, "申知远"), (150, 119, "林望舒")])
def test_a_pale_name_seal_that_print_runs_through(x: float, y: float, owner: str) -> None:
    """In grey a seal is paler than print: without the print beside it its frame stands by itself."""
    image, _ = sealed(SealSpec(1, x, y, 40, "", owner, -3.0, 0.75, "square"))
    (seal,) = find_seals(scanned(image, colour="grey"), DPI)
    assert seal.shape is SealShape.SQUARE


def test_a_name_seal_over_lines_of_print() -> None:
    """Black on black: the print adds to the strokes within the frame. Twenty characters in such a frame are no seal."""
    sheet, _ = print_lines(9)
    page, k = sheet.page(), 240 / 72
    image = page.image.copy()
    ink = seal_ink(SealSpec(1, 0, 0, 57, "", "顾扬清印", -3, 1.0, "square"), k, np.random.default_rng(7))
    half = ink.shape[0] / 2
    multiply(image, ink, (140, 16, 24), round(140 * k - half), round(70 * k - half))
    (seal,) = find_seals(scanned(image, colour="bw"), DPI)
    assert seal.shape is SealShape.SQUARE
    boxed, _ = print_lines(2)
    boxed.box(100, 100, 168, 168, 2.6)
    for row, five in enumerate(("科学技术普", "及能力提升", "计划项目申", "报评审立项")):
        boxed.line(five, 104, 106 + 13.8 * row, "song", 12)
    assert find_seals(scanned(boxed.page().image, colour="bw"), DPI) == []


def test_a_strip_of_a_straddling_seal() -> None:
    """Fanned sheets: the edge has two arcs of the ring and what is between them, and no outline closes."""
    page, k = print_lines(2)[0].page(), 240 / 72
    ink = seal_ink(SealSpec(1, 0, 0, 119, NAME), k, np.random.default_rng(7))
    third = ink.shape[1] // 3
    for colour in ("colour", "grey"):
        image = page.image.copy()
        left = image.shape[1] - third
        multiply(image, np.ascontiguousarray(ink[:, third : 2 * third]), INK_COLOURS["red"], left, 400)
        (seal,) = find_seals(scanned(image, colour=colour), DPI)
        assert seal.shape is SealShape.STRADDLE
        assert abs((seal.box[3] - seal.box[1]) / DPI * 72 - 119) < 10


@pytest.mark.parametrize(("owner", "carved"), [("申望舒", False), ("韩景行", True), ("顾思齐印", False)])
def test_a_name_seal_is_read(owner: str, carved: bool) -> None:
    """Columns from the right; the surname of three characters takes a column; white on red or red on white."""
    image, _ = sealed(SealSpec(1, 200, 200, 57, "", owner, tilt=3, shape="square", carved=carved), lines=2)
    page = scanned(image)
    (found,) = find_seals(page, DPI)
    assert seal_text(page, found) == owner


def alone(spec: SealSpec, seed: int) -> Pixels:
    """A seal in the middle of a bare sheet of 180 pt, in colour at 150 dpi."""
    rng = np.random.default_rng(seed)
    sheet = np.full((750, 750, 3), 255, dtype=np.uint8)
    ink = seal_ink(spec, 300 / 72, rng)
    multiply(sheet, ink, INK_COLOURS["red"], (750 - ink.shape[1]) // 2, (750 - ink.shape[0]) // 2)
    return as_stored(digitise(sheet, (375, 375), rng, dpi=150, skew=0.4), "colour", 70)


def test_small_white_characters_in_a_block_of_ink() -> None:
    """Stored at half the resolution, the ink's colour runs into strokes of a pixel or two; their light tells them."""
    (found,) = find_seals(alone(SealSpec(1, 90, 90, 40, "", "于人杰", 3, shape="square", carved=True), 3), 150)
    assert found.shape is SealShape.SQUARE
    assert abs((found.box[2] - found.box[0]) / 150 * 72 - 40) < 6


def test_two_characters_of_a_column_are_not_one_tall_one() -> None:
    """林 above 思 is as good a 慧 for a recogniser; a seal that ends in 印 has four characters."""
    page = alone(SealSpec(1, 90, 90, 57, "", "林思齐印", -3, shape="square"), 5)
    (found,) = find_seals(page, 150)
    assert seal_text(page, found) == "林思齐印"


@pytest.mark.parametrize("colour", ["colour", "grey", "bw"])
def test_what_looks_like_a_seal_and_is_none(colour: str) -> None:
    """Circles of a drawing, a pie, boxed words, a heavy square, a block of ink, cells as large as a name seal."""
    sheet, _ = print_lines(2)
    sheet.ellipse(40, 90, 150, 200, 2.5)
    sheet.line("会员服务平台", 58, 138, "song", 12)
    sheet.ellipse(165, 95, 265, 195, 1, fill="#808080")
    sheet.polygon([(215, 145), (215, 96), (264, 145)], "#202020")
    sheet.box(290, 95, 360, 165, 2.4)
    for i, two in enumerate(("征求", "意见")):
        sheet.line(two, 299, 105 + 28 * i, "hei", 26)
    sheet.box(40, 215, 96, 271, 4)
    sheet.polygon([(120, 215), (170, 215), (170, 265), (120, 265)], "#181818")
    for i in range(3):
        sheet.box(190 + 57 * i, 210, 247 + 57 * i, 267, 0.8)
        sheet.line(("甲", "乙", "丙")[i], 203 + 57 * i, 222, "hei", 30)
    assert find_seals(scanned(sheet.page().image, colour=colour), DPI) == []


def test_red_print_is_text_and_no_seal() -> None:
    """A letterhead in red between two red rules is read like any other line."""
    sheet, _ = print_lines(3)
    sheet.line("蜀岭省样例学会文件", 60, 150, "hei", 30, colour="#ce2028")
    sheet.rule(40, 195, 380, 195, 1.5)
    page = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
    assert not page.seals
    assert "蜀岭省样例学会文件" in [line.text for line in page.lines]
    assert not any(line.under_seal for line in page.lines)


def test_a_line_that_runs_into_a_black_seal_is_found() -> None:
    """The detector joins a line with the seal's lettering; what is written before the seal is read all the same."""
    page, k = print_lines(9)[0].page(), 240 / 72
    image = page.image.copy()
    ink = seal_ink(SealSpec(1, 300, 130, ring_text=NAME), k, np.random.default_rng(1))
    half = ink.shape[0] / 2
    multiply(image, ink, (140, 16, 24), round(300 * k - half), round(130 * k - half))
    read = "".join(line.text for line in read_picture(scanned(image, colour="bw"), DPI, find_turn=False).lines)
    for text in print_lines(9)[1]:
        assert words_of(text[:17]) in words_of(read), text
