"""A merged cell covers the rows and columns that the Word has it cover, or what it says is said of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import CheckReport, Kind, Verdict
from tfdocs.model.document import CellPlace, Document
from tfdocs.model.page import Page
from tfdocs.read.pdf.tables import DPI, Grid, grids_of
from tfdocs.verify.judge import compare
from tfdocs.verify.ruled import COARSE, Ruled

Cells = dict[tuple[int, int, int, int], str]  # row, column, rows, columns
LEFT, TOP, WIDE, HIGH = 50.0, 70.0, 100.0, 24.0

ROWS: Cells = {
    (0, 0, 1, 1): "类别", (0, 1, 1, 1): "项目", (0, 2, 1, 1): "数量",
    (1, 0, 3, 1): "甲类", (4, 0, 2, 1): "乙类",
    **{(r, 1, 1, 1): t for r, t in enumerate(("年会", "沙龙", "巡展", "标准", "指南"), 1)},
    **{(r, 2, 1, 1): t for r, t in enumerate(("21", "36", "43", "52", "64"), 1)},
}  # fmt: skip
COLUMNS: Cells = {
    (0, 0, 2, 1): "指标", (0, 1, 1, 2): "今年", (0, 3, 1, 2): "明年",
    **{(1, c, 1, 1): t for c, t in enumerate(("上半年度", "下半年", "上半", "下半"), 1)},
    **{(2, c, 1, 1): t for c, t in enumerate(("会员数", "210", "260", "300", "380"))},
}  # fmt: skip


def word_of(cells: Cells) -> Document:
    made = _word([*((text, 0, r, c) for (r, c, _, _), text in sorted(cells.items())), "以上情况属实。"])
    spans = {(r, c): (down, across) for r, c, down, across in cells}
    blocks = [
        replace(b, cell=CellPlace(0, b.cell.row, b.cell.column, *spans[b.cell.row, b.cell.column])) if b.cell else b
        for b in made.blocks
    ]
    return replace(made, blocks=tuple(blocks))


def printed(cells: Cells) -> Page:
    """Each text in the middle of its cell's height, a little from its left rule."""
    lines = [(text, LEFT + WIDE * c + 6, TOP + HIGH * (r + down / 2) - 6) for (r, c, down, _), text in cells.items()]
    return _page(1, [*sorted(lines, key=lambda ln: ln[1:]), ("以上情况属实。", LEFT, 400.0)])


def grids(page: Page, dpi: float, cells: Cells, lost: Sequence[tuple[int, int]] = ()) -> tuple[Grid, ...]:
    """What the rules around ``cells`` make; ``lost``: row and column of cells whose lower rule the scan has not."""
    scale = dpi / 72
    sheet = np.full((round(page.height * scale), round(page.width * scale)), 255, np.uint8)
    for r, c, down, across in cells:
        x0, y0 = round((LEFT + WIDE * c) * scale), round((TOP + HIGH * r) * scale)
        x1, y1 = round((LEFT + WIDE * (c + across)) * scale), round((TOP + HIGH * (r + down)) * scale)
        cv2.rectangle(sheet, (x0, y0), (x1, y1), 0, 2)
    for r, c in lost:
        x0, x1, y = LEFT + WIDE * c + 2, LEFT + WIDE * (c + 1) - 2, TOP + HIGH * (r + 1)
        sheet[round((y - 3) * scale) : round((y + 3) * scale), round(x0 * scale) : round(x1 * scale)] = 255
    return grids_of(sheet, 1 / scale)


def check(
    monkeypatch: pytest.MonkeyPatch, word: Cells, paper: Cells, lost: Sequence[tuple[int, int]] = ()
) -> CheckReport:
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, paper, lost))
    return compare(word_of(word), [printed(paper)], pdf_name="a.pdf", pdf_sha256="1" * 64)


def other(cells: Cells, changes: dict[tuple[int, int, int, int], tuple[int, int, int, int]]) -> Cells:
    return {changes.get(place, place): text for place, text in cells.items()}


