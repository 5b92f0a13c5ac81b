"""Of cells in a row that say the same the one is missing in whose column nothing stands."""

from __future__ import annotations

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Verdict
from tfdocs.verify.judge import compare

MARKS = [
    ["类别", "课题", "竞赛", "期刊"],
    ["甲类", "×", "√", "×"],
    ["乙类", "×", "×", "×"],
    ["丙类", "√", "×", "√"],
    ["丁类", "×", "√", "√"],
]


@pytest.mark.parametrize("gone", [(1,), (2,), (3,), (1, 2), (2, 3), (1, 3)])
@pytest.mark.parametrize("lean", [0.0, 2.0])
def test_the_column_tells_which_of_alike_cells_is_gone(gone: tuple[int, ...], lean: float) -> None:
    word = _word([(text, 0, r, c) for r, row in enumerate(MARKS) for c, text in enumerate(row)])
    lines = [
        (text, 90.0 + 100 * c + lean * r, 120.0 + 24 * r)
        for r, row in enumerate(MARKS)
        for c, text in enumerate(row)
        if r != 2 or c not in gone
    ]
    report = compare(word, [_page(1, lines)], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is Verdict.INCONSISTENT
    told = [d.word for d in report.differences if d.word is not None and d.kind.value == "missing"]
    cells = [b.cell for b in word.blocks for side in told if side.start < b.end and b.start < side.end]
    assert [(c.row, c.column) for c in cells if c is not None] == [(2, c) for c in gone]
    assert len(told) == len(report.differences)
