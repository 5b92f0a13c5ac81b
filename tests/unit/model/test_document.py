"""A document's text, blocks and glyphs fit together: every offset leads to its block and to its place on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfdocs.model.document import Block, BlockKind, Document, join_blocks
from tfdocs.model.geometry import Box

_TEXTS = st.lists(st.text(alphabet="申报书甲乙a1", max_size=6), min_size=1, max_size=8)


def _document(texts: list[str]) -> Document:
    parts = [Block(BlockKind.PARAGRAPH, t, -1, -1, f"第 {n} 段") for n, t in enumerate(texts, 1)]
    text, blocks = join_blocks(parts)
    return Document("甲.docx", "0" * 64, "docx", text, blocks)


@given(_TEXTS)
def test_blocks_are_numbered_and_point_into_the_text(texts: list[str]) -> None:
    document = _document(texts)
    assert [b.paragraph for b in document.blocks] == list(range(len(texts)))
    assert [document.text[b.start : b.end] for b in document.blocks] == texts
    assert document.text == "\n".join(texts)


@given(_TEXTS, st.data())
def test_every_offset_has_its_block(texts: list[str], data: st.DataObject) -> None:
    document = _document(texts)
    offset = data.draw(st.integers(0, len(document.text)))
    block = document.block_at(offset)
    assert block.start <= offset
    following = document.blocks[block.paragraph + 1 :]
    assert not following or offset < following[0].start


def test_a_line_break_belongs_to_the_block_before_it() -> None:
    assert _document(["甲乙", "丙"]).block_at(2).text == "甲乙"


@pytest.mark.parametrize("offset", [-1, 5])
def test_outside_there_is_no_block(offset: int) -> None:
    with pytest.raises(IndexError):
        _document(["甲乙", "丙"]).block_at(offset)


def test_an_empty_document_has_no_block() -> None:
    with pytest.raises(IndexError):
        Document("空.txt", "0" * 64, "txt", "", ()).block_at(0)


def test_without_glyphs_there_is_no_place_on_a_page() -> None:
    assert _document(["甲乙"]).where(0, 2) == (None, [])


def _on_paper(glyphs: list[tuple[int, Box] | None]) -> Document:
    text = "甲" * len(glyphs)
    block = Block(BlockKind.PARAGRAPH, text, 0, 0, "第 1 页")
    return Document("甲.pdf", "0" * 64, "pdf", text, (block,), glyphs=tuple(glyphs))


def _glyph(column: int, row: int, page: int = 1) -> tuple[int, Box]:
    return page, Box(column * 10, row * 20, column * 10 + 10, row * 20 + 10)


def test_a_run_over_two_lines_has_two_boxes() -> None:
    document = _on_paper([_glyph(3, 0), _glyph(4, 0), _glyph(0, 1), _glyph(1, 1)])
    assert document.where(0, 4) == (1, [Box(30, 0, 50, 10), Box(0, 20, 20, 30)])


def test_a_run_over_two_pages_is_shown_where_it_begins() -> None:
    assert _on_paper([_glyph(0, 9), _glyph(0, 0, page=2)]).where(0, 2) == (1, [Box(0, 180, 10, 190)])


def test_characters_without_a_place_are_passed_over() -> None:
    """A line break, or a space that the page does not draw."""
    assert _on_paper([None, _glyph(1, 0), None, _glyph(2, 0)]).where(0, 4) == (1, [Box(10, 0, 30, 10)])
    assert _on_paper([None]).where(0, 1) == (None, [])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=12))
def test_the_boxes_hold_every_glyph(places: list[tuple[int, int]]) -> None:
    glyphs = [_glyph(column, row) for column, row in places]
    page, boxes = _on_paper(list(glyphs)).where(0, len(glyphs))
    assert page == 1
    assert all(any(box.intersection(b) == b.area for box in boxes) for _, b in glyphs)
