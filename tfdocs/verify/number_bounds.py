"""Where one number ends and the next begins: 12 3 and 1 23 have the same digits.

White space carries no text and is folded away, for readers set it as they like; between two digits it parts numbers, as
a tabulator or a cell's edge does. So wherever the Word has two digits side by side the paper may not have room between
them, and where the Word has them apart it must.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Source
from tfdocs.verify.align import BREAK
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Piece, Placing, pairs_of
from tfdocs.verify.weighed import SAME_TEXT, Weighed, context
from tfdocs.verify.wordtext import WordText

# Heights of the line: between no room and that of a space, a quarter of an em. By reasoning; no benchmark set them yet.
_JOINED, _APART = 0.1, 0.35
# The same of white between the ink of two digits on a picture, which is more than between their boxes.
_JOINED_INK, _APART_INK = 0.2, 0.5
_WIDER = 0.25  # heights more than between the line's other characters: spaced print is spaced everywhere
_SPACED = 2  # characters on each side of two digits that are spaced as they are
_SUSPECT = 0.95  # heights between the middles of two digits from which a look at the ink is worth its time
_RULE = 0.85  # share of what lies between two digits from which a row is a rule's: a blank's, that both stand on
_EDGE = 2  # rows of a picture above and below such a rule that it lies in as well, blurred or aslant
_OF_DIGITS = 1.95  # the height of a line that stands level, in heights of its digits: 1.4 ems of 0.72
_BESIDE = 0.75  # heights between the middles of two digits that may stand side by side; a rule may stand between others
_ONE_ROW = 0.5  # heights


class _Spot(NamedTuple):
    """A digit of the Word on paper: the folded character ``at`` of ``piece``, its box in points."""

    piece: Piece
    at: int
    box: Box


def other_numbers(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each two digits of the Word that stand together on paper only, or apart on paper only."""
    word = placing.word
    disputed = {w for item in weighed if item.certainty is not None for w in range(item.hunk.w0, item.hunk.w1)}
    spots = _spots(placing, weighed)
    out: list[Weighed] = []
    for w, spot in sorted(spots.items()):
        following = w + 1
        while following < word.body and word.text[following] == BREAK:
            following += 1
        other = spots.get(following)
        if other is None or w in disputed or following in disputed:
            continue
        if following == w + 1 and _stand_together(word, w, spot, other):
            continue
        between = word.document.text[word.source[w] + 1 : word.source[following]]
        apart = following > w + 1 or any(c.isspace() for c in between)
        if between.strip() or (apart and spot.piece.line is not other.piece.line):
            continue
        pictured = spot.piece.line.source is not Source.TEXT
        if pictured and not _worth_a_look(spot, other, apart):
            continue
        white = _white(spot, other, looks)
        if white is None:
            continue
        white -= 0.0 if apart else _spaced(word, w) / min(spot.piece.line.box.height, other.piece.line.box.height)
        joined = apart and white < (_JOINED_INK if pictured else _JOINED)
        parted = not apart and white > (_APART_INK if pictured else _APART) and white > _usual(spot, other) + _WIDER
        if joined or parted:
            out.append(_entry(placing, spot, other, (w, following), joined=joined))
    return out


def _stand_together(word: WordText, w: int, spot: _Spot, other: _Spot) -> bool:
    """Whether a text layer's line has two digits side by side without room for more, as nearly all are: told at a
    glance, where neither the Word has room between them."""
    line = spot.piece.line
    if spot.piece is not other.piece or line.source is not Source.TEXT or word.source[w + 1] != word.source[w] + 1:
        return False
    tall = line.box.bottom - line.box.top
    return tall > 0 and (other.box.x0 - spot.box.x1) / tall <= _APART and not word.block(w).spaced


def _spots(placing: Placing, weighed: Sequence[Weighed]) -> dict[int, _Spot]:
    """Where the digits of the Word stand on paper, by their place in the Word's text; those that two lines have not."""
    word = placing.word
    digits = [w for w, char in enumerate(word.text[: word.body]) if char.isdigit()]
    out: dict[int, _Spot] = {}
    for piece in placing.pieces:
        if piece.place is None or piece.line.handwritten:
            continue
        own = pairs_of(piece.place, digits)
        if own and not piece.goes_down:
            for i, w in own:
                _add(out, placing, piece, piece.start + i, w)
    for item in weighed:
        hunk = item.hunk
        if item.rule == SAME_TEXT and hunk.piece is not None and hunk.w1 - hunk.w0 == hunk.l1 - hunk.l0:
            for k in range(hunk.w1 - hunk.w0):
                if word.text[hunk.w0 + k].isdigit():
                    _add(out, placing, hunk.piece, hunk.l0 + k, hunk.w0 + k)
    return out


def _add(out: dict[int, _Spot], placing: Placing, piece: Piece, at: int, w: int) -> None:
    if piece.folded.text[at] == placing.word.text[w]:
        out[w] = _Spot(piece, at, piece.line.chars[piece.folded.index[at]])


