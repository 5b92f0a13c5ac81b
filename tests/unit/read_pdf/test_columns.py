"""Tables without rules and prose in columns: neighbours never interleave."""

from __future__ import annotations

import itertools
import math
import random
from pathlib import Path

import numpy as np
from pdffiles import Pdf, text

from tfdocs.model.document import BlockKind, Document
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Lattice, Line, Page, Source
from tfdocs.read.pdf.cell_order import by_columns
from tfdocs.read.pdf.document import read_pdf_document

ROWS = [
    ["Item", "Unit", "Target", "Before"],
    ["Popular science works", "piece", "20", "2024-06"],
    ["Papers in journals", "piece", "10", "2024-12"],
    ["Meetings held", "time", "3", "2025-03"],
]
PLACES = (40, 190, 260, 320)


def cells(document: Document) -> list[list[str]]:
    rows: dict[tuple[int, int], list[str]] = {}
    for block in document.blocks:
        if block.cell is not None:
            rows.setdefault((block.cell.table, block.cell.row), []).append(block.text)
    return list(rows.values())


def prose(document: Document) -> list[str]:
    return [b.text for b in document.blocks if b.kind is BlockKind.PARAGRAPH]


def row(words: list[str], y: float) -> str:
    return "".join(text(w, x=x, y=y, size=11) for w, x in zip(words, PLACES, strict=True) if w)


def test_a_table_without_rules(tmp_path: Path) -> None:
    """Rows of cells by the white between them; the prose above and below stays prose."""
    pdf = Pdf()
    pdf.page(
        text("The society promises what this table says and nothing else at all:", y=270, size=11)
        + "".join(row(words, 240 - 20 * n) for n, words in enumerate(ROWS))
        + text("All of it is paid for by the society and by nobody else, as agreed.", y=140, size=11)
    )
    document = read_pdf_document(pdf.save(tmp_path / "a.pdf"))
    assert cells(document) == ROWS
    assert prose(document)[0].startswith("The society promises")
    assert prose(document)[-1].startswith("All of it is paid")


def test_a_table_of_three_rules_drawn_column_by_column(tmp_path: Path) -> None:
    """Rules above, below and under the head only; the writer drew one column after the other."""
    rules = "".join(f"0.8 w 35 {y} m 380 {y} l S\n" for y in (256, 234, 172))
    columns = "".join(
        text(words[c], x=PLACES[c], y=240 - 20 * n, size=11) for c in range(4) for n, words in enumerate(ROWS)
    )
    pdf = Pdf()
    pdf.page(rules + columns)
    assert cells(read_pdf_document(pdf.save(tmp_path / "a.pdf"))) == ROWS


def test_cells_of_several_lines_stay_whole(tmp_path: Path) -> None:
    """What goes on in the next line belongs to its cell, and an empty cell to its row."""
    pdf = Pdf()
    pdf.page(
        row(["Name", "Unit", "", "Before"], 250)
        + row(["Works for the popular sci-", "piece", "", "2024-06"], 225)
        + row(["ence library", "", "", ""], 212)
        + row(["Papers", "piece", "10", "2024-12"], 187)
    )
    assert cells(read_pdf_document(pdf.save(tmp_path / "a.pdf"))) == [
        ["Name", "Unit", "", "Before"],
        ["Works for the popular sci-ence library", "piece", "", "2024-06"],
        ["Papers", "piece", "10", "2024-12"],
    ]


def test_prose_in_two_columns_is_read_column_by_column(tmp_path: Path) -> None:
    """Lines stand beside each other all the way down, and belong to two texts all the same."""
    left = [f"left words go on in line {n} of the text" for n in range(10, 20)]
    right = [f"other words of line {n} on the right side" for n in range(10, 20)]
    pdf = Pdf()
    pdf.page(
        "".join(
            text(a, x=20, y=280 - 14 * n, size=9) + text(b, x=210, y=280 - 14 * n, size=9)
            for n, (a, b) in enumerate(zip(left, right, strict=True))
        )
    )
    document = read_pdf_document(pdf.save(tmp_path / "a.pdf"))
    assert cells(document) == []
    assert prose(document) == [" ".join(left), " ".join(right)]