@pytest.mark.parametrize("cells", [ROWS, COLUMNS])
def test_merged_cells_as_they_were_are_consistent(monkeypatch: pytest.MonkeyPatch, cells: Cells) -> None:
    assert check(monkeypatch, cells, cells).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("cells", "changes", "shown", "said"),
    [
        (ROWS, {(1, 0, 3, 1): (1, 0, 4, 1), (4, 0, 2, 1): (5, 0, 1, 1)}, ["甲类", "乙类"], "第 2 至 5 行"),
        (COLUMNS, {(0, 1, 1, 2): (0, 1, 1, 3), (0, 3, 1, 2): (0, 4, 1, 1)}, ["今年", "明年"], "第 2 至 4 列"),
    ],
)
def test_a_bound_between_two_merged_cells_that_moved_is_shown(
    monkeypatch: pytest.MonkeyPatch,
    cells: Cells,
    changes: dict[tuple[int, int, int, int], tuple[int, int, int, int]],
    shown: list[str],
    said: str,
) -> None:
    """Every word stands in its place and order: these prints were consistent."""
    report = check(monkeypatch, cells, other(cells, changes))
    assert report.verdict is Verdict.INCONSISTENT
    assert [(d.kind, d.pdf.text if d.pdf else "") for d in report.differences] == [(Kind.MOVED, t) for t in shown]
    assert said in report.differences[0].evidence.note


