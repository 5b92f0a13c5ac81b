"""A page read as a picture is read row by row, however it lies, and in a table cell by cell."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Source
from tfdocs.read.ocr.reading_order import in_reading_order

DPI = 200
WIDE, HIGH = 595.0, 842.0  # points of an A4 sheet
SIZE = 12.0


class Sheet:
    """Lines and rules laid out level, then turned by ``askew`` degrees about the upper left corner."""

    def __init__(self, askew: float = 0.0) -> None:
        self.cos, self.sin = cos(radians(askew)), sin(radians(askew))
        scale = DPI / 72
        self.upright = np.zeros((round(HIGH * scale), round(WIDE * scale)), np.uint8)
        self.level = self.upright.copy()
        self.lines: list[Line] = []

    def at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.cos - y * self.sin, x * self.sin + y * self.cos

    def write(self, text: str, x: float, y: float) -> None:
        """``text`` with its upper left corner at (x, y)."""
        wide = SIZE * len(text)
        quad = tuple(self.at(*p) for p in ((x, y), (x + wide, y), (x + wide, y + SIZE), (x, y + SIZE)))
        chars = []
        for n in range(len(text)):
            around = [self.at(x + SIZE * (n + i), y + j) for i in (0, 1) for j in (0, SIZE)]
            chars.append(_around(around))
        self.lines.append(
            Line(text, _around(quad), tuple(chars), (1.0,) * len(text), Source.OCR, quad=quad)  # type: ignore[arg-type]
        )

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """The four rules of a cell."""
        for mask, ends in (
            (self.level, ((x0, y0), (x1, y0))),
            (self.level, ((x0, y1), (x1, y1))),
            (self.upright, ((x0, y0), (x0, y1))),
            (self.upright, ((x1, y0), (x1, y1))),
        ):
            a, b = (tuple(round(v * DPI / 72) for v in self.at(*end)) for end in ends)
            cv2.line(mask, a, b, 255, 2)

    def read(self) -> list[str]:
        # by their upper edges: what the order was before
        given = sorted(self.lines, key=lambda ln: (round(ln.box.top), ln.box.x0))
        return [ln.text for ln in in_reading_order(given, (self.upright, self.level), DPI)[0]]


def _around(points: object) -> Box:
    x, y = np.array(points).T
    return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def test_a_row_that_rises_to_the_right_is_read_from_the_left() -> None:
    sheet = Sheet(-0.8)
    for row, words in enumerate((("甲单位", "乙单位", "丙单位"), ("丁单位", "戊单位", "己单位"))):
        for column, word in enumerate(words):
            sheet.write(word * 2, 60 + 150 * column, 100 + 18 * row)
    assert sheet.read() == [w * 2 for w in ("甲单位", "乙单位", "丙单位", "丁单位", "戊单位", "己单位")]


def test_the_lines_of_two_cells_side_by_side_do_not_interleave() -> None:
    sheet = Sheet(0.6)
    sheet.frame(60, 100, 200, 140)
    sheet.frame(200, 100, 500, 140)
    sheet.write("负责人", 70, 113)  # in the middle of its cell
    sheet.write("第一行写到边上的字", 210, 105)
    sheet.write("第二行", 210, 122)
    sheet.frame(60, 140, 200, 180)
    sheet.frame(200, 140, 500, 180)
    sheet.write("电话", 70, 145)
    sheet.write("手机", 70, 162)
    sheet.write("见附页", 210, 153)
    sheet.write("表后的一句话写在这里", 60, 190)
    assert sheet.read() == [
        "负责人", "第一行写到边上的字", "第二行", "电话", "手机", "见附页", "表后的一句话写在这里",
    ]  # fmt: skip


def test_a_cell_over_several_rows_comes_with_the_first_of_them() -> None:
    sheet = Sheet(-0.5)
    sheet.frame(60, 100, 200, 160)
    sheet.frame(200, 100, 500, 130)
    sheet.frame(200, 130, 500, 160)
    sheet.write("合并", 70, 124)
    sheet.write("上面", 210, 109)
    sheet.write("下面", 210, 139)
    assert sheet.read() == ["合并", "上面", "下面"]


def test_a_table_within_a_cell_is_read_where_it_stands_in_it() -> None:
    sheet = Sheet(0.5)
    sheet.frame(60, 100, 200, 220)
    sheet.frame(200, 100, 520, 220)
    sheet.write("经费", 70, 153)
    sheet.write("明细如下", 210, 105)
    sheet.frame(220, 125, 340, 165)
    sheet.frame(340, 125, 500, 165)
    sheet.write("场地", 230, 128)
    sheet.write("租金", 230, 146)
    sheet.write("三万元", 350, 137)
    sheet.write("以上为准", 210, 180)
    assert sheet.read() == ["经费", "明细如下", "场地", "租金", "三万元", "以上为准"]


def _with_a_torn_corner(askew: float) -> Sheet:
    """Four rows of three cells; the rules of the last two columns of the upper two rows are not seen."""
    sheet = Sheet(askew)
    for row in range(4):
        y = 100 + 40 * row
        for column, x in enumerate((60, 200, 340)):
            if row > 1 or not column:
                sheet.frame(x, y, x + 140, y + 40)
        sheet.write(f"标签{row}", 70, y + 14)
        sheet.write(f"左{row}上行", 210, y + 4)
        sheet.write(f"左{row}下", 210, y + 22)
        sheet.write(f"右{row}的字", 350, y + 14)
    sheet.write("表后的一句话写在这里", 60, 270)
    return sheet


@pytest.mark.parametrize("askew", [-0.7, 0.0, 0.7])
def test_cells_whose_rules_are_not_seen_are_read_in_their_row(askew: float) -> None:
    rows = [[f"标签{row}", f"左{row}上行", f"左{row}下", f"右{row}的字"] for row in range(4)]
    assert _with_a_torn_corner(askew).read() == [*(text for row in rows for text in row), "表后的一句话写在这里"]


def test_the_outer_columns_of_a_table_without_outer_rules_are_read_in_their_row() -> None:
    sheet = Sheet(0.5)
    sheet.write("表前的一句话写在这里", 60, 80)
    for y in (100, 130, 160, 190):
        cv2.line(sheet.level, *(tuple(round(v * DPI / 72) for v in sheet.at(x, y)) for x in (60, 500)), 255, 2)
    for x in (200, 340):
        cv2.line(sheet.upright, *(tuple(round(v * DPI / 72) for v in sheet.at(x, y)) for y in (100, 190)), 255, 2)
    for row in range(3):
        for column, x in enumerate((70, 210, 350)):
            sheet.write(f"行{row}列{column}", x, 109 + 30 * row)
    texts = [f"行{row}列{column}" for row in range(3) for column in range(3)]
    assert sheet.read() == ["表前的一句话写在这里", *texts]


def test_characters_one_below_the_other_are_a_line_as_well() -> None:
    sheet = Sheet(0.4)
    sheet.frame(60, 100, 90, 180)
    sheet.frame(90, 100, 500, 180)
    chars = tuple(Box(68, 105 + 18 * n, 80, 117 + 18 * n) for n in range(4))
    sheet.lines.append(Line("基本情况", Box(68, 105, 80, 171), chars, (1.0,) * 4, Source.OCR))
    sheet.write("单位名称", 100, 105)
    sheet.write("通信地址", 100, 150)
    assert sheet.read() == ["基本情况", "单位名称", "通信地址"]


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 800)), max_size=25),
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 700), st.floats(5, 150), st.floats(5, 120)), max_size=6),
    st.floats(-3, 3),
)
def test_no_line_is_lost_or_doubled(
    places: list[tuple[float, float]], frames: list[tuple[float, float, float, float]], askew: float
) -> None:
    sheet = Sheet(askew)
    for n, (x, y) in enumerate(places):
        sheet.write(f"行{n}", x, y)
    for x, y, w, h in frames:
        sheet.frame(x, y, x + w, y + h)
    assert sorted(sheet.read()) == sorted(f"行{n}" for n in range(len(places)))
