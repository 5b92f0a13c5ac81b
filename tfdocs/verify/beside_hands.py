"""Pieces of handwriting that became lines of their own, beside what a hand wrote into a blank.

Of a name over 日期 the detector made two lines, the second of which was read 士 and was certainly added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Source
from tfdocs.verify.weigh import BESIDE_BLANK
from tfdocs.verify.weighed import Weighed

_FEW = 3  # characters of such a piece
_NEAR = 1.0  # heights of the higher of the two between them
_NOTE = "（紧挨手写处，可能是笔迹的一部分，需要人工查看）"


def doubt_beside_hands(weighed: Sequence[Weighed]) -> list[Weighed]:
    """``weighed``, of which no short line by itself is certainly added that touches what a hand may have written."""
    hands: dict[int, list[Box]] = defaultdict(list)
    for item in weighed:
        piece = item.hunk.piece
        if piece is not None and (item.kind is Kind.FILLED_IN or item.rule == BESIDE_BLANK):
            first, last = piece.folded.source_span(item.hunk.l0, item.hunk.l1)
            hands[piece.page] += piece.line.chars[first:last] or (piece.line.box,)
    return [_beside(item, hands) if hands else item for item in weighed]


def _beside(item: Weighed, hands: dict[int, list[Box]]) -> Weighed:
    hunk, piece = item.hunk, item.hunk.piece
    if item.certainty is not Certainty.CERTAIN or item.kind is not Kind.ADDED or not hunk.alone or piece is None:
        return item
    if piece.line.source is Source.TEXT or len(hunk.read) > _FEW:
        return item
    own = piece.line.box
    for box in hands.get(piece.page, ()):
        away = max(own.x0 - box.x1, box.x0 - own.x1, own.top - box.bottom, box.top - own.bottom)
        if away < _NEAR * max(own.height, box.height):
            return replace(item, certainty=Certainty.UNCERTAIN, note=item.note + _NOTE)
    return item
