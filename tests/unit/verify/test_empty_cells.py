"""A mark put into an empty cell of a scanned table, over which a detector passes, is ink that nothing explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from tests.unit.verify.conftest import _page, _word
from tfdocs.model.comparison import Certainty, Kind, Materiality, Verdict
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Seal, SealShape, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.empty_cells import marks_in_empty_cells
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.judge import compare
from tfdocs.verify.pieces import Piece
from tfdocs.verify.place import place_lines
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import word_text

ROWS = [
    ["事项", "甲方", "乙方", "丙方"],
    ["组织培训", "×", "", "√"],
    ["举办沙龙", "", "—", "√"],
    ["编写指南", "√", "×", ""],
]
LEFT, WIDE, TOP, HIGH, SIZE = 90.0, 100.0, 80.0, 18.0, 12.0
UNIT = 4.0  # pixels a point


class Looks:
    """``strokes``: boxes of ink in points; all else is bare."""

    def __init__(self, strokes: Sequence[Box]) -> None:
        self.strokes = strokes

    def dark(self, page: int, box: Box, faint: float = 0.5, tone: float | None = None) -> np.ndarray:
        out = np.zeros((round(box.height * UNIT), round(box.width * UNIT)), np.bool_)
        for s in self.strokes:
            x0, x1 = (max(0, round((x - box.x0) * UNIT)) for x in (s.x0, s.x1))
            top, bottom = (max(0, round((y - box.top) * UNIT)) for y in (s.top, s.bottom))
            out[top:bottom, x0:x1] = True
        return out


def scanned(unread: Sequence[tuple[int, int]] = ()) -> Page:
    """The table as a scan on which nothing was read in the cells ``unread``."""
    cells = [(t, LEFT + WIDE * c, TOP + HIGH * r) for r, row in enumerate(ROWS) for c, t in enumerate(row)]
    wanted = [c for n, c in enumerate(cells) if c[0] and divmod(n, len(ROWS[0])) not in unread]
    page = _page(1, wanted)
    lines = tuple(replace(line, source=Source.OCR) for line in page.lines)
    return replace(page, lines=lines, source=Source.OCR)


def found(page: Page, strokes: Sequence[Box]) -> list[Weighed]:
    word = word_text(_word([(t, 0, r, c) for r, row in enumerate(ROWS) for c, t in enumerate(row)]))
    placing = place_lines(word, [page])
    return marks_in_empty_cells(placing, [page], cast(InkLooks, Looks(strokes)), [])


def stroke(row: int, column: int, wide: float = 10.0, high: float = 1.0, right: float = 4.0, down: float = 5.5) -> Box:
    x, y = LEFT + WIDE * column + right, TOP + HIGH * row + down
    return Box(x, y, x + wide, y + high)


@pytest.mark.parametrize(
    "mark", [stroke(1, 2), stroke(2, 1, 7, 8, down=2), stroke(1, 2, right=-40), stroke(3, 3, down=3)]
)
def test_a_mark_in_an_empty_cell_is_a_doubt_wherever_in_it_it_stands(mark: Box) -> None:
    (item,) = found(scanned(), [mark])
    assert (item.kind, item.certainty, item.rule) == (Kind.ADDED, Certainty.UNCERTAIN, "empty-cell-inked")
    assert item.seen is not None and item.seen.intersection(mark) > 0.8 * mark.area


@pytest.mark.parametrize(
    "ink",
    [
        stroke(1, 2, 1, 1),  # a speck
        stroke(1, 2, 90),  # a rule
        stroke(1, 2, 1, 9, down=1.5),  # a piece of an upright one
        stroke(1, 2, down=-2),  # a piece of the rule between two rows
        stroke(1, 2, 10, 22, down=-5),  # what goes through the row
    ],
)
def test_what_is_no_mark_is_none(ink: Box) -> None:
    assert found(scanned(), [ink]) == []


def test_a_mark_of_the_word_that_was_not_read_explains_ink_in_its_column() -> None:
    assert found(scanned([(2, 2)]), [stroke(2, 2, right=1)]) == []
    (item,) = found(scanned([(2, 2)]), [stroke(2, 1)])
    assert (item.kind, item.certainty, item.rule) == (Kind.MOVED, Certainty.UNCERTAIN, "other-cell-inked")
    assert len(found(scanned([(2, 2)]), [stroke(2, 1), stroke(2, 2)])) == 1
    assert found(scanned([(2, 2)]), []) == []  # no ink anywhere: it is missing, and has moved nowhere


def test_a_mark_that_was_given_the_place_of_another_row_s_is_shown_where_it_stands() -> None:
    """A — in an empty cell stood for the next row's, of which nothing was read, and nothing was too many."""
    page = scanned([(2, 2)])
    strange = replace(_page(1, [("—", LEFT + WIDE * 2, TOP + HIGH)]).lines[0], source=Source.OCR)
    (item,) = found(replace(page, lines=(*page.lines, strange)), [])
    assert (item.rule, item.seen) == ("empty-cell-inked", strange.box)


