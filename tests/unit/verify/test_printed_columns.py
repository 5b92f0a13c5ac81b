"""What stands in a table stands in its own column, or it is another table: 12 万元 of one partner or of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import _line, _page, _word
from tfdocs.model.comparison import Certainty, CheckReport, Kind, PageStatus, Verdict
from tfdocs.model.document import CellPlace
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Seal, SealShape, Source
from tfdocs.read.pdf.tables import DPI, Cell, Grid, grids_of
from tfdocs.verify import printed_columns
from tfdocs.verify.judge import compare
from tfdocs.verify.printed_columns import Shifted
from tfdocs.verify.ruled import Ruled
from tfdocs.verify.table_grid import Part

Rows = Sequence[Sequence[str]]

TABLE = [
    ["类别", "甲方", "乙方", "丙方"],
    ["人数", "12", "3", ""],
    ["金额", "450", "", "20"],
    ["场次", "1", "23", "5"],
]
LEFT, TOP, WIDE, HIGH = 50.0, 70.0, 120.0, 20.0


def printed(rows: Rows, inset: float = 8.0) -> Page:
    lines = [
        (text, LEFT + inset + WIDE * c, TOP + 4 + HIGH * r)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    ]
    return _page(1, [*lines, ("以上情况属实。", LEFT, TOP + HIGH * len(rows) + 30)])


def ruled(page: Page, rows: int, columns: Sequence[int], lost: tuple[int, int] | None = None) -> tuple[Grid, ...]:
    """The grid that a reader finds where upright rules stand at ``columns`` (from 0); ``lost``: row and rule."""
    scale = DPI / 72
    sheet = np.full((round(page.height * scale), round(page.width * scale)), 255, np.uint8)
    right = LEFT + WIDE * columns[-1]
    for r in range(rows + 1):
        y = round((TOP + HIGH * r) * scale)
        cv2.line(sheet, (round(LEFT * scale), y), (round(right * scale), y), 0, 2)
    for c in columns:
        x = round((LEFT + WIDE * c) * scale)
        cv2.line(sheet, (x, round(TOP * scale)), (x, round((TOP + HIGH * rows) * scale)), 0, 2)
    if lost is not None:
        x, y = round((LEFT + WIDE * lost[1]) * scale), round((TOP + HIGH * lost[0]) * scale)
        sheet[y + 3 : y + round(HIGH * scale) - 3, x - 3 : x + 4] = 255
    return grids_of(sheet, 1 / scale)


def check(rows: Rows, page: Page) -> CheckReport:
    word = _word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)] + ["以上情况属实。"])
    return compare(word, [page], pdf_name="scan.pdf", pdf_sha256="1" * 64)


def moved(rows: Rows, row: int, one: int, other: int) -> list[list[str]]:
    out = [list(r) for r in rows]
    out[row][one], out[row][other] = out[row][other], out[row][one]
    return out


@pytest.fixture
def with_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: ruled(page, 4, [0, 1, 2, 3, 4]))


@pytest.mark.usefixtures("with_rules")
@pytest.mark.parametrize("inset", [8.0, 70.0])
def test_a_table_as_it_was_is_consistent(inset: float) -> None:
    assert check(TABLE, printed(TABLE, inset)).verdict is Verdict.CONSISTENT


@pytest.mark.usefixtures("with_rules")
@pytest.mark.parametrize(("row", "one", "other", "text"), [(1, 2, 3, "3"), (2, 1, 2, "450"), (2, 3, 2, "20")])
def test_what_went_into_the_empty_cell_beside_its_own_is_shown(row: int, one: int, other: int, text: str) -> None:
    """Its words stand in their order, and each of these prints was consistent."""
    report = check(TABLE, printed(moved(TABLE, row, one, other)))
    assert report.verdict is Verdict.INCONSISTENT
    assert [(d.kind, d.pdf.text if d.pdf else "") for d in report.differences] == [(Kind.MOVED, text)]
    assert f"纸面在第 {other + 1} 栏" in report.differences[0].evidence.note


@pytest.mark.usefixtures("with_rules")
def test_a_digit_that_went_over_the_edge_between_two_cells_is_shown() -> None:
    other = [list(r) for r in TABLE]
    other[3][1:3] = ["12", "3"]
    report = check(TABLE, printed(other))
    assert report.verdict is Verdict.INCONSISTENT
    assert any(d.pdf and "2" in d.pdf.text for d in report.differences)


def test_rules_that_part_other_cells_than_the_word_has_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of which only some rules are printed: 3 and 5 stand in one printed cell with their neighbours."""
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: ruled(page, 4, [0, 1, 4]))
    assert check(TABLE, printed(TABLE)).verdict is Verdict.CONSISTENT