def test_numbered_paragraphs_and_signatures_are_no_table(tmp_path: Path) -> None:
    """Numbers in a hanging indent stand before their paragraphs, not in a column."""
    items = ["The first thing that will be done is this and it is done well", "The second thing follows it soon"]
    pdf = Pdf()
    pdf.page(
        "".join(
            text(f"{n}.", x=20, y=270 - 20 * n, size=11) + text(words, x=60, y=270 - 20 * n, size=11)
            for n, words in enumerate([*items, *items], 1)
        )
    )
    document = read_pdf_document(pdf.save(tmp_path / "a.pdf"))
    assert cells(document) == []


def test_a_scanned_table_without_rules_is_read_cell_by_cell() -> None:
    rows = [("1", "登陆界", "用户名和密码的输入框以及记住密码的复选"), ("", "面", "框。")]
    rows += [("2", "个人信", "包括姓名学号和结对的状态以及修改密码的"), ("", "息界面", "按钮。")]
    rows += [("3", "作业列", "作业的信息包括标题和摘要以及起止的时间"), ("", "表界面", "展示。")]
    lines = []
    for n, row in enumerate(rows):
        # the boxes of a recogniser are higher than what they hold
        for words, x in zip(row, (85.0, 115.0, 168.0), strict=True):
            chars = tuple(Box(x + 13 * i, 100 + 16 * n, x + 13 * (i + 1), 116 + 16 * n) for i in range(len(words)))
            if words:
                lines.append(Line(words, union(chars), chars, (1.0,) * len(words), Source.OCR))
    page = Page(1, 595.0, 842.0, 0, 200.0, Source.OCR, tuple(lines))
    assert [ln.text for ln in by_columns(page, ())][:5] == ["1", "登陆界", "面", rows[0][2], "框。"]
    assert sorted(ln.text for ln in by_columns(page, ())) == sorted(ln.text for ln in lines)
    assert by_columns(page, [Box(80, 90, 500, 300)]) == page.lines  # ruled, and in order already


def test_a_table_without_rules_on_a_sheet_that_lies_askew() -> None:
    """At some degrees the second line of a cell stands as high as the first one of the cell beside it."""
    rows = [("1", "登陆界", "用户名和密码的输入框以及记住密码的复选"), ("", "面", "框。")]
    rows += [("2", "个人信", "包括姓名学号和结对的状态以及修改密码的"), ("", "息界面", "按钮。")]
    rows += [("3", "作业列", "作业的信息包括标题和摘要以及起止的时间"), ("", "表界面", "展示。")]
    rise = math.tan(math.radians(3.2))
    lines = []
    for n, row in enumerate(rows):
        for words, x in zip(row, (85.0, 140.0, 238.0), strict=True):
            if not words:
                continue

            def at(x: float, y: float) -> tuple[float, float]:
                return x - rise * y, y + rise * x

            top, right = 100 + 16.0 * n, x + 13 * len(words)
            quad = (at(x, top), at(right, top), at(right, top + 16), at(x, top + 16))
            middles = [at(x + 13 * (i + 0.5), top + 8) for i in range(len(words))]
            chars = tuple(Box(a - 6.5, b - 8, a + 6.5, b + 8) for a, b in middles)
            lines.append(Line(words, union(chars), chars, (1.0,) * len(words), Source.OCR, quad=quad))
    rng = random.Random(5)
    rng.shuffle(lines)
    page = Page(1, 595.0, 842.0, 0, 200.0, Source.OCR, tuple(sorted(lines, key=lambda ln: ln.box.top)))
    read = [ln.text for ln in by_columns(page, ())]
    assert read == [
        "1",
        "登陆界",
        "面",
        rows[0][2],
        "框。",
        "2",
        "个人信",
        "息界面",
        rows[2][2],
        "按钮。",
        "3",
        "作业列",
        "表界面",
        rows[4][2],
        "展示。",
    ]


