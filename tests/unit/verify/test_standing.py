"""All words are on the paper, and two of them have changed places: that is no print of the Word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.verify.conftest import _line as page_line
from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Checked, CheckReport, Kind, Verdict
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.report import conclusion
from tfdocs.text.normalise import fold
from tfdocs.verify import standing, table_grid
from tfdocs.verify.judge import compare
from tfdocs.verify.pieces import Piece
from tfdocs.verify.table_grid import LEVEL, Grid, leaning, part_of

Rows = Sequence[Sequence[str]]

MARKS = [
    ["项目", "甲", "乙", "丙"],
    ["决策咨询", "6", "9", "4"],
    ["科普活动", "7", "3", "2"],
    ["决策咨询", "6", "7", "2"],
    ["会员服务", "5", "7", "5"],
]
BUDGET = [
    ["科目", "专项经费", "自筹经费"],
    ["设备费", "8,700.00", "8,400.00"],
    ["材料费", "8,800.00", "6,500.00"],
    ["会议费", "5,900.00", "2,400.00"],
]


def check(word: Document, pages: Sequence[Page]) -> CheckReport:
    return compare(word, pages, pdf_name="scan.pdf", pdf_sha256="1" * 64)


def written(rows: Rows) -> Document:
    return _word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)] + ["以上情况属实。"])


def printed(rows: Rows, lean: float = 0.0) -> Page:
    lines: list[str | tuple[str, float, float]] = [
        (text, 60.0 + 120 * c, 80.0 + 16 * r + lean * 120 * c)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return _page(1, [*lines, ("以上情况属实。", 60.0, 110.0 + 16 * len(rows))])


def exchanged(rows: Rows, one: tuple[int, int], other: tuple[int, int]) -> list[list[str]]:
    out = [list(row) for row in rows]
    out[one[0]][one[1]], out[other[0]][other[1]] = out[other[0]][other[1]], out[one[0]][one[1]]
    return out


@pytest.mark.parametrize("rows", [MARKS, BUDGET])
def test_a_table_as_it_was_is_consistent(rows: Rows) -> None:
    assert check(written(rows), [printed(rows)]).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("rows", "one", "other", "shown"),
    [
        (MARKS, (1, 1), (4, 3), {("6", "5"), ("5", "6")}),
        (MARKS, (1, 1), (2, 1), {("6", "7"), ("7", "6")}),
        (MARKS, (1, 2), (1, 3), {("9", "4"), ("4", "9")}),
        (BUDGET, (1, 1), (2, 1), {("700", "800"), ("800", "700")}),
        (BUDGET, (1, 1), (1, 2), {("700", "400"), ("400", "700")}),
    ],
)
def test_two_exchanged_cells_are_shown_where_they_are(
    rows: Rows, one: tuple[int, int], other: tuple[int, int], shown: set[tuple[str, str]]
) -> None:
    """Every one of 48 prints with two such cells was consistent."""
    report = check(written(rows), [printed(exchanged(rows, one, other))])
    assert report.verdict is Verdict.INCONSISTENT
    assert {(d.word.text, d.pdf.text) for d in report.differences if d.word and d.pdf} == shown


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_exchange_of_two_cells_is_consistent(data: st.DataObject) -> None:
    rows = [["项目", "甲", "乙", "丙"]] + [
        [label, *data.draw(st.lists(st.sampled_from("0123456789"), min_size=3, max_size=3))]
        for label in ("决策咨询", "科普活动", "决策咨询", "会员服务", "科普活动")
    ]
    places = st.tuples(st.integers(1, 5), st.integers(1, 3))
    one, other = data.draw(places), data.draw(places)
    report = check(written(rows), [printed(exchanged(rows, one, other))])
    same = rows[one[0]][one[1]] == rows[other[0]][other[1]]
    assert (report.verdict is Verdict.CONSISTENT) is same


@pytest.mark.parametrize("lean", [-0.08, 0.05])
def test_a_page_that_lies_askew_has_its_rows_all_the_same(lean: float) -> None:
    """Rows 16 points apart, and the last column 29 points lower than the first: told by the lean of long lines."""
    page = printed(BUDGET, lean)
    tilted = []
    for line in page.lines:
        step = 12 * lean
        chars = tuple(type(b)(b.x0, b.top + i * step, b.x1, b.bottom + i * step) for i, b in enumerate(line.chars))
        tilted.append(type(line)(line.text, line.box, chars, line.confidence, line.source))
    askew = Page(1, page.width, page.height, 0, None, page.source, tuple(tilted))
    assert check(written(BUDGET), [askew]).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("lean", [-3.0, 0.0, 3.0])
def test_two_of_the_same_words_on_one_row_of_an_askew_sheet_have_not_moved(lean: float) -> None:
    """The right one of 法定代表人： 法定代表人： stood a point higher, and took the place of the left one."""
    text = ["甲方（盖章）\t乙方（盖章）", "法定代表人：\t法定代表人：", "以上情况属实。"]
    lines: list[str | tuple[str, float, float]] = [
        (said, 60.0 + 280 * n, 80.0 + 30 * row + lean * n)
        for row, both in enumerate(text)
        for n, said in enumerate(both.split("\t"))
    ]
    assert check(_word(text), [_page(1, lines)]).verdict is Verdict.CONSISTENT


def test_rows_that_changed_places_have_moved() -> None:
    rows = [BUDGET[0], BUDGET[2], BUDGET[1], BUDGET[3]]
    report = check(written(BUDGET), [printed(rows)])
    assert report.verdict is Verdict.INCONSISTENT
    assert {d.kind for d in report.differences} <= {Kind.MOVED, Kind.REPLACED}


def test_lines_of_two_cells_that_end_alike_are_not_taken_for_each_other() -> None:
    """院（样例） below 岷阳粮油科学研究 stands in two rows; the cell's first line stands above the rest of its row."""
    word = _word(
        [
            (text, 0, r, c)
            for r, row in enumerate((["3", "岷阳粮油科学研究院样例", "男"], ["4", "岷阳粮油科学研究院样例", "女"]))
            for c, text in enumerate(row)
        ]
    )
    lines: list[str | tuple[str, float, float]] = []
    for r, (number, sex) in enumerate((("3", "男"), ("4", "女"))):
        top = 80.0 + 36 * r
        lines += [("岷阳粮油科学研究", 120.0, top), (number, 60.0, top + 8), (sex, 260.0, top + 8)]
        lines += [("院样例", 120.0, top + 16)]
    assert check(word, [_page(1, lines)]).verdict is Verdict.CONSISTENT


