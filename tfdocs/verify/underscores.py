"""kx_2023 is not kx2023: an underscore between letters or digits is part of an address or an identifier.

Elsewhere it is the line that a blank is filled in on, as long as its author liked, and is folded away. So what stands
between two neighbours of a line is compared here, where either side has an underscore.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from tfdocs.model.comparison import Certainty, Kind, Materiality
from tfdocs.model.geometry import Box
from tfdocs.model.page import Source
from tfdocs.verify.boxes import row_at
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

_WITHIN = re.compile(r"(?<=[A-Za-z0-9])[_＿](?=[A-Za-z0-9])")
# Of the ink of an underscore, in heights of the line: it is flat and wide, and lies low, often under a reader's box.
# By the shape of the character in a dozen typefaces (0.5 em wide, at or below the base line); no benchmark set them.
_BELOW, _LOW, _FLAT, _WIDE = 0.3, 0.6, 0.15, 0.22
_ABOVE_FOOT = 0.15  # by how much it may begin above the characters' feet
_THICKER = 1.4  # than the rule that it lies on
_ASIDE = 0.4  # how far beyond the middles of the two is looked: a rule goes on there, and a 3 is seen as one


def other_underscores(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """One entry for each underscore within an identifier that only the Word has, or only the paper."""
    word = placing.word
    in_word = {m.start() for m in _WITHIN.finditer(word.document.text)}
    disputed = {w for item in weighed if item.certainty is not None for w in range(item.hunk.w0, item.hunk.w1)}
    out: list[Weighed] = []
    for piece in placing.pieces:
        line = piece.line
        if piece.place is None or line.handwritten or not (in_word or "_" in line.text or "＿" in line.text):
            continue
        on_paper = {m.start() for m in _WITHIN.finditer(line.text)}
        known = [(i, w) for i, w in piece.place.pairs if i is not None and w is not None]
        for (i, w), (j, v) in pairwise(known):
            if (j, v) != (i + 1, w + 1) or w in disputed or v in disputed or v >= word.body:
                continue
            wanted = word.source[w] + 1 in in_word and word.source[v] == word.source[w] + 2
            first, second = piece.folded.index[piece.start + i], piece.folded.index[piece.start + j]
            shown = first + 1 in on_paper and second == first + 2
            if wanted and not shown and line.source is not Source.TEXT:
                shown = _drawn(looks, piece, first, second)
            if wanted != shown:
                out.append(_entry(piece, (i, w), wanted=wanted))
    return out


def _drawn(looks: InkLooks, piece: Piece, first: int, second: int) -> bool:
    """Whether a flat stroke lies low between two characters of a scanned line. What cannot be looked at is believed."""
    line = piece.line
    top, bottom = row_at(line, first, second)
    tall = bottom - top
    x0, x1 = line.chars[first].centre[0], line.chars[second].centre[0]
    if x1 <= x0:
        return False
    around = Box(x0 - _ASIDE * tall, top, x1 + _ASIDE * tall, bottom + _BELOW * tall)
    dark = looks.dark(piece.page, around)
    if dark is None:
        return True
    point = dark.shape[0] / (tall * (1 + _BELOW))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    unit, (high, wide) = tall * point, dark.shape
    # what runs on beyond both characters is the rule of their cell, or the line of the blank that they stand on
    parts = [(x, y, w, h) for x, y, w, h, _ in stats[1:].tolist() if x > 0 or x + w < wide]
    parts = [(x, y, w, h) for x, y, w, h in parts if y + h < high]  # the heads of the next line are cut off below
    flat = [p for p in parts if p[1] > _LOW * unit and p[3] < _FLAT * unit and p[2] > _WIDE * unit]
    edge = round(_ASIDE * unit)
    for n, (x, y, w, _, _) in enumerate(stats.tolist()):
        # in a tight row the underscore lies on the rule, which is thicker there
        if n and x == 0 and w == wide and y > _LOW * unit:
            thick = (labels == n).sum(axis=0)
            usual = float(np.median(np.concatenate([thick[:edge], thick[wide - edge :]])))
            if (thick[edge : wide - edge] >= max(usual + 1, _THICKER * usual)).sum() > _WIDE * unit:
                return True
    letters = [p for p in parts if p not in flat]
    for x, y, w, _ in flat:
        # what begins below it is the next line's: the dot of an i
        foot = max((p[1] + p[3] for p in letters if p[1] < y), default=0)
        if edge <= x + w / 2 <= wide - edge and y >= foot - _ABOVE_FOOT * unit:
            return True
    return False


def _entry(piece: Piece, at: tuple[int, int], *, wanted: bool) -> Weighed:
    hunk = Hunk(piece, piece.start + at[0], piece.start + at[0] + 2, at[1], at[1] + 2)
    certainty = Certainty.CERTAIN if piece.line.source is Source.TEXT else Certainty.UNCERTAIN
    note = "Word 中两字之间有下划线“_”，纸面没有" if wanted else "纸面上两字之间有下划线“_”，Word 没有"
    return Weighed(hunk, Kind.REPLACED, certainty, Materiality.TEXT, "underscore", None, note)
