"""〃 in a cell of its own on a scan: what was read in its place says nothing, its ink does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from tfdocs.model.geometry import Box
from tfdocs.model.page import Page, Source
from tfdocs.read.pdf.dittos import DITTO, is_ditto
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.pieces import Piece, Placing
from tfdocs.verify.weighed import Weighed

_LONGEST = 3  # characters that two strokes were read as
_RUN, _NEAREST = 3, 5  # ideographs of a line, and such lines, that tell how large the print is
_DPI = 300.0  # of the pictures that are looked at
_SAME = "图像上是两短划，确是“〃”"


def settle_dittos(
    weighed: Sequence[Weighed], placing: Placing, pages: Sequence[Page], looks: InkLooks
) -> list[Weighed]:
    """``weighed`` without what differs in a cell where the Word has 〃 alone and the picture has it too."""
    word = placing.word
    alone = {n for n, block in enumerate(word.document.blocks) if block.text.strip() == DITTO}
    if not alone:
        return list(weighed)
    return [
        replace(item, certainty=None, rule="ditto-seen", note=_SAME)
        if _is_seen(item, placing, alone, pages, looks)
        else item
        for item in weighed
    ]


def _em(page: Page, box: Box) -> float:
    """An em of the print nearest to ``box``, in points: how far ideographs stand apart; 0 where there are none."""
    steps = []
    for line in page.lines:
        first, last = (line.chars[n].centre[0] for n in (0, -1)) if len(line.chars) >= _RUN else (0.0, 0.0)
        if last > first and len(line.chars) == len(line.text) and all("\u4e00" <= c <= "\u9fff" for c in line.text):
            away = abs(line.box.centre[1] - box.centre[1]) + abs(line.box.centre[0] - box.centre[0])
            steps.append((away, (last - first) / (len(line.chars) - 1)))
    return median([step for _, step in sorted(steps)[:_NEAREST]] or [0.0])


def _is_seen(item: Weighed, placing: Placing, alone: set[int], pages: Sequence[Page], looks: InkLooks) -> bool:
    hunk, piece = item.hunk, item.hunk.piece
    if item.certainty is None or item.parts or piece is None or piece.line.source is not Source.OCR:
        return False
    if not 0 < len(piece.folded.text) <= _LONGEST or not (hunk.l1 > hunk.l0):
        return False
    at = hunk.w0 if hunk.w1 > hunk.w0 else piece.place.start if piece.place is not None else None
    if at is None or placing.word.block_of[at] not in alone or hunk.w1 - hunk.w0 > 1:
        return False
    return _looks_so(piece, _em(pages[piece.page], piece.line.box), looks)


def _looks_so(piece: Piece, tall: float, looks: InkLooks) -> bool:
    if tall <= 0 or piece.line.under_seal or piece.line.handwritten:
        return False
    dark = looks.dark(piece.page, piece.line.box)
    return dark is not None and is_ditto(dark, tall * _DPI / 72)