def test_a_mark_that_was_told_as_added_is_told_of_its_own_row() -> None:
    """√ in a row's empty cell, read behind the row below, was told of that one."""
    page = scanned()
    line = replace(_page(1, [("√", LEFT + WIDE * 2, TOP + HIGH)]).lines[0], source=Source.OCR)
    page = replace(page, lines=(*page.lines, line))
    word = word_text(_word([(t, 0, r, c) for r, row in enumerate(ROWS) for c, t in enumerate(row)]))
    placing = place_lines(word, [page])
    piece = Piece(0, 99, line, fold("√"), 0, 1)
    end = len(word.text) - 1
    told = Weighed(
        Hunk(piece, 0, 1, end, end, alone=True), Kind.ADDED, Certainty.UNCERTAIN, Materiality.TEXT, "lone-mark", 5.0, ""
    )
    (item,) = marks_in_empty_cells(placing, [page], cast(InkLooks, Looks([])), [told])
    assert item.rule == "lone-mark"
    assert word.text[item.hunk.w0 - 1] == "×" and word.text[: item.hunk.w0].count("×") == 1


def told(kind: Kind, row: int, start: int, end: int) -> tuple[list[Weighed], Box]:
    """What is said when X stands alone in the empty cell of the ``row``, told of the Word's ``start:end``."""
    page = scanned([(2, 2)])
    line = replace(_page(1, [("X", LEFT + WIDE * 2, TOP + HIGH * row)]).lines[0], source=Source.OCR)
    page = replace(page, lines=(*page.lines, line))
    word = word_text(_word([(t, 0, r, c) for r, row in enumerate(ROWS) for c, t in enumerate(row)]))
    hunk = Hunk(Piece(0, 99, line, fold("X"), 0, 1), 0, 1, start, end, alone=True)
    item = Weighed(hunk, kind, Certainty.UNCERTAIN, Materiality.TEXT, "before", None, "")
    return marks_in_empty_cells(
        place_lines(word, [page]), [page], cast(InkLooks, Looks([stroke(2, 2)])), [item]
    ), line.box


def test_a_mark_that_was_held_against_one_of_another_row_is_told_of_its_own() -> None:
    """× in an empty cell was what the unread — of the next row was said to be misread as."""
    word = word_text(_word([(t, 0, r, c) for r, row in enumerate(ROWS) for c, t in enumerate(row)]))
    dash = word.text.index("-")
    out, box = told(Kind.REPLACED, 1, dash, dash + 1)
    assert [item.rule for item in out] == ["before", "empty-cell-inked"]
    assert out[1].seen == box
    assert [item.rule for item in told(Kind.REPLACED, 2, dash, dash + 1)[0]] == ["before"]


def test_a_mark_that_may_be_printed_was_put_into_a_table_of_marks_and_not_filled_in() -> None:
    """☑ in an empty cell, read as 曰, passed for handwriting."""
    word = word_text(_word([(t, 0, r, c) for r, row in enumerate(ROWS) for c, t in enumerate(row)]))
    end = len(word.text) - 1
    (item,), _ = told(Kind.FILLED_IN, 1, end, end)
    assert (item.kind, item.certainty, item.rule) == (Kind.ADDED, Certainty.UNCERTAIN, "empty-cell-inked")
    assert word.text[item.hunk.w0 - 1] == "×" and word.text[: item.hunk.w0].count("×") == 1


def test_beside_a_seal_and_in_a_text_file_nothing_is_looked_at() -> None:
    mark = stroke(1, 2)
    sealed = replace(scanned(), seals=(Seal(1, mark.grown(20), SealShape.CIRCLE),))
    assert found(sealed, [mark]) == []
    page = scanned()
    assert found(replace(page, source=Source.TEXT), [mark]) == []


def test_a_mark_in_an_empty_cell_is_no_misread_dash_of_the_row_below() -> None:
    """√ had been told to stand for the — of the next row, which no line was read of."""
    word = [("甲", 0, 0, 0), ("", 0, 0, 1), ("乙", 0, 1, 0), ("—", 0, 1, 1)]
    page = _page(1, [("甲", 90, 80), ("√", 190, 80), ("乙", 90, 98)])
    page = replace(page, lines=tuple(replace(ln, source=Source.OCR) for ln in page.lines), source=Source.OCR)
    report = compare(_word(word), [page], pdf_name="a.pdf", pdf_sha256="1" * 64)
    assert report.verdict is not Verdict.CONSISTENT
    assert ("", "√") in [(d.word.text, d.pdf.text) for d in report.differences if d.word and d.pdf]
