"""Where a difference stands on the page, and which piece of the page to show for it. Geometry only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tfdocs.model.comparison import PdfSide
from tfdocs.model.geometry import Box, union
from tfdocs.model.page import Page
from tfdocs.text.normalise import fold

_LEAST = 3.0  # points; a place between two characters has no width of its own
_CROP_WIDTH = 330.0  # points: about 24 characters of the usual 12 to 14 pt, which stay legible beside the text
_CROP_HEIGHT = 300.0  # points; longer runs are shown by their beginning
_LEAST_KEY = 3  # characters of context that are enough to look for a place


@dataclass(frozen=True, slots=True)
class Place:
    """``boxes`` on the seen page; ``estimated`` when found by the words around it, ``gap`` when nothing is there.

    ``margin`` (points) is what to show around it; None for lines of text, which are shown with the lines around them.
    """

    boxes: tuple[Box, ...]
    estimated: bool = False
    gap: bool = False
    margin: float | None = None


def place_on_page(side: PdfSide, page: Page) -> Place | None:
    """The place of ``side`` on ``page``, or None when neither its boxes nor its context give one."""
    boxes = tuple(b for b in (_clipped(Box(*c), page) for c in side.boxes) if b is not None)
    if boxes:
        return Place(boxes, gap=not side.text)
    found = _by_context(side, page)
    return None if found is None else Place((found,), estimated=True, gap=True)


def _clipped(box: Box, page: Page) -> Box | None:
    """``box`` inside the page and wide enough to be seen; None when it lies wholly outside or is no rectangle."""
    if not all(abs(v) < 1e6 for v in (box.x0, box.top, box.x1, box.bottom)):
        return None
    x0, x1 = max(0.0, min(box.x0, box.x1)), min(page.width, max(box.x0, box.x1))
    top, bottom = max(0.0, min(box.top, box.bottom)), min(page.height, max(box.top, box.bottom))
    if x1 < x0 or bottom < top:
        return None
    if x1 - x0 < _LEAST:
        middle = (x0 + x1) / 2
        x0, x1 = middle - _LEAST / 2, middle + _LEAST / 2
    if bottom - top < _LEAST:
        bottom = top + _LEAST
    return Box(x0, top, x1, bottom)


def plain_place(coordinates: Iterable[float], page: Page, margin: float) -> Place | None:
    """The place of a box that is no text (a seal, unread ink); None when it lies outside the page."""
    box = _clipped(Box(*coordinates), page)
    return None if box is None else Place((box,), margin=margin)


def _by_context(side: PdfSide, page: Page) -> Box | None:
    """Between the words before and after; else behind the words before; else in front of the words after.

    Longer pieces of context are tried first, and a piece counts only if one place of the page has it.
    """
    before, after = fold(side.before).text, fold(side.after).text
    folded = [fold(line.text) for line in page.lines]
    joined = [(before[-n:], after[:m]) for n, m in ((6, 6), (4, 4), (6, 2), (2, 6), (2, 2)) if before and after]
    tries = [*joined, *((before[-n:], "") for n in (8, 5, 3)), *(("", after[:n]) for n in (8, 5, 3))]
    for head, tail in tries:
        key = head + tail
        if len(key) < _LEAST_KEY:
            continue
        hits = [(i, f.text.index(key)) for i, f in enumerate(folded) if key in f.text]
        if len(hits) != 1:
            continue
        number, at = hits[0]
        line, found = page.lines[number], folded[number]
        if head:
            char = found.index[at + len(head) - 1]
            edge = line.chars[char].x1 if char < len(line.chars) else line.box.x1
        else:
            char = found.index[at]
            edge = (line.chars[char].x0 if char < len(line.chars) else line.box.x0) - _LEAST
        return Box(edge, line.box.top, edge + _LEAST, line.box.bottom)
    return None


def crop_region(place: Place, page: Page) -> tuple[Box, bool]:
    """The piece of the page to show: the place with about two lines above and below, and whether it had to be cut."""
    around = union(place.boxes)
    if place.margin is not None:
        grown = around.grown(place.margin)
        region = Box(max(0.0, grown.x0), max(0.0, grown.top), min(page.width, grown.x1), min(page.height, grown.bottom))
        return region, False
    line = min(30.0, max(10.0, place.boxes[0].height))
    margin = line * 1.5 * 2
    height = around.height + 2 * margin
    cut = height > _CROP_HEIGHT
    top = max(0.0, around.top - margin)
    bottom = min(page.height, top + _CROP_HEIGHT if cut else around.bottom + margin)
    width = min(page.width, max(_CROP_WIDTH, around.width + 4 * line))
    x0 = min(max(0.0, around.centre[0] - width / 2), page.width - width)
    return Box(x0, top, x0 + width, bottom), cut
