"""A line keeps clear of the rules of its cell, askew or at a table's edge, and a large title keeps its strokes."""

from __future__ import annotations

import cv2
import numpy as np

from tfdocs.read.ocr.detect import cut_at_rules, rules, rules_under


def quad(x0: float, y0: float, x1: float, y1: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def ruled(top: int, foot: int, x: float, lean: float = 0.0, thick: int = 3) -> np.ndarray:
    """A mask of a rule from ``top`` to ``foot``, ``lean`` pixels further right for each pixel down."""
    mask = np.zeros((300, 300), np.uint8)
    for y in range(top, foot):
        left = round(x + lean * (y - top))
        mask[y, left : left + thick] = 255
    return mask


def test_a_leaning_rule_at_the_end_is_no_part_of_the_line() -> None:
    """Half of its height stood in the crop of 4次 and was read as 1."""
    line = quad(100, 120, 200, 180)
    for lean in (-0.02, 0.02):
        rule = ruled(0, 300, 100 - 150 * lean, lean)
        (kept,) = cut_at_rules([line], rule)
        assert not rule[121:179, round(float(kept[0, 0])) : 200].any()
        assert 101 <= kept[0, 0] <= 106
        assert kept[1, 0] == 200


def test_a_table_begins_within_the_box_of_its_first_line() -> None:
    line = quad(100, 120, 200, 180)
    (kept,) = cut_at_rules([line], ruled(126, 300, 103))
    assert 106 <= kept[0, 0] <= 109
    (title,) = cut_at_rules([line], ruled(126, 176, 103))  # 申 in a title: it ends where the line does
    assert (title == line).all()


def test_cells_on_both_sides_of_a_leaning_rule_are_two_lines_without_it() -> None:
    rule = ruled(0, 300, 150 - 150 * 0.02, 0.02)
    left, right = cut_at_rules([quad(40, 120, 260, 180)], rule)
    assert left[1, 0] < 150 < right[0, 0]
    assert not rule[121:179, 40 : int(left[1, 0])].any()
    assert not rule[121:179, round(float(right[0, 0])) : 260].any()


def test_what_is_dark_between_light_characters_is_no_rule() -> None:
    """项目申报 in white on a blue bar was cut into pieces, and read as si, EL and 眼."""
    grey = np.full((300, 300), 250, np.uint8)
    grey[120:180] = 50
    for x in (60, 100, 140, 180):
        grey[135:165, x : x + 30] = 240
        grey[140:160, x + 6 : x + 24] = 50
        grey[148:152, x : x + 30] = 240
    mask = rules(grey, 150)[0]
    line = quad(50, 131, 220, 169)
    assert len(cut_at_rules([line], mask)) > 1  # by its shape alone each would be one
    (kept,) = cut_at_rules([line], mask, grey)
    assert (kept == line).all()
    # dark print on light, between cells that a rule parts, and rules close above and below it
    paper = np.asarray(255 - grey, dtype=np.uint8)
    paper[:120] = paper[180:] = 250
    for y in (126, 172):
        paper[y : y + 3] = 40
    paper[40:260, 133:136] = 40
    assert len(cut_at_rules([line], rules(paper, 150)[0], paper)) == 2


def test_a_rule_goes_on_under_a_seal() -> None:
    """A seal without colour takes pieces of a rule with it, and the cells above and below would run together."""
    image = np.full((600, 900, 3), 250, np.uint8)
    for y in (200, 260, 320):
        image[y : y + 3, 50:850] = 30
    for x in (50, 300, 847):
        image[200:323, x : x + 3] = 30
    cv2.circle(image, (500, 260), 120, (140, 140, 140), 10)
    cv2.putText(image, "SEAL", (420, 250), cv2.FONT_HERSHEY_SIMPLEX, 2, (140, 140, 140), 8)
    clean = image.copy()
    clean[150:380, 370:630] = 250  # what taking it off leaves at worst
    found = rules(cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY), 200)
    assert not found[1][258:266, 480:520].any()
    upright, level = rules_under(image, found, [(365, 125, 635, 395)], 200)
    assert upright is found[0]
    for y in (200, 260, 320):
        assert (level[y - 2 : y + 6, 60:840].max(axis=0) > 0).mean() > 0.97
    # of the seal itself at most what is level at its upper and lower end
    rest = level.copy()
    rest[196:330] = 0
    assert not rest[:, :400].any() and not rest[:, 600:].any()
    assert rules_under(image, found, [], 200) is found
