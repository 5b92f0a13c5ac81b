"""Print of a scan without colour that lost its thinnest strokes: $ is S; where it is small, L is l., H is II, 4 is +.

What was read is then what a person reads as well, who knows what was meant: a doubt, and no certain difference.
"""

from __future__ import annotations

from tfdocs.model.page import Page, Source
from tfdocs.text.normalise import fold
from tfdocs.verify.boxes import em_on_page
from tfdocs.verify.pieces import Piece
from tfdocs.verify.witness import Witness

_POINTS = 72.0  # an inch
# Pixels of an em, of nearly nine points at 300 dpi: of UMing in 7.5 points (31 pixels) black and white leaves a thin
# stroke one pixel or none, and a comma 4 x 6 pixels beside a point of 5 x 4; of 12 points only the stroke of $ is gone.
_FINE = 36.0
_STEMS = "lI1|"
# What is left of a character without a thin stroke: its other strokes, one beside the other.
_LEFT = {
    "L": tuple(f"{stem}{foot}" for stem in _STEMS for foot in (".", "")),
    "H": tuple(one + two for one in _STEMS for two in _STEMS),
    "4": ("+",),
    ",": (".",),
    "$": ("S",),
}
_LEFT_AT_ANY_SIZE = {"$": _LEFT["$"]}


def has_lost_strokes(read: str, word: str, piece: Piece, page: Page, witness: Witness | None) -> bool:
    """Whether ``read`` is what a scan without colour leaves of ``word`` in the print of its line on ``page``."""
    if witness is None or page.dpi is None or piece.line.source is not Source.OCR:
        return False
    wanted = fold(word).text
    if not is_left_of(read, wanted) or not witness.colourless(page):
        return False
    small = em_on_page(witness, page, piece.line) * page.dpi / _POINTS < _FINE
    return small or is_left_of(read, wanted, small=False)


def is_left_of(read: str, word: str, *, small: bool = True) -> bool:
    """Whether ``read`` is ``word`` less thin strokes, in ``small`` print or in any; both folded, and not the same."""
    left = _LEFT if small else _LEFT_AT_ANY_SIZE
    ends = {0}  # how far ``read`` may be explained by the characters of ``word`` before
    for char in word:
        shapes = (char, *left.get(char, ()))
        ends = {end + len(shape) for end in ends for shape in shapes if read.startswith(shape, end)}
    return read != word and len(read) in ends
