"""Dropped initials on scans (ECMA-376-1 17.3.1.11, ``w:dropCap``): the Word says that the place has one.

Detectors cut a character as high as three rows in two, and leave its foot to the line beside it: 专 is read as 十 and
々, and 工, the foot of 经, before the next row's first character. What differs there is a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.document import BlockKind
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Source
from tfdocs.text.normalise import fold
from tfdocs.verify.hunk import PROSE
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

_ROWS = 3.6  # heights of the first row's characters, from its top, over which an initial of three rows reaches
_REACH = 0.25  # of the first character's width that the middle of a stroke may reach over its left end
_STROKES = 2  # characters that a part of an initial was read as
_NOTE = "段首下沉的大字在扫描件上常被拆开识读，不能肯定，需要人工查看"


def doubt_initials(weighed: Sequence[Weighed], placing: Placing) -> list[Weighed]:
    """``weighed`` with what differs at a dropped initial of a scan no more than a doubt."""
    starts = _initials(placing)
    if not starts:
        return list(weighed)
    places = _places(placing, starts)
    own = {w for start, end in starts for w in range(start, end)}
    return [_doubted(item) if _is_at(item, own, places) else item for item in weighed]


def _initials(placing: Placing) -> list[tuple[int, int]]:
    """The Word's initials: framed paragraphs of one character before prose. Where each begins, where its prose does."""
    word = placing.word
    blocks = word.document.blocks
    if not any(block.floats for block in blocks):
        return []
    first: dict[int, int] = {}
    for at, number in enumerate(word.block_of[: word.body]):
        first.setdefault(number, at)
    out = []
    for number, block in enumerate(blocks[:-1]):
        if not block.floats or block.kind is not BlockKind.PARAGRAPH or len(fold(block.text).text) != 1:
            continue
        if len(blocks[number + 1].text) >= PROSE and number in first and number + 1 in first:
            out.append((first[number], first[number + 1]))
    return out


def _places(placing: Placing, starts: Sequence[tuple[int, int]]) -> list[tuple[int, Box]]:
    """Where on scanned pages (indices) the initials stand: left of what comes next, beside its first rows."""
    wanted = {prose for _, prose in starts}
    out = []
    for piece in placing.pieces:
        if piece.place is None or piece.line.source is not Source.OCR:
            continue
        for i, w in piece.place.pairs:
            if i is not None and w in wanted:
                box = _box(piece, piece.start + i, piece.start + i + 1)
                foot = box.top + _ROWS * piece.line.box.height
                out.append((piece.page, Box(0.0, box.top - box.height, box.x0 + _REACH * box.width, foot)))
    return out


def _box(piece: Piece, start: int, end: int) -> Box:
    """Of the folded characters of ``piece``'s line from ``start`` to before ``end``, at least one."""
    a, b = piece.folded.source_span(start, end)
    return union(piece.line.chars[a:b])


def _is_at(item: Weighed, own: set[int], places: Sequence[tuple[int, Box]]) -> bool:
    hunk, piece = item.hunk, item.hunk.piece
    if item.certainty is not Certainty.CERTAIN or not places:
        return False
    if hunk.w1 > hunk.w0 and own.issuperset(range(hunk.w0, hunk.w1)):
        return item.kind in (Kind.REPLACED, Kind.MISSING)
    if piece is None or not 0 < hunk.l1 - hunk.l0 <= _STROKES or hunk.w1 - hunk.w0 > 1:
        return False
    if piece.line.source is not Source.OCR or len(piece.line.chars) != len(piece.line.text):
        return False
    middle = _box(piece, hunk.l0, hunk.l1).centre
    return any(
        page == piece.page and box.x0 <= middle[0] <= box.x1 and box.top <= middle[1] <= box.bottom
        for page, box in places
    )


def _doubted(item: Weighed) -> Weighed:
    return replace(item, certainty=Certainty.UNCERTAIN, rule="dropped-initial", note=_NOTE)
