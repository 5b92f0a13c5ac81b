"""The comma and the point within a number: a small comma loses its tail in black and white, and is read as a point.

How high each is and how far it hangs below the figures depends on the typeface; so a mark in dispute is held against
those of its page that nobody disputes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from tfdocs.model.comparison import Certainty
from tfdocs.model.geometry import Box
from tfdocs.model.page import Source
from tfdocs.verify.boxes import row_at
from tfdocs.verify.ink_looks import Dark, InkLooks
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

__all__ = ["settle_number_marks", "size_of_mark"]

_MARKS = {",", "."}
_ASIDE, _AROUND = 1.1, 0.15  # heights of the line beside a mark that are looked at, and above and below the line
# Of the figures' height: what is a figure, what is a mark, how far from where it was read a mark's middle may be.
_FIGURE, _MARK, _NEAR = 0.75, 0.5, 0.6
_SMALLEST = 10  # pixels at 300 dpi: of lower figures a tenth of the height is none
_LEAST, _MOST = 4, 60  # undisputed marks of each kind that tell its size; more tell no more
# Size: how high a mark is and how far it hangs down, in heights of the figures. UMing of 7.5 pt in black and white at
# 300 dpi has 0.31 for commas and 0.21 for points (medians of 49 and 36), other typefaces and colour 0.1 to 0.45 apart.
_APART = 0.06  # between the medians of the two kinds, or they cannot be told apart
_CLOSE = 0.35  # of the way from the one to the other that a mark may be away from what was read
_FEW = 0.05  # of the marks of the other kind: so many may have come out as large or as small as the one in dispute
_SAME = "图像上这个符号的大小和位置与本页其他同样的符号一致，与 Word 相符"
_UNSURE = "图像上分不清是逗号还是小数点"


def settle_number_marks(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """``weighed`` without those commas and points between figures that the picture shows as the Word has them.

    Where the picture does not tell, they are not certain.
    """
    text = placing.word.text
    asked = [n for n, item in enumerate(weighed) if item.certainty is not None and _is_in_dispute(text, item)]
    out = list(weighed)
    if not asked:
        return out
    pages = {p.page for n in asked if (p := weighed[n].hunk.piece) is not None}
    disputed = {w for item in weighed for w in range(item.hunk.w0, item.hunk.w1)}
    sizes = _sizes(placing, looks, pages, disputed)
    for n in asked:
        item = weighed[n]
        piece = item.hunk.piece
        assert piece is not None
        own = _size(looks, piece, item.hunk.l0)
        of_wanted, of_read = (sizes.get((piece.page, mark)) for mark in (text[item.hunk.w0], item.hunk.read))
        if own is not None and of_wanted and of_read and abs(median(of_wanted) - median(of_read)) >= _APART:
            wanted, read = median(of_wanted), median(of_read)
            # where the two kinds differ by little, some of the other are that large as well; and those of the Word's
            # kind that nobody disputes are the largest of it
            like = sum((v - own) * (wanted - read) >= 0 for v in of_read)
            if abs(own - wanted) < abs(own - read) and like <= _FEW * len(of_read):
                out[n] = replace(item, certainty=None, note=_SAME)
                continue
            if abs(own - read) <= _CLOSE * abs(wanted - read):
                continue
        if item.certainty is Certainty.CERTAIN:
            out[n] = replace(item, certainty=Certainty.UNCERTAIN, note=_UNSURE)
    return out


def _is_in_dispute(text: str, item: Weighed) -> bool:
    hunk, piece = item.hunk, item.hunk.piece
    if piece is None or piece.line.source is not Source.OCR or hunk.w1 - hunk.w0 != 1 or hunk.l1 - hunk.l0 != 1:
        return False
    return {text[hunk.w0], hunk.read} == _MARKS and _in_number(text, hunk.w0)


def _in_number(text: str, w: int) -> bool:
    return all(char.isascii() and char.isdigit() for char in (text[w - 1 : w], text[w + 1 : w + 2]))


def _sizes(
    placing: Placing, looks: InkLooks, pages: set[int], disputed: set[int]
) -> dict[tuple[int, str], list[float]]:
    """For each of ``pages`` and each of the two marks the sizes that it has where Word and paper agree."""
    found: dict[tuple[int, str], list[float]] = defaultdict(list)
    for piece, i, mark in _agreed(placing, pages, disputed):
        own = found[piece.page, mark]
        if len(own) < _MOST and (size := _size(looks, piece, piece.start + i)) is not None:
            own.append(size)
    return {key: own for key, own in found.items() if len(own) >= _LEAST}


def _agreed(placing: Placing, pages: set[int], disputed: set[int]) -> Iterator[tuple[Piece, int, str]]:
    text = placing.word.text
    for piece in placing.pieces:
        if piece.page not in pages or piece.place is None or piece.line.source is not Source.OCR:
            continue
        if piece.line.under_seal or piece.line.handwritten:
            continue
        for i, w in piece.place.pairs:
            if i is None or w is None or w in disputed or text[w] not in _MARKS:
                continue
            if piece.text[i] == text[w] and _in_number(text, w):
                yield piece, i, text[w]


def _size(looks: InkLooks, piece: Piece, at: int) -> float | None:
    """Of the folded character ``at`` of the piece's line."""
    line = piece.line
    own = piece.folded.source_span(at, at + 1)[0]
    top, bottom = row_at(line, own, own)
    tall, x = bottom - top, line.chars[own].centre[0]
    side, more = _ASIDE * tall, _AROUND * tall
    dark = looks.dark(piece.page, Box(x - side, top - more, x + side, bottom + more))
    return None if dark is None else size_of_mark(dark)


def size_of_mark(dark: Dark) -> float | None:
    """How high the mark in the middle of ``dark`` is, a number's ink, and how far it hangs below the figures beside it.

    The two together, in heights of those figures; ``None`` where that cannot be told.
    """
    high, wide = dark.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    pieces = [(x, y, w, h) for x, y, w, h, _ in stats[1:].tolist() if w < wide / 2 and y > 0 and y + h < high]
    whole = _whole(pieces)
    tallest = max((h for _, _, w, h in whole if w <= h), default=0)
    figures = [p for p in whole if p[3] >= _FIGURE * tallest and p[2] <= 1.2 * p[3]]
    if len(figures) < 2 or tallest < _SMALLEST:
        return None
    unit = median(h for _, _, _, h in figures)
    half = min(f[1] for f in figures) + unit / 2
    marks = [
        (abs(x + w / 2 - wide / 2), x, y + h, h) for x, y, w, h in pieces if max(w, h) <= _MARK * unit and y > half
    ]
    if not marks:
        return None
    away, x, bottom, tall = min(marks)
    if away > _NEAR * unit:
        return None
    beside = sorted(figures, key=lambda f: abs(f[0] + f[2] / 2 - x))[:2]
    foot = median(y + h for _, y, _, h in beside)
    return float((tall + bottom - foot) / unit)


def _whole(pieces: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """``pieces`` (left, top, width, height) with those that stand one above the other put together.

    Thin figures come apart, and the foot of the upper part of a 2 is no foot.
    """
    out: list[tuple[int, int, int, int]] = []
    for x, y, w, h in sorted(pieces, key=lambda p: -p[2]):
        for n, (x1, y1, w1, h1) in enumerate(out):
            if 2 * (min(x + w, x1 + w1) - max(x, x1)) > w:
                left, top = min(x, x1), min(y, y1)
                out[n] = left, top, max(x + w, x1 + w1) - left, max(y + h, y1 + h1) - top
                break
        else:
            out.append((x, y, w, h))
    return out