def _worth_a_look(spot: _Spot, other: _Spot, apart: bool) -> bool:
    tall = spot.piece.line.box.height
    if spot.piece.line is other.piece.line and spot.piece.line.under_seal:
        return False  # what is left of a seal is ink between them
    away = abs(other.box.centre[0] - spot.box.centre[0])
    return away < _BESIDE * tall if apart else away > _SUSPECT * tall


def _white(spot: _Spot, other: _Spot, looks: InkLooks) -> float | None:
    """Heights of white between two digits of one row, the second right of the first; None for no such two."""
    a, b = spot.piece.line, other.piece.line
    tall = min(a.box.height, b.box.height)
    if spot.piece.page != other.piece.page or abs(spot.box.centre[1] - other.box.centre[1]) > _ONE_ROW * tall:
        return None
    if other.box.centre[0] <= spot.box.centre[0]:
        return None
    if a.source is Source.TEXT:
        return (other.box.x0 - spot.box.x1) / tall
    return _white_ink(looks, spot.piece.page, a, spot.box.centre[0], other.box.centre[0])


def _white_ink(looks: InkLooks, page: int, line: Line, x0: float, x1: float) -> float | None:
    """The widest run of columns without ink between ``x0`` and ``x1`` of a row, in heights of a line that stands level.

    ``None`` where there is no ink to be seen.
    """
    inset = 0.15 * line.box.height  # a level rule beside the line is no ink of it
    dark = looks.dark(page, Box(x0, line.box.top + inset, x1, line.box.bottom - inset))
    if dark is None:
        return None
    ruled = np.convolve(dark.mean(axis=1) > _RULE, np.ones(2 * _EDGE + 1), "same") > 0
    dark = _tallest(dark & ~ruled[:, None])
    widest = run = 0
    for inked in np.asarray(dark.any(axis=0)).tolist():
        run = 0 if inked else run + 1
        widest = max(widest, run)
    written = np.flatnonzero(dark.any(axis=1))
    if not len(written):
        return None
    # the box of a long line is drawn out by its lean, and that of a blank by its rule
    digits = (int(written[-1]) - int(written[0]) + 1) / len(dark) * (line.box.height - 2 * inset)
    tall = min(line.box.height, _OF_DIGITS * digits)
    return float(widest / dark.shape[1] * (x1 - x0) / tall)


def _tallest(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """``dark`` without the rows above and below the digits: the end of a cell's rule may reach into the line's box."""
    inked = np.concatenate([[False], dark.any(axis=1), [False]])
    edges = np.flatnonzero(np.diff(inked.astype(np.int8)))
    if not len(edges):
        return dark
    first, last = max(zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True), key=lambda run: run[1] - run[0])
    out = np.zeros_like(dark)
    out[first:last] = dark[first:last]
    return out


def _spaced(word: WordText, w: int) -> float:
    """Points that the Word itself puts behind a character (w:spacing)."""
    block = word.block(w)
    at = word.source[w] - block.start
    return sum(points for start, end, points in block.spaced if start <= at < end)


def _usual(spot: _Spot, other: _Spot) -> float:
    """Heights between the characters of a line that stand side by side in it, or around the two of it.

    A heading's letters may be spaced, and so may a part of a line: it is where all around the two stand as far apart.
    """
    chars = spot.piece.line.chars
    gaps = [b.x0 - a.x1 for a, b in pairwise(chars)]
    if len(gaps) < 2:
        return 0.0
    tall = spot.piece.line.box.height
    usual = max(0.0, median(gaps)) / tall
    if spot.piece is not other.piece:
        return usual
    first, last = (spot.piece.folded.source_span(s.at, s.at + 1)[0] for s in (spot, other))
    around = [*gaps[max(0, first - _SPACED) : first], *gaps[last : last + _SPACED]]
    return max(usual, min(around) / tall) if len(around) > _SPACED else usual


def _entry(placing: Placing, spot: _Spot, other: _Spot, at: tuple[int, int], *, joined: bool) -> Weighed:
    w0, w1 = at[0], at[1] + 1
    if spot.piece is other.piece:
        hunk = Hunk(spot.piece, spot.at, other.at + 1, w0, w1)
    else:
        hunk = Hunk(other.piece, other.at, other.at + 1, at[1], w1)
    note = (
        "数字相同而分界不同：Word 分开的两个数，纸面连在一起"
        if joined
        else "数字相同而分界不同：Word 的一个数，纸面分成两处"
    )
    sure = spot.piece.line.source is Source.TEXT
    what = weigh_kind(placing.word.raw(w0, w1), hunk.read, *context(placing.word, w0, w1))
    certainty = Certainty.CERTAIN if sure else Certainty.UNCERTAIN
    return Weighed(hunk, Kind.REPLACED, certainty, what, "number-bounds", None, note)