def test_without_rules_the_other_rows_tell_the_column() -> None:
    rows = [*TABLE, ["篇数", "6", "14", "8"], ["册数", "9", "18", "7"]]
    assert check(rows, printed(rows)).verdict is Verdict.CONSISTENT
    report = check(rows, printed(moved(rows, 2, 1, 2)))
    assert report.verdict is Verdict.UNDETERMINED
    assert [d.pdf.text for d in report.differences if d.pdf] == ["450"]


def test_a_column_is_told_though_another_line_of_it_went_the_same_way() -> None:
    """Two of a column stand one column further on: each was taken for what tells where the other's column is."""
    rows = [*TABLE, ["篇数", "6", "14", "8"], ["册数", "9", "18", "7"], ["件数", "870", "", "2"]]
    report = check(rows, printed(moved(moved(rows, 2, 1, 2), 6, 1, 2)))
    assert [d.pdf.text for d in report.differences if d.pdf] == ["450", "870"]


def test_a_cell_whose_rule_a_scan_lost_is_in_no_other_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """One cell of print where the Word has two: what stands in its second half was said to stand in the first."""
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: ruled(page, 4, [0, 1, 2, 3, 4], lost=(3, 2)))
    report = check(TABLE, printed(moved(TABLE, 1, 2, 3)))
    assert [d.pdf.text for d in report.differences if d.pdf] == ["3"]


def test_where_a_scan_lost_a_rule_the_other_rows_tell_the_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that went into the empty cell beside it: its row had a cell less than the Word, and nothing was told."""
    rows = [*TABLE, ["篇数", "6", "14", "8"], ["册数", "9", "18", "7"]]
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: ruled(page, 6, [0, 1, 2, 3, 4], lost=(2, 2)))
    assert check(rows, printed(rows)).verdict is Verdict.CONSISTENT
    report = check(rows, printed(moved(rows, 2, 1, 2)))
    assert [d.pdf.text for d in report.differences if d.pdf] == ["450"]


def test_a_row_whose_printed_cells_lie_over_one_another_tells_no_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan lost part of the rule below a row and an upright one: as many cells as the Word has, and not the same."""

    def drawn(page: Page) -> tuple[Grid, ...]:
        (grid,) = ruled(page, 4, [0, 1, 2, 3, 4])
        edges = [LEFT + WIDE * c for c in range(5)]
        top, bottom = TOP + HIGH * 3, TOP + HIGH * 4
        boxes = [
            Box(edges[0], top, edges[1], bottom),
            Box(edges[1], top, edges[2], bottom + 60),
            Box(edges[1], top, edges[2], bottom),
            Box(edges[2], top, edges[4], bottom),
        ]
        kept = [c for c in grid.cells if c.box.centre[1] < top]
        return (replace(grid, cells=(*kept, *(Cell(3, n, 1, 1, box) for n, box in enumerate(boxes)))),)

    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: drawn(page))
    page = printed(TABLE)
    # one line stands at the other side of its cell than those of its column, so that the rules are asked
    lines = tuple(printed(TABLE, 78.0).lines[n] if ln.text == "3" else ln for n, ln in enumerate(page.lines))
    report = check(TABLE, replace(page, lines=lines))
    assert report.verdict is Verdict.CONSISTENT, [(d.kind, d.pdf and d.pdf.text) for d in report.differences]


