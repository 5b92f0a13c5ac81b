"""A stroke through a line of print, by the printer or by a pen: not an underline, a dash, a table's rule."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scansheets import DPI, SIZE, Pixels, print_lines, scanned

from tfdocs.read.ocr.page import read_picture

LEFT, SIZED = 36.0, 12.0


def sheet(stroke: tuple[float, float, float, float] | None = None, number: int = 3, thick: float = 0.7) -> Pixels:
    """Lines of prose with a stroke from (x0, up) to (x1, up) of line ``number``: ems from its start, of its height."""
    made, _ = print_lines()
    if stroke is not None:
        x0, up0, x1, up1 = stroke
        top = 40 + 24 * number
        made.rule(LEFT + x0 * SIZED, top + up0 * SIZED, LEFT + x1 * SIZED, top + up1 * SIZED, thick)
    return made.page().image


def struck(image: Pixels, **how: object) -> list[tuple[int, int, int]]:
    """Row of print, and from which em to which, of what is struck out."""
    found = read_picture(scanned(image, **how), DPI).struck
    assert all(b.x1 <= SIZE[0] and b.bottom <= SIZE[1] for b in found)
    return [(round((b.centre[1] - 46) / 24), round((b.x0 - LEFT) / SIZED), round((b.x1 - LEFT) / SIZED)) for b in found]


@pytest.mark.parametrize("colour", ["colour", "bw"])
def test_print_without_strokes_has_none(colour: str) -> None:
    assert struck(sheet(), colour=colour) == []


@pytest.mark.parametrize(
    "stroke", [(2, 0.55, 9, 0.55), (2, 0.5, 9, 0.62)], ids=["a printer's", "a pen's, not quite level"]
)
def test_a_stroke_is_found_where_it_is(stroke: tuple[float, float, float, float]) -> None:
    ((row, first, last),) = struck(sheet(stroke, thick=1.0))
    assert row == 3
    assert abs(first - 2) <= 1 and abs(last - 9) <= 1


@pytest.mark.parametrize("up", [0.6, 0.68])
def test_a_stroke_through_three_characters_that_runs_low(up: float) -> None:
    """As LibreOffice sets it: what is left of thin print below was too little to be seen."""
    ((row, first, last),) = struck(sheet((2, up, 5, up), thick=1.0), colour="bw")
    assert row == 3
    assert abs(first - 2) <= 1 and abs(last - 5) <= 1


def two_lines(first: tuple[int, int], second: tuple[int, int], down: int = 60) -> list[tuple[int, int, int]]:
    """What is struck out of two lines with strokes from where to where: the line, and the pixels."""
    from tfdocs.read.ocr.struck import struck_out

    crops, quads = [], []
    for n, (x0, x1) in enumerate((first, second)):
        crop = np.full((40, 400, 3), 255, np.uint8)
        for x in range(10, 390, 12):
            crop[4:36, x : x + 3] = 0
        crop[20:22, x0:x1] = 0
        crops.append(crop)
        top = 100 + down * n
        quads.append(np.array([[100, top], [500, top], [500, top + 40], [100, top + 40]], dtype=np.float32))
    found = struck_out(crops, quads, np.zeros((400, 600), np.uint8), 1.0)
    return sorted((round((b.top - 100) / down), round(b.x0 - 101), round(b.x1 - 101)) for b in found)


def test_a_stroke_that_a_lines_end_breaks_in_two_is_seen() -> None:
    """视为 ended a line and 放弃 began the next: either part was shorter than a stroke must be."""
    assert two_lines((346, 390), (10, 54)) == [(0, 346, 390), (1, 10, 54)]
    assert two_lines((346, 390), (10, 30)) == [(0, 346, 390), (1, 10, 30)]
    assert two_lines((366, 390), (10, 54)) == [(0, 366, 390), (1, 10, 54)]


def test_short_strokes_that_no_line_breaks_are_none() -> None:
    assert two_lines((346, 390), (0, 0)) == two_lines((300, 344), (10, 54)) == []
    assert two_lines((366, 390), (10, 30)) == []
    assert two_lines((346, 390), (10, 54), down=200) == []


def test_a_stroke_through_print_that_leaves_little_below_it_is_seen() -> None:
    """Through a brush-like face at 200 dpi, two rows of ink of 53."""
    from tfdocs.read.ocr.struck import strokes

    crop = np.full((53, 400, 3), 255, np.uint8)
    for x in range(10, 390, 12):
        crop[6:32, x : x + 3] = 0
        crop[34:41, x : x + 3] = 0
    crop[32:34, 100:300] = 0
    assert len(strokes(crop)) == 1


@pytest.mark.parametrize("up", [1.15, -0.25], ids=["under a line", "between two lines"])
def test_what_is_written_on_is_no_stroke(up: float) -> None:
    assert struck(sheet((0, up, 12, up))) == []


def test_a_blank_line_of_dashes_is_none() -> None:
    made, _ = print_lines()
    made.line("——————　地址：————", 36, 40 + 24 * 9, "song", 12)
    assert struck(made.page().image) == []


def test_strokes_of_characters_at_other_heights_are_no_line() -> None:
    """核指标 of a bold heading at 150 dpi was struck out."""
    from tfdocs.read.ocr.struck import strokes

    crop = np.full((40, 240, 3), 255, np.uint8)
    for n, x in enumerate(range(10, 230, 22)):
        crop[4:36, x + 6 : x + 12] = 0
        crop[19 + n % 2 : 20 + n % 2, x : x + 22] = 0
    assert strokes(crop) == []
    crop[19] = 0
    assert len(strokes(crop)) == 1


def test_an_arm_of_a_seals_star_is_no_stroke() -> None:
    """自 and 难点 beside the star of a black seal, whose arms are as level as a pen's line."""
    from tfdocs.read.ocr.struck import strokes

    crop = np.full((48, 400, 3), 255, np.uint8)
    for x in range(10, 390, 12):
        crop[6:42, x : x + 3] = 0
    assert strokes(crop) == []
    turns = np.pi * (np.arange(10) / 5 - 0.5)
    far = np.where(np.arange(10) % 2, 23.0, 60.0)
    star = np.stack([200 + far * np.cos(turns), 22 + far * np.sin(turns)], axis=1).round().astype(np.int32)
    starred = cv2.fillPoly(crop.copy(), [star], (0, 0, 0))
    assert strokes(starred) == []
    crop[22:24, 140:260] = 0
    assert len(strokes(crop)) == 1


