"""Promises of a PDF: tables by their ruled cells, page and boxes of each item, and what rests on an unsure digit."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tfdocs.commitments import extract
from tfdocs.model.document import Block, BlockKind, Document
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.read.pdf.document import pages_document
from tfdocs.read.pdf.tables import Grid, cells_of, grids_of

# column edges and row edges in points from the top-left; the first cell of the second row is merged downwards
COLUMNS, ROWS = (60.0, 160.0, 300.0, 380.0, 480.0), (100.0, 118.0, 136.0, 154.0)
TEXTS = [
    ["类别", "指标名称", "单位", "目标值"],
    ["产出", "举办学术讲座", "场", "12"],
    ["", "印发科普手册", "册", "≥5000"],
]


def drawn(skew: float = 0.0, broken: bool = False) -> tuple[np.ndarray, float]:
    """A page in grey with the table's rules, and its pixel in points."""
    import cv2

    point = 72 / 160
    page = np.full((round(842 / point), round(595 / point)), 250, np.uint8)

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        cv2.line(page, (round(x0 / point), round(y0 / point)), (round(x1 / point), round(y1 / point)), 40, 2)

    for y in ROWS:
        line(COLUMNS[1] if y == ROWS[2] else COLUMNS[0], y, COLUMNS[-1], y)
    for x in COLUMNS:
        line(x, ROWS[0], x, ROWS[-1])
    cv2.putText(page, "1234 HIJ", (round(90 / point), round(60 / point)), cv2.FONT_HERSHEY_SIMPLEX, 1.5, 0, 3)
    if broken:
        page[:, round(222 / point) : round(222 / point) + 3] = 250
    if skew:
        turn = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), -skew, 1.0)
        page = np.asarray(cv2.warpAffine(page, turn, (page.shape[1], page.shape[0]), borderValue=250), np.uint8)
    return page, point


def written(text: str, x: float, y: float, sure: float = 1.0, source: Source = Source.TEXT) -> Line:
    boxes = tuple(Box(x + 10 * n, y - 10, x + 10 * n + 10, y) for n in range(len(text)))
    return Line(text, Box(x, y - 10, x + 10 * len(text), y), boxes, (sure,) * len(text), source)


def page(*lines: Line) -> Page:
    return Page(1, 595, 842, 0, None, Source.TEXT, lines)


def cells() -> list[Line]:
    return [
        written(text, COLUMNS[c] + 4, ROWS[r] + 14) for r, row in enumerate(TEXTS) for c, text in enumerate(row) if text
    ]


@pytest.mark.parametrize(("skew", "broken"), [(0.0, False), (0.0, True), (0.7, False), (-1.5, False)])
def test_cells_of_a_ruled_table(skew: float, broken: bool) -> None:
    """Also where the sheet lies askew and where a rule is broken by a scan."""
    picture, point = drawn(skew, broken)
    grids = grids_of(picture, point)
    assert abs(grids[0].skew + skew) < 0.1
    assert len(grids) == 1
    assert [(c.row, c.column, c.row_span, c.column_span) for c in grids[0].cells] == [
        (0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (0, 3, 1, 1),
        (1, 0, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1), (1, 3, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1),
    ]  # fmt: skip


def _seen(corners: list[tuple[float, float]]) -> tuple[np.ndarray, float, np.ndarray]:
    """``drawn()`` with its corners moved by so many points, its pixel, and the matrix that moved its points."""
    import cv2

    picture, point = drawn()
    sheet = np.array([(0, 0), (595, 0), (0, 842), (595, 842)], np.float32)
    moved = cv2.getPerspectiveTransform(sheet, sheet + np.array(corners, np.float32))
    size = np.diag([point, point, 1.0])
    pixels = np.linalg.inv(size) @ moved @ size
    seen = cv2.warpPerspective(picture, pixels, (picture.shape[1], picture.shape[0]), borderValue=250)
    return np.asarray(seen, np.uint8), point, moved


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (0, 0), (0, 0), (0, 0)],
        [(0, 0), (0, -12), (17, 0), (17, -12)],  # askew, as a scanner has it
        [(0, 0), (0, 12), (-17, 0), (-17, 12)],
        [(0, 0), (0, 20), (-8, 0), (-8, 20)],  # falls and leans by two angles
        [(10, 4), (-14, 12), (-12, -6), (22, 10)],  # a photograph
    ],
)
def test_a_cell_is_found_at_the_places_where_the_page_shows_it(corners: list[tuple[float, float]]) -> None:
    """Of a sheet askew places were turned the wrong way, a photograph was laid straight by one angle alone: figures
    were told to stand in the column beside their own."""
    picture, point, moved = _seen(corners)
    (grid,) = grids_of(picture, point)
    assert len(grid.cells) == 11
    for r, (top, bottom) in enumerate(pairwise(ROWS)):
        for c, (left, right) in enumerate(pairwise(COLUMNS)):
            for x in (left + 5, right - 5):
                for y in (top + 4, bottom - 4):
                    u, v, scale = moved @ (x, y, 1.0)
                    cell = grid.cell_at(u / scale, v / scale)
                    assert cell is not None and (cell.row, cell.column) == (1 if c == 0 and r == 2 else r, c)


