"""Which part of the Word's text belongs to which height of which page: so that both can scroll together.

It looks for lines of the pages that stand in the Word word for word. It judges nothing; a line that is not found is
simply no anchor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tfdocs.model.document import Document
from tfdocs.model.page import Page
from tfdocs.text.normalise import fold

_SHORTEST = 7  # folded characters: shorter lines (labels of a form) occur too often to be a place
_WINDOW = 6000  # folded characters searched beyond the last anchor; keeps the cost linear in the document
_PER_PAGE = 6  # anchors kept a page are enough for the eye


@dataclass(frozen=True, slots=True)
class Anchor:
    """``offset`` of ``Document.text`` stands on ``page`` at ``top`` (points from the seen top)."""

    page: int
    top: float
    offset: int


def anchors(document: Document, pages: Iterable[Page]) -> list[Anchor]:
    """Anchors in the order of the pages, their offsets rising."""
    folded = fold(document.text)
    text = folded.text
    cursor = 0
    out: list[Anchor] = []
    for page in pages:
        lines = sorted(page.lines, key=lambda line: (line.box.top, line.box.x0))
        found: list[Anchor] = []
        keys = [fold(line.text).text for line in lines]
        for number, (line, key) in enumerate(zip(lines, keys, strict=True)):
            if len(key) < _SHORTEST:
                continue
            # A page whose beginning is not found must not stop all that follow: each page may look further on.
            at = text.find(key, cursor, cursor + _WINDOW)
            if at < 0:
                continue
            if text.find(key, at + 1, at + _WINDOW) >= 0 and found:
                continue  # stands there twice: no place to hold on to
            if not found:
                # The short lines above the first long one belong to this page, if the Word has them just before.
                head, above = at, number
                while above > 0 and keys[above - 1] and text.endswith(keys[above - 1], cursor, head):
                    head, above = head - len(keys[above - 1]), above - 1
                if above < number:
                    found.append(Anchor(page.number, lines[above].box.top, folded.index[head]))
            found.append(Anchor(page.number, line.box.top, folded.index[at]))
            cursor = at + len(key)
        if not found:
            # Unread or foreign page; the Word goes on behind it, so that the window moves by about one page.
            cursor = min(len(text), cursor + 300)
        step = max(1, len(found) // _PER_PAGE)
        out.extend(found[::step])
    return out