def test_cells_that_say_the_same_have_no_order() -> None:
    """年 月 日 of two signatures, the left one with gaps as wide as between the two."""
    word = _word([("甲方盖章", 0, 0, 0), ("乙方盖章", 0, 0, 1), ("年月日", 0, 1, 0), ("年月日", 0, 1, 1)])
    page = _page(
        1,
        [
            ("甲方盖章", 60.0, 80.0),
            ("乙方盖章", 300.0, 80.0),
            *((c, 60.0 + 40 * i, 110.0) for i, c in enumerate("年月日")),
            *((c, 300.0 + 40 * i, 110.0) for i, c in enumerate("年月日")),
        ],
    )
    assert check(word, [page]).verdict is Verdict.CONSISTENT


def test_short_lines_and_sentences_in_another_order_have_moved(
    word: Callable[..., Document], page: Callable[..., Page]
) -> None:
    names = ["陆景行", "田子衿", "沈望舒", "龚清扬", "韩明澈"]
    other = [names[0], names[3], names[2], names[1], names[4]]
    assert check(word(names), [page(1, names)]).verdict is Verdict.CONSISTENT
    report = check(word(names), [page(1, other)])
    assert report.verdict is not Verdict.CONSISTENT
    assert {d.kind for d in report.differences} == {Kind.MOVED}
    first, second = "各单位应于三月底前报送年度工作总结。", "逾期未报的单位当年不再列入支持范围。"
    report = check(word([first + second]), [page(1, [second, first])])
    assert report.verdict is not Verdict.CONSISTENT


