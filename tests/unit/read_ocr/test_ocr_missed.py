"""Marks at the ends of lines are read, ink that no character stands for is noticed, and figures keep every digit."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from scansheets import DPI, print_lines, scanned

from tfdocs.read.ocr import page
from tfdocs.read.ocr.detect import straighten
from tfdocs.read.ocr.missed import missed_ink, reach_marks
from tfdocs.read.ocr.page import read_picture
from tfdocs.read.ocr.recognise import Reading, recognise
from tfdocs.read.ocr.residue import ink_of_writing, residue
from tfdocs.read.ocr.stacked import as_one_line, side_by_side, stacked_rows
from tfdocs.read.ocr.tones import green
from tfdocs.read.ocr.two_sizes import read_apart
from tfdocs.text.normalise import fold
from tfdocs.verify.likelihood import ratio


@pytest.fixture(autouse=True)
def _fonts(require: Callable[..., None]) -> None:
    require("fonts")


def test_page_numbers_keep_their_dashes_and_figures_their_digits() -> None:
    """The dashes around a page number, a mark at a cell's end, a sum with repeated digits, tel. in a Song face."""
    sheet, _ = print_lines(0)
    written = ["— 10 —", "主要原因是人员不足、", "1,000,003.00", "tel. +86 28 6100 0099", "资料不全、"]
    for i, text in enumerate(written):
        sheet.line(text, 60, 40 + 40 * i, "light-song", 12)
    seen = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
    assert [fold(line.text).text for line in seen.lines] == [fold(text).text for text in written]