def test_a_moved_bound_is_shown_where_a_changed_value_stands_in_the_next_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 was made 152, and a 16 below the table was taken for it: its row stood below all others, and none told."""
    moved = other(ROWS, {(1, 0, 3, 1): (1, 0, 4, 1), (4, 0, 2, 1): (5, 0, 1, 1)})
    paper = {place: "789" if text == "52" else text for place, text in moved.items()}
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, paper))
    page = printed(paper)
    below = _page(1, [("52", LEFT + 2 * WIDE + 6, 330.0)]).lines
    page = replace(page, lines=(*page.lines[:-1], *below, page.lines[-1]))
    report = compare(word_of(ROWS), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    told = {d.pdf.text for d in report.differences if d.pdf is not None and d.evidence.rule == "other-span"}
    assert told == {"甲类", "乙类"}


def test_a_rule_that_a_scan_lost_moves_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    for lost in ([(3, 0)], [(2, 1)], [(0, 0)]):
        assert check(monkeypatch, ROWS, ROWS, lost).verdict is Verdict.CONSISTENT


def test_a_cell_without_its_lower_rule_covers_the_empty_ones_below(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not merged in the Word, only unruled: which it does not say."""
    labels = {(0, 0, 1, 1): "类别", (1, 0, 1, 1): "甲类", (4, 0, 2, 1): "乙类"}
    word = {**{place: text for place, text in ROWS.items() if place[1]}, **labels}
    paper = other(word, {(1, 0, 1, 1): (1, 0, 3, 1)})
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, paper))
    report = compare(word_of(word), [printed(word)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.CONSISTENT


def test_a_bound_that_moved_is_shown_beside_a_rule_that_the_scan_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """乙类 and 丙类 are in one cell of the picture, which begins a row below where the Word has 乙类 begin."""
    three = {(1, 0, 2, 1): "甲类", (3, 0, 2, 1): "乙类", (5, 0, 1, 1): "丙类"}
    word = {**{place: text for place, text in ROWS.items() if place[0] == 0 or place[1]}, **three}
    assert check(monkeypatch, word, word, [(4, 0)]).verdict is Verdict.CONSISTENT
    paper = other(word, {(1, 0, 2, 1): (1, 0, 3, 1), (3, 0, 2, 1): (4, 0, 1, 1)})
    report = check(monkeypatch, word, paper, [(4, 0)])
    assert [(d.kind, d.pdf.text if d.pdf else "") for d in report.differences] == [
        (Kind.MOVED, t) for t in ("甲类", "乙类")
    ]


def test_a_bound_that_moved_is_seen_where_only_a_closer_look_has_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hairlines of a black-and-white scan, drawn at 160 dpi, had lost the uprights that close the labels in."""
    paper = other(ROWS, {(1, 0, 3, 1): (1, 0, 4, 1), (4, 0, 2, 1): (5, 0, 1, 1)})

    def drawn(self: Ruled, page: Page, dpi: float) -> tuple[Grid, ...]:
        shown = paper if dpi > DPI else {place: text for place, text in paper.items() if place[1]}
        return grids(page, dpi, shown)

    monkeypatch.setattr(Ruled, "_drawn", drawn)
    report = compare(word_of(ROWS), [printed(paper)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert [(d.kind, d.pdf.text if d.pdf else "") for d in report.differences] == [
        (Kind.MOVED, t) for t in ("甲类", "乙类")
    ]


BROKEN = 4  # the row that the second page begins with


def sheets(cells: Cells) -> tuple[list[Page], list[Cells]]:
    """The table over two pages, each text at the head of its cell; and what is ruled on either."""
    lines: list[list[tuple[str, float, float]]] = [[], []]
    ruled: list[Cells] = [{}, {}]
    for (r, c, down, across), text in cells.items():
        for n, (first, last) in enumerate(((r, min(r + down, BROKEN)), (max(r, BROKEN), r + down))):
            if first < last:
                row = first - BROKEN * n
                ruled[n][row, c, last - first, across] = text
                if first == r:
                    lines[n].append((text, LEFT + WIDE * c + 6, TOP + HIGH * row + 6))
    lines[1].append(("以上情况属实。", LEFT, 400.0))
    return [_page(n + 1, sorted(own, key=lambda ln: (ln[2], ln[1]))) for n, own in enumerate(lines)], ruled


def check_sheets(monkeypatch: pytest.MonkeyPatch, word: Cells, paper: Cells) -> list[str]:
    pages, ruled = sheets(paper)
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, ruled[page.number - 1]))
    report = compare(word_of(word), pages, pdf_name="a.pdf", pdf_sha256="1" * 64)
    return [d.pdf.text for d in report.differences if d.pdf and d.kind is Kind.MOVED]


def labelled(*labels: tuple[str, int, int]) -> Cells:
    """The table with these texts in its first column: each with the row that it begins in and how many it covers."""
    rest = {place: text for place, text in ROWS.items() if place[0] == 0 or place[1]}
    return {**rest, **{(row, 0, down, 1): text for text, row, down in labels}}


@pytest.mark.parametrize(
    ("word", "paper", "shown"),
    [
        ([("甲类", 1, 3), ("乙类", 4, 2)], [("甲类", 1, 4), ("乙类", 5, 1)], ["乙类"]),
        ([("甲类", 1, 4), ("乙类", 5, 1)], [("甲类", 1, 3), ("乙类", 4, 2)], ["乙类"]),
        ([("甲类", 1, 2), ("乙类", 3, 3)], [("甲类", 1, 3), ("乙类", 4, 2)], ["甲类"]),
    ],
    ids=["down over the page's end", "up to it", "down to it"],
)
def test_a_bound_that_moved_where_a_page_ends_is_shown(
    monkeypatch: pytest.MonkeyPatch,
    word: list[tuple[str, int, int]],
    paper: list[tuple[str, int, int]],
    shown: list[str],
) -> None:
    """The cell on its other side has no text on that page, and one cell by itself had not been told."""
    assert check_sheets(monkeypatch, labelled(*word), labelled(*paper)) == shown
    for honest in (word, paper):
        assert check_sheets(monkeypatch, labelled(*honest), labelled(*honest)) == []


def test_what_the_coarse_look_saw_stands_where_the_closer_one_lost_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a seal the rule between two other cells was seen at 100 dpi only: the bound that moved had passed."""
    paper = other(COLUMNS, {(0, 1, 1, 2): (0, 1, 1, 3), (0, 3, 1, 2): (0, 4, 1, 1)})
    joined = {(0, 0, 2, 4): "", (0, 4, 2, 1): "", (2, 0, 1, 5): ""}
    monkeypatch.setattr(Ruled, "_drawn", lambda _, page, dpi: grids(page, dpi, paper if dpi == COARSE else joined))
    report = compare(word_of(COLUMNS), [printed(paper)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert "other-span" in [d.evidence.rule for d in report.differences]


@pytest.mark.parametrize("moved", [False, True])
def test_a_head_that_a_page_ends_with_is_held_against_the_columns_of_the_next_page(
    monkeypatch: pytest.MonkeyPatch, moved: bool
) -> None:
    """今年 over two columns and 明年 over two, ruled over three and one, and all that stands under them overleaf."""
    heads: Cells = {(0, 0, 1, 1): "指标", (0, 1, 1, 2): "今年", (0, 3, 1, 2): "明年"}
    body: Cells = {
        **{(1, c, 1, 1): t for c, t in enumerate(("项目", "上半年度", "下半年", "上半", "下半"))},
        **{(2, c, 1, 1): t for c, t in enumerate(("会员数", "210", "260", "300", "380"))},
    }
    shown = other(heads, {(0, 1, 1, 2): (0, 1, 1, 3), (0, 3, 1, 2): (0, 4, 1, 1)}) if moved else heads

    def drawn(_: Ruled, page: Page, dpi: float) -> tuple[Grid, ...]:
        return grids(page, dpi, shown if page.number == 1 else body)

    monkeypatch.setattr(Ruled, "_drawn", drawn)
    first, second = printed(shown), printed(body)
    pages = [replace(first, lines=first.lines[:-1]), replace(second, number=2)]
    report = compare(word_of({**heads, **body}), pages, pdf_name="a.pdf", pdf_sha256="1" * 64)
    told = {d.pdf.text for d in report.differences if d.pdf is not None}
    assert told == ({"今年", "明年"} if moved else set())
