"""A line through words takes them back. It stands in the Word and on the paper, or it is a difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.verify.align import BREAK
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed, context

_ON_PAPER = "这些字在纸面上被一条线划去，Word 中没有删除线"
_IN_WORD = "Word 中这些字有删除线，纸面上没有"


def struck_words(placing: Placing, pages: Sequence[Page]) -> list[Weighed]:
    """One entry for each run of placed text that has a line through it on one side only."""
    word = placing.word
    in_word = struck_in_word(placing)
    if not in_word and not any(p.struck for p in pages):
        return []
    out: list[Weighed] = []
    for piece in placing.pieces:
        page = pages[piece.page]
        if piece.place is None or (not page.struck and not in_word):
            continue
        wrong: dict[bool, list[tuple[int, int]]] = defaultdict(list)
        for i, w in piece.place.pairs:
            if i is None or w is None or word.text[w] == BREAK:
                continue
            on_paper = _is_struck(piece, piece.start + i, page.struck)
            if on_paper != (w in in_word):
                wrong[on_paper].append((piece.start + i, w))
        for on_paper, pairs in wrong.items():
            out += [_entry(placing, piece, run, on_paper=on_paper) for run in runs_of(pairs)]
    return out


def struck_in_word(placing: Placing) -> frozenset[int]:
    """The Word's characters with a line through them."""
    blocks = placing.word.document.blocks
    if not any(b.struck for b in blocks):
        return frozenset()
    offsets = {b.start + at for b in blocks for first, last in b.struck for at in range(first, last)}
    return frozenset(w for w, at in enumerate(placing.word.source) if at in offsets and placing.word.text[w] != BREAK)


def _is_struck(piece: Piece, at: int, struck: Sequence[Box]) -> bool:
    first = piece.folded.source_span(at, at + 1)[0]
    x, y = piece.line.chars[first].centre
    return any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in struck)


def runs_of(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """``pairs`` of places in a line and in the Word in runs, in which one character at most is left out."""
    out: list[list[tuple[int, int]]] = []
    for i, w in pairs:
        if out and i - out[-1][-1][0] <= 2:
            out[-1].append((i, w))
        else:
            out.append([(i, w)])
    return out


def _entry(placing: Placing, piece: Piece, run: Sequence[tuple[int, int]], *, on_paper: bool) -> Weighed:
    hunk = Hunk(piece, run[0][0], run[-1][0] + 1, run[0][1], run[-1][1] + 1)
    text = placing.word.raw(hunk.w0, hunk.w1)
    what = weigh_kind(text, "" if on_paper else hunk.read, *context(placing.word, hunk.w0, hunk.w1))
    sure = piece.line.source is Source.TEXT
    certainty = Certainty.CERTAIN if sure else Certainty.UNCERTAIN
    return Weighed(hunk, Kind.REPLACED, certainty, what, "struck-out", None, _ON_PAPER if on_paper else _IN_WORD)
