"""Characters that are wanting in one line, where something stands right beside it: a doubt, and no certain difference.

A seal's edge beside 年 of an empty date is read 22年, as a hand's, and 年 月 日 had lost its 年. The number of an item
in a compact list is passed over by the detector, and all that is left of it is its ink.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Source
from tfdocs.text.normalise import is_punctuation
from tfdocs.verify.align import BREAK
from tfdocs.verify.boxes import em_of
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.layout import is_full_width
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

_ROW = 0.6  # heights between two lines of one row
_NEAR = 4.0  # heights between them: the room for a figure in a date
_INSET = 0.15  # heights: a rule above or below, and the line's own first stroke, are no number
# Of the paper's tone, as elsewhere: half-way from the darkest pixel to the paper the grain of bare paper was ink, in
# eight of nine places of three scans, and no number was ever certainly missing.
_INK = 0.72
_INKED = 0.02  # of a square as high as the line, by reasoning: a speck has less, 一、 of thin strokes nearly twice that
_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.]|[(][一二三四五六七八九十\d]{1,3}[)]")
_LOOKS = frozenset({"wider-look", "second-look"})
_WORDS = 2  # characters: one alone is soon the same as another
_TOUCHING = 0.25  # heights between two boxes that a detector laid over one row
_SEEN_NOTE = "与同一行旁边的文字相接，正是 Word 此处的文字"
_FEW = 3  # characters that a line may have passed over
# Ems from the middle of a character, narrow or wide, that are its own: recognisers tell places to a quarter of one.
_OWN = (0.3, 0.55)
_ROOM = 0.3  # ems that ink of another has
_MARKS = 2  # characters of a mark or two
_MARK_NOTE = "（所缺标点的位置有墨迹，没有识读出来，需要人工查看）"
_INK_NOTE = "（序号的位置有墨迹，没有识读出来，需要人工查看）"
_OPEN_NOTE = "（本页另有一处没有读清，Word 在那里正是这些文字，需要人工查看）"
_NOTE = "（紧挨着的笔迹里有所缺的字，需要人工查看）"
_DIM_NOTE = "（此处有一行没有读清，需要人工查看）"
_HARDLY = frozenset({"hardly-read"})
_ROW_AND_HALF = 1.5  # heights of two lines from one's middle to the other's, at the most


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


def settle_what_was_seen_beside(weighed: Sequence[Weighed], placing: Placing) -> list[Weighed]:
    """``weighed``, of which nothing was put in that is just what a second look found wanting at the line beside it.

    Two boxes over one row part a character: 附表 in the one, and in the other the right half of 表, read as 三, with
    all that follows. A look with room has seen the 附表 that the second line lost; the first line is that.

    And nothing was put in for certain that the Word has where a doubt remains on the page: under a black seal a
    detector had made one line of two cells' first ones, and 实验站, the second of one of them, was too much.
    """
    text = placing.word.text
    seen = [w.hunk for w in weighed if w.certainty is None and w.rule in _LOOKS and w.hunk.piece is not None]
    wanting = {
        (w.hunk.piece.page, bare)
        for w in weighed
        if w.certainty is Certainty.UNCERTAIN and w.hunk.piece is not None
        if (bare := _bare(text[w.hunk.w0 : w.hunk.w1]))
    }
    out = []
    for item in weighed:
        hunk, piece = item.hunk, item.hunk.piece
        if item.certainty is None or item.kind is not Kind.ADDED or not hunk.alone or piece is None:
            out.append(item)
            continue
        if piece.line.source is Source.OCR and len(piece.text) >= _WORDS:
            for other in seen:
                wanted = text[other.w0 : other.w1].replace(BREAK, "")
                if wanted == piece.text and other.piece is not None and _touch(piece, other.piece):
                    seen = [h for h in seen if h is not other]
                    item = replace(item, certainty=None, rule="seen-beside", note=_SEEN_NOTE)
                    break
        if item.certainty is Certainty.CERTAIN and (piece.page, _bare(piece.text)) in wanting:
            item = replace(item, certainty=Certainty.UNCERTAIN, note=item.note + _OPEN_NOTE)
        out.append(item)
    return out


def doubt_beside_what_was_hardly_read(weighed: Sequence[Weighed]) -> list[Weighed]:
    """``weighed``, of which nothing is certainly missing where a line stands that could hardly be read.

    面，蜀岭省轨道交 above 通协会与江油河 was one box of a photograph, and read as 的会有就女: that line was told to be
    in doubt, and the words that it is to be missing for certain.
    """
    dim = [
        w.hunk.piece
        for w in weighed
        if w.kind is Kind.ADDED and w.rule in _HARDLY and w.certainty is not None and w.hunk.piece is not None
    ]
    return [_beside_dim(w, dim) if dim else w for w in weighed]


def _beside_dim(item: Weighed, dim: Sequence[Piece]) -> Weighed:
    if item.certainty is not Certainty.CERTAIN or item.kind is not Kind.MISSING:
        return item
    for piece in dim:
        box = piece.line.box
        for other, below in ((item.hunk.piece, True), (item.hunk.after, False)):
            if other is None or other.page != piece.page or other.line.source is Source.TEXT:
                continue
            own = other.line.box
            beside = min(own.x1, box.x1) > max(own.x0, box.x0)
            step = (box.centre[1] - own.centre[1]) * (1 if below else -1)
            if beside and 0 < step < (own.height + box.height) * _ROW_AND_HALF / 2:
                return replace(item, certainty=Certainty.UNCERTAIN, note=item.note + _DIM_NOTE)
    return item


def _bare(text: str) -> str:
    """``text`` without punctuation, which a seal's specks are read as."""
    return "".join(c for c in text if c != BREAK and not is_punctuation(c))