def test_beside_a_seal_the_other_rows_tell_the_column_as_elsewhere() -> None:
    """Where no rules are asked, no strokes of a seal pass for one: nothing is to be passed over in silence."""
    rows = [*TABLE, ["篇数", "6", "14", "8"], ["册数", "9", "18", "7"]]
    page = printed(moved(rows, 2, 1, 2))
    sealed = replace(page, seals=(Seal(1, Box(420, TOP, 520, TOP + 100), SealShape.CIRCLE),))
    assert [d.pdf.text for d in check(rows, sealed).differences if d.pdf] == ["450"]


@pytest.mark.usefixtures("with_rules")
@pytest.mark.parametrize(("away", "shown"), [(WIDE, ["册数"]), (0.0, [])])
def test_beside_a_seal_what_shares_no_line_with_its_column_is_shown(away: float, shown: list[str]) -> None:
    """Under a seal rules are not counted; text that stands far from all of its column moved all the same."""

    def moved_by(box: Box) -> Box:
        return Box(box.x0 + away, box.top, box.x1 + away, box.bottom)

    rows = [*TABLE, ["篇数", "6", "", "8"], ["册数", "", "18", "7"]]
    page = printed(rows)
    lines = [
        replace(ln, box=moved_by(ln.box), chars=tuple(map(moved_by, ln.chars))) if ln.text == "册数" else ln
        for ln in page.lines
    ]
    seal = Seal(1, Box(LEFT, TOP + 4 * HIGH, LEFT + 300, TOP + 7 * HIGH), SealShape.CIRCLE)
    report = check(rows, replace(page, lines=tuple(lines), seals=(seal,)))
    assert [d.pdf.text for d in report.differences if d.pdf] == shown


@pytest.mark.parametrize(("column", "shown"), [(3, ["18"]), (2, [])])
def test_beside_a_seal_text_in_a_column_that_has_no_other_is_shown_without_rules(column: int, shown: list[str]) -> None:
    """A name under a black seal went into an empty column, whose rules the scan had lost: that said nothing."""
    rows = [["类别", "甲方", "乙方", ""], ["人数", "12", "3", ""], ["金额", "450", "46", ""], ["篇数", "6", "18", ""]]
    rows += [["场次", "1", "23", ""]]
    page = printed(moved(rows, 3, 2, column) if column != 2 else rows)
    sealed = replace(page, seals=(Seal(1, Box(420, TOP + 2 * HIGH, 520, TOP + 5 * HIGH), SealShape.CIRCLE),))
    assert [d.pdf.text for d in check(rows, sealed).differences if d.pdf] == shown


