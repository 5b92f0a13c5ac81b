"""Boxes to tick that are empty in the Word: is one on paper still empty, ticked by a pen, or ticked in print?

Recognisers pass over boxes or read them as characters of their shape, ticked ones as well as empty ones: what they read
says little, so the square itself is looked for where the Word has it, and then what is inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.gaps import beside
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.ticks import DARK, Image, sides, ticked_by_hand
from tfdocs.verify.witness import Witness

EMPTY = frozenset("□☐▢◻")

_OFF = 0.42  # line heights from the middle of a neighbour to its edge
_ROOM = 0.6  # line heights beside a line that has no neighbour there
_ABOVE = 0.1  # line heights
_LEAST, _MOST = 0.35, 1.1  # of the line's height: a box's side
_CLOSED = 0.85  # of each side is inked: three strokes and a half of a character have less
_INSET = 0.22  # of the side: what lies within is no blur of the box's own strokes
_INKED = 0.07  # of what lies within: a pen's slash has 0.2, noise of a black-and-white scan below 0.03


class BoxState(StrEnum):
    EMPTY = "empty"
    BY_HAND = "by_hand"
    IN_PRINT = "in_print"  # or a pen's tick that stays within the box and is black


@dataclass(frozen=True, slots=True)
class BoxOnPaper:
    """``hunk``: the place, at the line that the box was found beside."""

    hunk: Hunk
    state: BoxState


def box_on_paper(hunk: Hunk, inside: bool, pages: Sequence[Page], witness: Witness) -> BoxOnPaper | None:
    """The box of the Word that ``hunk`` is about, on a scanned page; None where none is found.

    ``inside``: it stands in the middle of a line, or was read as something.
    """
    for place, region in _within(hunk) if inside else _around(hunk, pages):
        assert place.piece is not None
        line = place.piece.line
        if line.source is Source.TEXT:
            continue
        state = _state(witness, pages[place.piece.page], line, region)
        if state is not None:
            return BoxOnPaper(place, state)
    return None


def _within(hunk: Hunk) -> Iterator[tuple[Hunk, Box]]:
    """The room between the characters on both sides of a place within a line."""
    piece = hunk.piece
    if piece is None or not piece.line.chars:
        return
    line = piece.line
    start, end = piece.folded.source_span(hunk.l0, hunk.l1)
    tall = line.box.height
    left = line.chars[start - 1].centre[0] + _OFF * tall if start else line.box.x0 - _ROOM * tall
    right = line.chars[end].centre[0] - _OFF * tall if end < len(line.chars) else line.box.x1 + _ROOM * tall
    if right > left:
        yield hunk, Box(left, line.box.top, right, line.box.bottom)


def _around(hunk: Hunk, pages: Sequence[Page]) -> Iterator[tuple[Hunk, Box]]:
    """The room behind the line, or the part of one, before a gap, and before what comes after it."""
    for piece, at_end in ((hunk.piece, True), (hunk.after, False)):
        if piece is None or not piece.line.chars:
            continue
        at = piece.end if at_end else piece.start
        place = Hunk(piece, at, at, hunk.w0, hunk.w1, after=hunk.after if at_end else None)
        if 0 < at < len(piece.folded.text):
            yield from _within(place)
            continue
        region = beside(pages[piece.page], piece.line, at_end, 1)
        if region is not None:
            yield place, region


def _state(witness: Witness, page: Page, line: Line, region: Box) -> BoxState | None:
    tall = line.box.height
    around = replace(region, top=region.top - _ABOVE * tall, bottom=region.bottom + _ABOVE * tall)
    around = Box(max(0, around.x0), max(0, around.top), min(page.width, around.x1), min(page.height, around.bottom))
    if around.width < _LEAST * tall or around.height < _LEAST * tall:
        return None
    image = witness.crop(page, around)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    ink = (grey < DARK * float(np.percentile(grey, 90))).astype(np.uint8)
    scale = image.shape[1] / around.width
    found = square_in(ink, (_LEAST * tall * scale, _MOST * tall * scale))
    if found is None:
        return None
    left, top, right, bottom = found
    inset = round(_INSET * (right - left))
    within = ink[top + inset : bottom + 1 - inset, left + inset : right + 1 - inset]
    if not within.size or float(within.mean()) < _INKED:
        return BoxState.EMPTY
    x0, y0 = around.x0 + left / scale, around.top + top / scale
    own = Box(x0, y0, around.x0 + right / scale, around.top + bottom / scale)
    return BoxState.BY_HAND if ticked_by_hand(witness, page, [own], line) else BoxState.IN_PRINT


def square_in(ink: Image, limits: tuple[float, float]) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of the largest closed square in ``ink`` (H x W, 1 is dark); None without one.

    ``limits``: the least and the longest side, in pixels.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    best: tuple[int, int, int, int] | None = None
    for own in range(1, len(stats)):
        x, y, w, h = (int(v) for v in stats[own, :4])
        if min(w, h) < limits[0]:
            continue
        mark = np.ascontiguousarray((labels[y : y + h, x : x + w] == own).astype(np.uint8))
        left, right = sides(mark)
        top, bottom = sides(np.ascontiguousarray(mark.T))
        wide, high = right - left, bottom - top
        if not (limits[0] <= min(wide, high) and max(wide, high) <= limits[1] and 0.75 < wide / high < 1.33):
            continue
        part = cv2.dilate(mark, np.ones((3, 3), np.uint8))[top : bottom + 1, left : right + 1]
        edges = (part[:3].max(axis=0), part[-3:].max(axis=0), part[:, :3].max(axis=1), part[:, -3:].max(axis=1))
        if min(float(e.mean()) for e in edges) < _CLOSED:
            continue
        if best is None or wide > best[2] - best[0]:
            best = (x + left, y + top, x + right, y + bottom)
    return best