def test_lines_that_say_the_same_have_no_order(word: Callable[..., Document], page: Callable[..., Page]) -> None:
    lines = ["负责人签字", "年月日", "经办人签字", "年月日"]
    assert check(word(lines), [page(1, lines)]).verdict is Verdict.CONSISTENT


def test_two_columns_of_text_are_read_one_after_the_other(
    word: Callable[..., Document], page: Callable[..., Page]
) -> None:
    left = ["各单位应于三月底前报送", "年度工作总结和经费决算"]
    right = ["逾期未报的单位当年不再", "列入下一年度支持的范围"]
    lines = [(t, 60.0, 80.0 + 20 * i) for i, t in enumerate(left)]
    lines += [(t, 320.0, 80.0 + 20 * i) for i, t in enumerate(right)]
    assert check(word(["".join(left), "".join(right)]), [page(1, lines)]).verdict is Verdict.CONSISTENT


def sheet(rows: Rows) -> Page:
    return _page(1, [(t, 30.0 + 50 * c, 60.0 + 16 * r) for r, row in enumerate(rows) for c, t in enumerate(row)])


def figures(rows: int, columns: int) -> list[list[str]]:
    return [[str(10_000 + 7 * (r * columns + c)) for c in range(columns)] for r in range(rows)]


def test_a_sheet_of_thousands_of_cells_is_held_to_its_order_too() -> None:
    """With more than 900, and then than 2,500, the order was not looked at, and nobody was told."""
    rows = figures(64, 40)
    word = _word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)])
    report = check(word, [sheet(rows)])
    assert report.verdict is Verdict.CONSISTENT
    assert not report.findings
    assert check(word, [sheet(exchanged(rows, (5, 3), (40, 7)))]).verdict is Verdict.INCONSISTENT


@pytest.mark.parametrize("tabular", [True, False])
def test_where_the_order_was_not_looked_at_the_report_says_so(monkeypatch: pytest.MonkeyPatch, tabular: bool) -> None:
    for module in (standing, table_grid):
        monkeypatch.setattr(module, "MOST", 100)
    rows = figures(11, 10)
    word = _word([(t, 0, r, c) if tabular else t for r, row in enumerate(rows) for c, t in enumerate(row)])
    page = sheet(rows)
    report = check(word, [page])
    (finding,) = report.findings
    assert (finding.code, finding.where) == ("order-not-checked", "第 1 页")
    assert "110 处" in finding.message
    assert report.verdict is Verdict.UNDETERMINED
    checked = Checked(report, word, (page,), Path("scan.pdf"))
    assert "第 1 页的文字太多，先后位置没有核对" in conclusion.not_checked(checked)


@pytest.mark.parametrize("rows", [1, 4])
def test_a_table_whose_columns_changed_places_is_told(rows: int) -> None:
    """Such was taken for one that runs from right to left; those the Word has so are read so."""
    own = [(f"第{'一二三四'[r]}季度的实施内容", f"{r + 20}万元") for r in range(rows)]
    word = _word(["经费安排", *((text, 0, r, c) for r, row in enumerate(own) for c, text in enumerate(row))])

    def verdict(right: float, left: float) -> Verdict:
        lines = [(row[c], (left, right)[c], 120.0 + 24 * r) for r, row in enumerate(own) for c in (0, 1)]
        return check(word, [_page(1, [("经费安排", 90.0, 80.0), *lines])]).verdict

    assert verdict(300.0, 90.0) is Verdict.CONSISTENT
    assert verdict(90.0, 300.0) is Verdict.INCONSISTENT


