"""A cell whose last words stand on short rows below one another, and on the next page, is whole."""

from __future__ import annotations

import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.verify.broken_cells import fill_broken_cells
from tfdocs.verify.pieces import Placing
from tfdocs.verify.place import place_lines
from tfdocs.verify.wordtext import word_text

ROWS = [
    ("序号", "界面名称", "界面描述"),
    ("1", "个人信息界面", "包括用户名、姓名、密码信息，可修改密码，退出按钮"),
    ("2", "修改密码界面", "在个人信息界面基础上增加新密码的输入框，确认按钮和取消按钮"),
]


def rest_of_the_cell(*lines: tuple[str, float, float, int]) -> list[str]:
    """Which of ``lines`` (text, left, top, page), without a place at first, get one below 个人 at the page's end."""
    word = word_text(_word([(text, 0, r, c) for r, row in enumerate(ROWS) for c, text in enumerate(row)]))
    above = [("1", 60.0, 690.0), ("个人", 110.0, 690.0), (ROWS[1][2], 180.0, 690.0)]
    below = [("2", 60.0, 124.0), ("修改密码界面", 110.0, 124.0), (ROWS[2][2], 180.0, 124.0), ("2", 290.0, 800.0)]
    pages = [
        _page(n, [*own, *((text, x, top) for text, x, top, page in lines if page == n)])
        for n, own in ((1, above), (2, below))
    ]
    placing: Placing = place_lines(word, pages)
    asked = [p for p in placing.pieces if (p.text, p.line.box.x0, p.line.box.top, p.page + 1) in lines]
    for piece in asked:
        placing.unset(piece)
    for n, piece in enumerate(sorted(placing.pieces, key=lambda p: (p.page, p.line.box.top, p.line.box.x0))):
        piece.order = n
    placing.pieces.sort(key=lambda p: p.order)
    fill_broken_cells(placing)
    assert int(placing.covered.max()) == 1
    return [p.text for p in asked if p.place is not None]


@pytest.mark.parametrize(
    ("lines", "placed"),
    [
        ([("信息", 110.0, 706.0, 1), ("界面", 110.0, 100.0, 2)], ["信息", "界面"]),
        ([("信息", 110.0, 706.0, 1), ("界面", 110.0, 722.0, 1)], ["信息", "界面"]),
        ([("信息界面", 110.0, 706.0, 1)], ["信息界面"]),
        ([("信自", 110.0, 706.0, 1), ("界面", 110.0, 100.0, 2)], []),
        ([("信息", 110.0, 706.0, 1)], []),
        ([("界面", 110.0, 706.0, 1), ("信息", 110.0, 100.0, 2)], []),
        ([("信息", 400.0, 706.0, 1), ("界面", 110.0, 100.0, 2)], []),
    ],
    ids=["over a page's end", "below", "one row", "changed", "wanting", "exchanged", "elsewhere"],
)
def test_rows_below_that_say_the_rest_of_a_cell_are_its_own(
    lines: list[tuple[str, float, float, int]], placed: list[str]
) -> None:
    assert rest_of_the_cell(*lines) == placed
