"""Print that a pen went over: what is crossed out, ringed, put in brackets or written over by hand is no longer plain.

What a pen wrote into the blanks of a form is filled in; over the words of the Word it changes what they say, though
every one of them can still be read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page
from tfdocs.verify.align import BREAK
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.struck import runs_of, struck_in_word
from tfdocs.verify.weighed import Weighed, context

RULE = "pen-over-print"
_NOTE = "这些印刷的字上像有手写的笔画（划去、圈出、加括号或描改），请看纸面"
_NEAR = 1.2  # line heights around what was filled in by hand, which a tick or a name may reach beyond
# The dash of a telephone's number was taken for a pen's stroke six times on 108 pages that no pen went over.
_DASHED = re.compile(r"\d+-\d*|-\d+")
_BESIDE = 1  # characters beside a difference that is told already


def penned_words(placing: Placing, pages: Sequence[Page], weighed: Sequence[Weighed]) -> list[Weighed]:
    """One doubt for each run of placed text that a pen went over, where nothing in ``weighed`` tells of it."""
    if not any(p.penned for p in pages):
        return []
    told = {
        w
        for item in weighed
        if item.certainty is not None
        for w in range(item.hunk.w0 - _BESIDE, max(item.hunk.w0, item.hunk.w1) + _BESIDE)
    } | struck_in_word(placing)
    filled = _filled_in(weighed)
    out: list[Weighed] = []
    for piece in placing.pieces:
        page = pages[piece.page]
        if piece.place is None or not page.penned or piece.line.handwritten:
            continue
        pairs = [
            (piece.start + i, w)
            for i, w in piece.place.pairs
            if i is not None and w is not None and placing.word.text[w] != BREAK
        ]
        over = [(i, w) for i, w in pairs if _covered(_box(piece, i), page.penned)]
        for run in runs_of(over):
            if any(w in told for _, w in run) or not any(placing.word.text[w].isalnum() for _, w in run):
                continue  # the box and the ring of a choice look like a pen's, and are looked at by themselves
            if _DASHED.fullmatch("".join(placing.word.text[w] for _, w in run)):
                continue
            if any(_box(piece, i).intersection(box) > 0 for i, _ in run for box in filled[piece.page]):
                continue
            out.append(_entry(placing, piece, run))
    return out


def _filled_in(weighed: Sequence[Weighed]) -> dict[int, list[Box]]:
    """By page, what a hand filled in, with the room that its strokes may take beside it."""
    out: dict[int, list[Box]] = defaultdict(list)
    for item in weighed:
        piece = item.hunk.piece
        if item.kind is Kind.FILLED_IN and piece is not None:
            boxes = [_box(piece, i) for i in range(item.hunk.l0, item.hunk.l1)] or [piece.line.box]
            out[piece.page] += [b.grown(_NEAR * piece.line.box.height) for b in boxes]
    return out


def _box(piece: Piece, at: int) -> Box:
    return piece.line.chars[piece.folded.source_span(at, at + 1)[0]]


def _covered(box: Box, penned: Sequence[Box]) -> bool:
    x, y = box.centre
    return any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in penned)


def _entry(placing: Placing, piece: Piece, run: Sequence[tuple[int, int]]) -> Weighed:
    hunk = Hunk(piece, run[0][0], run[-1][0] + 1, run[0][1], run[-1][1] + 1)
    text = placing.word.raw(hunk.w0, hunk.w1)
    what = weigh_kind(text, "", *context(placing.word, hunk.w0, hunk.w1))
    return Weighed(hunk, Kind.REPLACED, Certainty.UNCERTAIN, what, RULE, None, _NOTE)
