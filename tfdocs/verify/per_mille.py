"""‰ and %: a recogniser that knows only one of them reads either as it, and the one is a tenth of the other.

% has two rings, one above and one below, ‰ a third beside the lower one. They are looked for on the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from tfdocs.model.comparison import Certainty, Kind
from tfdocs.model.geometry import Box
from tfdocs.model.page import Source
from tfdocs.verify.boxes import row_at
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import Dark, InkLooks
from tfdocs.verify.materiality import weigh_kind
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed, context

__all__ = ["has_three_rings", "per_mille"]

_PER_CENT, _PER_MILLE = "%", "‰"
_ON_PAPER = "图像上有三个圈，像是千分号“‰”，Word 是百分号“%”"
_SAME = "图像上有三个圈，确是千分号“‰”"
_READ_FOR = "（Word 在此处有千分号“‰”，识读时常读作“%”，需要人工查看）"
_BEFORE, _AFTER = 0.9, 1.2  # heights of the line around the middle of a sign that are looked at
# How much of the way from ink to paper a pixel of ink may have gone: a thin ring breaks at the first of these, a small
# one fills at the last.
_FAINT = (0.3, 0.42, 0.54, 0.66, 0.76)
# Of the room inside a ring, in heights of the line: the least and the widest; where the upper one's middle lies; from
# it to the lower one's; from that to the one beside it. Noto Serif and Sans, UMing and UKai at 200 and 300 dpi have
# 0.11 to 0.2 by 0.11 to 0.33; 0.12 to 0.43; 0.2 to 0.27. There 。 has another size, and 的 two, one over the other.
_LEAST, _WIDE, _HIGH = 0.04, 0.25, 0.42
_UPPER = (0.2, 0.54)
_ACROSS, _DOWN = (0.08, 0.5), (0.1, 0.4)
_BESIDE = (0.12, 0.29)
_LEVEL = 0.25  # of a ring's height by which the one beside it may be lower: a small 。 is by 0.4
_STACKED = 0.05  # of the height, from one room's middle to that of the one over it
_ALIKE = 0.72  # of the one's width and height the other's

_Room = tuple[float, float, float, float]  # inside a ring: its middle, its width and height, in heights of the line


def per_mille(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """``weighed`` with a doubt for each % of the Word that has three rings on a scan, without one for a ‰ that has."""
    word = placing.word
    if _PER_CENT not in word.text and _PER_MILLE not in word.text:
        return list(weighed)
    disputed = {w: n for n, item in enumerate(weighed) if item.certainty for w in range(item.hunk.w0, item.hunk.w1)}
    out = [_doubtful(placing, item) for item in weighed]
    for piece in placing.pieces:
        line = piece.line
        if piece.place is None or line.source is not Source.OCR or line.handwritten:
            continue
        for i, w in piece.place.pairs:
            if i is None or w is None or piece.text[i] not in (_PER_CENT, _PER_MILLE):
                continue
            known = disputed.get(w)
            if word.text[w] == _PER_CENT and known is None and _has_three(looks, piece, i):
                out.append(_entry(placing, piece, i, w))
            elif word.text[w] == _PER_MILLE and known is not None:
                hunk = out[known].hunk
                if hunk.w1 - hunk.w0 == 1 and hunk.l1 - hunk.l0 <= 2 and _has_three(looks, piece, i):
                    out[known] = replace(out[known], certainty=None, note=_SAME)
    return out


def _doubtful(placing: Placing, item: Weighed) -> Weighed:
    """``item``, no more than a doubt where a % was put in beside a ‰ of the Word, which is what was read so: of %‰,
    read as %%, either may be taken for the one too many."""
    hunk, piece = item.hunk, item.hunk.piece
    if item.certainty is not Certainty.CERTAIN or item.kind is not Kind.ADDED or hunk.read != _PER_CENT:
        return item
    beside = placing.word.text[max(0, hunk.w0 - 2) : hunk.w0 + 2]
    if piece is None or piece.line.source is not Source.OCR or _PER_MILLE not in beside:
        return item
    return replace(item, certainty=Certainty.UNCERTAIN, note=item.note + _READ_FOR)


def _has_three(looks: InkLooks, piece: Piece, i: int) -> bool:
    line = piece.line
    own = piece.folded.source_span(piece.start + i, piece.start + i + 1)[0]
    top, bottom = row_at(line, own, own)
    tall, x = bottom - top, line.chars[own].centre[0]
    box = Box(x - _BEFORE * tall, top, x + _AFTER * tall, bottom)
    seen = (looks.dark(piece.page, box, faint) for faint in _FAINT)
    return any(dark is not None and has_three_rings(dark) for dark in seen)


def has_three_rings(dark: Dark) -> bool:
    """Whether a sign of three rings, one above and two below, stands in ``dark``, which is a line's height high."""
    rooms = _rooms(dark)
    for x, y, _, h in rooms:
        if not _UPPER[0] <= y <= _UPPER[1]:
            continue
        for x1, y1, w1, h1 in rooms:
            below = _ACROSS[0] <= x1 - x <= _ACROSS[1] and _DOWN[0] <= y1 - y <= _DOWN[1] and _alike(h, h1)
            if below and any(
                _BESIDE[0] <= x2 - x1 <= _BESIDE[1]
                and abs(y2 - y1) < _LEVEL * h1
                and _alike(w1, w2)
                and _alike(h1, h2)
                and not _under_another(x2, y2, rooms)
                for x2, y2, w2, h2 in rooms
            ):
                return True
    return False


def _rooms(dark: Dark) -> list[_Room]:
    """What ink closes in."""
    high, wide = dark.shape
    _, _, stats, middles = cv2.connectedComponentsWithStats((~dark).astype(np.uint8), connectivity=4)
    return [
        (float(cx) / high, float(cy) / high, w / high, h / high)
        for (x, y, w, h, _), (cx, cy) in zip(stats[1:].tolist(), middles[1:], strict=True)
        if x > 0
        and y > 0
        and x + w < wide
        and y + h < high
        and _LEAST * high <= w <= _WIDE * high
        and _LEAST * high <= h <= _HIGH * high
    ]


def _under_another(x: float, y: float, rooms: Sequence[_Room]) -> bool:
    return any(abs(other - x) < _STACKED and above < y for other, above, _, _ in rooms)


def _alike(a: float, b: float) -> bool:
    return min(a, b) >= _ALIKE * max(a, b)


def _entry(placing: Placing, piece: Piece, i: int, w: int) -> Weighed:
    hunk = Hunk(piece, piece.start + i, piece.start + i + 1, w, w + 1)
    what = weigh_kind(placing.word.raw(w, w + 1), _PER_MILLE, *context(placing.word, w, w + 1))
    return Weighed(hunk, Kind.REPLACED, Certainty.UNCERTAIN, what, "per-mille", None, _ON_PAPER)
