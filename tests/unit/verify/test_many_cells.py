"""Tables of thousands of cells: what is asked of each of them is asked once."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.verify.conftest import _page, _word
from tfdocs.verify import repeated, table_grid
from tfdocs.verify.align import BREAK, align, align_each
from tfdocs.verify.flow import outer_cells
from tfdocs.verify.pages import page_ledger
from tfdocs.verify.place import place_lines
from tfdocs.verify.repeated import repeated_heads
from tfdocs.verify.standing import misplaced
from tfdocs.verify.table_grid import parts_of
from tfdocs.verify.wordtext import word_text

_CHARACTERS = "1lI5S06月末未□☑、" + BREAK


def test_tables_within_tables_are_told_in_the_time_of_one_look_at_each_block() -> None:
    """Each of 12,000 tables held against all others took half a minute."""
    count = 6_000
    blocks = [cell for n in range(count) for cell in (("内", 2 * n + 1, 0, 0), ("外", 2 * n, 0, 1))]
    word = _word([item for n, cell in enumerate(blocks) for item in ([("头", n, 0, 0)] if n % 2 == 0 else []) + [cell]])
    start = time.process_time()
    outer = outer_cells(word.blocks)
    assert time.process_time() - start < 3
    assert len(outer) == count
    assert all(word.blocks[n].text == "内" and cell.column == 1 for n, cell in outer.items())


def test_every_line_is_folded_once_however_many_tables_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [
        (f"{name}{t}", t, row, c) for t in range(60) for row in range(2) for c, name in enumerate(("科目", "金额"))
    ]
    word = word_text(_word(tables))
    pages = [_page(n, [f"科目{n}一", f"第{n}页正文", *(f"第{n}页正文之{k}" for k in range(20))]) for n in range(1, 31)]
    asked = 0

    def counted(text: str) -> object:
        nonlocal asked
        asked += 1
        return fold(text)

    fold = repeated.fold
    monkeypatch.setattr(repeated, "fold", counted)
    assert repeated_heads(word, pages) == {}
    lines = sum(len(p.lines) for p in pages)
    assert asked <= 2 * lines + len(tables)


def test_the_parts_of_a_line_are_told_once_while_it_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"{n}·{c}科目" for c in range(3)] for n in range(1, 9)]
    word = word_text(_word([(text, 0, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]))
    page = _page(1, [(text, 60 + 150.0 * c, 80 + 20.0 * r) for r, row in enumerate(rows) for c, text in enumerate(row)])
    placing = place_lines(word, [page])
    first = parts_of(placing)
    made = 0
    part_of = table_grid.part_of

    def counted(*args: object, **more: object) -> object:
        nonlocal made
        made += 1
        return part_of(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(table_grid, "part_of", counted)
    assert not misplaced(placing, page_ledger(placing, [page]), [])
    assert [id(p) for p in parts_of(placing)] == [id(p) for p in first]
    assert [p.text for p in parts_of(placing, in_cells=True)] == [text for row in rows for text in row]
    assert made == 0
    one, other = placing.pieces[4], placing.pieces[7]
    here, there = one.place, other.place
    assert here is not None and there is not None
    placing.unset(one)
    placing.unset(other)
    placing.set(one, there)
    placing.set(other, here)
    moved = {id(p.piece): p.block for p in parts_of(placing)}
    assert made == 2
    assert moved[id(one)] == word.block_of[there.start] and moved[id(other)] == word.block_of[here.start]


@given(
    st.text("1l5月末□☑", min_size=1, max_size=8),
    st.lists(st.tuples(st.text(_CHARACTERS, min_size=1, max_size=24), st.integers(0, 500)), min_size=1, max_size=6),
)
def test_several_windows_at_once_are_each_alone(line: str, windows: list[tuple[str, int]]) -> None:
    assert align_each(line, windows) == [align(line, word, offset) for word, offset in windows]


def test_no_window_is_no_alignment() -> None:
    assert align_each("甲", []) == []