def _line(text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    sheet, _ = print_lines(0)
    end = sheet.line(text, 60, 40, "song", 12)
    image, k = scanned(sheet.page().image), DPI / 72
    box = np.array([[56, 37], [end + 4, 37], [end + 4, 55], [56, 55]], np.float32) * np.float32(k)
    return straighten(image, box)


def test_ink_that_no_character_stands_for_is_noticed() -> None:
    """A reading without one of the line's marks or characters leaves ink over; the whole reading leaves none."""
    crop = _line("资料不全、川流不息一二三，")
    (whole,) = recognise([crop])
    assert fold(whole.text).text == fold("资料不全、川流不息一二三，").text
    assert not missed_ink(crop, whole)
    for i in (4, 8, 12):
        kept = [j for j in range(len(whole.text)) if j != i]
        lame = Reading(
            "".join(whole.text[j] for j in kept),
            tuple(whole.confidence[j] for j in kept),
            tuple(whole.peaks[j] for j in kept),
            whole.lattice,
            tuple(whole.alike[j] for j in kept),
        )
        assert missed_ink(crop, lame), whole.text[i]


def test_a_mark_lost_beside_a_signature_is_read_apart_from_it() -> None:
    """Beside a seal the ： between a label and a larger signature was passed over without any doubt."""
    sheet, _ = print_lines(0)
    foot = sheet.line("负责人（签字）：", 60, 46, "serif", 11)
    end = sheet.line("林知远", foot + 9, 40, "kai", 22)
    image, k = scanned(sheet.page().image), DPI / 72
    box = np.array([[56, 37], [end + 4, 37], [end + 4, 65], [56, 65]], np.float32) * np.float32(k)
    crop = straighten(image, box)
    (whole,) = recognise([crop])
    lost = next(i for i, c in enumerate(whole.text) if c in ":：")
    kept = [i for i in range(len(whole.text)) if i != lost]
    lame = Reading(
        "".join(whole.text[i] for i in kept),
        tuple(whole.confidence[i] for i in kept),
        tuple(whole.peaks[i] for i in kept),
        whole.lattice,
        tuple(whole.alike[i] for i in kept),
    )
    assert missed_ink(crop, lame) and not missed_ink(crop, whole)
    both = read_apart(image, box, crop, lame)
    assert both is not None
    assert fold(both.text).text == fold("负责人（签字）：林知远").text and not missed_ink(crop, both)
    # what is weighed against the reading is weighed on both pieces
    assert ratio(both.lattice, both.text, both.text.replace("林", "杜")) > 5 < ratio(both.lattice, both.text, lame.text)
    assert read_apart(image, box, crop, whole) is None


def test_a_box_is_drawn_out_to_a_dash_but_not_across_a_rule() -> None:
    """A box that ends before a dash takes it in; a cell's rule, and what stands beyond it, stay outside."""
    sheet, _ = print_lines(0)
    end = sheet.line("甲乙丙—", 60, 40, "song", 12)
    dash = end - 12.0
    image, k = green(scanned(sheet.page().image)), DPI / 72
    box = np.array([[58, 38], [dash - 1, 38], [dash - 1, 54], [58, 54]], np.float32) * np.float32(k)
    none = np.zeros_like(image)
    (grown,) = reach_marks([box], image, none)
    assert (end - 1) * k < grown[1, 0] < (end + 5) * k
    rule = none.copy()
    rule[:, round((dash + 1) * k)] = 255
    (kept,) = reach_marks([box], image, rule)
    assert (kept == box).all()


def test_a_blurred_dash_is_drawn_in_and_other_faint_ink_is_not() -> None:
    """At 150 dpi the dash of a page number is a grey stroke one pixel thick; a faint 十 or smudge is no dash."""
    box = np.array([[60, 40], [100, 40], [100, 70], [60, 70]], np.float32)
    paper = np.full((110, 200), 250, np.uint8)
    paper[46:64, 62:98:6] = 40  # the figures
    none = np.zeros_like(paper)
    dashed = paper.copy()
    dashed[54:56, 35:55] = 205
    (grown,) = reach_marks([box], dashed, none)
    assert 28 < grown[0, 0] < 35 and grown[1, 0] == 100
    crossed, smudged = dashed.copy(), paper.copy()
    crossed[47:63, 44:46] = 205
    smudged[48:62, 35:55] = 205
    for other in (paper, crossed, smudged):
        (kept,) = reach_marks([box], other, none)
        assert (kept == box).all()


def test_dashes_away_from_a_page_number_are_drawn_in_where_there_are_two() -> None:
    """Song faces set them a square from the figure, which is all that the detector finds; — 4 is no page number."""
    box = np.array([[190, 40], [210, 40], [210, 70], [190, 70]], np.float32)
    paper = np.full((110, 400), 250, np.uint8)
    paper[46:64, 196:204] = 40
    none = np.zeros_like(paper)
    one = paper.copy()
    one[54:56, 145:170] = 60
    both, longer = one.copy(), one.copy()
    both[54:56, 230:255] = 60
    longer[54:56, 230:270] = 60
    (grown,) = reach_marks([box], both, none)
    assert 136 < grown[0, 0] < 145 and 255 < grown[1, 0] < 264
    for other in (one, longer):
        (kept,) = reach_marks([box], other, none)
        assert (kept == box).all()
    (kept,) = reach_marks([box], both, none, [np.array([[140, 40], [172, 40], [172, 70], [140, 70]], np.float32)])
    assert (kept == box).all()
    ruled = none.copy()
    ruled[54:56, 230:255] = 255
    (kept,) = reach_marks([box], both, ruled)
    assert (kept == box).all()


def test_a_number_between_two_flat_strokes_is_a_page_number() -> None:
    """Some faces print the dashes of a page number as they print 一; a number of houses (一12栋) stays what it is."""
    for face in ("song", "kai", "hei"):
        sheet, _ = print_lines(0)
        sheet.line("— 20 —", 60, 40, face, 10.5)
        sheet.line("一12栋一", 60, 80, face, 10.5)
        seen = read_picture(scanned(sheet.page().image), DPI, find_turn=False)
        assert [fold(line.text).text for line in seen.lines] == ["-20-", "一12栋一"], face


def test_a_blurred_figure_by_itself_is_writing_and_a_dot_is_not() -> None:
    """At 150 dpi the strokes of a page's number run together; the number was passed over without a word."""
    paper, rules = np.full((300, 300), 250, np.uint8), np.zeros((300, 300), np.uint8)
    figure, dot = paper.copy(), paper.copy()
    cv2.putText(figure, "3", (140, 150), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 90, 1, cv2.LINE_AA)
    cv2.circle(dot, (150, 150), 7, 90, -1, cv2.LINE_AA)
    (found,) = residue(
        ink_of_writing(np.asarray(cv2.GaussianBlur(figure, (0, 0), 1.0), dtype=np.uint8), (rules, rules)),
        rules,
        [],
        150,
    )
    assert found[:, 0].min() < 141 and found[:, 0].max() > 149
    two = np.asarray(cv2.GaussianBlur(np.vstack([figure, figure]), (0, 0), 1.0), dtype=np.uint8)
    assert len(residue(ink_of_writing(two, (np.zeros_like(two),) * 2), np.zeros_like(two), [], 150)) == 2
    round_one = np.asarray(cv2.GaussianBlur(dot, (0, 0), 1.0), dtype=np.uint8)
    assert residue(ink_of_writing(round_one, (rules, rules)), rules, [], 150) == []


def test_dashes_as_thick_as_the_lens_makes_them_belong_to_a_page_number() -> None:
    """By itself a figure of 150 dpi is a line of 19 pixels, of which a blurred dash has four."""
    sheet = np.full((120, 240), 250, np.uint8)
    sheet[58:62, 70:88] = sheet[58:62, 122:140] = 190
    sheet[52:66, 103:107] = 90
    quad = np.array([[100, 50], [110, 50], [110, 69], [100, 69]], dtype=np.float32)
    (drawn,) = reach_marks([quad], sheet, np.zeros_like(sheet))
    assert drawn[:, 0].min() < 71 and drawn[:, 0].max() > 139


def test_a_mark_close_to_a_cells_rule_is_drawn_in_and_the_rule_is_not() -> None:
    """A ， that hangs at the end of a full line stands between the box and the rule."""
    box = np.array([[20, 40], [100, 40], [100, 70], [20, 70]], np.float32)
    cell = np.full((110, 160), 250, np.uint8)
    cell[46:64, 24:98:6] = 40
    cell[60:65, 100:103] = 40
    cell[:, 108:110] = 40
    rule = np.zeros_like(cell)
    rule[:, 108:110] = 255
    (reached,) = reach_marks([box], cell, rule)
    assert 103 <= reached[1, 0] < 108
    cell[60:65, 100:103] = 250
    (kept,) = reach_marks([box], cell, rule)
    assert (kept == box).all()


@pytest.mark.parametrize("row", [52, 53, 54, 55])
def test_a_dash_of_one_row_is_seen_whichever_row_it_is(row: int) -> None:
    """Where a box's middle lay between two rows every other one was not looked at, and of — 4 — the 4 was read."""
    box = np.array([[190, 40], [210, 40], [210, 71], [190, 71]], np.float32)
    paper = np.full((110, 400), 255, np.uint8)
    paper[46:64, 196:204] = 0
    paper[row, 145:170] = paper[row, 230:255] = 0
    (grown,) = reach_marks([box], paper, np.zeros_like(paper))
    assert 136 < grown[0, 0] < 145 and 255 < grown[1, 0] < 264


@pytest.mark.parametrize(("columns", "top"), [(slice(98, 102), 60), (slice(103, 106), 57)], ids=["cut", "higher"])
def test_a_comma_at_the_end_of_a_full_cell_is_drawn_in(columns: slice, top: int) -> None:
    """One of which only the edge was outside was left cut, and one that begins just below the middle was left out."""
    box = np.array([[20, 40], [100, 40], [100, 70], [20, 70]], np.float32)
    cell = np.full((110, 160), 250, np.uint8)
    cell[46:64, 24:92:6] = 40
    cell[top : top + 6, columns] = 40
    cell[:, 110:112] = 40
    rule = np.zeros_like(cell)
    rule[:, 110:112] = 255
    (reached,) = reach_marks([box], cell, rule)
    assert columns.stop <= reached[1, 0] < 110
    # of a character, which is higher, the last strokes are its own
    cell[46:64, columns] = 40
    (kept,) = reach_marks([box], cell, rule)
    assert columns.start > 100 or (kept == box).all()


def test_a_look_at_unread_ink_that_leaves_some_itself_does_not_replace_a_surer_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of — 7 — the first look read -7—, the second —7."""
    sheet, _ = print_lines(0)
    sheet.line("资料不全、川流不息", 60, 40, "song", 12)
    found = page._find(scanned(sheet.page().image), DPI)
    (whole,) = page._first_look(found)

    def part(count: int) -> Reading:
        return Reading(
            whole.text[:count], whole.confidence[:count], whole.peaks[:count], whole.lattice, whole.alike[:count]
        )

    assert missed_ink(found.crops[0], part(6))
    monkeypatch.setattr(page, "recognise", lambda crops, **_: [part(5) for _ in crops])
    monkeypatch.setattr(page, "read_apart", lambda *_: None)
    assert page._second_look(found, [part(6)])[0].text == whole.text[:6]


def test_capitals_among_capitals() -> None:
    """Sans-serif faces print I and l alike: beside a capital it is one, in a word it is not."""
    sheet, _ = print_lines(0)
    written = ["错误率(95% CI 19.3)", "AI 平台与 VI 设计", "Mil 和 tell"]
    for i, text in enumerate(written):
        sheet.line(text, 60, 40 + 30 * i, "hei", 10.5)
    seen = read_picture(scanned(sheet.page().image, 2, noise=6.0, blur=0.8), DPI, find_turn=False)
    read = [fold(line.text).text.replace(" ", "") for line in seen.lines]
    assert read == [fold(text).text.replace(" ", "") for text in written]


def test_a_figure_alone_in_its_cell_is_no_stack_of_characters() -> None:
    """Its box is tall, has the cell's rule in it, and a faded stroke cuts it in two; 审 over 核 stays a stack."""
    sheet, _ = print_lines(0)
    for text, x, y in (("2", 60, 40), ("审", 160, 40), ("核", 160, 66)):
        sheet.line(text, x, y, "song", 22)
    sheet.rule(59.5, 38, 100, 38)
    image, k = scanned(sheet.page().image), DPI / 72
    image[96:99, :200] = 250
    boxes = ((121, 75, 153, 117), (round(155 * k), round(36 * k), round(187 * k), round(94 * k)))
    for (x0, y0, x1, y1), one in zip(boxes, (True, False), strict=True):
        quad = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
        rows = stacked_rows(image, quad)
        assert len(rows) == 2
        (stacked,) = recognise([side_by_side(image, rows)])
        line = as_one_line(image, quad, stacked)
        assert (line is not None) is one
        if line is not None:
            assert recognise([line])[0].text == "2"
