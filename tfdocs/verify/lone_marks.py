"""Marks that say something by themselves: √ in a cell is an answer, a dot is a speck.

Recognisers know them by the words around, of which a cell has none: √ is L or 丁 in one typeface and V in another, and
a detector passes over the thin ones. So what is said of a mark alone on a scan is a doubt, whichever side has it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.page import Page, Source
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.thresholds import READ_WELL
from tfdocs.verify.weighed import Weighed

_SAY_NOTHING = frozenset("~|^`´¨¯=<>-_\"'°")  # symbols that stains and pieces of rules are read as
_SAY_SOMETHING = frozenset("%‰※§/")  # punctuation to Unicode
_ANSWERS = frozenset("√✓✔×✗✘☑☒●○■□◆◇★☆")  # what is put into cells and boxes
_READ = 0.6  # mean confidence of one of these alone: × in honest cells has 0.65 to 0.95, a planted ☑ 0.75
_DASHES = frozenset("-—–")
_TALL = 0.6  # of the usual height of the page's lines
_NOTE = "（单独一个符号，识读不可靠，需要人工查看）"


def is_mark(text: str) -> bool:
    """Whether ``text`` is one symbol that says something by itself."""
    if len(text) != 1 or text in _SAY_NOTHING:
        return False
    return text in _SAY_SOMETHING or unicodedata.category(text)[0] == "S"


def says_something(piece: Piece, page: Page, sure: float) -> bool:
    """Whether a line is one mark as tall as print, well read (``sure``: its confidence), and no mere punctuation."""
    # as it was read: ● is a dot to the normaliser, as bullets are
    text = piece.line.text.strip()
    if sure < (_READ if text in _ANSWERS else READ_WELL) or not is_mark(text):
        return False
    usual = median(line.box.height for line in page.lines)
    return piece.line.box.height >= _TALL * usual


def doubt_lone_marks(weighed: Sequence[Weighed], placing: Placing, pages: Sequence[Page]) -> list[Weighed]:
    """``weighed``, of which nothing is certain that a scan shows of cells with a mark alone."""
    return [_doubtful(item, placing, pages) for item in weighed]


def _doubtful(item: Weighed, placing: Placing, pages: Sequence[Page]) -> Weighed:
    hunk = item.hunk
    piece = hunk.piece or hunk.after
    if item.certainty is not Certainty.CERTAIN or item.kind is Kind.FILLED_IN or hunk.w1 <= hunk.w0 or piece is None:
        return item
    if pages[piece.page].source is not Source.OCR:
        return item
    word = placing.word
    blocks = {word.block_of[w] for w in range(hunk.w0, hunk.w1)}
    texts = [word.document.blocks[n].text.strip() for n in blocks]
    if not all(is_mark(t) or t in _DASHES for t in texts if t) or not any(texts):
        return item
    return replace(item, certainty=Certainty.UNCERTAIN, note=item.note + _NOTE)