def test_a_scanned_line_across_two_cells_comes_as_two() -> None:
    """A detector joins what stands a character apart: 序 and 界面名 of a head, 号 and 称 below them."""
    x = (85.0, 116.0, 170.0)
    rows = [("序 界面名", "", "界面描述"), ("号 称", "", ""), ("1", "登陆界", "用户名和密码的输入框以及记住密码的复选")]
    rows += [("", "面", "框。"), ("2", "个人信", "包括姓名学号和结对的状态"), ("", "息界面", "")]
    rows += [("3", "作业列", "作业的信息包括标题和摘要以及起止的时间"), ("", "表界面", "展示。")]
    lines = []
    for n, row in enumerate(rows):
        for words, left in zip(row, x, strict=True):
            if not words:
                continue
            top = 100.0 + 17 * n
            # a recogniser's boxes are wider than what they hold, and nothing is read of a gap
            middles = [
                left + 6.5 + 13 * i if i == 0 or " " not in words else x[1] + 13 * (i - 1.5) for i in range(len(words))
            ]
            middles = [m for m, c in zip(middles, words, strict=False) if c != " "]
            text = words.replace(" ", "")
            chars = tuple(Box(m - 8, top, m + 8, top + 16) for m in middles)
            box = union(chars)
            quad = ((box.x0, top), (box.x1, top), (box.x1, top + 16), (box.x0, top + 16))
            steps = []
            for at in np.linspace(box.x0, box.x1, 8 * len(words)):
                near = min(range(len(text)), key=lambda i: abs(middles[i] - at))
                steps.append({text[near] if abs(middles[near] - at) < 5 else "": 0.9})
            lattice = Lattice.of(steps, [0.01] * len(steps))
            lines.append(Line(text, box, chars, (0.9,) * len(text), Source.OCR, lattice=lattice, quad=quad))
    page = Page(1, 595.0, 842.0, 0, 200.0, Source.OCR, tuple(lines))
    read = by_columns(page, ())
    assert [ln.text for ln in read][:8] == ["序", "号", "界面名", "称", "界面描述", "1", "登陆界", "面"]
    assert sorted("".join(ln.text for ln in read)) == sorted("".join(ln.text for ln in lines))
    for line in read:
        assert len(line.text) == len(line.chars) == len(line.confidence)
        assert line.lattice is not None
        likeliest = [next(iter(step)) for step in line.lattice.steps()]
        assert "".join(c for c, _ in itertools.groupby(likeliest)) == line.text
        assert all(line.box.x0 - 0.1 <= b.centre[0] <= line.box.x1 + 0.1 for b in line.chars)


def test_prose_below_a_table_is_not_cut_at_its_commas() -> None:
    rows = [("甲方", "三万元"), ("乙方", "四万元"), ("丙方", "五万元"), ("以上各方，按时拨付经费并且按时验收", "")]
    lines = []
    for n, row in enumerate(rows):
        for words, left in zip(row, (85.0, 140.0), strict=True):
            if words:
                top = 100.0 + 17 * n
                chars = tuple(Box(left + 13 * i, top, left + 13 * (i + 1), top + 16) for i in range(len(words)))
                box = union(chars)
                quad = ((box.x0, top), (box.x1, top), (box.x1, top + 16), (box.x0, top + 16))
                lines.append(Line(words, box, chars, (0.9,) * len(words), Source.OCR, quad=quad))
    page = Page(1, 595.0, 842.0, 0, 200.0, Source.OCR, tuple(lines))
    assert [ln.text for ln in by_columns(page, ())] == [w for row in rows for w in row if w]