def _touch(piece: Piece, other: Piece) -> bool:
    """Whether two lines of one row overlap, or nearly."""
    one, two = piece.line.box, other.line.box
    level = abs(one.centre[1] - two.centre[1]) < _ROW * min(one.height, two.height)
    apart = max(one.x0 - two.x1, two.x0 - one.x1)
    return piece.page == other.page and level and apart < _TOUCHING * one.height


def doubt_numbers_with_ink(weighed: Sequence[Weighed], placing: Placing, looks: InkLooks) -> list[Weighed]:
    """``weighed``, of which no number of an item, and no mark at a line's end, is certainly missing that has ink where
    it should stand: the thin （ and ） of a blank are passed over by the detector too."""
    word = placing.word
    starts: dict[int, Piece] = {}
    ends: dict[int, Piece] = {}
    out = []
    for item in weighed:
        hunk = item.hunk
        if item.certainty is Certainty.CERTAIN and item.kind in (Kind.MISSING, Kind.REPLACED):
            wanted = word.text[hunk.w0 : hunk.w1].replace(BREAK, "")
            number = item.kind is Kind.MISSING and _NUMBER.fullmatch(wanted) is not None
            if number or _is_marks(wanted, hunk.read):
                if not starts:
                    placed = [(p, p.place) for p in placing.pieces if p.place is not None]
                    starts, ends = {place.start: p for p, place in placed}, {place.end: p for p, place in placed}
                before = starts.get(hunk.w1) or starts.get(hunk.w0 if hunk.read else -1)
                behind = None if number else ends.get(hunk.w0) or ends.get(hunk.w1 if hunk.read else -1)
                if (before is not None and _has_ink(before, looks, before=True)) or (
                    behind is not None and _has_ink(behind, looks, before=False)
                ):
                    note = _INK_NOTE if number else _MARK_NOTE
                    item = replace(item, certainty=Certainty.UNCERTAIN, note=item.note + note)
            if item.certainty is Certainty.CERTAIN and len(wanted) <= _FEW and _has_ink_within(item, looks):
                item = replace(item, certainty=Certainty.UNCERTAIN, note=item.note + _MARK_NOTE)
        out.append(item)
    return out


def _has_ink_within(item: Weighed, looks: InkLooks) -> bool:
    """Whether ink stands in the line where nothing was read and something is wanting: ➢ between two characters.

    Where a character was taken out what stands around it has closed up.
    """
    hunk, piece = item.hunk, item.hunk.piece
    if item.kind is not Kind.MISSING or piece is None or piece.line.source is not Source.OCR or hunk.read:
        return False
    line, text = piece.line, piece.folded
    em, tall = em_of(line), line.box.height
    left, right = line.box.x0, line.box.x1
    if hunk.l0 > 0:
        before = text.source_span(hunk.l0 - 1, hunk.l0)[1] - 1
        left = line.chars[before].centre[0] + _OWN[is_full_width(line.text[before])] * em
    if hunk.l0 < len(text.text):
        behind = text.source_span(hunk.l0, hunk.l0 + 1)[0]
        right = line.chars[behind].centre[0] - _OWN[is_full_width(line.text[behind])] * em
    if right - left < _ROOM * em:
        return False
    edge = _INSET * tall
    dark = looks.dark(piece.page, Box(left, line.box.top + edge, right, line.box.bottom - edge), tone=_INK)
    return dark is not None and int(dark.sum()) > _INKED * len(dark) ** 2


def _is_marks(wanted: str, read: str) -> bool:
    return 0 < len(wanted) <= _MARKS and all(map(is_punctuation, wanted)) and len(read) < 2


def _has_ink(piece: Piece, looks: InkLooks, *, before: bool) -> bool:
    """Whether ink stands before the line, or behind it."""
    box, tall = piece.line.box, piece.line.box.height
    if piece.line.source is not Source.OCR:
        return False
    near, edge = _NEAR * tall, _INSET * tall
    left, right = (max(0.0, box.x0 - near), box.x0 - edge) if before else (box.x1 + edge, box.x1 + near)
    dark = looks.dark(piece.page, Box(left, box.top + edge, right, box.bottom - edge), tone=_INK)
    return dark is not None and int(dark.sum()) > _INKED * len(dark) ** 2
