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


def test_a_row_may_have_more_such_lines_than_cells() -> None:
    """Two rows changed places, and 是 of the one went to the other, which has 是 and 否."""
    head = ("备注", "职务", "数量", "分值", "日期", "金额")
    rows = [
        ("是", "是", "28%", "干清扬", "245.61", ""),
        ("是", "是", "99%", "林一鸣", "744.05", "监事"),
        ("是", "是", "37%", "陆知远", "410.26", ""),
        ("是", "否", "16%", "田怀瑾", "884.59", "理事"),
        ("是", "是", "43%", "韩怀瑾", "285.73", "理事"),
        ("", "是", "57%", "程明澈", "735.89", "监事"),
        ("", "否", "84%", "沈怀瑾", "712.41", "—"),
        ("是", "是", "61%", "陆望舒", "423.38", ""),
        ("是", "", "98%", "孟书宁", "255.46", "理事"),
        ("否", "", "61%", "林子衿", "243.10", ""),
        ("是", "是", "66%", "于若川", "673.01", ""),
        ("是", "是", "52%", "田若川", "956.35", ""),
        ("", "", "56%", "秦望舒", "326.07", ""),
    ]
    word = _word(["项目经费明细表", *((t, 0, r, c) for r, row in enumerate([head, *rows]) for c, t in enumerate(row))])
    printed = [head, rows[3], *rows[1:3], rows[0], *rows[4:]]
    lines = [(t, 60 + c * 470 / 6, 80.0 + 24 * r) for r, row in enumerate(printed) for c, t in enumerate(row) if t]
    page = _page(1, [("项目经费明细表", 200.0, 50.0), *lines, ("1", 290.0, 810.0)])
    assert compare(word, [page], pdf_name="a.pdf", pdf_sha256="1" * 64).verdict is Verdict.INCONSISTENT