@pytest.mark.usefixtures("with_rules")
def test_a_page_in_the_wrong_place_is_looked_at_as_well() -> None:
    """It was told that the page stands elsewhere, and nothing of what stands on it in another column."""
    texts = ["甲方组织年会三次。", "乙方开展科普巡展。", "丙方培训会员百人。", "丁方研制团体标准。"]
    others = [_page(n, [text * 3, text[::-1] * 3]) for n, text in enumerate(texts, 2)]
    cells = [(text, 0, r, c) for r, row in enumerate(TABLE) for c, text in enumerate(row)]
    word = _word(["第一页从头说起。", *cells, "以上情况属实。", *(line.text for p in others for line in p.lines)])
    table = printed(moved(TABLE, 1, 2, 3))
    first = replace(table, lines=(*table.lines, *_page(1, [("第一页从头说起。", LEFT, 40.0)]).lines))
    report = compare(word, [*others, replace(first, number=5)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [p.status for p in report.pages].count(PageStatus.MISPLACED) == 1
    assert [(d.kind, d.pdf.text if d.pdf else "") for d in report.differences] == [(Kind.MOVED, "3")]


def test_values_of_one_column_that_moved_do_not_hide_each_other() -> None:
    """Without rules a column is told by its other lines, of which two more stood in the next one."""
    rows = [["地区", "一季度", "二季度", "备注"]]
    rows += [[f"{name}站", str(20 + n), str(300 + n), "线上"] for n, name in enumerate("岷锦蜀青云石未")]
    shown = [list(row) for row in rows]
    for n in (2, 5, 7):
        rows[n][1] = shown[n][1] = ""
        shown[n][1], shown[n][2] = rows[n][2], ""
    lines = [(t, 80.0 + 110 * c, 100.0 + 25 * r) for r, row in enumerate(shown) for c, t in enumerate(row) if t]
    word = _word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)])
    report = compare(word, [_page(1, lines)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert {d.word.text for d in report.differences if d.word} == {rows[n][2] for n in (2, 5, 7)}


@pytest.mark.parametrize("x", [LEFT + 8.0 + WIDE, LEFT + 8.0 + 2 * WIDE])
def test_what_stands_below_its_own_column_has_not_certainly_moved(monkeypatch: pytest.MonkeyPatch, x: float) -> None:
    """7.2 of a photograph, below six others: its row's rules were laid a little off, and it stood in the next cell."""

    def one_cell_on(parts: Sequence[Part], rows: dict[int, list[CellPlace]], _: object) -> object:
        (part,) = (p for p in parts if p.text == "9")
        return [Shifted(part, rows[4][2], True)], set()

    monkeypatch.setattr(printed_columns, "_by_rules", one_cell_on)
    monkeypatch.setattr(printed_columns, "_may_be_shifted", lambda *_: True)
    rows = [*TABLE, ["专题", "9", "", "4"]]
    page = printed(rows)
    own = {"9": x}
    lines = [_line(ln.text, own.get(ln.text, ln.box.x0), ln.box.top) for ln in page.lines]
    page = replace(page, source=Source.OCR, lines=tuple(replace(ln, source=Source.OCR) for ln in lines))
    (found,) = (d for d in check(rows, page).differences if d.evidence.rule == "other-column")
    below = x < LEFT + 2 * WIDE
    assert found.certainty is (Certainty.UNCERTAIN if below else Certainty.CERTAIN)


NARROW = [["项目", "数量", "备注"], ["收入", "9", ""], ["支出", "23", ""], ["结余", "12", ""]]


@pytest.mark.parametrize("source", [Source.TEXT, Source.OCR])
@pytest.mark.parametrize(("row", "one", "other"), [(1, 1, 2), (3, 1, 2)])
def test_without_rules_what_stands_beside_its_column_is_a_doubt(row: int, one: int, other: int, source: Source) -> None:
    """The empty column had nothing that told its space, and the print was consistent."""

    def paper(rows: Rows) -> Page:
        page = printed(rows)
        return replace(page, source=source, lines=tuple(replace(ln, source=source) for ln in page.lines))

    assert check(NARROW, paper(NARROW)).verdict is Verdict.CONSISTENT
    report = check(NARROW, paper(moved(NARROW, row, one, other)))
    assert [d.kind for d in report.differences] == [Kind.MOVED]


RINGS = [["评价项目", "满意", "一般", "不满意"], *([f"{n}．学术活动的组织", "○", "○", "○"] for n in range(1, 5))]


@pytest.mark.usefixtures("with_rules")
@pytest.mark.parametrize("unread", [(1, 1), (2, 1), (2, 2), (3, 3)])
def test_of_a_row_of_rings_only_those_that_were_not_read_are_told(unread: tuple[int, int]) -> None:
    """The second ring stood for the first, and was told to be in another column."""
    rows = [list(row) for row in RINGS]
    rows[unread[0]][unread[1]] = ""
    report = check(RINGS, printed(rows))
    assert [d.kind for d in report.differences] == [Kind.MISSING]


def test_the_one_line_that_a_page_has_of_a_table_asks_for_no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a date that went over to the next page: rules part it from nothing, and finding them was dear."""
    asked: list[int] = []
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: asked.append(page.number) or ())
    rows = [["序号", "名称", "时限"], ["1", "科普讲座", "2025年8月19日"]]
    shown = [["序号", "名称", "时限"], ["1", "科普讲座", "2025年8月"]]
    word = _word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)] + ["以上情况属实。"])
    lines = [(text, LEFT + WIDE * c, TOP + 4 + HIGH * r) for r, row in enumerate(shown) for c, text in enumerate(row)]
    over = _page(2, [("19日", LEFT + WIDE * 2, TOP), ("以上情况属实。", LEFT, TOP + 40)])
    report = compare(word, [_page(1, lines), over], pdf_name="scan.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.CONSISTENT
    assert 2 not in asked
