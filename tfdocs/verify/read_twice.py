"""A detector's second box over print that was read already is no text of its own."""

from __future__ import annotations

from tfdocs.model.page import Page
from tfdocs.text.normalise import fold
from tfdocs.verify.pieces import Piece

_BESIDE = 2  # characters that a second box may take in of the print beside it


def read_twice(page: Page, piece: Piece) -> bool:
    """Whether the line lies within another one that says the same: a detector's second box over one piece of print.

    What it says beyond the other must lie within further lines: there, too, the print was read already.
    """
    own = piece.line
    others = [ln for ln in page.lines if ln is not own]
    for other in others:
        if other.box.intersection(own.box) <= 0.6 * own.box.area:
            continue
        said = fold(other.text).text
        if piece.text in said:
            return True
        at = piece.text.find(said) if said else -1
        if at < 0 or len(piece.text) - len(said) > _BESIDE:
            continue
        left = [i for i in range(len(piece.text)) if not at <= i < at + len(said)]
        boxes = [own.chars[piece.folded.index[piece.start + i]] for i in left]
        if all(any(ln.box.intersection(b) > 0.5 * b.area for ln in others if ln is not other) for b in boxes):
            return True
    return False
