"""Is there room for it? A character takes an em of its line, whatever a recogniser makes of the words around it.

调查日的期 may be as likely as 调查日期 to who knows the language, and 调查期 too: then the one more, or the one less,
was explained as misread. But from 日 to 期 it is two ems on the paper or it is one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.page import Line, Source
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pieces import Placing
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.wordtext import WordText

__all__ = ["doubt_by_room"]

_MORE = 0.7  # ems beyond one from which something stands between two neighbours, for each character that was read
_LESS = 0.35  # ems beyond one up to which nothing does
_TELLING = 2  # steps between neighbours that tell a line's em
_MOST = 4  # characters: more are never explained so
_RULES = ("likelihood", "likelihood-second-look", "wider-look")
_ADDED = "图像上两字之间有一个字的位置，Word 没有，需要人工查看"
_MISSING = "图像上两字相邻，中间没有 Word 中这个字的位置，需要人工查看"


def doubt_by_room(weighed: Sequence[Weighed], placing: Placing) -> list[Weighed]:
    """``weighed`` with a doubt for each ideograph more or less that was explained, where the room says otherwise."""
    return [_doubtful(item, placing.word) for item in weighed]


def _doubtful(item: Weighed, word: WordText) -> Weighed:
    hunk, piece = item.hunk, item.hunk.piece
    if item.certainty is not None or item.rule not in _RULES or piece is None or piece.goes_down:
        return item
    line = piece.line
    if line.source is not Source.OCR or item.kind not in (Kind.ADDED, Kind.MISSING):
        return item
    said = word.raw(hunk.w0, hunk.w1)
    what = hunk.read if item.kind is Kind.ADDED else said
    if not what or len(what) > _MOST or not all(map(_is_ideograph, what)):
        return item
    if item.kind is Kind.ADDED and _doubled(line, hunk):
        return replace(item, certainty=Certainty.UNCERTAIN, rule="room-for-it", note=_ADDED)
    ems = _between(line, hunk) if _side_by_side(word, hunk) else None
    if ems is None:
        return item
    if item.kind is Kind.ADDED and ems >= len(what) + _MORE:
        return replace(item, certainty=Certainty.UNCERTAIN, rule="room-for-it", note=_ADDED)
    if item.kind is Kind.MISSING and ems <= 1 + _LESS:
        return replace(item, certainty=Certainty.UNCERTAIN, rule="no-room-for-it", note=_MISSING)
    return item


def _between(line: Line, hunk: Hunk) -> float | None:
    """Ems from the character before the place to the one behind it; None where either is none of full width."""
    assert hunk.piece is not None
    index = hunk.piece.folded.index
    if hunk.l0 <= 0 or hunk.l1 >= len(index) or len(line.chars) != len(line.text):
        return None
    first, last = index[hunk.l0 - 1], index[hunk.l1]
    if not (_is_ideograph(line.text[first]) and _is_ideograph(line.text[last])):
        return None
    return _ems(line, first, last)


def _doubled(line: Line, hunk: Hunk) -> bool:
    """Whether what was read is its neighbour once more, an em from it: of 月月 a further look makes one character."""
    assert hunk.piece is not None
    folded = hunk.piece.folded
    if len(hunk.read) != 1 or len(line.chars) != len(line.text):
        return False
    for one in (hunk.l0 - 1, hunk.l0):
        if 0 <= one < len(folded.text) - 1 and folded.text[one] == folded.text[one + 1]:
            ems = _ems(line, folded.index[one], folded.index[one + 1])
            return ems is not None and ems >= _MORE
    return False


def _ems(line: Line, first: int, last: int) -> float | None:
    """Ems from the middle of one character to that of another; None where the line does not tell its em."""
    steps = [
        line.chars[b].centre[0] - line.chars[a].centre[0]
        for a, b in pairwise(range(len(line.text)))
        if not first <= a < last and _is_ideograph(line.text[a]) and _is_ideograph(line.text[b])
    ]
    em = median(steps) if len(steps) >= _TELLING else 0.0
    return (line.chars[last].centre[0] - line.chars[first].centre[0]) / em if em > 0 else None


def _side_by_side(word: WordText, hunk: Hunk) -> bool:
    """Whether the Word has the characters around the place in one stretch, without room of its own between them."""
    if not 0 < hunk.w0 <= hunk.w1 < word.body:
        return False
    start, end = word.source[hunk.w0 - 1], word.source[hunk.w1]
    return end - start == hunk.w1 - hunk.w0 + 1 and all(map(_is_ideograph, word.document.text[start : end + 1]))


def _is_ideograph(char: str) -> bool:
    return unicodedata.category(char) == "Lo" and unicodedata.east_asian_width(char) in "WF"
