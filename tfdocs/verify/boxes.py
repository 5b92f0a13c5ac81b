"""Boxes to tick that are empty in the Word: is one on paper still empty, ticked by a pen, or ticked in print?

Recognisers pass over boxes or read them as characters of their shape, ticked ones as well as empty ones: what they read
says little, so the square itself is looked for where the Word has it, and then what is inside.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, inf
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from tfdocs.model.geometry import Box
from tfdocs.model.page import Line, Page, Source
from tfdocs.verify.gaps import beside
from tfdocs.verify.hunk import Hunk
from tfdocs.verify.pieces import Piece
from tfdocs.verify.ticks import DARK, Image, sides, ticked_by_hand
from tfdocs.verify.witness import Witness

EMPTY = frozenset("□☐▢◻")

_OFF = 0.42  # widths of a character from the middle of a neighbour to its edge
_ROOM = 0.75  # widths beside a line that has no neighbour there
_TELLING = 3  # pairs of neighbours
_LEADING, _LOOSEST = 1.25, 2.3  # of a line's box: its height over its characters', of short lines up to 2.2
_ABOVE = 0.1  # line heights
_ASIDE = 0.4  # line heights that a box may stand beyond the room it was looked for in: characters' places are guessed
# Of the width of the characters around: a box's side. A fallback typeface's ☑ has 0.51, and 0.45 on a black-and-white
# scan; the 口 of 和 has 0.42.
_LEAST, _MOST = 0.44, 1.15
_NESTED = 0.7  # of the outer one's side
_CLOSED = 0.85  # of each side is inked: three strokes and a half of a character have less
_SOLID = 0.85  # of a filled square is ink; 口 and 田 have half
_INSET = 0.22  # of the side: what lies within is no blur of the box's own strokes
_FAINT = 0.9  # of the paper: a thin box on a coarse scan; noise and JPEG stay above 0.95
_AS_DARK = 0.7  # of the darkness of a thin box's sides
_INKED = 0.07  # of what lies within: a pen's slash has 0.2, noise of a black-and-white scan below 0.03
_INKED_FAINT = 0.15  # of it, where the sides are faint: blur gives 0.08, the thinnest tick at 150 dpi 0.3


class BoxState(StrEnum):
    EMPTY = "empty"
    BY_HAND = "by_hand"
    IN_PRINT = "in_print"  # or a pen's tick that stays within the box and is black


@dataclass(frozen=True, slots=True)
class BoxOnPaper:
    """``hunk``: the place, at the line that the box was found beside; ``seen``: the square itself, in points."""

    hunk: Hunk
    state: BoxState
    seen: Box


def box_on_paper(hunk: Hunk, inside: bool, pages: Sequence[Page], witness: Witness) -> BoxOnPaper | None:
    """The box of the Word that ``hunk`` is about, on a scanned page; None where none is found.

    ``inside``: it stands in the middle of a line, or was read as something.
    """
    for place, region in _within(hunk, pages, witness) if inside else _around(hunk, pages, witness):
        assert place.piece is not None
        line = place.piece.line
        if line.source is Source.TEXT:
            continue
        found = _seen_in(witness, pages[place.piece.page], line, region)
        if found is not None:
            return BoxOnPaper(place, *found)
    return None


def solid_on_paper(hunk: Hunk, inside: bool, pages: Sequence[Page], witness: Witness) -> bool:
    """Whether a square filled with ink (■) stands at the place that ``hunk`` is about, on a scanned page."""
    for place, region in _within(hunk, pages, witness) if inside else _around(hunk, pages, witness):
        assert place.piece is not None
        if place.piece.line.source is not Source.TEXT and _solid_in(
            witness, pages[place.piece.page], place.piece, region
        ):
            return True
    return False


def _solid_in(witness: Witness, page: Page, piece: Piece, region: Box) -> bool:
    em = em_on_page(witness, page, piece.line)
    if region.width < _LEAST * em or region.height < _LEAST * em:
        return False
    image = witness.crop(page, region)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    ink = (grey < DARK * float(np.percentile(grey, 90))).astype(np.uint8)
    scale = image.shape[1] / region.width
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for _, _, w, h, area in stats[1:].tolist():
        fits = _LEAST * em * scale <= min(w, h) and max(w, h) <= _MOST * em * scale and 0.75 < w / h < 1.33
        if fits and area >= _SOLID * w * h:
            return True
    return False


def _within(hunk: Hunk, pages: Sequence[Page], witness: Witness) -> Iterator[tuple[Hunk, Box]]:
    """The room between the characters on both sides of a place within a line."""
    piece = hunk.piece
    if piece is None or not piece.line.chars:
        return
    line = piece.line
    start, end = piece.folded.source_span(hunk.l0, hunk.l1)
    while start and line.text[start - 1].isspace():
        start -= 1  # the room that a recogniser writes as spaces is the box itself
    while end < len(line.text) and line.text[end].isspace():
        end += 1
    em = em_on_page(witness, pages[piece.page], line)
    left = line.chars[start - 1].centre[0] + _OFF * em if start else line.box.x0 - _ROOM * em
    right = line.chars[end].centre[0] - _OFF * em if end < len(line.chars) else line.box.x1 + _ROOM * em
    if right > left:
        yield hunk, Box(left, line.box.top, right, line.box.bottom)


def _around(hunk: Hunk, pages: Sequence[Page], witness: Witness) -> Iterator[tuple[Hunk, Box]]:
    """The room behind the line, or the part of one, before a gap, and before what comes after it."""
    for piece, at_end in ((hunk.piece, True), (hunk.after, False)):
        if piece is None or not piece.line.chars:
            continue
        at = piece.end if at_end else piece.start
        place = Hunk(piece, at, at, hunk.w0, hunk.w1, after=hunk.after if at_end else None)
        if 0 < at < len(piece.folded.text):
            yield from _within(place, pages, witness)
            continue
        region = beside(pages[piece.page], piece.line, at_end, 1)
        if region is not None:
            # the outermost character's box reaches over what was not read behind it, a small box among that
            own = piece.line.chars[-1 if at_end else 0].centre[0]
            near = _OFF * em_on_page(witness, pages[piece.page], piece.line)
            if at_end:
                region = Box(min(region.x0, own + near), region.top, region.x1, region.bottom)
            else:
                region = Box(region.x0, region.top, max(region.x1, own - near), region.bottom)
            yield place, region


def _seen_in(witness: Witness, page: Page, line: Line, region: Box) -> tuple[BoxState, Box] | None:
    tall = line.box.height
    up, aside = _ABOVE * tall, _ASIDE * tall
    around = Box(
        max(0, region.x0 - aside),
        max(0, region.top - up),
        min(page.width, region.x1 + aside),
        min(page.height, region.bottom + up),
    )
    em = em_on_page(witness, page, line)
    if around.width < _LEAST * em or around.height < _LEAST * em:
        return None
    image = witness.crop(page, around)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    paper = float(np.percentile(grey, 90))
    scale = image.shape[1] / around.width
    middle = (region.x0 - around.x0) * scale, (region.x1 - around.x0) * scale
    limits = _LEAST * em * scale, _MOST * em * scale
    for tone in (DARK, _FAINT):
        ink = (grey < tone * paper).astype(np.uint8)
        found = square_in(ink, limits, middle)
        if found is not None:
            break
    else:
        return None
    left, top, right, bottom = found
    own = Box(*(v / scale + o for v, o in zip((left, top, right, bottom), (around.x0, around.top) * 2, strict=True)))
    inset = round(_INSET * (right - left))
    within = grey[top + inset : bottom + 1 - inset, left + inset : right + 1 - inset]
    least = _INKED
    if tone != DARK:  # blur and noise are as dark as a thin box: a tick in it is hardly lighter than its sides
        frame = grey[top : bottom + 1, left : right + 1][_frame(bottom + 1 - top, right + 1 - left)]
        tone, least = 1 - _AS_DARK * (1 - float(np.median(frame)) / paper), _INKED_FAINT
    if not within.size or float((within < tone * paper).mean()) < least:
        return BoxState.EMPTY, own
    return (BoxState.BY_HAND if ticked_by_hand(witness, page, [own], line, exact=True) else BoxState.IN_PRINT), own


def em_of(line: Line) -> float:
    """The width of a full character of ``line``, in points: its box may be half as high again."""
    if (told := _told(line)) is not None:
        return told
    top, bottom = row_at(line, len(line.chars) // 2, len(line.chars) // 2)
    return (bottom - top) / _LEADING


def row_at(line: Line, first: int, last: int) -> tuple[float, float]:
    """From where to where down the page a line's row goes at its characters ``first`` to ``last``, in points.

    The box around a long line that leans, as a photograph's do, is twice as high as its row.
    """
    own = line.chars[first : last + 1] if line.source is Source.OCR else ()
    if not own:
        return line.box.top, line.box.bottom
    return min(c.top for c in own), max(c.bottom for c in own)


def _told(line: Line) -> float | None:
    """The same by how far apart its characters stand; None where they are too few."""
    middles = [c.centre[0] for c in line.chars]
    steps = [
        b - a
        for a, b, one, other in zip(middles, middles[1:], line.text, line.text[1:], strict=False)
        if unicodedata.east_asian_width(one) in "WF" and unicodedata.east_asian_width(other) in "WF"
    ]
    return min(line.box.height, median(steps)) if len(steps) >= _TELLING else None


def em_on_page(witness: Witness, page: Page, line: Line) -> float:
    """``em_of`` a line of ``page``; of one that does not tell, as the page's others say and its box can bear.

    是 否□ in a cell of its own has a box of 1.6 to 2.2 characters' height: a small ☑ beside it was too small for a box.
    """
    own = _told(line)
    if own is not None:
        return own
    if page.number not in witness.sizes:
        others = [told for ln in page.lines if ln.source is Source.OCR and (told := _told(ln)) is not None]
        witness.sizes[page.number] = median(others) if others else inf
    tall = line.box.height
    return min(tall / _LEADING, max(tall / _LOOSEST, witness.sizes[page.number]))


def _frame(high: int, wide: int) -> npt.NDArray[np.bool_]:
    """The outermost pixels of an image."""
    out = np.ones((high, wide), dtype=np.bool_)
    out[1:-1, 1:-1] = False
    return out


def square_in(
    ink: Image, limits: tuple[float, float], middle: tuple[float, float] = (0.0, inf)
) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of the largest closed square in ``ink`` (H x W, 1 is dark); None without one.

    ``limits``: the least and the longest side, in pixels; ``middle``: between which columns its middle lies.
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
        if not middle[0] <= x + (left + right) / 2 <= middle[1]:
            continue
        part = cv2.dilate(mark, np.ones((3, 3), np.uint8))[top : bottom + 1, left : right + 1]
        edges = (part[:3].max(axis=0), part[-3:].max(axis=0), part[:, :3].max(axis=1), part[:, -3:].max(axis=1))
        if min(float(e.mean()) for e in edges) < _CLOSED:
            continue
        if best is None or wide > best[2] - best[0]:
            best = (x + left, y + top, x + right, y + bottom)
    return best or _square_among(ink, limits, middle)


def _square_among(
    ink: Image, limits: tuple[float, float], middle: tuple[float, float]
) -> tuple[int, int, int, int] | None:
    """The largest square whose four sides are inked, whatever crosses them: a tick's tail joins it to its neighbour.

    A cell's rule close by makes a square with the box's other sides; the box itself lies within that one.
    """
    high, wide = ink.shape
    thick = np.ones((3, 3), np.uint8)  # a slightly turned side leaves its row
    across = np.cumsum(np.pad(cv2.dilate(ink, thick[:, :1]), ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    down = np.cumsum(np.pad(cv2.dilate(ink, thick[:1]), ((1, 0), (0, 0))), axis=0, dtype=np.int32)
    found: tuple[int, int, int, int] | None = None
    shortest = max(2, int(limits[0]))
    for side in range(min(int(limits[1]), high, wide), shortest, -1):
        if side < shortest:
            break
        level = across[:, side:] - across[:, :-side]
        upright = down[side:] - down[:-side]
        least = np.minimum(level[: high - side + 1], level[side - 1 :])
        least = np.minimum(least, np.minimum(upright[:, : wide - side + 1], upright[:, side - 1 :]))
        first, last = ceil(max(0.0, middle[0] - side / 2)), floor(min(wide, middle[1] - side / 2))
        top = 0
        if found is not None:  # within the last one
            first, last = max(first, found[0]), min(last, found[2] + 1 - side)
            top, least = found[1], least[found[1] : found[3] + 2 - side]
        least = least[:, first : last + 1]
        if not least.size:
            continue
        best = int(least.argmax())
        if least.flat[best] >= _CLOSED * side:
            y, x = divmod(best, least.shape[1])
            if found is None:
                shortest = max(shortest, round(_NESTED * side))
            found = first + x, top + y, first + x + side - 1, top + y + side - 1
    return found
