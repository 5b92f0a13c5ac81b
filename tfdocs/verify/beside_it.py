"""Characters that are wanting in one line and stand in the next one of its row, which was taken for a hand's.

A seal's edge beside 年 of an empty date is read 22年, and 年 月 日 without its 年 was certainly different.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.page import Source
from tfdocs.verify.align import BREAK
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pieces import Placing
from tfdocs.verify.weighed import Weighed

_ROW = 0.6  # heights between two lines of one row
_NEAR = 4.0  # heights between them: the room for a figure in a date
_NOTE = "（紧挨着的笔迹里有所缺的字，需要人工查看）"


def doubt_where_it_stands_beside(weighed: Sequence[Weighed], placing: Placing) -> list[Weighed]:
    """``weighed``, of which nothing is certain that stands in a hand's line right beside its own."""
    hands = [w.hunk for w in weighed if w.kind is Kind.FILLED_IN and w.hunk.piece is not None]
    return [_doubtful(w, hands, placing) if hands else w for w in weighed]


def _doubtful(item: Weighed, hands: Sequence[Hunk], placing: Placing) -> Weighed:
    hunk, piece = item.hunk, item.hunk.piece
    if item.certainty is not Certainty.CERTAIN or item.kind not in (Kind.REPLACED, Kind.MISSING) or piece is None:
        return item
    lost = Counter(placing.word.text[hunk.w0 : hunk.w1].replace(BREAK, "")) - Counter(hunk.read)
    if not lost or piece.line.source is Source.TEXT:
        return item
    box = piece.line.box
    for other in hands:
        assert other.piece is not None
        there = other.piece.line.box
        level = abs(there.centre[1] - box.centre[1]) < _ROW * box.height
        away = max(there.x0 - box.x1, box.x0 - there.x1)
        if other.piece.page == piece.page and level and away < _NEAR * box.height and not lost - Counter(other.read):
            return replace(item, certainty=Certainty.UNCERTAIN, note=item.note + _NOTE)
    return item
