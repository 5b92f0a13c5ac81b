"""What stands on paper and has no place in the Word at all: added text, a seal's own, a mark, or no text."""

from __future__ import annotations

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.page import Page
from tfdocs.text.normalise import fold, is_punctuation
from tfdocs.verify import gaps
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.likelihood import Table, finite, tokens
from tfdocs.verify.lone_marks import says_something
from tfdocs.verify.pieces import Piece
from tfdocs.verify.thresholds import READ_AT_ALL, READ_WELL
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness

LONELY = 2  # characters of a line that has no neighbours to show how it is printed
_ONE_STROKE = frozenset("一")  # by itself no recogniser knows the numeral from a dash, which says nothing for certain
_SIGNS = frozenset("-—–−－+＋")
_NEXT_ROW = 2.0  # heights from a sign's middle to that of the number below it
_OF_A_RING = 4  # characters: what a seal has in its middle, or a part of its lettering


def weigh_stray(hunk: Hunk, piece: Piece, what: Materiality, page: Page, witness: Witness | None) -> Weighed:
    """``piece``, on ``page``, weighed as a line that the Word does not have at all."""
    line = piece.line
    sure = sum(line.confidence) / max(1, len(line.confidence))
    score = None
    if line.lattice is not None:
        scored = Table(line.lattice)
        score = finite(scored.score(tokens(line.text)) - scored.score(()))
    mark = says_something(piece, page, sure) or (sure >= READ_WELL and _is_sign_over_a_number(piece, page))
    if is_punctuation(piece.text) and (len(piece.text) == 1 or sure < READ_WELL) and not mark:
        note = "细小墨点或线段，不是文字"
        return Weighed(hunk, Kind.ADDED, None, what, "speck", score, note)
    if witness is not None and set(piece.text) <= gaps.LIKE_RULES and len(piece.text) <= LONELY:
        boxes = line.chars[piece.start : piece.end] if len(line.chars) == len(piece.folded.text) else (line.box,)
        if all(witness.only_rules(page, b) for b in boxes):
            note = "是表格线的交叉处，不是文字"
            return Weighed(hunk, Kind.ADDED, None, what, "rules", score, note)
    if hunk.twice:
        note = "与另一行重叠，是同一处文字的一部分"
        return Weighed(hunk, Kind.ADDED, None, what, "read-twice", score, note)
    in_seal = any(s.box.intersection(line.box) > 0.6 * line.box.area for s in page.seals)
    if in_seal and (sure < READ_WELL or _seal_says(page, piece)):
        note = "印章自身的文字"
        return Weighed(hunk, Kind.ADDED, None, what, "seal", score, note)
    lonely = len(piece.text) <= LONELY
    touched = lonely and any(s.box.grown(line.box.height).intersection(line.box) > 0 for s in page.seals)
    if (in_seal or touched) and witness is not None and witness.colourless(page):
        note = "在印章范围内或紧挨印章，扫描件无彩色，分不清是印章还是正文，需要人工查看"
        return Weighed(hunk, Kind.ADDED, Certainty.UNCERTAIN, what, "under-seal", score, note)
    if mark or line.text.strip() in _ONE_STROKE:
        note = "Word 中没有的单独符号，分不清是印的还是手写的，需要人工查看"
        return Weighed(hunk, Kind.ADDED, Certainty.UNCERTAIN, what, "lone-mark", score, note)
    if sure >= READ_WELL and not (in_seal and len(piece.text) < 3):
        if len(piece.text) <= _OF_A_RING and witness is not None and witness.in_ring(page, line.box):
            note = "在环形墨迹之内，可能是没有认出的印章的文字，需要人工查看"
            return Weighed(hunk, Kind.ADDED, Certainty.UNCERTAIN, what, "in-a-ring", score, note)
        return Weighed(hunk, Kind.ADDED, Certainty.CERTAIN, what, "not-in-word", score, "Word 中没有这些文字")
    note = "Word 中没有，且读得不准，需要人工查看" if sure >= READ_AT_ALL else "此处墨迹读不出，需要人工查看"
    return Weighed(hunk, Kind.ADDED, Certainty.UNCERTAIN, what, "hardly-read", score, note)


def _is_sign_over_a_number(piece: Piece, page: Page) -> bool:
    """Whether a line is a sign alone, right above a number in its column: -11, broken in a tight cell."""
    sign = piece.line.box
    return piece.line.text.strip() in _SIGNS and any(
        line.text[:1].isdigit()
        and min(sign.x1, line.box.x1) - max(sign.x0, line.box.x0) > 0.5 * sign.width
        and 0 < line.box.centre[1] - sign.centre[1] < _NEXT_ROW * line.box.height
        for line in page.lines
    )


def _seal_says(page: Page, piece: Piece) -> bool:
    """Whether the words are those read on the seal they lie in: ink that print has nothing to do with."""
    text = piece.text
    seals = [s for s in page.seals if s.text and s.box.intersection(piece.line.box) > 0.6 * piece.line.box.area]
    return len(text) >= 2 and any(text in fold(s.text or "").text for s in seals)