def test_a_page_without_rules_has_no_tables() -> None:
    picture = np.full((1800, 1300), 255, np.uint8)
    assert grids_of(picture, 0.45) == ()
    picture[400:404, 100:1200] = 0  # one rule under a heading
    picture[400:900, 100:104] = 0
    assert grids_of(picture, 0.45) == ()


def test_rows_of_a_printed_table_are_items() -> None:
    picture, point = drawn()
    grids = grids_of(picture, point)
    document = pages_document("a.pdf", "0", [page(written("绩效目标", 60, 60), *cells())], {1: grids})
    assert [b.text for b in document.blocks if b.kind is BlockKind.CELL][:5] == [*TEXTS[0], "产出"]
    found = [(str(i.value), i.unit, i.action, i.object, i.evidence.page) for i in extract(document).commitments]
    assert found == [("12", "场", "举办", "学术讲座", 1), ("5000", "册", "印发", "科普手册", 1)]
    for item in extract(document).commitments:
        assert item.evidence.boxes and document.text[item.evidence.start : item.evidence.end] == item.evidence.text


def test_a_line_read_over_two_cells_is_cut_between_them() -> None:
    grid: Grid = grids_of(*drawn())[0]
    joined = written("举办学术讲座　场", COLUMNS[1] + 74, ROWS[1] + 14)
    _, tables = cells_of(page(joined, *[written("甲", 64, 114)] * 3), (grid,))
    texts = {(c.row, c.column): [ln.text for ln in lines] for c, lines in tables[0][1].items() if lines}
    assert texts[(1, 1)] == ["举办学术讲座　"[: len(texts[(1, 1)][0])]] and "场" in texts[(1, 2)][0]
    assert all(len(ln.text) == len(ln.chars) for lines in tables[0][1].values() for ln in lines)


def test_an_item_on_an_unsure_digit_says_so() -> None:
    sure, unsure = written("推荐论文", 60, 60, 0.99, Source.OCR), written("12篇。", 100, 60, 0.55, Source.OCR)
    line = Line(
        sure.text + unsure.text, Box(60, 50, 130, 60), sure.chars + unsure.chars, sure.confidence + unsure.confidence,
        Source.OCR,
    )  # fmt: skip
    item = extract(pages_document("a.pdf", "0", [page(line)])).commitments[0]
    assert item.uncertain and item.evidence.digits == [0.55, 0.55]
    assert "“1”（55%）" in item.note and "请核对原件" in item.note
    clear = written("推荐论文12篇。", 60, 60, 0.97, Source.OCR)
    item = extract(pages_document("a.pdf", "0", [page(clear)])).commitments[0]
    assert not item.uncertain and item.evidence.digits == [0.97, 0.97] and item.note == ""


def test_text_files_have_no_certainties() -> None:
    text = "推荐论文12篇。"
    document = Document("a.txt", "0", "txt", text, (Block(BlockKind.PARAGRAPH, text, 0, 0, ""),))
    assert extract(document).commitments[0].evidence.digits == []


def test_a_number_broken_at_the_end_of_a_line_is_one() -> None:
    first = written("学会将在年内举办科普讲座和展览1", 60, 60)
    document = pages_document("a.pdf", "0", [page(first, written("2场，培训骨干30人。", 60, 74))])
    assert [str(i.value) for i in extract(document).commitments] == ["12", "30"]


def test_a_real_file(tmp_path: Path) -> None:
    from tfdocs.jobs.extracting import extract as extract_path

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    made = canvas.Canvas(str(tmp_path / "表.pdf"), pagesize=A4)
    made.setFont("STSong-Light", 10.5)
    height = A4[1]
    for y in ROWS:
        made.line(COLUMNS[1] if y == ROWS[2] else COLUMNS[0], height - y, COLUMNS[-1], height - y)
    for x in COLUMNS:
        made.line(x, height - ROWS[0], x, height - ROWS[-1])
    for r, row in enumerate(TEXTS):
        for c, text in enumerate(row):
            made.drawString(COLUMNS[c] + 4, height - ROWS[r] - 13, text)
    made.drawString(60, height - 200, "项目于2024年11月30日前完成。")
    made.save()
    report = extract_path(tmp_path / "表.pdf")
    said = [(i.kind.value, str(i.value), i.object) for i in report.commitments]
    assert said == [
        ("quantity", "12", "学术讲座"), ("quantity", "5000", "科普手册"), ("deadline", "2024-11-30", "项目"),
    ]  # fmt: skip
    assert all(i.evidence.page == 1 and i.evidence.boxes for i in report.commitments)
