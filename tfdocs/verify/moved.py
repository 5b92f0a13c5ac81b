"""Paragraphs that stand in another order on paper than in the Word: moved, not missing and added."""

from __future__ import annotations

from collections.abc import Sequence

from tfdocs.model.comparison import Certainty, Kind, Materiality, PageStatus
from tfdocs.model.document import BlockKind
from tfdocs.model.page import Page
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.order import longest_rise
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import MOVED_LEAST
from tfdocs.verify.weighed import Weighed


def moved_hunks(placing: Placing, pages: Sequence[Page], ledger: PageLedger) -> list[Weighed]:
    """One entry a paragraph of running prose that left its order; whole pages out of order are the page ledger's.

    Cells and text boxes are left out: paper reads them in rows, files in cells.
    """
    firsts: list[tuple[int, Piece]] = []  # block, its first line on paper, in reading order
    known: set[int] = set()
    for piece in placing.pieces:
        if piece.place is None or ledger.status[piece.page] is not PageStatus.MATCHED:
            continue
        if len(piece.text) < MOVED_LEAST or piece.place.matches < 0.8 * len(piece.text):
            continue
        block = placing.word.block_of[piece.place.start]
        if block in known or placing.word.document.blocks[block].kind is not BlockKind.PARAGRAPH:
            continue
        known.add(block)
        firsts.append((block, piece))
    keep = longest_rise([b for b, _ in firsts])
    out = []
    for n, (block, piece) in enumerate(firsts):
        if n in keep or piece.place is None:
            continue
        start = placing.word.block_of.index(block)
        end = start
        while end < len(placing.word.block_of) and placing.word.block_of[end] == block:
            end += 1
        hunk = Hunk(piece, piece.start, piece.end, start, end - 1)
        note = "这一段在纸面上的位置与 Word 不同"
        out.append(Weighed(hunk, Kind.MOVED, Certainty.CERTAIN, Materiality.TEXT, "moved", None, note))
    return out
