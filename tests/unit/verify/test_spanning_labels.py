"""Labels of several rows that say the same belong to the rows that they stand beside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.verify.conftest import _line, _page, _word
from tfdocs.model.comparison import CheckReport, Verdict
from tfdocs.model.document import CellPlace, Document, join_blocks
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line
from tfdocs.verify.judge import compare

ROWS = 5
LABEL = "审核意见"


def written() -> Document:
    """Two tables, each with the same label beside its rows."""
    items: list[str | tuple[str, int, int, int]] = []
    for table in range(2):
        items.append((LABEL, table, 0, 0))
        items += [(f"第{table}表内容{row}项", table, row, 1) for row in range(ROWS)]
        items.append(f"表{table}填写完毕。")
    word = _word(items)
    blocks = [
        replace(b, repeats=False, cell=CellPlace(b.cell.table, 0, 0, ROWS, 1) if b.text == LABEL else b.cell)
        if b.cell
        else b
        for b in word.blocks
    ]
    text, placed = join_blocks(blocks)
    return replace(word, text=text, blocks=placed)


def downwards(text: str, x: float, top: float) -> Line:
    chars = tuple(Box(x, top + 12 * n, x + 12, top + 12 * n + 12) for n in range(len(text)))
    return replace(_line(text, x, top), chars=chars, box=Box(x, top, x + 12, top + 12 * len(text)))


def check(word: Document, first_row: float) -> CheckReport:
    """``first_row``: how many rows down the labels begin. A page is read row by row."""
    lines: list[Line] = []
    for table in range(2):
        top = 80.0 + 150 * table
        rows = [_line(f"第{table}表内容{row}项", 120.0, top + 18 * row) for row in range(ROWS)]
        at = int(first_row) + 1
        lines += [*rows[:at], downwards(LABEL, 80.0, top + 18 * first_row), *rows[at:]]
        lines.append(_line(f"表{table}填写完毕。", 80.0, top + 18 * ROWS + 6))
    page = replace(_page(1, []), lines=tuple(lines))
    return compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64)


@pytest.mark.parametrize("first_row", [0.0, 1.0, 2.0])
def test_a_label_is_its_own_tables_wherever_down_its_rows_it_stands(first_row: float) -> None:
    report = check(written(), first_row)
    assert report.verdict is Verdict.CONSISTENT, [(d.kind, d.word and d.word.text) for d in report.differences]


def test_a_label_that_stands_beside_no_row_of_its_own_is_a_difference() -> None:
    word = written()
    blocks = [replace(b, text="评审意见") if b.text == LABEL and b.cell and b.cell.table else b for b in word.blocks]
    text, placed = join_blocks(blocks)
    report = check(replace(word, text=text, blocks=placed), 1.0)
    assert report.verdict is Verdict.INCONSISTENT
