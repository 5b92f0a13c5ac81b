"""The Word's text prepared: where its blocks and cells stand is known once for all rules that ask."""

from __future__ import annotations

from tests.unit.verify.conftest import _word
from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks
from tfdocs.verify.align import BREAK
from tfdocs.verify.wordtext import word_text

MIXED = ["一、总则", ("姓 名", 0, 0, 0), ("　", 0, 0, 1), ("张三", 0, 0, 2), ("李四", 0, 0, 2), "", "二、附则"]


def test_each_block_with_text_is_where_its_characters_are() -> None:
    word = word_text(_word(MIXED))
    of_blocks: dict[int, list[int]] = {}
    for at, block in enumerate(word.block_of):
        if word.text[at] != BREAK:
            of_blocks.setdefault(block, []).append(at)
    assert {b: list(range(*stretch)) for b, stretch in word.ranges.items()} == of_blocks
    assert [word.text[slice(*stretch)] for stretch in word.ranges.values()] == [
        "一、总则", "姓名", "张三", "李四", "二、附则",
    ]  # fmt: skip


def test_a_cell_is_where_its_paragraphs_are_and_an_empty_one_is_nowhere() -> None:
    word = word_text(_word(MIXED))
    said = {cell.column: [word.text[slice(*own)] for own in stretches] for cell, stretches in word.cells.items()}
    assert said == {0: ["姓名"], 2: ["张三", "李四"]}


def test_a_table_in_a_running_head_is_no_cell_of_the_body() -> None:
    blocks = [
        Block(BlockKind.HEADER, "编号", 0, 0, "页眉", CellPlace(0, 0, 0)),
        Block(BlockKind.CELL, "姓名", 0, 0, "格", CellPlace(1, 0, 0)),
    ]
    text, placed = join_blocks(blocks)
    word = word_text(Document("word.docx", "0" * 64, "docx", text, placed))
    assert [cell.table for cell in word.cells] == [1]
    assert [word.text[slice(*stretch)] for stretch in word.ranges.values()] == ["姓名", "编号"]


def test_breaks_are_where_blocks_end() -> None:
    word = word_text(_word(MIXED))
    assert word.breaks.tolist() == [char == BREAK for char in word.text]
