"""Words and pages without files: lines of text laid out like a printer would."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tfdocs.model.document import Block, BlockKind, CellPlace, Document, join_blocks
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source

SIZE = 12.0


def _line(text: str, x: float, top: float) -> Line:
    chars = tuple(Box(x + i * SIZE, top, x + (i + 1) * SIZE, top + SIZE) for i in range(len(text)))
    box = Box(x, top, x + max(1, len(text)) * SIZE, top + SIZE)
    return Line(text, box, chars, (1.0,) * len(text), Source.TEXT)


def _page(number: int, lines: Sequence[str | tuple[str, float, float]]) -> Page:
    """Plain strings go one below the other; (text, x, top) stands where it says."""
    out = []
    top = 80.0
    for item in lines:
        if isinstance(item, str):
            out.append(_line(item, 90.0, top))
            top += 20
        else:
            out.append(_line(*item))
    return Page(number, 595.0, 842.0, 0, None, Source.TEXT, tuple(out))


def _word(paragraphs: Sequence[str | tuple[str, int, int, int]]) -> Document:
    """Plain strings are paragraphs; (text, table, row, column) is a cell."""
    blocks = []
    for item in paragraphs:
        if isinstance(item, str):
            blocks.append(Block(BlockKind.PARAGRAPH, item, 0, 0, "段"))
        else:
            text, table, row, column = item
            blocks.append(Block(BlockKind.CELL, text, 0, 0, "格", CellPlace(table, row, column)))
    text, placed = join_blocks(blocks)
    return Document("word.docx", "0" * 64, "docx", text, placed)


@pytest.fixture
def page() -> Callable[..., Page]:
    return _page


@pytest.fixture
def word() -> Callable[..., Document]:
    return _word