def test_a_long_level_stroke_through_heavy_print_is_seen() -> None:
    """同意申报 in a heavy face, photographed and at 150 dpi: most of the stroke's columns are characters' as well."""
    from tfdocs.read.ocr.struck import strokes

    def crop(high: int, heavy: float, long: float) -> Pixels:
        out = np.full((high, 10 * high, 3), 255, np.uint8)
        for x in range(8, 10 * high - 20, 20):
            out[high // 8 : high - high // 8, x : x + round(20 * heavy)] = 0
        out[high // 2 : high // 2 + 3, 100 : 100 + round(long * high)] = 0
        return out

    for high, heavy in ((39, 0.65), (48, 0.53)):
        assert len(strokes(crop(high, heavy, 4.0))) == 1
        assert strokes(crop(high, heavy, 1.0)) == strokes(crop(high, heavy, 0.0)) == []
        assert strokes(crop(high, 0.8, 4.0)) == strokes(crop(high, 0.8, 1.4)) == []


def test_a_short_level_stroke_through_heavy_print_is_seen() -> None:
    """有哪些 in Sans at 200 dpi: half of its columns are thick with characters, a few of them at a time."""
    from tfdocs.read.ocr.struck import strokes

    crop = np.full((48, 480, 3), 255, np.uint8)
    for x in range(8, 460, 20):
        crop[6:42, x : x + 10] = 0
    assert strokes(crop) == []
    whole = crop.copy()
    whole[14:34, 118:152] = 0  # what the columns of one shape would be
    for sheet in (crop, whole):
        sheet[24:27, 100:176] = 0
    assert len(strokes(crop)) == 1
    assert strokes(whole) == []


def test_a_stroke_through_pale_print_is_seen() -> None:
    """Thin faces at 150 dpi have no ink as dark as a stroke had to be: 22 of 30 planted ones were not seen."""
    from tfdocs.read.ocr.struck import strokes

    def crop(ink: int, stroke: int) -> Pixels:
        out = np.full((36, 400, 3), 240, np.uint8)
        for x in range(10, 390, 12):
            out[4:32, x : x + 3] = ink
        out[18:20, 100:220] = np.minimum(out[18:20, 100:220], stroke)
        return out

    assert len(strokes(crop(120, 182))) == 1
    assert strokes(crop(120, 200)) == strokes(crop(120, 240)) == []
    assert strokes(crop(60, 182)) == []  # beside dark print that is a shade of the paper


def struck_line() -> tuple[Pixels, np.ndarray, Pixels]:
    """A line with a stroke from end to end, where it stands on its page, and the page's mask of level rules, empty."""
    crop = np.full((40, 200, 3), 255, np.uint8)
    for x in range(10, 190, 8):
        crop[2:38, x : x + 3] = 0
    crop[19:21] = 0
    quad = np.array([[100, 100], [300, 100], [300, 140], [100, 140]], dtype=np.float32)
    level = np.zeros((300, 600), np.uint8)
    return crop, quad, level


def test_a_rule_that_goes_on_is_a_tables() -> None:
    """A detector may lay a rule between two rows into one line with both."""
    from tfdocs.read.ocr.struck import struck_out

    crop, quad, level = struck_line()
    assert len(struck_out([crop], [quad], level, 0.5)) == 1
    level[119:122, 20:580] = 255
    assert struck_out([crop], [quad], level, 0.5) == ()


def test_a_blank_behind_a_struck_label_is_no_rule_that_goes_on() -> None:
    """姓名：______ with its label struck out: the blank runs a quarter of the line's height below the stroke."""
    from tfdocs.read.ocr.struck import struck_out

    crop, quad, level = struck_line()
    level[129:132, 300:580] = 255
    assert len(struck_out([crop], [quad], level, 0.5)) == 1


@pytest.mark.parametrize("first", [0, 164])
def test_a_level_stroke_of_the_first_or_last_character_is_its_own(first: int) -> None:
    """The foot of 名 at a line's beginning, half as long as a stroke must be, was told to be one."""
    from tfdocs.read.ocr.struck import strokes

    crop = np.full((40, 200, 3), 255, np.uint8)
    crop[2:38, first : first + 36 : 9] = 0
    crop[2:38, first + 1 : first + 36 : 9] = 0
    crop[20:23, first : first + 36] = 0
    assert strokes(crop) == []


@pytest.mark.parametrize("scale", [1, 2], ids=["150 dpi", "300 dpi"])
def test_a_stroke_through_heavy_print_of_a_coarse_scan_is_seen(scale: int) -> None:
    """交货日 at 150 dpi: half of the line's columns were thick with the strokes of its characters."""
    from tfdocs.read.ocr.struck import strokes

    crop = np.full((34, 400, 3), 255, np.uint8)
    for x in range(40, 360, 10):
        crop[8:28, x : x + 5] = 0
    assert strokes(crop) == []
    crop[18:20, 120:170] = 0
    crop = np.ascontiguousarray(crop.repeat(scale, axis=0).repeat(scale, axis=1))
    assert strokes(crop)


@pytest.mark.parametrize("beneath", [True, False])
def test_what_a_line_is_written_on_is_not_the_stroke_that_goes_on(beneath: bool) -> None:
    """锦水市西岭区 over a blank's line, 水市西 struck out: the blank went on, and was taken for the stroke."""
    from tfdocs.read.ocr.struck import struck_out

    crop = np.full((40, 400, 3), 255, np.uint8)
    for x in range(10, 390, 12):
        crop[4:36, x : x + 3] = 0
    crop[24:26, 100:220] = 0
    quad = np.array([[100, 100], [500, 100], [500, 140], [100, 140]], dtype=np.float32)
    level = np.zeros((300, 700), np.uint8)
    level[132:135, 20:680] = 255
    if not beneath:
        level[:, 120:480] = 0
    assert len(struck_out([crop], [quad], level, 0.5)) == int(beneath)


@pytest.mark.parametrize(("long", "seen"), [(1.65, True), (1.3, False)])
def test_the_paper_that_a_short_cells_crop_was_given_makes_no_stroke_shorter(long: float, seen: bool) -> None:
    """新增 alone in its cell: its crop was half as high again as its box, and the stroke too short for it."""
    from tfdocs.read.ocr.row_rules import with_paper
    from tfdocs.read.ocr.struck import struck_out

    inner = np.full((54, 104, 3), 255, np.uint8)
    for x in range(8, 96, 14):
        inner[8:46, x : x + 3] = 0
    inner[26:28, 6 : 6 + round(long * 54)] = 0
    quad = np.array([[100, 100], [204, 100], [204, 154], [100, 154]], dtype=np.float32)
    found = struck_out([with_paper(inner)], [quad], np.zeros((300, 400), np.uint8), 1.0)
    assert len(found) == int(seen)
    assert all(100 <= box.top < box.bottom <= 154 for box in found)


@pytest.mark.parametrize(("row", "seen"), [(10, False), (16, True)])
def test_level_strokes_near_the_heads_of_a_bold_heading_are_its_own(row: int, seen: bool) -> None:
    """核指标 at 150 dpi, whose upper strokes ran together to one line."""
    from tfdocs.read.ocr.struck import strokes

    crop = np.full((33, 330, 3), 255, np.uint8)
    for x in range(10, 320, 12):
        crop[7:29, x : x + 3] = 0
    crop[row : row + 3, 200:270] = 0
    assert bool(strokes(crop)) is seen