def test_conflicts_are_those_of_each_pair() -> None:
    """They are worked out a few hundred parts at a time, for their pairs take a gigabyte on the way."""
    rows, columns = 17, 17
    chance = Random(3)
    parts = []
    for r in range(rows):
        for c in range(columns):
            x = 50.0 * c + chance.uniform(-40, 40)
            y = 16.0 * r + chance.uniform(-12, 12)
            piece = Piece(0, 0, page_line("1", x, y), fold("1"), 0, 1)
            parts.append(part_of(piece, 0, 1, r * columns + c, CellPlace(0, r, c), 0, whole=True))
    grid = Grid(parts, leaning([])(0))
    found = grid.conflicts()
    for p, one in enumerate(parts):
        for q, other in enumerate(parts):
            a, b = one.cell, other.cell
            assert a is not None
            assert b is not None
            level = LEVEL * min(one.height, other.height)
            above = a.row < b.row and one.y > other.y - level
            mid = (one.x0 + one.x1) / 2, (other.x0 + other.x1) / 2
            before = a.row == b.row and a.column < b.column and mid[0] >= mid[1]
            assert bool(found[p, q]) == (above or before)


def test_tables_without_a_head_are_no_repetition_of_its_first_row() -> None:
    """Cells of its digits, here and there on page 2, were taken for it, and all rows between for misread."""
    chance = Random(5)
    tables = [[[str(chance.randrange(1, 100_000)) for _ in range(20)] for _ in range(60)] for _ in range(2)]
    cells = [(t, n, r, c) for n, rows in enumerate(tables) for r, row in enumerate(rows) for c, t in enumerate(row)]
    pages = [replace(sheet(rows), number=n) for n, rows in enumerate(tables, start=1)]
    assert check(_word(cells), pages).verdict is Verdict.CONSISTENT


def test_tables_and_paragraphs_that_are_too_many_only_together_are_said_to_be_unordered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (standing, table_grid):
        monkeypatch.setattr(module, "MOST", 100)
    rows = figures(11, 10)
    word = _word([(t, r // 6, r % 6, c) for r, row in enumerate(rows) for c, t in enumerate(row)])
    (finding,) = check(word, [sheet(rows)]).findings
    assert (finding.code, finding.where) == ("order-not-checked", "第 1 页")


def test_boxes_that_a_detector_drew_level_do_not_tell_that_a_page_leans_nowhere() -> None:
    """Of a photographed page of sums half the boxes were level, its rows fell by 0.02, and one was told to have moved
    for certain."""
    shorts = [("54,200.00", 90 + 80 * (n % 4), 150 + 20 * (n // 4)) for n in range(24)]
    prose = [("以上各项经费由申报单位统一核算，专款专用，不得挪作他用。", 60.0, 300.0 + 20 * n) for n in range(9)]
    pieces = []
    for n, line in enumerate(_page(1, [*shorts, *prose]).lines):
        fall = 0.02 if n >= len(shorts) else 0.0
        chars = tuple(Box(c.x0, c.top + fall * c.x0, c.x1, c.bottom + fall * c.x0) for c in line.chars)
        pieces.append(Piece(0, n, replace(line, chars=chars), fold(line.text), 0, len(line.text)))
    assert leaning(pieces)(0)(np.array([160.0, 400.0])) == pytest.approx([0.02, 0.02], abs=0.002)


@pytest.mark.parametrize("apart", [False, True], ids=["one page", "two pages"])
def test_two_notes_that_begin_alike_and_have_each_others_end_are_told(apart: bool) -> None:
    """Each line was parted, and its end placed in the other note, where nothing stood before it."""
    notes = ("1培训班设3个专题，累计授课78学时，考核", "2培训班设8个专题，累计授课21学时，")
    blocks = [Block(BlockKind.PARAGRAPH, "各单位要加强领导、明确责任。", 0, 0, "段")]
    blocks += [Block(BlockKind.FOOTNOTE, text, 0, 0, "脚注") for text in notes]
    text, placed = join_blocks(blocks)
    word = Document("word.docx", "0" * 64, "docx", text, placed)

    def verdict(first: str, second: str) -> Verdict:
        top = [("各单位要加强领导、明确责任。", 90.0, 80.0), (first, 90.0, 600.0)]
        last = (second, 90.0, 600.0 if apart else 620.0)
        pages = [_page(1, top), _page(2, [last])] if apart else [_page(1, [*top, last])]
        return check(word, pages).verdict

    assert verdict(*notes) is Verdict.CONSISTENT
    assert verdict("1" + notes[1][1:], "2" + notes[0][1:]) is Verdict.INCONSISTENT
